"""Keep quads in an embedded store, in memory or in a folder, where re-reading an article replaces it.

An article owns its named graph. What the other graphs hold is owned by all the articles that name it: it goes when the last
of them goes. So a store that has read articles one by one, some of them several times, holds what it would hold had it read
only their last versions.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store

from newsgraph.errors import StoreError
from newsgraph.namespaces import BASE, DCTERMS, FACTS_GRAPH, ID, LINKS_GRAPH, META_GRAPH, NG, RDF, RUNS_GRAPH
from newsgraph.store.meta import DATASET, VOID, is_description
from newsgraph.store.opening import open_store
from newsgraph.store.parsing import parsed

__all__ = ["EmbeddedStore"]

GRAPH = BASE + "graph/"
ARTICLE_KEY = re.compile(r"[0-9a-f]{16}")

FACTS, LINKS, META, RUNS = (NamedNode(each) for each in (FACTS_GRAPH, LINKS_GRAPH, META_GRAPH, RUNS_GRAPH))
SHARED_GRAPHS = (FACTS, LINKS, META)
TYPE, FACTUAL = NamedNode(RDF + "type"), NamedNode(NG + "FactualStatement")
SUBJECT, PREDICATE, OBJECT = NamedNode(RDF + "subject"), NamedNode(RDF + "predicate"), NamedNode(RDF + "object")
HAS_PART, ABOUT = NamedNode(DCTERMS + "hasPart"), NamedNode(NG + "about")
MERGE_RUN, ADDED_SINCE, CHANGED_SINCE = (NamedNode(NG + each) for each in ("MergeRun", "addedSince", "changedSince"))
OWNED = (ID, BASE + "run/")
"""What goes away with the last article that names it: entities and runs."""


class EmbeddedStore:
    """A store of quads in a folder, or in memory only.

    One process at a time may have a folder open for writing; any number may read it. Methods may be called from several threads.

    Args:
        path: Folder of the store, made if missing; None keeps everything in memory.
        read_only: Open an existing folder without locking it. What others write later is not seen.

    Raises:
        StoreError: The folder is in use, damaged, missing (read-only), or not a store.
    """

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        self.path = path
        self.revision = 0
        self._has_foreign: bool | None = None
        self._is_read_only = read_only
        self._lock = threading.RLock()
        self._store: Store | None = open_store(path, read_only=read_only)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self.oxigraph)

    def __iter__(self) -> Iterator[Quad]:
        """Yield every quad, in no particular order."""
        with self._reported("read"):
            yield from self.oxigraph

    def close(self) -> None:
        """Write everything to disk and let go of the folder; closing twice is harmless."""
        with self._lock:
            if self._store is not None and self.path is not None and self.revision:
                self._store.flush()
            self._store = None

    @property
    def oxigraph(self) -> Store:
        """The engine itself, for reading in this process; changes go through the methods, which keep the promises above.

        Raises:
            StoreError: The store is closed.
        """
        if self._store is None:
            raise StoreError(f"the store {self.path or 'in memory'} is closed; open it again")
        return self._store

    def nquads(self) -> bytes:
        """Return everything as N-Quads, in no particular order: for handing the store to another process."""
        with self._reported("read"):
            return self.oxigraph.dump(format=RdfFormat.N_QUADS) or b""

    def articles(self) -> tuple[str, ...]:
        """Return the keys of all articles, sorted."""
        with self._reported("read"):
            return tuple(sorted(key for graph in self.oxigraph.named_graphs() if (key := _article_key(graph))))

    def article_quads(self, article_key: str) -> tuple[Quad, ...]:
        """Return the quads of one article's own graph, sorted by their N-Quads form; empty for an unknown article."""
        with self._reported("read"):
            return tuple(sorted(self.oxigraph.quads_for_pattern(None, None, None, NamedNode(GRAPH + article_key)), key=str))

    def replace_article(self, quads: Iterable[Quad], article_key: str) -> None:
        """Put the quads of one article in place of what the store held of it, in one transaction.

        Facts that only its old version supported, and entities, links and runs that only it named, go away.

        Args:
            quads: All quads of the new version, of every graph; empty removes the article.
            article_key: The article's key, 16 hexadecimal digits.

        Raises:
            StoreError: The key is malformed, a quad belongs to another article's graph, or the disk fails; nothing was changed.
        """
        if not ARTICLE_KEY.fullmatch(article_key):
            raise StoreError(f"{article_key!r} is not an article key; it has 16 hexadecimal digits (Article.key)")
        new = set(quads)
        for quad in new:
            if _article_key(quad.graph_name) not in {"", article_key}:
                raise StoreError(f"a quad of the graph {quad.graph_name} cannot be part of article {article_key}; replace each article on its own")
        with self._writing():
            gone, come = self._marks(article_key, is_there=bool(new))
            old = (self.owned_by(article_key) - new) | self._foreign_copies(new) | gone | self._description()
            self._swap(article_key, old, new | come)

    def remove_article(self, article_key: str) -> None:
        """Remove an article and all that only it supported; nothing happens if the store does not hold it."""
        self.replace_article((), article_key)

    def change(self, *, removed: Iterable[Quad] = (), added: Iterable[Quad] = ()) -> None:
        """Take quads away and add others, as they stand, in one transaction.

        For whoever knows the layout: nothing but the engine's own rules is checked.

        Raises:
            StoreError: The disk fails, or the store is read only; nothing was changed.
        """
        with self._writing():
            self._has_foreign = None
            self.oxigraph.update(f"DELETE DATA {{\n{_data(removed)}}} ;\nINSERT DATA {{\n{_data(added)}}}")
            self.revision += 1

    def load(self, files: Iterable[Path]) -> int:
        """Add the quads of RDF files; an article that the store holds already is replaced.

        Args:
            files: Paths whose suffix names the format (.trig .nq .ttl .nt .jsonld .rdf). A file without named graphs goes to the default graph.

        Returns:
            The number of quads read.

        Raises:
            StoreError: A file is missing, malformed or of an unknown format; the files before it have been added.
        """
        total = 0
        for path in files:
            found = parsed(path)
            self._has_foreign = None
            keys = {key for quad in found if (key := _article_key(quad.graph_name))}
            with self._writing():
                known = [key for key in sorted(keys) if any(True for _ in self.oxigraph.quads_for_pattern(None, None, None, NamedNode(GRAPH + key)))]
                for key in known:
                    self._swap(key, self.owned_by(key) - found, set())
                self.oxigraph.extend(found)
                self.revision += 1
            total += len(found)
        return total

    def holds(self, article_key: str) -> bool:
        """Return whether the store holds an article."""
        with self._reported("read"):
            return self.oxigraph.contains_named_graph(NamedNode(GRAPH + article_key))

    @property
    def is_plain(self) -> bool:
        """Whether articles are all there is, neither other people's graphs nor merges; then new articles may come by `add_nquads`."""
        with self._reported("read"):
            return not self._holds_foreign() and not any(self.oxigraph.quads_for_pattern(None, TYPE, MERGE_RUN, RUNS))

    def add_nquads(self, nquads: bytes) -> None:
        """Add the N-Quads of articles that the store does not hold yet, at the speed of a bulk load: 100,000 quads a second and more.

        Args:
            nquads: As `graph.nquads` makes them: IRIs are not checked again, which saves an eighth of the time.

        Raises:
            StoreError: They are malformed, or the disk fails. Quads that were added already do no harm when they are added again.
        """
        with self._writing():
            for quad in self._description():
                self.oxigraph.remove(quad)
            self.oxigraph.bulk_load(nquads, format=RdfFormat.N_QUADS, lenient=True)
            self.revision += 1

    def flush(self) -> None:
        """Write everything to disk, so that no later failure takes it back."""
        if self.path is not None:
            with self._writing():
                self.oxigraph.flush()

    @contextmanager
    def _reported(self, doing: str) -> Iterator[None]:
        """Turn what the storage engine raises into a `StoreError`."""
        try:
            yield
        except (OSError, RuntimeError, SyntaxError) as error:
            raise StoreError(
                f"cannot {doing} the store {self.path or 'in memory'}: {error}; check the disk, or make it again from its files"
            ) from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Let one thread write at a time, and only where writing is allowed."""
        if self._is_read_only:
            raise StoreError(f"the store {self.path} was opened to read only; open it without read_only to change it")
        with self._lock, self._reported("write to"):
            yield

    def _swap(self, key: str, old: set[Quad], new: set[Quad]) -> None:
        """Drop an article's graph, delete and insert quads: all in one transaction."""
        changes = (f"DROP SILENT GRAPH <{GRAPH}{key}>", f"DELETE DATA {{\n{_data(old)}}}", f"INSERT DATA {{\n{_data(new)}}}")
        self.oxigraph.update(" ;\n".join(changes))
        self.revision += 1

    def owned_by(self, key: str) -> set[Quad]:
        """Return everything in the shared graphs that only the article of this key names or supports.

        Only what the article itself names is looked at, so the cost does not grow with the store.
        """
        store, graph = self.oxigraph, NamedNode(GRAPH + key)
        own = list(store.quads_for_pattern(None, None, None, graph))
        terms = {term for quad in own for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
        named = {node for node in terms if node.value.startswith(OWNED)}
        named |= {quad.object for node in named for quad in store.quads_for_pattern(node, ABOUT, None, FACTS) if isinstance(quad.object, NamedNode)}
        orphans = self._orphans(named, graph)
        described = {quad for node in orphans for home in SHARED_GRAPHS for quad in store.quads_for_pattern(node, None, None, home)}
        return described | self._unsupported_facts(own, graph) | set(store.quads_for_pattern(None, HAS_PART, graph, META))

    def _foreign_copies(self, quads: Iterable[Quad]) -> set[Quad]:
        """Return the quads of other people's graphs with a triple that now comes into one of ours: a union would give it twice."""
        store = self.oxigraph
        if not self._holds_foreign():
            return set()
        ours = [quad for quad in quads if _is_ours(quad.graph_name)]
        found = (each for quad in ours for each in store.quads_for_pattern(quad.subject, quad.predicate, quad.object))
        return {each for each in found if not _is_ours(each.graph_name)}

    def _description(self) -> set[Quad]:
        """Return what counts the quads, if anything does: it is wrong from now on."""
        if not any(True for _ in self.oxigraph.quads_for_pattern(DATASET, NamedNode(VOID + "triples"), None, META)):
            return set()
        return {quad for quad in self.oxigraph.quads_for_pattern(None, None, None, META) if is_description(quad)}

    def _holds_foreign(self) -> bool:
        if self._has_foreign is None:
            store = self.oxigraph
            graphs = [*store.named_graphs(), *([DefaultGraph()] if any(store.quads_for_pattern(None, None, None, DefaultGraph())) else [])]
            self._has_foreign = not all(_is_ours(graph) for graph in graphs)
        return self._has_foreign

    def _marks(self, key: str, *, is_there: bool) -> tuple[set[Quad], set[Quad]]:
        """Return what to forget and what to remember of an article that changes after a merge, so that an undo is exact or refused."""
        store = self.oxigraph
        gone, come = set(), set()
        graph = NamedNode(GRAPH + key)
        is_old = any(True for _ in store.quads_for_pattern(None, None, None, graph))
        for run in store.quads_for_pattern(None, TYPE, MERGE_RUN, RUNS) if is_old or is_there else ():
            mark = Quad(run.subject, ADDED_SINCE, graph, RUNS)
            if mark in store:
                gone |= set() if is_there else {mark}
            else:
                come.add(Quad(run.subject, CHANGED_SINCE if is_old else ADDED_SINCE, graph, RUNS))
        return gone, come

    def _orphans(self, nodes: set[NamedNode], graph: NamedNode) -> set[NamedNode]:
        """Return those nodes that neither another article names nor a shared entity that stays is about."""
        store = self.oxigraph
        orphans = {node for node in nodes if not self._is_named_elsewhere(node, graph)}
        while True:
            kept = {node for node in orphans for quad in store.quads_for_pattern(None, ABOUT, node, FACTS) if quad.subject not in orphans}
            if not kept:
                return orphans
            orphans -= kept

    def _is_named_elsewhere(self, node: NamedNode, graph: NamedNode) -> bool:
        return any(quad.graph_name not in (graph, RUNS, *SHARED_GRAPHS) for quad in self.oxigraph.quads_for_pattern(None, None, node, None))

    def _unsupported_facts(self, own: Iterable[Quad], graph: NamedNode) -> set[Quad]:
        """Return the bare triples whose every factual statement stands in the article's graph."""
        parts: dict[object, dict[NamedNode, object]] = {}
        for quad in own:
            if quad.predicate in (SUBJECT, PREDICATE, OBJECT):
                parts.setdefault(quad.subject, {})[quad.predicate] = quad.object
        found: set[Quad] = set()
        for quad in own:
            spoken = parts.get(quad.subject, {})
            if quad.predicate == TYPE and quad.object == FACTUAL and len(spoken) == len((SUBJECT, PREDICATE, OBJECT)):
                found.add(Quad(spoken[SUBJECT], spoken[PREDICATE], spoken[OBJECT], FACTS))  # type: ignore[arg-type]  # IRIs, as we wrote them
        return {fact for fact in found if not self._is_supported_elsewhere(fact, graph)}

    def _is_supported_elsewhere(self, fact: Quad, graph: NamedNode) -> bool:
        """Look through the statements of the same subject and of the same object side by side, as long as the fewer of them last."""
        store = self.oxigraph
        of_subject = store.quads_for_pattern(None, SUBJECT, fact.subject, None)
        of_object = store.quads_for_pattern(None, OBJECT, fact.object, None)
        for pair in zip(of_subject, of_object, strict=False):
            for found in pair:
                wanted = ((SUBJECT, fact.subject), (PREDICATE, fact.predicate), (OBJECT, fact.object), (TYPE, FACTUAL))
                if found.graph_name != graph and all(Quad(found.subject, name, value, found.graph_name) in store for name, value in wanted):
                    return True
        return False


def _article_key(graph: object) -> str:
    """Return the key of an article's graph, "" for any other graph."""
    name = graph.value if isinstance(graph, NamedNode) else ""
    key = name.removeprefix(GRAPH)
    return key if key != name and ARTICLE_KEY.fullmatch(key) else ""


def _is_ours(graph: object) -> bool:
    return graph in (*SHARED_GRAPHS, RUNS) or bool(_article_key(graph))


def _data(quads: Iterable[Quad]) -> str:
    """Return quads as the inside of a SPARQL data block, sorted."""
    lines = []
    for quad in sorted(quads, key=str):
        triple = f"{quad.subject} {quad.predicate} {quad.object} ."
        lines.append(f"GRAPH {quad.graph_name} {{ {triple} }}\n" if isinstance(quad.graph_name, NamedNode) else triple + "\n")
    return "".join(lines)
