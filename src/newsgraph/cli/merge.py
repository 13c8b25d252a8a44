"""Offer `newsgraph merge`: other people's files, stores and endpoints into a store or file, with a report and a way back."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgraph.cli.exits import DONE
from newsgraph.cli.options import PATH, RDF_FORMATS, debug_option, ontology_option, quiet_option
from newsgraph.cli.remote_options import PROFILE_NAMES, Connection, connected
from newsgraph.cli.terminal import print_result

if TYPE_CHECKING:
    from newsgraph.exchange import GraphSource

__all__ = ["merge"]

TIMEOUT_S, ATTEMPTS = 60.0, 5
"""How long an endpoint may be silent, and how often it is asked again; as `pull` has it."""

EPILOG = """\b
Examples:
  newsgraph merge other.ttl --into output/store
  newsgraph merge colleague/store wikidata.nt --into output/store --report merge.json --proposals decide.tsv
  newsgraph merge --accept decide.tsv --into output/store
  newsgraph merge --undo merge-2 --into output/store"""


@click.command(epilog=EPILOG)
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option("--into", type=PATH, required=True, metavar="DIR|FILE", help="Store that grows, or a .trig, .nq or .jsonld file; made if missing.")
@click.option(
    "--format", "form", type=click.Choice(RDF_FORMATS), default=None, help="Format of files and of standard input; else their suffix says it."
)
@click.option("--profile", type=click.Choice(PROFILE_NAMES), default=None, help="What kind of store an endpoint is; else it is asked.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--ours", "is_ours", is_flag=True, help="Keep our version of an article that both have; else the source's replaces it.")
@click.option("--proposals", type=PATH, metavar="FILE", help="Write what may be the same to a .tsv or .ttl file, to be decided in.")
@click.option("--accept", type=PATH, metavar="FILE", help="Apply the decisions of such a file; it can be given without a source.")
@click.option("--report", type=PATH, metavar="FILE.json", help="Write the whole report as JSON.")
@click.option("--undo", metavar="RUN", help="Take back a merge, such as merge-2, instead of merging.")
@click.option("--runs", "is_runs", is_flag=True, help="List the merges that can be undone, instead of merging.")
@ontology_option
@quiet_option
@debug_option
def merge(  # noqa: PLR0917  # click gives options by name
    sources: tuple[str, ...],
    into: Path,
    form: str | None,
    profile: str | None,
    is_dry: bool,
    is_ours: bool,
    proposals: Path | None,
    accept: Path | None,
    report: Path | None,
    undo: str | None,
    is_runs: bool,
    ontology: tuple[Path, ...],
    quiet: bool,
) -> int:
    """Merge graphs into a store or file.

    SOURCE is an RDF file (Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD), the folder of another store, the address of a SPARQL
    endpoint, or - for standard input. Merging the same source again changes nothing. Every source that changes something is a run, which
    --undo takes back.
    """
    if sum((bool(sources or accept), undo is not None, is_runs)) != 1:
        raise click.UsageError("give sources or --accept to merge, or --undo RUN, or --runs")
    from newsgraph import exchange  # noqa: PLC0415  # loads pyoxigraph

    if is_runs or undo is not None:
        text = _history(into, undo)
    else:
        options = exchange.MergeOptions(
            decisions=exchange.decisions_from(accept) if accept else exchange.Decisions(),
            is_ours_preferred=is_ours,
            is_dry=is_dry,
            vocabulary=exchange.vocabulary(ontology),
        )
        with ExitStack() as open_endpoints:
            found = [_source(each, form, profile, quiet, open_endpoints) for each in sources]
            text = exchange.merge_into(into, found or [exchange.NoSource()], options, report=report, proposals=proposals)
    if not quiet:
        print_result(text)
    return DONE


def _source(text: str, form: str | None, profile: str | None, quiet: bool, open_endpoints: ExitStack) -> GraphSource:
    """Return the source that a word means; an endpoint stays open until the end."""
    from newsgraph import exchange  # noqa: PLC0415  # as above

    if not text.startswith(("http://", "https://")):
        return exchange.source_of(text, form=form or "", stdin=sys.stdin.buffer if sys.stdin else None)
    connection = Connection(endpoint=text, profile=profile, timeout=TIMEOUT_S, attempts=ATTEMPTS, ca_file=None, plain_http=False, quiet=quiet)
    return exchange.EndpointSource(open_endpoints.enter_context(connected(connection)))


def _history(into: Path, undo: str | None) -> str:
    """Undo a run, or list them all; return what to print."""
    from newsgraph import exchange  # noqa: PLC0415  # as above

    if not into.exists():
        raise click.UsageError(f"there is no {into}")
    with exchange.opened(into, is_dry=undo is None) as store:
        if undo is not None:
            return exchange.undo(store, undo).text()
        return "".join(f"{each.name}  {each.source}\n" for each in exchange.runs_of(store)) or "nothing was merged\n"
