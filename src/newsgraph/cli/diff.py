"""Offer `newsgraph diff`: do two files or stores hold the same knowledge, and if not, what differs?"""

from __future__ import annotations

import sys

import click

from newsgraph.cli.exits import DONE, NO
from newsgraph.cli.options import RDF_FORMATS, debug_option
from newsgraph.cli.terminal import print_result

__all__ = ["diff"]

EPILOG = """\b
Examples:
  newsgraph diff output/csto-2018.trig output/csto-2018.jsonld
  newsgraph diff store-of-yesterday store --summary
  newsgraph diff --union output/csto-2018.ttl output/store"""


@click.command(epilog=EPILOG)
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--summary", "is_summary", is_flag=True, help="Count the differences of each graph instead of listing them.")
@click.option("--union", "is_union", is_flag=True, help="Compare triples only, whatever graph they stand in.")
@click.option("--format", "form", type=click.Choice(RDF_FORMATS), default=None, help="Format of files; else their suffix says it.")
@debug_option
def diff(first: str, second: str, is_summary: bool, is_union: bool, form: str | None) -> int:
    """Compare two RDF files or stores quad by quad.

    A and B are RDF files in any format, folders of stores, or - for standard input. Lines that only B has begin with +, lines that only A
    has with -. Blank nodes are compared by what is said of them, not by their labels. The exit code is 0 if the two are the same and 1 if
    they differ.
    """
    from newsgraph.exchange import all_quads, difference, source_of  # noqa: PLC0415  # loads pyoxigraph

    sources = [source_of(each, form=form or "", stdin=sys.stdin.buffer if sys.stdin else None) for each in (first, second)]
    found = difference(all_quads(sources[0]), all_quads(sources[1]), names=(first, second), is_union=is_union)
    print_result(found.text(is_summary=is_summary))
    return DONE if found.is_same else NO
