"""Write JSON-LD that reads like plain JSON: short keys, no repeated types, the context inside the file.

The context is `ontology/context.jsonld`; it is copied into every file so that no reader needs the network.
Source: https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

import functools
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from newsgraph.errors import StoreError
from newsgraph.namespaces import RDF, XSD
from newsgraph.resources import data_path

__all__ = ["Context", "jsonld", "load_context"]

TYPE = RDF + "type"
CONTEXT_FILE = "context.jsonld"
NATIVE_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
"""Integers that every JSON reader keeps exact."""

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of the context: a key, the IRI it stands for, and how its values are written."""

    key: str
    iri: str
    coercion: str = ""
    language: str = ""


class Context:
    """A JSON-LD context, read the other way round: from IRIs to keys.

    Args:
        raw: The value of `@context`: prefixes, `@vocab`, and terms with `@id`, `@type`, `@language`.
    """

    def __init__(self, raw: dict[str, Json]) -> None:
        self.raw = raw
        self.vocab = str(raw.get("@vocab", ""))
        self.prefixes = {key: value for key, value in raw.items() if isinstance(value, str) and not key.startswith("@")}
        self.terms = {key: self._term(key, value) for key, value in raw.items() if isinstance(value, dict)}
        self._namespaces = {namespace: prefix for prefix, namespace in self.prefixes.items()}
        self._keys = {term.iri: term for term in self.terms.values()}

    def _term(self, key: str, value: dict[str, Json]) -> Term:
        coercion = str(value.get("@type", ""))
        return Term(
            key=key,
            iri=self.expand(str(value.get("@id", key))),
            coercion=coercion if coercion.startswith("@") else self.expand(coercion),
            language=str(value.get("@language", "")),
        )

    def expand(self, name: str) -> str:
        """Return the IRI of a prefixed name or of a bare word of the vocabulary; an IRI stays as it is; "" stays ""."""
        prefix, colon, local = name.partition(":")
        if colon:
            return self.prefixes[prefix] + local if prefix in self.prefixes and not local.startswith("//") else name
        return self.vocab + name if name else ""

    def compact(self, iri: str) -> str:
        """Return a prefixed name that expands to the same IRI, or the IRI."""
        end = max(iri.rfind("#"), iri.rfind("/")) + 1
        while end:
            prefix = self._namespaces.get(iri[:end])
            if prefix is not None and iri[end:] and not iri.startswith("//", end):
                return f"{prefix}:{iri[end:]}"
            end = iri.rfind("/", 0, end - 1) + 1
        return iri

    def word(self, iri: str) -> str:
        """Return a bare word of the vocabulary where the context gives it the same IRI, else a prefixed name."""
        term = self._keys.get(iri)
        if term is not None:
            return term.key
        local = iri.removeprefix(self.vocab)
        is_bare = self.vocab and local != iri and local.isidentifier() and local not in self.terms and local not in self.prefixes
        return local if is_bare else self.compact(iri)

    def key_and_value(self, predicate: str, value: object) -> tuple[str, Json]:
        """Return the shortest key and JSON value for one predicate and object."""
        term = self._keys.get(predicate)
        if isinstance(value, NamedNode | BlankNode):
            return self._link(predicate, self.node(value), value, term)
        if not isinstance(value, Literal):
            raise StoreError(f"JSON-LD cannot hold the term {value}; write trig or nq instead")
        datatype = value.datatype.value
        if value.language is not None:
            if term is not None and term.language == value.language:
                return term.key, value.value
            return self.compact(predicate), {"@value": value.value, "@language": value.language}
        if term is not None and term.coercion == datatype:
            return term.key, value.value
        key = self.word(predicate) if term is None or not (term.coercion or term.language) else self.compact(predicate)
        if datatype == XSD + "string":
            return key, value.value
        if datatype == XSD + "integer" and NATIVE_INTEGER.fullmatch(value.value):
            return key, int(value.value)
        return key, {"@value": value.value, "@type": self.compact(datatype)}

    def _link(self, predicate: str, name: str, value: NamedNode | BlankNode, term: Term | None) -> tuple[str, Json]:
        if term is not None and term.coercion == "@id":
            return term.key, name
        if term is not None and term.coercion == "@vocab" and isinstance(value, NamedNode):
            return term.key, self.word(value.value)
        return self.word(predicate), {"@id": name}

    def node(self, node: object) -> str:
        """Return the `@id` of a subject, object or graph."""
        return self.compact(node.value) if isinstance(node, NamedNode) else str(node)


@functools.cache
def load_context() -> Context:
    """Return the context that newsgraph writes with.

    Raises:
        StoreError: The file is not a JSON object with `@context`.
    """
    path = data_path("ontology") / CONTEXT_FILE
    try:
        return Context(json.loads(path.read_text(encoding="utf-8"))["@context"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{path} is not a JSON-LD context ({error}); install newsgraph again") from error


def jsonld(quads: Iterable[Quad], context: Context | None = None) -> str:
    """Return all graphs as one compact JSON-LD document: nodes sorted by `@id` inside graphs sorted by `@id`.

    Raises:
        StoreError: A term has no JSON-LD form (RDF 1.2 triple terms).
    """
    names = context or load_context()
    graphs: dict[str, dict[str, dict[str, set[object]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for quad in quads:
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else names.node(quad.graph_name)
        graphs[graph][names.node(quad.subject)][quad.predicate.value].add(quad.object)
    content: list[Json] = []
    for graph, nodes in sorted(graphs.items()):
        members: list[Json] = [_node(name, pairs, names) for name, pairs in sorted(nodes.items())]
        content += [{"@id": graph, "@graph": members}] if graph else members
    entries = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in names.raw.items())
    return f'{{\n "@context": {{\n{entries}\n }},\n "@graph": {json.dumps(content, ensure_ascii=False, indent=1)}\n}}\n'


def _node(name: str, pairs: dict[str, set[object]], names: Context) -> dict[str, Json]:
    types = sorted(names.word(each.value) for each in pairs.get(TYPE, ()) if isinstance(each, NamedNode))
    node: dict[str, Json] = {"@id": name}
    if types:
        node["@type"] = types[0] if len(types) == 1 else list(types)
    values: dict[str, list[Json]] = defaultdict(list)
    for predicate, objects in pairs.items():
        kept = [each for each in objects if predicate != TYPE or not isinstance(each, NamedNode)]
        for key, value in sorted((names.key_and_value(predicate, each) for each in kept), key=_sort_key):
            values[key].append(value)
    for key, found in sorted(values.items()):
        node[key] = found[0] if len(found) == 1 else found
    return node


def _sort_key(pair: tuple[str, Json]) -> tuple[str, bool, str]:
    """Order values by key; numbers by size before everything else."""
    key, value = pair
    return (key, False, f"{value:020d}") if isinstance(value, int) else (key, True, json.dumps(value, ensure_ascii=False))
