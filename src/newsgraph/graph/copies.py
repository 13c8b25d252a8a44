"""Link articles that are one text in several papers."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from newsgraph.graph.iri import article_iri
from newsgraph.namespaces import LINKS_GRAPH, NG

__all__ = ["copy_quads"]


def copy_quads(copies: Iterable[tuple[str, str]]) -> tuple[Quad, ...]:
    """Return the links `<copy> ng:copyOf <original>` of `graph/links`, sorted.

    Args:
        copies: Pairs of article keys: the copy, its original. The links of a store are all of them, each time: those that
            no longer hold must be taken away.
    """
    links, is_copy = NamedNode(LINKS_GRAPH), NamedNode(NG + "copyOf")
    return tuple(Quad(NamedNode(article_iri(copy)), is_copy, NamedNode(article_iri(original)), links) for copy, original in sorted(set(copies)))
