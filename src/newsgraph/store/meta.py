"""Tell which quads of `graph/meta` count what a dataset holds, and are wrong as soon as it changes.

Source: https://www.w3.org/TR/void/
"""

from __future__ import annotations

from pyoxigraph import DefaultGraph, NamedNode, Quad

from newsgraph.namespaces import BASE, DCTERMS, META_GRAPH

__all__ = ["DATASET", "DCAT", "DESCRIBED_PART", "VOID", "is_description"]

VOID, DCAT = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#"
DATASET, META = NamedNode(BASE + "dataset"), NamedNode(META_GRAPH)
DESCRIBED_PART = DATASET.value + "#"
"""What the names of partitions, files and periods of the dataset begin with."""

COUNTS = ("triples", "entities", "distinctSubjects", "distinctObjects", "classes", "properties", "documents", "classPartition", "propertyPartition")
DESCRIBING = frozenset({*(VOID + name for name in COUNTS), DCAT + "distribution", DCTERMS + "temporal"})


def is_description(quad: Quad) -> bool:
    """Tell whether a quad is part of a description that counts something."""
    if quad.graph_name not in (META, DefaultGraph()) or not isinstance(quad.subject, NamedNode):
        return False
    return quad.subject.value.startswith(DESCRIBED_PART) or (quad.subject == DATASET and quad.predicate.value in DESCRIBING)
