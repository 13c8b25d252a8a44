"""Decide which incoming things are things we know: by one name, by a shared link, or by somebody's decision.

Things that are the same are kept under one newsgraph IRI; how the others were called is written to `graph/links`. Equal names alone
decide nothing: see `proposals`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad, Store

from newsgraph.exchange.terms import (
    ALT_LABEL,
    DIFFERENT,
    EXACT_MATCH,
    FACTS,
    IDENTITY,
    LABEL,
    LINKS,
    SAME_AS,
    WIKIDATA,
    is_shared_entity,
    key_of_subject,
)
from newsgraph.namespaces import ID

__all__ = ["Clash", "Naming", "Same", "naming_of"]

T = TypeVar("T")

STRONG = (SAME_AS,)
WEAK = (SAME_AS, EXACT_MATCH)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Same:
    """A thing of the source that is one we know: the IRI it is kept under, the one it had, and why."""

    kept: str
    other: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Clash:
    """Things that one name or chain of links calls the same while Wikidata tells them apart; `result` says what was done."""

    name: str
    items: tuple[str, ...]
    result: str


class _Classes:
    """Union-find over names."""

    def __init__(self, pairs: Iterable[tuple[NamedNode, NamedNode]]) -> None:
        self._parent: dict[NamedNode, NamedNode] = {}
        for one, other in pairs:
            self._parent[self.find(one)] = self.find(other)

    def find(self, name: NamedNode) -> NamedNode:
        while (parent := self._parent.setdefault(name, name)) != name:
            self._parent[name] = self._parent[parent]
            name = self._parent[name]
        return name

    def classes(self) -> Iterator[set[NamedNode]]:
        found: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for name in list(self._parent):
            found[self.find(name)].add(name)
        yield from found.values()


@dataclass(slots=True, kw_only=True)
class Naming:
    """What is called what after the merge.

    Attributes:
        apart: Incoming names that stand for something else than ours; applied to the source only, before all else.
        kept: Name to the newsgraph name it is kept under.
        links: Quads of `graph/links` that say so.
        labels: The one label of things that are kept, or that both sides know.
    """

    apart: dict[NamedNode, NamedNode] = field(default_factory=dict)
    kept: dict[NamedNode, NamedNode] = field(default_factory=dict)
    links: set[Quad] = field(default_factory=set)
    labels: Mapping[NamedNode, Literal] = field(default_factory=dict)
    same: tuple[Same, ...] = ()
    clashes: tuple[Clash, ...] = ()

    def of_source(self, quads: Iterable[Quad]) -> set[Quad]:
        """Return quads of the source under the names that are kept."""
        return {new for quad in quads for new in self._renamed(_swapped(quad, self.apart))}

    def of_target(self, store: Store) -> tuple[set[Quad], set[Quad]]:
        """Return quads of the store that go and those that come in their place."""
        old = {
            quad
            for name in self.kept
            for quad in (*store.quads_for_pattern(name, None, None), *store.quads_for_pattern(None, None, name))
            if quad.predicate not in IDENTITY
        }
        old = {quad for quad in old if self._renamed(quad) != [quad]}
        new = {each for quad in old for each in self._renamed(quad)}
        return old - new, new

    def _renamed(self, quad: Quad) -> list[Quad]:
        if quad.predicate in (SAME_AS, EXACT_MATCH):
            return self._link(quad)
        quad = quad if quad.predicate == DIFFERENT else _swapped(quad, self.kept)
        if quad.predicate == LABEL and isinstance(quad.subject, NamedNode) and quad.object != self.labels.get(quad.subject, quad.object):
            # A second label, in whatever language, would double the rows of every question that asks for labels.
            return [Quad(quad.subject, ALT_LABEL, quad.object, quad.graph_name)]
        return [quad]

    def _link(self, quad: Quad) -> list[Quad]:
        """Keep links of what is kept in `graph/links`, those of merged names in the form of `links`, and other people's where they are."""
        ends = {_now(quad.subject, self.kept), _now(quad.object, self.kept)}
        if len(ends) == 1 and quad.subject in self.kept:
            return []
        if is_shared_entity(quad.subject) and quad.subject not in self.kept:
            return [Quad(quad.subject, quad.predicate, quad.object, LINKS)]
        return [quad]


def _now(term: T, names: Mapping[NamedNode, NamedNode]) -> T | NamedNode:
    return names.get(term, term) if isinstance(term, NamedNode) else term


def _swapped(quad: Quad, names: Mapping[NamedNode, NamedNode]) -> Quad:
    subject, value = _now(quad.subject, names), _now(quad.object, names)
    return quad if (subject, value) == (quad.subject, quad.object) else Quad(subject, quad.predicate, value, quad.graph_name)


def naming_of(target: Store, source: Store, *, accepted: Sequence[tuple[str, str]] = ()) -> Naming:
    """Decide what is the same.

    Args:
        target: What we know.
        source: What comes, settled and without blank nodes.
        accepted: Pairs of names that somebody has found to be the same thing.
    """
    apart, clashes = _kept_apart(target, source)
    pairs = list(_links(target)) + [(_swapped(quad, apart)) for quad in _links(source)]
    decided = [Quad(NamedNode(one), SAME_AS, NamedNode(other)) for one, other in accepted]
    strong, weak = (_classes([*pairs, *decided], predicates) for predicates in (STRONG, WEAK))
    naming = Naming(apart=apart)
    incoming = {end for quad in _links(source) for end in (quad.subject, quad.object)}
    named = {NamedNode(name) for pair in accepted for name in pair}
    linked = {(quad.subject, quad.object) for quad in pairs}
    same: list[Same] = []
    for names in weak.classes():
        kept = min((name for name in names if name.value.startswith(ID)), key=_preference, default=None)
        if kept is None:
            continue
        items = tuple(sorted(name.value for name in names if name.value.startswith(WIKIDATA)))
        if len(items) > 1:
            if names & incoming:
                clashes.append(Clash(name=kept.value, items=items, result="nothing was merged"))
            continue
        for name in sorted(names - {kept}, key=lambda each: each.value):
            naming.kept[name] = kept
            predicate = SAME_AS if strong.find(name) == strong.find(kept) else EXACT_MATCH
            if (kept, name) not in linked:
                naming.links.add(Quad(kept, predicate, name, LINKS))
            if _is_there(source, name) or (name in named and _is_there(target, name)):
                same.append(Same(kept=kept.value, other=name.value, why=_why(name, names, predicate, decided)))
    naming.labels = _labels(target, source, set(naming.kept.values()), apart)
    naming.same, naming.clashes = tuple(sorted(same)), tuple(sorted(clashes))
    return naming


def _links(store: Store) -> Iterator[Quad]:
    for predicate in WEAK:
        yield from (quad for quad in store.quads_for_pattern(None, predicate, None) if isinstance(quad.object, NamedNode))


def _classes(quads: Iterable[Quad], predicates: tuple[NamedNode, ...]) -> _Classes:
    return _Classes((quad.subject, quad.object) for quad in quads if quad.predicate in predicates)  # type: ignore[misc]  # IRIs, see `_links`


def _preference(name: NamedNode) -> tuple[bool, bool, int, str]:
    """Order newsgraph names: those of no single article first, plain ones before `~Q123`, then short ones."""
    return bool(key_of_subject(name)), "~" in name.value, len(name.value), name.value


def _is_there(store: Store, name: NamedNode) -> bool:
    """Tell whether a store says something of a name beside links."""
    quads = (*store.quads_for_pattern(name, None, None), *store.quads_for_pattern(None, None, name))
    return any(quad.predicate not in IDENTITY for quad in quads)


def _why(name: NamedNode, names: set[NamedNode], predicate: NamedNode, decided: Iterable[Quad]) -> str:
    if any(name in (quad.subject, quad.object) for quad in decided):
        return "accepted"
    items = sorted(each.value for each in names if each.value.startswith(WIKIDATA) and each != name)
    word = "owl:sameAs" if predicate == SAME_AS else "skos:exactMatch"
    return f"{word} {items[0]}" if items else word


def _items(store: Store, name: NamedNode) -> set[str]:
    links = (quad.object for predicate in WEAK for quad in store.quads_for_pattern(name, predicate, None))
    return {each.value for each in links if isinstance(each, NamedNode) and each.value.startswith(WIKIDATA)}


def _kept_apart(target: Store, source: Store) -> tuple[dict[NamedNode, NamedNode], list[Clash]]:
    """Find names that mean one Wikidata item here and another there; the incoming thing gets the name of its own item."""
    apart: dict[NamedNode, NamedNode] = {}
    clashes: list[Clash] = []
    for name in sorted({quad.subject for quad in _links(source) if is_shared_entity(quad.subject)}, key=str):
        if not isinstance(name, NamedNode):
            continue
        ours, theirs = _items(target, name), _items(source, name)
        if not ours or not theirs or ours & theirs:
            continue
        item = NamedNode(min(theirs))
        bearers = [quad.subject for each in WEAK for quad in target.quads_for_pattern(None, each, item) if is_shared_entity(quad.subject)]
        new = min((each for each in bearers if isinstance(each, NamedNode)), key=_preference, default=None)
        apart[name] = new or NamedNode(f"{name.value}~{item.value.removeprefix(WIKIDATA)}")
        clashes.append(Clash(name=name.value, items=tuple(sorted(ours | theirs)), result=f"the incoming one is kept apart as {apart[name].value}"))
    return apart, clashes


def _labels(target: Store, source: Store, kept: set[NamedNode], apart: Mapping[NamedNode, NamedNode]) -> dict[NamedNode, Literal]:
    """Return the label of what is kept, and of what both sides know: that of `graph/facts` before others, ours before theirs."""
    both = {quad.subject for quad in source.quads_for_pattern(None, LABEL, None) if is_shared_entity(quad.subject)}
    found: dict[NamedNode, Literal] = {}
    for name in kept | {each for each in both if isinstance(each, NamedNode) and each not in apart}:
        for graph, store in ((FACTS, target), (FACTS, source), (None, target), (None, source)):
            labels = [quad.object for quad in store.quads_for_pattern(name, LABEL, None, graph) if isinstance(quad.object, Literal)]
            if labels:
                found[name] = min(labels, key=lambda each: (each.language != "en", str(each)))
                break
    return found
