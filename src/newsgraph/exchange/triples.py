"""Read, write and compare graphs as they travel: N-Triples, and a size and hash for each graph.

Two graphs are compared by their canonical form. Nothing we send has blank nodes, so that is the sorted N-Triples; RDFC-1.0 would give
the same lines. Some stores keep numbers and booleans by value and spell them anew ("1.0" comes back as "1"): for those, both sides are
compared by value.

Sources: https://www.w3.org/TR/n-triples/ https://www.w3.org/TR/rdf-canon/ https://www.w3.org/TR/xmlschema11-2/#boolean
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from newsgraph.errors import RemoteError
from newsgraph.exchange.blanknodes import skolemized
from newsgraph.namespaces import XSD

__all__ = ["Fingerprint", "fingerprint", "keyed", "ntriples", "quads_of"]

BOOLEANS = {"1": "true", "0": "false"}
NUMBERS = frozenset(
    XSD + name
    for name in (
        *("decimal", "integer", "float", "double", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The number of triples of a graph and the SHA-256 of its canonical form, in hexadecimal digits."""

    n_triples: int
    sha256: str


def quads_of(triples: bytes, graph: str) -> frozenset[Quad]:
    """Return the triples of a graph, read from N-Triples; blank nodes become IRIs that depend on the graph alone.

    Raises:
        RemoteError: It is no N-Triples.
    """
    name = NamedNode(graph)
    try:
        found = {Quad(each.subject, each.predicate, each.object, name) for each in parse(triples, format=RdfFormat.N_TRIPLES)}
    except (SyntaxError, ValueError) as error:
        raise RemoteError(f"the graph {graph} did not come as valid N-Triples: {error}; run again, or check the profile") from None
    return frozenset(skolemized(found) if any(isinstance(term, BlankNode) for each in found for term in (each.subject, each.object)) else found)


def ntriples(quads: Iterable[Quad]) -> bytes:
    """Return the triples of one graph as sorted N-Triples in UTF-8."""
    return "".join(f"{line} .\n" for line in sorted({str(quad.triple) for quad in quads})).encode("utf-8")


def keyed(quads: Iterable[Quad], *, keeps_literals: bool) -> dict[str, Quad]:
    """Return quads of one graph by what they are compared by.

    Args:
        quads: Of one graph.
        keeps_literals: Whether the store they come from or go to keeps the spelling of numbers and booleans.
    """
    if keeps_literals:
        return {str(each.triple): each for each in quads}
    return {f"{each.subject} {each.predicate} {_by_value(each.object)}": each for each in quads}


def fingerprint(quads: Iterable[Quad], *, keeps_literals: bool = True) -> Fingerprint:
    """Return size and hash of a graph; see `keyed`."""
    lines = sorted(keyed(quads, keeps_literals=keeps_literals))
    return Fingerprint(len(lines), hashlib.sha256("".join(f"{line} .\n" for line in lines).encode("utf-8")).hexdigest())


def _by_value(term: object) -> str:
    """Return a term's N-Triples form; numbers of all types by their value, booleans by theirs."""
    if isinstance(term, Literal):
        datatype = term.datatype.value
        if datatype in NUMBERS:
            try:
                value = Decimal(term.value)
                return f"number {value.normalize() if value.is_finite() else value}"
            except InvalidOperation:
                return str(term)
        if datatype == XSD + "boolean":
            return f"boolean {BOOLEANS.get(term.value, term.value)}"
    return str(term)
