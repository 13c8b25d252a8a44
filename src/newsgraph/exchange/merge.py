"""Merge other people's graphs into a store: twice changes nothing, and what was done can be undone.

Source by source: blank nodes get names from what is said of them, quads are put where newsgraph keeps them, things that are the same
get one name, articles are replaced whole, and every triple ends up in one graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode, Quad, Store

from newsgraph.exchange.blanknodes import skolemized
from newsgraph.exchange.conflicts import Conflict, conflicts_between
from newsgraph.exchange.identity import Naming, naming_of
from newsgraph.exchange.layout import IMPORT, Incoming, settled
from newsgraph.exchange.proposals import Decisions, Proposal, proposals_between
from newsgraph.exchange.report import MergeReport
from newsgraph.exchange.runs import Change, recorded, start
from newsgraph.exchange.sources import GraphSource
from newsgraph.exchange.steps import Steps
from newsgraph.exchange.terms import FACTS, LABEL, META, TITLE, TYPE, is_shared_entity
from newsgraph.exchange.vocabulary import Vocabulary, vocabulary
from newsgraph.store import EmbeddedStore
from newsgraph.store.meta import is_description

__all__ = ["MergeOptions", "NoSource", "merge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOptions:
    """How to merge.

    Attributes:
        decisions: What people decided about proposals.
        is_ours_preferred: Keep our version of an article that both have; otherwise the source's replaces it.
        is_dry: Change nothing, only say what would change.
        vocabulary: What the ontology says; None for the shipped one.
    """

    decisions: Decisions = field(default_factory=Decisions)
    is_ours_preferred: bool = False
    is_dry: bool = False
    vocabulary: Vocabulary | None = None


class NoSource:
    """A source that holds nothing: for decisions about what is in the store already."""

    name = "decisions"

    def parts(self) -> Iterator[Iterable[Quad]]:
        """Yield nothing."""
        yield ()


def merge(target: EmbeddedStore, sources: Iterable[GraphSource], options: MergeOptions | None = None) -> tuple[MergeReport, ...]:
    """Merge sources, one after the other; each that changes something is a run of its own.

    Args:
        target: The store that grows.
        sources: Files, stores, endpoints.
        options: How; None for the usual.

    Returns:
        A report for each source, in their order.

    Raises:
        NewsgraphError: A source cannot be read, or the store not be written; the sources before it are merged.
    """
    chosen = options or MergeOptions()
    known = chosen.vocabulary or vocabulary()
    if not chosen.is_dry:
        return tuple(_Merge(target, source, chosen, known).run() for source in sources)
    with EmbeddedStore() as copy:
        copy.oxigraph.bulk_extend(target)
        return tuple(_Merge(copy, source, chosen, known).run() for source in sources)


class _Merge:
    """One run."""

    def __init__(self, target: EmbeddedStore, source: GraphSource, options: MergeOptions, known: Vocabulary) -> None:
        self._target = target
        self._source = source
        self._options = options
        self._vocabulary = known
        self._run, self._header = start(target, source.name)
        self._n_steps = 0
        self._removed: set[Quad] = set()
        self._added: set[Quad] = set()

    def run(self) -> MergeReport:
        quads = {quad for part in self._source.parts() for quad in skolemized(part)}
        given = settled(quads, knows=self._target.oxigraph.__contains__)
        before = _union(given)
        naming = naming_of(self._target.oxigraph, before, accepted=self._options.decisions.same)
        n_same_names = self._n_same_names(before, naming)
        removed, added = naming.of_target(self._target.oxigraph)
        self._take(Change(removed=frozenset(removed), added=frozenset(added)))
        incoming = settled(self._without_implied(naming.of_source(_all(given))), knows=self._target.oxigraph.__contains__)
        conflicts, proposals = self._compared(incoming)
        links = naming.links | self._options.decisions.links
        steps = Steps(
            self._target, _titled(incoming, self._source.name, self._target.oxigraph), links=links, is_ours_preferred=self._options.is_ours_preferred
        )
        come: set[Quad] = set()
        for change in steps:
            self._take(change)
            come |= change.added
        return MergeReport(
            source=self._source.name,
            run="" if self._options.is_dry or not self._n_steps else self._run,
            is_dry=self._options.is_dry,
            n_new=len(self._added - self._removed),
            n_same=len(_all(incoming) - come),
            n_removed=len(self._removed - self._added),
            articles={state: tuple(keys) for state, keys in steps.states.items()},
            n_same_names=n_same_names,
            same=naming.same,
            clashes=naming.clashes,
            conflicts=conflicts,
            proposals=proposals,
            n_unsupported=given.n_unsupported,
        )

    def _without_implied(self, rows: set[Quad]) -> set[Quad]:
        """Leave out the classes of our things that ours imply: schema:Country of an ng:Country would double the rows of some questions."""
        kinds: dict[object, set[str]] = defaultdict(set)
        typed = [quad for quad in rows if quad.predicate == TYPE and is_shared_entity(quad.subject) and isinstance(quad.object, NamedNode)]
        for quad in typed:
            if quad.graph_name == FACTS:
                kinds[quad.subject].add(quad.object.value)  # type: ignore[union-attr]  # see `typed`
        ours = self._target.oxigraph
        for node in {quad.subject for quad in typed}:
            kinds[node] |= {each.object.value for each in ours.quads_for_pattern(node, TYPE, None, FACTS) if isinstance(each.object, NamedNode)}
        implied = {quad for quad in typed if quad.graph_name != FACTS and self._vocabulary.implies(kinds[quad.subject], quad.object.value)}  # type: ignore[union-attr]  # as above
        return rows - implied

    def _take(self, change: Change) -> None:
        """Apply a step and its record in one transaction."""
        if not change:
            return
        if not self._n_steps:  # what counts the dataset will be wrong
            old = {quad for quad in self._target.oxigraph.quads_for_pattern(None, None, None, META) if is_description(quad)}
            change = replace(change, removed=change.removed | old)
        self._n_steps += 1
        record = recorded(self._run, self._n_steps, change)
        header = self._header if self._n_steps == 1 else frozenset()
        self._target.change(removed=change.removed, added={*change.added, record, *header})
        self._removed |= change.removed
        self._added |= change.added

    def _compared(self, incoming: Incoming) -> tuple[tuple[Conflict, ...], tuple[Proposal, ...]]:
        store = _union(incoming)
        conflicts = conflicts_between(self._target.oxigraph, store, incoming, self._vocabulary)
        return conflicts, proposals_between(self._target.oxigraph, store, self._vocabulary)

    def _n_same_names(self, source: Store, naming: Naming) -> int:
        names = {quad.subject for quad in source.quads_for_pattern(None, LABEL, None) if is_shared_entity(quad.subject)}
        ours = self._target.oxigraph
        return sum(1 for name in names if name not in naming.apart and any(True for _ in ours.quads_for_pattern(name, LABEL, None)))


def _all(incoming: Incoming) -> set[Quad]:
    return set(incoming.shared | incoming.foreign).union(*incoming.articles.values())


def _union(incoming: Incoming) -> Store:
    store = Store()
    store.bulk_extend(_all(incoming))
    return store


def _titled(incoming: Incoming, name: str, target: Store) -> Incoming:
    """Say in `graph/meta` where a graph came from that had no name of its own."""
    loose = [quad for quad in incoming.foreign if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(IMPORT)]
    growing = {quad.graph_name for quad in loose if not any(target.quads_for_pattern(quad.subject, quad.predicate, quad.object))}
    new = [each for each in growing if isinstance(each, NamedNode) and not any(target.quads_for_pattern(each, TITLE, None, META))]
    return replace(incoming, shared=incoming.shared | {Quad(each, TITLE, Literal(name), META) for each in new})
