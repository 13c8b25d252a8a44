"""Read the articles of any sources: files of every format, folders, patterns, lists, standard input, addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newsgraph.errors import InputError, ResourceError
from newsgraph.model import Article
from newsgraph.read.formats import read_origin
from newsgraph.read.opening import buffered, opened, unpacked
from newsgraph.read.origin import Context, Item, Note, Origin, ReadOptions, silent
from newsgraph.read.places import LIST_MARK, STDIN, is_address, list_lines, places

if TYPE_CHECKING:
    from newsgraph.read.fetch import Fetcher

__all__ = ["STDIN", "Report", "read_items", "read_sources"]

Report = Callable[[InputError], None]


def read_sources(
    sources: Iterable[Path | str],
    *,
    options: ReadOptions | None = None,
    day: date | None = None,
    on_error: Report | None = None,
    on_note: Note = silent,
    stdin: BinaryIO | None = None,
) -> Iterator[Article]:
    """Yield the articles of sources, in the order given; those of a folder or a pattern by name.

    Args:
        sources: Files of any format, folders, patterns (`news/**/*.html`), lists (`@list.txt`), addresses of pages, and `STDIN`.
        options: How they are to be read.
        day: Day of publication of every article, if the options do not give it; wins over what the sources say.
        on_error: Called for a source or item that cannot be used, which is then left out; without it such a source raises.
        on_note: Called with a topic and a line for what is no error: an encoding that is not UTF-8, names of fields that were guessed.
        stdin: What `STDIN` reads.

    Raises:
        InputError: A source cannot be used and `on_error` is None.
    """
    chosen = options or ReadOptions()
    context = Context(options=chosen if chosen.day else replace(chosen, day=day), note=on_note)
    for item in read_items(sources, context, stdin=stdin):
        if isinstance(item, Article):
            yield item
        elif on_error is None:
            raise item
        else:
            on_error(item)


def read_items(sources: Iterable[Path | str], context: Context, *, stdin: BinaryIO | None = None) -> Iterator[Item]:
    """Yield the articles of sources and, in their places, the failures; nothing is raised for a source that cannot be used."""
    reader = _Reader(context, stdin)
    for source in sources:
        yield from reader.items(str(source), is_listed=False)


class _Reader:
    """Reads sources one after the other; what was learnt of a site is kept for its next page."""

    def __init__(self, context: Context, stdin: BinaryIO | None) -> None:
        self._context = context
        self._stdin = stdin
        self._fetcher: Fetcher | None = None

    def items(self, source: str, *, is_listed: bool) -> Iterator[Item]:
        """Yield the items of a source; a list may not name other lists, nor standard input."""
        try:
            if is_address(source):
                yield from read_origin(self._fetched(source), self._context)
            elif source == str(STDIN) and self._stdin is not None and not is_listed:
                yield from read_origin(unpacked(Origin(name="stdin", stem="stdin", suffix="", stream=buffered(self._stdin))), self._context)
            elif source.startswith(LIST_MARK) and not is_listed:
                yield from self._listed(source.removeprefix(LIST_MARK))
            else:
                for path in places(source, self._context):
                    yield from self._file(path)
        except ResourceError as error:
            yield InputError(f"{source}: {error}")
        except InputError as error:
            yield error

    def _file(self, path: Path) -> Iterator[Item]:
        try:
            with opened(path) as origin:
                yield from read_origin(origin, self._context)
        except ResourceError as error:
            yield InputError(f"{path}: {error}")
        except InputError as error:
            yield error

    def _fetched(self, address: str) -> Origin:
        if self._fetcher is None:
            from newsgraph.read.fetch import Fetcher  # noqa: PLC0415  # loads the network, which is rarely wanted

            self._fetcher = Fetcher(self._context.options)
        return self._fetcher.origin(address)

    def _listed(self, name: str) -> Iterator[Item]:
        """Yield the items of the sources that a list names; a relative name starts from the current folder."""
        if name == str(STDIN) and self._stdin is not None:
            yield from self._lines(buffered(self._stdin), "stdin")
            return
        with opened(Path(name)) as origin:
            yield from self._lines(origin.stream, name)

    def _lines(self, stream: BufferedReader, name: str) -> Iterator[Item]:
        n_sources = 0
        for source in list_lines(stream, name):
            n_sources += 1
            yield from self.items(source, is_listed=True)
        if not n_sources:
            raise InputError(f"the list {name} names no source; give it one file, folder or address a line")
