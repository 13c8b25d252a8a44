"""Bring parts into the store: new articles by bulk load, changed ones by replacement, so that the store holds what the last versions say.

What a build gives does not depend on the order of parts. A new article only adds. A changed or vanished one takes with it what nobody
else says: its graph, its unsupported facts and orphaned entities (the store finds those), and names and types of shared entities that
only its old version gave (the ledger knows, by a hash of each shared quad, what every article gave).
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from newsgraph.corpus.ledger import Ledger
from newsgraph.corpus.part import ArticleRecord, Part, read_part
from newsgraph.corpus.shard import quad_hash
from newsgraph.namespaces import BASE, FACTS_GRAPH, ID, LINKS_GRAPH, META_GRAPH, NG
from newsgraph.store import EmbeddedStore

__all__ = ["StoreWriter", "WriterThread"]

SHARED = (NamedNode(FACTS_GRAPH), NamedNode(LINKS_GRAPH))
ABOUT = NamedNode(NG + "about")
GRAPH = BASE + "graph/"

LOAD_BYTES = 30_000_000
"""Parts are loaded together up to this size, about 130,000 quads. The fewer loads, the less the engine has to sort again, but each takes six
times its size in memory: at 24,000 articles, 11.4 ms of CPU an article and 276 MB with 20 MB, 10.2 ms and 360 MB with 40 MB."""

SHARED_ENDS = tuple(f" <{graph}> .\n".encode() for graph in (FACTS_GRAPH, LINKS_GRAPH, META_GRAPH))
KEPT_LINES = 100_000
"""So many shared quads are remembered as being in the store (about 25 MB), then all are forgotten."""

WAITING_PARTS = 256
"""So many parts may wait for the store before reading waits for it too."""


class StoreWriter:
    """The one writer of a store.

    Args:
        store: Open for writing.
        ledger: Of this thread.
    """

    def __init__(self, store: EmbeddedStore, ledger: Ledger) -> None:
        self._store = store
        self._ledger = ledger
        self._is_plain = store.is_plain
        self._loaded: set[bytes] = set()

    def load(self, paths: Iterable[Path]) -> int:
        """Bring the articles of parts into the store, note them in the ledger, and delete the parts; return how many articles they hold.

        A kill at any moment leaves a store that is whole, and parts that can be loaded again to the same effect.

        Raises:
            StoreError: The disk does not take it, or a part is damaged.
        """
        paths = list(paths)
        added: list[ArticleRecord] = []
        loads: list[bytes] = []
        changed: list[tuple[ArticleRecord, bytes]] = []
        for path in paths:
            for record, nquads in read_part(path):
                if self._is_new(record.key):
                    added.append(record)
                    loads.append(self._unknown(nquads))
                else:
                    changed.append((record, nquads))
        if added:  # first, as a new article may name what a changed one did
            self._store.add_nquads(b"".join(loads))
            loads.clear()
            self._store.flush()
            self._ledger.add(added)
        for record, nquads in changed:
            self._replace(record, nquads)
        for path in paths:
            path.unlink(missing_ok=True)
        return len(added) + len(changed)

    def _unknown(self, nquads: bytes) -> bytes:
        """Leave out shared quads that this writer has loaded: a fifth of an article's, such as the names of the countries in it."""
        lines = nquads.splitlines(keepends=True)
        shared = [i for i, line in enumerate(lines) if line.endswith(SHARED_ENDS)]
        if len(self._loaded) > KEPT_LINES:
            self._loaded.clear()
        for i in shared:
            line = lines[i]
            if line in self._loaded:
                lines[i] = b""
            else:
                self._loaded.add(line)
        return b"".join(lines)

    def remove(self, key: str) -> None:
        """Remove an article and all that only it says."""
        self._loaded.clear()
        self._take_away(key, frozenset())
        self._store.remove_article(key)
        self._store.flush()
        self._ledger.forget(key)

    def _is_new(self, key: str) -> bool:
        return self._is_plain and self._ledger.known(key) is None and not self._store.holds(key)

    def _replace(self, record: ArticleRecord, nquads: bytes) -> None:
        self._loaded.clear()  # what it takes away must come again with the next that says it
        quads = set(parse(nquads, format=RdfFormat.N_QUADS))
        self._take_away(record.key, frozenset(quad_hash(str(quad)) for quad in quads if quad.graph_name in SHARED))
        self._store.replace_article(quads, record.key)
        self._store.flush()
        self._ledger.add([record])

    def _take_away(self, key: str, kept: frozenset[str]) -> None:
        """Remove the shared quads that the old version of an article gave, and neither its new one nor another article gives.

        Before the article's graph goes, which says what entities the old version named: so a kill in between loses nothing.
        """
        gone = (self._ledger.shared(key) or frozenset()) - kept
        if not gone:
            return
        store, graph = self._store.oxigraph, NamedNode(GRAPH + key)
        named = {quad.object for quad in store.quads_for_pattern(None, None, None, graph) if isinstance(quad.object, NamedNode)}
        entities = {node for node in named if node.value.startswith(ID)}
        spoken_of = {quad.object for node in entities for quad in store.quads_for_pattern(node, ABOUT, None, SHARED[0])}
        entities |= {node for node in spoken_of if isinstance(node, NamedNode)}
        doomed = [
            quad
            for node in sorted(entities, key=str)
            for home in SHARED
            for quad in store.quads_for_pattern(node, None, None, home)
            if quad_hash(str(quad)) in gone and not self._is_given_elsewhere(node, quad, key)
        ]
        if doomed:
            self._store.change(removed=doomed)

    def _is_given_elsewhere(self, node: NamedNode, quad: Quad, key: str) -> bool:
        """Whether another article gives a shared quad about a node; one that the ledger does not know may."""
        wanted = quad_hash(str(quad))
        asked = {key}
        store = self._store.oxigraph
        about = [quad.subject for quad in store.quads_for_pattern(None, ABOUT, node, SHARED[0]) if isinstance(quad.subject, NamedNode)]
        for name in (node, *about):
            for found in store.quads_for_pattern(None, None, name, None):
                graph = found.graph_name
                other = graph.value.removeprefix(GRAPH) if isinstance(graph, NamedNode) and graph not in SHARED else key
                if other not in asked:
                    asked.add(other)
                    given = self._ledger.shared(other)
                    if given is None or wanted in given:
                        return True
        return False


class WriterThread:
    """A thread that loads parts as they come, several together.

    Args:
        store: Open for writing.
        ledger_path: The ledger's file; the thread opens it for itself.
    """

    def __init__(self, store: EmbeddedStore, ledger_path: Path) -> None:
        self._store = store
        self._ledger_path = ledger_path
        self._parts: queue.Queue[Part | None] = queue.Queue(WAITING_PARTS)
        self._error: BaseException | None = None
        self._is_stopped = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def put(self, part: Part) -> None:
        """Hand over a part.

        Raises:
            StoreError: A part before it could not be loaded.
        """
        self.check()
        self._parts.put(part)

    def finish(self) -> None:
        """Wait until all parts are in the store.

        Raises:
            StoreError: A part could not be loaded.
        """
        self._parts.put(None)
        self._thread.join()
        self.check()

    def stop(self) -> None:
        """Load nothing more than what is being loaded."""
        self._is_stopped = True
        self._parts.put(None)
        self._thread.join()

    def check(self) -> None:
        """Raise what went wrong, if anything did."""
        if self._error is not None:
            raise self._error

    def _serve(self) -> None:
        try:
            with Ledger(self._ledger_path) as ledger:
                self._load_all(StoreWriter(self._store, ledger))
        except BaseException as error:  # noqa: BLE001  # goes to the thread that hands over
            self._error = error
            while self._parts.get() is not None:  # whoever waits to hand over must not wait for ever
                pass

    def _load_all(self, writer: StoreWriter) -> None:
        paths: list[Path] = []
        n_bytes = 0
        while (part := self._parts.get()) is not None and not self._is_stopped:
            if part.path is not None:
                paths.append(part.path)
                n_bytes += part.n_bytes
            if n_bytes >= LOAD_BYTES:
                writer.load(paths)
                paths, n_bytes = [], 0
        if not self._is_stopped:
            writer.load(paths)
