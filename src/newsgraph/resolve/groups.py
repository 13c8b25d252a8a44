"""Say which named things "both sides", "the two countries" and "the three ministers" are."""

from __future__ import annotations

from newsgraph.lexicon import Lexicon
from newsgraph.resolve.registry import Draft, Registry
from newsgraph.resolve.salience import Salience

__all__ = ["Groups"]


class Groups:
    """Answers for one article which entities a number of things are."""

    def __init__(self, salience: Salience, registry: Registry, lexicon: Lexicon) -> None:
        self._salience = salience
        self._registry = registry
        self._words = lexicon.words

    def is_countable(self, lemma: str) -> bool:
        """Whether "both X" and "the two X" can mean countries or people that were named: sides, governments, ministers; not parliaments, rebel groups."""
        words = self._words
        return lemma in words["party_to_talks"] or lemma in words["country_word"] or lemma in words["person_word"]

    def named(self, token: int, lemma: str, count: int) -> tuple[Draft, ...]:
        """For "the two countries", "both sides", "the three nations": that many entities of the kind, a list first."""
        kind = ("Country", "Organization") if lemma == "side" else ("Person",) if lemma in self._words["person_word"] else ("Country",)
        before = self._salience.before(token)
        fits = {e: self._registry.is_a(self._registry.drafts[e], kind) for e in {x.entity for x in before}}
        places = [x for x in before if fits[x.entity]]
        places.sort(key=lambda x: (x.weight > 1, x.token))
        for place in reversed(places):
            group = tuple(d for d in self._salience.list_at(place.token) if self._registry.is_a(d, kind))
            if len(group) == count and (place.weight > 1 or lemma not in ("country", "nation", "state", "side")):
                return group
        distinct: list[str] = []
        for place in reversed(places):
            if place.entity not in distinct and (place.weight > 1 or lemma not in ("country", "nation", "state", "side")):
                distinct.append(place.entity)
        everyone = list(dict.fromkeys(x.entity for x in places))
        if len(distinct) < count == len(everyone):
            distinct = everyone[::-1]
        if len(distinct) < count:
            return ()
        first = {entity: -n for n, entity in enumerate(x.entity for x in reversed(before))}
        return tuple(self._registry.drafts[e] for e in sorted(distinct[:count], key=lambda e: first[e]))
