"""Answer at `/store`: one graph after the other, by the SPARQL 1.1 Graph Store HTTP Protocol.

`?graph=IRI` names a graph, `?default` the unnamed one; an address below `/store/` names the graph of that very IRI. `/store` alone is the whole
dataset to read, and a new graph to POST to. Source: https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from newsgraph.server.access import may_write
from newsgraph.server.exchange import body_of, only, plain, service_of, unless_gone
from newsgraph.server.negotiate import DATASETS, GRAPHS, choose
from newsgraph.server.protocol import ABSOLUTE_IRI, ProtocolError, parameters
from newsgraph.server.service import Refusal

__all__ = ["graph_store"]

WHOLE = "whole"


async def graph_store(request: Request) -> Response:
    """Hand out a graph, or change one."""
    try:
        name = _named(request)
    except ProtocolError as error:
        raise Refusal(error.status, str(error)) from error
    if request.method in {"GET", "HEAD"}:
        return await _get(request, name)
    if request.method not in {"PUT", "POST", "DELETE"}:
        raise only("GET", "HEAD", "PUT", "POST", "DELETE")
    may_write(request)
    if request.method == "DELETE":
        await service_of(request).write("delete", {"iri": _one(name)})
        return plain(200, "deleted")
    return await _put(request, name)


def _named(request: Request) -> str | None:
    """Return the IRI of the graph that is meant, None for the unnamed graph, `WHOLE` for no graph in particular.

    Raises:
        ProtocolError: Several are named, or the name is no IRI.
    """
    fields = parameters(request.scope["query_string"])
    graphs = [value for name, value in fields if name == "graph"]
    n_default = sum(name == "default" for name, _ in fields)
    direct = request.path_params.get("rest", "")
    if len(graphs) + n_default + bool(direct) > 1:
        raise ProtocolError("several graphs are named; name one, by ?graph=IRI, ?default, or the address itself")
    if n_default:
        return None
    if graphs and not ABSOLUTE_IRI.fullmatch(graphs[0]):
        raise ProtocolError(f"graph is {graphs[0][:200]!r}, which is no absolute IRI")
    if graphs:
        return graphs[0]
    return _address(request) if direct else WHOLE


def _one(name: str | None) -> str | None:
    """Return the name of a graph that may be replaced or deleted.

    Raises:
        Refusal: No graph is named; the whole dataset is never replaced or deleted.
    """
    if name == WHOLE:
        raise Refusal(400, "no graph is named; name one, by ?graph=IRI, ?default, or the address itself")
    return name


async def _put(request: Request, name: str | None) -> Response:
    """Replace a graph (PUT) or add to it (POST)."""
    service, address = service_of(request), _address(request)
    is_new = request.method == "POST" and name == WHOLE
    asked = {
        "iri": address if is_new else _one(name),
        "new": is_new,
        "replace": request.method == "PUT",
        "base": address,
        "content_type": request.headers.get("content-type", ""),
    }
    head, _ = await service.write("put", asked, await body_of(request, service.settings.max_write_bytes))
    if is_new:
        return plain(201, f"made {head['iri']}", {"Location": head["iri"]})
    if request.method == "PUT" and not head["created"]:
        return Response(status_code=204)
    return plain(201 if head["created"] else 200, f"read {head['n']} triples")


def _address(request: Request) -> str:
    """Return the address that was asked for, which is also the name of a graph, without what stands after "?"."""
    return str(request.url.replace(query="", fragment=""))


async def _get(request: Request, name: str | None) -> Response:
    accept = ",".join(request.headers.getlist("accept")) or None
    offers = DATASETS if name == WHOLE else GRAPHS
    chosen = choose(accept, offers)
    if chosen is None:
        raise Refusal(406, f"the request accepts none of the formats of a graph: {', '.join(offers)}", {"Vary": "Accept"})
    asked = {"iri": None if name == WHOLE else name, "whole": name == WHOLE, "form": chosen.name}
    reply = await unless_gone(request, service_of(request).read("graph", asked))
    typed = f"{chosen.media_type}; charset=utf-8" if chosen.media_type.startswith("text/") else chosen.media_type
    return Response(reply.body, headers={"Content-Type": typed, "Vary": "Accept"})
