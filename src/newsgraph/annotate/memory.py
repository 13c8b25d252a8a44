"""Let a spaCy pipeline forget the words of articles after a while, so that memory does not grow with the number of articles.

spaCy keeps every spelling it has ever seen. Its memory zones forget what was seen inside them, and the words that articles share would
have to be learned again in each; so a zone stays open over many batches, until there are many new words.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["NEW_STRINGS", "Forgetful"]

NEW_STRINGS = 100_000
"""Spellings after which they are forgotten: about 30 MB, and more words than a thousand articles add to those already seen."""


class Forgetful:
    """The words a pipeline has learned since it was loaded. Nothing else may open a memory zone on the same pipeline."""

    def __init__(self, nlp: Language, limit: int = NEW_STRINGS) -> None:
        self._nlp = nlp
        self._limit = limit
        self._zone: AbstractContextManager[object] | None = None
        self._size = 0

    def make_room(self) -> None:
        """Forget what was learned if it is much; no document made before may be read afterwards."""
        strings = self._nlp.vocab.strings
        if self._zone is not None and len(strings) - self._size > self._limit:
            self._zone.__exit__(None, None, None)
            self._zone = None
        if self._zone is None:
            self._size = len(strings)
            self._zone = self._nlp.memory_zone()
            self._zone.__enter__()
