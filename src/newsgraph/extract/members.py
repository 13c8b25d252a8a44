"""Split what holds several things: lists, measures with several objects, topics, amounts, groups that do something together."""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extract.clauses import Clause, conjuncts
from newsgraph.extract.frames import Roles
from newsgraph.extract.groundwork import Groundwork
from newsgraph.relation import Argument, ArgumentKind

__all__ = ["Members"]


_LISTING = frozenset({"conj", "appos", "cc"})


class Members:
    """Answers for one article which things a phrase names that are each true alone."""

    def __init__(self, ground: Groundwork) -> None:
        self._p = ground.p
        self._clauses = ground.clauses
        self._words = ground.lexicon.words
        self._symmetric = frozenset(n for n, r in ground.ontology.relations.items() if r.is_symmetric)

    # ------------------------------------------------------------------ lists
    def of(self, token: int) -> list[tuple[int, bool]]:
        """Return the members of a list and whether each is denied ("A, but not B"; "neither A nor B"); one for a plain noun."""
        p = self._p
        if token < 0:
            return []
        if p.lowers[token] in ("none", "neither"):
            inner = [x for k in p.kids[token] if p.lowers[k] == "of" for x in p.kids[k] if p.deps[x] == "pobj"]
            if inner:
                return [(m, True) for m, _ in self.of(inner[0])]
        if not any(p.deps[k] in _LISTING or p.lowers[k] == "neither" for k in p.kids[token]):
            return [(token, False)]
        members = sorted([*conjuncts(p, token), *self._set_against(token)])
        none = any(p.lowers[k] == "neither" for k in p.kids[token])
        but = len(members) > 1 and any(p.deps[k] == "cc" and p.lowers[k] == "but" for k in p.kids[token])
        if but and p.lowers[token] in self._words["universal_pronoun"]:
            return [(m, True) for m in members[1:]]  # "all but Malta signed"
        if but and not none and self._is_denied_noun(token):
            return [(m, m == token) for m in members]  # "not A but B"
        result = []
        for m in members:
            denied = m in self._set_against(token) or (
                any(p.deps[k] == "neg" or (p.lowers[k] == "not" and k < m and p.lowers[k + 1] not in ("only", "just")) for k in p.kids[m])
                and m != token
            )
            result.append((m, denied or none))
        return result

    def _is_denied_noun(self, token: int) -> bool:
        p = self._p
        return any(p.lowers[k] == "not" and k < token and p.lowers[k + 1] not in ("only", "just", "merely") for k in p.kids[token])

    def _set_against(self, token: int) -> list[int]:
        """For "A, not B, did it": the one set off after "not"."""
        p = self._p
        if p.mention_of[token] < 0:
            return []
        return [
            k
            for k in p.kids[token]
            if p.deps[k] == "appos" and (m := p.mention_at(k)) is not None and p.lowers[m.start - 1] == "not" and p.words[m.start - 2] == ","
        ]

    def _more(self, token: int) -> list[int]:
        """For "spoke to A and to B": what a coordinated preposition introduces."""
        p = self._p
        prep = p.heads[token]
        if p.deps[token] != "pobj":
            return []
        return [
            x
            for k in p.kids[prep]
            if p.deps[k] == "conj" and p.poses[k] == "ADP" and p.lowers[k] == p.lowers[prep]
            for x in p.kids[k]
            if p.deps[x] == "pobj"
        ]

    def amounts(self, token: int) -> list[int]:
        """Return the things counted in "the volumes of A, B and C"; none unless there are several."""
        p = self._p
        if p.lemmas[token] not in self._words["amount_noun"]:
            return []
        inner = [x for k in p.kids[token] if p.lowers[k] == "of" for x in p.kids[k] if p.deps[x] == "pobj"]
        items = conjuncts(p, inner[0]) if inner else []
        return items if len(items) > 1 else []

    def topics(self, token: int) -> list[int]:
        """Return the topics in "co-operation on A, B and C"; none unless there are several."""
        p = self._p
        inner = [
            x
            for k in p.kids[token]
            if p.deps[k] == "prep" and p.lowers[k] in ("on", "about", "over", "for")
            for x in p.kids[k]
            if p.deps[x] == "pobj"
        ]
        items = conjuncts(p, inner[0]) if inner else []
        return items if len(items) > 1 else []

    def measures(self, head: int) -> Iterator[Argument]:
        """Yield the measures of an infinitive: its coordinated verbs, each with each item of its object list."""
        for verb in conjuncts(self._p, head):
            if verb not in self._clauses or (verb != head and self._clauses[verb].own_subject):
                continue
            items = self._list_inside(self._clauses[verb])
            if len(items) > 1:
                for item in items:
                    yield Argument(token=verb, kind=ArgumentKind.MEASURE, member=item)
            else:
                yield Argument(token=verb, kind=ArgumentKind.MEASURE)

    def _list_inside(self, c: Clause) -> list[int]:
        """The list an infinitive's object consists of ("the formation of A and B"), or nothing."""
        p = self._p
        if len(c.objects) != 1 or c.is_passive:
            return []
        items = conjuncts(p, c.objects[0])
        if len(items) > 1:
            return items
        of = [k for k in p.kids[c.objects[0]] if p.deps[k] == "prep" and p.lowers[k] in ("of", "with")]
        inner = [x for k in of[:1] for x in p.kids[k] if p.deps[x] == "pobj"]
        return conjuncts(p, inner[0]) if inner and all(p.lowers[k] != "both" for k in p.kids[inner[0]]) else []

    # ------------------------------------------------------------------ the ends of a relation
    def pairs(self, roles: Roles) -> Iterator[tuple[Argument, Argument, bool]]:
        """Yield subject, object and extra negation for every combination of list members."""
        if roles.pair >= 0 and (roles.object < 0 or roles.frame.relation in self._symmetric):
            members = self.of(roles.pair)
            if len(members) == 1:
                yield Argument(token=roles.pair), Argument(token=roles.pair), False
            for i, (a, _) in enumerate(members):
                for b, _ in members[i + 1 :]:
                    yield Argument(token=a, is_member=True), Argument(token=b, is_member=True), False
            return
        subjects = self.of(roles.subject if roles.subject >= 0 else roles.pair)
        objects = list(self._objects(roles))
        if len(subjects) == len(objects) and self._is_respective(roles):
            for (s, n), (o, m) in zip(subjects, objects, strict=True):
                yield Argument(token=s, is_member=True), o, n != m
            return
        for s, n in subjects:
            for o, m in objects:
                yield Argument(token=s, is_member=len(subjects) > 1), o, n != m

    def _objects(self, roles: Roles) -> Iterator[tuple[Argument, bool]]:
        """Yield the objects of a matched frame and whether each is denied: measures, list members, or the change itself."""
        first = self._clauses.get(roles.words[0])
        if roles.do:
            for k in roles.do:
                yield from self._doings(k, is_clause=roles.do_is_clause)
        elif "whole" in roles.frame.flags and first is not None and not first.is_passive:
            yield from ((a, False) for a in self.measures(first.head) if a.token == first.head)
        elif "whole" in roles.frame.flags and first is None and roles.words[0] not in (roles.subject, roles.object):
            yield Argument(token=roles.words[0]), False  # "Mali's expulsion of the envoy"
        elif roles.object >= 0:
            members = self.of(roles.object) + [(x, False) for x in self._more(roles.object)]
            topics = self.topics(roles.object) if len(members) == 1 and roles.frame.relation == "raises" else []
            if topics:
                yield from ((Argument(token=roles.object, member=t), False) for t in topics)
            else:
                yield from ((Argument(token=o, is_member=len(members) > 1), n) for o, n in members)
        else:
            yield Argument(token=roles.words[0], kind=ArgumentKind.CHANGE), False

    def _doings(self, token: int, *, is_clause: bool) -> Iterator[tuple[Argument, bool]]:
        """Yield what somebody does: the measures of a clause, or the members of a noun phrase."""
        if is_clause and token in self._clauses:
            yield from ((a._replace(is_negated=self._is_denied(a.token)), False) for a in self.measures(token))
            return
        members = self.of(token)
        for o, n in members:
            yield Argument(token=o, is_member=o != token or len(members) > 1), n

    def _is_denied(self, verb: int) -> bool:
        p = self._p
        return any(p.deps[k] == "neg" or p.lowers[k] == "not" for k in p.kids[verb])

    def _is_respective(self, roles: Roles) -> bool:
        p = self._p
        s = p.sentences[p.sentence_of[roles.words[0]]]
        words = p.lowers[s.start : s.end]
        return "respectively" in words or "respective" in words
