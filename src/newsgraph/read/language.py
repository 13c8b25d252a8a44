"""Tell whether a text is English, by the share of the commonest English words.

The test is coarse on purpose: it stops the wrong file, not a foreign quotation.
"""

from __future__ import annotations

import re

__all__ = ["MIN_SHARE", "MIN_WORDS", "english_words"]

MIN_WORDS = 40
"""Shorter texts have too few words to tell."""

MIN_SHARE = 0.1
"""English news articles hold between 0.19 and 0.33 of these words (19 measured), other languages under 0.06 (Dutch)."""

_COMMON = frozenset(
    "the of and to that is with by from has been were are this which they their would but his its who said after about also than "
    "between into other should could these those there when what because during against it as we our".split()
)
"""Without words that are common in another language too, such as "in", "on", "at", "for", "have", "her" and "was"."""

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARS = 20_000


def english_words(text: str) -> tuple[int, int]:
    """Return how many of the first words of a text are among the commonest English ones, and how many words were looked at."""
    words = _WORD.findall(text[:_SAMPLE_CHARS].lower())
    return sum(w in _COMMON for w in words), len(words)
