"""Draw a part of the store as a page: a worker's task, so that it can be killed when it takes too long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyoxigraph import Store

from newsgraph.errors import QueryError
from newsgraph.resources import data_path
from newsgraph.server.tasks import Limits, Reply, TaskError
from newsgraph.view import Live, page, view_graph
from newsgraph.view.nearby import Hit, NameIndex, Nearby, find_hits, latest_articles, name_index, nearby, statements_of_article

__all__ = ["PATH", "view"]

PATH = "/view"
"""Where the live page is."""

MOST_STATEMENTS = 600
"""Statements one page holds: laid out and written within a second; what else there is, the page counts."""
AROUND_HITS = 5
"""Things of a search that are drawn at once; the page links to the others."""
MOST_HITS = 20
MOST_ARTICLES = 12
_FILES = ("newsgraph.ttl", "view.ttl")


class _Names:
    """The names of the store that this process holds, read at the first search and again when the store was opened anew."""

    store: Store | None = None
    index = NameIndex(())

    @classmethod
    def of(cls, store: Store) -> NameIndex:
        if cls.store is not store:
            cls.index, cls.store = name_index(store), store
        return cls.index


def view(store: Store, request: Mapping[str, Any], payload: bytes) -> Reply:
    """Return the live page.

    Args:
        store: Where to look.
        request: `q` (words to look for), `things` (IRIs to draw around), `article` (IRI of one to draw); the first that is not empty counts, and
            without any the latest article is drawn. `limits` (rows and bytes).
        payload: Nothing.

    Returns:
        Head: `policy`, the page's content security policy.

    Raises:
        TaskError: An IRI is none, the data are broken, or the page is too long.
    """
    del payload
    from newsgraph.view.network import page_policy  # noqa: PLC0415  # pyvis takes half a second to import

    try:
        title, live, statements = _chosen(store, request)
        graph = view_graph(store, [data_path("ontology") / name for name in _FILES], only=statements)
    except (QueryError, ValueError) as error:
        raise TaskError("syntax", str(error)) from error
    focus = live.around[0] if len(live.around) == 1 and not live.query and live.around[0] in graph.nodes else ""
    if focus:
        title = graph.nodes[focus].label
    body = page(graph, title=title, focus=focus, live=live).encode("utf-8", "surrogatepass")
    if len(body) > Limits(*request["limits"]).bytes:
        raise TaskError("bytes", f"the page has {len(body):,} bytes, which is more than this service sends; ask for less")
    return Reply({"policy": page_policy()}, body)


def _chosen(store: Store, request: Mapping[str, Any]) -> tuple[str, Live, tuple[str, ...]]:
    """Return title, what the page is to know, and the statements it is to hold."""
    words, things, article = request["q"], tuple(request["things"]), request["article"]
    hits: tuple[Hit, ...] = ()
    if words:
        hits = find_hits(store, _Names.of(store), words, limit=MOST_HITS)
        things = tuple(hit.iri for hit in hits[:AROUND_HITS])
    if words or things:
        found = nearby(store, things, most=MOST_STATEMENTS) if things else Nearby(statements=(), n_left_out=0)
        rows = tuple((hit.iri, hit.name, hit.n_statements) for hit in hits)
        live = Live(path=PATH, around=things, query=words, hits=rows, n_left_out=found.n_left_out)
        return (f"“{words}”" if words else "Around several things", live, found.statements)
    articles = latest_articles(store, limit=MOST_ARTICLES)
    chosen = article or (articles[0][0] if articles else "")
    found = statements_of_article(store, chosen, most=MOST_STATEMENTS) if chosen else Nearby(statements=(), n_left_out=0)
    title = dict(articles).get(chosen, "An article") if chosen else "An empty store"
    return (title, Live(path=PATH, articles=articles, n_left_out=found.n_left_out), found.statements)
