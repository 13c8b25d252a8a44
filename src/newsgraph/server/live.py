"""Show the graph as a page that asks the service for what it needs next.

The page itself sends nothing: a search and an expansion are links that a reader follows, and each answer is a whole page. So the strict policy
of a page that stands alone holds here too.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsgraph.server.exchange import only, service_of, unless_gone
from newsgraph.server.service import Refusal

__all__ = ["routes"]

MOST_WORDS = 200
"""Characters of a search."""
MOST_THINGS = 24
"""Things a page can be drawn around."""
MOST_IRI = 2_000


def routes() -> list[BaseRoute]:
    """Return the routes of the live page; `exchange.service_of(request)` gives their service."""
    return [Route(path, _view, methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]) for path in ("/view", "/view/")]


async def _view(request: Request) -> Response:
    if request.method not in {"GET", "HEAD"}:
        raise only("GET", "HEAD")
    asked = request.query_params
    words, things, article = " ".join(asked.get("q", "").split()), [each for each in asked.getlist("thing") if each], asked.get("article", "")
    if len(words) > MOST_WORDS:
        raise Refusal(400, f"a search may have {MOST_WORDS} characters")
    if len(things) > MOST_THINGS:
        raise Refusal(400, f"a page is drawn around {MOST_THINGS} things at most; begin anew with fewer")
    if any(len(each) > MOST_IRI for each in (*things, article)):
        raise Refusal(400, f"the name of a thing or an article may have {MOST_IRI} characters")
    task = {"q": words, "things": list(dict.fromkeys(things)), "article": article}
    head, body = await unless_gone(request, service_of(request).read("view", task))
    policy = f"{head['policy']}; frame-ancestors 'none'"
    return Response(body, headers={"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy})
