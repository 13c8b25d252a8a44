"""Turn frames down that a clause cannot be, before any of their slots is filled."""

from __future__ import annotations

from newsgraph.extract.clauses import Clause
from newsgraph.lexicon import Lexicon
from newsgraph.parse import Parse
from newsgraph.phrasing import Frame

__all__ = ["SCREENED", "Screen"]

SCREENED = frozenset({"meetsWith", "organizedBy", "memberOf", "undergoes"})
"""Relations whose verbs are looked at; of others only the particle matters."""


class Screen:
    """Looks at the particle and the context of verbs of one article."""

    def __init__(self, p: Parse, lexicon: Lexicon) -> None:
        self._p = p
        self._lexicon = lexicon
        self._words_of: dict[int, frozenset[str]] = {}

    def words(self, c: Clause) -> frozenset[str]:
        """Return all words of the sentence of a clause, as they stand and as lemmas; worked out once a sentence."""
        p, number = self._p, self._p.sentence_of[c.head]
        if number not in self._words_of:
            s = p.sentences[number]
            self._words_of[number] = frozenset((*p.lowers[s.start : s.end], *p.lemmas[s.start : s.end]))
        return self._words_of[number]

    def passes(self, frame: Frame, c: Clause) -> bool:
        """Whether particle and context of a verb allow a frame, before any slot is filled."""
        p = self._p
        if frame.particle and frame.particle != c.particle:
            adverbs = {p.lowers[k] for k in p.kids[c.head] if p.deps[k] in ("advmod", "prep", "prt")}
            if frame.particle not in adverbs:
                return False
        if c.particle and not frame.particle and not any(c.particle in a.preps for a in frame.arguments):
            return False  # "called off the summit" is not "called the summit"
        if frame.relation in ("meetsWith", "organizedBy"):
            return not self._only_names(c)
        if frame.relation == "memberOf" and "ends" in frame.flags and c.objects:
            return any(not a.preps or c.particle in a.preps for a in frame.arguments)  # "A pulled B out of C": it is B that leaves
        # "declined to comment" is no decline
        return frame.relation != "undergoes" or not any(p.deps[k] == "xcomp" for k in p.kids[c.head])

    def _only_names(self, c: Clause) -> bool:
        """Whether the clause says what somebody is taken for: "called them heroes", "sees X as a threat"; nobody calls on anybody there."""
        if c.lemma not in self._lexicon.words["naming_verb"]:
            return False
        quoted = any(self._p.deps[k] in ("oprd", "ccomp", "acomp", "attr", "xcomp") and k > c.head for k in self._p.kids[c.head])
        return quoted or any(a.word == "as" for a in c.preps)
