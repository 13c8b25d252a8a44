"""Say for each clause who stands behind it and how: modality, polarity, voice, speakers.

A clause starts from its own marks (modal verbs, negation, hedges) and takes on what the clause above says about it: a
reporting verb makes it somebody's words, "plan to" an intention, "if" a hypothesis, "fail to" a negation. The three axes are
independent. Where the grammar leaves a doubt, the weaker reading is taken: a claim must never become a fact by accident.
"""

from __future__ import annotations

from dataclasses import replace

from newsgraph.extract.attribution import Attribution
from newsgraph.extract.clauses import Clause, embedding_complement
from newsgraph.extract.marks import PLAIN, Marks
from newsgraph.extract.nominal import NominalStance
from newsgraph.extract.subordinates import SubordinateStance
from newsgraph.lexicon import Embedding, Lexicon
from newsgraph.model import BlockKind, Modality, Voice
from newsgraph.parse import Parse
from newsgraph.relation import Stance

__all__ = ["StanceReader"]


_MAX_DEPTH = 40


class StanceReader:
    """Computes stances, each once."""

    def __init__(self, p: Parse, clauses: dict[int, Clause], lexicon: Lexicon, attribution: Attribution) -> None:
        self._p = p
        self._clauses = clauses
        self._lexicon = lexicon
        self._words = lexicon.words
        self._attribution = attribution
        self._marks = Marks(p, lexicon)
        self._nominal = NominalStance(p, clauses, lexicon)
        self._subordinate = SubordinateStance(p, lexicon, self._nominal)
        self._known: dict[int, Stance] = {}

    def of(self, head: int, depth: int = 0) -> Stance:
        """Return the stance of the clause with this head."""
        if head not in self._known:
            if depth > _MAX_DEPTH:
                return Stance(modality=Modality.POSSIBLE)
            self._known[head] = self._compute(self._clauses[head], depth)
        return self._known[head]

    def of_token(self, token: int) -> Stance:
        """Return the stance of the nearest clause above a noun; plain for a noun that no clause holds."""
        i = token
        for _ in range(_MAX_DEPTH):
            if i in self._clauses:
                return self.of(i)
            if self._p.heads[i] == i:
                break
            i = self._p.heads[i]
        return self._quoted(PLAIN, token)

    def of_noun(self, token: int) -> Stance:
        """Return what a noun presupposes: true if it is the subject of a plain clause, open if its verb only wants or fears it."""
        p = self._p
        stance = self._nominal.of(token, self.of_token(token))
        quote = p.quote_of[token] if p.quote_of else -1
        if quote >= 0 and stance.is_plain and p.mention_of[token] < 0 and self._attribution.speaker_of_quote(quote) is None:
            return stance._replace(modality=Modality.POSSIBLE)  # "Peru's 'support' for Bolivia"
        return stance

    def is_content(self, token: int) -> bool:
        """Return whether a noun is what a noun above it says or fears: "allegations of an attack"."""
        return self._nominal.content_modality(token) is Modality.POSSIBLE

    # ------------------------------------------------------------------ composition
    def _compute(self, c: Clause, depth: int) -> Stance:
        above = self._above(c, depth)
        own = self._marks.of(c)
        stance = self._join(above, own, c)
        quote = self._p.quote_of[c.head] if self._p.quote_of else -1
        if stance.is_plain and quote >= 0 and self._attribution.speaker_of_quote(quote) is None:
            stance = stance._replace(modality=Modality.POSSIBLE)  # "Norway 'attacked Kenya'": words the article does not make its own
        return self._free_indirect(stance, c)

    def _above(self, c: Clause, depth: int) -> Stance:
        """What the context says, before the clause's own marks."""
        p = self._p
        if c.parent < 0 or c.attachment == "root":
            stance = self._root(c)
            return self._subordinate.of_lone_noun(c, stance) if c.attachment == "acl" and c.via >= 0 else stance
        if self._leaves_quote(c):
            return self._hedged_quote(c, depth)
        parent = self._clauses[c.parent]
        outer = self.of(c.parent, depth + 1)
        if c.attachment == "conj" and c.via < 0:
            if c.own_subject or any(p.tags[a] == "MD" or p.lowers[a] in ("do", "did", "does") for a in c.auxiliaries):
                return self._above(parent, depth + 1)  # it shares what is above the first clause, not its marks
            return outer._replace(is_negative=outer.is_negative and not self._marks.negates(c) and not self._stands_alone(c, parent))
        if c.attachment in ("ccomp", "xcomp") or self._due(c, parent) >= 0:
            return self._complement(c, parent, outer)
        if c.attachment == "advcl":
            return self._adverbial(c, outer, depth)
        if c.attachment == "pcomp":
            return self._subordinate.gerund(c, parent, outer, self.speaker(parent))
        if c.attachment in ("relcl", "acl"):
            stance = self._subordinate.of_noun(c, parent, outer, self.speaker(parent))
            source = self._attribution.of_relative(c.head)
            if source is not None and stance.voice is Voice.AUTHOR:
                stance = stance._replace(voice=Voice.INDIRECT, speakers=(source.token,), cues=(*stance.cues, *source.cues))
            return stance
        if c.attachment == "parataxis":
            return self._root(c)
        return outer._replace(modality=Modality.HYPOTHETICAL) if outer.modality is not Modality.ACTUAL else outer

    def _due(self, c: Clause, parent: Clause) -> int:
        """Return "time" in "it is (high) time X signed", which says what should be done; -1 for any other clause ("the third time X signed")."""
        p = self._p
        it = parent.is_expletive or any(p.lowers[s] == "it" for s in parent.subjects)
        if c.attachment not in ("ccomp", "relcl") or not parent.is_copula or not it:
            return -1
        hosts = [*parent.complements, *(a.object for a in parent.preps if a.word == "about")]
        time = next((k for k in hosts if k >= 0 and p.lowers[k] == "time"), -1)
        return time if time >= 0 and all(p.lowers[k] in ("high", "about", "past", "now") or k > time for k in p.kids[time]) else -1

    def _stands_alone(self, c: Clause, parent: Clause) -> bool:
        """For "had never met A and hoped to": a finite verb after "and" or "but" shares no auxiliary, and so no negation."""
        p = self._p
        finite = p.tags[c.head] in ("VBD", "VBZ", "VBP") and p.tags[parent.head] not in ("VBD", "VBZ", "VBP")
        return finite and any(p.deps[k] == "cc" and p.lowers[k] in ("and", "but") for k in p.kids[parent.head])

    def _hedged_quote(self, c: Clause, depth: int) -> Stance:
        """A quoted clause under words of the article: it is the speaker's, but "it is possible 'that ...'" keeps its doubt."""
        stance = self._root(c)
        parent = self._clauses[c.parent]
        reported = (parent.lemma, "verb", "that") in self._lexicon.embeddings and self._lexicon.embeddings[parent.lemma, "verb", "that"].is_indirect
        if c.attachment not in ("ccomp", "xcomp") or reported:
            return stance
        outer = self._complement(c, parent, self.of(c.parent, depth + 1))
        return stance._replace(modality=outer.modality, is_negative=outer.is_negative) if outer.modality is not Modality.ACTUAL else stance

    def _leaves_quote(self, c: Clause) -> bool:
        """Whether the clause is quoted, has a known speaker, and what is above it stands outside the quotation."""
        quote = self._p.quote_of[c.head] if self._p.quote_of else -1
        if quote < 0 or self._attribution.speaker_of_quote(quote) is None:
            return False
        return self._p.quote_of[c.parent] != quote

    def _quoted(self, stance: Stance, token: int) -> Stance:
        quote = self._p.quote_of[token] if self._p.quote_of else -1
        speaker = self._attribution.speaker_of_quote(quote) if quote >= 0 else None
        if speaker is None:
            return stance
        return stance._replace(voice=Voice.DIRECT, speakers=(speaker.token,), said_at=speaker.event, cues=(*stance.cues, *speaker.cues))

    def _root(self, c: Clause) -> Stance:
        p = self._p
        stance = self._quoted(PLAIN, c.head)
        sentence = p.sentences[p.sentence_of[c.head]]
        outside = self._attribution.of_clause(c.head) if stance.voice is Voice.AUTHOR else None
        if outside is not None:
            stance = stance._replace(voice=Voice.INDIRECT, speakers=(outside.token,), said_at=outside.event, cues=outside.cues)
        if "?" in p.words[max(sentence.start, sentence.end - 2) : sentence.end]:
            stance = stance._replace(modality=Modality.HYPOTHETICAL)
        elif c.marker in self._words["hypothetical_marker"] or self._is_imagined(c):
            stance = stance._replace(modality=Modality.HYPOTHETICAL)  # "If only X had signed"
        elif any(self._bears_out(k) if k in self._clauses else self._calls_claim(k) for k in p.kids[c.head]):
            stance = stance._replace(modality=Modality.POSSIBLE)  # "if X is to be believed", "if X is right", "so the story goes"
        return stance

    def _bears_out(self, k: int) -> bool:
        """Whether a clause beside a main clause makes it depend on a source: "if reports are true", "the argument goes"."""
        p, c = self._p, self._clauses[k]
        if p.deps[k] == "advcl" and c.marker == "if":
            right = any(p.lemmas[x] in self._words["bearing_out_adjective"] for x in c.complements)
            passive = any(p.lemmas[x] in self._words["bearing_out_verb"] for x in p.kids[k] if p.deps[x] == "xcomp")  # "is to be believed"
            return right or passive or c.lemma in self._words["bearing_out_verb"]
        return p.deps[k] in ("parataxis", "ccomp", "conj") and c.lemma == "go" and any(p.lemmas[s] in self._words["hearsay_noun"] for s in c.subjects)

    def _calls_claim(self, k: int) -> bool:
        """Whether a noun set beside a main clause says that it is a claim: "A attacked B, an accusation that ..."."""
        return self._p.deps[k] == "meta" and self._p.lemmas[k] in self._words["claim_apposition"]

    def _is_imagined(self, c: Clause) -> bool:
        """Whether the sentence opens by asking its reader to imagine it: "Suppose X signed", "Picture this: X signs"."""
        p = self._p
        first = p.sentences[p.sentence_of[c.head]].start
        return p.lemmas[first] in self._words["imagining_verb"] and p.tags[first] in ("VB", "VBP") and first != c.head

    # ------------------------------------------------------------------ what the clause above says
    def _entry(self, c: Clause, parent: Clause) -> tuple[Embedding | None, int, int]:
        """The lexicon's word on the embedding, the token that carries it, and whose words it makes them (-1: the subject's)."""
        p = self._p
        kind = embedding_complement(p, c)
        table = self._lexicon.embeddings
        hosts = [(c.via, "adjective"), (c.via, "noun")] if c.via >= 0 else []
        hosts += [(k, pos) for k in parent.complements for pos in ("adjective", "noun")]
        if (parent.lemma, "verb", kind) not in table:
            hosts.append((parent.head, "adjective"))
        if parent.is_copula and not parent.complements:
            hosts += [(s, "noun") for s in parent.subjects]
        hosts += [
            (o, "noun")
            for o in parent.objects
            if c.attachment == "xcomp" and (p.lemmas[o], "noun", kind) in table and p.lemmas[parent.head] in self._words["light_verb"]
        ]
        for token, pos in hosts:
            found = table.get((p.lemmas[token], pos, kind))
            if found:
                return found, token, -1
        if parent.particle and (parent.lemma + " " + parent.particle, "verb", kind) in table:
            return table[parent.lemma + " " + parent.particle, "verb", kind], parent.head, -1
        found = table.get((parent.lemma, "verb", kind))
        if found is None and kind == "bare":
            found = table.get((parent.lemma, "verb", "to"))  # "asked them restore the funds"
        return found, parent.head, -1

    def _complement(self, c: Clause, parent: Clause, outer: Stance) -> Stance:
        due = self._due(c, parent)
        if due >= 0:
            return outer._replace(modality=Modality.NECESSARY, cues=(*outer.cues, due))
        entry, token, _ = self._entry(c, parent)
        kind = embedding_complement(self._p, c)
        if entry is not None and entry.is_indirect and entry.is_negative and c.head < parent.head:
            return self._root(c)  # "X was blunt: Y has rejected ..." is no denial of what stands before
        if entry is None:
            return self._unknown_complement(c, parent, outer, kind)
        if not parent.subjects and parent.lemma in self._words["imagining_verb"] and not parent.is_passive and kind == "that":
            return outer._replace(modality=Modality.HYPOTHETICAL, cues=(*outer.cues, token))  # "Suppose X signed ..."
        if entry.modality is Modality.PROPOSED and not entry.act:
            entry = replace(entry, modality=Modality.PREDICTED)
        if entry.modality is Modality.NECESSARY and not (
            parent.is_passive or parent.is_expletive or any(self._p.lowers[s] == "it" for s in parent.subjects)
        ):
            entry = replace(entry, modality=Modality.POSSIBLE)  # "the partnership is critical to finish X" calls for nothing
        subjunctive = kind == "that" and c.marker == "that" and self._p.tags[c.head] == "VB" and not c.auxiliaries
        modality = Modality.PROPOSED if subjunctive else entry.modality
        return self._apply(entry, modality, token, parent, outer)

    def _apply(self, entry: Embedding, modality: Modality, token: int, parent: Clause, outer: Stance) -> Stance:
        cues = (*outer.cues, token)
        result = outer.modality if modality is Modality.ACTUAL else modality
        if not entry.is_indirect:
            if outer.modality is Modality.HYPOTHETICAL:
                result = Modality.HYPOTHETICAL
            if outer.is_negative and entry.is_negative and result is Modality.ACTUAL and self._p.lemmas[token] not in self._words["lapse_verb"]:
                result = Modality.POSSIBLE  # "has not ruled out sending X"
            return outer._replace(modality=result, is_negative=outer.is_negative != entry.is_negative, cues=cues)
        speaker = self.speaker(parent)
        if outer.is_negative:
            return outer._replace(modality=Modality.HYPOTHETICAL, is_negative=False, cues=cues)
        if parent.lemma in self._words["factive_verb"] and speaker >= 0 and not self._can_speak(speaker):
            return outer._replace(modality=result, cues=cues)  # "the results show that ..."
        if speaker < 0:
            weak = Modality.POSSIBLE if result is Modality.ACTUAL else result
            return outer._replace(modality=weak, is_negative=entry.is_negative, cues=cues)
        voice = Voice.DIRECT if outer.voice is Voice.DIRECT else Voice.INDIRECT
        keeps = outer.modality if outer.modality in (Modality.HYPOTHETICAL, Modality.POSSIBLE) and modality is Modality.ACTUAL else modality
        speakers = outer.speakers if outer.speakers[-1:] == (speaker,) else (*outer.speakers, speaker)
        event = self._attribution.event_of(parent.head)
        return Stance(
            modality=keeps, is_negative=entry.is_negative, voice=voice, speakers=speakers, cues=cues, said_at=event if event >= 0 else outer.said_at
        )

    def _can_speak(self, token: int) -> bool:
        """Whether a subject can be a source: a name, a pronoun for people, people, a body or a document."""
        p = self._p
        nouns = self._lexicon.nouns.get(p.lemmas[token], frozenset())
        return (
            p.mention_of[token] >= 0
            or bool(nouns & {"group", "person", "organization"})
            or p.lemmas[token] in self._words["document_noun"]
            or p.tags[token] in ("PRP", "WP")
        )

    def speaker(self, parent: Clause) -> int:
        """Head token of who says, thinks or wants what a clause embeds; -1 if the text does not say."""
        if parent.is_passive:
            return parent.agents[0] if parent.agents else -1
        if parent.is_expletive or not parent.subjects:
            return -1
        subject = parent.subjects[0]
        return -1 if self._p.lowers[subject] in self._words["expletive"] and self._p.deps[subject] == "expl" else subject

    def _unknown_complement(self, c: Clause, parent: Clause, outer: Stance, kind: str) -> Stance:
        cues = (*outer.cues, parent.head)
        p = self._p
        if parent.lemma in ("have", "be") and kind == "to" and any(p.lowers[k] == "yet" for k in (*p.kids[parent.head], *p.kids[c.head])):
            return outer._replace(is_negative=not outer.is_negative, cues=cues)  # "has yet to ratify"
        if parent.lemma == "be" and parent.is_expletive and kind == "that" and not any(p.tags[k] == "JJ" for k in parent.complements):
            return outer._replace(is_negative=False, cues=cues)  # a cleft sentence: "it was in May that ..."
        if parent.lemma in self._words["necessity_verb"] and kind == "to":
            return outer._replace(modality=Modality.NECESSARY, cues=cues)
        if parent.lemma == "be" and kind == "to":
            inverted = bool(parent.subjects) and parent.head < parent.subjects[0]
            unmet = any(p.lowers[a] == "have" for a in c.auxiliaries)  # "was to have met X"
            hypothetical = inverted or unmet or outer.modality is Modality.HYPOTHETICAL
            return outer._replace(modality=Modality.HYPOTHETICAL if hypothetical else Modality.INTENDED, cues=cues)
        if kind == "whether":
            return outer._replace(modality=Modality.HYPOTHETICAL, is_negative=False, cues=cues)
        if kind == "to":
            return outer._replace(modality=Modality.INTENDED, cues=cues)
        speaker = self.speaker(parent)
        if kind == "bare" and c.head < parent.head and speaker >= 0:
            voice = Voice.DIRECT if outer.voice is Voice.DIRECT else Voice.INDIRECT  # "Sign the treaty, X told Y"
            return outer._replace(modality=Modality.PROPOSED, voice=voice, speakers=(*outer.speakers, speaker), cues=cues)
        if kind == "bare":
            return outer
        if kind == "that" and speaker >= 0 and c.attachment == "ccomp" and outer.voice is Voice.AUTHOR:
            return outer._replace(modality=Modality.POSSIBLE, voice=Voice.INDIRECT, speakers=(speaker,), cues=cues)
        return outer._replace(modality=Modality.POSSIBLE if outer.modality is Modality.ACTUAL else outer.modality, cues=cues)

    def _adverbial(self, c: Clause, outer: Stance, depth: int) -> Stance:
        p, words = self._p, self._words
        marker = c.marker
        base = outer._replace(is_negative=False)
        report = self._lexicon.embeddings.get((c.lemma, "verb", "that"))
        if marker == "as" and report is not None and report.is_indirect and c.own_subject:
            return self._root(c)  # "as X announced": the saying is told by the article, whatever is said
        marks = {p.lowers[k] for k in p.kids[c.head] if p.deps[k] == "mark"}
        if marker in words["hypothetical_marker"] or self._marks.is_inverted(c) or (len(marks) > 1 and "as" in marks) or self._is_as_long_as(c):
            return base._replace(modality=Modality.HYPOTHETICAL, cues=(*outer.cues, self._marker_token(c)))
        if marker == "than" and any(p.lowers[k] == "rather" for k in (*p.kids[c.head], *p.kids[c.parent])):
            return base._replace(is_negative=True, cues=(*outer.cues, self._marker_token(c)))
        if marker == "to":
            return base._replace(modality=Modality.INTENDED)
        if marker in words["open_marker"]:
            return base._replace(modality=Modality.POSSIBLE)
        if marker in ("as", "while") and p.tags[c.head] == "VBD" and c.own_subject and base.modality is Modality.INTENDED:
            return base._replace(modality=Modality.ACTUAL)  # "to push for peace, even as others adopted ..."
        if marker in words["future_marker"]:
            return self._beside(c, base, depth)
        if p.tags[c.head] in ("VBG", "VBN") and not marker and not c.own_subject:
            return base
        return base._replace(modality=Modality.ACTUAL) if outer.modality is not Modality.HYPOTHETICAL else base

    def _is_as_long_as(self, c: Clause) -> bool:
        """Whether a clause is a condition that lasts: "as long as A backs B"; told in the past it only says when."""
        p = self._p
        return c.marker == "as" and p.lowers[self._marker_token(c) - 1] in ("long", "far") and p.tags[c.head] != "VBD"

    def _beside(self, c: Clause, base: Stance, depth: int) -> Stance:
        """For the headline "A accuses B of doing C as D does E": what goes on at the same time is not what A says."""
        sentence = self._p.sentences[self._p.sentence_of[c.head]]
        above = self._clauses.get(c.parent)
        if c.marker != "as" or sentence.kind is not BlockKind.HEADLINE or not c.own_subject or base.voice is Voice.AUTHOR:
            return base
        while above is not None and above.attachment in ("pcomp", "xcomp", "ccomp") and above.parent >= 0:
            above = self._clauses.get(above.parent)
        return self.of(above.head, depth + 1)._replace(is_negative=False) if above is not None else base

    def _marker_token(self, c: Clause) -> int:
        return next((k for k in self._p.kids[c.head] if self._p.deps[k] in ("mark", "advmod") and self._p.lowers[k] == c.marker), c.head)

    def _join(self, above: Stance, own: Stance, c: Clause) -> Stance:
        modality = above.modality
        p = self._p
        bare = p.tags[c.head] == "VB" and not c.auxiliaries and c.attachment in ("root", "conj")
        if (
            p.tags[c.head] == "VBP"
            and c.attachment == "conj"
            and c.parent >= 0
            and p.tags[c.parent] == "VBZ"
            and not c.own_subject
            and not c.auxiliaries
        ):
            bare = True  # "X has to end A, allow B": after a singular verb this is no present tense
        if bare and above.modality is Modality.ACTUAL and not (c.own_subject and c.attachment == "root"):
            modality = Modality.PROPOSED  # an imperative, or a list of infinitives the parser has cut off
        if own.modality is not Modality.ACTUAL and above.modality in (Modality.ACTUAL, Modality.INTENDED, Modality.PREDICTED):
            modality = own.modality
        if modality is Modality.INTENDED and own.modality is Modality.INTENDED and not self._marks.has_agent(c):
            modality = Modality.PREDICTED
        if own is PLAIN and modality is above.modality:
            return above
        return Stance(modality, above.is_negative != own.is_negative, above.voice, above.speakers, (*above.cues, *own.cues), above.said_at)

    def _free_indirect(self, stance: Stance, c: Clause) -> Stance:
        """A necessity nobody is named for, in a passage that reports somebody, is still that person's."""
        if stance.voice is not Voice.AUTHOR or c.attachment not in ("root", "xcomp", "ccomp", "conj"):
            return stance
        if stance.modality is not Modality.NECESSARY:
            return stance
        speaker = self._attribution.passage_speaker(self._p.sentence_of[c.head])
        return stance._replace(voice=Voice.INDIRECT, speakers=(speaker,)) if speaker >= 0 else stance
