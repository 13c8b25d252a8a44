"""Write RDF terms as JSON lists and back: what passes between the asking and the answering process."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from newsgraph.errors import QueryError
from newsgraph.query.results import Term

__all__ = ["Wire", "from_wire", "to_wire"]

Wire = list["str | Wire"]


def to_wire(term: Term) -> Wire:
    """Return a term as a list that starts with a letter for its kind."""
    if isinstance(term, NamedNode):
        return ["iri", term.value]
    if isinstance(term, BlankNode):
        return ["blank", term.value]
    if isinstance(term, Triple):
        return ["triple", to_wire(term.subject), to_wire(term.predicate), to_wire(term.object)]
    if term.language is not None:
        return ["words", term.value, term.language]
    return ["typed", term.value, term.datatype.value]


def from_wire(wire: Wire) -> Term:
    """Return the term that `to_wire` wrote.

    Raises:
        QueryError: The list is not one of its kind.
    """
    kind, *parts = wire
    texts = [part for part in parts if isinstance(part, str)]
    if kind == "iri":
        return NamedNode(texts[0])
    if kind == "blank":
        return BlankNode(texts[0])
    if kind == "words":
        return Literal(texts[0], language=texts[1])
    if kind == "typed":
        return Literal(texts[0], datatype=NamedNode(texts[1]))
    inner = [from_wire(part) for part in parts if isinstance(part, list)]
    if kind == "triple" and len(inner) == len(("subject", "predicate", "object")):
        return Triple(inner[0], inner[1], inner[2])  # type: ignore[arg-type]  # a triple again, as it was written
    raise QueryError(f"the answering process sent {wire!r}, which is no RDF term")
