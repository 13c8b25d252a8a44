"""Load the ontology's Turtle once into typed lookups; everything else asks them.

Read are `ontology/newsgraph.ttl`, `ontology/phrasings.ttl` and any extra file the user names. An extra file may add
classes, relations (below `ng:relatedTo`) and phrasings; nothing in the code knows a relation by name that a file could add.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox

from newsgraph.errors import OntologyError
from newsgraph.namespaces import NG, RDF, RDFS, SCHEMA, SKOS
from newsgraph.phrasing import Frame, parse_phrasing
from newsgraph.resources import data_path

__all__ = ["CORE_FILES", "Ontology", "OntologyClass", "Relation", "load"]

CORE_FILES = ("newsgraph.ttl", "phrasings.ttl")
ROOT_RELATION = NG + "relatedTo"
_OWL_CLASS = "http://www.w3.org/2002/07/owl#Class"
_SYMMETRIC = "http://www.w3.org/2002/07/owl#SymmetricProperty"


@dataclass(frozen=True, slots=True, kw_only=True)
class OntologyClass:
    """A class: local name (or IRI when outside the newsgraph namespace), label, definition, direct superclasses."""

    iri: str
    name: str
    label: str
    comment: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation that can stand in a statement.

    Attributes:
        name: Local name; the whole IRI for a relation outside the newsgraph namespace.
        domain, range: Class names, any of which will do; empty for no restriction.
        plover: PLOVER event codes, sorted.
        frames: The phrasings, parsed, in the order of their text.
    """

    iri: str
    name: str
    label: str
    comment: str
    parents: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    is_symmetric: bool
    plover: tuple[str, ...]
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """Classes and relations by name, and the files they were read from."""

    classes: dict[str, OntologyClass]
    relations: dict[str, Relation]
    files: tuple[Path, ...]
    _above: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def ancestors(self, name: str) -> frozenset[str]:
        """Return the class and all its superclasses; only the name itself for an unknown class."""
        if name in self._above:
            return self._above[name]
        found: set[str] = set()
        todo = [name]
        while todo:
            current = todo.pop()
            if current not in found:
                found.add(current)
                todo.extend(self.classes[current].parents if current in self.classes else ())
        self._above[name] = frozenset(found)
        return self._above[name]

    def is_a(self, name: str, wanted: Collection[str]) -> bool:
        """Return whether class `name` is one of `wanted` or below one; true when nothing is wanted."""
        return not wanted or not (self._above.get(name) or self.ancestors(name)).isdisjoint(wanted)


def _name(iri: str) -> str:
    return iri.removeprefix(NG)


class _Triples:
    """The parsed files: values by subject and predicate, and where a literal stands."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.origin: dict[tuple[str, str], Path] = {}
        self.text: dict[Path, str] = {}
        for path in files:
            self._read(path)

    def _read(self, path: Path) -> None:
        try:
            self.text[path] = path.read_text("utf-8")
            triples = list(ox.parse(self.text[path].encode(), format=ox.RdfFormat.TURTLE))
        except (OSError, UnicodeDecodeError) as error:
            raise OntologyError(f"cannot read ontology file {path}: {error}") from error
        except (SyntaxError, ValueError) as error:
            raise OntologyError(f"{path} is not valid Turtle: {error}") from error
        for t in triples:
            if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode | ox.Literal):
                self.values[t.subject.value][t.predicate.value].append(t.object.value)
                self.origin[t.subject.value, t.object.value] = path

    def first(self, subject: str, predicate: str) -> str:
        """Return the smallest value, so that it does not depend on the order of the file; "" if there is none."""
        return min(self.values[subject].get(predicate, [""]))

    def is_own(self, subject: str, literal: str) -> bool:
        """Return whether a file of the user's says it."""
        return self.origin[subject, literal].parent != data_path("ontology")

    def place_of(self, subject: str, name: str) -> str:
        """Return `file:line` where a subject's description first names a class, for errors; the file alone where it cannot be told."""
        path = next((self.origin[key] for key in ((subject, NG + name), (subject, name)) if key in self.origin), None)
        if path is None:
            return subject
        local = re.split(r"[#/]", name)[-1]
        about = re.split(r"[#/]", subject)[-1]
        found = re.compile(rf"\b{re.escape(about)}\b.*?\b{re.escape(local)}\b", re.DOTALL).search(self.text[path])
        return f"{path}:{self.text[path].count(chr(10), 0, found.end()) + 1}" if found else str(path)

    def where(self, subject: str, literal: str) -> str:
        """Return `file:line` of a literal, for errors."""
        path = self.origin[subject, literal]
        position = self.text[path].find('"' + literal.replace("\\", "\\\\").replace('"', '\\"') + '"')
        return f"{path}:{self.text[path].count(chr(10), 0, position) + 1}" if position >= 0 else str(path)


def _classes(triples: _Triples) -> Iterator[OntologyClass]:
    for iri in sorted(triples.values):
        props = triples.values[iri]
        if _OWL_CLASS in props.get(RDF + "type", []):
            parents = tuple(sorted(_name(p) for p in props.get(RDFS + "subClassOf", [])))
            yield OntologyClass(
                iri=iri,
                name=_name(iri),
                label=triples.first(iri, RDFS + "label") or _name(iri),
                comment=triples.first(iri, RDFS + "comment"),
                parents=parents,
            )


def _below_root(triples: _Triples) -> list[str]:
    children: dict[str, list[str]] = defaultdict(list)
    for iri, props in triples.values.items():
        for parent in props.get(RDFS + "subPropertyOf", []):
            children[parent].append(iri)
    found: list[str] = []
    todo = [ROOT_RELATION]
    while todo:
        current = todo.pop()
        if current not in found:
            found.append(current)
            todo.extend(children[current])
    return sorted(found)


def _relation(triples: _Triples, iri: str, known: set[str]) -> Relation:
    props = triples.values[iri]
    name = _name(iri)

    def classes(*predicates: str) -> tuple[str, ...]:
        names = sorted({_name(v) for p in predicates for v in props.get(p, [])})
        for n in names:
            if n not in known:
                raise OntologyError(f"{triples.place_of(iri, n)}: relation {name} names the class {n}, which no ontology file defines")
        return tuple(names)

    return Relation(
        iri=iri,
        name=name,
        label=triples.first(iri, RDFS + "label") or name,
        comment=triples.first(iri, RDFS + "comment"),
        parents=tuple(sorted(_name(p) for p in props.get(RDFS + "subPropertyOf", []))),
        domain=classes(RDFS + "domain", SCHEMA + "domainIncludes"),
        range=classes(RDFS + "range", SCHEMA + "rangeIncludes"),
        is_symmetric=_SYMMETRIC in props.get(RDF + "type", []),
        plover=tuple(sorted(props.get(SKOS + "notation", []))),
        frames=tuple(
            replace(parse_phrasing(name, text, triples.where(iri, text)), is_own=triples.is_own(iri, text))
            for text in sorted(props.get(NG + "phrasing", []))
        ),
    )


def load(extra: Iterable[Path] = ()) -> Ontology:
    """Read the shipped ontology and the `extra` Turtle files.

    Raises:
        OntologyError: If a file cannot be read or parsed, a phrasing is broken (with file and line), a relation has a
            phrasing but is not below `ng:relatedTo`, or names an unknown class.
    """
    folder = data_path("ontology")
    files = tuple(folder / name for name in CORE_FILES) + tuple(extra)
    triples = _Triples(files)
    classes = {c.name: c for c in _classes(triples)}
    below = _below_root(triples)
    for iri in sorted(triples.values):
        stray = triples.values[iri].get(NG + "phrasing")
        if stray and iri not in below:
            raise OntologyError(f"{triples.where(iri, stray[0])}: {iri} has a phrasing but is not an rdfs:subPropertyOf of ng:relatedTo")
    relations = {r.name: r for r in (_relation(triples, iri, set(classes)) for iri in below)}
    return Ontology(classes=classes, relations=relations, files=files)
