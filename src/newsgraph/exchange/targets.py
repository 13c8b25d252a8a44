"""Open what is merged into: the folder of a store, or a file with named graphs that is read, changed and written whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from pyoxigraph import Quad

from newsgraph.errors import StoreError
from newsgraph.exchange.blanknodes import skolemized
from newsgraph.exchange.merge import MergeOptions, merge
from newsgraph.exchange.proposals import proposals_table
from newsgraph.exchange.report import reports_json
from newsgraph.exchange.sources import GraphSource
from newsgraph.exchange.terms import RUNS
from newsgraph.store import EmbeddedStore, Format, parsed, serialize, write_files

__all__ = ["merge_into", "opened"]

WITH_GRAPHS = (".trig", ".nq", ".jsonld")
HISTORY = ".runs.nq"
"""What stands behind a file's name for the file beside it that remembers merges."""


@contextmanager
def opened(path: Path, *, is_dry: bool = False) -> Iterator[EmbeddedStore]:
    """Give the store of a folder, or one in memory with the quads of a file, which is written anew in the end if anything changed.

    What merges of a file did is remembered in a file beside it, `NAME.trig.runs.nq`.

    Args:
        path: A folder, made if missing, or a file with the suffix of a format that has named graphs.
        is_dry: Write nothing.

    Raises:
        StoreError: It cannot be opened or written, or has no named graphs.
    """
    suffix = path.suffix.lower()
    if path.is_dir() or suffix not in (*WITH_GRAPHS, ".ttl", ".nt", ".rdf"):
        is_missing = is_dry and not path.exists()
        with EmbeddedStore(None if is_missing else path, read_only=is_dry and not is_missing) as store:
            yield store
        return
    if suffix not in WITH_GRAPHS:
        raise StoreError(f"{path} has no named graphs, which tell articles apart; merge into one of {' '.join(WITH_GRAPHS)}, or a folder")
    history = path.with_name(path.name + HISTORY)
    quads = {quad for each in (path, history) if each.exists() for quad in _read(each)}
    with EmbeddedStore() as store:
        store.oxigraph.bulk_extend(quads)
        revision = store.revision
        yield store
        if store.revision != revision and not is_dry:
            _write(path, history, set(store))


def _read(path: Path) -> set[Quad]:
    return skolemized(parsed(path))


def _write(path: Path, history: Path, quads: set[Quad]) -> None:
    runs = {quad for quad in quads if quad.graph_name == RUNS}
    contents = {path: serialize(quads - runs, cast("Format", path.suffix[1:].lower()))}
    if runs:
        contents[history] = serialize(runs, "nq")
    write_files(contents)
    if not runs:
        history.unlink(missing_ok=True)


def merge_into(
    path: Path, sources: Sequence[GraphSource], options: MergeOptions, *, report: Path | None = None, proposals: Path | None = None
) -> str:
    """Merge into a folder or file, write what was asked for, and return the report as text.

    Args:
        path: As in `opened`.
        sources: What to merge.
        options: How.
        report: JSON file for the whole report.
        proposals: Table or Turtle file for what people have to decide.

    Raises:
        NewsgraphError: A source cannot be read, or something not be written.
    """
    with opened(path, is_dry=options.is_dry) as store:
        reports = merge(store, sources, options)
    contents = {}
    if report is not None:
        contents[report] = reports_json(reports)
    if proposals is not None:
        contents[proposals] = proposals_table({each for one in reports for each in one.proposals}, is_turtle=proposals.suffix.lower() == ".ttl")
    write_files(contents)
    return "".join(each.text() for each in reports)
