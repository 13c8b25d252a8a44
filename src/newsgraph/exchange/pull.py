"""Bring the graphs of a store elsewhere into a store here, graph by graph.

An article is replaced as the embedded store does it: with its facts, entities and links, and without what only its old version
supported. What the shared graphs hold besides, and other graphs, is added.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import NamedNode, Quad

from newsgraph.errors import InputError
from newsgraph.exchange.elsewhere import GraphTarget
from newsgraph.exchange.shares import GRAPHS, SHARED, SharedGraphs, article_key, share_of
from newsgraph.exchange.triples import fingerprint, keyed
from newsgraph.namespaces import RUNS_GRAPH
from newsgraph.store import EmbeddedStore

__all__ = ["PullReport", "PulledGraph", "pull"]

Action = OneOf["new", "replaced", "extended", "same"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PulledGraph:
    """What became of one graph: `n_triples` of theirs; `n_new` of these were not here."""

    graph: str
    n_triples: int
    n_new: int
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class PullReport:
    """What a pull did, or would do: its graphs in the order in which they were dealt with."""

    graphs: tuple[PulledGraph, ...]

    @property
    def is_same(self) -> bool:
        """Whether there was nothing to do."""
        return all(each.action == "same" for each in self.graphs)


def pull(
    target: GraphTarget,
    store: EmbeddedStore,
    *,
    graphs: Collection[str] = (),
    is_dry_run: bool = False,
    notify: Callable[[str], None] = lambda _: None,
) -> PullReport:
    """Bring graphs over.

    Args:
        target: Where they come from.
        store: Where they go. Each article is one transaction, so a pull that breaks leaves whole articles; run it again to go on.
        graphs: IRIs of those to bring, articles with what the shared graphs hold for them; empty for all that newsgraph wrote.
        is_dry_run: Look at everything, change nothing.
        notify: Told before each graph is dealt with, in words.

    Raises:
        RemoteError: The store elsewhere fails or refuses.
        InputError: It has none of the graphs.
        StoreError: The store here cannot be written.
    """
    names = _names(target, graphs)
    shared = SharedGraphs(quad for graph in SHARED for quad in target.read(graph))
    done = []
    articles = [name for name in names if article_key(name)]
    for number, graph in enumerate(articles, 1):
        notify(f"{number} of {len(articles)} articles")
        done.append(_article(graph, target, shared, store, is_dry_run=is_dry_run))
    for graph in names:
        if not article_key(graph):
            notify(f"graph {graph.removeprefix(GRAPHS)}")
            quads = {each for each in shared if each.graph_name == NamedNode(graph)} if graph in SHARED else target.read(graph)
            done.append(_add(graph, quads, store, keeps_literals=target.keeps_literals, is_dry_run=is_dry_run))
    return PullReport(graphs=tuple(done))


def _names(target: GraphTarget, chosen: Collection[str]) -> list[str]:
    """Return the graphs to bring, sorted."""
    if chosen:
        missing = sorted(graph for graph in chosen if not target.read(graph)) if not target.can_query else sorted(set(chosen) - set(target.graphs()))
        if missing:
            raise InputError(f"{target.name} has no graph {', '.join(missing)}; leave --graph out to bring all")
        return sorted(chosen)
    found = sorted(graph for graph in target.graphs() if graph.startswith(GRAPHS) and graph != RUNS_GRAPH)
    if not found:
        raise InputError(f"{target.name} has no graph below {GRAPHS}; name others by --graph IRI, or take them in by newsgraph merge")
    return found


def _article(graph: str, target: GraphTarget, shared: SharedGraphs, store: EmbeddedStore, *, is_dry_run: bool) -> PulledGraph:
    """Replace an article here, unless it is equal."""
    key = article_key(graph)
    new, old = target.read(graph), store.article_quads(key)
    keeps = target.keeps_literals
    share = share_of(new, graph, shared)
    n_new = len(keyed(new, keeps_literals=keeps).keys() - keyed(old, keeps_literals=keeps).keys())
    is_same = fingerprint(new, keeps_literals=keeps) == fingerprint(old, keeps_literals=keeps)
    if is_same and not _missing(share, store, keeps_literals=keeps):
        return PulledGraph(graph=graph, n_triples=len(new), n_new=0, action="same")
    if not is_dry_run:
        store.replace_article(new | share, key)
    return PulledGraph(graph=graph, n_triples=len(new), n_new=n_new, action="replaced" if old else "new")


def _add(graph: str, quads: Collection[Quad], store: EmbeddedStore, *, keeps_literals: bool, is_dry_run: bool) -> PulledGraph:
    """Add to a graph here what it lacks."""
    was_there = any(True for _ in store.oxigraph.quads_for_pattern(None, None, None, NamedNode(graph)))
    missing = _missing(quads, store, keeps_literals=keeps_literals)
    if missing and not is_dry_run:
        store.change(added=missing)
    action: Action = ("extended" if was_there else "new") if missing else "same"
    return PulledGraph(graph=graph, n_triples=len(quads), n_new=len(missing), action=action)


def _missing(quads: Iterable[Quad], store: EmbeddedStore, *, keeps_literals: bool) -> set[Quad]:
    """Return those quads that a store here lacks; by value if the other store does not keep spellings."""
    found = {quad for quad in quads if quad not in store.oxigraph}
    if keeps_literals:
        return found
    here = {
        (str(quad.graph_name), key)
        for subject, graph in {(quad.subject, quad.graph_name) for quad in found}
        for key, quad in keyed(store.oxigraph.quads_for_pattern(subject, None, None, graph), keeps_literals=False).items()
    }
    return {quad for quad in found if not any((str(quad.graph_name), key) in here for key in keyed((quad,), keeps_literals=False))}
