"""Name the RDF namespaces newsgraph writes, and their prefixes."""

from __future__ import annotations

__all__ = [
    "BASE",
    "DCTERMS",
    "FACTS_GRAPH",
    "ID",
    "LINKS_GRAPH",
    "META_GRAPH",
    "NG",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "RUNS_GRAPH",
    "SCHEMA",
    "SKOS",
    "XSD",
]

BASE = "https://w3id.org/newsgraph/"
NG = BASE + "ontology#"
ID = BASE + "id/"
FACTS_GRAPH = BASE + "graph/facts"
LINKS_GRAPH = BASE + "graph/links"
META_GRAPH = BASE + "graph/meta"
RUNS_GRAPH = BASE + "graph/runs"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
SCHEMA = "https://schema.org/"

PREFIXES: dict[str, str] = {
    "art": BASE + "article/",
    "dcterms": DCTERMS,
    "id": ID,
    "ng": NG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "run": BASE + "run/",
    "schema": SCHEMA,
    "skos": SKOS,
    "st": BASE + "statement/",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": XSD,
}
"""Prefix to namespace, in the order in which files declare them (alphabetical)."""
