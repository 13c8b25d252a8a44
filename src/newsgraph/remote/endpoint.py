"""Read the address of a triple store: refuse what it must not hold, and find the services below it."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsgraph.errors import RemoteError
from newsgraph.remote.profiles import PROFILES, Profile

__all__ = ["Endpoint", "checked_address", "checked_graph", "guessed_profile", "is_loopback"]

ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|\\^`]+")
"""Source: https://www.w3.org/TR/n-triples/#grammar-production-IRIREF, without escapes, and with a scheme."""


def checked_address(address: str) -> str:
    """Return the address of an endpoint without a slash at its end.

    Raises:
        RemoteError: It is no http or https address, or holds a user, password, query or fragment. The message names the host only,
            because the rest may be a secret.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise RemoteError("the endpoint is not a valid address; write it as https://host:port/path") from None
    if parts.username is not None or parts.password is not None:
        raise RemoteError(
            f"the endpoint at {host} has a user or password in its address, where everybody can read them; leave them out and set "
            "NEWSGRAPH_USER and NEWSGRAPH_PASSWORD, or write them into netrc"
        )
    if parts.scheme not in {"http", "https"} or not host or "@" in address:
        raise RemoteError("the endpoint is not an http or https address; write it as https://host:port/path")
    if "?" in address or "#" in address:
        raise RemoteError(f"the endpoint at {host} has a ? or # in its address; give the address alone, the graph is added to it")
    if any(not char.isprintable() or char.isspace() for char in address):
        raise RemoteError(f"the endpoint at {host} has blanks or control characters in its address; write it as https://host:port/path")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port is not None else ''}{parts.path.rstrip('/')}"


def checked_graph(graph: str) -> str:
    """Return the IRI of a graph.

    Raises:
        RemoteError: It is empty or no absolute IRI. Nothing is ever written or deleted without a graph: many stores would take it for
            the default graph, or for everything.
    """
    if not graph:
        raise RemoteError("no graph was named; nothing is written to, read from or deleted in a store without the IRI of a graph")
    if not ABSOLUTE_IRI.fullmatch(graph):
        raise RemoteError(f"{graph!r} is not an absolute IRI, so it cannot name a graph; write it as https://...")
    return graph


def is_loopback(address: str) -> bool:
    """Whether an address names this machine, so that nothing sent to it can be read on the way."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def guessed_profile(address: str, server_header: str) -> Profile | None:
    """Return the profile that an address or the header `Server` of its answer tell of, None if neither does."""
    header = server_header.strip().lower()
    for each in PROFILES.values():
        if each.server_header and header.startswith(each.server_header):
            return each
    path = urlsplit(address).path + "/"
    for each in PROFILES.values():
        if each.path_landmark and each.path_landmark in path:
            return each
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A triple store somewhere: its address and kind.

    Attributes:
        address: As `checked_address` returns it: the base of the services, or that of the graph store itself.
        profile: What kind of store it is.
    """

    address: str
    profile: Profile

    @property
    def base(self) -> str:
        """The address below which all services lie."""
        path = self.profile.store_path.rstrip("/")
        return self.address.removesuffix(path) if path else self.address

    @property
    def store_url(self) -> str:
        """Where graphs are read and written."""
        return self.base + self.profile.store_path

    @property
    def query_url(self) -> str | None:
        """Where queries are asked, None if nowhere."""
        return None if self.profile.query_path is None else self.base + self.profile.query_path

    @property
    def update_url(self) -> str | None:
        """Where updates are sent, None if nowhere."""
        return None if self.profile.update_path is None else self.base + self.profile.update_path
