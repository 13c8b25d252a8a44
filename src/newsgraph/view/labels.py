"""Break labels into short lines and estimate how much room they take, without a font at hand.

Widths are in ems of DejaVu Sans, the widest of the faces the page asks for: the page measures exactly, this keeps boxes apart.
"""

from __future__ import annotations

import re
import unicodedata

from newsgraph.view.inert import plain_line

__all__ = ["LINE_UNITS", "MAX_LINES", "text_width", "wrap_label"]

LINE_UNITS = 10.5
"""Widest line, in ems: about 18 Latin letters."""
MAX_LINES = 3
MAX_CHARS = 400
"""No label is looked at beyond this; three lines hold far less."""

_NARROW = frozenset("iIjlftr.,:;'’|!()[]{} -/")
_BROAD = frozenset("mwMWQO@%&—")


def text_width(text: str) -> float:
    """Estimate the width of one line in ems."""
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> float:
    if char in _NARROW:
        return 0.35
    if char in _BROAD:
        return 0.95
    if char.isascii():
        return 0.72 if char.isupper() else 0.61
    if unicodedata.combining(char):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.65


def wrap_label(label: str) -> tuple[str, ...]:
    """Return one to `MAX_LINES` lines, each at most `LINE_UNITS` wide; what does not fit is replaced by an ellipsis."""
    text = plain_line(label[:MAX_CHARS])
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        joined = f"{line} {piece}" if line and not line.endswith("-") else line + piece
        if line and text_width(joined) > LINE_UNITS:
            lines.append(line)
            line = piece
        else:
            line = joined
    lines.append(line)
    if len(lines) > MAX_LINES or len(label) > MAX_CHARS:
        lines = lines[:MAX_LINES]
        lines[-1] = lines[-1].rstrip(" ,;:-") + "…"
    return tuple(lines)


def _pieces(text: str) -> list[str]:
    """Split at spaces and after hyphens, and cut what is wider than a line."""
    pieces: list[str] = []
    for word in re.split(r" |(?<=\w-)(?=\w{3})", text):
        start, width = 0, 0.0
        for index, char in enumerate(word):
            width += _char_width(char)
            if width > LINE_UNITS:
                pieces.append(word[start:index])
                start, width = index, _char_width(char)
        pieces.append(word[start:])
    return pieces
