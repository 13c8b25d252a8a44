"""Score the statements of a graph against gold facts.

A statement and a fact agree (lenient) if their evidence overlaps, their subjects share most words, and predicate and object
together share most words with the fact's. They agree strictly if polarity, modality and speaker are right too. Each statement
is matched with at most one fact, the best pairs first. A further statement that agrees with a fact already taken is a repeat: neither
right nor wrong. A bare triple whose best fact is denied, proposed, or somebody's words is a false fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsgraph.evaluate.gold import GoldArticle, GoldFact, GoldReading
from newsgraph.evaluate.graph import BuiltStatement

__all__ = ["Score", "score"]

THRESHOLD = 0.5
"""Least share of common words (F1) for two phrases to agree; below it two annotators disagreed too."""
_STOP = frozenset(
    "a an the of to in on at for by with and or its their his her our it is are was were be been being will would should shall must may might can could do does did not no that which who this these those as from "
    "into over has have had s all any".split()
)
_SOFT = frozenset({("asserted", "believed"), ("reported", "asserted"), ("reported", "believed")})
_ENDINGS = (
    "izations",
    "isation",
    "ization",
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ions",
    "ion",
    "ness",
    "ities",
    "ity",
    "ers",
    "er",
    "ies",
    "ied",
    "ed",
    "es",
    "s",
    "e",
    "al",
    "ly",
)
_KIN = (
    frozenset("locat held place took tak host occur".split()),
    frozenset("position office post president minist hold presid leader head lead".split()),
    frozenset("part memb body belong branch".split()),
    frozenset("meet met talk negotiat visit spok speak discuss".split()),
    frozenset("advocat propos urg call demand recommend need necessar requir must should".split()),
    frozenset("support welcom back help aid assist endors prais".split()),
    frozenset("oppos condemn reject critic denounc".split()),
    frozenset("commit pledg promis agre intend plan undertak aim".split()),
    frozenset("participat attend tak took spok".split()),
    frozenset("sign ratif adopt conclud".split()),
    frozenset("attack bomb shell fir hit target".split()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts for one article; the rates derive from them.

    Attributes:
        matched: Facts that a statement agrees with; `matched_core` those that are core; `strict` and `strict_core` strictly.
        repeats: Statements that say a matched fact again.
        right_polarity, right_modality, right_speaker: Matched facts whose statement has it right.
        evidenced: Statements whose spans are not empty.
    """

    name: str
    n_facts: int
    n_core: int
    n_statements: int
    matched: int
    matched_core: int
    strict: int
    strict_core: int
    repeats: int
    right_polarity: int
    right_modality: int
    right_speaker: int
    false_facts: tuple[str, ...]
    evidenced: int

    def rates(self) -> dict[str, float]:
        """Return precision, recall and F1 (lenient and strict), and the error rates, each 0 to 1."""
        counted = self.n_statements - self.repeats
        p, r = _ratio(self.matched, counted), _ratio(self.matched_core, self.n_core)
        ps, rs = _ratio(self.strict, counted), _ratio(self.strict_core, self.n_core)
        return {
            "precision": p,
            "recall": r,
            "f1": _f1(p, r),
            "strict_precision": ps,
            "strict_recall": rs,
            "strict_f1": _f1(ps, rs),
            "polarity_errors": _error(self.right_polarity, self.matched),
            "modality_errors": _error(self.right_modality, self.matched),
            "speaker_errors": _error(self.right_speaker, self.matched),
            "evidence_errors": _error(self.evidenced, self.n_statements),
            "false_facts": float(len(self.false_facts)),
        }


def _ratio(a: int, b: int) -> float:
    return a / b if b else 0.0


def _error(right: int, of: int) -> float:
    return 1 - right / of if of else 0.0


def _f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


def _stem(word: str) -> str:
    word = word.replace("isation", "ization").replace("defence", "defense").replace("centre", "center")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:  # a stem has three letters
            return word[: -len(ending)]
    return word


def _stems(text: str) -> tuple[str, ...]:
    text = text.lower().replace("’", "'").replace("'s", " ")
    return tuple(_stem(w) for w in re.findall(r"[^\W_]+", text) if w not in _STOP)


def _overlap(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """F1 of two bags of stems; 1 if both are empty."""
    if not a or not b:
        return 1.0 if not a and not b else 0.0
    left = list(b)
    hits = 0
    for word in a:
        match = next((v for v in left if v == word or (len(min(v, word, key=len)) > 3 and (v.startswith(word) or word.startswith(v)))), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return 2 * hits / (len(a) + len(b))


class _Matcher:
    """Compares statements with the readings of one article's facts."""

    def __init__(self, gold: GoldArticle) -> None:
        self._gold = gold
        self._cache: dict[str, tuple[tuple[str, ...], ...]] = {}

    def names(self, label: str) -> tuple[tuple[str, ...], ...]:
        """Return the stems of a label and of all other names of its entity."""
        if label not in self._cache:
            bare = re.sub(r"\s*\([^)]*\)", "", label)
            all_names = {label, bare, *self._gold.aliases.get(label, ()), *self._gold.aliases.get(bare, ())}
            self._cache[label] = tuple(_stems(n) for n in sorted(all_names))
        return self._cache[label]

    def similarity(self, st: BuiltStatement, fact: GoldFact, reading: GoldReading) -> float:
        """Return how well the contents agree: 0 (not at all) or from `THRESHOLD` to 1."""
        if not any(a < fact.end_char and fact.start_char < b for a, b in st.spans):
            return 0.0
        subject = max((_overlap(g, _stems(s)) for g in self.names(reading.subject) for s in st.subject), default=0.0) if reading.subject else 0.0
        if subject < THRESHOLD:
            return 0.0
        content = max(self._content(st, reading, obj) for obj in st.object)
        return 0.4 * subject + 0.6 * content if content >= THRESHOLD else 0.0

    def _content(self, st: BuiltStatement, reading: GoldReading, obj: str) -> float:
        predicate, mine = _stems(reading.predicate), _stems(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", st.predicate) + " " + st.words)
        if predicate and not self._akin(predicate, mine + _stems(obj)):
            return 0.0
        found = _stems(obj)
        best = 0.0
        for g in self.names(reading.object) if reading.object else ((),):
            best = max(best, _overlap(predicate + g, mine + found), _overlap(predicate + g, found), _overlap(g, found) if g else 0.0)
        return best

    def _akin(self, a: tuple[str, ...], b: tuple[str, ...]) -> bool:
        if set(a) & set(b) or any(v.startswith(w) or w.startswith(v) for v in a for w in b if len(min(v, w, key=len)) > 3):
            return True
        return any(set(a) & kin and set(b) & kin for kin in _KIN)

    def stance(self, st: BuiltStatement, reading: GoldReading) -> tuple[bool, bool, bool]:
        """Return whether polarity, modality and speaker are right."""
        if reading.speaker:
            speaker = any(_overlap(g, _stems(s)) >= THRESHOLD for g in self.names(reading.speaker) for s in st.speakers)
        else:
            speaker = not st.speakers
        modality = reading.modality == st.modality or (reading.modality, st.modality) in _SOFT
        return st.is_negative == reading.is_negative, modality, speaker

    def best(self, st: BuiltStatement, fact: GoldFact) -> tuple[float, tuple[bool, bool, bool], GoldReading] | None:
        """Return the reading of a fact a statement agrees with best: similarity, stance, reading; None if with none."""
        found: tuple[float, tuple[bool, bool, bool], GoldReading] | None = None
        for reading in fact.readings:
            similarity = self.similarity(st, fact, reading)
            if similarity:
                stance = self.stance(st, reading)
                value = similarity + 0.05 * sum(stance)
                if found is None or value > found[0]:
                    found = (value, stance, reading)
        return found


def score(gold: GoldArticle, statements: tuple[BuiltStatement, ...]) -> Score:
    """Return the score of one article's statements."""
    matcher = _Matcher(gold)
    pairs = {(i, j): b for i, st in enumerate(statements) for j, fact in enumerate(gold.facts) if (b := matcher.best(st, fact)) is not None}
    taken: dict[int, int] = {}
    used: set[int] = set()
    for i, j in sorted(pairs, key=lambda ij: (-pairs[ij][0], ij)):
        if j not in taken and i not in used:
            taken[j] = i
            used.add(i)
    repeats = {i for (i, j) in pairs if j in taken and i not in used and pairs[i, j][1][0]}
    right = [pairs[i, j][1] for j, i in taken.items()]
    strict = {j for j, i in taken.items() if all(pairs[i, j][1])}
    core = {j for j, f in enumerate(gold.facts) if f.is_core}
    return Score(
        name=gold.name,
        n_facts=len(gold.facts),
        n_core=len(core),
        n_statements=len(statements),
        matched=len(taken),
        matched_core=len(core & set(taken)),
        strict=len(strict),
        strict_core=len(core & strict),
        repeats=len(repeats),
        right_polarity=sum(s[0] for s in right),
        right_modality=sum(s[1] for s in right),
        right_speaker=sum(s[2] for s in right),
        false_facts=tuple(_false_facts(statements, pairs, taken)),
        evidenced=sum(bool(st.spans) for st in statements),
    )


def _false_facts(
    statements: tuple[BuiltStatement, ...], pairs: dict[tuple[int, int], tuple[float, tuple[bool, bool, bool], GoldReading]], taken: dict[int, int]
) -> list[str]:
    nearest: dict[int, tuple[int, int]] = {}
    for i, j in sorted(pairs, key=lambda ij: pairs[ij][0]):
        nearest[i] = (i, j)
    nearest.update({i: (i, j) for j, i in taken.items()})
    found = []
    for i, key in sorted(nearest.items()):
        reading = pairs[key][2]
        if statements[i].is_bare and (reading.is_negative or reading.speaker or reading.modality != "asserted"):
            found.append(statements[i].iri)
    return found
