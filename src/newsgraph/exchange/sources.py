"""Where knowledge comes from: files, stores, and whatever else can give its graphs one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from pyoxigraph import Quad

from newsgraph.errors import StoreError
from newsgraph.exchange.blanknodes import skolemized
from newsgraph.store import READABLE, EmbeddedStore, parsed_bytes

__all__ = ["EndpointSource", "FileSource", "GraphReader", "GraphSource", "StoreSource", "all_quads", "quads_of", "source_of"]

STDIN = "-"


class GraphSource(Protocol):
    """Something that can be merged and compared: it gives its quads in parts.

    Blank nodes of one label are the same node within a part and different nodes in different parts: a file is one part, each graph
    of an endpoint is one.
    """

    @property
    def name(self) -> str:
        """What reports call it: the same for the same source on every machine."""

    def parts(self) -> Iterator[Iterable[Quad]]:
        """Yield the quads, part by part.

        Raises:
            NewsgraphError: They cannot be read.
        """


class FileSource:
    """An RDF file, or standard input.

    Args:
        path: The file; "-" is read from `stdin`.
        form: Name of the format; "" to go by the suffix, which standard input has not.
        stdin: Where "-" is read from.
    """

    def __init__(self, path: Path, *, form: str = "", stdin: BinaryIO | None = None) -> None:
        self._path = path
        self._form = form or path.suffix[1:].lower()
        self._stdin = stdin
        if str(path) == STDIN and not form:
            raise StoreError("what format is on standard input? say it by --format")

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return "standard input" if str(self._path) == STDIN else self._path.name

    def parts(self) -> Iterator[Iterable[Quad]]:
        """Yield everything at once."""
        name = self.name if str(self._path) == STDIN else str(self._path)
        try:
            content = self._stdin.read() if self._stdin is not None and str(self._path) == STDIN else self._path.read_bytes()
        except OSError as error:
            raise StoreError(f"cannot read {name}: {error.strerror or error}; check the name") from error
        if self._form not in READABLE:
            raise StoreError(f"{name} has no RDF suffix ({', '.join(READABLE)}); say its format by --format")
        yield parsed_bytes(content, form=self._form, name=name)


class StoreSource:
    """The folder of another store; it is opened to read only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def name(self) -> str:
        """The folder's name."""
        return self._folder.resolve().name

    def parts(self) -> Iterator[Iterable[Quad]]:
        """Yield everything at once."""
        with EmbeddedStore(self._folder, read_only=True) as store:
            yield set(store)


class GraphReader(Protocol):
    """A triple store elsewhere that can be read graph by graph."""

    @property
    def name(self) -> str:
        """Its address."""

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of its named graphs."""

    def read(self, graph: str) -> Iterable[Quad]:
        """Return the quads of a graph."""


class EndpointSource:
    """The named graphs of a triple store elsewhere, one after the other; what it keeps in no named graph is not read."""

    def __init__(self, reader: GraphReader) -> None:
        self._reader = reader

    @property
    def name(self) -> str:
        """The address."""
        return self._reader.name

    def parts(self) -> Iterator[Iterable[Quad]]:
        """Yield graph by graph: a blank node belongs to the graph it was read with."""
        for graph in self._reader.graphs():
            yield self._reader.read(graph)


def source_of(text: str, *, form: str = "", stdin: BinaryIO | None = None) -> GraphSource:
    """Return the source that a word of the command line means.

    Args:
        text: A file, the folder of a store, or "-".
        form: Format of files; "" to go by the suffix.
        stdin: Where "-" is read from.

    Raises:
        StoreError: There is no such thing.
    """
    path = Path(text)
    if text == STDIN:
        return FileSource(path, form=form, stdin=stdin)
    if path.is_dir():
        return StoreSource(path)
    if not path.exists():
        raise StoreError(f"there is no {text}; check the name")
    return FileSource(path, form=form)


def all_quads(*sources: GraphSource) -> set[Quad]:
    """Return the quads of all parts of all sources; blank nodes of different parts stay apart."""
    parts = [set(part) for source in sources for part in source.parts()]
    return parts[0] if len(parts) == 1 else {quad for part in parts for quad in skolemized(part)}


def quads_of(store: Path | None, files: Sequence[Path]) -> set[Quad]:
    """Return the quads of a store's folder, or of files together.

    Raises:
        StoreError: It cannot be read.
    """
    sources = [StoreSource(store)] if store is not None else [FileSource(path) for path in files]
    return all_quads(*sources)
