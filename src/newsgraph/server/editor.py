"""Show the page on which people write queries, and hand out what it is made of.

The editor is YASGUI, whose build lies beside our own files in `assets/` with the notices of its licences. All that the page needs comes from
here: its policy lets the browser ask nobody else.
"""

from __future__ import annotations

import hashlib
import html
import json
from functools import cache
from pathlib import Path
from string import Template

from pyoxigraph import NamedNode, RdfFormat, Store
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from newsgraph.namespaces import OWL, PREFIXES, RDF
from newsgraph.query import catalog
from newsgraph.resources import data_path
from newsgraph.server.service import Refusal

__all__ = ["POLICY", "asset", "editor_page"]

ASSETS = Path(__file__).parent / "assets"
SERVED = {
    "yasgui.min.js": "text/javascript; charset=utf-8",
    "yasgui.min.css": "text/css; charset=utf-8",
    "yasgui.NOTICES.txt": "text/plain; charset=utf-8",
    "editor.js": "text/javascript; charset=utf-8",
    "editor.css": "text/css; charset=utf-8",
}
"""The files that are handed out; no other name is looked up."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Scripts from here only, none in the page; the editor measures text with style attributes."""

KINDS = {"classes": (OWL + "Class",), "properties": (OWL + "ObjectProperty", OWL + "DatatypeProperty")}


async def asset(request: Request) -> Response:
    """Hand out a file of the editor."""
    name = request.path_params["name"]
    if name not in SERVED:
        raise Refusal(404, "there is no such file")
    return FileResponse(ASSETS / name, media_type=SERVED[name], headers={"Cache-Control": "no-cache"})


def editor_page(request: Request) -> Response:
    """Return the page; its addresses are relative, so it also works below a path of a proxy."""
    del request
    return HTMLResponse(_page(), headers={"Content-Security-Policy": POLICY, "Vary": "Accept"})


@cache
def _page() -> str:
    template = Template((ASSETS / "editor.html").read_text("utf-8"))
    return template.substitute(given=_inert(json.dumps(_given(), ensure_ascii=False)), view=_link_to_view())


def _link_to_view() -> str:
    """Return the link to the live page, if the service has one."""
    from newsgraph.server import live  # noqa: PLC0415  which shows this page's neighbour

    return f'<a href="view">{html.escape("Graph")}</a>' if live.routes() else ""


def _given() -> dict[str, object]:
    """Return what the page's script works with."""
    queries = [{"title": query.title, "text": query.text} for query in catalog()]
    shown = "\n".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items() if prefix in {"ng", "id", "rdf", "rdfs"})
    version = hashlib.sha256(json.dumps(queries).encode("utf-8")).hexdigest()[:12]
    return {"queries": queries, "prefixes": shown, "version": version, **_terms()}


def _terms() -> dict[str, list[str]]:
    """Return the classes and properties of the ontology, sorted."""
    store = Store()
    store.load(path=str(data_path("ontology") / "newsgraph.ttl"), format=RdfFormat.TURTLE)
    kind_of = NamedNode(RDF + "type")
    return {
        name: sorted(
            {
                quad.subject.value
                for kind in kinds
                for quad in store.quads_for_pattern(None, kind_of, NamedNode(kind), None)
                if isinstance(quad.subject, NamedNode)
            }
        )
        for name, kinds in KINDS.items()
    }


def _inert(text: str) -> str:
    """Return JSON that cannot end the element it stands in."""
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
