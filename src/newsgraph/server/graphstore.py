"""Answer at `/store`: one graph after the other, by the SPARQL 1.1 Graph Store HTTP Protocol.

`?graph=IRI` names a graph, `?default` the unnamed one; an address below `/store/` names the graph of that very IRI. `/store` alone is the whole
dataset to read, and a new graph to POST to. Source: https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from newsgraph.server.exchange import only, service_of, unless_gone
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
    raise only("GET", "HEAD")


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
    return str(request.url.replace(query="", fragment="")) if direct else WHOLE


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
