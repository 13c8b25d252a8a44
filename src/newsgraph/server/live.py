"""Show the graph as a page that asks the service for what it needs next."""

from __future__ import annotations

from starlette.routing import BaseRoute

__all__ = ["routes"]


def routes() -> list[BaseRoute]:
    """Return the routes of the live page; `exchange.service_of(request)` gives their service."""
    return []
