"""Describe a dataset in its own words: what it holds, how much of it, and in which files, by VoID and DCAT.

The description is part of `graph/meta`. It depends on the content alone and does not count itself, so describing twice changes nothing.

Sources: https://www.w3.org/TR/void/ https://www.w3.org/TR/vocab-dcat-3/
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from newsgraph.errors import StoreError
from newsgraph.exchange.terms import META, RUNS, TITLE, TYPE, article_key
from newsgraph.namespaces import DCTERMS, ID, NG, XSD
from newsgraph.store import EmbeddedStore
from newsgraph.store.meta import DATASET, DCAT, DESCRIBED_PART, VOID, is_description

__all__ = ["described", "description", "write_description"]

MEDIA_TYPES = {
    "trig": "application/trig",
    "nq": "application/n-quads",
    "rdfc": "application/n-quads",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
MEDIA = "https://www.iana.org/assignments/media-types/"
SLUG_DIGITS = 8
ISSUED = DCTERMS + "issued"


def description(quads: Collection[Quad], *, files: Mapping[str, str] | None = None) -> set[Quad]:
    """Return the description of a dataset, as quads of `graph/meta`.

    Args:
        quads: The dataset, a collection; records of merges and an older description are not counted. A triple of several graphs counts once.
        files: Names of the files that hold it, and their formats.
    """
    rows = {quad.triple for quad in quads if quad.graph_name != RUNS and not is_description(quad)}
    graphs = {key for quad in quads if (key := article_key(quad.graph_name))}
    classes = Counter(row.object.value for row in rows if row.predicate == TYPE and isinstance(row.object, NamedNode))
    properties = Counter(row.predicate.value for row in rows)
    things = {row.subject for row in rows if isinstance(row.subject, NamedNode) and row.subject.value.startswith(ID)}
    numbers = {
        "triples": len(rows),
        "entities": len(things),
        "distinctSubjects": len({row.subject for row in rows}),
        "distinctObjects": len({row.object for row in rows}),
        "classes": len(classes),
        "properties": len(properties),
        "documents": len(graphs),
    }
    found = {_quad(DATASET, VOID + name, _integer(number)) for name, number in numbers.items()}
    found |= {Quad(DATASET, TYPE, NamedNode(each), META) for each in (VOID + "Dataset", DCAT + "Dataset")}
    found |= _partitions("class", classes, counted="entities") | _partitions("property", properties, counted="triples")
    days = sorted(row.object.value for row in rows if row.predicate.value == ISSUED and isinstance(row.object, Literal))
    return found | _period(days) | _distributions(files or {})


def described(quads: Iterable[Quad], *, files: Mapping[str, str] | None = None) -> set[Quad]:
    """Return the quads with a description of them in the place of an older one."""
    rows = {quad for quad in quads if not is_description(quad)}
    return rows | description(rows, files=files)


def write_description(folder: Path) -> None:
    """Put the description of a store into its `graph/meta`, in the place of an older one.

    Raises:
        StoreError: The folder is no store, or in use.
    """
    if not folder.is_dir():
        raise StoreError(f"there is no store in {folder}; make one by building with --store, or name another folder")
    with EmbeddedStore(folder) as store:
        rows = set(store)
        old = {quad for quad in rows if is_description(quad)}
        new = description(rows)
        store.change(removed=old - new, added=new - rows)


def _partitions(kind: str, counts: Mapping[str, int], *, counted: str) -> set[Quad]:
    found = set()
    for name, number in counts.items():
        node = NamedNode(f"{DESCRIBED_PART}{kind}-{_slug(name)}")
        found |= {
            _quad(DATASET, f"{VOID}{kind}Partition", node),
            _quad(node, VOID + kind, NamedNode(name)),
            _quad(node, VOID + counted, _integer(number)),
        }
    return found


def _slug(name: str) -> str:
    """Return a class, property or file as the end of an IRI: our own by their names, others by theirs and a hash of the whole."""
    if name.startswith(NG):
        return name.removeprefix(NG)
    local = re.sub(r"[^\w.-]", "_", re.split(r"[#/]", name)[-1])
    return f"{local}-{hashlib.sha256(name.encode()).hexdigest()[:SLUG_DIGITS]}"


def _period(days: list[str]) -> set[Quad]:
    if not days:
        return set()
    node = NamedNode(DESCRIBED_PART + "period")
    ends = (("startDate", days[0]), ("endDate", days[-1]))
    return {
        _quad(DATASET, DCTERMS + "temporal", node),
        Quad(node, TYPE, NamedNode(DCTERMS + "PeriodOfTime"), META),
        *(_quad(node, DCAT + name, Literal(day, datatype=NamedNode(XSD + "date"))) for name, day in ends),
    }


def _distributions(files: Mapping[str, str]) -> set[Quad]:
    found = set()
    for name, form in files.items():
        node = NamedNode(f"{DESCRIBED_PART}distribution-{_slug(name)}")
        found |= {
            _quad(DATASET, DCAT + "distribution", node),
            Quad(node, TYPE, NamedNode(DCAT + "Distribution"), META),
            Quad(node, TITLE, Literal(name), META),
        }
        if form in MEDIA_TYPES:
            found.add(_quad(node, DCAT + "mediaType", NamedNode(MEDIA + MEDIA_TYPES[form])))
    return found


def _quad(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(subject, NamedNode(predicate), value, META)


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))
