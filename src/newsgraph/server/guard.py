"""Stand before every route: check names, refuse strangers, add the headers that keep browsers from harm, count."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsgraph.server.access import head_refusal, host_refusal, origin_refusal
from newsgraph.server.exchange import plain
from newsgraph.server.service import Service

__all__ = ["Guard"]

POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""For answers that are data. A page brings its own policy."""

ROUTES = ("/sparql", "/store", "/health", "/metrics", "/assets", "/view", "/")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Guard:
    """The outermost layer of the application.

    Args:
        app: What it stands before.
        service: Whose names and allowances count.
    """

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self.app = app
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        settings = self.service.settings
        host = headers.get("host")
        refusal = (
            head_refusal(scope.get("raw_path") or b"", scope["query_string"], scope["headers"])
            or host_refusal(settings, host)
            or origin_refusal(settings, scope["method"], headers.get("origin"), host or "")
        )

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(MutableHeaders(raw=message["headers"]))
                self.service.metrics.note_request(*_counted(scope), message["status"])
            await send(message)

        if refusal is not None:
            await plain(refusal.status, str(refusal), refusal.headers)(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)

    def _complete(self, headers: MutableHeaders) -> None:
        """Add what every answer has, unless its route has said it already."""
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "no-referrer")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Server", "newsgraph")  # by which newsgraph push knows it
        headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if self.service.settings.cors else "same-origin")
        headers.setdefault("Cache-Control", "no-cache")


def _counted(scope: Scope) -> tuple[str, str]:
    """Return the method and the route of a request, nothing of which a client can choose freely."""
    path = scope["path"]
    route = next((each for each in ROUTES if path == each or (each != "/" and path.startswith(each + "/"))), "other")
    return scope["method"] if scope["method"] in METHODS else "other", route
