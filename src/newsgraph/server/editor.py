"""Show the page on which people write queries."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

__all__ = ["editor_page"]


def editor_page(request: Request) -> Response:
    """Return the page."""
    del request
    return HTMLResponse("<!doctype html><html lang=en><meta charset=utf-8><title>newsgraph</title><h1>newsgraph</h1></html>")
