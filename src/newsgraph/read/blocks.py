"""Find the blocks of an article by its layout: header, headline, byline, dateline, captions, paragraphs.

Nothing is rewritten, so every offset counts in the text as it was read. What is no part of the article (links to other pages,
rows of buttons, separators) lies in no block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from newsgraph.model import Block, BlockKind
from newsgraph.read.dates import LEADING_DATE, find_date
from newsgraph.read.lines import Segment, ends_sentence, segments
from newsgraph.read.marks import (
    bullet_length,
    dateline_length,
    is_byline,
    is_caption,
    is_date_line,
    is_in_capitals,
    is_label,
    is_metadata,
    is_name,
    is_navigation,
    is_special,
    name_tail,
)

__all__ = ["MarkedSegment", "blocks", "blocks_of", "headline", "issued"]

MAX_HEADLINE_CHARS = 200
"""Longer first lines without a full stop are paragraphs; the longest of 500 agency headlines had 141."""

_BY_PLACE = (BlockKind.HEADLINE, BlockKind.PARAGRAPH, BlockKind.CAPTION)
"""Kinds that layout gives for want of a surer sign; markup knows better."""

_MARKED = (
    (is_date_line, BlockKind.HEADER),
    (is_byline, BlockKind.BYLINE),
    (is_caption, BlockKind.CAPTION),
)


_SLUG = re.compile(r"(?:UPDATE|WRAPUP|RPT|REFILE|RECAST|CORRECTED|EXCLUSIVE|FACTBOX|ANALYSIS|INTERVIEW|NEWSMAKER)(?: \d{1,2})?-(?=\w)")
"""What an agency puts before the headline of a report it sends again: "UPDATE 2-Honduras cuts ties (Adds reaction)"."""
_CHANGES = re.compile(r"\s\((?:Adds|Updates|Recasts|Corrects|Releads)\b[^()]*\)\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedSegment:
    """A segment whose kind is told by markup; None if its layout is to tell. `hidden` is as in `Block`."""

    segment: Segment
    kind: BlockKind | None = None
    hidden: tuple[tuple[int, int], ...] = ()


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text, in text order, without overlap; none is empty or has white space at its ends."""
    return blocks_of(text, [MarkedSegment(segment=each) for each in segments(text, lambda line: is_special(line) or bullet_length(line) > 0)])


def blocks_of(text: str, given: Sequence[MarkedSegment]) -> tuple[Block, ...]:
    """Return the blocks of segments, which stand in text order and do not overlap.

    What layout says for certain (a byline, a date, a link to another page) counts more than the kind that markup gives.
    """
    parts = [each for each in given if any(c.isalnum() for c in text[each.segment.start : each.segment.end])]
    found: list[Block] = []
    for number, part in enumerate(parts):
        new = list(_segment_blocks(text, part.segment, found, is_last=number + 1 == len(parts)))
        whole = len(new) == 1 and (new[0].start_char, new[0].end_char) == (part.segment.start, part.segment.end)
        if part.kind and new and (not whole or new[0].kind in _BY_PLACE):
            new = [Block(kind=part.kind, start_char=part.segment.start, end_char=part.segment.end)]
        found.extend(_with_hidden(each, part.hidden) for each in new)
    return tuple(found)


def _with_hidden(block: Block, hidden: tuple[tuple[int, int], ...]) -> Block:
    inside = tuple((a, b) for a, b in hidden if block.start_char <= a and b <= block.end_char)
    return replace(block, hidden=inside) if inside else block


def _segment_blocks(text: str, part: Segment, before: list[Block], *, is_last: bool) -> Iterator[Block]:
    """Yield the blocks of one segment, given those before it."""
    start, end = part.start, part.end
    is_body = any(b.kind not in (BlockKind.HEADER, BlockKind.BYLINE) for b in before)
    content = text[start:end]
    if is_navigation(content):
        return
    if not is_body and (is_metadata(content) or (is_label(content) and not is_last)):
        yield Block(kind=BlockKind.HEADER, start_char=start, end_char=end)
        return
    for is_kind, kind in _MARKED:
        if is_kind(content):
            yield Block(kind=kind, start_char=start, end_char=end)
            return
    if not before and (leading := LEADING_DATE.match(content)):
        yield Block(kind=BlockKind.HEADER, start_char=start, end_char=start + leading.end())
        start = _skip_space(text, start + leading.end(), end)
        if start == end:
            return
    if not is_body and (slug := _SLUG.match(text, start, end)):
        yield Block(kind=BlockKind.HEADER, start_char=start, end_char=slug.end())
        changes = _CHANGES.search(text, slug.end(), end)
        yield Block(kind=BlockKind.HEADLINE, start_char=slug.end(), end_char=changes.start() if changes else end)
        return
    yield from _running_text(text, Segment(start=start, end=end), before, is_body=is_body, is_last=is_last)


def _running_text(text: str, part: Segment, before: list[Block], *, is_body: bool, is_last: bool) -> Iterator[Block]:
    """Yield the blocks of a segment that no mark explains: a headline, a caption, or a paragraph with what sticks to it."""
    start, end = part.start, part.end
    content = text[start:end]
    is_open = not ends_sentence(content) and end - start <= MAX_HEADLINE_CHARS and name_tail(content) < 0
    if bullet := bullet_length(content):
        yield Block(kind=BlockKind.PARAGRAPH, start_char=start + bullet, end_char=end)
        return
    if is_in_capitals(content) or (is_open and not is_body and not is_last):
        yield Block(kind=BlockKind.HEADLINE, start_char=start, end_char=end)
        return
    if is_body and is_name(content):
        yield Block(kind=BlockKind.CAPTION, start_char=start, end_char=end)
        return
    if dateline := dateline_length(content, is_first=not any(b.kind is BlockKind.PARAGRAPH for b in before)):
        yield Block(kind=BlockKind.DATELINE, start_char=start, end_char=start + len(content[:dateline].rstrip()))
        start = _skip_space(text, start + dateline, end)
    tail = name_tail(text[start:end])
    stop = end if tail < 0 else start + len(text[start : start + tail].rstrip())
    if start < stop:
        yield Block(kind=BlockKind.PARAGRAPH, start_char=start, end_char=stop)
    if tail >= 0:
        yield Block(kind=BlockKind.CAPTION, start_char=start + tail, end_char=end)


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def issued(text: str, found: tuple[Block, ...]) -> date | None:
    """Return the day of publication that the header, a date line or a dateline with a year gives; the first one counts."""
    for block in found:
        if block.kind in (BlockKind.HEADER, BlockKind.DATELINE):
            day = find_date(text[block.start_char : block.end_char])
            if day:
                return day
    return None


def headline(text: str, found: tuple[Block, ...]) -> str:
    """Return the first headline as one line, or "" if there is none."""
    for block in found:
        if block.kind is BlockKind.HEADLINE:
            return " ".join(text[block.start_char : block.end_char].split())
    return ""
