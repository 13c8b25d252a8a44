"""Write headlines as sentences: in Title Case and in capitals the parser knows neither verbs nor names."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["in_sentence_case", "is_headline_case"]

_WORD = re.compile(r"[A-Z][\w'’]*(?:-[\w'’]+)*")
_TITLE_SHARE = 0.9
_SMALL = frozenset(
    "about above across after against along amid among around before behind below between beyond despite down during from inside into near onto over past since than that through toward towards under unlike until upon versus when while with within without".split()
)
"""Words that Title Case may leave small."""
_TINY = frozenset("am an as at be by do go he if in is it me my no of on or re so to up us we".split())
_LONGEST_NAME = 4
_SHORT = 20
"""Words of a line that may be a headline though it stands among paragraphs."""


def is_headline_case(text: str, *, is_short: bool = False) -> bool:
    """Whether all words have capitals but small ones; a name after a name ("Statement by High Representative X on the blast") is not enough.

    Args:
        is_short: Only lines as short as headlines, and with a verb's worth of words.
    """
    if is_short and (len(text.split()) > _SHORT or "\n" in text):
        return False
    words = [w for w in text.split() if w[:1].isalpha() and len(w) > 3 and w.lower() not in _SMALL]
    if text.isupper():
        return len(words) > 2
    return len(words) > 3 and sum(w[:1].isupper() for w in words) >= _TITLE_SHARE * len(words)


def in_sentence_case(text: str, names: frozenset[str], is_known: Callable[[str, bool], bool]) -> str:
    """Write small what is no name; the length stays.

    Args:
        names: Words that the article writes with a capital elsewhere.
        is_known: Whether a name stands in the tables; its second argument is whether even a doubtful one counts.
    """
    alone = not names
    found = list(_WORD.finditer(text))
    kept: dict[int, str] = {}
    for i in range(len(found)):
        for n in range(min(_LONGEST_NAME, len(found) - i), 0, -1):
            part = text[found[i].start() : found[i + n - 1].end()]
            shown = _as_name(part, alone, is_known)
            if shown and i not in kept and len(shown) == len(part):
                words = [m.group() for m in _WORD.finditer(shown)]
                if len(words) == n:
                    kept.update(zip(range(i, i + n), words, strict=True))
                    break
    return _rewritten(text, found, kept, names)


def _as_name(part: str, alone: bool, is_known: Callable[[str, bool], bool]) -> str:  # noqa: FBT001  # passed on
    """The spelling by which a part of a headline is a known name ("NATO", "MALTA" as "Malta"), or ""."""
    if is_known(part, alone):
        return part
    title = part.title() if part.isupper() else ""
    return title if title and is_known(title, alone) else ""


def _is_letters(text: str, m: re.Match[str]) -> bool:
    """Whether a word in capitals is one of letters: of "U.S.", or of two letters that are no word ("EC")."""
    word = m.group()
    dotted = len(word) == 1 and "." in (text[m.end() : m.end() + 1], text[m.start() - 1 : m.start()])
    return dotted or (len(word) == len("EC") and word.isalpha() and word.lower() not in _TINY)


def _rewritten(text: str, found: list[re.Match[str]], kept: dict[int, str], names: frozenset[str]) -> str:
    shout = text.isupper()
    parts: list[str] = []
    last = 0
    for i, m in enumerate(found):
        word = m.group()
        if shout and _is_letters(text, m):
            kept.setdefault(i, word)
        small = word.lower() if shout else word[:1].lower() + word[1:]
        title = word[:1] + word[1:].lower() if shout else word
        shown = kept.get(i) or (title if m.start() == 0 or title in names or (not shout and not word[1:].islower()) else small)
        parts += [text[last : m.start()], shown if len(shown) == len(word) else word]
        last = m.end()
    return "".join([*parts, text[last:]])
