"""Ask questions of a graph in SPARQL, with queries of your own or those that come with newsgraph."""

from __future__ import annotations

from newsgraph.query.catalog import Parameter, Query, catalog, parse_query, shipped_query
from newsgraph.query.results import FORMATS, Answer, Format, Rows, Triples, render
from newsgraph.query.run import run_query
from newsgraph.query.session import DEFAULT_TIMEOUT_S, QuadSource, QuerySession

__all__ = [
    "DEFAULT_TIMEOUT_S",
    "FORMATS",
    "Answer",
    "Format",
    "Parameter",
    "QuadSource",
    "Query",
    "QuerySession",
    "Rows",
    "Triples",
    "catalog",
    "parse_query",
    "render",
    "run_query",
    "shipped_query",
]
