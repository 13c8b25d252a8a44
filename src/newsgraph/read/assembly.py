"""Put the text of an article together from parts whose kind markup has told, and find its blocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsgraph.model import Block, BlockKind
from newsgraph.read.blocks import MarkedSegment, blocks_of
from newsgraph.read.lines import Segment

__all__ = ["Part", "assemble"]

BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A paragraph, heading, list item or caption; None leaves to the layout what it is. White space is that of one or more lines."""

    text: str
    kind: BlockKind | None = None


def assemble(parts: Iterable[Part]) -> tuple[str, tuple[Block, ...]]:
    """Return the text, parts set apart by an empty line, and its blocks.

    Every line of a part is a block of its own. Empty parts are left out, and of the same heading twice in a row the second.
    """
    text = ""
    found: list[MarkedSegment] = []
    last = ""
    for part in parts:
        lines = [" ".join(line.split()) for line in part.text.splitlines()]
        lines = [line for line in lines if line]
        if not lines or (part.kind is BlockKind.HEADLINE and lines == [last]):
            continue
        last = lines[0] if len(lines) == 1 and part.kind is BlockKind.HEADLINE else ""
        text += BETWEEN if text else ""
        for number, line in enumerate(lines):
            start = len(text) + (1 if number else 0)
            text += ("\n" if number else "") + line
            found.append(MarkedSegment(segment=Segment(start=start, end=start + len(line)), kind=part.kind))
    return text, blocks_of(text, found)
