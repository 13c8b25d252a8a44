"""Lay an article's blocks out as tokens: each block is tokenised by itself, and every token knows its place in the article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from newsgraph.annotate.cleaning import CleanText, clean
from newsgraph.annotate.grammar import Sheet
from newsgraph.annotate.headlines import in_sentence_case, is_headline_case
from newsgraph.model import Article, Block, BlockKind

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token

__all__ = ["Layout"]

_READ_KINDS = (BlockKind.HEADLINE, BlockKind.PARAGRAPH, BlockKind.CAPTION)
"""Kinds of blocks whose sentences are read; a line that introduces a speaker ("X said:") is read whatever it looks like."""
_INNER_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’-]*")
_COLON_DATELINE = re.compile(r"([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}): (?=[A-Z])")
"""A city that opens the first paragraph ("Colombo: President ...") is where the report comes from, nobody who speaks."""
_LONG_BLOCK = 2000
"""Tokens; ten times what the longest paragraphs of newspapers have."""
_ENDS = frozenset(".!?")
_CLOSED = frozenset('.!?:;,"”’)]')
"""What a line that may be a headline does not end with."""


class Layout:
    """The blocks of one article as tokens: the sheet to parse, and where each token stands in the article.

    Attributes:
        sheet: The tokens of all blocks that are read.
        text: The tokens with the spaces between them; a space stands between blocks.
        starts, ends: Offsets of the tokens in the article's text.
        blocks: (first token, end, block) of each block that has tokens.
    """

    def __init__(
        self, nlp: Language, article: Article, prefixes: frozenset[str], is_city: Callable[[str], bool], is_known: Callable[[str, bool], bool]
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
            is_open = block.kind is BlockKind.HEADLINE or (not begins and text.text[-1:] not in _CLOSED)
            if is_open and is_headline_case(text.text, is_short=block.kind is not BlockKind.HEADLINE):
                text = replace(text, text=in_sentence_case(text.text, names, is_known))
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
        if block.kind is BlockKind.PARAGRAPH and not is_headline_case(article.text[block.start_char : block.end_char], is_short=True):
            found.update(m.group() for m in _INNER_CAPITAL.finditer(article.text, block.start_char, block.end_char))
    return frozenset(found)
