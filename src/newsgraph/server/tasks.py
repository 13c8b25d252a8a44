"""Do what a worker is asked: answer a query, hand out a graph, change the store.

A task takes the open store, the request and its payload, and returns the head and the body of a reply. It runs in a worker process,
where it can be killed; nothing here limits time, all else is limited.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from itertools import islice
from typing import Any, NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store, Triple, serialize

from newsgraph.errors import QueryError
from newsgraph.namespaces import PREFIXES
from newsgraph.query.run import ask
from newsgraph.query.text import refuse_what_is_not_reading, syntax_message

__all__ = ["TASKS", "Limits", "Reply", "TaskError", "perform"]

Request = Mapping[str, Any]

TABLE_FORMATS = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV}
GRAPH_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}

JSON_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*"', re.DOTALL)
CSV_QUOTED = re.compile(rb'"[^"]*+(?:""[^"]*+)*"')


class TaskError(Exception):
    """Say why a task was not done.

    Args:
        kind: "syntax" (not SPARQL, not RDF), "refused" (not allowed here), "format" (no accepted format fits), "rows" or "bytes" (the answer
            is too long), "media" (not a kind of RDF), "missing" (no such graph), "store" (the store
            cannot be read).
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Limits(NamedTuple):
    """How long an answer may be: rows or triples, and bytes."""

    rows: int
    bytes: int


class Reply(NamedTuple):
    """What a task gives back: plain values, and a body."""

    head: dict[str, Any]
    body: bytes = b""


class _Sink:
    """A file in memory that refuses to grow beyond a size; the engine writes to it some kilobytes at a time."""

    def __init__(self, limit: int) -> None:
        self.parts: list[bytes] = []
        self.size = 0
        self.limit = limit

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self.limit:
            raise TaskError("bytes", f"the answer has more than {self.limit:,} bytes; add LIMIT, or ask for less")
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is in memory."""


def perform(store: Store, request: Request, payload: bytes) -> Reply:
    """Do the task that a request names.

    Raises:
        TaskError: It cannot be done.
    """
    task = TASKS[request["task"]]
    if isinstance(task, str):
        module, _, name = task.partition(":")
        task = getattr(import_module(module), name)
    reply: Reply = task(store, request, payload)
    return reply


def query(store: Store, request: Request, payload: bytes) -> Reply:
    """Answer a query.

    Args:
        store: Where to look.
        request: `table` and `graph` (names of formats, or None), `default_graphs`, `named_graphs`, `base`, `limits` (rows and bytes).
        payload: SPARQL in UTF-8.

    Returns:
        Head: `kind` ("table" or "graph") and, for a graph, `n` (triples).

    Raises:
        TaskError: It is malformed, does more than read, or its answer is too long or in no format that is accepted.
    """
    sparql, limits = payload.decode("utf-8"), Limits(*request["limits"])
    try:
        refuse_what_is_not_reading(sparql)
        answer = ask(store, sparql, default_graphs=request["default_graphs"], named_graphs=request["named_graphs"], base_iri=request["base"])
    except QueryError as error:
        raise TaskError("refused", str(error)) from error
    except (SyntaxError, ValueError) as error:
        raise TaskError("syntax", syntax_message(sparql, str(error))) from error
    if isinstance(answer, QuerySolutions | QueryBoolean):
        form = _accepted(request["table"], "a table")
        sink = _Sink(limits.bytes)
        answer.serialize(output=sink, format=TABLE_FORMATS[form])  # type: ignore[arg-type]  # all it needs is `write` and `flush`
        body = b"".join(sink.parts)
        if isinstance(answer, QuerySolutions) and _has_more_rows(body, form, limits.rows):
            raise TaskError("rows", f"the answer has more than {limits.rows:,} rows; add LIMIT, or ask for less")
        return Reply({"kind": "table"}, body)
    form = _accepted(request["graph"], "a graph")
    triples: set[Triple] = set()
    for triple in answer:
        triples.add(triple)
        if len(triples) > limits.rows:
            raise TaskError("rows", f"the answer has more than {limits.rows:,} triples; add LIMIT, or ask for less")
    return Reply({"kind": "graph", "n": len(triples)}, written(sorted(triples, key=str), form, limits))


def graph(store: Store, request: Request, payload: bytes) -> Reply:
    """Hand out one graph, or (`whole`) all of them with their names.

    Args:
        store: Where to look.
        request: `iri` (None for the unnamed graph), `whole`, `form`, `limits`.
        payload: Nothing.

    Raises:
        TaskError: There is no such graph, or it is too long.
    """
    del payload
    limits = Limits(*request["limits"])
    if request["whole"]:
        found: Iterable[Quad] = store.quads_for_pattern(None, None, None, None)
    else:
        name = named(request["iri"])
        if isinstance(name, NamedNode) and not store.contains_named_graph(name):
            raise TaskError("missing", f"there is no graph <{name.value}> here")
        found = store.quads_for_pattern(None, None, None, name)
    quads = list(islice(found, limits.rows + 1))
    if len(quads) > limits.rows:
        raise TaskError("rows", f"there are more than {limits.rows:,} triples; fetch graph by graph, ask in SPARQL, or allow more rows")
    quads.sort(key=str)
    return Reply({"n": len(quads)}, written(quads if request["whole"] else [quad.triple for quad in quads], request["form"], limits))


def named(iri: str | None) -> NamedNode | DefaultGraph:
    """Return the term for a graph's name; None stands for the unnamed graph.

    Raises:
        TaskError: The name is no IRI.
    """
    if iri is None:
        return DefaultGraph()
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise TaskError("syntax", f"{iri[:200]!r} is not an IRI: {error}") from error


def written(parts: list[Triple] | list[Quad], form: str, limits: Limits) -> bytes:
    """Return triples or quads in a format, with short names for those prefixes that RDF tools know.

    Raises:
        TaskError: That is too long.
    """
    sink = _Sink(limits.bytes)
    serialize(parts, output=sink, format=GRAPH_FORMATS[form], prefixes=PREFIXES)  # type: ignore[arg-type]  # as above
    return b"".join(sink.parts)


def _accepted(form: str | None, what: str) -> str:
    if form is None:
        raise TaskError("format", f"the answer is {what}, and the request accepts none of the formats for that")
    return form


def _has_more_rows(body: bytes, form: str, limit: int) -> bool:
    """Look whether a table has more rows than allowed, once it is long enough for that: a row takes three bytes at the least.

    TSV and XML escape what ends a row; in JSON and CSV the strings are taken out first.
    """
    if len(body) <= limit:
        return False
    if form == "json":
        bare = JSON_STRING.sub(b"", body)
        n_rows = bare.count(b",{") + bare.count(b"[{")
    elif form == "xml":
        n_rows = body.count(b"<result>")
    else:
        n_rows = (CSV_QUOTED.sub(b"", body) if form == "csv" else body).count(b"\n") - 1
    return n_rows > limit


TASKS: Mapping[str, str | Callable[[Store, Request, bytes], Reply]] = {
    "query": query,
    "graph": graph,
    "view": "newsgraph.server.viewing:view",
    "update": "newsgraph.server.changes:update",
    "put": "newsgraph.server.changes:put",
    "delete": "newsgraph.server.changes:delete",
    "flush": "newsgraph.server.changes:flush",
}
"""Name to function, or to "module:function" for one that is loaded when it is first asked for."""
