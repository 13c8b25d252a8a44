"""Put the routes together: the application that a server runs."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsgraph.server import live
from newsgraph.server.editor import asset, editor_page
from newsgraph.server.exchange import plain, service_of
from newsgraph.server.graphstore import graph_store
from newsgraph.server.guard import Guard
from newsgraph.server.service import Refusal, Service
from newsgraph.server.settings import ServiceSettings
from newsgraph.server.sparql import sparql

__all__ = ["create_app"]

ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
"""Routes that answer wrong methods themselves, with a clear text."""


def create_app(settings: ServiceSettings, *, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the application; its workers start and end with its lifespan (`run.Server` starts and ends them itself).

    Args:
        settings: What the service is told at its start.
        routes: Further routes; a handler gets at the service by `exchange.service_of(request)`.
    """
    service = Service(settings)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await service.open()
        try:
            yield
        finally:
            await service.close()

    app = Starlette(
        routes=[
            Route("/", _editor),
            Route("/sparql", sparql, methods=ALL_METHODS),
            Route("/sparql/", sparql, methods=ALL_METHODS),
            Route("/store", graph_store, methods=ALL_METHODS),
            Route("/store/{rest:path}", graph_store, methods=ALL_METHODS),
            Route("/assets/{name}", asset),
            Route("/health", _health),
            Route("/metrics", _metrics),
            *live.routes(),
            *routes,
        ],
        middleware=[Middleware(Guard, service=service), *_cors(settings)],
        exception_handlers={Refusal: _refused, HTTPException: _not_found, Exception: _fault},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.service = service
    return app


def _cors(settings: ServiceSettings) -> list[Middleware]:
    """Return what lets pages of other origins read answers; nothing unless asked for."""
    if not settings.cors:
        return []
    methods = ["GET", "HEAD", "POST", *(["PUT", "PATCH", "DELETE"] if settings.can_write else [])]
    headers = ["Accept", "Content-Type", *(["Authorization"] if settings.can_write else [])]
    return [Middleware(CORSMiddleware, allow_origins=list(settings.cors), allow_methods=methods, allow_headers=headers, allow_credentials=False)]


async def _editor(request: Request) -> Response:
    return editor_page(request)


async def _health(request: Request) -> Response:
    """Say whether there is a worker to ask."""
    state = service_of(request).readers.state
    content = json.dumps({"status": "ok" if state.up else "no workers", "workers": state.up, "busy": state.busy, "waiting": state.waiting})
    return Response(content + "\n", status_code=200 if state.up else 503, media_type="application/json")


async def _metrics(request: Request) -> Response:
    service = service_of(request)
    pools = {"read": service.readers.state, **({"write": service.writer.state} if service.writer else {})}
    return Response(service.metrics.text(pools), media_type="text/plain; version=0.0.4; charset=utf-8")


async def _refused(_: Request, error: Exception) -> Response:
    if not isinstance(error, Refusal):
        raise error
    return plain(error.status, str(error), error.headers)


async def _not_found(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    message = "there is nothing at this address; try / or /sparql" if error.status_code == 404 else str(error.detail)
    return plain(error.status_code, message, dict(error.headers or {}))


async def _fault(_: Request, error: Exception) -> Response:
    """Answer when the program is at fault; what happened stands in the log, not in the answer."""
    del error
    return plain(500, "a fault of the service")
