"""Hold what finding names needs of the tokens of one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Tokens"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What the finder needs of the tokens of one article.

    Attributes:
        entities: (start, end, label) of the statistical model, in order.
        matches: (start, end, keys, is_demonym) of the gazetteer that fall on token boundaries, in order.
    """

    words: Sequence[str]
    lowers: Sequence[str]
    lemmas: Sequence[str]
    tags: Sequence[str]
    spaces: Sequence[bool]
    entities: Sequence[tuple[int, int, str]]
    matches: Sequence[tuple[int, int, tuple[str, ...], bool]]

    def surface(self, start: int, end: int) -> str:
        """Return the words of tokens `start` to `end` as they stand."""
        return "".join(self.words[i] + (" " if self.spaces[i] else "") for i in range(start, end)).strip()
