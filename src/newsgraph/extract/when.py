"""Give each time expression to the clause or noun it dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from newsgraph.extract.clauses import Clause
from newsgraph.extract.nouns import NounClasses
from newsgraph.lexicon import Lexicon
from newsgraph.model import Interval
from newsgraph.parse import Parse, TimeMention

__all__ = ["Times"]

_DAY = timedelta(days=1)
_DEPTH = 5
_FULFILLED = frozenset({"manage", "fail", "begin", "continue", "help", "have", "use", "get", "start", "cease", "refuse", "decline"})
"""Verbs whose infinitive tells what is or was done, not what is to come."""


class Times:
    """The times of one article's clauses and nouns."""

    def __init__(self, p: Parse, clauses: dict[int, Clause], nouns: NounClasses, lexicon: Lexicon) -> None:
        self._p = p
        self._states = lexicon.words["state_noun"]
        self._arranging = lexicon.words["arranging_verb"]
        self._clauses = clauses
        self._tokens: set[int] = set()
        self._by_clause: dict[int, list[TimeMention]] = {}
        self.by_noun: dict[int, Interval] = {}
        for t in p.times:
            self._tokens.update(range(t.start, t.end))
            self._give(t, nouns)

    def is_time(self, token: int) -> bool:
        """Return whether a token is in a time expression."""
        return token in self._tokens

    def of_clause(self, head: int) -> Interval | None:
        """Return when a clause says it happens; coordinated verbs and infinitives share the time of the clause above."""
        found = self._by_clause.get(head)
        if not found:
            c = self._clauses.get(head)
            above = self._clauses.get(c.parent) if c is not None else None
            if c is not None and above is not None and c.attachment == "ccomp" and above.is_expletive and above.lemma == "be":
                return self.of_clause(c.parent)  # "it was in May that ..."
            if c is not None and c.attachment in ("conj", "xcomp") and c.parent >= 0 and not (c.attachment == "conj" and c.own_subject):
                return self.of_clause(c.parent)
            if c is not None and c.attachment in ("relcl", "advcl") and (day := self._day_when(c)) is not None:
                return _single(day)
            return None
        return _merge(found)

    def _day_when(self, c: Clause) -> TimeMention | None:
        """For "on Tuesday, when A ratified it": the day before "when"."""
        p = self._p
        when = next((k for k in p.kids[c.head] if p.lowers[k] == "when" and k < c.head), -1)
        end = when - (when > 0 and p.words[when - 1] == ",")
        if end <= 0 or end - 1 not in self._tokens:
            return None
        return next((t for t in p.times if t.end == end and t.role == "at"), None)

    def of_noun(self, token: int) -> Interval | None:
        """Return the time that hangs on a noun ("the summit on Monday")."""
        return self.by_noun.get(token)

    def _is_to_come(self, head: int) -> bool:
        """Whether a clause tells what is still to come when the article appears: "will", "is due to", "plans to"; not "was due to"."""
        p = self._p
        c = self._clauses.get(head)
        for _ in range(_DEPTH):
            if c is None:
                return False
            if any(p.lowers[a] in ("will", "'ll", "wo", "shall") for a in c.auxiliaries):
                return True
            if c.is_passive and c.lemma in self._arranging and not any(p.tags[a] == "VBD" for a in c.auxiliaries):
                return True  # "is planned for May"
            above = self._clauses.get(c.parent)
            if c.attachment == "conj" and not c.own_subject:
                c = above
                continue
            infinitive = any(p.tags[a] == "TO" for a in c.auxiliaries)
            if not infinitive or c.attachment not in ("xcomp", "ccomp", "acl", "root"):
                return False
            if above is None:
                return c.attachment == "root"
            finite = {p.tags[x] for x in (above.head, *above.auxiliaries)}
            if "VBD" in finite:
                return False
            if finite & {"VBZ", "VBP"} and above.lemma not in _FULFILLED:
                return True
            c = above
        return False

    def _is_past(self, head: int) -> bool:
        """Whether a clause tells what was or has been done, and no more: no modal verb, no infinitive."""
        c = self._clauses.get(head)
        if c is None or any(self._p.tags[a] in ("MD", "TO") for a in c.auxiliaries):
            return False
        return any(self._p.tags[x] == "VBD" or self._p.lowers[x] in ("has", "have") for x in (head, *c.auxiliaries))

    def _give(self, t: TimeMention, nouns: NounClasses) -> None:
        p = self._p
        if t.ahead is not None and self._is_to_come(self._nearest(t)):
            t = replace(t, when=t.ahead)
        elif t.behind is not None and self._is_past(self._nearest(t)):
            t = replace(t, when=t.behind)
        i = t.start
        s = p.sentence_of[i]
        if self._is_modifier(t):
            self.by_noun.setdefault(p.heads[t.end - 1], _single(t))
            return  # "abandoned the 2015 accord" tells nothing of when it was abandoned
        if i > p.sentences[s].start + 1 and p.poses[i - 1] == "ADP" and p.deps[i - 2] == "appos" and p.poses[i - 2] == "NOUN":
            self.by_noun.setdefault(i - 2, _single(t))
            return  # "Angela Merkel, chancellor until December, met ...": the parser hangs "until" on the name
        for _ in range(len(p)):
            if i in self._clauses and i not in range(t.start, t.end):
                self._by_clause.setdefault(i, []).append(t)
                return
            if (
                p.deps[i] == "pobj"
                and (p.lemmas[i] in self._states or p.lowers[p.heads[i]] == "as")
                and not t.start <= i < t.end
                and self._is_set_off(i)
            ):
                self._of_state(i, t)
                return  # "At the helm of X since March, Y has warned of ...": since then Y has been there, not warned
            if (
                not t.start <= i < t.end
                and p.poses[i] in ("NOUN", "PROPN")
                and (nouns.of(i) & {"event", "meeting", "change"} or p.deps[i] == "appos")
                and p.deps[i] not in ("compound", "poss")
            ):
                self.by_noun.setdefault(i, _single(t))
                return
            if p.heads[i] == i:
                break
            i = p.heads[i]
        heads = [h for h in self._clauses if p.sentence_of[h] == s]
        if heads:
            nearest = min(heads, key=lambda h: (abs(h - t.start), h))
            self._by_clause.setdefault(nearest, []).append(t)

    def _of_state(self, noun: int, t: TimeMention) -> None:
        """Date what somebody is: "since March 2021", "from 22 November 2005 to 8 December 2021"."""
        before, now = self.by_noun.get(noun), _single(t)
        if before is None:
            self.by_noun[noun] = now
        elif before.start is not None and before.end is None and now.end is not None:
            self.by_noun[noun] = Interval(start=before.start, end=now.end, text=f"{before.text} {now.text}")

    def _is_set_off(self, noun: int) -> bool:
        """Whether commas or the start of the sentence set a prepositional phrase off."""
        p = self._p
        whole = p.subtree(p.heads[noun])
        if p.lowers[whole[0]] == "as" and whole[0] != p.sentences[p.sentence_of[noun]].start:
            return False  # "took office as prime minister on Sunday, two days after ..."
        return whole[-1] + 1 < len(p) and p.words[whole[-1] + 1] == ","

    def _is_modifier(self, t: TimeMention) -> bool:
        """Whether a year stands before a noun and tells it from others of its kind."""
        p = self._p
        i = t.end - 1
        head = p.heads[i]
        is_before = t.end - t.start == 1 and p.words[i].isdigit() and p.deps[i] in ("nummod", "compound", "amod") and head > i
        return is_before and head not in self._clauses and p.poses[head] in ("NOUN", "PROPN")

    def _nearest(self, t: TimeMention) -> int:
        """Head of the clause above a time expression, or -1."""
        i = t.start
        for _ in range(len(self._p)):
            if i in self._clauses:
                return i
            if self._p.heads[i] == i:
                break
            i = self._p.heads[i]
        return -1


def _single(t: TimeMention) -> Interval:
    if t.role == "since":
        return Interval(start=t.when.start, end=None, text="since " + t.when.text)
    if t.role == "until":
        return Interval(start=None, end=t.when.end, text="until " + t.when.text)
    return t.when


def _merge(times: list[TimeMention]) -> Interval | None:
    since = next((t for t in times if t.role == "since"), None)
    until = next((t for t in times if t.role == "until"), None)
    if since and until and since.when.start and until.when.end and since.when.start <= until.when.end:
        return Interval(start=since.when.start, end=until.when.end, text=f"from {since.when.text} until {until.when.text}")
    best = next((t for t in times if t.role == "at"), times[0])
    narrowest = min((t for t in times if t.role == best.role), key=_length)
    return _single(narrowest)


def _length(t: TimeMention) -> timedelta:
    return t.when.end - t.when.start + _DAY if t.when.start and t.when.end else timedelta.max
