"""Offer `newsgraph describe`: what a dataset holds, by VoID and DCAT."""

from __future__ import annotations

from pathlib import Path

import click

from newsgraph.cli.exits import DONE
from newsgraph.cli.options import data_files, data_options, debug_option
from newsgraph.cli.terminal import print_result

__all__ = ["describe"]

EPILOG = """\b
Examples:
  newsgraph describe --data output/csto-2018.trig
  newsgraph describe --store output/store --write"""


@click.command(epilog=EPILOG)
@data_options
@click.option("--write", "is_written", is_flag=True, help="Also put it into graph/meta of the store.")
@debug_option
def describe(data: tuple[Path, ...], store: Path | None, is_written: bool) -> int:
    """Print what a dataset holds as Turtle: how many triples, things and articles, of which classes and properties, from when.

    It depends on the content alone. A description in a store goes away when something changes.
    """
    if is_written and store is None:
        raise click.UsageError("--write needs --store DIR")
    files = data_files(data, store)
    from newsgraph import exchange  # noqa: PLC0415  # loads pyoxigraph
    from newsgraph.store import serialize  # noqa: PLC0415  # as above

    found = exchange.description(exchange.quads_of(store, files))
    if store is not None and is_written:
        exchange.write_description(store)
    print_result(serialize(found, "ttl").decode())
    return DONE
