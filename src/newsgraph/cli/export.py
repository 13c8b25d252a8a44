"""Offer `newsgraph export`: a store or files in the form that another program reads."""

from __future__ import annotations

from pathlib import Path

import click

from newsgraph.cli.exits import DONE
from newsgraph.cli.options import PATH, data_files, data_options, debug_option, ontology_option, quiet_option
from newsgraph.cli.terminal import print_result

__all__ = ["export"]

FORMATS = ("trig", "nq", "rdfc", "jsonld", "ttl", "nt", "rdf", "csv", "graphml", "neo4j")
"""As `exchange.EXPORT_FORMATS`, which is not imported for `--help`; a test compares them."""

EPILOG = """\b
Examples:
  newsgraph export --store output/store -o all.nq
  newsgraph export --data output -o all.trig --rdf12 --describe
  newsgraph export --store output/store -o neo4j --format neo4j"""


@click.command(epilog=EPILOG)
@data_options
@click.option("-o", "--output", type=PATH, required=True, metavar="OUT", help="File to write; for neo4j a folder.")
@click.option("--format", "form", type=click.Choice(FORMATS), default=None, help="What to write; else the suffix of OUT says it.")
@click.option("--rdf12", "is_rdf12", is_flag=True, help="Add rdf:reifies with triple terms of RDF 1.2.")
@click.option("--describe", "is_described", is_flag=True, help="Put a description by VoID and DCAT into graph/meta.")
@ontology_option
@quiet_option
@debug_option
def export(  # noqa: PLR0917  # click gives options by name
    data: tuple[Path, ...],
    store: Path | None,
    output: Path,
    form: str | None,
    is_rdf12: bool,
    is_described: bool,
    ontology: tuple[Path, ...],
    quiet: bool,
) -> int:
    """Write a dataset for other programs.

    Formats: trig, nq (N-Quads), rdfc (canonical N-Quads), jsonld, ttl, nt, rdf (RDF/XML), csv (nodes and edges), graphml, neo4j (tables
    and scripts to load them). The same dataset gives the same bytes.
    """
    files = data_files(data, store)
    from newsgraph import exchange  # noqa: PLC0415  # loads pyoxigraph
    from newsgraph.store import write_files  # noqa: PLC0415  # as above

    quads = exchange.quads_of(store, files)
    chosen = exchange.export_format(form or "", output)
    written = exchange.export_files(quads, output, chosen, is_rdf12=is_rdf12, is_described=is_described, ontology=ontology)
    write_files(written)
    if not quiet:
        print_result("".join(f"{path}\n" for path in sorted(written)))
    return DONE
