"""Lay an article's blocks out as tokens: each block is tokenised by itself, and every token knows its place in the article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from newsgraph.annotate.capitals import small_letters
from newsgraph.annotate.cleaning import CleanText, clean
from newsgraph.annotate.grammar import Sheet
from newsgraph.model import Article, Block, BlockKind

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token

__all__ = ["Layout"]

_READ_KINDS = (BlockKind.HEADLINE, BlockKind.PARAGRAPH, BlockKind.CAPTION)
"""Kinds of blocks whose sentences are read; a line that introduces a speaker ("X said:") is read whatever it looks like."""
_INNER_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’-]*")
_WORD = re.compile(r"[A-Z][\w'’-]*")
_TITLE_SHARE = 0.9
_SMALL = frozenset(
    "about above across after against along amid among around before behind below between beyond despite down during from inside into near onto over past since than that through toward towards under unlike until upon versus when while with within without".split()
)
"""Words that Title Case may leave small."""
_COLON_DATELINE = re.compile(r"([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}): (?=[A-Z])")
"""A city that opens the first paragraph ("Colombo: President ...") is where the report comes from, nobody who speaks."""
_CAPITALS = 3
"""Words from which on a line in capitals is read as a sentence, not as a name."""
_LONG_BLOCK = 2000
"""Tokens; ten times what the longest paragraphs of newspapers have."""
_ENDS = frozenset(".!?")


class Layout:
    """The blocks of one article as tokens: the sheet to parse, and where each token stands in the article.

    Attributes:
        sheet: The tokens of all blocks that are read.
        text: The tokens with the spaces between them; a space stands between blocks.
        starts, ends: Offsets of the tokens in the article's text.
        blocks: (first token, end, block) of each block that has tokens.
    """

    def __init__(
        self, nlp: Language, article: Article, prefixes: frozenset[str], is_city: Callable[[str], bool], is_name: Callable[[str], bool]
    ) -> None:
        self._prefixes = prefixes
        words: list[str] = []
        spaces: list[bool] = []
        begins: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.blocks: list[tuple[int, int, Block]] = []
        names = _capitalised(article)
        first = next((block for block in article.blocks if block.kind is BlockKind.PARAGRAPH), None)
        for block in article.blocks:
            if block.kind not in _READ_KINDS and not article.text[block.start_char : block.end_char].endswith(":"):
                continue
            place = _COLON_DATELINE.match(article.text, block.start_char, block.end_char) if block is first else None
            text = clean(article.text, place.end() if place and is_city(place[1]) else block.start_char, block.end_char, block.hidden)
            if block.kind is BlockKind.HEADLINE and _is_title_case(text.text):
                text = replace(text, text=_sentence_case(text.text, names))
            elif text.text.isupper() and len(text.text.split()) >= _CAPITALS:
                text = replace(text, text=small_letters(text.text, names, is_name))
            if text.text:
                begins.append(len(words))
                self._add(nlp, text, words, spaces)
                self.blocks.append((begins[-1], len(words), block))
        self.sheet = Sheet(words=words, spaces=spaces, begins=_cut(words, begins))
        parts = [word + " " if space else word for word, space in zip(words, spaces, strict=True)]
        self.text = "".join(parts)
        self._lengths = [len(w) for w in words]
        self._offsets = [0, *accumulate(map(len, parts))][: len(parts)]

    def _add(self, nlp: Language, text: CleanText, words: list[str], spaces: list[bool]) -> None:
        for start, end, space in _joined([t for t in nlp.tokenizer(text.text) if not t.is_space], self._prefixes):
            words.append(text.text[start:end])
            spaces.append(space)
            self.starts.append(text.origin[start])
            self.ends.append(text.ends[end - 1])
        if spaces:
            spaces[-1] = True

    def token_span(self, start: int, end: int, *, exact: bool = True) -> tuple[int, int]:
        """Return the tokens at characters `start` to `end` of the document's text; (-1, -1) if they do not fit (when `exact`)."""
        a = bisect_left(self._offsets, start)
        if a >= len(self._offsets) or self._offsets[a] != start:
            if exact or not a:
                return -1, -1
            a -= 1
        b = a
        while b < len(self._offsets) and self._offsets[b] < end:
            b += 1
        last = self._offsets[b - 1] + self._lengths[b - 1]
        return (a, b) if last == end or not exact else (-1, -1)


def _joined(tokens: Sequence[Token], prefixes: frozenset[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, is a space after) of the tokens, with words the tokenizer cut at a prefix's hyphen put together again."""
    i = 0
    while i < len(tokens):
        j = i
        if (
            tokens[i].lower_ in prefixes
            and i + 2 < len(tokens)
            and tokens[i + 1].text == "-"
            and tokens[i + 2].text[:1].isalpha()
            and not (tokens[i].whitespace_ or tokens[i + 1].whitespace_)
        ):
            j = i + 2
        yield tokens[i].idx, tokens[j].idx + len(tokens[j]), bool(tokens[j].whitespace_)
        i = j + 1


def _cut(words: Sequence[str], begins: Sequence[int]) -> list[int]:
    """Return where sentences must begin: at blocks, and inside blocks too long to be prose, so that memory is bounded whatever is read."""
    cuts: list[int] = []
    for begin, end in pairwise([*begins, len(words)]):
        cuts.append(begin)
        while end - cuts[-1] > 2 * _LONG_BLOCK:
            first = cuts[-1] + _LONG_BLOCK
            cuts.append(next((i + 1 for i in range(first, first + _LONG_BLOCK) if words[i] in _ENDS), first + _LONG_BLOCK))
    return cuts


def _capitalised(article: Article) -> frozenset[str]:
    """The words that running text writes with a capital where no sentence begins: names, whatever a headline does."""
    found: set[str] = set()
    for block in article.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            found.update(m.group() for m in _INNER_CAPITAL.finditer(article.text, block.start_char, block.end_char))
    return frozenset(found)


def _is_title_case(text: str) -> bool:
    """Whether all words have capitals but small ones; a name after a name ("Statement by High Representative X on the blast") is not enough."""
    words = [w for w in text.split() if w[:1].isalpha() and len(w) > 3 and w.lower() not in _SMALL]
    return len(words) > 3 and sum(w[:1].isupper() for w in words) >= _TITLE_SHARE * len(words) and not text.isupper()


def _sentence_case(text: str, names: frozenset[str]) -> str:
    """Write a Title Case headline as a sentence: small letters for words that are no names elsewhere; the length stays."""

    def lower(m: re.Match[str]) -> str:
        word = m.group()
        small = word[:1].lower() + word[1:]
        return word if m.start() == 0 or word in names or not word[1:].islower() or len(small) != len(word) else small

    return _WORD.sub(lower, text)
