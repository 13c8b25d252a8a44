"""Write a line in capitals as a sentence: "MALTA CONDEMNS ATTACK IN MALI" as "Malta condemns attack in Mali"; the length stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

__all__ = ["small_letters"]

_WORD = re.compile(r"[^\W\d_]+(?:['’-](?!S\b)[^\W\d_]+)*")
_JOINING = frozenset({"AND", "FOR", "IN", "OF", "ON", "THE"})
_GRAMMAR = frozenset("A ALL AN AND ARE AS AT BE BY FOR FROM HE IN IS IT NO NOT OF ON OR SO THE TO UP WAS WE WITH".split())
_MOST = 6
"""Words of the longest names looked for."""


def small_letters(text: str, names: Collection[str], is_name: Callable[[str], bool]) -> str:
    """Return `text` with capitals for the first word and for names only; `names`: words the running text writes with a capital."""
    words = list(_WORD.finditer(text))
    chars, i = list(text), 0
    while i < len(words):
        size = next((n for n in range(min(_MOST, len(words) - i), 0, -1) if _is_known(text, words[i : i + n], names, is_name)), 0)
        for m in words[i : i + max(size, 1)]:
            form = _form(m.group(), names, is_name, is_named=size > 0)
            if m is words[0]:
                form = form[:1].upper() + form[1:]
            if len(form) == len(m.group()):
                chars[m.start() : m.end()] = form
        i += max(size, 1)
    return "".join(chars)


def _is_known(text: str, words: list[re.Match[str]], names: Collection[str], is_name: Callable[[str], bool]) -> bool:
    """Whether words in a row are a name of the tables, or one word is a name elsewhere in the article."""
    first, last = words[0].group(), words[-1].group()
    if first in _GRAMMAR or last in _GRAMMAR:
        return False
    if len(words) == 1:
        return is_name(first) or is_name(_capital(first)) or _capital(first) in names
    parts = [text[words[0].start() : words[0].start()]]
    for before, m in zip([None, *words[:-1]], words, strict=True):
        gap = text[before.end() : m.start()] if before is not None else ""
        parts.append(gap + (m.group().lower() if m.group() in _JOINING else _capital(m.group())))
    return is_name("".join(parts))


def _form(word: str, names: Collection[str], is_name: Callable[[str], bool], *, is_named: bool) -> str:
    if not is_named or word in _JOINING:
        return word.lower()
    return word if is_name(word) and _capital(word) not in names and not is_name(_capital(word)) else _capital(word)


def _capital(word: str) -> str:
    """Return "AL-SISI" as "Al-Sisi"; what follows an apostrophe stays small ("Egypt's")."""
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))
