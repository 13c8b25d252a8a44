"""Read the statements of a graph file back as plain values, for scoring."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from newsgraph.errors import InputError
from newsgraph.namespaces import NG, RDF, RDFS, SKOS

__all__ = ["BuiltStatement", "load_statements"]

_MODALITY = {
    "Actual": "asserted",
    "Possible": "believed",
    "Necessary": "proposed",
    "Proposed": "proposed",
    "Intended": "intended",
    "Predicted": "intended",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltStatement:
    """A statement of a graph; names are all labels of a node. `is_bare`: its triple stands in the graph by itself."""

    iri: str
    subject: tuple[str, ...]
    predicate: str
    words: str
    object: tuple[str, ...]
    speakers: tuple[str, ...]
    modality: str
    is_negative: bool
    spans: tuple[tuple[int, int], ...]
    is_bare: bool


def load_statements(path: Path) -> tuple[BuiltStatement, ...]:
    """Return the statements of an RDF file, sorted by IRI.

    Raises:
        InputError: If the file cannot be read or parsed.
    """
    store = ox.Store()
    try:
        store.load(path=str(path))
    except (OSError, SyntaxError, ValueError) as error:
        raise InputError(f"cannot read the graph {path}: {error}") from error
    out: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    triples: set[tuple[str, str, str]] = set()
    for q in store:
        if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.NamedNode | ox.Literal):
            out[q.subject.value][q.predicate.value].append(q.object.value)
            triples.add((q.subject.value, q.predicate.value, q.object.value))
    return tuple(_statement(node, out, triples) for node in sorted(out) if RDF + "subject" in out[node] and RDF + "object" in out[node])


def _names(node: str, out: dict[str, dict[str, list[str]]]) -> tuple[str, ...]:
    props = out.get(node, {})
    return tuple(sorted({*props.get(RDFS + "label", []), *props.get(SKOS + "altLabel", [])})) or (node.rsplit("/", 1)[-1],)


def _local(values: list[str], default: str) -> str:
    return min(values).removeprefix(NG) if values else default


def _statement(node: str, out: dict[str, dict[str, list[str]]], triples: set[tuple[str, str, str]]) -> BuiltStatement:
    props = out[node]
    subject, predicate, obj = (min(props[RDF + part]) for part in ("subject", "predicate", "object"))
    author = _local(props.get(NG + "voice", []), "AuthorVoice") == "AuthorVoice"
    speakers = () if author else tuple(n for a in props.get(NG + "attributedTo", []) for n in _names(a, out))
    spans = []
    for span in props.get(NG + "evidence", []):
        offsets = out[span]
        spans.append((int(min(offsets[NG + "startOffset"])), int(min(offsets[NG + "endOffset"]))))
    return BuiltStatement(
        iri=node,
        subject=_names(subject, out),
        predicate=predicate.removeprefix(NG),
        words=" ".join(sorted(props.get(NG + "predicateText", []))),
        object=_names(obj, out),
        speakers=speakers,
        modality=_MODALITY.get(_local(props.get(NG + "modality", []), "Actual"), "hypothetical"),
        is_negative=_local(props.get(NG + "polarity", []), "Affirmative") == "Negative",
        spans=tuple(sorted(spans)),
        is_bare=(subject, predicate, obj) in triples,
    )
