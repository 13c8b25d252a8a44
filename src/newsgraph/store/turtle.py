"""Write Turtle and TriG for people: short names, one block per subject, `a` first, and the same bytes for the same quads.

Source: https://www.w3.org/TR/turtle/#sec-grammar, https://www.w3.org/TR/trig/#sec-grammar
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from newsgraph.namespaces import ID, PREFIXES, RDF, RDFS, SKOS, XSD

__all__ = ["Names", "trig", "turtle"]

MORE_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "gn": "https://sws.geonames.org/",
    "void": "http://rdfs.org/ns/void#",
}
"""Vocabularies that only some files speak of."""

HERE = "here"
"""Prefix of the entities that belong to the one article of a file."""

_BASE_CHARS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_FIRST = rf"(?:[{_BASE_CHARS}0-9_]|%[0-9A-F]{{2}})"
_INNER = rf"(?:[{_BASE_CHARS}0-9_\-\u00b7\u0300-\u036f\u203f-\u2040]|%[0-9A-F]{{2}})"
LOCAL_NAME = re.compile(rf"{_FIRST}(?:(?:{_INNER}|\.)*{_INNER})?")
"""Local names that need no escapes. Source: https://www.w3.org/TR/turtle/#grammar-production-PN_LOCAL"""

TILDE = r"\~"
"""The one escape we write: our IRIs use `~` where two things have one name."""

ARTICLE_SCOPED = re.compile(re.escape(ID) + r"([0-9a-f]{16})/")
SPAN = re.compile(r"(.*#char=)(\d+),(\d+)")
PLAIN_INTEGER = re.compile(r"-?[0-9]+")
PLAIN_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")

FIRST_PREDICATES = tuple(
    namespace + local
    for namespace, local in [
        (RDF, "type"),
        (RDFS, "label"),
        (SKOS, "altLabel"),
        (RDF, "subject"),
        (RDF, "predicate"),
        (RDF, "object"),
    ]
)
"""What a reader asks first of a subject; the other predicates follow in alphabetical order."""


class Names:
    """Short forms of terms, and the prefixes that were used for them.

    Args:
        prefixes: Prefix to namespace.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefix_of = {namespace: prefix for prefix, namespace in sorted(prefixes.items(), reverse=True)}
        self._namespace_of = dict(prefixes)
        self._used: set[str] = set()
        self._short: dict[str, str] = {}

    def term(self, term: object) -> str:
        """Return the Turtle form of any term."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, Literal):
            return self._literal(term)
        if isinstance(term, Triple):
            return f"<<( {self.term(term.subject)} {self.iri(term.predicate.value)} {self.term(term.object)} )>>"
        return str(term)

    def iri(self, iri: str) -> str:
        """Return a prefixed name if one can be written without escapes (save `~`), else the IRI in angle brackets."""
        short = self._short.get(iri)
        if short is None:
            short = self._short[iri] = self._shorten(iri)
        return short

    def _shorten(self, iri: str) -> str:
        end = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._prefix_of.get(iri[:end])
        local = iri[end:]
        if prefix is None or not LOCAL_NAME.fullmatch(local.replace("~", "_")):
            return f"<{iri}>"
        self._used.add(prefix)
        return f"{prefix}:{local.replace('~', TILDE)}"

    def _literal(self, literal: Literal) -> str:
        datatype = literal.datatype.value
        if datatype == XSD + "integer" and PLAIN_INTEGER.fullmatch(literal.value):
            return literal.value
        if datatype == XSD + "decimal" and PLAIN_DECIMAL.fullmatch(literal.value):
            return literal.value
        if literal.language is not None or datatype == XSD + "string":
            return str(literal)
        return f"{Literal(literal.value)}^^{self.iri(datatype)}"

    def header(self) -> str:
        """Return the declarations of all prefixes used so far, in alphabetical order."""
        return "".join(f"@prefix {prefix}: <{self._namespace_of[prefix]}> .\n" for prefix in sorted(self._used))


def turtle(quads: Iterable[Quad]) -> str:
    """Return the union of all graphs as Turtle; graph names are lost, a triple of two graphs is written once."""
    rows = list(quads)
    names = _names(rows)
    body = _blocks(rows, names, indent="")
    return f"{names.header()}\n{body}" if body else ""


def trig(quads: Iterable[Quad]) -> str:
    """Return all graphs as TriG, ordered by name, the default graph first."""
    rows = list(quads)
    names = _names(rows)
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in rows:
        graphs["" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)].append(quad)
    parts = []
    for name, members in sorted(graphs.items()):
        indent = "  " if name else ""
        body = _blocks(members, names, indent=indent)
        parts.append(f"{names.term(members[0].graph_name)} {{\n{body}}}\n" if name else body)
    return f"{names.header()}\n" + "\n".join(parts) if parts else ""


def _names(quads: list[Quad]) -> Names:
    """Return the usual prefixes, and `here:` if the quads tell of exactly one article's own entities."""
    keys = {found[1] for quad in quads if isinstance(quad.subject, NamedNode) and (found := ARTICLE_SCOPED.match(quad.subject.value))}
    here = {HERE: f"{ID}{keys.pop()}/"} if len(keys) == 1 else {}
    return Names({**PREFIXES, **MORE_PREFIXES, **here})


def _blocks(quads: Iterable[Quad], names: Names, *, indent: str) -> str:
    """Return one block per subject: subjects in order, spans by their offsets."""
    subjects: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    order: dict[str, tuple[str, int, int]] = {}
    for quad in quads:
        subject = names.term(quad.subject)
        order[subject] = _place(quad.subject.value if isinstance(quad.subject, NamedNode) else subject)
        subjects[subject][quad.predicate.value].add(names.term(quad.object))
    return "".join(_block(subject, subjects[subject], names, indent) for subject in sorted(subjects, key=lambda each: (order[each], each)))


def _place(subject: str) -> tuple[str, int, int]:
    found = SPAN.fullmatch(subject)
    return (found[1], int(found[2]), int(found[3])) if found else (subject, -1, -1)


def _block(subject: str, pairs: Mapping[str, set[str]], names: Names, indent: str) -> str:
    first = {predicate: number for number, predicate in enumerate(FIRST_PREDICATES)}
    lines = []
    for predicate in sorted(pairs, key=lambda each: (first.get(each, len(first)), each)):
        verb = "a" if predicate == FIRST_PREDICATES[0] else names.iri(predicate)
        lines.append(f"{verb} {' , '.join(sorted(pairs[predicate]))}")
    return f"{indent}{subject} " + f" ;\n{indent}    ".join(lines) + " .\n"
