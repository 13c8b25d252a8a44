"""Write a dataset for other programs: RDF in every usual form, tables, networks.

Sources: https://www.w3.org/TR/rdf12-n-quads/ https://www.w3.org/TR/rdf12-concepts/#section-triple-terms
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal as OneOf
from typing import cast, get_args
from xml.parsers.expat import ExpatError, ParserCreate  # reads what was written just now

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse
from pyoxigraph import serialize as oxigraph_serialize

from newsgraph.errors import StoreError
from newsgraph.exchange.blanknodes import canonical_nquads
from newsgraph.exchange.description import described
from newsgraph.exchange.neo4j import neo4j_files
from newsgraph.exchange.terms import NAMED, OBJECT, PREDICATE, RUNS, SUBJECT
from newsgraph.namespaces import RDF
from newsgraph.output import Output
from newsgraph.store import Format, serialize

__all__ = ["FORMATS", "ExportFormat", "export_files", "export_format", "with_reifiers"]

ExportFormat = OneOf["trig", "nq", "rdfc", "jsonld", "ttl", "nt", "rdf", "csv", "graphml", "neo4j"]
FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
"""Names of the formats; those of files are also their suffixes, but for "rdfc", canonical N-Quads."""

RDF12 = ("trig", "nq", "ttl", "nt", "rdf", "rdfc")
REIFIES = NamedNode(RDF + "reifies")
SUFFIXES = {f".{name}": name for name in FORMATS if name not in {"rdfc", "neo4j"}}


def export_format(name: str, path: Path) -> ExportFormat:
    """Return the format of a name or, without one, the format that the suffix of a file names.

    Raises:
        StoreError: There is no such format, or the suffix names none.
    """
    found = name if name in FORMATS else SUFFIXES.get(path.suffix.lower()) if not name else None
    if found is None:
        what = f"there is no format {name!r}" if name else f"the suffix of {path} names no format"
        raise StoreError(f"{what}; choose one of {', '.join(FORMATS)}")
    return found


def with_reifiers(quads: Iterable[Quad]) -> set[Quad]:
    """Return quads with `rdf:reifies` and a triple term for every statement, beside its `rdf:subject`, `rdf:predicate` and `rdf:object`."""
    rows = set(quads)
    parts: dict[tuple[object, object], dict[NamedNode, Quad]] = {}
    for quad in rows:
        if quad.predicate in NAMED:
            parts.setdefault((quad.subject, quad.graph_name), {})[quad.predicate] = quad
    for each in parts.values():
        if len(each) == len(NAMED):
            subject, predicate, value = each[SUBJECT].object, each[PREDICATE].object, each[OBJECT]
            if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode):
                rows.add(Quad(value.subject, REIFIES, Triple(subject, predicate, value.object), value.graph_name))
    return rows


def export_files(
    quads: Iterable[Quad],
    path: Path,
    form: ExportFormat,
    *,
    is_rdf12: bool = False,
    is_described: bool = False,
    ontology: Iterable[Path] = (),
) -> dict[Path, bytes]:
    """Return the files of an export, for `store.write_files`. The records of merges are left out.

    Args:
        quads: The dataset.
        path: The file; for "csv" tables `NAME.nodes.csv` and `NAME.edges.csv` are made of it, for "neo4j" it is a folder.
        form: The format.
        is_rdf12: Add triple terms, see `with_reifiers`.
        is_described: Put a description by VoID and DCAT into `graph/meta`.
        ontology: The user's own Turtle files, for labels in tables.

    Raises:
        StoreError: The format cannot hold the dataset, or no triple terms.
    """
    rows = {quad for quad in quads if quad.graph_name != RUNS}
    if is_described:
        rows = described(rows, files={path.name: form})
    if is_rdf12:
        if form not in RDF12:
            raise StoreError(f"{form} holds no triple terms of RDF 1.2; choose one of {', '.join(RDF12)}")
        rows = with_reifiers(rows)
    if form == "neo4j":
        return {path / name: content for name, content in neo4j_files(Output(rows, ontology=ontology).view).items()}
    if form == "csv":
        files = Output(rows, ontology=ontology).file("csv")
        return {path.with_name(path.name.removesuffix(".csv") + end): content for end, content in files.items()}
    if form == "graphml":
        return {path: Output(rows, ontology=ontology).file("graphml")[".graphml"]}
    return {path: _rdf(rows, form)}


def _rdf(rows: set[Quad], form: str) -> bytes:
    if form == "rdfc":
        return canonical_nquads(rows)
    if form == "nt":
        return "".join(sorted({f"{quad.triple} .\n" for quad in rows})).encode()
    if form == "rdf":
        return _rdf_xml(rows)
    return serialize(rows, cast("Format", form))


def _rdf_xml(rows: set[Quad]) -> bytes:
    """Return RDF/XML, read again to be sure that XML could hold all of it.

    Raises:
        StoreError: It could not: a control character in a text, a property whose IRI ends in no name.
    """
    triples = sorted({quad.triple for quad in rows}, key=str)
    content = oxigraph_serialize(triples, format=RdfFormat.RDF_XML) or b""
    try:
        ParserCreate(namespace_separator=" ").Parse(content, True)  # noqa: FBT003  # the last part
        is_whole = {quad.triple for quad in parse(content, format=RdfFormat.RDF_XML)} == set(triples)
    except (ExpatError, SyntaxError, ValueError):
        is_whole = False
    if not is_whole:
        raise StoreError("RDF/XML cannot hold all of it (a control character, or a property that ends in no name); choose nt, ttl or trig")
    return content
