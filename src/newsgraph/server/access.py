"""Decide who may do what: which names the service answers to, which pages may call it, who may write."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence

from starlette.requests import Request

from newsgraph.server.exchange import service_of
from newsgraph.server.service import Refusal
from newsgraph.server.settings import ServiceSettings

__all__ = ["CHANGING", "HEAD_BYTES", "head_refusal", "host_refusal", "may_write", "origin_refusal"]

HEAD_BYTES = 64 * 1024
"""What the address and the headers of a request may have together."""

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
"""Methods that a page elsewhere can make a browser send; GET and HEAD change nothing, and their answers stay hidden from it."""

HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::\d+)?")
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="newsgraph"'}


def head_refusal(raw_path: bytes, query_string: bytes, headers: Sequence[tuple[bytes, bytes]]) -> Refusal | None:
    """Return why a request with so long an address and headers is not answered, None if they are not too long."""
    size = len(raw_path) + len(query_string) + sum(len(name) + len(value) for name, value in headers)
    if size <= HEAD_BYTES:
        return None
    return Refusal(431, f"address and headers have more than {HEAD_BYTES:,} bytes; send a long query in the body, by POST")


def host_refusal(settings: ServiceSettings, host: str | None) -> Refusal | None:
    """Return why a request with such a Host header is not answered, None if it is.

    A page of another site that has its own name point to this machine (DNS rebinding) is found out by it.
    """
    if host is None:
        return Refusal(400, "the request has no Host header")
    found = HOST.fullmatch(host.strip())
    if found and found[1].strip("[]").lower().rstrip(".") in settings.hosts:
        return None
    return Refusal(421, "this service is not called by that name; start it with --allow-host NAME if it should be")


def origin_refusal(settings: ServiceSettings, method: str, origin: str | None, host: str) -> Refusal | None:
    """Return why a page of that origin may not send such a request, None if it may."""
    if method not in CHANGING or origin is None or "*" in settings.cors or origin in settings.cors:
        return None
    if origin.partition("://")[2].lower() == host.strip().lower():
        return None
    return Refusal(403, "a page of another site may not call this service; start it with --cors ORIGIN if it should")


def may_write(request: Request) -> None:
    """Let only those pass that know the token.

    Raises:
        Refusal: The service only reads, or the request has no token or a wrong one. The message never says more.
    """
    settings = service_of(request).settings
    if not settings.can_write:
        raise Refusal(403, "this service only reads; start it with --write and --token-file to change the store")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    known = hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), settings.token.encode("ascii"))
    if scheme.lower() != "bearer" or not known:
        raise Refusal(401, "changing the store needs the token: send the header Authorization: Bearer TOKEN", CHALLENGE)
