"""Build the page people open: one HTML file that needs nothing else."""

from __future__ import annotations

import re
from dataclasses import asdict
from html import escape
from typing import TYPE_CHECKING

from newsgraph.errors import SettingsError
from newsgraph.view.drawing import draw
from newsgraph.view.fold import fold
from newsgraph.view.payload import payload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgraph.view.viewgraph import Live, ViewGraph

__all__ = ["DEFAULT_LIMIT", "find_thing", "notebook", "page"]

DEFAULT_LIMIT = 75
"""Things drawn at first. The labels of more do not fit on a laptop's page in a size that can be read; the rest is folded, counted and one click away."""


def page(
    graph: ViewGraph,
    *,
    title: str = "News graph",
    texts: Mapping[str, str] | None = None,
    focus: str = "",
    limit: int = DEFAULT_LIMIT,
    live: Live | None = None,
) -> str:
    """Return a self-contained HTML page that shows `graph`; same arguments, same bytes.

    Args:
        graph: What to show; may be empty.
        title: Heading of the page.
        texts: Characters of the articles by article IRI, to be read beside the graph.
        focus: Thing to start from: its IRI, or its label or an alias in any case; "" for the whole graph.
        limit: Things drawn at first, the most connected ones; at least 1.
        live: For a page that a service makes of a part of its store: it then links to further such pages from its search and from each thing.
            None for a page that stands alone.

    Raises:
        SettingsError: `limit` is below 1, nothing is called `focus`, or the path of `live` is none on the same server.
        InputError: A text is not the one its article was read from.
        ResourceError: The installed pyvis is not the one the page is written for.
    """
    # pyvis brings IPython, which takes half a second to import; tables and GraphML do not need it.
    from newsgraph.view.network import NewsNetwork  # noqa: PLC0415

    if limit < 1:
        raise SettingsError(f"limit is {limit}; it must be at least 1")
    if live and not re.fullmatch(r"/[\w./-]*", live.path.replace("//", " ")):
        raise SettingsError(f"live is {live.path!r}; it must be a path on the page's own server, such as /view")
    folding = fold(graph)
    drawing = draw(graph, folding, limit=limit)
    model = payload(graph, folding, drawing, texts or {})
    model["focus"] = folding.order.index(find_thing(graph, focus)) if focus else -1
    model["live"] = asdict(live) if live else None
    network = NewsNetwork(model, heading=title)
    first = drawing.levels[drawing.start]
    things = [
        {"id": index, "label": "\n".join(drawing.labels[index]), "shape": "dot", "size": drawing.sizes[index], "x": x, "y": y}
        for index, (x, y) in enumerate(zip(first.x, first.y, strict=True))
    ]
    network.add_drawn(things, ())
    return network.generate_html()


def find_thing(graph: ViewGraph, name: str) -> str:
    """Return the IRI of the thing called `name`: an IRI, a label, or an alias; labels before aliases, then by IRI.

    Raises:
        SettingsError: Nothing is called so.
    """
    if name in graph.nodes:
        return name
    wanted = name.casefold()
    for field in ("label", "aliases"):
        for node in graph.nodes.values():
            names = (node.label,) if field == "label" else node.aliases
            if wanted in (each.casefold() for each in names):
                return node.iri
    near = sorted(node.label for node in graph.nodes.values() if wanted in node.label.casefold())[:3]
    hint = (
        "; did you mean " + ", ".join(repr(label[:60]) for label in near) + "?"
        if near
        else "; give the label, an alias or the IRI of a thing in the graph"
    )
    raise SettingsError(f"nothing in the graph is called {name[:100]!r}{hint}")


def notebook(
    graph: ViewGraph, *, title: str = "News graph", texts: Mapping[str, str] | None = None, limit: int = DEFAULT_LIMIT, height_px: int = 640
) -> str:
    """Return an `iframe` element for a notebook's `_repr_html_`: the page, shut in a sandbox that may only run its own scripts and save files.

    Raises:
        As `page`.
    """
    content = page(graph, title=title, texts=texts, limit=limit)
    return (
        f'<iframe title="{escape(title)}" width="100%" height="{int(height_px)}" style="border:1px solid #ddd" '
        f'sandbox="allow-scripts allow-downloads" srcdoc="{escape(content)}"></iframe>'
    )
