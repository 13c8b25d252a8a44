"""Make a block readable for the parser without losing where each character came from.

The article itself is never rewritten: cleaning yields a second string and, for each of its characters, the offset in the
article. Spaces of every kind become one space, invisible characters go, HTML entities are resolved, typographic quotes
become those the parser knows, and a space is put back after a full stop or an agency's
bracket that lost it ("need.And", "(AP)The").
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

__all__ = ["CleanText", "clean"]

_INVISIBLE = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff"
_SUBSTITUTE = {"«": "“", "»": "”", "„": "“", "‹": "“", "›": "”", "’": "'", "‘": "'", "`": "'", "´": "'", "‐": "-", "‑": "-"}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_LOST_SPACE = re.compile(r"(?:(?<=[^\W\d_]{2})|(?<=[\d)”»\"%]))[.!?](?=[“«\"]?[A-ZÀ-ÖØ-Þ][^\W\d_A-Z.])|(?<=[A-Z])\)(?=[A-Z][a-z])")
_NOTE = re.compile(r"(?<=[\w.,;:!?)”\"'’])\[(?:\d{1,3}|[a-z]|note \d{1,2})\]")
"""The mark of a footnote: "has ratified the accord.[1]"."""
_PLAIN = re.compile(r"[ -%'-~\u00a1-\u00a9\u00ae-\u00b3\u00b5-\u00ba\u00bc-\u024f“”–—]*\Z")  # no ampersand, controls or marks that need a change


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """Cleaned characters; `origin[i]` is the article offset of character `i`, `ends[i]` the offset just after what it stands for."""

    text: str
    origin: tuple[int, ...]
    ends: tuple[int, ...]


def _units(raw: str, hidden: dict[int, int]) -> list[tuple[str, int, int]]:
    """Return (clean characters, start, end) for each unit of the raw text; what is hidden (start to end) has none."""
    units: list[tuple[str, int, int]] = []
    entities = {m.start(): m for m in _ENTITY.finditer(raw)} if "&" in raw else {}
    lost = {m.start() for m in _LOST_SPACE.finditer(raw)}
    i = 0
    while i < len(raw):
        if i in hidden:
            i = hidden[i]
            continue
        if i in entities and (char := html.unescape(entities[i].group())) != entities[i].group():
            units.append((_one(char[0]), i, entities[i].end()))
            i = entities[i].end()
            continue
        units.append((_one(raw[i]), i, i + 1))
        if i in lost:
            units.append((" ", i + 1, i + 1))
        i += 1
    return units


def _one(char: str) -> str:
    if char in _INVISIBLE:
        return ""
    if char.isspace() or not char.isprintable():
        return " "
    return _SUBSTITUTE.get(char, char)


def clean(text: str, start_char: int, end_char: int, hidden: tuple[tuple[int, int], ...] = ()) -> CleanText:
    """Clean `text[start_char:end_char]`; offsets in the result count in `text`. Leading and trailing space is dropped, and what is hidden."""
    raw = text[start_char:end_char]
    if "[" in raw and (notes := tuple((start_char + m.start(), start_char + m.end()) for m in _NOTE.finditer(raw))):
        hidden = (*hidden, *notes)
    if not hidden and _PLAIN.match(raw) and "  " not in raw and "`" not in raw and not _LOST_SPACE.search(raw):
        lead = len(raw) - len(raw.lstrip())
        raw = raw.strip()
        first = start_char + lead
        return CleanText(text=raw, origin=tuple(range(first, first + len(raw))), ends=tuple(range(first + 1, first + len(raw) + 1)))
    chars: list[str] = []
    origin: list[int] = []
    ends: list[int] = []
    for char, a, b in _units(raw, {start - start_char: end - start_char for start, end in hidden}):
        if not char or (char == " " and (not chars or chars[-1] == " ")):
            continue
        chars.append(char)
        origin.append(start_char + a)
        ends.append(start_char + b)
    while chars and chars[-1] == " ":
        del chars[-1], origin[-1], ends[-1]
    return CleanText(text="".join(chars), origin=tuple(origin), ends=tuple(ends))
