"""Say which words around a person's name are no part of it: titles, parties, tags of a party and state ("Rep. Barney Frank (D-Mass.)")."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence

from newsgraph.lexicon import Lexicon

__all__ = ["CALENDAR", "has_office", "is_tag", "lead", "portfolio"]

CALENDAR = frozenset(
    form
    for names in (calendar.day_name, calendar.month_name, calendar.month_abbr)
    for name in names
    if name
    for form in (name.lower(), name.lower() + ".")
) | {"sept", "sept."}
_ARTICLES = frozenset({"a", "an", "the"})
_SHORT_NAME = 3
_REACH = 6
"""Words that may stand between a name and its office: "X Y, the former Papua New Guinean foreign minister,"."""
_TAG = re.compile(r"[A-Z]-[A-Z][A-Za-z.]*|[A-Z]\.?")
"""The party and state of a member of parliament ("D-Calif."), and a letter by itself."""


def is_tag(word: str) -> bool:
    """Whether a word by itself is no name but a tag of a party and state, or a letter."""
    return _TAG.fullmatch(word) is not None


def lead(lowers: Sequence[str], a: int, b: int, lexicon: Lexicon) -> int:
    """Return how many words of a person's name from `a` to `b` are titles, parties or times: "Republican Sen. Scott Brown", "PM Rutte"."""
    i = a
    while i + 1 < b:
        word = lowers[i].rstrip(".")
        if not (
            word in lexicon.words["short_title"]
            or word in lexicon.words["party_label"]
            or (word in lexicon.words["office_describer"] and word.isalpha())
            or lowers[i] in CALENDAR
        ):
            break
        i += 1
    return i - a


def portfolio(words: Sequence[str], lowers: Sequence[str], a: int, b: int, lexicon: Lexicon) -> int:
    """Return where a person's name begins after what an office is for ("Minister for Civil Affairs Mohamed Dahlan"); `a` if it does so at once."""
    if not a or lowers[a - 1] not in ("of", "for", "and"):
        return a
    return next((i for i in range(a + 1, b - 1) if words[i] in lexicon.genders), a)


def has_office(words: Sequence[str], lowers: Sequence[str], spaces: Sequence[bool], i: int, j: int, lexicon: Lexicon) -> bool:
    """Whether an office between commas follows a name of two or three words from `i` to `j`: "X Y, Indonesia's Foreign Minister, said"."""
    if not 2 <= j - i <= _SHORT_NAME or j + 2 >= len(words) or words[j] != ",":
        return False
    for k in range(j + 1, min(j + _REACH, len(words))):
        size = lexicon.office_at(lowers, spaces, k, len(words))[0] if lexicon.may_be_office(lowers[k]) else 0
        if size:
            return tuple(words[k + size : k + size + 1]) in ((",",), (".",), ("of",))
        if not (words[k] in ("'s", "'") or words[k][:1].isupper() or lowers[k] in lexicon.words["office_describer"] or lowers[k] in _ARTICLES):
            return False
    return False
