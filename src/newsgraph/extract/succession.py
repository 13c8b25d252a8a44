"""Read how offices pass on: "Finance Minister A resigned on Monday", "B dismissed A and appointed C in his place"."""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extract.clauses import Clause
from newsgraph.extract.groundwork import Groundwork
from newsgraph.extract.offices import Offices, Position
from newsgraph.model import Interval, Modality, Voice
from newsgraph.relation import Argument, ArgumentKind, Relation, Stance

__all__ = ["SuccessionReader"]

_ADVERBS = ("down", "aside", "out")
_REACH = 2
"""Sentences between a departure and the appointment "in his place"."""


class SuccessionReader:
    """Reads the departures and successions of one article, clause by clause in text order."""

    def __init__(self, ground: Groundwork, offices: Offices) -> None:
        self._p = ground.p
        self._offices = offices
        self._words = ground.lexicon.words
        self._ontology = ground.ontology
        self._times = ground.times
        self._held: dict[int, Position] = {}
        self._by_person: dict[str, Position] = {}
        self._by_office: dict[int, int] = {}
        for m, q in offices.holders:
            if q.is_held and not q.is_former:
                self._held[m.end - 1] = q
                self._by_office.setdefault(q.head, m.end - 1)
                self._by_person.setdefault(m.name, q)
                self._by_person.setdefault(m.name.split()[-1], q)
        kinds = ("leaving_verb", "dismissing_verb", "appointing_verb")
        self._turns = {verb.split()[0] for kind in kinds for verb in self._words[kind]} | {"succeed", "replace"}
        self._left: tuple[int, Position] | None = None

    def relations(self, c: Clause, stance: Stance) -> Iterator[Relation]:
        """Yield that an office ends for who leaves it, and begins for who takes it over."""
        if stance.voice is not Voice.AUTHOR or stance.is_negative:
            return
        if c.lemma not in self._turns:
            return
        p = self._p
        when = self._times.of_clause(c.head)
        leaver = self._leaver(c)
        q = self._position_of(leaver)
        if q is None and leaver >= 0 and (named := self._left_as(c)) is not None:
            self._left = (p.sentence_of[c.head], named)  # the phrasing says whose office ends
            return
        if q is not None:
            self._left = (p.sentence_of[c.head], q)
            if stance.modality is Modality.ACTUAL:
                end = Interval(start=None, end=when.end, text=when.text) if when is not None and when.end else None
                yield self._holds(leaver, q, c, end, stance, is_over=end is None)
            if c.lemma in ("succeed", "replace") and not c.is_passive and c.subjects and self._is_person(c.subjects[0]):
                start = Interval(start=when.start, end=None, text=when.text) if when is not None and when.start else None
                yield self._holds(c.subjects[0], q, c, start, stance, is_over=False)
        elif self._left is not None and p.sentence_of[c.head] - self._left[0] <= _REACH and self._fills_place(c):
            start = Interval(start=when.start, end=None, text=when.text) if when is not None and when.start else None
            for token in (c.subjects if c.is_passive else c.objects)[:1]:
                if self._is_person(token):
                    yield self._holds(token, self._left[1], c, start, stance, is_over=False)

    def named(self, c: Clause, stance: Stance) -> Iterator[Relation]:
        """Yield who holds an office, from "Thailand's new foreign minister is X, who was appointed on Tuesday"."""
        q = self._offices.at(c.subjects[0]) if c.subjects else None
        if q is None or not q.is_held or q.is_former or q.office.is_plural:
            return
        doubts = self._words["office_denier"] | self._words["hedge_adjective"] | self._words["doubt_adjective"]
        if not doubts.isdisjoint(self._p.lowers[max(0, q.start - 3) : q.end]):
            return  # "the only possible candidate is X"
        for person in c.complements[:1]:
            if self._is_person(person):
                yield self._holds(person, q, c, self._beginning(person), stance, is_over=False)

    def _beginning(self, person: int) -> Interval | None:
        """When somebody took office: "X, who was sworn in on Monday", "X, a diplomat, who took office in May"."""
        p = self._p
        for k in [x for h in (person, *p.with_deps(person, "appos")) for x in p.kids[h]]:
            if p.deps[k] == "relcl" and self._takes_office(k):
                when = self._times.of_clause(k)
                return Interval(start=when.start, end=None, text=when.text) if when is not None and when.start else None
        return None

    def _takes_office(self, verb: int) -> bool:
        p = self._p
        if p.lemmas[verb] in self._words["appointing_verb"] or (p.lemmas[verb] == "swear" and p.lowers[verb + 1] == "in"):
            return p.kid(verb, "auxpass") >= 0
        return p.lemmas[verb] in ("take", "assume") and any(p.lemmas[k] in ("office", "over", "post") for k in p.kids[verb])

    def _is_person(self, token: int) -> bool:
        m = self._p.mention_at(token)
        return m is not None and m.type == "Person"

    def _leaver(self, c: Clause) -> int:
        """Head token of who leaves an office by what the clause tells, or -1."""
        if self._verb(c) in self._words["leaving_verb"] and not c.is_passive and not c.objects:
            return self._person(c.subjects[0]) if c.subjects else -1
        if self._verb(c) in self._words["dismissing_verb"] or (c.lemma == "succeed" and c.objects):
            people = c.subjects if c.is_passive else c.objects
            return self._person(people[0]) if people else -1
        return -1

    def _left_as(self, c: Clause) -> Position | None:
        """For "X stepped down as prime minister": the office."""
        return next((q for a in c.preps if a.word in ("as", "from") and not a.is_clause and (q := self._offices.at(a.object)) is not None), None)

    def _person(self, token: int) -> int:
        """For "Kenya's finance minister, A, resigned": the name set beside the office."""
        return self._by_office.get(token, token)

    def _verb(self, c: Clause) -> str:
        adverb = c.particle or next((self._p.lowers[k] for k in self._p.kids[c.head] if self._p.lowers[k] in _ADVERBS and k == c.head + 1), "")
        return f"{c.lemma} {adverb}" if adverb else c.lemma

    def _position_of(self, token: int) -> Position | None:
        """The office somebody is said to hold, here or elsewhere in the article."""
        m = self._p.mention_at(token) if token >= 0 else None
        if m is None or m.type != "Person":
            return None
        return self._held.get(m.end - 1) or self._by_person.get(m.name) or self._by_person.get(m.name.split()[-1])

    def _fills_place(self, c: Clause) -> bool:
        """Whether somebody is appointed "in his place", "as his successor" or "to replace him"."""
        if c.lemma not in self._words["appointing_verb"]:
            return False
        p = self._p
        if any(not a.is_clause and p.lemmas[a.object] in self._words["vacancy_noun"] and p.kid(a.object, "poss") >= 0 for a in c.preps):
            return True
        return any(p.lemmas[k] in ("replace", "succeed") and p.deps[k] in ("xcomp", "advcl") for k in p.kids[c.head])

    def _holds(self, person: int, q: Position, c: Clause, when: Interval | None, stance: Stance, *, is_over: bool) -> Relation:
        relation = self._ontology.relations["holdsPosition"]
        return Relation(
            subject=Argument(token=person, wants=relation.domain),
            name="holdsPosition",
            object=Argument(token=q.head, kind=ArgumentKind.POSITION, office=q.office.canonical, of=q.of, wants=relation.range),
            stance=stance,
            predicate=tuple(range(q.start, q.end)) if self._p.sentence_of[q.head] == self._p.sentence_of[c.head] else (c.head,),
            sentence=self._p.sentence_of[c.head],
            when=when,
            rule="succession.holdsPosition.v1",
            confidence=0.85,
            is_over=is_over,
        )
