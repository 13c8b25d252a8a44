"""Find quotations: the tokens between quotation marks of every style, also over several paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from newsgraph.lexicon import Lexicon
from newsgraph.parse import Quote, Sentence

__all__ = ["find_quotes"]

_OPEN = {"“", "``"}
_CLOSE = {"”", "''"}
_EITHER = {'"'}
_STOPS = frozenset({".", ",", ":", ";", "!", "?", ")", "-", "–", "—"})
_MAX_LABEL = 8
"""A speaker's label ("PRIME MINISTER CLARK:") ends within so many tokens."""


def _marks(words: Sequence[str], start: int, end: int, spaces: Sequence[bool]) -> list[tuple[int, str]]:
    """Return (token, "open" or "close") for the quotation marks of one block."""
    singles = _set_off(words, start, end, spaces) if spaces else {}
    found: list[tuple[int, str]] = []
    is_open = is_double = False
    for i in range(start, end):
        word = words[i]
        if word in _OPEN:
            kind = "open"
        elif word in _CLOSE:
            kind = "close"
        elif i in singles and not is_double and (singles[i] == "close") == is_open:
            kind = singles[i]
        elif word in _EITHER or (word == "'" and not is_double and i not in singles and _opens_single(words, i, start, end, is_open=is_open)):
            kind = "close" if is_open else "open"
        else:
            continue
        is_open = kind == "open"
        is_double = is_open and word != "'"  # single marks inside double ones are a quotation within it
        found.append((i, kind))
    return found


def _set_off(words: Sequence[str], start: int, end: int, spaces: Sequence[bool]) -> dict[int, str]:
    """Return the apostrophes that their spaces show to be quotation marks: a pair around words ("Norway 'attacked Kenya'"), by token.

    A mark opens if it stands close to the next word only, and closes if it stands close to the word before only. The apostrophe of a
    plural ("the rebels' camp") does not close if another mark does before the next one opens.
    """
    kinds: list[tuple[int, str]] = []
    for i in range(start, end):
        if words[i] == "'":
            after = i == start or spaces[i - 1] or words[i - 1] in ("(", "-", "–", "—")
            before = i + 1 == end or spaces[i] or words[i + 1] in _STOPS
            if after != before:
                kinds.append((i, "open" if after else "close"))
    found: dict[int, str] = {}
    for n, (i, kind) in enumerate(kinds[:-1]):
        if kind == "open" and kinds[n + 1][1] == "close":
            last = n + 1
            while last + 1 < len(kinds) and kinds[last + 1][1] == "close" and words[kinds[last][0] - 1].endswith("s"):
                last += 1
            if kinds[last][0] > i + 1:
                found |= {i: "open", kinds[last][0]: "close"}
    return found


def _opens_single(words: Sequence[str], i: int, start: int, end: int, *, is_open: bool) -> bool:
    """Whether a lone apostrophe is a quotation mark: only if another follows (or went before) in the block."""
    if is_open:
        return words[i - 1] in ",.!?" or words[i - 1].isalpha()
    if i > start and words[i - 1][-1:].isalpha() and words[i - 1][-1:] == "s":
        return False
    return any(words[j] == "'" and words[j - 1] in ",.!?" for j in range(i + 2, end))


def find_quotes(
    words: Sequence[str], lemmas: Sequence[str], sentences: Sequence[Sentence], lexicon: Lexicon, *, spaces: Sequence[bool] = ()
) -> tuple[Quote, ...]:
    """Return the quotations in text order: those between marks, and speech that layout sets off without them.

    Args:
        spaces: Whether a space follows each token; if given, single marks are told from apostrophes by them.
    """
    marked = _between_marks(words, sentences, spaces)
    inside = {i for q in marked for i in range(q.start, q.end)}
    unmarked = [q for q in _unmarked(words, lemmas, sentences, lexicon) if not any(i in inside for i in range(q.start, q.end))]
    return tuple(sorted((*marked, *unmarked), key=lambda q: q.start))


def _block_spans(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    spans: dict[int, tuple[int, int]] = {}
    for s in sentences:
        a, b = spans.get(s.block, (s.start, s.end))
        spans[s.block] = (min(a, s.start), max(b, s.end))
    return [spans[k] for k in sorted(spans)]


def _unmarked(words: Sequence[str], lemmas: Sequence[str], sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Quote]:
    """Return speech without marks: paragraphs in the first person after "X said:", and transcripts ("NAME: what they say")."""
    found: list[Quote] = []
    speaking = False
    for start, end in _block_spans(sentences):
        label = _label(words, start, end)
        opens = words[start] in _OPEN | _EITHER
        if label:
            found.append(Quote(start=label, end=end))
            speaking = False
        elif speaking and not opens and any(words[i].lower() in lexicon.words["first_person"] for i in range(start, end)):
            follows = bool(found) and found[-1].end == start
            found.append(Quote(start=start, end=end, follows=follows))
        elif opens:
            speaking = False
        if words[end - 1] == ":" and any(lemmas[i] in lexicon.words["speech_verb"] for i in range(max(start, end - 8), end)):
            speaking = True
    return found


def _label(words: Sequence[str], start: int, end: int) -> int:
    """Token after the colon of a speaker's label in capitals at the start of a block, or 0."""
    for i in range(start + 1, min(end - 1, start + _MAX_LABEL)):
        if words[i] == ":":
            letters = [w for w in words[start:i] if w.isalpha()]
            return i + 1 if letters and all(w.isupper() for w in letters) else 0
    return 0


def _between_marks(words: Sequence[str], sentences: Sequence[Sentence], spaces: Sequence[bool]) -> tuple[Quote, ...]:
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
        for i, kind in _marks(words, start, end, spaces):
            if kind == "open":
                if opened >= 0 and i > opened + 1:
                    quotes.append(Quote(start=opened + 1, end=i, follows=goes_on))
                goes_on = left_open and i == start
                opened = i
            elif opened >= 0:
                if i > opened + 1:
                    quotes.append(Quote(start=opened + 1, end=i, follows=goes_on))
                opened, goes_on = -1, False
            elif left_open and quotes[-1:] != [] and i > start:
                quotes.append(Quote(start=start, end=i, follows=True))
        left_open = opened >= 0
        if opened >= 0 and end > opened + 1:
            quotes.append(Quote(start=opened + 1, end=end, follows=goes_on))
    return tuple(quotes)
