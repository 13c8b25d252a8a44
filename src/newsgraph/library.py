"""Offer a store to other programs: open it, fill it, ask it, merge into it, hand it on.

import newsgraph

with newsgraph.Store("store") as store:
    store.add("article.txt")
    for row in store.query("who-chairs"):
        print(row["chair"], row["chairs"])
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Day  # noqa: N812  # `date` is an argument here
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from newsgraph.api import Graph, asked, build
from newsgraph.errors import StoreError
from newsgraph.exchange import (
    Decisions,
    MergeOptions,
    MergeReport,
    RunRecord,
    Undone,
    by_article,
    decisions_from,
    export_files,
    export_format,
    merge,
    runs_of,
    source_of,
    undo,
)
from newsgraph.settings import Settings
from newsgraph.store import EmbeddedStore, write_files

if TYPE_CHECKING:
    import networkx as nx  # type: ignore[import-untyped]  # networkx ships no types
    from pyoxigraph import Quad
    from rdflib import Dataset

    from newsgraph.query import Answer, QuerySession

__all__ = ["Store"]


class Store:
    """Articles in a folder: the store that `newsgraph build --store` fills and every command reads.

    Reading an article again replaces it, in one transaction. One process may write, any number may read. Use it as a context manager, or
    close it.

    Args:
        path: The folder, made if missing; None keeps everything in memory.
        read_only: Open an existing store without locking it.

    Raises:
        StoreError: The folder is in use, damaged, missing (read only), or no store.
    """

    def __init__(self, path: Path | str | None = None, *, read_only: bool = False) -> None:
        self._store = EmbeddedStore(Path(path) if path is not None else None, read_only=read_only)
        self._session: QuerySession | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.articles)

    def __contains__(self, article: object) -> bool:
        """Tell whether an article of this key is there."""
        return article in self.articles

    def __repr__(self) -> str:
        """Return a line that says how much there is."""
        return f"<newsgraph.Store {self._store.path or 'in memory'}: {len(self)} articles, {len(self._store)} quads>"

    def close(self) -> None:
        """Write everything to disk and let go of the folder; closing twice is harmless."""
        if self._session is not None:
            self._session.close()
            self._session = None
        self._store.close()

    @property
    def articles(self) -> tuple[str, ...]:
        """Keys of all articles, 16 hexadecimal digits each (`Article.key`), sorted."""
        return self._store.articles()

    @property
    def quads(self) -> tuple[Quad, ...]:
        """All quads, as pyoxigraph terms, sorted by their N-Quads."""
        return tuple(sorted(self._store, key=str))

    def add(
        self,
        source: Graph | Path | str | Iterable[Path | str],
        /,
        *,
        date: Day | str | None = None,
        settings: Settings | None = None,
    ) -> Graph:
        """Read articles, or take those of a graph; each replaces its older version, in a transaction of its own.

        Args:
            source: A graph that `build` or `load` made, or what `build` takes: files, folders, a text.
            date, settings: As in `build`, where articles are read.

        Returns:
            The graph that was added.

        Raises:
            NewsgraphError: As `build`; or the graph holds no article, or the store cannot be written.
        """
        graph = source if isinstance(source, Graph) else build(source, date=date, settings=settings)
        articles = dict(by_article(graph.quads))
        if not articles:
            raise StoreError("the graph holds no article that could be added; use merge for other people's data")
        for key, quads in articles.items():
            self._store.replace_article(quads, key)
        return graph

    def remove(self, article: str) -> None:
        """Remove an article and all that only it supported.

        Raises:
            StoreError: The store holds no article of this key.
        """
        if article not in self:
            raise StoreError(f"there is no article {article!r} in the store; .articles lists them")
        self._store.remove_article(article)

    def graph(self) -> Graph:
        """Return everything as a `Graph`: statements, entities, the page, files."""
        return Graph(self.quads)

    def query(self, name_or_sparql: str, /, **parameters: str) -> Answer:
        """Ask a shipped query by name, or any SPARQL; as `Graph.query`, but the store stays open for the next question."""
        from newsgraph.query import QuerySession  # noqa: PLC0415  # not every store is asked

        if self._session is None:
            self._session = QuerySession(store=self._store)
        return self._session.run(asked(name_or_sparql), params=parameters)

    def to_rdflib(self) -> Dataset:
        """Return an rdflib `Dataset` with the same named graphs; its default graph is their union. A copy: changes stay in it."""
        return self.graph().to_rdflib()

    def to_networkx(self) -> nx.MultiDiGraph:
        """Return a networkx multigraph: nodes are IRIs, edges are statements, attributes are plain values."""
        return self.graph().to_networkx()

    def merge(
        self, *sources: Path | str, accept: Path | str | None = None, prefer_ours: bool = False, dry_run: bool = False
    ) -> tuple[MergeReport, ...]:
        """Merge RDF files and other stores, as `newsgraph merge` does.

        Args:
            sources: Files and folders of stores.
            accept: File of proposals with decisions in it.
            prefer_ours: Keep our version of an article that both have.
            dry_run: Change nothing.

        Returns:
            A report for each source.

        Raises:
            StoreError: A source cannot be read, or the store not be written.
        """
        decisions = decisions_from(Path(accept)) if accept is not None else Decisions()
        options = MergeOptions(decisions=decisions, is_ours_preferred=prefer_ours, is_dry=dry_run)
        return merge(self._store, [source_of(str(each)) for each in sources], options)

    @property
    def runs(self) -> tuple[RunRecord, ...]:
        """The merges that can be undone, the oldest first."""
        return runs_of(self._store)

    def undo(self, run: str) -> Undone:
        """Take a merge back.

        Raises:
            StoreError: There is no such merge, or what came after it builds on it.
        """
        return undo(self._store, run)

    def export(self, path: Path | str, format: str = "", *, rdf12: bool = False, describe: bool = False) -> tuple[Path, ...]:  # noqa: A002  the word of rdflib and pyoxigraph
        """Write files for other programs, whole or not at all, and return their paths, sorted.

        Args:
            path: The file; for "neo4j" a folder.
            format: trig, nq, rdfc, jsonld, ttl, nt, rdf, csv, graphml or neo4j; "" to go by the suffix.
            rdf12: Add triple terms of RDF 1.2.
            describe: Add a description by VoID and DCAT.

        Raises:
            StoreError: The format is unknown or cannot hold the dataset, or a file cannot be written.
        """
        target = Path(path)
        contents = export_files(self._store, target, export_format(format, target), is_rdf12=rdf12, is_described=describe)
        write_files(contents)
        return tuple(sorted(contents))
