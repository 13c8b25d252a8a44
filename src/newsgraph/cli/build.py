"""Offer `newsgraph build`: articles in, their graphs out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from newsgraph.cli.options import PATH, day, debug_option, names_from, ontology_option, quiet_option
from newsgraph.cli.reading import ReadingOptions, reading_options
from newsgraph.settings import DEFAULT_MODEL, Settings

__all__ = ["build"]

FORMATS = ("trig", "nq", "ttl", "jsonld", "html", "graphml", "csv", "txt")
"""As `output.FORMATS`, which is not imported for `--help`; a test compares them."""

EPILOG = """\b
Examples:
  newsgraph build article.txt -o output
  newsgraph build article.txt -o output --date 2018-11-09 --formats trig,jsonld
  newsgraph build archive/ --store news --jobs 4
  newsgraph build --store news --resume
  newsgraph build feed.xml dump.csv --fields text=body,date=day -o output"""


@click.command(epilog=EPILOG)
@click.argument("sources", metavar="SOURCE...", nargs=-1)
@click.option("-o", "--output", type=PATH, metavar="DIR", help="Folder for files of each article; made if missing.")
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
    help="Put the articles into a store; without a name, the folder store in the output.",
)
@click.option("--jobs", type=click.IntRange(1, 512), default=1, show_default=True, metavar="N", help="Processes that read, with --store.")
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True, help="What runs the processes.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="A dask cluster to read on, such as tcp://scheduler.example:8786.")
@click.option("--resume", is_flag=True, help="Go on with the build into this store that was stopped, with its sources and options.")
@click.option("--prune", is_flag=True, help="Remove articles from the store that are no longer among the sources.")
@click.option("--model", default=DEFAULT_MODEL, show_default=True, metavar="NAME", help="An installed spaCy English pipeline.")
@ontology_option
@click.option(
    "--authority", type=PATH, multiple=True, metavar="FILE", help="CSV file with names of your own (label,type,aliases,iri); may be repeated."
)
@click.option("--closed", is_flag=True, help="Leave out what the ontology has no relation for.")
@reading_options
@quiet_option
@debug_option
@click.pass_context
def build(  # noqa: PLR0917  # click gives options by name
    context: click.Context,
    sources: tuple[str, ...],
    output: Path | None,
    issued: date | None,
    formats: tuple[str, ...],
    store: Path | None,
    jobs: int,
    engine: str,
    scheduler: str,
    resume: bool,
    prune: bool,
    model: str,
    ontology: tuple[Path, ...],
    authority: tuple[Path, ...],
    closed: bool,
    quiet: bool,
    reading: ReadingOptions,
) -> int:
    """Read articles and write their knowledge graphs.

    SOURCE is a file (text, Markdown, HTML, PDF, Word, RSS or Atom, JSON, JSON Lines, CSV, WARC, Parquet; .gz too), a folder, a pattern in
    quotation marks, @LIST for a file that lists sources, an address (with --fetch), or - for standard input.
    """
    sources = reading.sources(sources)
    if reading.keep_text and output is None:
        raise click.UsageError("--keep-text writes beside the files of each article; say where by -o", context)
    formats = (*formats, "txt") if reading.keep_text and "txt" not in formats else formats
    folder = _store(store, output)
    if (scheduler and engine != "dask") or (engine == "dask" and output is not None):
        raise click.UsageError("--scheduler goes with --engine dask, and that writes no files of articles (-o)", context)
    if folder is not None:
        from newsgraph.cli.plan import Plan, Readers  # noqa: PLC0415  # loads the RDF libraries

        given = Plan(
            sources=sources,
            output=output,
            issued=issued,
            formats=formats,
            model=model,
            ontology=ontology,
            authority=authority,
            closed=closed,
            reading=reading,
        )
        plan = given.resumed(folder, is_given=bool(sources)) if resume else given
        if not plan.sources:
            raise click.UsageError("Missing argument 'SOURCE...'", context)
        return plan.run(folder, readers=Readers(jobs=jobs, engine=engine, scheduler=scheduler), prune=prune, quiet=quiet)
    if not sources:
        raise click.UsageError("Missing argument 'SOURCE...'", context)
    if output is None:
        raise click.UsageError("Missing option '-o' / '--output', a folder for files, or '--store', a folder for a store", context)
    if jobs > 1 or resume or prune or engine != "local":
        raise click.UsageError("--jobs, --engine, --resume and --prune go with --store", context)
    from newsgraph.cli.run_build import Build  # noqa: PLC0415  # loads the RDF libraries

    settings = Settings(model=model, ontology=ontology, authority=authority, closed=closed)
    return Build(settings, output, formats, quiet=quiet, reading=reading).run(sources, issued)


def _store(store: Path | None, output: Path | None) -> Path | None:
    """Return the folder of the store, None if no store is wanted.

    Raises:
        UsageError: It has no name, and there is no output to put it in.
    """
    if store != Path():
        return store
    if output is None:
        raise click.UsageError("--store needs the name of a folder where no output is given by -o")
    return output / "store"
