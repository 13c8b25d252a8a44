"""Offer `newsgraph push`: a store's graphs into a triple store elsewhere."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgraph.cli.exits import DONE, NO, PARTLY
from newsgraph.cli.options import PATH, data_files, data_options, debug_option, quiet_option
from newsgraph.cli.remote_options import Connection, connected, connection_options
from newsgraph.cli.terminal import Progress, print_result, warn
from newsgraph.errors import RemoteError

if TYPE_CHECKING:
    from newsgraph.exchange import PushReport, RemoteTarget
    from newsgraph.store import EmbeddedStore

__all__ = ["push"]

EPILOG = """\b
Examples:
  newsgraph push http://localhost/news --data output/csto-2018.trig
  newsgraph push https://triples.example.org --profile virtuoso --store output/store --dry-run

\b
Who you are is read from NEWSGRAPH_USER and NEWSGRAPH_PASSWORD, from NEWSGRAPH_TOKEN, or from netrc."""


@click.command(epilog=EPILOG)
@click.argument("endpoint", metavar="ENDPOINT")
@data_options
@connection_options
@click.option("--state", type=PATH, metavar="FILE", help="Where to remember what an unfinished push has sent; else beside the store.")
@quiet_option
@debug_option
def push(  # noqa: PLR0917  # click gives options by name
    endpoint: str,
    data: tuple[Path, ...],
    store: Path | None,
    profile: str | None,
    graphs: tuple[str, ...],
    dry_run: bool,
    timeout: float,
    attempts: int,
    ca_file: Path | None,
    plain_http: bool,
    state: Path | None,
    quiet: bool,
) -> int:
    """Send the graphs of a store or of files to a triple store.

    ENDPOINT is the address of the store's services, such as https://triples.example.org/news. Graphs of articles are replaced there, with all that only
    their old versions supported; the shared graphs are added to. Graphs that are equal already are not sent, and what was sent is read back and
    compared. Run it again to go on after a broken connection.
    """
    files = data_files(data, store)
    connection = Connection(
        endpoint=endpoint, profile=profile, timeout=timeout, attempts=attempts, ca_file=ca_file, plain_http=plain_http, quiet=quiet
    )
    from newsgraph.store import EmbeddedStore  # noqa: PLC0415  # loads pyoxigraph

    with EmbeddedStore(store, read_only=store is not None) as opened, connected(connection) as target:
        source = _loaded(opened, files)
        return _push(source, target, graphs, state=state, beside=store, dry_run=dry_run, quiet=quiet)


def _loaded(store: EmbeddedStore, files: tuple[Path, ...]) -> EmbeddedStore:
    """Read files and return the store that holds them; blank nodes become IRIs, since no store would know them again."""
    from newsgraph.exchange import skolemized  # noqa: PLC0415  # as above
    from newsgraph.store import EmbeddedStore  # noqa: PLC0415  # as above

    if not files:
        return store
    store.load(files)
    named = EmbeddedStore()
    named.change(added=skolemized(store))
    return named


def _push(
    store: EmbeddedStore, target: RemoteTarget, graphs: tuple[str, ...], *, state: Path | None, beside: Path | None, dry_run: bool, quiet: bool
) -> int:
    from newsgraph.exchange import Journal, Push, chosen_graphs, journal_path  # noqa: PLC0415  # as above

    path = state if state is not None else journal_path(beside, target.name) if beside is not None else None
    with Progress(quiet=quiet) as progress:
        job = Push(store, target, graphs=chosen_graphs(graphs), journal=Journal(path, target.name), is_dry_run=dry_run, notify=progress.show)
        try:
            job.run()
        except RemoteError as error:
            if not job.report.has_written:
                raise
            progress.clear()
            warn(f"{error}; so far: {_sum(job.report)}")
            return PARTLY
    for each in job.report.differences:
        warn(each)
    if not quiet:
        print_result(_text(job.report, dry_run=dry_run))
    return NO if job.report.differences else DONE


def _text(report: PushReport, *, dry_run: bool) -> str:
    """Return a line for each graph that was not the same, and the sum."""
    verb = {"new": "put", "replaced": "replace", "extended": "add"}
    lines = [f"{verb[each.action]:8}{each.graph}  {each.n_sent} triples" for each in report.graphs if each.action in verb]
    end = "nothing was changed" if dry_run else "differences were found" if report.differences else "verified"
    return "\n".join([*lines, f"{'would be: ' if dry_run else ''}{_sum(report)}; {end}"]) + "\n"


def _sum(report: PushReport) -> str:
    n_each = Counter(each.action for each in report.graphs)
    kinds = ", ".join(f"{n_each[action]} {action}" for action in ("new", "replaced", "extended", "same", "resumed") if n_each[action])
    left = "; what only old versions supported may be left, because this store takes no updates" if report.are_orphans_left else ""
    n = len(report.graphs)
    if not n:
        return "no graph was finished"
    return f"{n} graph{'' if n == 1 else 's'} ({kinds}), {report.n_sent} triples sent, {report.n_orphans} orphaned ones removed{left}"
