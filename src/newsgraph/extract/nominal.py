"""Say how real what a noun names is: "the signing by A", "the so-called signing", "a planned meeting of A and B", "no signing"."""

from __future__ import annotations

from newsgraph.extract.clauses import Clause
from newsgraph.lexicon import Lexicon
from newsgraph.model import Modality
from newsgraph.parse import Parse
from newsgraph.relation import Stance

__all__ = ["NominalStance"]

_DEPTH = 6
_MODIFIERS = ("amod", "advmod", "nmod", "compound")


class NominalStance:
    """Answers for the nouns of one article."""

    def __init__(self, p: Parse, clauses: dict[int, Clause], lexicon: Lexicon) -> None:
        self._p = p
        self._clauses = clauses
        self._lexicon = lexicon
        self._words = lexicon.words

    def of(self, token: int, above: Stance) -> Stance:
        """Return what a noun presupposes, given the stance of the clause above it.

        It is true if it is the subject of a plain clause, and open if the clause only wants, fears, arranges or denies it.
        """
        p = self._p
        denied = any(p.lowers[k] == "no" for k in p.kids[token]) or self._is_ruled_out(token)
        i = token
        while i not in self._clauses and p.heads[i] != i:
            i = p.heads[i]
        c = self._clauses.get(i)
        modality = above.modality
        is_subject = c is not None and self._under_subject(c, token)
        if self._is_hedged(token) or (c is not None and self._is_doubted(c, is_subject=is_subject)):
            modality = Modality.POSSIBLE
        elif c is not None and modality is Modality.ACTUAL:
            if is_subject:
                modality = Modality.INTENDED if c.is_passive and c.lemma in self._words["arranging_verb"] else modality
                denied = denied or self._is_denied(c, above)
            elif c.lemma in self._words["intensional_verb"]:
                wanted = self._wanted(c, token)
                modality, denied = (modality, True) if wanted is None else (wanted, denied)
            elif c.lemma in self._words["backing_verb"] and p.lemmas[token] in self._words["entry_noun"]:
                modality = Modality.POSSIBLE  # "backs A's accession to B"
            elif above.is_negative and not c.is_expletive:
                modality = Modality.POSSIBLE
        if modality is Modality.ACTUAL:
            modality = self.content_modality(token)
        if self._is_eventual(token) or (is_subject and c is not None and c.lemma in self._words["depending_verb"]):
            modality = Modality.HYPOTHETICAL  # "in the event of an attack", "entry depends on ..."
        return Stance(modality=modality, is_negative=denied, voice=above.voice, speakers=above.speakers, cues=above.cues, said_at=above.said_at)

    def _is_hedged(self, token: int) -> bool:
        """Whether a word before the noun takes it back: "alleged", "so-called", "would-be", "mock"."""
        p, hedges = self._p, self._words["hedge_adjective"]
        for k in p.kids[token]:
            if k < token and p.deps[k] in _MODIFIERS:
                if p.lemmas[k] in hedges or p.lowers[k] in hedges:
                    return True
                whole = p.subtree(k)
                if len(whole) > 1 and "".join(p.lowers[x] for x in whole) in hedges:
                    return True
        return False

    def _is_doubted(self, c: Clause, *, is_subject: bool) -> bool:
        """Whether a verb undoes or doubts its object ("alleged an attack"), or, in the passive, its subject ("was called off")."""
        if not is_subject:
            called = any(self._p.lowers[o] == "what" for o in c.objects)  # "what it called support for rebels"
            return called or c.lemma in self._words["claiming_verb"]
        if c.is_copula and any(self._p.lemmas[k] in self._words["doubt_adjective"] | self._words["prospect_noun"] for k in c.complements):
            return True  # "sanctions on A are possible"
        return c.is_passive and (
            c.lemma in self._words["undoing_verb"]
            or c.lemma in self._words["claiming_verb"]
            or (c.lemma in self._words["intensional_verb"] and c.lemma not in self._words["arranging_verb"])
        )

    def _is_denied(self, c: Clause, above: Stance) -> bool:
        """Whether the clause says of its subject that it did not happen: "the signing never happened", "the signing was a hoax"."""
        if above.is_negative:
            return c.lemma in self._words["occurrence_verb"] and not c.is_passive
        turned = [x for k in self._p.kids[c.head] if self._p.deps[k] == "xcomp" for x in self._p.kids[k] if self._p.deps[x] in ("attr", "acomp")]
        found = [*turned, *(c.complements if c.is_copula else ())]  # "turned out to be a hoax"
        return any(self._p.lemmas[k] in self._words["denial_adjective"] | self._words["fiction_noun"] for k in found)

    def _wanted(self, c: Clause, token: int) -> Modality | None:
        """How far a verb is with a deed of its own subject: "plans an attack", "is considering sanctions"; None if it refuses the deed.

        What it wants of others is proposed.
        """
        table = self._lexicon.embeddings
        entry = table.get((c.lemma, "verb", "to")) or table.get((c.lemma, "verb", "ing"))
        if entry is None or token not in c.objects or c.lemma not in self._words["own_deed_verb"]:
            return Modality.PROPOSED
        if entry.is_negative:
            return None
        return entry.modality if entry.modality is not Modality.ACTUAL else Modality.PROPOSED

    def content_modality(self, token: int) -> Modality:
        """Return what the nouns above a noun make of it: "a call for talks" proposes them, "allegations of attacks" leave them open."""
        p, table = self._p, self._lexicon.embeddings
        i = p.heads[token]
        for _ in range(_DEPTH):
            if (
                i in self._clauses
                or p.heads[i] == i
                or (p.deps[i] == "prep" and (p.lowers[i] in self._words["actual_prep"] or p.lowers[i] == "from"))
            ):
                break
            wanted = table.get((p.lemmas[i], "noun", "to"))
            if wanted is not None and wanted.modality is not Modality.ACTUAL:
                return Modality.PROPOSED
            told = table.get((p.lemmas[i], "noun", "that"))
            if told is not None and told.modality is not Modality.ACTUAL:
                return Modality.PROPOSED if told.modality is Modality.PROPOSED else Modality.POSSIBLE
            i = p.heads[i]
        return Modality.ACTUAL

    def _is_eventual(self, token: int) -> bool:
        """Whether the noun is what may come: "in the event of an attack", "in case of an invasion"."""
        p = self._p
        of = p.heads[token]
        noun = p.heads[of]
        return (
            p.deps[token] == "pobj" and p.lemmas[noun] in self._words["eventuality_noun"] and p.lowers[p.heads[noun]] == "in" and p.lowers[of] == "of"
        )

    def _is_ruled_out(self, token: int) -> bool:
        """Whether the preposition before a noun says that there is none: "rather than a clash", "instead of talks", "without support"."""
        p = self._p
        prep = p.heads[token]
        if p.deps[token] != "pobj":
            return False
        word = p.lowers[prep]
        rather = word == "than" and p.lowers[prep - 1] == "rather"
        return word in self._words["negative_prep"] or rather or (word == "of" and p.lowers[prep - 1] == "instead")

    def _under_subject(self, c: Clause, token: int) -> bool:
        p = self._p
        i = token
        while p.heads[i] != i and p.heads[i] != c.head:
            i = p.heads[i]
        return p.deps[i] in ("nsubj", "nsubjpass")
