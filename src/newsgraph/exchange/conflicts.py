"""Find where what comes contradicts what is there: two chairs at one time, a fact that another source denies, two values of one.

Nothing is decided: both sides stay, each with its source, and the report names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad, Store

from newsgraph.exchange.layout import Incoming
from newsgraph.exchange.terms import FACTUAL, LABEL, OBJECT, PREDICATE, SUBJECT, TYPE, article_key
from newsgraph.exchange.vocabulary import Vocabulary
from newsgraph.namespaces import NG, OWL

__all__ = ["Conflict", "conflicts_between"]

FUNCTIONAL = NamedNode(OWL + "FunctionalProperty")
ACTUAL, NEGATIVE = NG + "Actual", NG + "Negative"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Conflict:
    """Two things that cannot both hold.

    Attributes:
        kind: "one at a time", "polarity" or "one value".
        text: What contradicts what, for people.
        ours, theirs: IRIs of the statements, sorted; for "one value", the subject.
    """

    kind: str
    text: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """A statement, as far as it can contradict another."""

    iri: str
    graph: object
    subject: NamedNode
    predicate: NamedNode
    object: NamedNode
    is_fact: bool
    is_denial: bool
    start: str
    end: str

    @property
    def days(self) -> tuple[str, str] | None:
        """First and last day of what is known of its time; None if nothing is."""
        return (self.start or self.end, self.end or self.start) if self.start or self.end else None

    def meets(self, other: _Claim) -> bool:
        """Tell whether both times are known and have a day in common."""
        return self.days is not None and other.days is not None and self.days[0] <= other.days[1] and other.days[0] <= self.days[1]


class _Side:
    """Statements and names of one side."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def functional(self) -> frozenset[str]:
        """Properties that this side says to have one value."""
        return frozenset(quad.subject.value for quad in self._store.quads_for_pattern(None, TYPE, FUNCTIONAL) if isinstance(quad.subject, NamedNode))

    def claims(self, *, about: NamedNode | None = None) -> Iterator[_Claim]:
        """Yield facts and denials, of all things or of those with this object."""
        for quad in self._store.quads_for_pattern(None, OBJECT, about):
            claim = self._claim(quad)
            if claim is not None and (claim.is_fact or claim.is_denial):
                yield claim

    def _claim(self, found: Quad) -> _Claim | None:
        values: dict[str, object] = {}
        is_fact = False
        for quad in self._store.quads_for_pattern(found.subject, None, None, found.graph_name):
            is_fact = is_fact or quad.object == FACTUAL
            values[quad.predicate.value] = quad.object
        subject, predicate = values.get(SUBJECT.value), values.get(PREDICATE.value)
        if not (isinstance(found.subject, NamedNode) and isinstance(found.object, NamedNode)):
            return None
        if not (isinstance(subject, NamedNode) and isinstance(predicate, NamedNode)):
            return None
        return _Claim(
            iri=found.subject.value,
            graph=found.graph_name,
            subject=subject,
            predicate=predicate,
            object=found.object,
            is_fact=is_fact,
            is_denial=_text(values, "polarity") == NEGATIVE and _text(values, "modality") == ACTUAL,
            start=_text(values, "startDate"),
            end=_text(values, "endDate"),
        )

    def types(self, node: NamedNode) -> set[str]:
        """Return the classes of a thing."""
        return {quad.object.value for quad in self._store.quads_for_pattern(node, TYPE, None) if isinstance(quad.object, NamedNode)}

    def label(self, node: NamedNode) -> str:
        """Return a label of a thing, or its IRI."""
        found = sorted(quad.object.value for quad in self._store.quads_for_pattern(node, LABEL, None) if isinstance(quad.object, Literal))
        return found[0] if found else node.value

    def values(self, quad: Quad) -> list[Quad]:
        """Return the other values of a property."""
        return [each for each in self._store.quads_for_pattern(quad.subject, quad.predicate, None) if each.object != quad.object]


def _text(values: dict[str, object], name: str) -> str:
    term = values.get(NG + name)
    return term.value if isinstance(term, NamedNode | Literal) else ""


def conflicts_between(target: Store, source: Store, incoming: Incoming, vocabulary: Vocabulary) -> tuple[Conflict, ...]:
    """Return what contradicts what, sorted.

    Args:
        target: What is there, under the names that are kept.
        source: What comes, under the same names.
        incoming: The same, sorted: an article that comes in a new version contradicts itself in no way.
        vocabulary: Which relations are exclusive, which properties have one value.
    """
    ours, theirs = _Side(target), _Side(source)
    pairs: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for new in theirs.claims():
        for old in ours.claims(about=new.object):
            if article_key(old.graph) in incoming.articles or old.iri == new.iri:
                continue
            if found := _told(old, new, ours, theirs, vocabulary):
                sides = pairs.setdefault(found, (set(), set()))
                sides[0].add(old.iri)
                sides[1].add(new.iri)
    found_pairs = [
        Conflict(kind=kind, text=text, ours=tuple(sorted(sides[0])), theirs=tuple(sorted(sides[1]))) for (kind, text), sides in pairs.items()
    ]
    return tuple(sorted([*found_pairs, *_values(ours, theirs, incoming.foreign, vocabulary)]))


def _told(old: _Claim, new: _Claim, ours: _Side, theirs: _Side, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Return kind and text of the conflict of two claims about one object, None if there is none."""
    if old.predicate != new.predicate:
        return None
    what = f"{_local(new.predicate)} {theirs.label(new.object)}"
    if old.subject == new.subject:
        is_apart = old.days is not None and new.days is not None and not old.meets(new)
        if is_apart or old.is_denial == new.is_denial:
            return None
        fact, denial = ("here", "by the source") if new.is_denial else ("by the source", "here")
        return "polarity", f"{theirs.label(new.subject)} {what}: stated {fact}, denied {denial}"
    is_exclusive = new.predicate.value in vocabulary.exclusive and old.is_fact and new.is_fact and old.meets(new)
    if not is_exclusive or not vocabulary.fits(ours.types(old.subject), theirs.types(new.subject)):
        return None
    text = f"{ours.label(old.subject)} ({_days(old)}) and, says the source, {theirs.label(new.subject)} ({_days(new)}) {what}"
    return "one at a time", text


def _days(claim: _Claim) -> str:
    first, last = claim.days or ("", "")
    return first if first == last else f"{first} to {last}"


def _local(name: NamedNode) -> str:
    return name.value.removeprefix(NG)


def _values(ours: _Side, theirs: _Side, foreign: Iterable[Quad], vocabulary: Vocabulary) -> Iterator[Conflict]:
    """Yield the values of properties that somebody says have one only."""
    single = vocabulary.functional | ours.functional | theirs.functional
    for quad in foreign:
        if quad.predicate.value not in single or not isinstance(quad.subject, NamedNode):
            continue
        for old in ours.values(quad):
            text = f"{quad.subject.value} {_local(quad.predicate)}: {_term(old.object)} here, {_term(quad.object)} by the source"
            yield Conflict(kind="one value", text=text, ours=(quad.subject.value,), theirs=(quad.subject.value,))


def _term(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
