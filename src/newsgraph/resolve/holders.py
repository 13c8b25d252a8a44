"""Say whom a definite office stands for: "the president", "the Kyrgyz leader", "the Nicaraguan foreign minister"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from newsgraph.lexicon import Lexicon
from newsgraph.parse import Parse
from newsgraph.relation import Extraction
from newsgraph.resolve.registry import Draft, Registry
from newsgraph.resolve.salience import Salience

__all__ = ["Holders"]

_RULERS = frozenset({"head_of_state", "head_of_government", "royal", "head", "chair"})
_HELD = _RULERS - {"chair"} | {"minister", "other"}

Resolve = Callable[[int], tuple[Draft, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """An office an article names the holder of; `owner` is the id of its country or body, or ""."""

    token: int
    office: str
    kind: str
    owner: str
    person: Draft


class Holders:
    """Answers for the offices of one article."""

    def __init__(self, p: Parse, extraction: Extraction, registry: Registry, lexicon: Lexicon, salience: Salience) -> None:
        self._p = p
        self._x = extraction
        self._registry = registry
        self._words = lexicon.words
        self._salience = salience
        self._held: list[_Held] = []

    def note(self, by_mention: dict[int, Draft], resolve: Resolve) -> None:
        """Take down the holders the article names."""
        found = []
        for person, office, kind, of in self._x.holders:
            index = self._p.mention_of[person]
            if index >= 0:
                owner = resolve(of) if of >= 0 else ()
                found.append(_Held(token=person, office=office, kind=kind, owner=owner[0].id if owner else "", person=by_mention[index]))
        self._held = found

    def of(self, token: int, resolve: Resolve) -> Draft | None:
        """Return the person that a definite office stands for, if the article names one."""
        office, kind, of = self._x.positions[token]
        owner = resolve(of) if of >= 0 and of != token else ()
        own = owner[0].id if owner else ""
        lemma = self._p.lemmas[token]
        held = [h for h in self._held if not own or not h.owner or h.owner == own]
        same = [h for h in held if h.office == office]
        if not same and lemma in self._words["leader_word"]:
            same = [h for h in held if h.kind in _RULERS]
        if not same and lemma in self._words["official_word"]:
            same = [h for h in held if h.office.lower().endswith(lemma)]
        before = [h for h in same if h.token < token] or same
        if before:
            return max(before, key=lambda h: (h.token < token, h.token)).person
        return self._only_person(token, kind, own)

    def _only_person(self, token: int, kind: str, own: str) -> Draft | None:
        """Return the one person named before whose office is not told; nobody named in the same sentence is called by an office there."""
        here = self._p.sentence_of[token]
        places = [x for x in self._salience.before(token) if self._registry.drafts[x.entity].type == "Person"]
        people = {x.entity for x in places}
        if any(x.sentence == here for x in places) or self._is_party(own, token):
            return None
        known = {h.person.id for h in self._held}
        free = [e for e in people if e not in known] if not own or len(people) == 1 else []
        if len(free) != 1 or kind not in _HELD:
            return None
        return self._registry.drafts[free[0]]

    def _is_party(self, own: str, token: int) -> bool:
        """Whether the country of an office is what the sentence before tells of: "A criticised Spain. The Spanish minister ..." is not A."""
        here = self._p.sentence_of[token]
        return bool(own) and any(x.entity == own and x.sentence == here - 1 and x.weight for x in self._salience.before(token))
