"""Work out what a merge changes, step by step; after each step the store keeps its promises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from pyoxigraph import NamedNode, Quad

from newsgraph.exchange.layout import Incoming, facts_of, settled
from newsgraph.exchange.runs import Change
from newsgraph.exchange.terms import ABOUT, FACTS, META, SHARED, TYPE, article_key
from newsgraph.namespaces import BASE, DCTERMS, ID
from newsgraph.store import EmbeddedStore
from newsgraph.store.meta import DATASET

__all__ = ["Steps", "by_article"]

GRAPH = BASE + "graph/"
HAS_PART = NamedNode(DCTERMS + "hasPart")
BATCH = 20_000
"""Quads of other people's graphs that one transaction takes: few megabytes of text."""


class Steps:
    """The steps that bring settled quads into a store, to be taken one after the other.

    Args:
        target: What is there; whoever iterates applies each step before asking for the next.
        incoming: Settled quads under the names that are kept.
        links: Quads of `graph/links` that say what was merged under another name.
        is_ours_preferred: Keep our version of an article that both have.

    Attributes:
        states: Keys of the articles that were "new", "replaced", "same", or "kept" (ours was preferred), as far as one has iterated.
    """

    def __init__(self, target: EmbeddedStore, incoming: Incoming, *, links: set[Quad], is_ours_preferred: bool = False) -> None:
        self._target = target
        self._incoming = incoming
        self._shared = _Shared(incoming.shared | links)
        self._is_ours_preferred = is_ours_preferred
        self.states: dict[str, list[str]] = {"new": [], "replaced": [], "same": [], "kept": []}

    def __iter__(self) -> Iterator[Change]:
        """Yield what changes something: article by article, then what they share, then other people's graphs."""
        own = set()
        for key, new in sorted(self._incoming.articles.items()):
            own |= {quad.triple for quad in new}
            change = self._article(key, new)
            if change:
                yield change
        rest = self._shared.left()
        own |= {quad.triple for quad in rest}
        if change := self._unique(set(), rest):
            yield change
        foreign = iter(sorted((quad for quad in self._incoming.foreign if quad.triple not in own), key=str))
        while batch := set(islice(foreign, BATCH)):
            if change := self._unique(set(), batch):
                yield change

    def _article(self, key: str, new: set[Quad]) -> Change | None:
        old = set(self._target.article_quads(key))
        state = "new" if not old else "same" if old == new else "kept" if self._is_ours_preferred else "replaced"
        self.states[state].append(key)
        if state == "kept":
            return None
        owned = self._target.owned_by(key) - self._incoming.shared if state == "replaced" else set()
        return self._unique((old - new) | owned, (new - old) | self._shared.of_article(new, key))

    def _unique(self, removed: set[Quad], added: set[Quad]) -> Change:
        """Return a step after which every triple stands in one graph: in newsgraph's rather than in others'."""
        store = self._target.oxigraph
        gone = {quad for quad in removed - added if quad in store}
        come: dict[object, Quad] = {}
        for quad in sorted(added, key=lambda each: (not _is_ours(each), str(each))):
            copies = {each for each in store.quads_for_pattern(quad.subject, quad.predicate, quad.object) if each not in gone}
            if quad.triple in come or any(_is_ours(each) or not _is_ours(quad) for each in copies):
                continue
            gone |= copies
            come[quad.triple] = quad
        return Change(removed=frozenset(gone), added=frozenset(come.values()))


def _is_ours(quad: Quad) -> bool:
    return quad.graph_name in SHARED or bool(article_key(quad.graph_name))


class _Shared:
    """Quads of shared graphs, handed out to the articles that name or support them, each once."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._left = set(quads)
        self._describing: dict[object, list[Quad]] = defaultdict(list)
        for quad in self._left:
            is_bare = quad.graph_name == FACTS and isinstance(quad.object, NamedNode) and quad.predicate not in (TYPE, ABOUT)
            if not is_bare:
                self._describing[quad.subject].append(quad)

    def of_article(self, own: set[Quad], key: str) -> set[Quad]:
        """Return what an article needs of what is left: the names and links of its things, its facts, its run."""
        found = facts_of(own) | {Quad(DATASET, HAS_PART, NamedNode(GRAPH + key), META)}
        todo = [term for quad in own for term in (quad.subject, quad.object) if isinstance(term, NamedNode)]
        seen: set[NamedNode] = set()
        while todo:
            term = todo.pop()
            if term in seen or not term.value.startswith((ID, BASE + "run/", BASE + "software/")):
                continue
            seen.add(term)
            found.update(self._describing[term])
            todo += [quad.object for quad in self._describing[term] if isinstance(quad.object, NamedNode)]
        found &= self._left
        self._left -= found
        return found

    def left(self) -> set[Quad]:
        """Return what no article needs."""
        return self._left


def by_article(quads: Iterable[Quad]) -> Iterator[tuple[str, set[Quad]]]:
    """Yield every article of a dataset by key, with what it needs of the shared graphs; what several need comes with the first."""
    given = settled(quads)
    common = {quad for quad in given.shared if quad.subject == DATASET and not article_key(quad.object)}
    shared = _Shared(given.shared - common)
    for key, own in sorted(given.articles.items()):
        yield key, own | common | shared.of_article(own, key)
