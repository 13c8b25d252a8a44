"""Offer `newsgraph pull`: graphs of a triple store elsewhere into a store or file here."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgraph.cli.exits import DONE, PARTLY
from newsgraph.cli.options import PATH, debug_option, quiet_option
from newsgraph.cli.remote_options import Connection, connected, connection_options
from newsgraph.cli.terminal import Progress, print_result, warn
from newsgraph.errors import RemoteError

if TYPE_CHECKING:
    from newsgraph.exchange import PullReport
    from newsgraph.store import EmbeddedStore

__all__ = ["pull"]

FILE_FORMATS = ("trig", "nq", "ttl", "jsonld")
"""As `store.FORMATS`, which is not imported for `--help`; a test compares them."""

EPILOG = """\b
Examples:
  newsgraph pull http://localhost/news --store mirror
  newsgraph pull https://triples.example.org --profile virtuoso -o all.trig

\b
Who you are is read from NEWSGRAPH_USER and NEWSGRAPH_PASSWORD, from NEWSGRAPH_TOKEN, or from netrc."""


@click.command(epilog=EPILOG)
@click.argument("endpoint", metavar="ENDPOINT")
@click.option("--store", type=PATH, metavar="DIR", help="Folder of a store to bring the graphs into; made if missing.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help=f"File to write them to; its suffix says the format: {', '.join(FILE_FORMATS)}.")
@connection_options
@quiet_option
@debug_option
def pull(  # noqa: PLR0917  # click gives options by name
    endpoint: str,
    store: Path | None,
    output: Path | None,
    profile: str | None,
    graphs: tuple[str, ...],
    dry_run: bool,
    timeout: float,
    attempts: int,
    ca_file: Path | None,
    plain_http: bool,
    quiet: bool,
) -> int:
    """Bring the graphs of a triple store into a store or file.

    ENDPOINT is the address of the store's services, such as https://triples.example.org/news. All graphs that newsgraph wrote are brought over, or those that
    --graph names. Articles replace their old versions, and equal ones are left alone. Run it again to go on after a broken connection.
    """
    if (store is None) == (output is None):
        raise click.UsageError("give either --store DIR or -o FILE")
    if output is not None and output.suffix[1:] not in FILE_FORMATS:
        raise click.UsageError(f"{output} has none of the suffixes {', '.join(FILE_FORMATS)}")
    connection = Connection(
        endpoint=endpoint, profile=profile, timeout=timeout, attempts=attempts, ca_file=ca_file, plain_http=plain_http, quiet=quiet
    )
    from newsgraph.exchange import RemoteTarget, chosen_graphs  # noqa: PLC0415  # loads pyoxigraph
    from newsgraph.exchange import pull as bring  # noqa: PLC0415  # as above
    from newsgraph.store import EmbeddedStore  # noqa: PLC0415  # as above

    def run(target: RemoteTarget, opened: EmbeddedStore) -> int:
        before = opened.revision
        try:
            with Progress(quiet=quiet) as progress:
                report = bring(target, opened, graphs=chosen_graphs(graphs), is_dry_run=dry_run, notify=progress.show)
        except RemoteError as error:
            if output is not None or opened.revision == before:
                raise
            warn(f"{error}; what came so far is kept")
            return PARTLY
        if output is not None and not dry_run:
            _write(output, opened)
        if not quiet:
            print_result(_text(report, dry_run=dry_run))
        return DONE

    is_new = store is not None and not store.exists()
    with (
        connected(connection) as target,
        EmbeddedStore(None if dry_run and is_new else store, read_only=dry_run and store is not None and not is_new) as opened,
    ):
        return run(target, opened)


def _write(path: Path, store: EmbeddedStore) -> None:
    """Write everything to one file, whole or not at all."""
    from newsgraph.store import serialize, write_files  # noqa: PLC0415  # as above

    form = next(form for form in FILE_FORMATS if form == path.suffix[1:])
    write_files({path: serialize(store, form)})  # type: ignore[arg-type]  # one of the four


def _text(report: PullReport, *, dry_run: bool) -> str:
    """Return a line for each graph that was not the same, and the sum."""
    verb = {"new": "put", "replaced": "replace", "extended": "add"}
    lines = [
        f"{verb[each.action]:8}{each.graph}  {each.n_triples} triples, {each.n_new} of them new" for each in report.graphs if each.action in verb
    ]
    n_each = Counter(each.action for each in report.graphs)
    kinds = ", ".join(f"{n_each[action]} {action}" for action in ("new", "replaced", "extended", "same") if n_each[action])
    n = len(report.graphs)
    end = "; nothing was changed" if dry_run else ""
    return "\n".join([*lines, f"{'would be: ' if dry_run else ''}{n} graph{'' if n == 1 else 's'} ({kinds}){end}"]) + "\n"
