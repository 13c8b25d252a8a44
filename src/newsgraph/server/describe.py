"""Say what the service is and can, in RDF.

Source: https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from pyoxigraph import NamedNode, Triple, serialize

from newsgraph.namespaces import RDF
from newsgraph.server.tasks import GRAPH_FORMATS

__all__ = ["description"]

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"

RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "N-Quads",
    "TriG",
)
INPUTS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def description(endpoint: str, form: str, *, can_write: bool) -> bytes:
    """Return the description of a service.

    A query without FROM sees the union of all graphs. SERVICE is refused, so no federation is promised.

    Args:
        endpoint: IRI of its SPARQL endpoint.
        form: Name of a format, a value of `negotiate.GRAPHS`.
        can_write: Whether it takes updates.
    """
    service, dataset, union = (NamedNode(f"{endpoint}#{part}") for part in ("service", "dataset", "union"))
    told = [
        (service, RDF + "type", NamedNode(SD + "Service")),
        (service, SD + "endpoint", NamedNode(endpoint)),
        (service, SD + "supportedLanguage", NamedNode(SD + "SPARQL11Query")),
        (service, SD + "feature", NamedNode(SD + "UnionDefaultGraph")),
        (service, SD + "defaultDataset", dataset),
        (dataset, RDF + "type", NamedNode(SD + "Dataset")),
        (dataset, SD + "defaultGraph", union),
        (union, RDF + "type", NamedNode(SD + "Graph")),
        *((service, SD + "resultFormat", NamedNode(FORMATS + name)) for name in RESULTS),
    ]
    if can_write:
        told.append((service, SD + "supportedLanguage", NamedNode(SD + "SPARQL11Update")))
        told += [(service, SD + "inputFormat", NamedNode(FORMATS + name)) for name in INPUTS]
    triples = [Triple(subject, NamedNode(predicate), value) for subject, predicate, value in told]
    return serialize(triples, format=GRAPH_FORMATS[form], prefixes={"sd": SD, "format": FORMATS}) or b""
