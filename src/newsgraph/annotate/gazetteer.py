"""Find the names of the authority tables in a text, with word boundaries, longest match first."""

from __future__ import annotations

from dataclasses import dataclass

import ahocorasick_rs

from newsgraph.authority import Authority

__all__ = ["Gazetteer", "Match"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A name found at characters `start` to `end`, and the keys it may mean, best first; `is_demonym` for "Kyrgyz"."""

    start: int
    end: int
    keys: tuple[str, ...]
    is_demonym: bool


class Gazetteer:
    """An Aho-Corasick automaton over all names, aliases and demonyms (case matters)."""

    def __init__(self, authority: Authority) -> None:
        names = {name: (keys, False) for name, keys in authority.names.items()}
        for demonym, key in authority.demonyms.items():
            names.setdefault(demonym, ((key,), True))
        self._patterns = sorted(names)
        self._values = [names[p] for p in self._patterns]
        self._automaton = ahocorasick_rs.AhoCorasick(self._patterns, matchkind=ahocorasick_rs.MatchKind.Standard)

    def find(self, text: str) -> list[Match]:
        """Return the longest matches that begin and end at word boundaries, in text order, without overlaps."""
        candidates = []
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if _is_word(text, start, end):
                candidates.append((start, -end, pattern))
        found: list[Match] = []
        last = 0
        for start, negative_end, pattern in sorted(candidates):
            if start >= last:
                keys, is_demonym = self._values[pattern]
                last = -negative_end
                found.append(Match(start=start, end=last, keys=keys, is_demonym=is_demonym))
        return found


def _is_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    after = text[end : end + 1]
    return not (before.isalnum() or (before in ("'", "_") and before)) and not (after.isalnum() or after == "_")
