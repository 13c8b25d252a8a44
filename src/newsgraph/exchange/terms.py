"""Hold the terms that merging looks for, and tell whose a name is."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode

from newsgraph.namespaces import BASE, DCTERMS, FACTS_GRAPH, ID, LINKS_GRAPH, META_GRAPH, NG, OWL, RDF, RDFS, RUNS_GRAPH, SCHEMA, SKOS

__all__ = [
    "ABOUT",
    "ALT_LABEL",
    "DIFFERENT",
    "EXACT_MATCH",
    "FACTS",
    "FACTUAL",
    "IDENTITY",
    "LABEL",
    "LINKS",
    "META",
    "NAMED",
    "NAMES",
    "OBJECT",
    "PREDICATE",
    "RUNS",
    "SAME_AS",
    "SHARED",
    "SUBJECT",
    "TITLE",
    "TYPE",
    "WIKIDATA",
    "article_key",
    "is_shared_entity",
    "key_of_subject",
]

FACTS, LINKS, META, RUNS = (NamedNode(each) for each in (FACTS_GRAPH, LINKS_GRAPH, META_GRAPH, RUNS_GRAPH))
SHARED = (FACTS, LINKS, META)
TYPE, LABEL, ALT_LABEL = NamedNode(RDF + "type"), NamedNode(RDFS + "label"), NamedNode(SKOS + "altLabel")
SUBJECT, PREDICATE, OBJECT = NAMED = tuple(NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
ABOUT, FACTUAL = NamedNode(NG + "about"), NamedNode(NG + "FactualStatement")
TITLE = NamedNode(DCTERMS + "title")
SAME_AS, EXACT_MATCH, DIFFERENT = NamedNode(OWL + "sameAs"), NamedNode(SKOS + "exactMatch"), NamedNode(OWL + "differentFrom")
IDENTITY = (SAME_AS, EXACT_MATCH, DIFFERENT)
NAMES = (
    LABEL,
    NamedNode(SKOS + "prefLabel"),
    ALT_LABEL,
    NamedNode(SCHEMA + "name"),
    NamedNode("http://schema.org/name"),
    NamedNode("http://xmlns.com/foaf/0.1/name"),
)
"""Properties by which datasets name things, the usual ones first."""

WIKIDATA = "http://www.wikidata.org/entity/"
ARTICLE_GRAPH = re.compile(re.escape(BASE) + r"graph/([0-9a-f]{16})")
OF_ARTICLE = re.compile(re.escape(BASE) + r"(?:statement/([0-9a-f]{16})-|(?:article|graph)/([0-9a-f]{16})(?:#|$)|id/([0-9a-f]{16})/)")


def article_key(graph: object) -> str:
    """Return the key of the article whose graph has this name, "" for any other graph."""
    found = ARTICLE_GRAPH.fullmatch(graph.value) if isinstance(graph, NamedNode) else None
    return found[1] if found else ""


def key_of_subject(term: object) -> str:
    """Return the key of the article whose graph speaks of a thing of this name, "" if several may."""
    found = OF_ARTICLE.match(term.value) if isinstance(term, NamedNode) else None
    return next(filter(None, found.groups()), "") if found else ""


def is_shared_entity(term: object) -> bool:
    """Tell whether a name is one that newsgraph gives to things that several articles may name."""
    return isinstance(term, NamedNode) and term.value.startswith(ID) and not key_of_subject(term)
