"""Answer at `/sparql`: queries and updates of the SPARQL 1.1 Protocol, and what the service is.

Source: https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from newsgraph.server.access import may_write
from newsgraph.server.describe import description
from newsgraph.server.editor import editor_page
from newsgraph.server.exchange import body_of, only, service_of, unless_gone
from newsgraph.server.negotiate import GRAPHS, TABLES, Choice, choose
from newsgraph.server.protocol import UPDATE, Operation, ProtocolError, media_type, operation
from newsgraph.server.service import Refusal, Service

__all__ = ["sparql"]

HTML = "text/html"
PAGE_OR_GRAPH = {**GRAPHS, HTML: "page", "application/xhtml+xml": "page"}


async def sparql(request: Request) -> Response:
    """Answer a query, do an update, or say what the service is."""
    service = service_of(request)
    if request.method not in {"GET", "HEAD", "POST"}:
        raise only("GET", "HEAD", "POST")
    try:
        asked = await _operation(request, service)
    except ProtocolError as error:
        raise Refusal(error.status, str(error), {"Allow": "POST"} if error.status == 405 else None) from error
    base = str(request.url.replace(query="", fragment=""))
    if asked is None:
        return _about(request, service, base)
    if asked.kind == "update":
        may_write(request)
        using = {"using": asked.default_graphs, "using_named": asked.named_graphs, "base": base}
        await service.write("update", using, asked.text.encode("utf-8"))
        return Response(status_code=204)
    return await _answer(request, service, asked, base)


async def _operation(request: Request, service: Service) -> Operation | None:
    body, content_type = b"", request.headers.get("content-type")
    if request.method == "POST":
        limit = service.settings.max_query_bytes
        if media_type(content_type) == UPDATE:
            may_write(request)  # before the body is read, which then may be longer
        if service.settings.can_write and "authorization" in request.headers:
            may_write(request)
            limit = service.settings.max_write_bytes
        body = await body_of(request, limit)
    return operation(request.method, request.scope["query_string"], content_type, body)


async def _answer(request: Request, service: Service, asked: Operation, base: str) -> Response:
    accept = ",".join(request.headers.getlist("accept")) or None
    table, graph = choose(accept, TABLES), choose(accept, GRAPHS)
    if table is None and graph is None:
        raise _not_acceptable()
    work = service.query(
        asked.text,
        table=table.name if table else None,
        graph=graph.name if graph else None,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        base=base,
    )
    try:
        head, body = await unless_gone(request, work)
    except Refusal as error:
        if error.status == 406:
            raise _not_acceptable() from error
        raise
    chosen = table if head["kind"] == "table" else graph
    return Response(body, headers={"Content-Type": _typed(chosen), "Vary": "Accept"})


def _about(request: Request, service: Service, base: str) -> Response:
    """Answer a request that asks nothing: with the page for people, else with the service description."""
    accept = ",".join(request.headers.getlist("accept")) or None
    chosen = choose(accept, PAGE_OR_GRAPH)
    if chosen is None:
        raise _not_acceptable()
    if chosen.name == "page":
        return editor_page(request)
    body = description(base, chosen.name, can_write=service.settings.can_write)
    return Response(body, headers={"Content-Type": _typed(chosen), "Vary": "Accept"})


def _typed(chosen: Choice | None) -> str:
    if chosen is None:  # the worker has refused that
        raise _not_acceptable()
    return f"{chosen.media_type}; charset=utf-8" if chosen.media_type.startswith("text/") else chosen.media_type


def _not_acceptable() -> Refusal:
    offers = f"SELECT and ASK: {', '.join(TABLES)}\nCONSTRUCT and DESCRIBE: {', '.join(GRAPHS)}"
    return Refusal(406, f"the request accepts none of the formats that this answer can have\n{offers}", {"Vary": "Accept"})
