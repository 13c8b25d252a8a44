"""Read Markdown: the text stays as it is written, headings and lists tell the blocks, and marks inside a block are hidden from the parser.

Source: https://spec.commonmark.org/0.31.2/ (what news is written in: no nesting of blocks, no indented code)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from newsgraph.errors import InputError
from newsgraph.model import Article, BlockKind
from newsgraph.read.article import article
from newsgraph.read.blocks import MarkedSegment, blocks_of
from newsgraph.read.content import read_stream
from newsgraph.read.dates import find_date
from newsgraph.read.encodings import UTF8, decoded
from newsgraph.read.lines import Segment
from newsgraph.read.marks import is_special
from newsgraph.read.origin import Context, Item, Origin

__all__ = ["markdown_segments", "read_markdown"]

MEDIA_TYPE = "text/markdown"

_FRONT = re.compile(r"\A---[ \t]*\r?\n(?P<body>(?:.*\r?\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_FRONT_LINE = re.compile(r"(?P<key>[A-Za-z_-]{2,30})\s*:\s*(?P<value>\S.*)")
_QUOTE = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_FENCE = re.compile(r"[ \t]{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+(?P<words>\S.*?)[ \t]*(?:[ \t]#+)?[ \t]*\Z")
_UNDERLINE = re.compile(r"[ \t]{0,3}(?:=+|-+)[ \t]*\Z")
_RULE = re.compile(r"[ \t]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_LEFT_OUT = re.compile(
    r"[ \t]{0,3}(?:\||\[[^\]\n]{1,200}\]:[ \t]*\S|:?-{3,}:?[ \t]*\||<!--.*-->\s*\Z|</?(?:div|p|br|hr|table|tr|img|figure|iframe)\b[^<>]*>\s*\Z)",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?P<image>!\[[^\]\n]{0,500}\](?:\([^()\n]{0,1000}\)|\[[^\]\n]{0,200}\]))"
    r"|(?P<note>\[\^[^\]\n]{1,100}\])"
    r"|(?P<open>\[)(?P<words>[^\[\]]{1,500})(?P<close>\](?:\([^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?(?:\s+[\"'(][^\"')]{0,300}[\"')])?\)|\[[^\]\n]{0,200}\]))"
    r"|(?P<address><(?=https?://)[^<>\s]{1,1000}>)"
    r"|(?P<tag></?[A-Za-z][\w-]{0,20}(?:\s[^<>]{0,500})?/?>|<!--[^<>]{0,1000}-->)"
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-~]|\r?\n))"
    r"|(?P<code>`{1,3})"
    r"|(?P<star>(?<![*\s])\*{1,3}(?![*])|(?<!\*)\*{1,3}(?![*\s]))"
    r"|(?P<line>(?<![\w_])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![\w_]))"
    r"|(?P<struck>~~)"
)
"""What is no word inside a block. Every part is bounded, so that no line takes more time than its length asks."""

_PAIRED = ("code", "star", "line", "struck")
_FRONT_KEYS = {"title": "title", "headline": "title", "date": "date", "published": "date", "author": "author", "authors": "author", "by": "author",
                    "source": "source", "url": "url", "link": "url", "canonical_url": "url", "id": "id"}  # fmt: skip


@dataclass(slots=True)
class _Paragraph:
    """A block while its lines are being read."""

    start: int = -1
    end: int = -1
    kind: BlockKind | None = None
    n_lines: int = 0
    prefixes: list[tuple[int, int]] = field(default_factory=list)


def read_markdown(origin: Origin, context: Context) -> Iterator[Item]:
    """Yield the one article of a Markdown file; its front matter may say title, date, author, source, url and id.

    Raises:
        InputError: The file cannot be used.
    """
    content = read_stream(origin.stream, origin.name)
    found = decoded(content, origin.name, declared=origin.charset)
    if found.encoding != UTF8:
        context.note("encoding", f"{origin.name} is read as {found.encoding}")
    yield _article(found.text, found.encoding, origin, context)


def _article(text: str, encoding: str, origin: Origin, context: Context) -> Article:
    known = _front_matter(text)
    segments = tuple(markdown_segments(text))
    if text.strip() and not segments:
        raise InputError(f"{origin.name} has no sentences; give it the running text of an article")
    found = blocks_of(text, segments)
    title = known.get("title") or next((_shown(text, each) for each in segments if each.kind is BlockKind.HEADLINE), "")
    return article(
        text,
        name=origin.name,
        blocks=found,
        stem=origin.stem,
        day=context.options.day,
        issued_by_source=_day(known.get("date", "")),
        title=title,
        identifier=known.get("id") or known.get("url") or origin.url,
        url=known.get("url") or origin.url,
        source=known.get("source", ""),
        authors=tuple(filter(None, [known.get("author", "")])),
        media_type=MEDIA_TYPE,
        encoding=encoding,
    )


def _shown(text: str, part: MarkedSegment) -> str:
    """Return the words of a segment as they are shown, on one line."""
    at, words = part.segment.start, ""
    for start, end in (*part.hidden, (part.segment.end, part.segment.end)):
        words += text[at:start]
        at = end
    return " ".join(words.split())


def _front_matter(text: str) -> dict[str, str]:
    """Return what the front matter says, by our names; simple lines only, others are left alone."""
    match = _FRONT.match(text)
    found: dict[str, str] = {}
    for line in match["body"].splitlines() if match else ():
        pair = _FRONT_LINE.fullmatch(line.strip())
        if pair and (name := _FRONT_KEYS.get(pair["key"].lower())):
            value = pair["value"].strip().strip("\"'[]").strip()
            found.setdefault(name, " ".join(value.split()))
    return {name: value for name, value in found.items() if value}


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return find_date(value)


def markdown_segments(text: str) -> Iterator[MarkedSegment]:
    """Yield the blocks of a Markdown text, in text order, each with the spans of its markup."""
    front = _FRONT.match(text)
    at = front.end() if front else 0
    fence = ""
    current = _Paragraph()
    for raw in text[at:].splitlines(keepends=True):
        start, at = at, at + len(raw)
        line = raw.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        quote = _QUOTE.match(line)
        inner = line[quote.end() :] if quote else line
        start += quote.end() if quote else 0
        if marker := _FENCE.match(inner):
            if not fence:
                yield from _finished(text, current)
                current, fence = _Paragraph(), marker[1]
            elif marker[1].startswith(fence) and not inner.strip(" \t`~"):
                fence = ""
        elif not fence:
            done, current = _line(text, inner, start, current, quote.group() if quote else "")
            yield from done
    yield from _finished(text, current)


def _line(text: str, line: str, start: int, current: _Paragraph, quote: str) -> tuple[list[MarkedSegment], _Paragraph]:
    """Return the blocks that a line completes, and the block that it leaves open."""
    end = start + len(line.rstrip())
    if current.n_lines == 1 and current.kind is None and _UNDERLINE.fullmatch(line):
        current.kind = BlockKind.HEADLINE
        return list(_finished(text, current)), _Paragraph()
    if not line.strip() or _RULE.fullmatch(line) or _LEFT_OUT.match(line):
        return list(_finished(text, current)), _Paragraph()
    if heading := _HEADING.fullmatch(line):
        made = _Paragraph(start=start + heading.start("words"), end=start + heading.end("words"), kind=BlockKind.HEADLINE)
        return [*_finished(text, current), *_finished(text, made)], _Paragraph()
    if item := _ITEM.match(line):
        return list(_finished(text, current)), _Paragraph(start=start + item.end(), end=end, kind=BlockKind.PARAGRAPH, n_lines=2)
    first = start + len(line) - len(line.lstrip())
    if is_special(line.strip(" \t*_")):
        return [*_finished(text, current), *_finished(text, _Paragraph(start=first, end=end))], _Paragraph()
    if not current.n_lines:
        return [], _Paragraph(start=first, end=end, n_lines=1)
    if quote:
        current.prefixes.append((start - len(quote), start))
    current.end = end
    current.n_lines += 1
    return [], current


def _finished(text: str, paragraph: _Paragraph) -> Iterator[MarkedSegment]:
    """Yield a block, without the markup at its ends."""
    if paragraph.start < 0:
        return
    start, end = paragraph.start, paragraph.end
    hidden = _hidden(text, start, end, paragraph.prefixes)
    while hidden and hidden[0][0] <= start:
        start = _skip(text, hidden.pop(0)[1], end)
    while hidden and hidden[-1][1] >= end:
        end = hidden.pop()[0]
        end = start + len(text[start:end].rstrip())
    if start < end:
        yield MarkedSegment(segment=Segment(start=start, end=end), kind=paragraph.kind, hidden=tuple(hidden))


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _hidden(text: str, start: int, end: int, prefixes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans of markup between two places, in order, without overlap; a mark that stands alone is a character."""
    spans: list[tuple[int, int]] = list(prefixes)
    paired: dict[str, list[tuple[int, int]]] = {name: [] for name in _PAIRED}
    at = start
    while found := _INLINE.search(text, at, end):
        kind = found.lastgroup or ""
        at = found.end()
        if kind == "close":
            spans += [found.span("open"), found.span("close")]
            inner = found.start("words")
            spans += [(a, b) for a, b in _hidden(text, inner, found.end("words"), [])]
        elif kind in paired:
            paired[kind].append(found.span())
        else:
            spans.append(found.span())
    for marks in paired.values():
        spans += marks if len(marks) > 1 else []
    return _apart(sorted(spans))


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans without those that begin inside another."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if start < end and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return kept
