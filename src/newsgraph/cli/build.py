"""Offer `newsgraph build`: articles in, their graphs out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from newsgraph.cli.options import PATH, day, debug_option, names_from, ontology_option, quiet_option
from newsgraph.settings import DEFAULT_MODEL, Settings

__all__ = ["build"]

FORMATS = ("trig", "nq", "ttl", "jsonld", "html", "graphml", "csv")
"""As `output.FORMATS`, which is not imported for `--help`; a test compares them."""

EPILOG = """\b
Examples:
  newsgraph build article.txt -o output
  newsgraph build article.txt -o output --date 2018-11-09 --formats trig,jsonld
  newsgraph build articles.jsonl -o output --store"""


@click.command(epilog=EPILOG)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", type=PATH, required=True, metavar="DIR", help="Folder for the files; made if missing.")
@click.option("--date", "issued", metavar="YYYY-MM-DD", callback=day, help="Day of publication; wins over what the source says.")
@click.option(
    "--formats", metavar="NAME,...", default="trig,ttl,html", show_default=True, callback=names_from(FORMATS), help=f"Some of {', '.join(FORMATS)}."
)
@click.option(
    "--store",
    is_flag=False,
    flag_value=".",
    type=PATH,
    metavar="[DIR]",
    help="Also put the articles into a store, by default the folder store in the output.",
)
@click.option("--model", default=DEFAULT_MODEL, show_default=True, metavar="NAME", help="An installed spaCy English pipeline.")
@ontology_option
@click.option(
    "--authority", type=PATH, multiple=True, metavar="FILE", help="CSV file with names of your own (label,type,aliases,iri); may be repeated."
)
@click.option("--closed", is_flag=True, help="Leave out what the ontology has no relation for.")
@quiet_option
@debug_option
def build(  # noqa: PLR0917  # click gives options by name
    sources: tuple[Path, ...],
    output: Path,
    issued: date | None,
    formats: tuple[str, ...],
    store: Path | None,
    model: str,
    ontology: tuple[Path, ...],
    authority: tuple[Path, ...],
    closed: bool,
    quiet: bool,
) -> int:
    """Read articles and write their knowledge graphs.

    SOURCE is a text file (.txt, one article), a JSON Lines file (.jsonl, one article a line with text and, if known, id, date, title, url,
    source), a folder of such files, or - for text on standard input.
    """
    from newsgraph.cli.run_build import Build  # noqa: PLC0415  # loads the RDF libraries

    settings = Settings(model=model, ontology=ontology, authority=authority, closed=closed)
    folder = output / "store" if store == Path() else store
    return Build(settings, output, formats, store=folder, quiet=quiet).run(sources, issued)
