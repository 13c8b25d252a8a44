"""Places that graphs are brought to, of six kinds behind one face: what the contract tests run against."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Protocol, cast

import httpx
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, QuerySolutions
from rdflib import Dataset, URIRef
from tests.support.stores import RunningStore

from newsgraph.exchange import Push, RemoteTarget, pull
from newsgraph.exchange.elsewhere import named_query, supported_query
from newsgraph.exchange.triples import keyed, ntriples, quads_of
from newsgraph.namespaces import BASE, XSD
from newsgraph.store import EmbeddedStore

Row = tuple[tuple[str, str], ...]
Fact = tuple[NamedNode, NamedNode, NamedNode]

GRAPHS = BASE + "graph/"
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float")}


class Place(Protocol):
    """Somewhere that the graphs of a store can be brought to."""

    def bring(self, source: EmbeddedStore) -> bool:
        """Bring everything over; return whether there was nothing to do."""

    def quads(self) -> dict[str, set[str]]:
        """Return graph → triples by value, of every graph that newsgraph wrote."""

    def rows(self, sparql: str) -> list[Row]:
        """Return the rows of a query over the union of all graphs, sorted; terms by value."""


def by_graph(quads: Iterable[Quad]) -> dict[str, set[str]]:
    """Return graph → triples, numbers and booleans by value."""
    found: dict[str, set[str]] = {}
    for quad in quads:
        found.setdefault(str(quad.graph_name), set()).update(keyed((quad,), keeps_literals=False))
    return found


def rows_of(answer: bytes) -> list[Row]:
    """Return the rows of SPARQL JSON, sorted; numbers and booleans by value.

    Source: https://www.w3.org/TR/sparql11-results-json/
    """
    bindings = json.loads(answer)["results"]["bindings"]
    return sorted(tuple(sorted((name, _by_value(term)) for name, term in row.items())) for row in bindings)


def _by_value(term: Mapping[str, str]) -> str:
    value, datatype = term["value"], term.get("datatype", XSD + "string")
    if datatype in NUMBERS:
        return f"number {Decimal(value).normalize()}"
    if datatype == XSD + "boolean":
        return {"1": "true", "0": "false"}.get(value, value)
    kind = "uri" if term["type"] == "uri" else f"{term.get('xml:lang', '').lower()} {datatype if 'xml:lang' not in term else ''}"
    return f"{kind} {value}"


class LocalSource:
    """A local store as somewhere to pull from."""

    name = "local"
    keeps_literals = True
    can_query = True

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store

    def graphs(self) -> tuple[str, ...]:
        return tuple(sorted(each.value for each in self._store.oxigraph.named_graphs() if isinstance(each, NamedNode)))

    def read(self, graph: str) -> frozenset[Quad]:
        return frozenset(self._store.oxigraph.quads_for_pattern(None, None, None, NamedNode(graph)))

    def count(self, graph: str) -> int:
        return len(self.read(graph))

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"a pull never calls {name}")


class EmbeddedPlace:
    """An embedded store, in memory or in a folder."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.store = store

    def bring(self, source: EmbeddedStore) -> bool:
        return pull(LocalSource(source), self.store).is_same  # type: ignore[arg-type]  # a pull only reads

    def quads(self) -> dict[str, set[str]]:
        return by_graph(self.store)

    def rows(self, sparql: str) -> list[Row]:
        answer = cast("QuerySolutions", self.store.oxigraph.query(sparql, use_default_graph_as_union=True))
        return rows_of(answer.serialize(format=QueryResultsFormat.JSON) or b"")


class RdflibTarget:
    """An rdflib dataset as somewhere to push to: its own query engine answers, its own parser reads."""

    name = "rdflib"
    keeps_literals = True
    can_query = True

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def graphs(self) -> tuple[str, ...]:
        return tuple(sorted(str(each.identifier) for each in self._dataset.graphs() if len(each)))

    def read(self, graph: str) -> frozenset[Quad]:
        return quads_of(self._dataset.graph(URIRef(graph)).serialize(format="nt", encoding="utf-8"), graph)

    def count(self, graph: str) -> int:
        return len(self.read(graph))

    def replace(self, graph: str, quads: Iterable[Quad]) -> None:
        self._dataset.remove_graph(URIRef(graph))
        self.add(graph, quads)

    def add(self, graph: str, quads: Iterable[Quad]) -> None:
        self._dataset.graph(URIRef(graph)).parse(data=ntriples(quads), format="nt")

    def remove(self, quads: Iterable[Quad]) -> None:
        for each in quads:
            self._dataset.update(f"DELETE DATA {{ GRAPH {each.graph_name} {{ {each.triple} }} }}")

    def named_elsewhere(self, nodes: Iterable[NamedNode], graph: str) -> set[NamedNode]:
        return {NamedNode(str(row["n"])) for row in self._select(named_query(list(nodes), graph))}

    def supported_elsewhere(self, facts: Iterable[Fact], graph: str) -> set[Fact]:
        rows = self._select(supported_query(list(facts), graph))
        return {(NamedNode(row["s"]), NamedNode(row["p"]), NamedNode(row["o"])) for row in rows}

    def _select(self, sparql: str) -> list[dict[str, str]]:
        answer = json.loads(self._dataset.query(sparql).serialize(format="json") or b"")
        return [{name: term["value"] for name, term in row.items()} for row in answer["results"]["bindings"]]


class RdflibPlace:
    """An rdflib dataset."""

    def __init__(self) -> None:
        self.dataset = Dataset(default_union=True)

    def bring(self, source: EmbeddedStore) -> bool:
        report = Push(source, RdflibTarget(self.dataset)).run()
        assert report.differences == ()
        return report.is_same

    def quads(self) -> dict[str, set[str]]:
        target = RdflibTarget(self.dataset)
        return by_graph(quad for graph in target.graphs() for quad in target.read(graph))

    def rows(self, sparql: str) -> list[Row]:
        return rows_of(self.dataset.query(sparql).serialize(format="json") or b"")


class RemotePlace:
    """A real server."""

    def __init__(self, server: RunningStore) -> None:
        self.server = server

    def bring(self, source: EmbeddedStore) -> bool:
        with self.server.client() as client:
            report = Push(source, RemoteTarget(client)).run()
        assert report.differences == ()
        return report.is_same

    def quads(self) -> dict[str, set[str]]:
        with self.server.client() as client:
            target = RemoteTarget(client)
            return by_graph(quad for graph in target.graphs() if graph.startswith(GRAPHS) for quad in target.read(graph))

    def rows(self, sparql: str) -> list[Row]:
        who = self.server.credentials
        auth: httpx.Auth | None = httpx.DigestAuth(who.user, who.password) if who.user else None
        with self.server.client() as client:
            url = client.endpoint.query_url
        assert url is not None
        answer = httpx.post(
            url, data={"query": sparql}, headers={"Accept": "application/sparql-results+json"}, auth=auth, trust_env=False, timeout=60
        )
        assert answer.status_code == 200, answer.text[:300]
        return rows_of(answer.content)


__all__ = ["EmbeddedPlace", "LocalSource", "Place", "RdflibPlace", "RdflibTarget", "RemotePlace", "by_graph", "rows_of"]
