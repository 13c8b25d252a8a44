"""Read clauses that no phrasing covers: an open statement (`relatedTo`, `undergoes`), or what somebody undertakes.

What somebody intends, proposes or must do is a measure they undertake; a clause that only carries another one says nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extract.clauses import Clause, PrepArgument
from newsgraph.extract.groundwork import Groundwork
from newsgraph.extract.members import Members
from newsgraph.extract.qualifiers import Qualifiers
from newsgraph.model import Modality
from newsgraph.relation import Argument, ArgumentKind, Relation, Stance

__all__ = ["UNDONE", "OpenReader"]

UNDONE = frozenset({Modality.INTENDED, Modality.PROPOSED, Modality.NECESSARY})
"""Modalities of what somebody means to do, wants done or must do."""


class OpenReader:
    """Reads the open clauses of one article."""

    def __init__(self, ground: Groundwork, members: Members, qualifiers: Qualifiers) -> None:
        self._p = ground.p
        self._clauses = ground.clauses
        self._lexicon = ground.lexicon
        self._ontology = ground.ontology
        self._stances = ground.stances
        self._nouns = ground.nouns
        self._times = ground.times
        self._members = members
        self._qualifiers = qualifiers

    def clause(self, c: Clause, stance: Stance) -> Iterator[Relation]:
        """Yield what a clause says between its subject and its object or first complement, or of its subject alone."""
        # "Norway is appalled by the ban", "is bound by the ruling" tell of Norway, not of something the ban does.
        by_agent = c.is_passive and bool(c.agents) and self._p.lowers[c.head] not in self._lexicon.words["stative_participle"]
        first = c.agents if by_agent else c.subjects
        direct = c.subjects if by_agent else c.agents if c.is_passive and c.agents else c.objects
        subjects = self._members.of(first[0]) if first else []
        if not subjects or self._is_carrier(c) or not self.is_told(c, stance):
            return
        if self._is_undone(c, stance) and not c.is_passive and not c.is_copula and (direct or c.preps) and "agent" in self._nouns.of(subjects[0][0]):
            yield from self._undertaking(c, stance, subjects)
            return
        target, words = self._target(c, direct)
        if target >= 0:
            yield from self._related(c, stance, subjects, target, words)
            return
        gerund = next((a for a in c.preps if a.is_clause and a.object in self._clauses and a.word in ("on", "at", "in")), None)
        if gerund is not None:
            yield from self._course(c, stance, subjects, gerund)
        else:
            yield from self._change(c, stance, subjects)

    def _is_undone(self, c: Clause, stance: Stance) -> bool:
        """Whether what a clause tells is meant to be done; "is set to buy ships" is, "is certain to lose a vote" is not."""
        if stance.modality in UNDONE:
            return True
        p, above = self._p, self._clauses.get(c.parent)
        if stance.modality is not Modality.PREDICTED or c.marker != "to" or above is None or c.lemma in self._lexicon.words["stative_verb"]:
            return False
        return any(p.lowers[k] in self._lexicon.words["ready_word"] for k in (above.head, *above.complements))

    def _related(self, c: Clause, stance: Stance, subjects: list[tuple[int, bool]], target: int, words: list[int]) -> Iterator[Relation]:
        """For "A did B": each subject is related to each object."""
        members = self._members.of(target)
        is_direct = bool(c.subjects if c.is_passive and c.agents else c.objects)
        topics = self._members.topics(target) if len(members) == 1 and is_direct else []
        qualifiers = self._qualifiers.of_clause(c, {target})
        for s, n, part in self._parts(c, subjects):
            for o, m, inner in [(target, False, t) for t in topics] or [(x, y, -1) for x, y in members]:
                if s != o:
                    subject = Argument(token=s, is_member=len(subjects) > 1, member=part)
                    obj = Argument(token=o, is_member=len(members) > 1, member=inner)
                    yield self._relation(c, stance, "relatedTo", (subject, obj), denied=n != m, words=words, qualifiers=qualifiers)

    def _change(self, c: Clause, stance: Stance, subjects: list[tuple[int, bool]]) -> Iterator[Relation]:
        """For "A rose": what the subject goes through."""
        infinitive = any(self._p.tags[a] == "TO" for a in c.auxiliaries) and c.attachment != "xcomp"
        if c.is_copula or infinitive or (c.lemma in self._lexicon.words["stative_verb"] and not c.is_passive):
            return
        qualifiers = self._qualifiers.of_clause(c, {-1})
        for s, n, part in self._parts(c, subjects):
            subject = Argument(token=s, is_member=len(subjects) > 1, member=part)
            obj = Argument(token=c.head, kind=ArgumentKind.CHANGE)
            yield self._relation(c, stance, "undergoes", (subject, obj), denied=n, words=[c.head], qualifiers=qualifiers)

    def _parts(self, c: Clause, subjects: list[tuple[int, bool]]) -> list[tuple[int, bool, int]]:
        """Return (token, denied, member meant or -1) of the subjects; "the volumes of A and B" is one token with two members."""
        amounts = self._members.amounts(c.subjects[0]) if len(subjects) == 1 and not c.is_passive else []
        return [(c.subjects[0], False, x) for x in amounts] or [(x, y, -1) for x, y in subjects]

    def _course(self, c: Clause, stance: Stance, subjects: list[tuple[int, bool]], gerund: PrepArgument) -> Iterator[Relation]:
        """For "the approval focuses on improving X": what a verb leads to is a course of action."""
        for s, n in subjects:
            for m in self._members.measures(gerund.object):
                subject = Argument(token=s, is_member=len(subjects) > 1)
                yield self._relation(c, stance, "relatedTo", (subject, m), denied=n, words=[c.head, gerund.token])

    def _undertaking(self, c: Clause, stance: Stance, subjects: list[tuple[int, bool]]) -> Iterator[Relation]:
        """For "A plans to do B": the subject undertakes the measure."""
        qualifiers = self._qualifiers.of_clause(c, set())
        every = list(self._members.measures(c.head))
        measures = [m for m in every if m.token == c.head] or (every if c.attachment == "root" else every[:1])
        for s, n in subjects:
            for m in measures:
                subject = Argument(token=s, is_member=len(subjects) > 1)
                yield self._relation(c, stance, "undertakes", (subject, m), denied=n, words=[c.head], qualifiers=qualifiers)

    def _relation(
        self,
        c: Clause,
        stance: Stance,
        name: str,
        ends: tuple[Argument, Argument],
        *,
        denied: bool,
        words: list[int],
        qualifiers: tuple[int, int] = (-1, -1),
    ) -> Relation:
        relation = self._ontology.relations[name]
        return Relation(
            subject=ends[0]._replace(wants=relation.domain),
            name=name,
            object=ends[1]._replace(wants=relation.range),
            stance=stance._replace(is_negative=not stance.is_negative) if denied else stance,
            predicate=self._qualifiers.predicate(c, words),
            sentence=self._p.sentence_of[c.head],
            when=self._times.of_clause(c.head),
            place=qualifiers[0],
            event=qualifiers[1],
            rule=f"open.{name}.v1",
            confidence=0.7 if name == "undertakes" else 0.6,
        )

    # ------------------------------------------------------------------ which clauses
    def is_told(self, c: Clause, stance: Stance) -> bool:
        """Return whether a clause tells something by itself: not a purpose, a bare gerund, or an infinitive that only describes a noun."""
        p = self._p
        if (c.attachment == "advcl" and c.marker == "to") or p.tags[c.head] == "MD":
            return False  # a modal verb without its verb: "The Governments shall:"
        if c.attachment == "conj" and not c.own_subject and c.parent in self._clauses:
            return self.is_told(self._clauses[c.parent], stance)
        if c.attachment == "pcomp":
            above = self._clauses.get(c.parent)
            return stance.is_negative or c.own_subject or (above is not None and above.lemma in self._lexicon.words["accusing_verb"])
        infinitive = any(p.tags[a] == "TO" for a in c.auxiliaries)
        if c.attachment in ("acl", "relcl") and infinitive:
            noun = p.lemmas[c.via] if c.via >= 0 else ""
            return (noun, "noun", "to") in self._lexicon.embeddings and bool(c.subjects) and "agent" in self._nouns.of(c.subjects[0])
        if (
            c.attachment in ("acl", "relcl")
            and stance.modality is not Modality.ACTUAL
            and not any(p.tags[a] == "MD" for a in c.auxiliaries)
            and self._stances.of_token(p.heads[c.head]).modality is not Modality.ACTUAL
        ):
            return False  # it only describes what is itself not actual
        if c.attachment in ("acl", "advcl") and p.tags[c.head] == "VBN" and c.is_passive and not c.own_subject:
            return bool(c.agents) or (c.attachment == "acl" and any(not a.is_clause and not self._is_time(a) for a in c.preps))
        if c.attachment == "acl" and c.via >= 0 and (p.lemmas[c.via] in self._lexicon.words["time_noun"] or self._times.is_time(c.via)):
            return False  # "in the week leading up to ..."
        return not (c.attachment == "acl" and p.tags[c.head] == "VBG" and not c.objects)

    def _is_carrier(self, c: Clause) -> bool:
        """Whether the clause only carries another one ("plans to ...", "said that ...") and says nothing of its own."""
        p = self._p
        if c.is_expletive or p.lowers[c.head] == "according":
            return True
        table = self._lexicon.embeddings
        if any(
            (p.lemmas[k], "adjective", "that") in table and table[p.lemmas[k], "adjective", "that"].is_indirect and p.tags[k] == "JJ"
            for k in c.complements
        ):
            return True
        if (
            (c.lemma, "verb", "that") in table
            and not c.objects
            and any(k in self._clauses and k > c.head and p.deps[k] in ("ccomp", "advcl", "xcomp") for k in p.kids[c.head])
        ):
            return True
        hosts = [c.head, *c.complements] + ([o for o in c.objects if c.lemma in self._lexicon.words["light_verb"]])
        for h in hosts:
            for k in p.kids[h]:
                if (k in self._clauses and p.deps[k] in ("xcomp", "ccomp")) or (
                    k in self._clauses and h in c.objects and p.deps[k] == "acl" and self._clauses[k].marker == "to"
                ):
                    return True
        entry = self._lexicon.embeddings.get((c.lemma, "verb", "that"))
        if (
            entry is not None
            and entry.is_indirect
            and not c.objects
            and not c.is_copula
            and ((c.lemma in self._lexicon.words["speech_verb"] and c.lemma != "continue") or not c.preps)
        ):
            return c.lemma not in self._lexicon.words["aspect_verb"]
        if c.objects or c.lemma not in self._lexicon.words["accusing_verb"]:
            return False
        return any(k.parent == c.head and k.attachment == "pcomp" and k.subjects for k in self._clauses.values())

    def _target(self, c: Clause, direct: list[int]) -> tuple[int, list[int]]:
        """The other end of an open statement, and the words that lead to it; (-1, ...) if the verb has none."""
        if direct:
            return direct[0], [c.head]
        if c.complements:
            return c.complements[0], [c.head]
        for a in c.preps:
            if not a.is_clause and not self._is_time(a) and a.word != "according" and a.object not in c.agents:
                return a.object, [c.head, a.token]
        return -1, [c.head]

    def _is_time(self, a: PrepArgument) -> bool:
        return self._times.is_time(a.object) or self._p.lemmas[a.object] in self._lexicon.words["time_noun"]
