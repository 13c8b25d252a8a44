"""Make the files that people take away: RDF in several forms, a page, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from newsgraph.errors import SettingsError
from newsgraph.graph.article import title_of
from newsgraph.graph.iri import article_iri
from newsgraph.read import kept_text
from newsgraph.resources import data_path
from newsgraph.store import FORMATS as RDF_FORMATS
from newsgraph.store import Format, serialize

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from newsgraph.model import Article
    from newsgraph.view import ViewGraph

__all__ = ["DEFAULT_FORMATS", "FORMATS", "Output", "OutputFormat", "file_stem"]

OutputFormat = Literal["trig", "nq", "ttl", "jsonld", "html", "graphml", "csv", "txt"]

FORMATS: tuple[OutputFormat, ...] = get_args(OutputFormat)
"""Names of the formats, in the order in which they are listed for people."""

DEFAULT_FORMATS: tuple[OutputFormat, ...] = ("trig", "ttl", "html")

VIEW_FILES = ("newsgraph.ttl", "view.ttl")
MAX_STEM_CHARS = 100
"""File systems allow 255 bytes; a character may take four, and suffixes come on top."""


class Output:
    """Everything a set of quads can be written as.

    Args:
        quads: Of one article or of many.
        articles: The articles they were read from; their texts stand beside the picture.
        ontology: The user's own Turtle files, for labels.
    """

    def __init__(self, quads: Iterable[Quad], articles: Iterable[Article] = (), *, ontology: Iterable[Path] = ()) -> None:
        self.quads = tuple(quads)
        self._articles = tuple(articles)
        self._ontology = tuple(ontology)

    @cached_property
    def view(self) -> ViewGraph:
        """The graph as the picture and the tables need it."""
        from pyoxigraph import Store  # noqa: PLC0415  # pictures are not always wanted

        from newsgraph.view import view_graph  # noqa: PLC0415  # as above

        store = Store()
        store.bulk_extend(self.quads)
        folder = data_path("ontology")
        return view_graph(store, [*(folder / name for name in VIEW_FILES), *self._ontology])

    @property
    def texts(self) -> Mapping[str, str]:
        """Characters of the articles by IRI."""
        return {article_iri(article.key): article.text for article in self._articles}

    @property
    def title(self) -> str:
        """A heading: that of the article, or how many there are."""
        if len(self._articles) == 1:
            return title_of(self._articles[0])
        return f"{len(self._articles)} articles" if self._articles else "News graph"

    def file(self, name: OutputFormat) -> Mapping[str, bytes]:
        """Return the files of one format: end of the name (".trig", ".nodes.csv") to content; same quads, same bytes.

        Raises:
            SettingsError: There is no such format.
        """
        if name not in FORMATS:
            raise SettingsError(f"there is no format {name!r}; choose from {', '.join(FORMATS)}")
        if name in RDF_FORMATS:
            return {f".{name}": serialize(self.quads, cast("Format", name))}
        if name == "txt":
            ends = [".text.txt"] if len(self._articles) == 1 else [f".{each.key}.text.txt" for each in self._articles]
            return {end: kept_text(each) for end, each in zip(ends, self._articles, strict=True)}
        from newsgraph import view  # noqa: PLC0415  # needs networkx and pyvis

        if name == "html":
            return {".html": view.page(self.view, title=self.title, texts=self.texts).encode()}
        if name == "graphml":
            return {".graphml": view.graphml(self.view)}
        return {f".{table}": content for table, content in sorted(view.csv_tables(self.view).items())}

    def files(self, folder: Path, stem: str, formats: Iterable[OutputFormat] = DEFAULT_FORMATS) -> Mapping[Path, bytes]:
        """Return path and content of all files of several formats, for `store.write_files`.

        Raises:
            SettingsError: A format is unknown.
        """
        return {folder / f"{stem}{end}": content for name in formats for end, content in self.file(name).items()}


def file_stem(name: str) -> str:
    """Return a name for files that every system takes, made from a record's id: "https://x.org/a?b" becomes "https-x.org-a-b".

    Letters and digits of any script, dots, hyphens and underscores stay. Never empty, never hidden, never "..".
    """
    clean = re.sub(r"[^\w.-]+", "-", name).strip(".-")[:MAX_STEM_CHARS].rstrip(".-")
    return clean or "article"
