"""Offer `newsgraph view`: a page to look at."""

from __future__ import annotations

from pathlib import Path

import click

from newsgraph.cli.options import PATH, data_files, data_options, debug_option, ontology_option, quiet_option
from newsgraph.cli.terminal import print_result

__all__ = ["view"]

EPILOG = """\b
Examples:
  newsgraph view --data output/csto-2018.trig --text article.txt -o page.html
  newsgraph view --store output/store --focus CSTO -o csto.html"""


@click.command(epilog=EPILOG)
@data_options
@click.option("-o", "--output", type=PATH, required=True, metavar="FILE", help="The page to write.")
@click.option(
    "--text", "texts", type=PATH, multiple=True, metavar="ARTICLE", help="Text file of an article, shown beside the picture; may be repeated."
)
@click.option("--title", default="", metavar="WORDS", help="Heading of the page.")
@click.option("--focus", default="", metavar="NAME", help="Thing to start from: its label, an alias, or its IRI.")
@click.option("--limit", type=click.IntRange(min=1), default=None, metavar="N", help="Things drawn at first; the rest is one click away.")
@ontology_option
@quiet_option
@debug_option
def view(  # noqa: PLR0917  # click gives options by name
    data: tuple[Path, ...],
    store: Path | None,
    output: Path,
    texts: tuple[Path, ...],
    title: str,
    focus: str,
    limit: int | None,
    ontology: tuple[Path, ...],
    quiet: bool,
) -> None:
    """Draw a graph as one HTML file that needs nothing else."""
    files = data_files(data, store)
    from newsgraph.api import Graph  # noqa: PLC0415  # loads the RDF libraries
    from newsgraph.store import EmbeddedStore, write_files  # noqa: PLC0415  # as above

    with EmbeddedStore(store, read_only=store is not None) as opened:
        if files:
            opened.load(files)
        graph = Graph(sorted(opened, key=str), ontology=ontology)
    page = graph.page(title=title, focus=focus, limit=limit, texts=texts)
    write_files({output: page.encode()})
    if not quiet:
        print_result(f"{output}\n")
