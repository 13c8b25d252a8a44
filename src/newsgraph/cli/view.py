"""Offer `newsgraph view`: a page to look at."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgraph.cli.options import PATH, data_files, data_options, debug_option, ontology_option, quiet_option
from newsgraph.cli.terminal import print_result, warn

if TYPE_CHECKING:
    from newsgraph.view import ViewGraph

__all__ = ["view"]

EPILOG = """\b
Examples:
  newsgraph view --data output/csto-2018.trig --text article.txt -o page.html
  newsgraph view --store output/store --focus CSTO -o csto.html
  newsgraph view --store output/store --around Kyrgyzstan --around Kazakhstan -o two.html --open"""


@click.command(epilog=EPILOG)
@data_options
@click.option("-o", "--output", type=PATH, required=True, metavar="FILE", help="The page to write.")
@click.option(
    "--text", "texts", type=PATH, multiple=True, metavar="ARTICLE", help="Text file of an article, shown beside the picture; may be repeated."
)
@click.option("--title", default="", metavar="WORDS", help="Heading of the page.")
@click.option("--focus", default="", metavar="NAME", help="Thing to start from: its label, an alias, or its IRI.")
@click.option("--around", multiple=True, metavar="NAME", help="Draw only what is said of this thing, or by it; may be repeated.")
@click.option("--limit", type=click.IntRange(min=1), default=None, metavar="N", help="Things drawn at first; the rest is one click away.")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
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
    around: tuple[str, ...],
    limit: int | None,
    opens: bool,
    ontology: tuple[Path, ...],
    quiet: bool,
) -> None:
    """Draw a graph as one HTML file that needs nothing else."""
    files = data_files(data, store)
    from newsgraph.api import texts_of  # noqa: PLC0415  # loads the RDF libraries
    from newsgraph.output import VIEW_FILES  # noqa: PLC0415  # as above
    from newsgraph.resources import data_path  # noqa: PLC0415  # as above
    from newsgraph.store import EmbeddedStore, write_files  # noqa: PLC0415  # as above
    from newsgraph.view import DEFAULT_LIMIT, page, view_graph  # noqa: PLC0415  # as above
    from newsgraph.view.nearby import thing_named  # noqa: PLC0415  # as above

    with EmbeddedStore(store, read_only=store is not None) as opened:
        if files:
            opened.load(files)
        things = [thing_named(opened.oxigraph, name) for name in around]
        graph = view_graph(opened.oxigraph, [*(data_path("ontology") / name for name in VIEW_FILES), *ontology], around=things)
    start = focus or (things[0] if len(things) == 1 else "")
    found = page(graph, title=title or _title(graph, things), texts=texts_of(texts, graph), focus=start, limit=limit or DEFAULT_LIMIT)
    write_files({output: found.encode()})
    if not quiet:
        print_result(f"{output}\n")
    if opens and not webbrowser.open(output.resolve().as_uri()) and not quiet:
        warn(f"no browser could be started; open {output} yourself")


def _title(graph: ViewGraph, things: list[str]) -> str:
    """Return a heading: what it is drawn around, else the only article, else how many there are."""
    if things:
        return ", ".join(graph.nodes[iri].label for iri in things)
    if len(graph.articles) == 1:
        return next(iter(graph.articles.values())).title
    return f"{len(graph.articles):,} articles" if graph.articles else "News graph"
