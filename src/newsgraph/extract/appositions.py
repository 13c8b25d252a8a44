"""Read appositions: what a name is said to be beside it ("Lhokseumawe, an Indonesian port", "Iranian airline Mahan Air").

The copula frames of the ontology come first ("the Council, an organ of the Assembly"); what they do not cover gives an open
statement. Offices are read elsewhere, and a name set beside a noun only says what the noun is called.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extract.groundwork import Groundwork
from newsgraph.extract.matcher import Matcher
from newsgraph.model import Modality
from newsgraph.parse import Mention
from newsgraph.relation import Argument, Relation, Stance

__all__ = ["AppositionReader"]

_NAMED = frozenset({"Person", "Organization", "InternationalOrganization", "Place", "Country", "Entity", "Instrument", "Meeting"})


class AppositionReader:
    """Reads the appositions of one article."""

    def __init__(self, ground: Groundwork, matcher: Matcher, positions: frozenset[int]) -> None:
        self._p = ground.p
        self._ontology = ground.ontology
        self._stances = ground.stances
        self._times = ground.times
        self._lexicon = ground.lexicon
        self._matcher = matcher
        self._positions = positions

    def relations(self) -> Iterator[Relation]:
        """Yield what appositions say, in text order."""
        for m in self._p.mentions:
            if m.type in _NAMED:
                for noun in self._beside(m):
                    yield from self._said(m, noun)

    def _beside(self, m: Mention) -> list[int]:
        """Head nouns of the phrases that describe a name: after a comma or bracket, or directly before it."""
        p = self._p
        head = m.end - 1
        found = [k for t in range(m.start, m.end) for k in p.kids[t] if p.deps[k] == "appos" and k >= m.end]
        found += [k for k in p.kids[head] if k < m.start and p.deps[k] in ("compound", "nmod") and p.tags[k] == "NN"]
        return [k for k in found if self._describes(k, m)]

    def _describes(self, k: int, m: Mention) -> bool:
        p = self._p
        if p.tags[k] not in ("NN", "NNS") or p.mention_of[k] >= 0 or k in self._positions:
            return False
        classes = self._lexicon.nouns.get(p.lemmas[k], frozenset())
        if "honorific" in classes or p.lemmas[k] in self._lexicon.words["no_descriptor"]:
            return False
        if k > m.start:
            return any(p.deps[x] in ("det", "amod", "prep", "poss", "compound", "nummod") for x in p.kids[k])
        owner = p.mention_at(k - 1) if k else None
        return owner is not None and owner.type == "Demonym" and k + 1 == m.start

    def _said(self, m: Mention, noun: int) -> Iterator[Relation]:
        p = self._p
        stance = self._stances.of_noun(m.end - 1)
        if stance.modality is not Modality.HYPOTHETICAL:
            stance = stance._replace(modality=Modality.ACTUAL, is_negative=False)
        matched = False
        for roles in self._matcher.apposition(m.end - 1, noun):
            relation = self._ontology.relations[roles.frame.relation]
            if roles.subject < 0 or roles.object < 0 or roles.frame.flags:
                continue
            matched = True
            for one in self._described(m, noun) if roles.subject == m.end - 1 else [roles.subject]:
                yield self._relation(one, relation.name, roles.object, tuple(sorted(set(roles.words))), stance, 0.8, noun)
        owner = next(
            (
                x
                for x in p.kids[noun]
                if (d := p.mention_at(x)) is not None and d.type in ("Demonym", "Country") and p.deps[x] in ("amod", "poss", "compound")
            ),
            -1,
        )
        if not matched and owner >= 0 and m.type in ("Place", "Entity") and self._lexicon.is_noun(p.lemmas[noun], "place"):
            matched = True
            yield self._relation(m.end - 1, "locatedIn", owner, (noun,), stance, 0.8, noun)
        if not matched:
            names = self._described(m, noun)
            if len(names) == 1:  # "A and B, two neighbours": what several are need not be one thing
                yield self._relation(names[0], "relatedTo", noun, (noun,), stance, 0.6, noun)

    def _described(self, m: Mention, noun: int) -> list[int]:
        """Return the names a noun behind a list describes: all for a plural ("A, B and C, the founding members of D"), else the last."""
        p = self._p
        head = m.end - 1
        if noun < m.end:
            return [head]
        found = [head]
        for i in found:
            found.extend(k for k in p.kids[i] if p.deps[k] == "conj" and k < noun)
        if len(found) == 1 or any(p.mention_of[i] < 0 for i in found) or p.words[noun - 1] == "and":
            return [head]
        return found if p.tags[noun] == "NNS" else [max(found)]

    def _relation(self, subject: int, name: str, obj: int, words: tuple[int, ...], stance: Stance, confidence: float, noun: int) -> Relation:
        relation = self._ontology.relations[name]
        return Relation(
            subject=Argument(token=subject, wants=relation.domain),
            name=name,
            object=Argument(token=obj, is_member=True, wants=relation.range),
            stance=stance,
            when=self._times.of_noun(noun),
            predicate=words,
            sentence=self._p.sentence_of[subject],
            rule=f"apposition.{name}.v1",
            confidence=confidence,
        )
