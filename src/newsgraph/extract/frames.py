"""Hold the ontology's phrasings by the word that heads them, and what a matched phrasing looks like.

The most specific frame wins, the user's own before ours; two frames may both stand if they take different objects.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from newsgraph.ontology import Ontology
from newsgraph.phrasing import Frame, FrameKind

__all__ = ["FrameIndex", "Roles", "best", "takes_two"]


class FrameIndex:
    """The phrasings of an ontology by the lemma that heads them."""

    def __init__(self, ontology: Ontology) -> None:
        self.verbs: dict[str, list[Frame]] = defaultdict(list)
        self.copulas: dict[str, list[Frame]] = defaultdict(list)
        self.nouns: dict[str, list[Frame]] = defaultdict(list)
        attacks = ontology.relations["attacks"].frames if "attacks" in ontology.relations else ()
        self.blows = frozenset(h for f in attacks if f.kind is FrameKind.VERB and [a.slot for a in f.arguments] == ["OBJ"] for h in f.heads)
        """Verbs of attack whose object is hit: "strike", "invade"."""
        tables = {FrameKind.VERB: self.verbs, FrameKind.COPULA: self.copulas, FrameKind.NOUN: self.nouns}
        for relation in ontology.relations.values():
            for frame in relation.frames:
                for head in sorted(frame.heads):
                    tables[frame.kind][head.split()[-1]].append(frame)
        for table in tables.values():
            for frames in table.values():
                frames.sort(key=_rank)
        self.needs: dict[str, list[tuple[Frame, tuple[frozenset[str], ...]]]] = {
            head: [(frame, _needs(frame)) for frame in frames] for head, frames in self.verbs.items()
        }
        """Verb frames with the words of which a sentence must have one of each set: most frames fail by that, and at no cost."""
        self.states: dict[str, list[Frame]] = defaultdict(list)
        """Frames of "be" with a preposition and a noun ("be at helm of OBJ") by that noun: they are also said beside a name."""
        for frame in self.verbs["be"]:
            if frame.arguments and frame.arguments[0].nouns and (frame.arguments[0].preps or frame.particle) and not frame.flags:
                for noun in frame.arguments[0].nouns:
                    self.states[noun.split()[-1]].append(frame)


def _needs(frame: Frame) -> tuple[frozenset[str], ...]:
    """Return the fixed words of a frame: last words of its nouns, and prepositions, except before a course of action, which may lack them."""
    found = [frozenset(noun.split()[-1] for noun in slot.nouns) for slot in frame.arguments if slot.nouns]
    found += [frozenset(word for prep in slot.preps for word in prep.split()) for slot in frame.arguments if slot.preps and slot.slot != "DO"]
    return tuple(found)


@dataclass(slots=True)
class Roles:
    """A matched frame: which token fills which slot, and the words that matched.

    Attributes:
        do: Tokens that fill DO: heads of clauses, or of noun phrases.
        do_is_clause: Whether `do` are clauses.
    """

    frame: Frame
    subject: int = -1
    object: int = -1
    who: int = -1
    pair: int = -1
    do: list[int] = field(default_factory=list)
    do_is_clause: bool = False
    words: list[int] = field(default_factory=list)


def _rank(frame: Frame) -> tuple[int, bool, str, str]:
    return -(frame.specificity + frame.is_own), not frame.is_own, frame.relation, frame.text


def best(found: list[Roles]) -> list[Roles]:
    """Return the most specific frame for each object, the most specific first; a pair or a change excludes nothing."""
    if len(found) < 2:
        return found
    kept: list[Roles] = []
    for roles in sorted(found, key=lambda r: _rank(r.frame)):
        taken = {t for r in kept for t in (r.object, *r.do) if t >= 0}
        mine = {t for t in (roles.object, *roles.do) if t >= 0}
        exchange = any(
            r.frame.relation == roles.frame.relation
            and r.object == roles.object
            and r.subject != roles.subject
            and roles.object >= 0
            and r.frame.flags != roles.frame.flags
            for r in kept
        )
        if mine & {word for r in kept if roles.frame.relation in (r.frame.relation, "meetsWith") for word in r.words}:
            continue  # "seized control of the town": nobody seized a control; "met with opposition from X": nobody met the opposition
        subjects = {r.subject for r in kept if r.subject >= 0 and r.subject != roles.subject} | {r.who for r in kept if r.who >= 0}
        if roles.pair >= 0 and roles.object < 0 and all(r.frame.relation != roles.frame.relation for r in kept):
            kept.append(roles)
            continue
        if kept and not exchange and (not mine or mine & (taken | subjects) or any(not ({t for t in (r.object, *r.do) if t >= 0}) for r in kept)):
            continue
        kept.append(roles)
    return kept


def takes_two(frame: Frame) -> bool:
    """Whether a verb takes whom and what without a preposition: "give OBJ:agent X:goods"."""
    slots = [a.slot for a in frame.arguments if not a.preps]
    return slots == ["OBJ", "X"]
