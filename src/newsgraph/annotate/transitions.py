"""Run a spaCy transition-based parser over many short documents at once.

The states of all documents take a step together: one matrix product and one call per step. spaCy's own loop releases the interpreter's
lock around everything and takes it again for each of the 74 actions of the entity recognizer in each state, which costs more than
the arithmetic; here the lock is kept. Scores, and so actions, are the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from spacy.ml.parser_model import ParserStepModel  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.pipeline._parser_internals.stateclass import StateClass  # type: ignore[import-not-found]  # as above
from thinc.api import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    Bits = NDArray[np.bool_]

__all__ = ["Transitions", "transitions_fit"]

_BUFFER, _STACK = 0, 2
"""Columns of a parser's state features: the first token of the buffer and the top of the stack."""


def transitions_fit(pipe: Any, features: frozenset[int]) -> bool:
    """Whether a parser or entity recognizer decides greedily, by an upper layer, over so many features of vectors made by a linear layer."""
    layers = pipe.model.layers
    return (
        pipe.cfg.get("beam_width", 1) == 1
        and pipe.model.name == "parser_model"
        and len(layers) == 3
        and [layer.name for layer in layers[0].layers[1:]] == ["list2array", "linear"]
        and layers[1].get_dim("nF") in features
        and pipe.model.attrs["has_upper"]
        and not pipe.model.attrs["unseen_classes"]
    )


class Transitions:
    """A parser or entity recognizer of a pipeline."""

    def __init__(self, pipe: Any) -> None:
        self._pipe = pipe
        inner, self._lower, self._upper = pipe.model.layers
        self._linear = inner.layers[-1]

    def annotate(self, docs: Sequence[Doc], offsets: Sequence[int], vectors: NDArray[np.float32], borders: Bits | None = None) -> list[int]:
        """Write what is found into the documents.

        Args:
            docs: Documents without annotations; sentence starts that are set are respected.
            offsets: Where the vectors of each document's tokens begin in `vectors`.
            vectors: One row for each token; documents may share rows.
            borders: Marks the rows of tokens before which a sentence begins whatever the parser says; only for a parser.

        Returns:
            Rows of tokens that still lay on the stack when the parser decided, looking at a token in `borders`, that a sentence begins right after it.
        """
        narrow = self._linear.predict(vectors)
        given: Model[Any, Any] = Model("given", lambda _model, _docs, is_train: (narrow, is_train))
        model = ParserStepModel(docs, [given, self._lower, self._upper], has_upper=True, train=False)
        state2vec = model.state2vec
        states = [StateClass(doc, offset=offset) for doc, offset in zip(docs, offsets, strict=True)]
        active = [state for state in states if not state.is_final()]
        stuck: list[int] = []
        before: set[int] = set()
        while active:
            tokens = model.get_token_ids(active)
            if borders is not None:
                at_border = borders[tokens[:, _BUFFER]] & (tokens[:, _STACK] >= 0)
                now = set(tokens[at_border, _STACK].tolist()) if at_border.any() else set()
                stuck += now & before
                before = now
            active = self._pipe.transition_states(active, self._upper.predict(state2vec.predict(tokens)))
        model.clear_memory()
        self._pipe.set_annotations(docs, states)
        return stuck
