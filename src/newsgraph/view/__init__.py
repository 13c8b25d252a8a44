"""Show the graph: rows from SPARQL become a `ViewGraph`, and that becomes a page, a network, GraphML or CSV."""

from __future__ import annotations

from newsgraph.view.html import DEFAULT_LIMIT, notebook, page
from newsgraph.view.queries import find_things
from newsgraph.view.rows import view_graph
from newsgraph.view.tables import csv_archive, csv_tables, graphml, to_networkx
from newsgraph.view.viewgraph import Live, ViewGraph

__all__ = [
    "DEFAULT_LIMIT",
    "Live",
    "ViewGraph",
    "csv_archive",
    "csv_tables",
    "find_things",
    "graphml",
    "notebook",
    "page",
    "to_networkx",
    "view_graph",
]
