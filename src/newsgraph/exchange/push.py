"""Bring the graphs of a store into a store elsewhere, graph by graph.

| graph | is |
|---|---|
| of an article | replaced (PUT); first goes what only the version that is there supported |
| `facts`, `links`, `meta` | added to (POST): what others put there stays |
| any other | added to |
| `runs` | left here: it is for undoing what was merged here |

A graph that is equal already is not sent. What was sent is read back and compared. The order is such that a push can end at any moment
and be run again: an article's left-behind facts go before its old graph goes, since that graph says which they are; and its new facts come
after its new graph, so that no fact ever stands without the statement behind it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import DefaultGraph, NamedNode, Quad

from newsgraph.errors import InputError
from newsgraph.exchange.elsewhere import GraphTarget
from newsgraph.exchange.journal import Journal
from newsgraph.exchange.shares import GRAPHS, SHARED, SharedGraphs, article_key, orphans, share_of
from newsgraph.exchange.triples import Fingerprint, fingerprint, keyed
from newsgraph.namespaces import RUNS_GRAPH
from newsgraph.store import EmbeddedStore

__all__ = ["Push", "PushReport", "PushedGraph", "chosen_graphs"]

Action = OneOf["new", "replaced", "extended", "same", "resumed"]

FLUSH_EVERY = 20
"""Articles whose part of the shared graphs is sent at once: three requests for twenty articles."""

MAX_ROUNDS = 3
"""How often what is missing in a shared graph is sent: a second time only if somebody else removed it in between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PushedGraph:
    """What became of one graph.

    Attributes:
        graph: Its IRI.
        n_triples: Triples of ours.
        n_sent: Triples that were sent, or would be.
        action: "new" (there was none), "replaced", "extended" (triples were added), "same" (nothing to do), "resumed" (an earlier
            push that was broken off had brought it over).
    """

    graph: str
    n_triples: int
    n_sent: int
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class PushReport:
    """What a push did, or would do.

    Attributes:
        graphs: In the order in which they were dealt with.
        n_orphans: Triples of shared graphs that were removed, because only old versions of articles supported them.
        are_orphans_left: Whether such triples may have stayed, because the store elsewhere takes no queries and updates.
        has_written: Whether anything there was changed, or may have been.
        differences: Sentences about graphs that do not hold there what was sent; empty if all is well.
    """

    graphs: tuple[PushedGraph, ...] = ()
    n_orphans: int = 0
    are_orphans_left: bool = False
    has_written: bool = False
    differences: tuple[str, ...] = ()

    @property
    def n_sent(self) -> int:
        """Triples that were sent, or would be."""
        return sum(each.n_sent for each in self.graphs)

    @property
    def is_same(self) -> bool:
        """Whether there was nothing to do."""
        return not self.n_sent and not self.n_orphans


def chosen_graphs(names: Collection[str]) -> frozenset[str]:
    """Return the IRIs that the user's words for graphs mean: an IRI, an article's key, or facts, links, meta."""
    return frozenset(name if ":" in name else GRAPHS + name for name in names)


class Push:
    """One push of a store's graphs.

    Args:
        store: Where the graphs come from.
        target: Where they go.
        graphs: IRIs of those to push, with what the shared graphs hold for them; empty for all.
        journal: Remembers what was brought over.
        is_dry_run: Look at everything, change nothing.
        notify: Told before each graph is dealt with, in words.

    Raises:
        InputError: The store has triples without a named graph, or none of the graphs that were chosen.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        target: GraphTarget,
        *,
        graphs: Collection[str] = (),
        journal: Journal | None = None,
        is_dry_run: bool = False,
        notify: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._store, self._target, self._chosen, self._is_dry_run, self._notify = store, target, frozenset(graphs), is_dry_run, notify
        self._journal = journal or Journal(None, target.name)
        self._names = _names(store, self._chosen)
        self._local, self._there = SharedGraphs(), SharedGraphs()
        self._wanted: set[Quad] = set()
        self._unsent: set[Quad] = set()
        self._sent: dict[str, int] = defaultdict(int)
        self._done: list[PushedGraph] = []
        self._differences: list[str] = []
        self._n_orphans = 0
        self._are_orphans_left = False
        self._has_written = False

    @property
    def report(self) -> PushReport:
        """What was done so far; also after an error."""
        return PushReport(
            graphs=tuple(self._done),
            n_orphans=self._n_orphans,
            are_orphans_left=self._are_orphans_left,
            has_written=self._has_written,
            differences=tuple(self._differences),
        )

    def run(self) -> PushReport:
        """Push, verify, and return what was done.

        Raises:
            RemoteError: The store elsewhere fails or refuses; run again to go on.
            StoreError: The journal cannot be written.
        """
        articles = [name for name in self._names if article_key(name)]
        try:
            for graph in SHARED:
                self._notify(f"reading {_short(graph)} at {self._target.name}")
                self._local.add(self._quads(graph))
                self._there.add(self._target.read(graph))
            for number, graph in enumerate(articles, 1):
                self._notify(f"{number} of {len(articles)} articles")
                self._article(graph)
                if number % FLUSH_EVERY == 0:
                    self._flush()
            self._flush()
            self._finish_shared()
            for graph in self._names:
                if not article_key(graph) and graph not in SHARED:
                    self._notify(_short(graph))
                    self._other(graph)
        finally:
            if not self._is_dry_run:
                self._journal.write()
        if not self._is_dry_run and not self._differences:
            self._journal.finish()
        return self.report

    def _article(self, graph: str) -> None:
        """Replace an article's graph, unless it is equal, and note what the shared graphs must hold for it."""
        new = self._quads(graph)
        share = share_of(new, graph, self._local)
        self._wanted |= share
        sent = fingerprint(new)
        if self._journal.holds(graph, sent.sha256) and self._target.can_query and self._target.count(graph) == sent.n_triples:
            self._note(graph, len(new), 0, "resumed")
            return
        old = self._target.read(graph)
        if self._print(old) == self._print(new):
            self._journal.note(graph, sent.sha256)
            self._note(graph, len(new), 0, "same")
            return
        if not self._is_dry_run:
            self._journal.forget(graph)
        if old:
            self._release(old, graph, new | share)
        if not self._is_dry_run:
            self._has_written = True
            self._target.replace(graph, new)
            if self._verified(graph, new):
                self._journal.note(graph, sent.sha256)
        self._unsent |= share
        self._note(graph, len(new), len(new), "replaced" if old else "new")

    def _release(self, old: Iterable[Quad], graph: str, kept: frozenset[Quad]) -> None:
        """Remove what the shared graphs there hold only for the version of an article that is there."""
        if not self._target.can_query:
            self._are_orphans_left = True
            return
        self._flush()
        stay = {(name, key) for name in SHARED for key in self._keyed(quad for quad in kept if _graph_of(quad) == name)}
        gone = orphans(old, graph, self._there, self._target, lambda quad: (_graph_of(quad), *self._keyed((quad,))) in stay)
        if gone and not self._is_dry_run:
            self._has_written = True
            self._target.remove(gone)
        self._there.remove(gone)
        self._n_orphans += len(gone)

    def _flush(self) -> None:
        """Add to the shared graphs what the articles sent so far need there."""
        self._add(self._unsent)
        self._unsent = set()

    def _add(self, quads: Iterable[Quad]) -> int:
        """Add to the shared graphs those quads that they lack; return how many."""
        by_graph: dict[str, set[Quad]] = defaultdict(set)
        for quad in quads:
            by_graph[_graph_of(quad)].add(quad)
        n_missing = 0
        for graph, members in sorted(by_graph.items()):
            there = self._keyed(
                quad for each in {each.subject for each in members} for quad in self._there.of_subject(each) if _graph_of(quad) == graph
            )
            missing = {quad for key, quad in self._keyed(members).items() if key not in there}
            if missing and not self._is_dry_run:
                self._has_written = True
                self._target.add(graph, missing)
            self._there.add(missing)
            self._sent[graph] += len(missing)
            n_missing += len(missing)
        return n_missing

    def _finish_shared(self) -> None:
        """Add what the shared graphs still lack, read them back, and add again what somebody removed meanwhile."""
        for graph in SHARED:
            if not self._chosen or graph in self._chosen:
                self._wanted |= self._quads(graph)
        for _ in range(MAX_ROUNDS):
            self._add(self._wanted)
            if self._is_dry_run or not (any(self._sent.values()) or self._n_orphans):
                break
            self._there = SharedGraphs(quad for graph in SHARED for quad in self._target.read(graph))
            if not self._lacking():
                break
        else:
            self._differences += [f"{_short(graph)} lacks {n} of our triples there" for graph, n in sorted(self._lacking().items())]
        for graph in SHARED:
            if n_triples := sum(_graph_of(quad) == graph for quad in self._wanted):
                self._note(graph, n_triples, self._sent[graph], "extended" if self._sent[graph] else "same")

    def _lacking(self) -> dict[str, int]:
        """Return how many triples of ours each shared graph lacks there."""
        found: dict[str, int] = {}
        for graph in SHARED:
            there = self._keyed(quad for quad in self._there if _graph_of(quad) == graph)
            n_missing = len(self._keyed(quad for quad in self._wanted if _graph_of(quad) == graph).keys() - there.keys())
            found |= {graph: n_missing} if n_missing else {}
        return found

    def _other(self, graph: str) -> None:
        """Add to a graph that is no article's what it lacks there."""
        ours = self._keyed(self._quads(graph))
        there = self._keyed(self._target.read(graph))
        missing = {quad for key, quad in ours.items() if key not in there}
        if missing and not self._is_dry_run:
            self._has_written = True
            self._target.add(graph, missing)
            if n_lost := len(ours.keys() - self._keyed(self._target.read(graph)).keys()):
                self._differences.append(f"{_short(graph)} lacks {n_lost} of our triples there")
        self._note(graph, len(ours), len(missing), ("extended" if there else "new") if missing else "same")

    def _verified(self, graph: str, sent: Iterable[Quad]) -> bool:
        """Read a graph back and compare size and hash."""
        want, got = self._print(sent), self._print(self._target.read(graph))
        if want == got:
            return True
        self._differences.append(
            f"{_short(graph)} holds {got.n_triples} triples with the hash {got.sha256[:12]} there, not the {want.n_triples} with {want.sha256[:12]} "
            "that were sent"
        )
        return False

    def _quads(self, graph: str) -> frozenset[Quad]:
        return frozenset(self._store.oxigraph.quads_for_pattern(None, None, None, NamedNode(graph)))

    def _keyed(self, quads: Iterable[Quad]) -> dict[str, Quad]:
        return keyed(quads, keeps_literals=self._target.keeps_literals)

    def _print(self, quads: Iterable[Quad]) -> Fingerprint:
        return fingerprint(quads, keeps_literals=self._target.keeps_literals)

    def _note(self, graph: str, n_triples: int, n_sent: int, action: Action) -> None:
        self._done.append(PushedGraph(graph=graph, n_triples=n_triples, n_sent=n_sent, action=action))


def _names(store: EmbeddedStore, chosen: Collection[str]) -> list[str]:
    """Return the graphs to push, sorted.

    Raises:
        InputError: As `Push` says.
    """
    names = {each.value for each in store.oxigraph.named_graphs() if isinstance(each, NamedNode)}
    if missing := sorted(set(chosen) - names):
        raise InputError(f"there is no graph {', '.join(missing)} to push; name one by its IRI, an article by its key")
    if not chosen and any(True for _ in store.oxigraph.quads_for_pattern(None, None, None, DefaultGraph())):
        raise InputError("some triples stand in no named graph, and nothing is pushed without one; give TriG, N-Quads or JSON-LD with graphs")
    if not names:
        raise InputError("there is no graph to push")
    return sorted(chosen or names - {RUNS_GRAPH})


def _graph_of(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _short(graph: str) -> str:
    """Return a graph's name for people: the last part of ours, the whole IRI of others."""
    return f"graph {graph.removeprefix(GRAPHS)}"
