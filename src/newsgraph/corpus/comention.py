"""Make a network of who and what is named together, with figures of who stands in the middle."""

from __future__ import annotations

import io
from collections import Counter
from itertools import combinations

import networkx as nx  # type: ignore[import-untyped]  # networkx ships no types
from pyoxigraph import NamedNode, Store

from newsgraph.corpus.stats import article_graphs, label_of
from newsgraph.namespaces import ID, NG, RDF

__all__ = ["co_mentions", "graphml_of"]

MENTIONS, TYPE = NamedNode(NG + "mentions"), NamedNode(RDF + "type")

EXACT_NODES = 400
"""Betweenness of so many nodes takes a second; of more, it is estimated from as many of them, drawn with a fixed seed."""

DAMPING, ROUNDS, PRECISION = 0.85, 200, 1e-10


def co_mentions(store: Store, *, min_articles: int = 1) -> nx.Graph:
    """Return an undirected network: nodes are shared entities (IRIs), an edge says that two are named in one sentence.

    Args:
        store: In newsgraph's layout.
        min_articles: Leave out edges of fewer articles.

    Returns:
        Nodes with `label`, `type`, `articles`, `degree`, `strength` (sum of weights), `betweenness` and `pagerank` (both of the weighted
        network, 0 to 1); edges with `weight`, the number of articles that name both in one sentence. Copies count once. Nodes and
        edges come in order of IRI, so equal stores give equal networks.

    Source: S. Brin, L. Page, "The anatomy of a large-scale hypertextual Web search engine" (1998), section 2.1, for `pagerank`; U. Brandes,
    "A faster algorithm for betweenness centrality" (2001).
    """
    named: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for graph in article_graphs(store):
        spans: dict[str, set[str]] = {}
        for quad in store.quads_for_pattern(None, MENTIONS, None, graph):
            if isinstance(quad.object, NamedNode) and _is_shared(quad.object.value):
                spans.setdefault(str(quad.subject), set()).add(quad.object.value)
        named.update({name for names in spans.values() for name in names})
        together.update({pair for names in spans.values() for pair in combinations(sorted(names), 2)})
    network = nx.Graph()
    edges = sorted((pair, n) for pair, n in together.items() if n >= min_articles)
    for name in sorted({name for pair, _ in edges for name in pair}):
        network.add_node(name, label=label_of(store, NamedNode(name)), type=_type_of(store, name), articles=named[name])
    network.add_weighted_edges_from((one, other, n) for (one, other), n in edges)
    _measure(network)
    return network


def graphml_of(network: nx.Graph) -> bytes:
    """Return a network as GraphML, for Gephi, yEd, Cytoscape."""
    out = io.BytesIO()
    nx.write_graphml_xml(network, out, encoding="utf-8", prettyprint=True)
    return out.getvalue()


def _measure(network: nx.Graph) -> None:
    for _, _, attributes in network.edges(data=True):
        attributes["distance"] = 1 / attributes["weight"]
    n = network.number_of_nodes()
    between = nx.betweenness_centrality(network, k=min(n, EXACT_NODES) if n > EXACT_NODES else None, weight="distance", seed=1) if n else {}
    rank = _pagerank(network)
    for name, attributes in network.nodes(data=True):
        attributes["degree"] = int(network.degree(name))
        attributes["strength"] = int(network.degree(name, weight="weight"))
        attributes["betweenness"] = round(float(between[name]), 6)
        attributes["pagerank"] = round(rank[name], 6)
    for _, _, attributes in network.edges(data=True):
        del attributes["distance"]


def _pagerank(network: nx.Graph) -> dict[str, float]:
    """Return how often a reader who follows edges by weight, and jumps now and then, is at each node; networkx would need scipy for it."""
    names = list(network)
    rank = dict.fromkeys(names, 1 / len(names)) if names else {}
    strength = dict(network.degree(weight="weight"))
    for _ in range(ROUNDS):
        rest = (1 - DAMPING) / len(names) if names else 0.0
        moved = {
            name: rest + DAMPING * sum(rank[other] * edge["weight"] / strength[other] for other, edge in network[name].items()) for name in names
        }
        change = sum(abs(moved[name] - rank[name]) for name in names)
        rank = moved
        if change < PRECISION:
            break
    return rank


def _is_shared(iri: str) -> bool:
    return iri.startswith(ID) and "/" not in iri.removeprefix(ID)


def _type_of(store: Store, iri: str) -> str:
    found = sorted(str(quad.object)[1:-1] for quad in store.quads_for_pattern(NamedNode(iri), TYPE, None, None))
    return found[0].rpartition("#")[2] if found else ""
