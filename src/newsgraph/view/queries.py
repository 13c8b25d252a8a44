"""Ask a store for the rows of a view, over the union of its graphs.

Each query gives (subject, property, value) rows that are gathered here: a value that several graphs repeat is taken once, and
a thing with three aliases and two dates does not become six rows.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Literal, cast

import pyoxigraph as ox

from newsgraph.errors import QueryError
from newsgraph.namespaces import NG, OWL, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Rows", "Subject", "Values", "all_rows", "find_things", "rows_of", "statements_around"]

Values = dict[str, set[tuple[str, str]]]
"""Property to (value, language tag) pairs."""
Rows = dict[str, Values]
"""Subject to what is said of it."""
Subject = Literal["statements", "spans", "articles", "things"]

_PREFIXES = f"PREFIX ng: <{NG}> PREFIX rdf: <{RDF}> PREFIX rdfs: <{RDFS}> PREFIX skos: <{SKOS}> PREFIX owl: <{OWL}> "
_THING_PROPERTIES = "rdf:type rdfs:label skos:altLabel ng:about ng:startDate ng:endDate ng:timeText owl:sameAs skos:exactMatch"
_ALL: dict[Subject, str] = {
    "statements": "SELECT ?s ?p ?v WHERE { ?s a ng:Statement ; ?p ?v }",
    "spans": "SELECT ?s ?p ?v WHERE { ?s ng:inArticle ?a ; ?p ?v }",
    "articles": "SELECT ?s ?p ?v WHERE { ?s a ng:Article ; ?p ?v }",
    "things": f"SELECT ?s ?p ?v WHERE {{ VALUES ?p {{ {_THING_PROPERTIES} }} ?s ?p ?v }}",
}
_OF = "SELECT ?s ?p ?v WHERE { VALUES ?s { %s } ?s ?p ?v }"
_AROUND = "SELECT DISTINCT ?s WHERE { VALUES ?x { %s } VALUES ?p { rdf:subject rdf:object ng:attributedTo } ?s ?p ?x . ?s a ng:Statement }"
_FIND = (
    "SELECT DISTINCT ?s WHERE { VALUES ?p { rdfs:label skos:altLabel } ?s ?p ?name . ?x rdf:subject|rdf:object ?s "
    "FILTER(CONTAINS(LCASE(STR(?name)), %s)) } ORDER BY STRLEN(STR(?s)) ?s LIMIT %d"
)
_BATCH = 500
"""Subjects named in one query: few enough to parse quickly, enough that the number of queries does not matter."""


def all_rows(store: ox.Store, subject: Subject) -> Rows:
    """Return the rows of all statements, spans, articles or things."""
    return _gathered(_solutions(store, _ALL[subject]))


def rows_of(store: ox.Store, subjects: Iterable[str]) -> Rows:
    """Return the rows of these subjects only.

    Raises:
        QueryError: One of them is no IRI.
    """
    found: Rows = {}
    for batch in _batches(subjects):
        found.update(_gathered(_solutions(store, _OF % _terms(batch))))
    return found


def statements_around(store: ox.Store, things: Iterable[str]) -> tuple[str, ...]:
    """Return the IRIs of statements that have one of these things as subject, object or speaker, sorted.

    Raises:
        QueryError: One of them is no IRI.
    """
    found: set[str] = set()
    for batch in _batches(things):
        found.update(solution["s"].value for solution in _solutions(store, _AROUND % _terms(batch)))
    return tuple(sorted(found))


def find_things(store: ox.Store, words: str, *, limit: int = 20) -> tuple[str, ...]:
    """Return IRIs of things in statements whose label or alias contains `words`, in any case; shorter IRIs first.

    Args:
        words: Taken literally; blank finds nothing.
        limit: Most things returned.
    """
    wanted = words.strip().lower()
    if not wanted:
        return ()
    return tuple(solution["s"].value for solution in _solutions(store, _FIND % (ox.Literal(wanted), limit)))


def _solutions(store: ox.Store, query: str) -> ox.QuerySolutions:
    return cast("ox.QuerySolutions", store.query(_PREFIXES + query, use_default_graph_as_union=True))


def _gathered(solutions: ox.QuerySolutions) -> Rows:
    found: Rows = defaultdict(lambda: defaultdict(set))
    for subject, prop, value in solutions:
        if isinstance(subject, ox.NamedNode) and isinstance(value, (ox.NamedNode, ox.Literal)):
            tag = value.language or "" if isinstance(value, ox.Literal) else ""
            found[subject.value][prop.value].add((value.value, tag))
    return found


def _batches(iris: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(sorted(set(iris)))
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _terms(iris: Iterable[str]) -> str:
    try:
        return " ".join(str(ox.NamedNode(iri)) for iri in iris)
    except ValueError as error:
        raise QueryError(f"a thing is asked for by what is no IRI: {error}; give the IRI as the graph has it") from error
