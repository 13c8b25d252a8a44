"""Ask one SPARQL query of files or a store, with parameters and a time limit that holds.

A query sees the union of all named graphs unless it says FROM itself: here, and nowhere else, that is decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import cast

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from newsgraph.namespaces import PREFIXES
from newsgraph.query.catalog import Query
from newsgraph.query.results import Answer
from newsgraph.query.session import DEFAULT_TIMEOUT_S, QuadSource, QuerySession
from newsgraph.query.text import bare_words
from newsgraph.query.wire import to_wire

__all__ = ["ask", "evaluate", "run_query"]


def run_query(
    sparql: str | Query,
    *,
    store: QuadSource | Path | None = None,
    files: Sequence[Path] | None = None,
    params: Mapping[str, str] | None = None,
    timeout_s: float | None = DEFAULT_TIMEOUT_S,
    max_rows: int | None = None,
) -> Answer:
    """Answer one SPARQL query of a store or of files.

    Args:
        sparql: SPARQL 1.1 text, with or without a header, or a query of the catalog. The usual prefixes need no declaration.
        store: A store, or its folder.
        files: RDF files (.trig .nq .ttl .nt .jsonld .rdf); exactly one of `store` and `files` is given.
        params: Parameter name to value; a value may be a name ("CSTO"), an IRI, or a prefixed name ("id:Kyrgyzstan", "wd:Q318693").
        timeout_s: Seconds after which the query is stopped for good; None for no limit. Reading the files does not count.
        max_rows: Rows after which the answer is cut; None for all.

    Returns:
        `Rows` for SELECT (sorted if the query has no ORDER BY), `Triples` for CONSTRUCT and DESCRIBE, a bool for ASK.

    Raises:
        QueryError: The query is malformed, changes a graph, calls a SERVICE, took too long, or a parameter or file is wrong.
    """
    with QuerySession(store=store, files=files) as session:
        return session.run(sparql, params=params, timeout_s=timeout_s, max_rows=max_rows)


def evaluate(store: Store, request: Mapping[str, object]) -> dict[str, object]:
    """Answer a request on a store, in this process and without a time limit; only the answering process calls it.

    Args:
        store: Where to look.
        request: `sparql`; `max_rows` (None for all); `default_graphs` and `named_graphs` (lists of IRIs, empty for none).

    Returns:
        `{"boolean": …}`, `{"variables": …, "rows": …, "cut": …}` or `{"triples": …, "cut": …}`; terms as `to_wire` writes them.
    """
    answer = ask(store, str(request["sparql"]), default_graphs=_graphs(request, "default_graphs"), named_graphs=_graphs(request, "named_graphs"))
    if isinstance(answer, QueryBoolean):
        return {"boolean": bool(answer)}
    limit = request.get("max_rows")
    wanted = limit + 1 if isinstance(limit, int) else None
    if isinstance(answer, QuerySolutions):
        names = [variable.value for variable in answer.variables]
        rows = [[None if term is None else to_wire(term) for term in solution] for solution in islice(answer, wanted)]
        return {"variables": names, "rows": rows[:limit] if isinstance(limit, int) else rows, "cut": wanted is not None and len(rows) == wanted}
    triples = [to_wire(triple) for triple in islice(answer, wanted)]
    return {"triples": triples[:limit] if isinstance(limit, int) else triples, "cut": wanted is not None and len(triples) == wanted}


def ask(
    store: Store, sparql: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = (), base_iri: str | None = None
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Return what the engine finds, evaluated while it is read.

    A query without a dataset of its own (FROM, or graphs that are given) sees the union of all graphs. pyoxigraph does not look at
    FROM once it is told to unite, so it is told only then. Given graphs win over FROM, as the SPARQL protocol asks.

    Raises:
        SyntaxError: It is not SPARQL.
        ValueError: A graph's name is no IRI.
    """
    default, named = [NamedNode(iri) for iri in default_graphs], [NamedNode(iri) for iri in named_graphs]
    has_dataset = bool(default or named)
    return store.query(
        sparql,
        base_iri=base_iri,
        prefixes=PREFIXES,
        use_default_graph_as_union=not has_dataset and "FROM" not in bare_words(sparql),
        default_graph=cast("list[NamedNode | BlankNode | DefaultGraph]", default) if has_dataset else None,
        named_graphs=cast("list[NamedNode | BlankNode]", named) if has_dataset else None,
    )


def _graphs(request: Mapping[str, object], name: str) -> list[str]:
    found = request.get(name)
    return [str(iri) for iri in found] if isinstance(found, list) else []
