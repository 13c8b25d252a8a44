"""Evaluate `ontology/shapes.ttl` with one query per constraint, thousands of graphs a minute.

pyshacl takes a second for an article; here every constraint becomes a SPARQL query for the focus nodes that violate it. Only the
constraint components that our shapes use are known; any other is an error, so that no constraint is passed over in silence.
`test_shapes.py` holds the answers against those of pyshacl.

Source: https://www.w3.org/TR/shacl/ , sections 4 (core constraint components) and 5 (SPARQL-based constraints).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, parse

from newsgraph.resources import data_path

__all__ = ["Shapes"]

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = (
    "PREFIX ng: <https://w3id.org/newsgraph/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX schema: <https://schema.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
)
IS_A = "a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>*"
NO_CONSTRAINTS = frozenset(
    {SH + name for name in ("path", "message", "property", "sparql", "targetClass", "prefixes", "select", "declare")} | {RDF + "type"}
)
CASTS = frozenset({XSD + "date", XSD + "integer", XSD + "decimal"})
Term = NamedNode | BlankNode | Literal | Triple


class Shapes:
    """The shipped shapes and ontology, compiled once."""

    def __init__(self) -> None:
        self._shapes = Store()
        self._shapes.bulk_load(path=str(data_path("ontology") / "shapes.ttl"), format=RdfFormat.TURTLE)
        self._ontology = [
            Quad(t.subject, t.predicate, t.object) for t in parse(path=data_path("ontology") / "newsgraph.ttl", format=RdfFormat.TURTLE)
        ]

    def violating(self, quads: Iterable[Quad]) -> set[str]:
        """Return the focus nodes that violate a shape; the data are the union of all graphs."""
        store = Store()
        store.extend([*self._ontology, *(Quad(q.subject, q.predicate, q.object) for q in quads)])
        found: set[str] = set()
        for query in self.queries:
            rows = store.query(query)
            assert isinstance(rows, QuerySolutions)
            found.update(row["this"].value for row in rows)
        return found

    @cached_property
    def queries(self) -> list[str]:
        """One query for the violations of each constraint."""
        found = []
        for q in self._shapes.quads_for_pattern(None, NamedNode(SH + "targetClass"), None):
            target = f"?this {IS_A} {q.object} ."
            found += [PREFIXES + f"SELECT DISTINCT ?this WHERE {{ {target} {body} }}" for body in self._node_shape(q.subject)]
            for constraint in self._values(q.subject, "sparql"):
                select = self._text(constraint, "select").replace("$this", "?this")
                head, _, body = select.partition("WHERE {")
                assert head.startswith("SELECT ?this")
                found.append(PREFIXES + f"SELECT DISTINCT ?this WHERE {{ {target} {body}")
        return found

    # ------------------------------------------------------------------ shapes to graph patterns that match violations
    def _node_shape(self, shape: Term) -> Iterator[str]:
        yield from self._filters(shape, "?this")
        for each in self._values(shape, "property"):
            yield from self._property_shape(each)

    def _property_shape(self, shape: Term) -> Iterator[str]:
        (path,) = self._values(shape, "path")
        for filters in self._counts(shape, path):
            yield filters
        for filters in self._filters(shape, "?value"):
            yield f"?this {path} ?value . {filters}"
        for name, sign in (("lessThan", "<"), ("lessThanOrEquals", "<=")):
            for other in self._values(shape, name):
                yield f"?this {path} ?value ; {other} ?other . FILTER(!COALESCE(?value {sign} ?other, false))"

    def _counts(self, shape: Term, path: Term) -> Iterator[str]:
        """Constraints on the set of values."""
        if self._values(shape, "minCount"):
            assert self._number(shape, "minCount") == "1"
            yield f"FILTER NOT EXISTS {{ ?this {path} ?any }}"
        if self._values(shape, "maxCount"):
            assert self._number(shape, "maxCount") == "1"
            yield f"?this {path} ?value , ?other . FILTER(!sameTerm(?value, ?other))"
        for value in self._values(shape, "hasValue"):
            yield f"FILTER NOT EXISTS {{ ?this {path} {value} }}"
        if self._values(shape, "uniqueLang"):
            yield f"?this {path} ?value , ?other . FILTER(!sameTerm(?value, ?other) && LANG(?value) != '' && LANG(?value) = LANG(?other))"

    def _filters(self, shape: Term, var: str) -> Iterator[str]:
        """Constraints on each value."""
        known = {"minCount", "maxCount", "hasValue", "uniqueLang", "lessThan", "lessThanOrEquals"}
        assert not isinstance(shape, Literal)
        for q in self._shapes.quads_for_pattern(shape, None, None):
            name = q.predicate.value.removeprefix(SH)
            if q.predicate.value in NO_CONSTRAINTS or name in known:
                continue
            yield self._filter(name, q.object, var)

    def _filter(self, name: str, value: Term, var: str) -> str:
        if name == "nodeKind":
            assert value == NamedNode(SH + "IRI")
            return f"FILTER(!isIRI({var}))"
        if name == "class":
            return f"FILTER NOT EXISTS {{ {var} {IS_A} {value} }}"
        if name == "datatype":
            assert isinstance(value, NamedNode)
            broken = f" || !COALESCE({value}(STR({var})) = {value}(STR({var})), false)" if value.value in CASTS else ""
            return f"FILTER(!isLiteral({var}) || DATATYPE({var}) != {value}{broken})"
        if name in ("minInclusive", "maxInclusive"):
            return f"FILTER(!COALESCE({var} {'>=' if name == 'minInclusive' else '<='} {value}, false))"
        if name == "pattern":
            return f"FILTER(!REGEX(STR({var}), {value}))"
        if name == "in":
            return f"FILTER({var} NOT IN ({', '.join(str(each) for each in self._list(value))}))"
        if name == "or":
            return " ".join(self._single(each, var) for each in self._list(value))
        raise AssertionError(f"the constraint component sh:{name} is not known here")

    def _single(self, shape: Term, var: str) -> str:
        """The one violation of an alternative of `sh:or`."""
        (body,) = [*self._filters(shape, var), *(each for inner in self._values(shape, "property") for each in self._property_shape(inner))]
        assert body.startswith("FILTER NOT EXISTS")
        return body

    # ------------------------------------------------------------------ the shapes graph
    def _values(self, node: Term, name: str) -> list[Term]:
        return self._objects(node, SH + name)

    def _objects(self, node: Term, name: str) -> list[Term]:
        return [] if isinstance(node, Literal) else [q.object for q in self._shapes.quads_for_pattern(node, NamedNode(name), None)]

    def _text(self, node: Term, name: str) -> str:
        (value,) = self._values(node, name)
        assert isinstance(value, Literal)
        return value.value

    def _number(self, node: Term, name: str) -> str:
        return self._text(node, name)

    def _list(self, node: Term) -> list[Term]:
        found: list[Term] = []
        while node != NamedNode(RDF + "nil"):
            found += self._objects(node, RDF + "first")
            (node,) = self._objects(node, RDF + "rest")
        return found
