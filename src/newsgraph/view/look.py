"""Read names, colours, icons and line styles from the ontology's Turtle files.

The terms that carry the look are defined in `ontology/view.ttl` under `https://w3id.org/newsgraph/view#`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote

import pyoxigraph as ox

from newsgraph.errors import OntologyError
from newsgraph.namespaces import NG, OWL, RDF, RDFS, SKOS
from newsgraph.view.viewgraph import Kind, Look, Status, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["NGV", "local_name", "look_from", "pick_label", "plain_kind"]

NGV = "https://w3id.org/newsgraph/view#"
PLAIN_COLOR = ("#5b6475", "#a3aec0")
PLAIN_ICON = "M12 6.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z"
LAST_ORDER = 10_000
"""Legend place of a class or status without `ngv:order`: after all that have one."""

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9\s,.eE+-]{1,2000}")
_DASH = re.compile(r"\d{1,3}(\.\d+)?( \d{1,3}(\.\d+)?){0,7}")

_ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"

Properties = dict[str, dict[str, list[tuple[str, str]]]]
"""Subject to predicate to (value, language tag) pairs."""


def local_name(iri: str) -> str:
    """Return the last part of an IRI, decoded, with spaces for underscores: a label for what has none."""
    tail = re.split(r"[/#]", iri.rstrip("/#"))[-1]
    return unquote(tail).replace("_", " ") or iri


def pick_label(values: Iterable[tuple[str, str]]) -> str:
    """Choose one of (text, language tag) pairs: English, then untagged, then the first tag and text; "" for none."""
    ranked = sorted(values, key=lambda pair: (not pair[1].startswith("en"), pair[1] != "", pair[1], pair[0]))
    return ranked[0][0] if ranked else ""


def plain_kind(iri: str, label: str = "") -> Kind:
    """Return the look of a class the ontology does not draw."""
    return Kind(iri=iri, label=label or local_name(iri), color=PLAIN_COLOR[0], color_dark=PLAIN_COLOR[1], icon=PLAIN_ICON, order=LAST_ORDER)


def look_from(ontology_files: Sequence[Path]) -> Look:
    """Read the look of all terms.

    Raises:
        OntologyError: A file cannot be read, an annotation is malformed, or no status is defined.
    """
    facts = _load(ontology_files)
    statuses = {iri: _status(iri, facts[iri]) for iri in sorted(facts) if NGV + "Status" in _values(facts[iri], RDF + "type")}
    if not statuses:
        files = ", ".join(str(path) for path in ontology_files)
        raise OntologyError(f"no ngv:Status is defined in {files}; add ontology/view.ttl to the ontology files")
    kinds = _kinds(facts)
    terms = {iri: term for iri, term in _terms(facts).items() if iri not in kinds and iri not in statuses}
    return Look(terms=terms, kinds=kinds, statuses=statuses, weights=_weights(facts, statuses))


def _load(ontology_files: Sequence[Path]) -> Properties:
    store = ox.Store()
    for path in ontology_files:
        try:
            store.load(path=str(path), format=ox.RdfFormat.TURTLE)
        except (OSError, SyntaxError, ValueError) as error:
            raise OntologyError(f"{path} cannot be read as Turtle: {error}") from error
    facts: Properties = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in cast("ox.QuerySolutions", store.query(_ALL)):
        if isinstance(subject, ox.NamedNode) and isinstance(value, (ox.NamedNode, ox.Literal)):
            tag = value.language or "" if isinstance(value, ox.Literal) else ""
            facts[subject.value][predicate.value].append((value.value, tag))
    return facts


def _values(properties: Mapping[str, list[tuple[str, str]]], predicate: str) -> list[str]:
    return sorted({value for value, _ in properties.get(predicate, ())})


def _one(iri: str, properties: Mapping[str, list[tuple[str, str]]], name: str, pattern: re.Pattern[str], default: str | None = None) -> str:
    values = _values(properties, NGV + name)
    if not values and default is not None:
        return default
    if len(values) != 1 or (values[0] and not pattern.fullmatch(values[0])) or (not values[0] and default is None):
        raise OntologyError(f"<{iri}> needs exactly one well-formed ngv:{name}, found {values}; see ontology/view.ttl for the forms")
    return values[0]


def _order(properties: Mapping[str, list[tuple[str, str]]], name: str = "order") -> int:
    values = _values(properties, NGV + name)
    return int(values[0]) if values and re.fullmatch(r"-?\d{1,6}", values[0]) else LAST_ORDER


def _name(iri: str, properties: Mapping[str, list[tuple[str, str]]]) -> tuple[str, str]:
    label = pick_label(properties.get(RDFS + "label", ())) or pick_label(properties.get(SKOS + "prefLabel", ())) or local_name(iri)
    return label, pick_label(properties.get(RDFS + "comment", ())) or pick_label(properties.get(SKOS + "definition", ()))


def _status(iri: str, properties: Mapping[str, list[tuple[str, str]]]) -> Status:
    label, comment = _name(iri, properties)
    dash = _one(iri, properties, "dash", _DASH, "")
    return Status(
        iri=iri,
        label=label,
        comment=comment,
        color=_one(iri, properties, "color", _COLOR),
        color_dark=_one(iri, properties, "colorDark", _COLOR),
        dash=tuple(float(part) for part in dash.split()),
        symbol=_one(iri, properties, "symbol", _PATH, ""),
        order=_order(properties),
    )


def _terms(facts: Properties) -> dict[str, Term]:
    terms = {}
    for iri in sorted(facts):
        label, comment = _name(iri, facts[iri])
        terms[iri] = Term(iri=iri, label=label, comment=comment)
    return terms


def _kinds(facts: Properties) -> dict[str, Kind]:
    """Give every class below ng:Entity a look: its own, or that of the nearest class above it."""
    kinds = {}
    for iri in sorted(facts):
        if OWL + "Class" not in _values(facts[iri], RDF + "type") and RDFS + "subClassOf" not in facts[iri]:
            continue
        above = _ancestors(iri, facts)
        if NG + "Entity" not in above:
            continue
        drawn = next((name for name in above if NGV + "color" in facts.get(name, {})), None)
        label, comment = _name(iri, facts[iri])
        if drawn is None:
            kinds[iri] = Kind(
                iri=iri, label=label, comment=comment, color=PLAIN_COLOR[0], color_dark=PLAIN_COLOR[1], icon=PLAIN_ICON, order=LAST_ORDER
            )
            continue
        look = facts[drawn]
        kinds[iri] = Kind(
            iri=iri,
            label=label,
            comment=comment,
            color=_one(drawn, look, "color", _COLOR),
            color_dark=_one(drawn, look, "colorDark", _COLOR),
            icon=_one(drawn, look, "icon", _PATH, PLAIN_ICON),
            order=_order(facts[iri]) if NGV + "order" in facts[iri] else _order(look),
        )
    return kinds


def _ancestors(iri: str, facts: Properties) -> list[str]:
    """Return `iri` and all classes above it, nearest first, each level in order of IRI."""
    found, level = [iri], [iri]
    while level:
        level = sorted({parent for name in level for parent in _values(facts.get(name, {}), RDFS + "subClassOf")} - set(found))
        found += level
    return found


def _weights(facts: Properties, statuses: Mapping[str, Status]) -> dict[str, tuple[int, str]]:
    weights = {}
    for iri in sorted(facts):
        for status in _values(facts[iri], NGV + "status"):
            if status not in statuses:
                raise OntologyError(f"<{iri}> has ngv:status <{status}>, which is no ngv:Status")
            weights[iri] = (_order(facts[status], "precedence"), status)
    return weights
