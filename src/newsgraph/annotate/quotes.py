"""Find quotations: the tokens between quotation marks of every style, also over several paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from newsgraph.parse import Quote, Sentence

__all__ = ["find_quotes"]

_OPEN = {"“", "``"}
_CLOSE = {"”", "''"}
_EITHER = {'"'}


def _marks(words: Sequence[str], start: int, end: int) -> list[tuple[int, str]]:
    """Return (token, "open" or "close") for the quotation marks of one block."""
    found: list[tuple[int, str]] = []
    is_open = False
    for i in range(start, end):
        word = words[i]
        if word in _OPEN:
            kind = "open"
        elif word in _CLOSE:
            kind = "close"
        elif word in _EITHER:
            kind = "close" if is_open else "open"
        elif word == "'" and _opens_single(words, i, start, end, is_open=is_open):
            kind = "close" if is_open else "open"
        else:
            continue
        is_open = kind == "open"
        found.append((i, kind))
    return found


def _opens_single(words: Sequence[str], i: int, start: int, end: int, *, is_open: bool) -> bool:
    """Whether a lone apostrophe is a quotation mark: only if another follows (or went before) in the block."""
    if is_open:
        return words[i - 1] in ",.!?" or words[i - 1].isalpha()
    if i > start and words[i - 1][-1:].isalpha() and words[i - 1][-1:] == "s":
        return False
    return any(words[j] == "'" and words[j - 1] in ",.!?" for j in range(i + 2, end))


def find_quotes(words: Sequence[str], sentences: Sequence[Sentence]) -> tuple[Quote, ...]:
    """Return the quotations in text order.

    A mark that opens a block while the block before it ended inside a quotation continues that speech (`follows`). A quotation
    that is never closed ends with its block. Marks around fewer than one token are ignored.
    """
    blocks: dict[int, list[int]] = {}
    for s in sentences:
        span = blocks.setdefault(s.block, [s.start, s.end])
        span[0], span[1] = min(span[0], s.start), max(span[1], s.end)
    quotes: list[Quote] = []
    left_open = False
    for block in sorted(blocks):
        start, end = blocks[block]
        opened = -1
        goes_on = False
        for i, kind in _marks(words, start, end):
            if kind == "open":
                if opened >= 0 and i > opened + 1:
                    quotes.append(Quote(start=opened + 1, end=i, follows=goes_on))
                goes_on = left_open and i == start
                opened = i
            elif opened >= 0:
                if i > opened + 1:
                    quotes.append(Quote(start=opened + 1, end=i, follows=goes_on))
                opened, goes_on = -1, False
            elif left_open and not quotes[-1:] == [] and i > start:
                quotes.append(Quote(start=start, end=i, follows=True))
        left_open = opened >= 0
        if opened >= 0 and end > opened + 1:
            quotes.append(Quote(start=opened + 1, end=end, follows=goes_on))
    return tuple(quotes)
