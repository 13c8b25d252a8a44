"""Write RDF terms in one canonical form, so that equal values are equal bytes.

A term is a `str`: its N-Triples form, as pyoxigraph writes it. Most of an article's quads only go into files and stores, as lines made
of such terms; an object for each term of each quad would cost five times as much as the lines.

Literals: `xsd:integer` without sign or leading zeros, `xsd:decimal` without trailing zeros (`0.9`, `1`), `xsd:date` as
`YYYY-MM-DD`, language tags in lower case. Source: https://www.w3.org/TR/xmlschema11-2/#canonical-lexical-representation
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode

from newsgraph.errors import ModelError
from newsgraph.namespaces import DCTERMS, NG, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, XSD

Triples = Iterator[tuple[str, list[str]]]
"""Named graphs with triples that stand in them: terms, and terms joined by blanks."""

__all__ = ["Triples", "absolute_iri", "clean", "date_literal", "decimal_literal", "english", "integer", "named", "ref", "string", "term"]

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

KEPT_NAMES = 4096
"""IRIs that are kept once they were found to be right: all of the ontology and the links of a few hundred articles."""


@cache
def term(name: str) -> str:
    """Return the IRI of a prefixed name such as "ng:chairs"; only the vocabularies of `NAMESPACES` are known."""
    prefix, local = name.split(":", 1)
    return str(NamedNode(NAMESPACES[prefix] + local))


def ref(iri: str) -> str:
    """Return an IRI that is known to be one, such as those of `graph.iri`, as a term."""
    return f"<{iri}>"


def named(iri: str, *, what: str) -> str:
    """Return `iri` as a term.

    Raises:
        ModelError: It is not an absolute IRI; `what` says whose it is.
    """
    try:
        return _checked(iri)
    except ValueError as error:
        raise ModelError(f"{what}: {iri!r} is not an IRI ({error}); write an absolute one such as http://www.wikidata.org/entity/Q90") from error


@lru_cache(maxsize=KEPT_NAMES)
def _checked(iri: str) -> str:
    return str(NamedNode(iri))


def absolute_iri(text: str) -> str | None:
    """Return a web address or URN as a term, with characters no IRI may hold percent-encoded; None if it is neither."""
    address = text.strip()
    if not ABSOLUTE.match(address):
        return None
    encoded = FORBIDDEN.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8")), address)
    try:
        return str(NamedNode(encoded))
    except ValueError:
        return None


def clean(text: str) -> str:
    """Return `text` with lone surrogates, which no RDF file can hold, replaced by U+FFFD; its length stays the same."""
    return SURROGATE.sub("\ufffd", text)


def string(text: str) -> str:
    """Return a plain `xsd:string`."""
    if text.isprintable() and '"' not in text and "\\" not in text:  # neither surrogates nor what must be escaped
        return f'"{text}"'
    return str(Literal(clean(text)))


def english(text: str) -> str:
    """Return a string tagged as English."""
    return f"{string(text)}@{LANGUAGE}"


def integer(number: int) -> str:
    """Return an `xsd:integer`."""
    return f'"{number}"^^<{XSD}integer>'


@lru_cache(maxsize=128)
def decimal_literal(number: float) -> str:
    """Return an `xsd:decimal` of at most two decimals, without trailing zeros."""
    text = format(Decimal(f"{number:.2f}").normalize(), "f")
    return f'"{text}"^^<{XSD}decimal>'


def date_literal(day: date) -> str:
    """Return an `xsd:date`."""
    return f'"{day.isoformat()}"^^<{XSD}date>'
