"""Offer `newsgraph query`: SPARQL over files or a store, with the queries that come with newsgraph."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgraph.cli.options import data_files, data_options, debug_option, parameters
from newsgraph.cli.terminal import print_result, warn

if TYPE_CHECKING:
    from newsgraph.query import Format, Query

__all__ = ["query"]

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "nt")
"""As `query.FORMATS`, which is not imported for `--help`; a test compares them."""

EPILOG = """\b
Examples:
  newsgraph query --list
  newsgraph query who-chairs --data output/csto-2018.trig
  newsgraph query who-chairs --data output/csto-2018.trig -p organization=CSTO -F json
  newsgraph query -e "SELECT ?s { ?s a ng:Person }" --store output/store"""


@click.command(epilog=EPILOG)
@click.argument("name", metavar="[NAME|FILE.rq]", required=False)
@click.option("-e", "--sparql", metavar="SPARQL", help="Ask this; the prefixes ng, id, rdf, rdfs ... need no declaration.")
@data_options
@click.option(
    "-p", "--param", "values", metavar="NAME=VALUE", multiple=True, callback=parameters, help="Set a variable of the query; may be repeated."
)
@click.option("-F", "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="turtle and nt are for CONSTRUCT.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    show_default=True,
    metavar="S",
    help="Seconds after which the query is stopped.",
)
@click.option("--list", "is_list", is_flag=True, help="List the queries that come with newsgraph.")
@debug_option
def query(  # noqa: PLR0917  # click gives options by name
    name: str | None,
    sparql: str | None,
    data: tuple[Path, ...],
    store: Path | None,
    values: dict[str, str],
    form: Format,
    timeout: float,
    is_list: bool,
) -> None:
    """Ask a question of a graph.

    NAME is a query that comes with newsgraph (see --list), FILE.rq a file with SPARQL.
    """
    if is_list:
        print_result(_listing())
        return
    if (name is None) == (sparql is None):
        raise click.UsageError("give the name of a query, a file that ends in .rq, or -e SPARQL; --list shows the names")
    files = data_files(data, store)
    from newsgraph.query import render, run_query  # noqa: PLC0415  # loads pyoxigraph

    asked = sparql if sparql is not None else _named(name or "")
    answer = run_query(asked, store=store, files=files or None, params=values, timeout_s=timeout)
    print_result(render(answer, form))
    for note in getattr(answer, "notes", ()):
        warn(note)


def _named(name: str) -> str | Query:
    """Return a shipped query, or the one in a file.

    Raises:
        QueryError: There is no such query, or its header is malformed.
        InputError: There is no such file, or it is no text.
    """
    from newsgraph.query import parse_query, shipped_query  # noqa: PLC0415  # as above
    from newsgraph.read import text_of  # noqa: PLC0415  # as above

    if re.search(r"\.(rq|sparql)$|/", name):
        return parse_query(text_of(Path(name)), name=name)
    return shipped_query(name)


def _listing() -> str:
    """Return a paragraph for each shipped query: name, title, and its parameters."""
    from newsgraph.query import catalog  # noqa: PLC0415  # as above

    lines = []
    queries = catalog()
    width = max(len(each.name) for each in queries)
    for each in queries:
        lines.append(f"{each.name:{width}}  {each.title}")
        for parameter in each.parameters:
            default = f" (default {parameter.default})" if parameter.default else ""
            lines.append(f"{'':{width}}    -p {parameter.name}=...  {parameter.description}{default}")
    return "\n".join(lines) + "\n"
