"""Say what a store elsewhere must be able to do, and let the Graph Store client do it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

from pyoxigraph import NamedNode, Quad

from newsgraph.exchange.shares import SHARED, Asker, Fact
from newsgraph.exchange.triples import ntriples, quads_of
from newsgraph.namespaces import NG, RDF
from newsgraph.remote import GraphStore

__all__ = ["GraphTarget", "RemoteTarget", "named_query", "supported_query"]

T = TypeVar("T")

ASK_AT_ONCE = 100
"""Names in one question: a query of 20 kB, which every server takes."""

DELETE_AT_ONCE = 500
"""Triples in one update: Virtuoso 7 refuses to compile 5,000."""


class GraphTarget(Asker, Protocol):
    """A store elsewhere that graphs are pushed to and pulled from.

    Attributes:
        name: What messages call it.
        keeps_literals: Whether numbers and booleans come back spelled as they went.
        can_query: Whether it lists, counts and answers what `Asker` asks, and removes single triples.
    """

    @property
    def name(self) -> str:
        """Its address."""

    @property
    def keeps_literals(self) -> bool:
        """See above."""

    @property
    def can_query(self) -> bool:
        """See above."""

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""

    def count(self, graph: str) -> int:
        """Return the number of triples of a graph."""

    def read(self, graph: str) -> frozenset[Quad]:
        """Return a graph, empty if there is none of that name."""

    def replace(self, graph: str, quads: Iterable[Quad]) -> None:
        """Make a graph hold these quads and no others."""

    def add(self, graph: str, quads: Iterable[Quad]) -> None:
        """Add quads to a graph."""

    def remove(self, quads: Iterable[Quad]) -> None:
        """Remove quads of any named graphs."""


class RemoteTarget:
    """A triple store elsewhere, spoken to graph by graph."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    @property
    def name(self) -> str:
        """Its address."""
        return self._store.endpoint.address

    @property
    def keeps_literals(self) -> bool:
        """As its profile says."""
        return self._store.profile.keeps_literals

    @property
    def can_query(self) -> bool:
        """As its profile says."""
        return self._store.endpoint.query_url is not None and self._store.endpoint.update_url is not None

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        return self._store.graphs()

    def count(self, graph: str) -> int:
        """Return the number of triples of a graph."""
        return self._store.count(graph)

    def read(self, graph: str) -> frozenset[Quad]:
        """Return a graph, empty if there is none of that name."""
        return quads_of(self._store.get(graph) or b"", graph)

    def replace(self, graph: str, quads: Iterable[Quad]) -> None:
        """Make a graph hold these quads and no others."""
        self._store.put(graph, ntriples(quads))

    def add(self, graph: str, quads: Iterable[Quad]) -> None:
        """Add quads to a graph."""
        self._store.post(graph, ntriples(quads))

    def remove(self, quads: Iterable[Quad]) -> None:
        """Remove quads of any named graphs."""
        for graph, members in groupby(sorted(quads, key=lambda each: (str(each.graph_name), str(each))), key=lambda each: each.graph_name):
            for batch in _batches(list(members), DELETE_AT_ONCE):
                lines = "".join(f"{each.triple} .\n" for each in batch)
                self._store.update(f"DELETE DATA {{ GRAPH {graph} {{\n{lines}}} }}")

    def named_elsewhere(self, nodes: Iterable[NamedNode], graph: str) -> set[NamedNode]:
        """Return those nodes that the graph of another article has as an object."""
        return {NamedNode(row["n"]) for batch in _batches(list(nodes), ASK_AT_ONCE) for row in self._store.select(named_query(batch, graph))}

    def supported_elsewhere(self, facts: Iterable[Fact], graph: str) -> set[Fact]:
        """Return those facts that a factual statement in another article's graph supports."""
        rows = [row for batch in _batches(list(facts), ASK_AT_ONCE) for row in self._store.select(supported_query(batch, graph))]
        return {(NamedNode(row["s"]), NamedNode(row["p"]), NamedNode(row["o"])) for row in rows}


def named_query(nodes: Sequence[NamedNode], graph: str) -> str:
    """Return the query for `named_elsewhere`: rows of `n`."""
    others = ", ".join(f"<{name}>" for name in (graph, *SHARED))
    values = " ".join(map(str, nodes))
    return f"SELECT ?n WHERE {{ VALUES ?n {{ {values} }} FILTER EXISTS {{ GRAPH ?g {{ ?s ?p ?n }} FILTER(?g NOT IN ({others})) }} }}"


def supported_query(facts: Sequence[Fact], graph: str) -> str:
    """Return the query for `supported_elsewhere`: rows of `s`, `p`, `o`."""
    values = " ".join(f"({s} {p} {o})" for s, p, o in facts)
    statement = f"?x <{RDF}subject> ?s ; <{RDF}predicate> ?p ; <{RDF}object> ?o ; <{RDF}type> <{NG}FactualStatement>"
    return f"SELECT ?s ?p ?o WHERE {{ VALUES (?s ?p ?o) {{ {values} }} FILTER EXISTS {{ GRAPH ?g {{ {statement} }} FILTER(?g != <{graph}>) }} }}"


def _batches(items: list[T], size: int) -> Iterator[list[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
