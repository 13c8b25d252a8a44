"""Say what a preposition or a noun makes of the clause that hangs on it: "without signing", "accused of signing", "the claim that ..."."""

from __future__ import annotations

from newsgraph.extract.clauses import Clause, embedding_complement
from newsgraph.extract.nominal import NominalStance
from newsgraph.lexicon import Lexicon
from newsgraph.model import Modality, Voice
from newsgraph.parse import Parse
from newsgraph.relation import Stance

__all__ = ["SubordinateStance"]

_SO_IT_IS = frozenset({"case", "fact", "truth"})


class SubordinateStance:
    """Answers for the clauses of one article that hang on a preposition or a noun."""

    def __init__(self, p: Parse, lexicon: Lexicon, nominal: NominalStance) -> None:
        self._p = p
        self._nominal = nominal
        self._lexicon = lexicon
        self._words = lexicon.words

    def gerund(self, c: Clause, parent: Clause, outer: Stance, speaker: int) -> Stance:
        """Return the stance of a clause after a preposition.

        Args:
            parent: The clause above.
            outer: Its stance.
            speaker: Head token of its speaker, or -1.
        """
        p, words = self._p, self._words
        prep = p.lowers[c.via] if c.via >= 0 else ""
        base = outer._replace(is_negative=False)
        cues = (*outer.cues, c.via) if c.via >= 0 else outer.cues
        entry = self._lexicon.embeddings.get((parent.lemma, "verb", "from")) if prep == "from" else None
        short = prep == "of" and any(p.lowers[k] == "short" for k in (*p.kids[parent.head], p.heads[c.via] if c.via >= 0 else parent.head))
        far = prep == "from" and p.lowers[p.heads[c.via]] == "far"  # "far from condemning it, X ..."
        if prep in words["negative_prep"] or entry is not None or short or far:
            return base._replace(is_negative=True, cues=cues)
        if parent.lemma in words["accusing_verb"] and prep in ("of", "for", "with") and speaker >= 0:
            return base._replace(
                voice=Voice.DIRECT if outer.voice is Voice.DIRECT else Voice.INDIRECT,
                speakers=(*outer.speakers, speaker),
                cues=(*outer.cues, parent.head),
            )
        if parent.lemma in words["clearing_verb"] and prep == "of":
            return base._replace(modality=Modality.POSSIBLE if base.modality is Modality.ACTUAL else base.modality, is_negative=True, cues=cues)
        if parent.lemma in words["depending_verb"]:
            return base._replace(modality=Modality.HYPOTHETICAL, cues=(*cues, parent.head))  # "depends on A doing B"
        if prep in words["actual_prep"]:
            return base
        if prep in words["goal_prep"]:
            return base._replace(modality=Modality.INTENDED, cues=cues)
        weak = Modality.POSSIBLE if outer.modality is Modality.ACTUAL else outer.modality
        return base._replace(modality=weak, cues=cues)

    def of_noun(self, c: Clause, parent: Clause, outer: Stance, speaker: int) -> Stance:
        """Return the stance of a clause on a noun: what the noun says ("the claim that ...") or what is said of the noun ("the pact that ...").

        Args:
            parent: The clause the noun stands in.
            outer: Its stance.
            speaker: Head token of its speaker, or -1.
        """
        p = self._p
        base = outer._replace(is_negative=False)
        noun = c.via
        if noun < 0:
            return base
        infinitive = any(p.tags[a] == "TO" for a in c.auxiliaries)
        kind = embedding_complement(p, c) if c.attachment != "relcl" or infinitive else "relative"
        entry = self._lexicon.embeddings.get((p.lemmas[noun], "noun", kind))
        if entry is not None and kind == "that":
            return self._content(c, parent, outer, speaker)
        if entry is not None:
            modality = outer.modality if entry.modality is Modality.ACTUAL else entry.modality
            none = any(p.lowers[k] == "no" for k in p.kids[noun])  # "has no plans to"
            return base._replace(modality=modality, is_negative=entry.is_negative != none, cues=(*outer.cues, noun))
        if kind == "to":
            return base._replace(modality=Modality.INTENDED)
        if c.attachment == "acl" and kind == "that" and c.marker == "that":
            return base._replace(modality=Modality.POSSIBLE if outer.modality is Modality.ACTUAL else outer.modality)
        return self._description(c, parent, outer, kind)

    def of_lone_noun(self, c: Clause, stance: Stance) -> Stance:
        """Return the stance of a clause on a noun that no clause holds, as in a headline: "Peru's failure to sign the pact"."""
        kind = embedding_complement(self._p, c)
        entry = self._lexicon.embeddings.get((self._p.lemmas[c.via], "noun", kind))
        if entry is None:
            return stance._replace(modality=Modality.INTENDED) if kind == "to" else stance
        modality = stance.modality if entry.modality is Modality.ACTUAL else entry.modality
        return stance._replace(modality=modality, is_negative=entry.is_negative, cues=(*stance.cues, c.via))

    def _content(self, c: Clause, parent: Clause, outer: Stance, speaker: int) -> Stance:
        """What a noun says: "the claim that ...", "X's claim that ...", "it is a lie that ..."."""
        p = self._p
        noun = c.via
        entry = self._lexicon.embeddings[p.lemmas[noun], "noun", "that"]
        cues = (*outer.cues, noun)
        told = parent.is_copula and noun in parent.complements and (parent.is_expletive or any(p.lowers[s] == "it" for s in parent.subjects))
        if told and p.lemmas[noun] in _SO_IT_IS:
            return outer._replace(cues=cues)
        if told and entry.is_negative:
            return outer._replace(is_negative=not outer.is_negative, cues=cues)
        if noun in parent.subjects and parent.is_copula and any(p.lemmas[k] in self._words["denial_adjective"] for k in parent.complements):
            weak = outer.is_negative and outer.modality is Modality.ACTUAL  # "the rumour was not false"
            return outer._replace(modality=Modality.POSSIBLE if weak else outer.modality, is_negative=not outer.is_negative, cues=cues)
        modality = outer.modality if entry.modality is Modality.ACTUAL else entry.modality
        stance = outer._replace(modality=modality, is_negative=entry.is_negative, cues=cues)
        owner = p.kid(noun, "poss")
        if owner < 0 and noun in parent.objects and parent.lemma in self._words["voicing_verb"] and not parent.is_passive:
            owner = speaker
        if owner < 0 or owner in outer.speakers or outer.modality is Modality.HYPOTHETICAL:
            return stance
        return stance._replace(voice=Voice.DIRECT if outer.voice is Voice.DIRECT else Voice.INDIRECT, speakers=(*outer.speakers, owner))

    def _description(self, c: Clause, parent: Clause, outer: Stance, kind: str) -> Stance:
        """What is said of a noun: "the organization that groups X", "X, which ...", "a pact that ..."."""
        p = self._p
        noun = c.via
        base = outer._replace(is_negative=False)
        if outer.modality is Modality.ACTUAL and p.mention_of[noun] < 0 and (content := self._nominal.content_modality(noun)) is not Modality.ACTUAL:
            return base._replace(modality=content, cues=(*outer.cues, noun))  # "allegations of atrocities carried out by A"
        if parent.lemma in self._words["depending_verb"] and p.tags[c.head] == "VBG" and noun not in parent.subjects:
            return base._replace(modality=Modality.HYPOTHETICAL, cues=(*outer.cues, parent.head))  # "depends on A ratifying B"
        definite = kind == "relative" and p.tags[c.head] not in ("VB", "VBG") and any(p.lowers[k] == "the" for k in p.kids[noun] if k < noun)
        if definite and outer.modality is not Modality.HYPOTHETICAL:
            return base._replace(modality=Modality.ACTUAL)  # "the organization that groups X" is presupposed
        left = min(p.subtree(c.head))
        if p.mention_of[noun] >= 0 and "," in p.words[max(0, left - 1) : left + 1]:
            return base._replace(modality=Modality.ACTUAL) if outer.modality is not Modality.HYPOTHETICAL else base
        if outer.modality == Modality.ACTUAL and parent.lemma in self._words["intensional_verb"]:
            return base._replace(modality=Modality.POSSIBLE)
        return base
