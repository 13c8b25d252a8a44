"""Run a spaCy English pipeline with the same outcome as `nlp.pipe`, for about half its cost and in bounded memory.

Articles are cut into pieces at the borders of blocks, where sentences begin by decree, and pieces of several articles are parsed
together. A piece sees what the whole would have seen: vectors look at their neighbours across the border, and the parser looks at most two tokens ahead,
which every piece has as its tail. One thing could still pass a border: with words left on its stack the parser may decide that a
sentence begins at the second token of the next block. The tail shows it, and then both pieces are parsed again as one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.pipeline import DependencyParser, EntityRecognizer, Tagger, Tok2Vec
from spacy.tokens import Doc
from thinc.api import NumpyOps

from newsgraph.annotate.forms import WordForms, forms_fit
from newsgraph.annotate.grammar import Grammar, Sheet
from newsgraph.annotate.transitions import Transitions, transitions_fit
from newsgraph.annotate.vectors import TokenVectors, WordRows, reach, vectors_fit

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language

__all__ = ["SwiftReader", "swift_reader"]

_TAIL = 2
_PIECE = 48
"""Blocks are put together until a piece has so many tokens."""
_GROUP = 4096
"""Tokens that are parsed together; memory is bounded by it, or by the longest block."""
_KINDS = {"tok2vec": Tok2Vec, "tagger": Tagger, "parser": DependencyParser, "ner": EntityRecognizer}
_PARSER_FEATURES, _NAMER_FEATURES = frozenset({8, 13}), frozenset({3, 6})
"""Numbers of features for which it is known how far the state looks."""
_READ = {*_KINDS, "attribute_ruler", "lemmatizer"}


def swift_reader(nlp: Language) -> SwiftReader | None:
    """Return a reader that gives what the pipeline gives, or None if the pipeline is built otherwise than is understood here."""
    pipes: dict[str, Any] = dict(nlp.pipeline)
    if set(pipes) - {"senter"} != _READ or any(type(pipes[name]) is not kind for name, kind in _KINDS.items()):
        return None
    fits = (
        transitions_fit(pipes["parser"], _PARSER_FEATURES)
        and transitions_fit(pipes["ner"], _NAMER_FEATURES)
        and vectors_fit(pipes["tok2vec"].model)
        and vectors_fit(pipes["ner"].model.layers[0].layers[0])
        and all(inner.layers[0].name == "tok2vec-listener" for inner in (pipes["tagger"].model, pipes["parser"].model.layers[0]))
        and pipes["tagger"].model.layers[1].name == "with_array(softmax)"
        and type(pipes["tok2vec"].model.ops) is NumpyOps
        and forms_fit(nlp)
    )
    return SwiftReader(nlp) if fits else None


@dataclass(frozen=True, slots=True)
class _Piece:
    """Blocks of one sheet: tokens `start` to `end`, and where the token `start` stands in the row of all sheets."""

    sheet: int
    start: int
    end: int
    position: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found in one piece, in numbers that count from the piece's start."""

    heads: list[int]
    deps: list[int]
    starts: list[bool]
    tags: list[int]
    entities: list[tuple[int, int, str]]


class SwiftReader:
    """Reads the grammar of articles; see the module."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        pipes: dict[str, Any] = dict(nlp.pipeline)
        halves = [pipes["tok2vec"].model, pipes["ner"].model.layers[0].layers[0]]
        self._rows = WordRows(nlp.vocab, [model.layers[0] for model in halves])
        self._vectors = [TokenVectors(self._rows, k, model.layers[1]) for k, model in enumerate(halves)]
        self._reach = max(reach(model.layers[1]) for model in halves)
        self._tagger = pipes["tagger"].model.layers[1]
        self._tags = tuple(pipes["tagger"].labels)
        self._parser, self._namer = Transitions(pipes["parser"]), Transitions(pipes["ner"])
        self._forms = WordForms(nlp)

    def grammars(self, sheets: Sequence[Sheet]) -> Iterator[Grammar]:
        """Yield one grammar for each sheet, in order."""
        self._rows.make_room()
        self._rows.learn((sheet.words, sheet.spaces) for sheet in sheets)
        gap = [0] * self._reach
        numbers = list(gap)
        pieces: list[_Piece] = []
        for k, sheet in enumerate(sheets):
            position = len(numbers)
            pieces += [_Piece(k, a, b, position + a) for a, b in _cut(sheet)]
            numbers += self._rows.numbers(sheet.words, sheet.spaces)
            numbers += gap
        parts: list[list[tuple[_Piece, _Found]]] = [[] for _ in sheets]
        for piece, found in sorted(self._all(sheets, pieces, np.array(numbers, dtype=np.int64)).items(), key=_position):
            parts[piece.sheet].append((piece, found))
        for sheet, found_in_it in zip(sheets, parts, strict=True):
            yield self._grammar(sheet, found_in_it)

    def _all(self, sheets: Sequence[Sheet], pieces: Sequence[_Piece], ids: NDArray[np.int64]) -> dict[_Piece, _Found]:
        """Return what is found in each piece; pieces that could not be parsed apart are put together."""
        found: dict[_Piece, _Found] = {}
        todo = list(pieces)
        while todo:
            stuck: list[int] = []
            for group in _groups(todo):
                results, rows = self._group(sheets, group, ids)
                found.update(zip(group, results, strict=True))
                stuck += rows
            todo = _joined(sorted(found, key=lambda piece: piece.position), stuck) if stuck else []
            for piece in [piece for piece in found if any(new.position <= piece.position < new.position + new.end - new.start for new in todo)]:
                del found[piece]
        return found

    def _group(self, sheets: Sequence[Sheet], group: Sequence[_Piece], ids: NDArray[np.int64]) -> tuple[list[_Found], list[int]]:
        """Parse pieces together; return what is found in each, and rows at which a piece could not be parsed apart from the next."""
        first, last = group[0].position, group[-1].position + group[-1].end - group[-1].start + _TAIL
        last = min(last, len(ids) - self._reach)
        docs = [self._doc(sheets[piece.sheet], piece) for piece in group]
        offsets = [piece.position - first for piece in group]
        vectors = self._vectors[0].between(ids, first, last)
        tags = self._tagger.predict(vectors).argmax(axis=1).tolist()
        borders = np.zeros(last - first + 2, dtype=bool)
        borders[[offset + piece.end - piece.start for offset, piece in zip(offsets, group, strict=True)]] = True
        stuck = [row + first for row in self._parser.annotate(docs, offsets, vectors, borders)]
        self._namer.annotate(docs, offsets, self._vectors[1].between(ids, first, last))
        results = []
        for doc, piece, offset in zip(docs, group, offsets, strict=True):
            n = piece.end - piece.start
            heads, deps, starts = doc.to_array(["HEAD", "DEP", "SENT_START"])[:n].T
            entities = [(e.start, e.end, e.label_) for e in doc.ents if e.start < n]
            results.append(_Found(heads.astype(np.int64).tolist(), deps.tolist(), (starts == 1).tolist(), tags[offset : offset + n], entities))
        return results, stuck

    def _doc(self, sheet: Sheet, piece: _Piece) -> Doc:
        end = min(piece.end + _TAIL, len(sheet.words))
        flags: list[bool | int | None] = [None] * (end - piece.start)
        for i in sheet.begins[bisect_left(sheet.begins, piece.start) : bisect_left(sheet.begins, end)]:
            flags[i - piece.start] = True
        return Doc(self._nlp.vocab, words=list(sheet.words[piece.start : end]), sent_starts=flags)

    def _grammar(self, sheet: Sheet, found: Sequence[tuple[_Piece, _Found]]) -> Grammar:
        if not sheet.words:
            return Grammar()
        tags = [self._tags[t] for _, part in found for t in part.tags]
        forms = self._forms.of(sheet.words, tags, [d for _, part in found for d in part.deps])
        lowers, lemmas, final_tags, poses, deps, _ = zip(*forms, strict=True)
        return Grammar(
            lowers=lowers,
            lemmas=lemmas,
            tags=final_tags,
            poses=poses,
            deps=deps,
            heads=tuple(map(add, range(len(forms)), [h for _, part in found for h in part.heads])),
            starts=tuple(piece.start + i for piece, part in found for i, is_start in enumerate(part.starts) if is_start),
            entities=tuple((piece.start + a, piece.start + b, label) for piece, part in found for a, b, label in part.entities),
        )


def _cut(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a sheet: whole blocks, together of the length of a piece or more."""
    start = 0
    for border in [*sheet.begins[1:], len(sheet.words)]:
        if border - start >= _PIECE or border == len(sheet.words):
            if border > start:
                yield start, border
            start = border


def _joined(pieces: Sequence[_Piece], stuck: Sequence[int]) -> list[_Piece]:
    """Return new pieces, each made of one that holds a row in `stuck` and the piece after it, or of several in a row."""
    new: list[_Piece] = []
    goes_on = False
    for piece in pieces:
        if goes_on:
            new[-1] = replace(new[-1], end=piece.end)
        is_stuck = any(piece.position <= row < piece.position + piece.end - piece.start for row in stuck)
        if is_stuck and not goes_on:
            new.append(piece)
        goes_on = is_stuck
    return new


def _position(item: tuple[_Piece, _Found]) -> int:
    return item[0].position


def _groups(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Yield pieces together that stand near each other and are not too many."""
    group: list[_Piece] = []
    for piece in sorted(pieces, key=lambda p: p.position):
        if group and piece.position + piece.end - piece.start - group[0].position > _GROUP:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group
