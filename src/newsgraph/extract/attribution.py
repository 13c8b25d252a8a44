"""Find who says what: the speaker of each quotation, sources named outside the grammar of a clause, and whose passage it is."""

from __future__ import annotations

from dataclasses import dataclass

from newsgraph.extract.clauses import Clause
from newsgraph.lexicon import Lexicon
from newsgraph.model import BlockKind
from newsgraph.parse import Parse

__all__ = ["Attribution", "Speaker"]

UNNAMED = -2
"""Speaker token of a quotation that the text attributes to nobody."""
_PASSAGE = 4
_LABEL = 6
"""Tokens of a source set off by a colon or a dash."""
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET", "ADP", "PART", "NUM"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who says it: head token (or `UNNAMED`), token of the event it was said at (-1: none), cue tokens."""

    token: int
    event: int = -1
    cues: tuple[int, ...] = ()


class Attribution:
    """Answers for one article who speaks."""

    def __init__(self, p: Parse, clauses: dict[int, Clause], lexicon: Lexicon) -> None:
        self._p = p
        self._clauses = clauses
        self._lexicon = lexicon
        self._reports = [c for c in clauses.values() if self._is_report(c)]
        self._by_sentence: dict[int, list[Clause]] = {}
        for c in self._reports:
            self._by_sentence.setdefault(p.sentence_of[c.head], []).append(c)
        self._according: dict[int, Speaker] = {}
        self._scoped: dict[int, Speaker] = {}
        for i in range(len(p)):
            if p.lowers[i] == "according":
                self._note_according(i)
            elif p.lemmas[i] in lexicon.words["view_noun"] and p.lowers[p.heads[i]] in ("in", "by") and p.deps[i] == "pobj":
                self._note_view(i)
            elif p.lowers[i] == "per" and p.deps[i] == "prep" and i and (p.words[i - 1] == "," or p.lowers[i - 1] == "as"):
                self._note_source(i)
        self._note_labels()
        self._speakers = self._sentence_speakers()
        self._quotes: dict[int, Speaker | None] = {}
        for q in range(len(p.quotes)):
            self._quotes[q] = self._find(q)
        self._passages = self._passage_speakers()

    # ------------------------------------------------------------------ answers
    def speaker_of_quote(self, quote: int) -> Speaker | None:
        """Return who speaks in a quotation; None if its words only set a term apart."""
        return self._quotes.get(quote)

    def of_clause(self, head: int) -> Speaker | None:
        """Return the source named beside a main clause: "according to X", "..., she added, ...", "as X announced"."""
        p = self._p
        sentence = p.sentence_of[head]
        reports = self._by_sentence.get(sentence, [])
        for c in () if any(r.head == head and r.lemma in self._lexicon.words["speech_verb"] for r in reports) else reports:
            k = c.head
            if (
                k != head
                and p.heads[k] != k
                and p.deps[k] in ("parataxis", "ccomp", "advcl", "conj")
                and self._is_parenthesis(c, p.heads[k])
                and self._covers(c, head)
            ):
                return Speaker(token=self._subject(c), event=self.event_of(k), cues=(k,))
            if k > head and self._closes(c):
                return Speaker(token=self._subject(c), event=self.event_of(k), cues=(k,))
        return self._according.get(sentence)

    def _closes(self, c: Clause) -> bool:
        """Whether a report ends its sentence after a comma and so speaks for all of it: "A did, and B did, the release said."."""
        p = self._p
        end = p.sentences[p.sentence_of[c.head]].end
        subject = self._subject(c)
        if (
            c.lemma not in self._lexicon.words["speech_verb"]
            or subject < 0
            or any(p.deps[k] in ("ccomp", "xcomp", "dobj") and k > c.head for k in p.kids[c.head])
        ):
            return False
        last = max([*p.subtree(subject), c.head])
        first = min([*p.subtree(subject), c.head])
        tail = [i for i in range(last + 1, end) if p.poses[i] in ("VERB", "AUX") and p.sentence_of[i] == p.sentence_of[c.head]]
        return first > 0 and p.words[first - 1] in (",", "”", '"') and not tail and subject in range(first, end)

    def _covers(self, c: Clause, head: int) -> bool:
        """Whether a parenthesis speaks for a main clause: the one it hangs on, or all before it when it ends the sentence."""
        p = self._p
        if p.heads[c.head] == head:
            return True
        end = p.sentences[p.sentence_of[head]].end
        return max(p.subtree(c.head)) >= end - 2 and head < c.head

    def event_of(self, verb: int) -> int:
        """Return the event something was said at ("said at the session"), or -1."""
        for a in self._clauses[verb].preps:
            if a.word in ("at", "during", "in") and not a.is_clause and self._is_event(a.object):
                return a.object
        return -1

    def passage_speaker(self, sentence: int) -> int:
        """Return whose words a sentence without a source goes on with (free indirect speech), or -1."""
        return self._passages.get(sentence, -1)

    # ------------------------------------------------------------------ reports
    def _is_report(self, c: Clause) -> bool:
        table = self._lexicon.embeddings
        entry = table.get((f"{c.lemma} {c.particle}" if c.particle else c.lemma, "verb", "that")) or table.get((c.lemma, "verb", "that"))
        return (self._puts_it(c) or (entry is not None and entry.is_indirect)) and self._subject(c) >= 0

    def _puts_it(self, c: Clause) -> bool:
        """Whether it is "as X put it", "as X tells it", "the way X sees it"."""
        return c.lemma in self._lexicon.words["putting_verb"] and c.marker == "as" and any(self._p.lowers[o] == "it" for o in c.objects)

    def _subject(self, c: Clause) -> int:
        if c.is_passive:
            return c.agents[0] if c.agents else -1
        return c.subjects[0] if c.subjects and c.own_subject else -1

    def _is_parenthesis(self, c: Clause, head: int) -> bool:
        p = self._p
        if self._is_report(c) and p.deps[c.head] in ("conj", "parataxis") and any(p.lowers[k] == "so" for k in p.kids[c.head]):
            return True  # "or so X claims"
        told = ("ccomp",) if c.lemma in self._lexicon.words["addressing_verb"] else ("ccomp", "dobj")  # "as X told reporters"
        if not self._is_report(c) or (not self._puts_it(c) and any(p.deps[k] in told for k in p.kids[c.head])):
            return False
        if p.deps[c.head] == "advcl":
            return c.marker == "as"
        left = min(p.subtree(c.head))
        marks = (",", "”", '"', "-", "–", "—")
        return (
            left > 0
            and (p.words[left - 1] in marks or p.words[left] in marks)
            and (p.deps[c.head] == "parataxis" or left > head or p.tags[c.head] in ("VBD", "VBZ", "VBP"))
        )

    def _is_event(self, token: int) -> bool:
        m = self._p.mention_at(token)
        return (m is not None and m.type in ("Meeting", "Event")) or self._lexicon.is_noun(self._p.lemmas[token], "meeting")

    def _note_according(self, i: int) -> None:
        p = self._p
        if i + 1 >= len(p) or p.lowers[i + 1] != "to":
            return
        objects = [x for k in (i + 1, i) for x in p.kids[k] if p.deps[x] == "pobj"]
        if objects:
            source = objects[0]
            for k in p.kids[source]:  # "a tweet by X", "a statement from X": the person is the source
                if p.deps[k] == "prep" and p.lowers[k] in ("by", "from", "of"):
                    people = [x for x in p.kids[k] if p.deps[x] == "pobj" and p.mention_at(x) is not None]
                    source = people[0] if people and p.mention_at(source) is None else source
            if p.mention_at(source) is None:
                inner = [x for x in p.subtree(source) if p.lowers[x] == "by"]
                people = [y for x in inner for y in p.kids[x] if p.deps[y] == "pobj" and p.mention_at(y) is not None]
                source = people[0] if people else source
            scope = self._scope(i)
            if scope >= 0:
                self._scoped.setdefault(scope, Speaker(token=source, cues=(i, i + 1)))
                return
            self._according.setdefault(p.sentence_of[i], Speaker(token=source, cues=(i, i + 1)))

    def _note_source(self, i: int) -> None:
        """Note the source in ", per the Daily Nation"."""
        for x in self._p.kids[i]:
            named = self._p.mention_at(x) is not None or any(self._p.deps[k] in ("det", "poss") for k in self._p.kids[x])
            if self._p.deps[x] == "pobj" and named and self._is_source(x):  # "per head" names nobody
                self._according.setdefault(self._p.sentence_of[i], Speaker(token=x, cues=(i,)))

    def _is_source(self, token: int) -> bool:
        """Whether a noun phrase can be whose words something is: a name of an agent, a noun for people, a body or a text."""
        p = self._p
        m = p.mention_at(token)
        if m is not None:
            return m.type not in ("Instrument", "Meeting", "Event")
        kinds = self._lexicon.nouns.get(p.lemmas[token], frozenset())
        office = p.lowers[token] in self._lexicon.offices
        return office or bool(kinds & {"group", "person", "organization"}) or p.lemmas[token] in self._lexicon.words["document_noun"]

    def _note_view(self, i: int) -> None:
        """Note the owner of a view: "in X's view", "in the words of X"."""
        p = self._p
        owner = p.kid(i, "poss")
        if owner < 0:
            inner = [x for k in p.kids[i] if p.lowers[k] == "of" for x in p.kids[k] if p.deps[x] == "pobj"]
            owner = inner[0] if inner and (p.mention_of[inner[0]] >= 0 or self._is_source(inner[0])) else -1
        scope = self._scope(i)
        if owner >= 0 and scope >= 0:
            self._scoped.setdefault(scope, Speaker(token=owner, cues=(p.heads[i], i)))
        elif owner >= 0:
            self._according.setdefault(p.sentence_of[i], Speaker(token=owner, cues=(p.heads[i], i)))

    def _note_labels(self) -> None:
        """Note the source named before a colon or after a dash: "Togo: Norway attacked Kenya", "Norway attacked Kenya - minister"."""
        p = self._p
        for number, s in enumerate(p.sentences):
            first = p.words[s.start + 1 : min(s.end - 2, s.start + _LABEL + 1)]
            colon = s.start + 1 + first.index(":") if ":" in first else -1
            dash = -1
            if s.kind is BlockKind.HEADLINE:
                dash = next((i for i in range(s.end - 2, max(s.start + 2, s.end - _LABEL - 2), -1) if p.words[i] in ("-", "–", "—")), -1)
            if colon >= 0 and self._is_label(s.start, colon):
                self._according.setdefault(number, Speaker(token=colon - 1, cues=(colon,)))
            elif dash >= 0 and p.spaces[dash] and p.spaces[dash - 1] and self._is_label(dash + 1, s.end):
                self._according.setdefault(number, Speaker(token=s.end - 1, cues=(dash,)))

    def _is_label(self, start: int, end: int) -> bool:
        """Whether the tokens are no more than the name of a source."""
        return all(self._p.poses[i] in _NOMINAL for i in range(start, end)) and self._is_source(end - 1)

    def _scope(self, i: int) -> int:
        """Head of the relative clause that "according to" stands in and speaks for alone ("a policy which, according to X, ..."), or -1."""
        p = self._p
        for _ in range(len(p)):
            if i in self._clauses:
                return i if self._clauses[i].attachment == "relcl" else -1
            if p.heads[i] == i:
                return -1
            i = p.heads[i]
        return -1

    def of_relative(self, head: int) -> Speaker | None:
        """Return the source named inside a relative clause, if any."""
        return self._scoped.get(head)

    def _sentence_speakers(self) -> dict[int, int]:
        """The speaker a sentence names, in its main clause, beside it, or by "according to"."""
        p = self._p
        found: dict[int, int] = {}
        for s, reports in self._by_sentence.items():
            main = [c for c in reports if c.attachment in ("root", "parataxis", "conj") or c.parent < 0 or p.heads[c.head] == c.head]
            if main:
                found[s] = self._subject(main[0])
        for s, speaker in self._according.items():
            found.setdefault(s, speaker.token)
        return found

    # ------------------------------------------------------------------ quotations
    def _find(self, q: int) -> Speaker | None:
        p = self._p
        quote = p.quotes[q]
        first, last = p.sentence_of[quote.start], p.sentence_of[quote.end - 1]
        beside = self._beside(q, last) or (self._beside(q, first) if first != last else None)
        if beside is not None:
            return beside
        before = self._introduced(quote.start, first)
        if before is not None:
            return before
        if quote.follows and q > 0:
            return self._quotes[q - 1]
        for s in (first, last):
            if s in self._according:
                return self._according[s]
        sentence = p.sentences[first]
        is_whole = quote.start <= sentence.start + 1 and (quote.end >= sentence.end - 2 or last > first)
        if not is_whole or not any(p.poses[i] in ("VERB", "AUX") for i in range(quote.start, quote.end)):
            return None
        for s in range(first - 1, max(-1, first - _PASSAGE), -1):
            if s in self._speakers:
                return Speaker(token=self._speakers[s])
        return Speaker(token=UNNAMED)

    def _beside(self, q: int, sentence: int) -> Speaker | None:
        p = self._p
        quote = p.quotes[q]
        options = [c for c in self._by_sentence.get(sentence, []) if p.quote_of[c.head] != q and p.quote_of[self._subject(c)] != q]
        if not options:
            return None
        best = min(options, key=lambda c: min(abs(c.head - quote.start), abs(c.head - quote.end)))
        return Speaker(token=self._subject(best), event=self.event_of(best.head), cues=(best.head,))

    def _introduced(self, start: int, sentence: int) -> Speaker | None:
        """Return the speaker that "X said:" names in the sentence before, or a speaker's name and a colon before the quotation."""
        p = self._p
        s = p.sentences[sentence]
        colon = next((i for i in range(start - 1, max(s.start - 3, -1), -1) if p.words[i] == ":"), -1)
        if colon < 0:
            return None
        where = p.sentence_of[colon]
        reports = [c for c in self._by_sentence.get(where, []) if c.head < colon]
        if reports:
            best = max(reports, key=lambda c: c.head)
            return Speaker(token=self._subject(best), event=self.event_of(best.head), cues=(best.head,))
        begin = p.sentences[where].start
        subjects = [i for i in range(begin, colon) if p.deps[i] == "nsubj" and p.mention_at(i) is not None]
        names = [i for i in range(begin, colon) if (m := p.mention_at(i)) is not None and m.type == "Person"]
        return Speaker(token=(subjects or names)[-1]) if subjects or names else None

    def _passage_speakers(self) -> dict[int, int]:
        """Carry a speaker on over the sentences that follow in running text, until another source or a headline comes."""
        p = self._p
        found: dict[int, int] = {}
        current = -1
        for k, s in enumerate(p.sentences):
            if s.kind is not BlockKind.PARAGRAPH:
                continue
            if k in self._speakers:
                current = self._speakers[k]
            elif max(p.quote_of[s.start : s.end], default=-1) >= 0:
                speakers = [self._quotes[p.quote_of[i]] for i in range(s.start, s.end) if p.quote_of[i] >= 0]
                known = [x.token for x in speakers if x is not None and x.token >= 0]
                current = known[0] if known else current
            elif current >= 0:
                found[k] = current
        return found
