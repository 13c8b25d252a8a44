"""Offer `newsgraph serve`: a store over HTTP."""

from __future__ import annotations

import os
from pathlib import Path

import click

from newsgraph.cli.options import PATH, debug_option, quiet_option
from newsgraph.cli.terminal import print_result, warn
from newsgraph.errors import ResourceError

__all__ = ["serve"]

MOST_WORKERS = 8
MEBIBYTE = 1 << 20

EPILOG = """\b
Examples:
  newsgraph serve --store output/store
  newsgraph serve --store output/store --port 8080 --timeout 10 --max-rows 10000
  newsgraph serve --store output/store --write --token-file token.txt"""


@click.command(epilog=EPILOG)
@click.option("--store", type=PATH, required=True, metavar="DIR", help="Folder of a store that build --store made.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Address to listen on; other machines see the default not.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=7878, show_default=True, metavar="N", help="Port to listen on; 0 for any that is free."
)
@click.option("--write", is_flag=True, help="Take updates and graphs from those who know the token.")
@click.option("--token-file", type=PATH, metavar="FILE", help="File with that token, which only you can read.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    show_default=True,
    metavar="S",
    help="Seconds after which a query is stopped.",
)
@click.option("--max-rows", type=click.IntRange(min=1), default=100_000, show_default=True, metavar="N", help="Rows or triples an answer may have.")
@click.option("--max-bytes", type=click.IntRange(min=1), default=64 * MEBIBYTE, show_default=True, metavar="N", help="Bytes an answer may have.")
@click.option("--workers", type=click.IntRange(min=1), default=None, metavar="N", help="Processes that answer queries; by default one a processor.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Let pages of that origin read answers (* for all); may be repeated.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Further name the service is called by, as behind a proxy; may be repeated.")
@quiet_option
@debug_option
def serve(  # noqa: PLR0917  # click gives options by name
    store: Path,
    host: str,
    port: int,
    write: bool,
    token_file: Path | None,
    timeout: float,
    max_rows: int,
    max_bytes: int,
    workers: int | None,
    cors: tuple[str, ...],
    allow_host: tuple[str, ...],
    quiet: bool,
) -> None:
    """Serve a store over HTTP: SPARQL at /sparql, its graphs at /store, and a page to write queries on.

    It listens to this machine only and changes nothing, unless told otherwise. Ctrl-C ends it.
    """
    if write != (token_file is not None):
        raise click.UsageError("--write and --token-file FILE belong together: who may write is who knows the token")
    try:
        from newsgraph.server.run import serve as run  # noqa: PLC0415  # loads starlette and uvicorn
    except ModuleNotFoundError as error:
        raise ResourceError(f"the service needs {error.name}, which is not installed; run: pip install 'newsgraph[serve]'") from error
    from newsgraph.server.settings import ServiceSettings  # noqa: PLC0415  # as above
    from newsgraph.server.token import read_token  # noqa: PLC0415  # as above

    settings = ServiceSettings(
        store=store,
        host=host,
        port=port,
        token=read_token(token_file) if token_file else "",
        timeout_s=timeout,
        max_rows=max_rows,
        max_bytes=max_bytes,
        workers=workers or max(2, min(MOST_WORKERS, os.cpu_count() or 1)),
        cors=cors,
        allowed_hosts=allow_host,
    )
    if not settings.is_local and not quiet:
        warn(f"listening on {host}: everybody who reaches this machine can read the store")
    run(settings, lambda address: None if quiet else print_result(address + "\n"))
