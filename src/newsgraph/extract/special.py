"""Read constructions that say more than their words: necessity somebody voices, agendas, speaking at a meeting."""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extract.clauses import Clause, prep_arguments
from newsgraph.extract.groundwork import Groundwork
from newsgraph.extract.members import Members
from newsgraph.extract.slots import Slots
from newsgraph.relation import Argument, Relation, Stance

__all__ = ["SpecialReader"]

_SOMEBODY = frozenset({"Country", "Demonym", "Organization", "InternationalOrganization", "AgentGroup", "Person", "Place"})
_SINCE = frozenset({"after", "following", "within", "despite", "since", "amid"})
_KIND = frozenset({"join", "help", "support", "back", "aid", "defend", "assist", "visit", "recognise", "recognize", "tell"})
"""What one may threaten to do to somebody without threatening them."""


class SpecialReader:
    """Reads the special constructions of one article."""

    def __init__(self, ground: Groundwork, members: Members, blows: frozenset[str]) -> None:
        self._p = ground.p
        self._clauses = ground.clauses
        self._lexicon = ground.lexicon
        self._ontology = ground.ontology
        self._stances = ground.stances
        self._nouns = ground.nouns
        self._times = ground.times
        self._members = members
        self._slots = Slots(ground.p, ground.nouns, ground.lexicon)
        self._blows = blows

    def necessity(self, c: Clause) -> Iterator[Relation]:
        """Yield that X advocates M, from "it is necessary to M" said by X."""
        p = self._p
        if not c.is_expletive and not (any(p.lowers[s] == "it" for s in c.subjects)):
            return
        for k in [k for h in (c.head, *c.complements) for k in p.kids[h] if k in self._clauses and p.deps[k] in ("xcomp", "ccomp", "advcl", "csubj")]:
            entry = next(
                (
                    self._lexicon.embeddings.get((p.lemmas[a], "adjective", kind))
                    for a in (*c.complements, c.head)
                    if a <= k
                    for kind in ("to", "that")
                    if (p.lemmas[a], "adjective", kind) in self._lexicon.embeddings
                ),
                None,
            )
            stance = self._stances.of(k)
            if entry is None or not entry.act or not stance.speakers or stance.is_negative or self._stances.of(c.head).is_negative:
                continue
            relation = self._ontology.relations[entry.act]
            for measure in self._members.measures(k):
                yield Relation(
                    subject=Argument(token=stance.speakers[-1], wants=relation.domain),
                    name=entry.act,
                    object=Argument(token=measure.token, kind=measure.kind, member=measure.member, wants=relation.range),
                    stance=Stance(cues=(c.head,)),
                    predicate=tuple(sorted({c.head, *c.complements[:1], *[s for s in p.kids[c.head] if p.lowers[s] == "it"]})),
                    sentence=p.sentence_of[k],
                    when=self._times.of_clause(measure.token),
                    rule=f"necessity.{entry.act}.v1",
                    confidence=0.85,
                )

    def agenda(self, c: Clause, stance: Stance) -> Iterator[Relation]:
        """Yield that X advocates A, and B, and C, from "X's priorities are A, B and C"."""
        p = self._p
        if not c.subjects or not c.complements or p.lemmas[c.subjects[0]] not in self._lexicon.words["agenda_noun"]:
            return
        owner = self._owner(c.subjects[0])
        if owner < 0:
            return
        relation = self._ontology.relations["advocates"]
        for o, n in self._members.of(c.complements[0]):
            if p.tags[o] == "JJ":
                continue
            yield Relation(
                subject=Argument(token=owner, wants=relation.domain),
                name="advocates",
                object=Argument(token=o, is_member=True, wants=relation.range),
                stance=stance._replace(is_negative=stance.is_negative != n),
                predicate=tuple(sorted({c.subjects[0], c.head})),
                sentence=p.sentence_of[c.head],
                when=self._times.of_clause(c.head),
                rule="agenda.advocates.v1",
                confidence=0.8,
            )

    def _owner(self, noun: int, depth: int = 0) -> int:
        """Whose priorities they are: a possessive, a name before the noun, or the owner of the presidency they belong to."""
        p = self._p
        direct = p.kid(noun, "poss")
        if direct >= 0:
            return direct
        for k in p.kids[noun]:
            m = p.mention_at(k)
            if (
                m is not None
                and k < noun
                and p.deps[k] in ("compound", "amod", "nmod")
                and m.type in ("Country", "Demonym", "Organization", "InternationalOrganization")
            ):
                return k
        for a in prep_arguments(p, noun):
            if a.word == "of" and not a.is_clause:
                if p.mention_of[a.object] >= 0:
                    return a.object
                return self._owner(a.object, depth + 1) if depth < 2 else -1
        return -1

    def existence(self, c: Clause, stance: Stance) -> Iterator[Relation]:
        """Yield where something is: "there are violations in X", "X, where there are violations"."""
        p = self._p
        if not c.complements or not any(p.lowers[k] == "there" for k in p.kids[c.head]):
            return
        noun = c.complements[0]
        places = [
            a
            for a in (*c.preps, *prep_arguments(p, noun))
            if a.word in ("in", "at", "near", "across") and not a.is_clause and "place" in self._nouns.of(a.object)
        ]
        where = places[0].object if places else -1
        if where < 0 and c.attachment == "relcl" and any(p.lowers[k] == "where" for k in p.kids[c.head]):
            inside = [c.via, *(a.object for a in prep_arguments(p, c.via) if a.word in ("in", "at"))]
            where = next((t for t in inside if p.mention_of[t] >= 0 and "place" in self._nouns.of(t)), -1)
        if where < 0 or self._nouns.of(noun) & {"event", "meeting"}:
            return
        relation = self._ontology.relations["relatedTo"]
        for s, denied in self._members.of(noun):
            none = any(p.lowers[k] == "no" for k in p.kids[s])
            yield Relation(
                subject=Argument(token=s, is_member=True, wants=relation.domain),
                name="relatedTo",
                object=Argument(token=where, wants=relation.range),
                stance=stance._replace(is_negative=stance.is_negative or denied or none),
                predicate=tuple(sorted({c.head, *(k for k in p.kids[c.head] if p.lowers[k] == "there"), *(a.token for a in places[:1])})),
                sentence=p.sentence_of[c.head],
                when=self._times.of_clause(c.head),
                rule="existence.relatedTo.v1",
                confidence=0.6,
            )

    def capacity(self, c: Clause) -> Iterator[Relation]:
        """Yield the office somebody acts in: "as president of the court, X opened ..."."""
        p = self._p
        if not c.subjects or c.is_passive:
            return
        for a in c.preps:
            m = p.mention_at(c.subjects[0])
            if (
                a.word == "as"
                and not a.is_clause
                and self._nouns.is_(a.object, "position")
                and m is not None
                and m.type == "Person"
                and a.token < c.subjects[0]
            ):
                relation = self._ontology.relations["holdsPosition"]
                yield Relation(
                    subject=Argument(token=c.subjects[0], wants=relation.domain),
                    name="holdsPosition",
                    object=Argument(token=a.object, wants=relation.range),
                    stance=Stance(),
                    predicate=(a.token, a.object),
                    sentence=p.sentence_of[c.head],
                    when=self._times.of_noun(a.object),
                    rule="capacity.holdsPosition.v1",
                    confidence=0.8,
                )

    def attendance(self, c: Clause, stance: Stance) -> Iterator[Relation]:
        """Yield that who speaks at a meeting takes part in it ("said at the session", "in a meeting with")."""
        entry = self._lexicon.embeddings.get((c.lemma, "verb", "that"))
        if entry is None or not entry.is_indirect or c.is_passive or not c.subjects or not stance.is_plain:
            return
        for a in c.preps:
            if a.word in ("at", "during", "in") and not a.is_clause and "meeting" in self._nouns.of(a.object):
                relation = self._ontology.relations["participatesIn"]
                for s, _ in self._members.of(c.subjects[0]):
                    yield Relation(
                        subject=Argument(token=s, wants=relation.domain),
                        name="participatesIn",
                        object=Argument(token=a.object, wants=relation.range),
                        stance=stance,
                        predicate=(c.head, a.token),
                        sentence=self._p.sentence_of[c.head],
                        when=self._times.of_clause(c.head),
                        rule="speaking.participatesIn.v1",
                        confidence=0.85,
                    )

    def threat(self, c: Clause, stance: Stance) -> Iterator[Relation]:
        """Yield whom X threatens, from "X threatened to invade Y" and "X warned that it would strike Y if ..."."""
        if c.is_passive or not c.subjects or c.objects:
            return
        for k in self._p.kids[c.head]:
            inner = self._clauses.get(k)
            if inner is None or inner.is_passive or self._p.deps[k] not in ("xcomp", "ccomp"):
                continue
            if c.lemma == "threaten" or self._is_own_blow(inner):
                yield from self._threats(c.subjects[0], inner, stance, (c.head, k), may_own=False)

    def threat_noun(self, token: int) -> Iterator[Relation]:
        """Yield whom X threatens, from "a Russian threat to invade Y", "X's threat to put tariffs on Y's exports"."""
        if self._p.lemmas[token] != "threat":
            return
        owner = self._slots.owner(token)
        for k in self._p.kids[token]:
            inner = self._clauses.get(k)
            if owner >= 0 and inner is not None and inner.marker == "to" and not inner.is_passive:
                yield from self._threats(owner, inner, self._noun_stance(token), (token, k), may_own=True)

    def _noun_stance(self, token: int) -> Stance:
        """What a noun presupposes; "after a threat to ..." says that there was one, whatever is meant to be done after it."""
        p = self._p
        i, is_past = token, False
        while p.heads[i] != i:
            is_past = is_past or (i != token and p.deps[i] == "prep" and p.lowers[i] in _SINCE)
            i = p.heads[i]
        stance = self._stances.of_noun(token)
        return Stance() if is_past and not stance.is_negative and self._stances.of(i).is_plain else stance

    def _is_own_blow(self, inner: Clause) -> bool:
        """Whether "it would strike ..." says what the one who warns will do: a verb of attack, by a pronoun, in the future."""
        p = self._p
        will = any(p.lowers[a] in ("will", "would", "'ll", "'d") for a in inner.auxiliaries) and p.kid(inner.head, "neg") < 0
        return will and inner.lemma in self._blows and bool(inner.subjects) and p.lowers[inner.subjects[0]] in ("it", "they", "he", "she", "we", "i")

    def _threats(self, subject: int, inner: Clause, stance: Stance, words: tuple[int, ...], *, may_own: bool) -> Iterator[Relation]:
        """Yield the threat to whom a course of action would hit: its object, or what it would be put on."""
        p = self._p
        if inner.lemma in _KIND:
            return
        hit = [o for o in inner.objects[:1] if self._is_somebody(o)]
        against = [
            a.object
            for h in (inner.head, *inner.objects)
            for a in prep_arguments(p, h)
            if a.word in ("on", "upon", "against", "at") and not a.is_clause
        ]
        hit += [t for t in against if self._is_somebody(t)]
        if not hit and inner.lemma in self._lexicon.words["withholding_verb"]:  # "to cut off supplies to Y"
            to = [a.object for h in (*inner.objects, inner.head) for a in prep_arguments(p, h) if a.word in ("to", "for") and not a.is_clause]
            hit += [t for t in to if self._is_somebody(t)]
        hit += [k for t in against for k in p.kids[t] if p.deps[k] == "poss" and (self._is_somebody(k) or (may_own and p.tags[k] == "PRP$"))]
        relation = self._ontology.relations["threatens"]
        for s, n in self._members.of(subject):
            for o, m in self._members.of(hit[0]) if hit else ():
                yield Relation(
                    subject=Argument(token=s, is_member=True, wants=relation.domain),
                    name="threatens",
                    object=Argument(token=o, is_member=True, wants=relation.range),
                    stance=stance._replace(is_negative=stance.is_negative != (n != m)),
                    predicate=tuple(sorted(words)),
                    sentence=p.sentence_of[words[0]],
                    when=self._times.of_clause(words[0]) if words[0] in self._clauses else None,
                    rule="threat.threatens.v1",
                    confidence=0.8,
                )

    def _is_somebody(self, token: int) -> bool:
        m = self._p.mention_at(token)
        return m is not None and m.type in _SOMEBODY
