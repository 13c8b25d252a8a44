"""Read requests within limits and write plain answers: what every route needs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from newsgraph.server.service import Refusal, Service

__all__ = ["TEXT", "body_of", "only", "plain", "service_of", "unless_gone"]

T = TypeVar("T")

TEXT = "text/plain; charset=utf-8"

BODY_LIMIT_S = 30.0
"""Seconds that a client has to send a body: one that drips takes a connection, nothing else."""

PATIENCE_S = 1.0
"""What a client that went away had asked may run on this long before its worker is killed, because a new worker costs 0.2 s."""


def service_of(request: Request) -> Service:
    """Return the service that a request is for."""
    service = request.app.state.service
    if not isinstance(service, Service):
        raise TypeError("the application was made without a service")
    return service


def plain(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    """Return a message as text."""
    return Response(message + "\n", status_code=status, media_type=TEXT, headers=headers)


def only(*methods: str) -> Refusal:
    """Return the refusal of a method that a route does not know."""
    return Refusal(405, f"this answers {', '.join(methods)} only", {"Allow": ", ".join(methods)})


async def body_of(request: Request, limit: int) -> bytes:
    """Return the body of a request.

    Raises:
        Refusal: It is longer than `limit` bytes, takes too long to come, or the client went away.
    """
    too_long = Refusal(413, f"the body has more than {limit:,} bytes, which is the limit for this request")
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > limit:
        raise too_long
    parts, size = [], 0
    try:
        async with asyncio.timeout(BODY_LIMIT_S):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise too_long
                parts.append(part)
    except TimeoutError:
        raise Refusal(408, f"the body did not come within {BODY_LIMIT_S:g} s", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise Refusal(400, "the body ended too early") from None
    return b"".join(parts)


async def unless_gone(request: Request, work: Awaitable[T]) -> T:
    """Return what the work yields; give it up some time after the client has gone away.

    Raises:
        Refusal: The client has gone (nobody will read that), or what the work raises.
    """
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            await asyncio.wait({task}, timeout=PATIENCE_S)
        if task.done():
            return task.result()
        raise Refusal(499, "the client went away")
    finally:
        for each in (task, gone):
            if not each.done():
                each.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    """Wait until the client goes away; the body must have been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
