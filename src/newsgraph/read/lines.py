"""Cut a text into lines, and lines into segments: what a reader sees as one piece of layout.

A line break usually ends a paragraph. Text that was wrapped at a fixed width is the exception: there a line ends where the
next word no longer fitted, and such lines are joined. Nothing is rewritten; a segment is a span that may hold line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Line", "Segment", "ends_sentence", "runs", "segments"]

INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad"
CLOSERS = "\"'”’»)]*" + INVISIBLE
FINAL = ".!?…:;"
_OPENERS = frozenset("a an and at by for from in into of on or the their to with".split())
"""Words that end no line but one that is broken off."""
_NARROW = 60
"""Columns of a line that may break off anywhere; longer ones in a list of headings need not."""
MIN_WIDTH, MAX_WIDTH = 30, 120
"""Columns at which people wrap text; longer lines are whole paragraphs."""

FILL = 0.8
"""A line that the next word would fill to less than this share of the width was broken on purpose. Text copied from proportional
type is ragged: its lines hold between 0.85 and 1 of the longest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line without its margins; `is_apart` says that an empty line stands before it."""

    start: int
    end: int
    is_apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One or more lines that belong together, margins excluded."""

    start: int
    end: int


def lines(text: str) -> Iterator[Line]:
    """Yield the lines that hold something visible, in text order."""
    at, is_apart = 0, False
    for raw in text.splitlines(keepends=True):
        start, end = at, at + len(raw)
        at = end
        while start < end and (text[start].isspace() or text[start] in INVISIBLE):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
            end -= 1
        if start == end:
            is_apart = True
        else:
            yield Line(start=start, end=end, is_apart=is_apart)
            is_apart = False


def ends_sentence(text: str) -> bool:
    """Return whether the last visible character is final punctuation, closing quotes and brackets aside."""
    return text.rstrip(CLOSERS + " \t\n\r\xa0").endswith(tuple(FINAL))


def runs(text: str, is_special: Callable[[str], bool]) -> list[list[Line]]:
    """Return the lines in runs without an empty line between; a line of a special kind is a run of its own.

    Args:
        text: The whole text.
        is_special: Says of a line's text that its kind shows by itself (a byline, a caption, a date).
    """
    found: list[list[Line]] = []
    is_open = False
    for line in lines(text):
        special = is_special(text[line.start : line.end])
        if special or line.is_apart or not is_open:
            found.append([])
        found[-1].append(line)
        is_open = not special
    return found


def _is_broken(text: str, line: Line, after: Line, width: int) -> bool:
    """Whether the break between two lines was made on purpose: the next word would have fitted."""
    word = re.match(r"\S+", text[after.start : after.end])
    return line.end - line.start + 1 + (word.end() if word else 0) <= FILL * width


def _is_wrapped(text: str, run: Sequence[Line], width: int) -> bool:
    """Whether the run's lines were wrapped at `width`: only lines that end a sentence are broken on purpose."""
    if not MIN_WIDTH <= width <= MAX_WIDTH or max(line.end - line.start for line in run) > width:
        return False
    pairs = list(pairwise(run))
    return all(ends_sentence(text[a.start : a.end]) for a, b in pairs if _is_broken(text, a, b, width))


def _width(text: str, all_runs: Sequence[Sequence[Line]]) -> int:
    """Return the width the text was wrapped at, or 0: the widest run that is wrapped and goes on in small letters somewhere."""
    widths = [0]
    for run in all_runs:
        width = max(line.end - line.start for line in run)
        goes_on = any(text[b.start].islower() and not ends_sentence(text[a.start : a.end]) for a, b in pairwise(run))
        if goes_on and _is_wrapped(text, run, width):
            widths.append(width)
    return max(widths)


def segments(text: str, is_special: Callable[[str], bool]) -> tuple[Segment, ...]:
    """Return the segments of a text, in order, without overlap; none is empty.

    Args:
        text: The whole text.
        is_special: As for `runs`; such a line is never joined with another.
    """
    all_runs = runs(text, is_special)
    width = _width(text, all_runs)
    found: list[Segment] = []
    for run in all_runs:
        is_wrapped = _is_wrapped(text, run, width)
        start, is_joined = run[0].start, False
        for line, after in zip(run, [*run[1:], None], strict=True):
            is_joined = after is not None and not is_wrapped and _goes_on(text, line, after, is_joined=is_joined)
            if after is None or not (is_joined or (is_wrapped and not _is_broken(text, line, after, width))):
                found.append(Segment(start=start, end=line.end))
                start = after.start if after else 0
    return tuple(found)


def _goes_on(text: str, line: Line, after: Line, *, is_joined: bool) -> bool:
    """Whether a line breaks off inside a sentence, at whatever width: the next goes on in small letters, or goes on with what did.

    Args:
        is_joined: The line itself goes on with the one before.
    """
    if ends_sentence(text[line.start : line.end]) or line.end - line.start > MAX_WIDTH:
        return False
    opener = text[line.start : line.end].rsplit(None, 1)[-1].lower() in _OPENERS
    if opener:
        return text[after.start].isalpha()
    return line.end - line.start <= _NARROW and (text[after.start].islower() or (is_joined and text[after.start].isalpha()))
