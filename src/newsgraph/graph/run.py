"""Describe the run that read an article, and the data set it adds to: the triples of `graph/meta`.

Nothing here depends on the clock: the same software, model and settings are the same run.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from newsgraph.errors import ModelError
from newsgraph.graph.iri import graph_iri, short_hash, slug
from newsgraph.graph.terms import Triples, english, ref, string, term
from newsgraph.namespaces import BASE, FACTS_GRAPH, ID, META_GRAPH, NG

__all__ = ["Run", "run_triples"]

RUN_DIGITS = 12
"""Hexadecimal digits that tell one configuration from another: 48 bits."""

META = ref(META_GRAPH)
DATASET = ref(BASE + "dataset")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A version and configuration of the software that read the article.

    Attributes:
        version: Version of newsgraph.
        model: Name and version of the language model, such as "en_core_web_sm 3.8.0".
        settings: Names and values of the options that can change the answer, in any order.
    """

    version: str
    model: str
    settings: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Raise `ModelError` if a setting stands twice."""
        names = [name for name, _ in self.settings]
        if len(names) != len(set(names)):
            raise ModelError(f"a run's settings name one option twice: {', '.join(sorted(names))}")

    @property
    def iri(self) -> str:
        """`run/newsgraph-<version>-<hash of version, model and settings>`."""
        return _iri(self)

    @property
    def description(self) -> str:
        """One line that says everything the IRI stands for."""
        options = ", ".join(f"{name}={value}" for name, value in sorted(self.settings))
        return f"newsgraph {self.version} with {self.model}" + (f"; {options}" if options else "")


@lru_cache(maxsize=16)
def _iri(run: Run) -> str:
    content = json.dumps([run.version, run.model, sorted(run.settings)])
    return f"{BASE}run/newsgraph-{slug(run.version)}-{short_hash(content, RUN_DIGITS)}"


def run_triples(run: Run, key: str) -> Triples:
    """Yield the description of a run and of the data set that holds the article `key`."""
    yield META, [*_same_triples(run), f"{DATASET} {term('dcterms:hasPart')} {ref(graph_iri(key))}"]


@lru_cache(maxsize=16)
def _same_triples(run: Run) -> tuple[str, ...]:
    """What is said of a run and the data set whatever the article."""
    node = ref(run.iri)
    rows = (
        (node, "rdf:type", term("ng:ExtractionRun")),
        (node, "dcterms:description", english(run.description)),
        (node, "prov:wasAssociatedWith", ref(f"{BASE}software/{slug(run.version)}")),
        (DATASET, "rdf:type", term("void:Dataset")),
        (DATASET, "rdf:type", term("dcat:Dataset")),
        (DATASET, "dcterms:title", english("News knowledge graph")),
        (DATASET, "void:vocabulary", ref(NG)),
        (DATASET, "void:uriSpace", string(ID)),
        (DATASET, "dcterms:hasPart", ref(FACTS_GRAPH)),
    )
    return tuple(f"{subject} {term(predicate)} {value}" for subject, predicate, value in rows)
