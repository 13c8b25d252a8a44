"""Hold the options of the commands that speak to other stores, and open the connection they describe.

Who we are is read from the environment or netrc, never from the command line, where every user of the machine could read it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from newsgraph.cli.options import PATH
from newsgraph.cli.terminal import warn

if TYPE_CHECKING:
    from newsgraph.exchange import RemoteTarget
    from newsgraph.remote import Credentials

__all__ = ["PROFILE_NAMES", "Connection", "connected", "connection_options"]

P = ParamSpec("P")
R = TypeVar("R")

PROFILE_NAMES = ("newsgraph", "oxigraph", "virtuoso", "fuseki", "rdf4j", "graphdb", "stardog", "qlever", "neptune", "generic")
"""As `remote.PROFILES`, which is not imported for `--help`; a test compares them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What the options say about a store elsewhere."""

    endpoint: str
    profile: str | None
    timeout: float
    attempts: int
    ca_file: Path | None
    plain_http: bool
    quiet: bool


def connection_options(command: Callable[P, R]) -> Callable[P, R]:
    """Add the options that say how to reach a store elsewhere."""
    options = (
        click.option("--profile", type=click.Choice(PROFILE_NAMES), help="What kind of store it is; else it is asked."),
        click.option("--graph", "graphs", multiple=True, metavar="IRI|KEY", help="Only this graph, or this article; may be repeated."),
        click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing."),
        click.option(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True),
            default=60.0,
            show_default=True,
            metavar="S",
            help="Seconds of silence after which a request is given up.",
        ),
        click.option(
            "--attempts", type=click.IntRange(1, 20), default=5, show_default=True, metavar="N", help="How often a request is tried at most."
        ),
        click.option("--ca-file", type=PATH, metavar="FILE", help="Certificates of authorities to trust (PEM) instead of the usual ones."),
        click.option("--plain-http", is_flag=True, help="Let a password or token travel unencrypted to another machine."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def connected(connection: Connection) -> Iterator[RemoteTarget]:
    """Yield a store elsewhere, ready to be spoken to.

    Raises:
        RemoteError: The address or credentials are refused, or the store cannot be reached or does not tell what it is.
        ResourceError: httpx is not installed.
    """
    from newsgraph.exchange import RemoteTarget  # noqa: PLC0415  # loads pyoxigraph
    from newsgraph.remote import Endpoint, GraphStore, Limits, checked_address, detect_profile, profile_of  # noqa: PLC0415  # as above

    address = checked_address(connection.endpoint)
    credentials = _credentials(address)
    limits = Limits(timeout_s=connection.timeout, attempts=connection.attempts)
    profile = profile_of(connection.profile) if connection.profile else detect_profile(address, ca_file=connection.ca_file, limits=limits)
    if not connection.profile and not connection.quiet:
        warn(f"{address} is taken for {profile.title} (--profile {profile.name})")
    store = GraphStore(
        Endpoint(address=address, profile=profile),
        credentials=credentials,
        is_plain_allowed=connection.plain_http,
        ca_file=connection.ca_file,
        limits=limits,
    )
    with store:
        yield RemoteTarget(store)


def _credentials(address: str) -> Credentials:
    """Return who we are: by NEWSGRAPH_TOKEN, by NEWSGRAPH_USER and NEWSGRAPH_PASSWORD, or by netrc (NETRC or ~/.netrc)."""
    from newsgraph.remote import Credentials, credentials_from_netrc  # noqa: PLC0415  # as above

    token, user, password = (os.environ.get(f"NEWSGRAPH_{name}", "") for name in ("TOKEN", "USER", "PASSWORD"))
    if token or user or password:
        return Credentials(user=user, password=password, token=token)
    named = os.environ.get("NETRC")
    return credentials_from_netrc(Path(named) if named else Path.home() / ".netrc", address)
