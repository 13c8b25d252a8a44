"""Build RDF terms in one canonical form, so that equal values are equal bytes.

Literals: `xsd:integer` without sign or leading zeros, `xsd:decimal` without trailing zeros (`0.9`, `1`), `xsd:date` as
`YYYY-MM-DD`, language tags in lower case. Source: https://www.w3.org/TR/xmlschema11-2/#canonical-lexical-representation
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from newsgraph.errors import ModelError
from newsgraph.namespaces import DCTERMS, NG, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, XSD

__all__ = ["absolute_iri", "clean", "date_literal", "decimal_literal", "english", "integer", "named", "string", "term"]

LANGUAGE = "en"
"""Labels and titles are English words; the tag says so."""

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"

NAMESPACES: dict[str, str] = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "ng": NG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "void": VOID,
}
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|\\^`]|%(?![0-9A-Fa-f]{2})')
SURROGATE = re.compile("[\ud800-\udfff]")

INTEGER, DECIMAL, DATE = (NamedNode(XSD + name) for name in ("integer", "decimal", "date"))
_TERMS: dict[str, NamedNode] = {}


def term(name: str) -> NamedNode:
    """Return the IRI of a prefixed name such as "ng:chairs"; only the vocabularies of `NAMESPACES` are known."""
    found = _TERMS.get(name)
    if found is None:
        prefix, local = name.split(":", 1)
        found = _TERMS[name] = NamedNode(NAMESPACES[prefix] + local)
    return found


def named(iri: str, *, what: str) -> NamedNode:
    """Return `iri` as a term.

    Raises:
        ModelError: It is not an absolute IRI; `what` says whose it is.
    """
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise ModelError(f"{what}: {iri!r} is not an IRI ({error}); write an absolute one such as http://www.wikidata.org/entity/Q90") from error


def absolute_iri(text: str) -> NamedNode | None:
    """Return a web address or URN as an IRI, with characters no IRI may hold percent-encoded; None if it is neither."""
    address = text.strip()
    if not ABSOLUTE.match(address):
        return None
    encoded = FORBIDDEN.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8")), address)
    try:
        return NamedNode(encoded)
    except ValueError:
        return None


def clean(text: str) -> str:
    """Return `text` with lone surrogates, which no RDF file can hold, replaced by U+FFFD; its length stays the same."""
    return SURROGATE.sub("\ufffd", text)


def string(text: str) -> Literal:
    """Return a plain `xsd:string`."""
    return Literal(clean(text))


def english(text: str) -> Literal:
    """Return a string tagged as English."""
    return Literal(clean(text), language=LANGUAGE)


def integer(number: int) -> Literal:
    """Return an `xsd:integer`."""
    return Literal(str(number), datatype=INTEGER)


def decimal_literal(number: float) -> Literal:
    """Return an `xsd:decimal` of at most two decimals, without trailing zeros."""
    text = format(Decimal(f"{number:.2f}").normalize(), "f")
    return Literal(text, datatype=DECIMAL)


def date_literal(day: date) -> Literal:
    """Return an `xsd:date`."""
    return Literal(day.isoformat(), datatype=DATE)
