"""Read clauses whose verb is told once: "A signed the pact; B did not", "A sent tents to B, and C generators to D"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsgraph.extract.clauses import Clause, prep_arguments
from newsgraph.extract.groundwork import Groundwork
from newsgraph.extract.members import Members
from newsgraph.extract.slots import Slots
from newsgraph.model import Interval, Modality, Voice
from newsgraph.relation import Relation, Stance

__all__ = ["EllipsisReader"]

_MODALS = {
    "will": Modality.INTENDED,
    "wo": Modality.INTENDED,
    "'ll": Modality.INTENDED,
    "shall": Modality.INTENDED,
    "would": Modality.INTENDED,
    "may": Modality.POSSIBLE,
    "might": Modality.POSSIBLE,
    "can": Modality.POSSIBLE,
    "ca": Modality.POSSIBLE,
    "could": Modality.POSSIBLE,
    "should": Modality.NECESSARY,
    "must": Modality.NECESSARY,
}
_PROFORMS = frozenset({"do", "have", "be"})
_BARE = frozenset({"nsubj", "nsubjpass", "neg", "advmod", "cc", "punct", "mark", "aux", "intj", "preconj", "npadvmod", "advcl"})
_ACTORS = frozenset({"Country", "Organization", "InternationalOrganization", "Person"})
_VOTES = frozenset({"for", "against"})
_REACH = 12
"""Clauses to look back for the verb."""


class EllipsisReader:
    """Finds the clause that a clause without its own verb repeats, and what it says by that."""

    def __init__(self, ground: Groundwork, members: Members) -> None:
        self._p = ground.p
        self._clauses = ground.clauses
        self._heads = list(ground.clauses)
        self._words = ground.lexicon.words
        self._stances = ground.stances
        self._times = ground.times
        self._members = members
        self._slots = Slots(ground.p, ground.nouns, ground.lexicon)

    # ------------------------------------------------------------------ "B did not", "B followed suit"
    def model(self, c: Clause, depth: int = 0) -> Clause | None:
        """Return the clause whose verb a clause stands for; None if it has its own."""
        if not self._is_proform(c) or depth > _REACH:
            return None
        found = self._told_above(c) or self._told_before(c)
        if found is not None and self._is_proform(found):
            return self.model(found, depth + 1)
        if found is None or (c.lemma == "be") != (found.is_passive or found.is_copula):
            return None
        return found

    def _is_proform(self, c: Clause) -> bool:
        p = self._p
        if not c.own_subject or c.is_expletive or c.complements or c.marker == "than":
            return False
        if c.objects and p.lemmas[c.objects[0]] not in self._words["same_noun"]:
            return False
        if c.lemma == "follow" and c.objects:
            return p.lemmas[c.objects[0]] == "suit"
        if c.lemma not in _PROFORMS and p.lowers[c.head] not in _MODALS:
            return False
        for k in p.kids[c.head]:
            if p.deps[k] == "advmod" and p.lowers[k] not in self._words["echo_adverb"]:
                return False  # "B did well"
            bare = p.deps[k] in _BARE or k in c.objects or (p.deps[k] == "conj" and k in self._clauses and self._clauses[k].own_subject)
            if not bare and not (p.deps[k] == "prep" and any(self._times.is_time(x) for x in p.kids[k])):
                return False
        return p.tags[c.subjects[-1]] not in ("WP", "WDT", "EX")

    def _told_above(self, c: Clause) -> Clause | None:
        """The clause it is coordinated with or hangs on, past what only reports it: "..., but B said it would not"."""
        above = self._clauses.get(c.parent)
        while above is not None and c.attachment == "ccomp":
            c, above = above, self._clauses.get(above.parent)
        if c.marker == "as" and above is not None and above.attachment == "ccomp":
            above = self._clauses.get(above.parent)  # "A denied that B had left, as did C": C denied it
            return above if above is not None and above.head < c.head else None
        return above if above is not None and c.attachment in ("conj", "advcl") and above.head < c.head else None

    def _told_before(self, c: Clause) -> Clause | None:
        """The last main clause before, in this sentence or the one before."""
        p = self._p
        here = p.sentence_of[c.head]
        before = [h for h in self._heads if h < c.head and here - p.sentence_of[h] <= 1 and p.heads[c.head] != h]
        for h in reversed(before):
            other = self._clauses[h]
            if other.own_subject and (other.attachment in ("root", "advcl") or p.heads[h] == h) and p.quote_of[h] == p.quote_of[c.head]:
                return other
        return None

    def relations(self, c: Clause, model: Clause, told: Sequence[Relation]) -> Iterator[Relation]:
        """Yield what a clause says by repeating another: its relations with the new subject, affirmed or denied by itself.

        Args:
            told: What the other clause says.
        """
        p = self._p
        if not model.subjects:
            return
        first, denied = self._members.of(model.subjects[0])[0]
        other = self._stances.of(model.head)
        own = self._own_stance(c, other)
        near = p.sentence_of[c.head] == p.sentence_of[model.head]
        when = self._times.of_clause(c.head)
        for r in told:
            if first not in (r.subject.token, r.object.token):
                continue
            negative = own.is_negative != (r.stance.is_negative != (other.is_negative != denied))
            modality = own.modality if r.stance.modality is other.modality else r.stance.modality
            for s, n in self._members.of(c.subjects[-1]):
                end = (r.subject if r.subject.token == first else r.object)._replace(token=s, is_member=True)
                yield r._replace(
                    subject=end if r.subject.token == first else r.subject,
                    object=r.object if r.subject.token == first else end,
                    stance=own._replace(is_negative=negative != n, modality=modality),
                    predicate=tuple(sorted({c.head, *(k for k in p.kids[c.head] if p.deps[k] in ("neg", "aux"))})),
                    sentence=p.sentence_of[c.head],
                    when=_shaped(when, r.when) or (r.when if near else None),
                    rule=f"ellipsis.{r.name}.v1",
                    confidence=0.8,
                )

    def _own_stance(self, c: Clause, other: Stance) -> Stance:
        """How the clause itself puts it; no surer than what it repeats, where it says no more than that it is likewise."""
        p = self._p
        stance = self._stances.of(c.head)
        if any(p.lowers[k] in ("neither", "nor") for k in p.kids[c.head]):
            stance = stance._replace(is_negative=True)
        modal = _MODALS.get(p.lowers[c.head])
        if modal is not None and stance.modality is Modality.ACTUAL:
            stance = stance._replace(modality=modal)
        elif stance.modality is Modality.ACTUAL and other.modality in (Modality.POSSIBLE, Modality.HYPOTHETICAL, Modality.PROPOSED):
            stance = stance._replace(modality=other.modality)
        if stance.voice is Voice.AUTHOR and other.voice is not Voice.AUTHOR:
            stance = stance._replace(voice=other.voice, speakers=other.speakers)
        return stance

    # ------------------------------------------------------------------ "and C generators to D"
    def gaps(self, c: Clause) -> Iterator[Clause]:
        """Yield the clauses that share a verb with one before and leave it out."""
        p = self._p
        if c.is_passive or c.is_copula or not c.subjects:
            return
        for k in p.kids[c.head]:
            if p.deps[k] == "conj" and k > c.head and p.poses[k] in ("NOUN", "PROPN") and k not in self._clauses:
                gap = self._gap(c, k)
                if gap is not None:
                    yield gap

    def _gap(self, c: Clause, noun: int) -> Clause | None:
        p = self._p
        preps = [a for a in prep_arguments(p, noun) if not self._times.is_time(a.object)]
        m = p.mention_at(noun)
        subject = next((k for k in p.kids[noun] if p.deps[k] == "compound" and self._is_actor(k) and p.mention_of[k] != p.mention_of[noun]), -1)
        if subject >= 0 and c.objects:
            recipients = c.objects[:1] if len(c.objects) > 1 else self._slots.recipient(c.objects[0])
            return replace(c, subjects=[subject], objects=[*recipients, noun], preps=preps or list(c.preps))
        used = {a.word for h in (c.head, *c.objects) for a in prep_arguments(p, h) if not self._times.is_time(a.object)}
        beside = [a for a in preps if m is not None and a.token == m.end and (a.word in used or a.word in _VOTES)]
        if subject < 0 and beside and self._is_actor(noun):
            return replace(c, subjects=[noun], preps=preps)
        return None

    def _is_actor(self, token: int) -> bool:
        m = self._p.mention_at(token)
        return m is not None and m.type in _ACTORS


def _shaped(when: Interval | None, other: Interval | None) -> Interval | None:
    """A time of its own, as a first or a last day where the time of what is repeated is one: "joined in 2009. B followed suit in 2017"."""
    if when is None or other is None or (other.start and other.end):
        return when
    return Interval(start=when.start, end=None, text=when.text) if other.start else Interval(start=None, end=when.end, text=when.text)
