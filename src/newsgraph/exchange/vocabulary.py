"""Read from the ontology what merging must know: which classes fit together, and which relations bear one subject or value only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from newsgraph.namespaces import NG, OWL, RDFS, SCHEMA, SKOS
from newsgraph.resources import data_path
from newsgraph.store import parsed

__all__ = ["Vocabulary", "vocabulary"]

CORE = "newsgraph.ttl"
ABOVE = (RDFS + "subClassOf", SKOS + "exactMatch", SKOS + "closeMatch", OWL + "equivalentClass")
PLAIN_SCHEMA = "http://schema.org/"
GENERAL = frozenset(
    {
        *(NG + name for name in ("Entity", "Agent")),
        *(OWL + name for name in ("Thing", "NamedIndividual", "Class")),
        *(SCHEMA + name for name in ("Thing", "CreativeWork", "Action")),
        SKOS + "Concept",
        "http://www.w3.org/ns/prov#Agent",
        "http://www.w3.org/ns/prov#Entity",
        "http://www.w3.org/ns/prov#Activity",
        "http://semanticweb.cs.vu.nl/2009/11/sem/Core",
        "http://semanticweb.cs.vu.nl/2009/11/sem/Actor",
        "http://xmlns.com/foaf/0.1/Agent",
    }
)
"""Classes that say too little: that two things belong to one of them makes them no more alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the ontology says for merging.

    Attributes:
        above: Class to itself and all classes above it, those of other vocabularies that match it among them.
        exclusive: Relations that one subject of a kind has to an object at one time (`ng:oneSubjectAtATime`).
        functional: Properties with one value at most (`owl:FunctionalProperty`).
        symmetric: Relations that hold both ways.
    """

    above: dict[str, frozenset[str]]
    exclusive: frozenset[str]
    functional: frozenset[str]
    symmetric: frozenset[str]

    def fits(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Tell whether a thing of some classes can be a thing of others: one class is the other, or above it, and says something."""
        pairs = [(_plain(a), _plain(b)) for a in one for b in other]
        return any(a in self._above(b) or b in self._above(a) for a, b in pairs if not {a, b} & GENERAL)

    def implies(self, classes: Iterable[str], other: str) -> bool:
        """Tell whether a thing of some classes belongs to another class anyway: it is one of them, stands above or matches one."""
        return any(_plain(other) in self._above(_plain(each)) for each in classes)

    def _above(self, name: str) -> frozenset[str]:
        return self.above.get(name, frozenset({name}))


def _plain(name: str) -> str:
    """Return the name of a class as the ontology has it: schema.org is written with http and https."""
    return SCHEMA + name.removeprefix(PLAIN_SCHEMA) if name.startswith(PLAIN_SCHEMA) else name


def vocabulary(extra: Iterable[Path] = ()) -> Vocabulary:
    """Read the shipped ontology and Turtle files of the user's own.

    Raises:
        StoreError: A file cannot be read.
    """
    direct: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    for path in (data_path("ontology") / CORE, *extra):
        for quad in parsed(path):
            subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
            if quad.predicate.value in ABOVE and isinstance(quad.object, NamedNode):
                direct[subject].add(_plain(quad.object.value))
            elif quad.predicate.value.endswith("#type") and isinstance(quad.object, NamedNode):
                kinds[quad.object.value].add(subject)
            elif quad.predicate.value == NG + "oneSubjectAtATime" and isinstance(quad.object, Literal) and quad.object.value in {"true", "1"}:
                kinds[quad.predicate.value].add(subject)
    return Vocabulary(
        above={name: _closure(name, direct) for name in list(direct)},
        exclusive=frozenset(kinds[NG + "oneSubjectAtATime"]),
        functional=frozenset(kinds[OWL + "FunctionalProperty"]),
        symmetric=frozenset(kinds[OWL + "SymmetricProperty"]),
    )


def _closure(name: str, direct: dict[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    todo = [name]
    while todo:
        current = todo.pop()
        if current not in found:
            found.add(current)
            todo.extend(direct.get(current, ()))
    return frozenset(found)
