"""Read the relations of one article: every clause and every relational noun, by the ontology's phrasings first.

Clauses that no phrasing covers are read in `open`, constructions that say more than their words in `special`; lists are split in
`members` where each member is true alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extract.clauses import Clause
from newsgraph.extract.ellipsis import EllipsisReader
from newsgraph.extract.frames import Roles
from newsgraph.extract.groundwork import Groundwork
from newsgraph.extract.matcher import Matcher
from newsgraph.extract.members import Members
from newsgraph.extract.offices import Offices
from newsgraph.extract.open import UNDONE, OpenReader
from newsgraph.extract.qualifiers import Qualifiers
from newsgraph.extract.special import SpecialReader
from newsgraph.extract.states import state_host
from newsgraph.extract.succession import SuccessionReader
from newsgraph.model import Interval, Modality, Voice
from newsgraph.relation import Argument, Relation, Stance

__all__ = ["Reader"]

_ACTS = frozenset({"advocates", "demands", "commitsTo", "raises"})
_STATES = frozenset({"supports", "opposes", "aids", "sanctions", "cooperatesWith", "memberOf", "threatens"})
_FLAGS = {"Proposed": Modality.PROPOSED, "Intended": Modality.INTENDED, "Possible": Modality.POSSIBLE}


class Reader:
    """Reads clauses and nouns of one article into relations."""

    def __init__(self, ground: Groundwork, matcher: Matcher, offices: Offices) -> None:
        self._p = ground.p
        self._clauses = ground.clauses
        self._words = ground.lexicon.words
        self._ontology = ground.ontology
        self._stances = ground.stances
        self._nouns = ground.nouns
        self._times = ground.times
        self._matcher = matcher
        self._members = Members(ground)
        self._qualifiers = Qualifiers(ground)
        self._special = SpecialReader(ground, self._members, matcher.index.blows)
        self._succession = SuccessionReader(ground, offices)
        self._open = OpenReader(ground, self._members, self._qualifiers)
        self._ellipsis = EllipsisReader(ground, self._members)
        self._used: set[int] = set()

    # ------------------------------------------------------------------ clauses
    def clause(self, c: Clause) -> Iterator[Relation]:
        """Yield the relations a clause states, and those of the clauses that go on with its verb."""
        model = self._ellipsis.model(c)
        if model is not None:
            yield from self._ellipsis.relations(c, model, tuple(self._told(model)))
            return
        yield from self._told(c)
        for gap in self._ellipsis.gaps(c):
            yield from self._told(gap)

    def _told(self, c: Clause) -> Iterator[Relation]:
        """Yield the relations of one clause by itself."""
        stance = self._stances.of(c.head)
        if not c.objects:
            c.objects = self._shared_object(c)
        if c.is_expletive or c.is_copula:
            yield from self._special.necessity(c)
        if c.lemma in ("threaten", "warn"):
            yield from self._special.threat(c, stance)
        agenda = list(self._special.agenda(c, stance)) if c.is_copula else []
        if agenda:
            yield from agenda
            return
        matched = False
        told = stance.modality is Modality.ACTUAL or self._open.is_told(c, stance)
        for roles in self._matcher.clause(c) if told else ():
            if roles.frame.relation == "affects" and stance.modality in UNDONE and "agent" in self._nouns.of(roles.subject):
                continue  # what somebody means to improve is a course of action
            self._used.update(roles.words)
            for relation in self._from_roles(roles, stance, self._qualifiers.predicate(c, roles.words), self._times.of_clause(c.head), c):
                matched = True
                yield relation
        if c.is_copula:
            named = list(self._succession.named(c, stance))
            matched = matched or bool(named)
            yield from named
        if not matched:
            yield from self._open.clause(c, stance)
        yield from self._succession.relations(c, stance)
        if c.preps:
            yield from self._special.attendance(c, stance)
            yield from self._special.capacity(c)
        if c.is_copula:
            yield from self._special.existence(c, stance)

    def _shared_object(self, c: Clause) -> list[int]:
        """For "A backed, but B rejected, the pact" and "A has signed but not ratified the pact": the object told once, after the last verb."""
        p = self._p
        if c.is_passive or c.is_copula or c.complements or c.preps or c.particle:
            return []
        for k in p.kids[c.head]:
            other = self._clauses.get(k)
            if other is None or other.attachment != "conj" or not other.objects or other.is_passive or other.objects[0] < k:
                continue
            first = c.head + 1 + (p.words[c.head + 1] == ",")
            if p.deps[first] != "cc" or p.heads[first] != c.head:
                continue
            closed = other.own_subject and p.words[k + 1] == "," and p.words[c.head + 1] == ","
            undone = not other.own_subject and any(p.deps[x] == "neg" for x in p.kids[k])
            if closed or undone:
                return list(other.objects)
        return []

    def _from_roles(self, roles: Roles, stance: Stance, predicate: tuple[int, ...], when: Interval | None, c: Clause | None) -> Iterator[Relation]:
        flags = roles.frame.flags
        if "Negative" in flags:
            stance = stance._replace(is_negative=not stance.is_negative)
        for flag, modality in _FLAGS.items():
            if flag in flags and stance.modality is Modality.ACTUAL:
                stance = stance._replace(modality=modality)
        if when is not None and "starts" in flags:
            when = Interval(start=when.start, end=None, text=when.text) if when.start else None
        elif when is not None and "ends" in flags:
            when = Interval(start=None, end=when.end, text=when.text) if when.end else None
        if "ends" in flags and (when is None or stance.is_negative):
            when, stance = None, _after_end(stance)
        name = roles.frame.relation
        if name in _ACTS:
            stance = self._act_stance(stance, roles.subject)
        relation = self._ontology.relations[name]
        place, event = self._qualifiers.of_roles(roles, c)
        if when is None:  # "held talks on Sunday with X": the parser may hang the day on the talks
            when = next((t for x in (*roles.words[1:], event) if x >= 0 and (t := self._times.of_noun(x)) is not None), None)
        if name == "organizedBy" and place >= 0 and c is not None:
            yield self._set_in(roles, place, stance, predicate, when)
        rule = f"frame.{name}.v1" if roles.frame.text and c is not None else f"noun.{name}.v1"
        for subject, obj, negative in self._members.pairs(roles):
            yield Relation(
                subject=Argument(token=subject.token, kind=subject.kind, is_member=subject.is_member, wants=relation.domain),
                name=name,
                object=Argument(
                    token=obj.token, kind=obj.kind, is_member=obj.is_member, member=obj.member, is_negated=obj.is_negated, wants=relation.range
                ),
                stance=stance._replace(is_negative=not stance.is_negative) if negative else stance,
                predicate=predicate,
                sentence=self._p.sentence_of[roles.words[0]],
                when=when,
                place=place,
                event=event,
                rule=rule,
                confidence=0.9 if c is not None else 0.8,
            )

    def _set_in(self, roles: Roles, place: int, stance: Stance, predicate: tuple[int, ...], when: Interval | None) -> Relation:
        """For "will host in Brussels a round of talks": where the event is held."""
        relation = self._ontology.relations["locatedIn"]
        return Relation(
            subject=Argument(token=roles.subject, wants=relation.domain),
            name="locatedIn",
            object=Argument(token=place, wants=relation.range),
            stance=stance,
            predicate=predicate,
            sentence=self._p.sentence_of[roles.words[0]],
            when=when,
            rule="frame.locatedIn.v1",
            confidence=0.8,
        )

    def _act_stance(self, stance: Stance, subject: int) -> Stance:
        """An act of speech in the speaker's own words ("I propose ...", said X) is done by saying it."""
        if (
            stance.voice is Voice.DIRECT
            and stance.modality is Modality.ACTUAL
            and not stance.is_negative
            and self._p.lowers[subject] in ("i", "we")
            and len(stance.speakers) == 1
        ):
            return Stance(cues=stance.cues, is_negative=stance.is_negative)
        return stance

    # ------------------------------------------------------------------ nouns
    def state(self, token: int) -> Iterator[Relation]:
        """Yield what a phrase beside a name says of it: "the Forum, currently under the chairmanship of X", "At the helm of Y since May, X ..."."""
        host, chaired = state_host(self._p, self._clauses, token) if token not in self._used else (-1, -1)
        if host < 0:
            return
        stance = self._stances.of_noun(host)
        if stance.modality is not Modality.HYPOTHETICAL:
            stance = stance._replace(modality=Modality.ACTUAL, is_negative=False)
        for roles in self._matcher.state(host, token, chaired):
            yield from self._from_roles(roles, stance, tuple(sorted(set(roles.words))), self._times.of_noun(token), None)

    def noun(self, token: int) -> Iterator[Relation]:
        """Yield the relations a noun states: "Egypt's support for X", "talks between A and B"."""
        if token in self._used:
            return
        yield from self._special.threat_noun(token)
        for roles in self._matcher.noun(token):
            if not self._is_direct(token, roles):
                continue
            stance = self._stances.of_noun(token)
            if self._is_granted(token):
                stance = stance._replace(modality=Modality.ACTUAL)
            c = self._clauses.get(self._p.heads[token])
            if roles.frame.relation in _STATES and c is not None and self._is_ended(token, c):
                stance = stance._replace(is_negative=True)  # "withdrew its support for X"
            if stance.modality in UNDONE and c is not None and token in c.objects and c.attachment != "root":
                continue  # the measure that holds the noun says it
            when = self._times.of_noun(token) or self._carried_time(token)
            yield from self._from_roles(roles, stance, tuple(sorted(set(roles.words))), when, None)

    def _is_ended(self, token: int, c: Clause) -> bool:
        """Whether the clause says that what its object (in the passive, its subject) names is no more."""
        ended = c.lemma in self._words["withdrawing_verb"] and token in (c.subjects if c.is_passive else c.objects)
        return ended and not self._stances.of(c.head).is_negative

    def _is_granted(self, token: int) -> bool:
        """Whether the clause takes for granted what the noun names, whatever it says itself: "Thanks to a loan from X to Y, Z can ..."."""
        p = self._p
        to = p.heads[token]
        thanks = p.heads[to]
        granting = self._words["granting_prep"]
        plain = not any(p.deps[k] in ("amod", "advmod", "neg") or p.lowers[k] == "no" for k in p.kids[token])
        return plain and p.deps[token] == "pobj" and bool({p.lowers[to], p.lowers[thanks]} & granting) and p.poses[thanks] not in ("VERB", "AUX")

    def _is_direct(self, token: int, roles: Roles) -> bool:
        """Whether a noun is close enough to its clause to be told by it, not buried in what is only wanted or described."""
        p = self._p
        top = token
        while p.deps[top] in ("conj", "appos") and p.heads[top] != top:
            top = p.heads[top]
        head = p.heads[top]
        is_argument = top == head or head in self._clauses
        if roles.frame.flags & {"event"} and roles.frame.relation == "undergoes":
            c = self._clauses.get(head)
            return is_argument and (
                p.deps[top] in ("nsubj", "nsubjpass", "ROOT")
                or (c is not None and c.lemma == "be" and p.deps[top] == "attr" and any(p.lowers[k] == "there" for k in p.kids[head]))
                or (c is not None and p.lemmas[head] in self._words["noticing_verb"])
            )
        if is_argument:
            return True
        modality = self._stances.of_noun(token).modality
        if modality is Modality.POSSIBLE and p.deps[top] == "pobj" and self._stances.is_content(token):
            return True  # "fears of an attack by A on B"
        if self._is_granted(token):
            return True
        return modality is Modality.HYPOTHETICAL or (modality is Modality.ACTUAL and p.deps[top] == "pobj" and p.heads[head] in self._clauses)

    def _carried_time(self, token: int) -> Interval | None:
        """The time of the clause a noun is the subject of ("the chairmanship began on ...")."""
        p = self._p
        c = self._clauses.get(p.heads[token])
        if c is None or token not in c.subjects:
            return None
        when = self._times.of_clause(c.head)
        if when is None:
            return None
        if c.lemma in self._words["begin_verb"]:
            return Interval(start=when.start, end=None, text=when.text) if when.start else None
        if c.lemma in self._words["end_verb"]:
            return Interval(start=None, end=when.end, text=when.text) if when.end else None
        return when


def _after_end(stance: Stance) -> Stance:
    """The stance of what a clause ends at no known time: no longer so; "did not leave" suggests it still is, and no more."""
    if not stance.is_negative:
        return stance._replace(is_negative=True)
    modality = Modality.POSSIBLE if stance.modality is Modality.ACTUAL else stance.modality
    return stance._replace(is_negative=False, modality=modality)
