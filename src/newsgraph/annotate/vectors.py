"""Turn tokens into vectors with a spaCy `Tok2Vec` model, working out each word's own vector once.

Such a model has two halves. The first (embed) sees each token alone: its spelling and whether a space follows. It takes about a third
of the time, and words repeat, so its rows are kept. The second (encode) mixes each row with its neighbours, a few to each side, and is
run as it is; it is the same numbers in the same order, since a row of a matrix product does not depend on the rows around it
(a test holds BLIS, the library spaCy multiplies with, to that).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.tokens import Doc

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.vocab import Vocab
    from thinc.api import Model

    Layer = Model[Any, Any]
    Rows = NDArray[np.float32]
    Ids = NDArray[np.int64]

__all__ = ["TokenVectors", "WordRows", "reach", "vectors_fit"]

_LIMIT = 50_000
"""Words whose rows are kept at most (20 MB for each model); then all are forgotten."""
_EMBED = frozenset(
    {"extract_features", "list2ragged", "ints-getitem", "hashembed", "static_vectors", "maxout", "layernorm", "dropout", "ragged2list"}
)
_ENCODE = frozenset({"expand_window", "maxout", "layernorm", "dropout"})
_FEATURES = frozenset({"ORTH", "LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"})


def _leaves(model: Layer) -> Iterator[Layer]:
    if model.layers:
        for layer in model.layers:
            yield from _leaves(layer)
    else:
        yield model


def reach(encode: Layer) -> int:
    """Return how many neighbours to each side a row of the second half depends on."""
    return sum(layer.attrs["window_size"] for layer in _leaves(encode) if layer.name == "expand_window")


def vectors_fit(model: Layer) -> bool:
    """Whether a model is made of two halves as described above."""
    if len(model.layers) != 2:
        return False
    embed, encode = model.layers
    columns = {str(c) for layer in _leaves(embed) if layer.name == "extract_features" for c in layer.attrs["columns"]}
    return (
        {layer.name for layer in _leaves(embed)} <= _EMBED
        and columns <= _FEATURES
        and {layer.name for layer in _leaves(encode)} <= _ENCODE
        and encode.name.startswith("with_array(")
        and reach(encode) <= encode.attrs["pad"]
    )


class WordRows:
    """The rows of words in the first halves of several models, under one numbering; row 0 is all zeros, for the space around articles."""

    def __init__(self, vocab: Vocab, embeds: Sequence[Layer]) -> None:
        self._vocab = vocab
        self._embeds = embeds
        self._forget()

    def _forget(self) -> None:
        self._known: tuple[dict[str, int], dict[str, int]] = ({}, {})
        self._size = 1
        self.tables: list[Rows] = [np.zeros((1024, embed.get_dim("nO")), dtype="f") for embed in self._embeds]

    def make_room(self) -> None:
        """Forget all rows if there are too many; numbers given before are then void."""
        if self._size > _LIMIT:
            self._forget()

    def numbers(self, words: Sequence[str], spaces: Sequence[bool]) -> list[int]:
        """Return the numbers of the rows of tokens that were learned, in each of `tables`."""
        plain, spaced = self._known
        return [spaced[w] if s else plain[w] for w, s in zip(words, spaces, strict=True)]

    def learn(self, texts: Iterable[tuple[Sequence[str], Sequence[bool]]]) -> None:
        """Work out the rows of all words of some texts that are not known, together."""
        plain, spaced = self._known
        seen = dict.fromkeys(pair for words, spaces in texts for pair in zip(words, spaces, strict=True))
        missing = [(w, s) for w, s in seen if w not in (spaced if s else plain)]
        if missing:
            self._add(missing)

    def _add(self, missing: Sequence[tuple[str, bool]]) -> None:
        plain, spaced = self._known
        first, self._size = self._size, self._size + len(missing)
        doc = Doc(self._vocab, words=[w for w, _ in missing], spaces=[bool(s) for _, s in missing])
        for k, embed in enumerate(self._embeds):
            (rows,) = embed.predict([doc])
            if self._size > len(self.tables[k]):
                grown = np.zeros((max(self._size, 2 * len(self.tables[k])), rows.shape[1]), dtype="f")
                grown[:first] = self.tables[k][:first]
                self.tables[k] = grown
            self.tables[k][first : self._size] = rows
        for number, (word, space) in enumerate(missing, first):
            (spaced if space else plain)[word] = number


class TokenVectors:
    """The second half of one model over the rows of the first."""

    def __init__(self, rows: WordRows, table: int, encode: Layer) -> None:
        self._rows = rows
        self._table = table
        self._layer = encode.layers[0]
        self._reach = reach(encode)

    def between(self, numbers: Ids, start: int, end: int) -> Rows:
        """Return the vectors of tokens `start` to `end`; `numbers` needs the model's reach of more tokens, or zeros, on both sides."""
        rows = self._rows.tables[self._table][numbers[start - self._reach : end + self._reach]]
        vectors: Rows = self._layer.predict(rows)[self._reach : self._reach + end - start]
        return vectors
