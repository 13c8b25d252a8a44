"""Read the marks a clause itself bears: modal verbs, negation, hedges, the order of its words, and whether its subject can intend."""

from __future__ import annotations

from newsgraph.extract.clauses import Clause
from newsgraph.lexicon import Lexicon
from newsgraph.model import Modality
from newsgraph.parse import Parse
from newsgraph.relation import Stance

__all__ = ["PLAIN", "Marks"]


PLAIN = Stance()
"""What a clause without any mark has; always this same object."""
_FRONTED = frozenset("no not none never neither nor nowhere".split())
_NO_DENIAL = frozenset("only just merely simply until sooner long".split())
"""After "not" or "no" these deny nothing: "not only did A", "not until May did A", "no sooner had A"."""


class Marks:
    """Answers for the clauses of one article."""

    def __init__(self, p: Parse, lexicon: Lexicon) -> None:
        self._p = p
        self._lexicon = lexicon
        self._words = lexicon.words

    def of(self, c: Clause) -> Stance:
        """Return the modality, polarity and cues of a clause by itself."""
        p, words = self._p, self._words
        modality = Modality.ACTUAL
        cues: list[int] = []
        for a in c.auxiliaries:
            low = p.lowers[a]
            if low in ("will", "'ll", "wo", "shall"):
                modality = Modality.INTENDED
            elif low in words["necessity_modal"] and not self.is_inverted(c):
                modality = Modality.NECESSARY
            elif low in words["possibility_modal"] or low == "ca":
                modality = Modality.POSSIBLE
            elif low in ("would", "'d"):
                modality = self._would(c)
            else:
                continue
            cues.append(a)
        for k in p.kids[c.head]:
            if p.lowers[k] in words["hedge"] and p.deps[k] in ("advmod", "prep", "dep"):
                modality = Modality.POSSIBLE
                cues.append(k)
        if modality is Modality.ACTUAL and c.head > 1 and p.lowers[c.head - 1] == "but" and p.lowers[c.head - 2] == "all":
            modality = Modality.POSSIBLE  # "all but recalled": nearly
        if modality is Modality.ACTUAL and self._is_fiction(c):
            modality = Modality.POSSIBLE
        if (
            modality is Modality.ACTUAL
            and c.parent < 0
            and not (c.attachment == "acl" and c.via >= 0)
            and p.tags[c.head] == "VB"
            and any(p.tags[a] == "TO" for a in c.auxiliaries)
        ):
            modality = Modality.INTENDED  # a headline: "X to head Y"
        negative = self.negates(c)
        if self.is_inverted(c) and (c.attachment == "advcl" or self._opens(c)):
            modality = Modality.HYPOTHETICAL
        return Stance(modality=modality, is_negative=negative, cues=tuple(cues)) if cues or negative or modality is not Modality.ACTUAL else PLAIN

    def negates(self, c: Clause) -> bool:
        """Return whether a clause denies itself: "not", "never", "no longer", or "no" before one of its nouns."""
        p = self._p
        for k in p.kids[c.head]:
            if p.deps[k] == "neg" or (p.lowers[k] in self._words["negator"] and p.deps[k] in ("advmod", "preconj", "cc", "det")):
                following = p.lowers[k + 1] if k + 1 < len(p) else ""
                if following in _NO_DENIAL or self._is_just_after(c, k):
                    continue
                return p.deps[k] != "cc" or p.lowers[k] == "nor"
            if p.lowers[k] == "longer" and k and p.lowers[k - 1] == "no":
                return True
            if p.lowers[k] == "ever" and any(p.lowers[x] in self._words["restrictive_negator"] for x in p.kids[k]):
                return True  # "hardly ever"
        return self._has_denied_noun(c) or self._has_fronted_denial(c)

    def _is_just_after(self, c: Clause, k: int) -> bool:
        """Whether "hardly" only says how soon the next thing came: "Hardly had A signed when B attacked"."""
        p = self._p
        if p.lowers[k] not in self._words["restrictive_negator"] or p.lowers[k] == "not":
            return False
        return any(p.deps[x] == "advcl" and any(p.lowers[y] in ("when", "before", "than") for y in p.kids[x]) for x in p.kids[c.head])

    def _has_fronted_denial(self, c: Clause) -> bool:
        """Whether the auxiliary stands before the subject because of a denial in front: "at no time has A", "not once did A", "neither has A"."""
        p = self._p
        front = [*c.auxiliaries, c.head] if c.own_subject and not c.is_expletive else []
        aux = next((a for a in front if a < c.subjects[0] and a < c.head + 1), -1)
        if aux < 1:
            return False
        first = aux
        start = p.sentences[p.sentence_of[aux]].start
        while first > start and p.poses[first - 1] != "PUNCT" and p.lowers[first - 1] not in ("and", "but", "yet"):
            first -= 1
        if p.poses[first] == "ADP" and first + 1 < aux:
            first += 1
        return first < aux and p.lowers[first] in _FRONTED and p.lowers[first + 1] not in _NO_DENIAL

    def _has_denied_noun(self, c: Clause) -> bool:
        """Whether one of the clause's own nouns says no: "no member", "not all members", "nobody"."""
        nobody, lowers = self._words["nobody"], self._p.lowers
        for s in c.subjects if c.own_subject else ():
            if self._is_not_all(s) or self._has_no(s):
                return True
        for o in c.objects:
            if (lowers[o] in nobody and self._is_nobody(o)) or self._has_no(o):
                return True
        for a in c.preps:
            if not a.is_clause and lowers[a.object] in nobody and self._is_nobody(a.object):
                return True
            if not a.is_clause and f"{a.word} no {self._p.lemmas[a.object]}" in self._words["denying_phrase"] and self._has_no(a.object):
                return True  # "has at no time belonged to A", "in no way supports A"
        return c.is_copula and any(self._has_no(o) for o in c.complements)

    def _has_no(self, noun: int) -> bool:
        p = self._p
        return "no" in [p.lowers[k] for k in p.kids[noun] if p.deps[k] in ("det", "neg")]

    def _is_nobody(self, token: int) -> bool:
        """Whether an object is nobody or nothing: "released none", "met nobody"; but not "none other than X"; `members` sees to "none of"."""
        return self._p.lowers[token + 1 : token + 2] not in (("of",), ("other",), ("but",), ("short",), ("less",))

    def _is_not_all(self, subject: int) -> bool:
        """Whether a subject begins with a denial of its quantity: "not all members", "not a single one", "hardly any member"."""
        p = self._p
        if self._words["restrictive_negator"].isdisjoint(p.lowers[p.sentences[p.sentence_of[subject]].start : subject]):
            return False
        first = min(p.subtree(subject))
        return first < subject and p.lowers[first] in self._words["restrictive_negator"] and p.lowers[first + 1] not in ("only", "just", "merely")

    def is_inverted(self, c: Clause) -> bool:
        """Return whether it is "should X sign", "were X to" or "had X known": an auxiliary before the subject in a subordinate clause."""
        if not c.own_subject or not c.subjects or c.marker:
            return False
        first = [a for a in (*c.auxiliaries, c.head) if a < c.subjects[0]]
        return any(self._p.lowers[a] in ("should", "were", "had") for a in first)

    def _opens(self, c: Clause) -> bool:
        """Whether the auxiliary is the first word of the sentence: a condition or a question, never a fact."""
        return any(a == self._p.sentences[self._p.sentence_of[a]].start for a in (*c.auxiliaries, c.head))

    def _is_fiction(self, c: Clause) -> bool:
        """Whether the clause happens in what is made up: "in the film", "in theory", "in a mock attack", "on paper"."""
        p = self._p
        for a in c.preps:
            if a.is_clause or a.object < 0 or a.word not in ("in", "on", "during"):
                continue
            if p.lemmas[a.object] in self._words["fiction_noun"] and a.word == "in":
                return True
            if p.lemmas[a.object] == "paper" and a.word == "on" and not p.kids[a.object]:
                return True
            if any(
                p.lowers[k] in ("mock", "simulated", "fictional", "imaginary", "video") and p.deps[k] in ("amod", "compound")
                for k in p.kids[a.object]
            ):
                return True
        return False

    def has_agent(self, c: Clause) -> bool:
        """Return whether the subject can intend something: a name, a pronoun for people, or a noun for people and bodies."""
        p = self._p
        if c.is_passive:
            return bool(c.agents)
        for s in c.subjects:
            m = p.mention_at(s)
            nouns = self._lexicon.nouns.get(p.lemmas[s], frozenset())
            if (
                (m is not None and m.type not in ("Instrument", "Event", "Meeting"))
                or nouns & {"group", "person", "organization"}
                or p.lowers[s] in ("he", "she", "they", "we", "i", "you", "who")
            ):
                return True
        return False

    def _would(self, c: Clause) -> Modality:
        """For "would": future in the past under a reporting verb, otherwise a possibility."""
        if c.attachment == "ccomp" and c.parent >= 0 and self._p.tags[c.parent] in ("VBD", "VBN"):
            return Modality.INTENDED
        return Modality.POSSIBLE
