"""Offer `newsgraph check`: does a graph keep the promises that newsgraph makes?"""

from __future__ import annotations

from pathlib import Path

import click

from newsgraph.cli.exits import DONE, NO
from newsgraph.cli.options import PATH, debug_option, ontology_option, quiet_option
from newsgraph.cli.terminal import print_result

__all__ = ["check"]

EPILOG = """\b
Examples:
  newsgraph check output/csto-2018.trig --text article.txt
  newsgraph check output/store"""


@click.command(epilog=EPILOG)
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--text", type=PATH, metavar="ARTICLE", help="Text file of the article; then every quotation must be its characters.")
@ontology_option
@quiet_option
@debug_option
def check(file: Path, text: Path | None, ontology: tuple[Path, ...], quiet: bool) -> int:
    """Check a graph against the shapes of the ontology and the rules of the layout.

    FILE is an RDF file that build wrote, or the folder of a store. The exit code is 0 if all is well and 1 if something is not.
    """
    from newsgraph import store  # noqa: PLC0415  # loads pyoxigraph
    from newsgraph.read import text_of  # noqa: PLC0415  # as above

    report = store.check(file, text=text_of(text) if text else None, ontology_files=ontology)
    if not (quiet and report.conforms):
        print_result(report.text())
    return DONE if report.conforms else NO
