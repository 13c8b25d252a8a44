"""Find what goes with a relation: the words that express it, the place and the event it is set in."""

from __future__ import annotations

from newsgraph.extract.clauses import Clause, prep_arguments
from newsgraph.extract.frames import Roles
from newsgraph.extract.groundwork import Groundwork

__all__ = ["Qualifiers"]


class Qualifiers:
    """Answers for the clauses and nouns of one article."""

    def __init__(self, ground: Groundwork) -> None:
        self._p = ground.p
        self._clauses = ground.clauses
        self._words = ground.lexicon.words
        self._nouns = ground.nouns

    def predicate(self, c: Clause, words: list[int]) -> tuple[int, ...]:
        """Return the tokens that express a relation, in text order: the verb with its auxiliaries, negation and adverbs, and `words`."""
        p = self._p
        found = {*words, *c.auxiliaries, c.head}
        for k in p.kids[c.head]:
            dep = p.deps[k]
            if dep in ("neg", "prt") or (dep == "advmod" and k < c.head and p.tags[k] != "WRB" and p.lowers[k] not in self._words["linking_adverb"]):
                found.add(k)
        top = c
        while top.attachment == "xcomp" and top.parent in self._clauses and top.via < 0:
            above = self._clauses[top.parent]
            found.update((above.head, *above.auxiliaries))
            found.update(k for k in p.kids[above.head] if p.deps[k] in ("neg", "prt"))
            top = above
        return tuple(sorted(found))

    def of_roles(self, roles: Roles, c: Clause | None) -> tuple[int, int]:
        """Return the place and the event of a matched frame, -1 for none; what already fills a slot is neither."""
        used = {roles.object, roles.subject, roles.who, *roles.do}
        return self.of_clause(c, used) if c is not None else self._of_noun(roles.words[0], used)

    def of_clause(self, c: Clause, used: set[int]) -> tuple[int, int]:
        """Return the place and the event a clause is set in, -1 for none, outside the tokens `used`."""
        place = event = -1
        hosts = c.preps
        for o in c.objects:
            hosts = [*hosts, *prep_arguments(self._p, o)]
        for a in hosts:
            if a.is_clause or a.object in used:
                continue
            classes = self._nouns.of(a.object)
            if place < 0 and a.word in self._words["place_prep"] and "place" in classes and "thing" not in classes:
                place = a.object
            elif event < 0 and a.word in self._words["event_prep"] and classes & {"event", "meeting"}:
                event = a.object
        return place, event

    def _of_noun(self, token: int, used: set[int]) -> tuple[int, int]:
        for a in prep_arguments(self._p, token):
            if a.word in self._words["place_prep"] and not a.is_clause and a.object not in used and "place" in self._nouns.of(a.object):
                return a.object, -1
        return -1, -1
