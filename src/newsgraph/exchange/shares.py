"""Know what the shared graphs hold for each article, and what an article leaves behind when it is replaced elsewhere.

The rules are those of the embedded store (`store/embedded.py`): an article owns its graph; what the shared graphs hold is owned by all
the articles that name it, and goes with the last of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from pyoxigraph import NamedNode, Quad

from newsgraph.namespaces import BASE, DCTERMS, FACTS_GRAPH, ID, LINKS_GRAPH, META_GRAPH, NG, RDF, RDFS, SKOS

__all__ = ["GRAPHS", "SHARED", "Asker", "Fact", "SharedGraphs", "article_key", "facts_of", "orphans", "share_of"]

GRAPHS = BASE + "graph/"
SHARED = (FACTS_GRAPH, LINKS_GRAPH, META_GRAPH)
DATASET = NamedNode(BASE + "dataset")
ARTICLE_KEY = re.compile(r"[0-9a-f]{16}")
OWNED = (ID, BASE + "run/")

FACTS, META = NamedNode(FACTS_GRAPH), NamedNode(META_GRAPH)
TYPE, FACTUAL = NamedNode(RDF + "type"), NamedNode(NG + "FactualStatement")
SUBJECT, PREDICATE, OBJECT = NamedNode(RDF + "subject"), NamedNode(RDF + "predicate"), NamedNode(RDF + "object")
HAS_PART, ABOUT = NamedNode(DCTERMS + "hasPart"), NamedNode(NG + "about")
DESCRIPTIONS = frozenset(
    {RDF + "type", RDFS + "label", SKOS + "altLabel", NG + "about", NG + "startDate", NG + "endDate", NG + "timeText"},
)
"""What describes a shared entity in `graph/facts`; every other property there is a bare fact."""

Fact = tuple[NamedNode, NamedNode, NamedNode]


class Asker(Protocol):
    """Somebody who knows what other articles hold."""

    def named_elsewhere(self, nodes: Iterable[NamedNode], graph: str) -> set[NamedNode]:
        """Return those nodes that the graph of another article has as an object."""

    def supported_elsewhere(self, facts: Iterable[Fact], graph: str) -> set[Fact]:
        """Return those facts that a factual statement in another article's graph supports."""


class SharedGraphs:
    """What the shared graphs of a store hold, by subject.

    Args:
        quads: Of the shared graphs.
    """

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self._by_subject: dict[object, set[Quad]] = defaultdict(set)
        self._about: dict[object, set[NamedNode]] = defaultdict(set)
        self.add(quads)

    def __iter__(self) -> Iterator[Quad]:
        return (quad for quads in self._by_subject.values() for quad in quads)

    def __contains__(self, quad: Quad) -> bool:
        return quad in self._by_subject.get(quad.subject, ())

    def add(self, quads: Iterable[Quad]) -> None:
        """Take quads in."""
        for each in quads:
            self._by_subject[each.subject].add(each)
            if each.predicate == ABOUT and isinstance(each.subject, NamedNode):
                self._about[each.object].add(each.subject)

    def remove(self, quads: Iterable[Quad]) -> None:
        """Let quads go; those that are not there are passed over."""
        for each in quads:
            self._by_subject[each.subject].discard(each)
            if each.predicate == ABOUT and isinstance(each.subject, NamedNode):
                self._about[each.object].discard(each.subject)

    def of_subject(self, node: object) -> Iterable[Quad]:
        """Return what is said of a node."""
        return self._by_subject.get(node, ())

    def about(self, node: object) -> set[NamedNode]:
        """Return what a node is about."""
        return {each.object for each in self.of_subject(node) if each.predicate == ABOUT and isinstance(each.object, NamedNode)}

    def subjects_about(self, node: object) -> set[NamedNode]:
        """Return the shared nodes that are about a node."""
        return self._about.get(node, set())


def article_key(graph: str) -> str:
    """Return the key of an article's graph, "" for any other graph."""
    key = graph.removeprefix(GRAPHS)
    return key if key != graph and ARTICLE_KEY.fullmatch(key) else ""


def facts_of(own: Iterable[Quad]) -> set[Fact]:
    """Return subject, relation and object of every factual statement of an article's graph."""
    parts: dict[object, dict[NamedNode, object]] = defaultdict(dict)
    factual: set[object] = set()
    for quad in own:
        if quad.predicate in {SUBJECT, PREDICATE, OBJECT}:
            parts[quad.subject][quad.predicate] = quad.object
        elif quad.predicate == TYPE and quad.object == FACTUAL:
            factual.add(quad.subject)
    rows = [tuple(parts[node].get(name) for name in (SUBJECT, PREDICATE, OBJECT)) for node in factual]
    return {(s, p, o) for s, p, o in rows if isinstance(s, NamedNode) and isinstance(p, NamedNode) and isinstance(o, NamedNode)}


def share_of(own: Iterable[Quad], graph: str, shared: SharedGraphs) -> set[Quad]:
    """Return what the shared graphs hold for an article: its entities and run, their links, its facts, its place in the data set.

    Args:
        own: The article's own graph.
        graph: Its IRI.
        shared: Where to look.
    """
    rows = list(own)
    facts = facts_of(rows)
    waiting, nodes = list(_named(rows)), set[NamedNode]()
    while waiting:
        node = waiting.pop()
        if node not in nodes:
            nodes.add(node)
            waiting += shared.about(node)
    found = {
        quad for node in nodes for quad in shared.of_subject(node) if _is_description(quad) or (quad.subject, quad.predicate, quad.object) in facts
    }
    part = Quad(DATASET, HAS_PART, NamedNode(graph), META)
    is_ours = (quad for quad in shared.of_subject(DATASET) if quad == part or not (quad.predicate == HAS_PART and article_key(_iri(quad.object))))
    return found | set(is_ours)


def orphans(old: Iterable[Quad], graph: str, shared: SharedGraphs, asker: Asker, stays: Callable[[Quad], bool]) -> set[Quad]:
    """Return all that the shared graphs of a store hold for the version of an article that it has, and for nothing else.

    The store is asked only about what may have to go, so replacing an article by nearly the same one asks nearly nothing.

    Args:
        old: The article's graph as the store has it.
        graph: Its IRI.
        shared: The shared graphs as the store has them.
        asker: Knows the store's other articles.
        stays: Tells which quads the new version has too.
    """
    rows = list(old)
    named = _named(rows)
    named |= {other for node in named for other in shared.about(node)}
    doubtful = {node for node in named if any(not stays(quad) for quad in shared.of_subject(node))}
    while more := {other for node in doubtful for other in shared.subjects_about(node) & named} - doubtful:
        doubtful |= more
    gone = doubtful - asker.named_elsewhere(sorted(doubtful, key=str), graph)
    while kept := {node for node in gone if shared.subjects_about(node) - gone}:
        gone -= kept
    facts = {fact for fact in facts_of(rows) if (quad := Quad(*fact, FACTS)) in shared and not stays(quad)}
    facts -= asker.supported_elsewhere(sorted(facts, key=str), graph)
    found = {quad for node in gone for quad in shared.of_subject(node)} | {Quad(*fact, FACTS) for fact in facts}
    part = Quad(DATASET, HAS_PART, NamedNode(graph), META)
    return {quad for quad in found | ({part} if part in shared else set()) if not stays(quad)}


def _named(own: Iterable[Quad]) -> set[NamedNode]:
    """Return the entities and runs that an article's graph names."""
    terms = {term for quad in own for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
    return {node for node in terms if node.value.startswith(OWNED)}


def _is_description(quad: Quad) -> bool:
    return quad.graph_name != FACTS or quad.predicate.value in DESCRIPTIONS


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
