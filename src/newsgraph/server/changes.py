"""Change the store: updates, and graphs that are put, added to or deleted. Runs in the one worker that writes.

Each change is one transaction: after any failure the store is as it was. Sources: https://www.w3.org/TR/sparql11-update/ and
https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from email import message_from_bytes, policy

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from newsgraph.errors import QueryError
from newsgraph.namespaces import PREFIXES
from newsgraph.query.text import refuse_what_reaches_out, syntax_message, with_using
from newsgraph.server.negotiate import RDF_TYPES
from newsgraph.server.protocol import ProtocolError, media_type
from newsgraph.server.tasks import GRAPH_FORMATS, Reply, Request, TaskError, named

__all__ = ["delete", "flush", "put", "update"]

MULTIPART = "multipart/form-data"
NEW_NAME_DIGITS = 16


def update(store: Store, request: Request, payload: bytes) -> Reply:
    """Do a SPARQL update.

    Args:
        store: What to change.
        request: `using`, `using_named` (graphs that its WHERE sees, empty for the usual dataset), `base`.
        payload: SPARQL in UTF-8.

    Raises:
        TaskError: It is malformed, would load from elsewhere, or names its dataset twice.
    """
    sparql = payload.decode("utf-8")
    try:
        refuse_what_reaches_out(sparql)
    except QueryError as error:
        raise TaskError("refused", str(error)) from error
    try:
        done = with_using(sparql, [str(named(iri)) for iri in request["using"]], [str(named(iri)) for iri in request["using_named"]])
        store.update(done, base_iri=request["base"], prefixes=PREFIXES)
    except QueryError as error:
        raise TaskError("syntax", str(error)) from error
    except (SyntaxError, ValueError) as error:
        raise TaskError("syntax", syntax_message(sparql, str(error))) from error
    return Reply({})


def put(store: Store, request: Request, payload: bytes) -> Reply:
    """Put triples into a graph.

    Args:
        store: What to change.
        request: `iri` (None for the unnamed graph), `replace` (whether what the graph held goes), `new` (whether to make a graph below `iri`, which
            is named after its content), `base`, `content_type`.
        payload: RDF, or several files in a form.

    Returns:
        Head: `created` (whether the graph was not there before), `iri`, `n` (triples read).

    Raises:
        TaskError: It is not RDF of a known kind.
    """
    iri = _fresh(store, request["iri"], payload) if request["new"] else request["iri"]
    graph = named(iri)
    quads: set[Quad] = set()
    for kind, part in _files(request["content_type"], payload):
        form = GRAPH_FORMATS.get(RDF_TYPES.get(kind, ""))
        if form is None:
            raise TaskError("media", f"a graph cannot be read from {kind or 'an unknown type'}; send one of {', '.join(RDF_TYPES)}")
        quads |= _read(part, form, graph, iri or request["base"])
    is_there = _is_there(store, graph)
    where, data = ("DEFAULT", "") if isinstance(graph, DefaultGraph) else (f"GRAPH {graph}", f"CREATE SILENT GRAPH {graph} ;\n")
    clear = f"CLEAR SILENT {where} ;\n" if request["replace"] else ""
    store.update(f"{data}{clear}INSERT DATA {{\n{_data(quads)}}}")
    return Reply({"created": not is_there, "iri": iri, "n": len(quads)})


def delete(store: Store, request: Request, payload: bytes) -> Reply:
    """Delete a graph, `iri`; None empties the unnamed graph.

    Raises:
        TaskError: There is no such graph.
    """
    del payload
    graph = named(request["iri"])
    if isinstance(graph, DefaultGraph):
        store.clear_graph(graph)
    elif not store.contains_named_graph(graph):
        raise TaskError("missing", f"there is no graph {graph} here")
    else:
        store.remove_graph(graph)
    return Reply({})


def flush(store: Store, request: Request, payload: bytes) -> Reply:
    """Write to disk what is in memory and in the journal."""
    del request, payload
    store.flush()
    return Reply({})


def _fresh(store: Store, parent: str, payload: bytes) -> str:
    """Return an IRI below another one that names no graph yet."""
    name = f"{parent.rstrip('/')}/{hashlib.sha256(payload).hexdigest()[:NEW_NAME_DIGITS]}"
    found, number = name, 1
    while store.contains_named_graph(NamedNode(found)):
        number += 1
        found = f"{name}-{number}"
    return found


def _files(content_type: str, payload: bytes) -> Iterable[tuple[str, bytes]]:
    """Yield media type and content of what was sent: one file, or those of a form.

    Raises:
        TaskError: The form is malformed, or a file is said not to be UTF-8.
    """
    try:
        kind = media_type(content_type)
        if kind != MULTIPART:
            yield kind, payload
            return
        head = b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n"
        form = message_from_bytes(head + payload, policy=policy.HTTP)
        parts = list(form.iter_parts()) if form.is_multipart() else []
        if not parts or form.defects:
            raise TaskError("syntax", "the form has no parts, or no end; it must be multipart/form-data with the boundary of its Content-Type")
        for part in parts:
            content = part.get_payload(decode=True)
            yield media_type(part.get("Content-Type")), content if isinstance(content, bytes) else b""
    except ProtocolError as error:
        raise TaskError("media", str(error)) from error


def _read(content: bytes, form: RdfFormat, graph: NamedNode | DefaultGraph, base: str) -> set[Quad]:
    """Return the triples of a file as quads of a graph.

    Raises:
        TaskError: It is malformed, or brings graphs of its own.
    """
    try:
        found = set(parse(content, form, base_iri=base, rename_blank_nodes=True))
    except (SyntaxError, ValueError) as error:
        raise TaskError("syntax", f"the graph is not valid {form.name}: {error}") from error
    strays = next((quad.graph_name for quad in found if not isinstance(quad.graph_name, DefaultGraph)), None)
    if strays is not None:
        raise TaskError("syntax", f"the file has a graph {strays} of its own; put one graph at a time")
    return {Quad(quad.subject, quad.predicate, quad.object, graph) for quad in found}


def _is_there(store: Store, graph: NamedNode | DefaultGraph) -> bool:
    """Whether a graph exists; the unnamed one does once it holds something."""
    if isinstance(graph, NamedNode):
        return store.contains_named_graph(graph)
    return next(iter(store.quads_for_pattern(None, None, None, graph)), None) is not None


def _data(quads: Iterable[Quad]) -> str:
    """Return quads of one graph as the inside of a SPARQL data block, sorted."""
    found = sorted(quads, key=str)
    lines = "".join(f"{quad.triple} .\n" for quad in found)
    graph = found[0].graph_name if found else DefaultGraph()
    return f"GRAPH {graph} {{\n{lines}}}\n" if isinstance(graph, NamedNode) else lines
