"""Give the view to other programs: networkx, GraphML (Gephi, yEd), CSV (spreadsheets, pandas)."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import networkx as nx  # type: ignore[import-untyped]  # networkx ships no types

from newsgraph.view.inert import csv_cell, xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsgraph.view.viewgraph import ViewGraph, ViewStatement

__all__ = ["csv_archive", "csv_tables", "graphml", "to_networkx"]

SEPARATOR = " | "
"""Stands between several values in one cell or attribute."""

NODE_COLUMNS = ("id", "label", "type", "aliases", "same_as", "about", "start", "end", "time_text")
EDGE_COLUMNS = (
    "source",
    "target",
    "id",
    "source_label",
    "relation",
    "target_label",
    "predicate",
    "status",
    "modality",
    "polarity",
    "voice",
    "speakers",
    "said_at",
    "place",
    "event",
    "start",
    "end",
    "time_text",
    "predicate_text",
    "cue_text",
    "confidence",
    "rule",
    "article",
    "article_title",
    "issued",
    "start_char",
    "end_char",
    "quote",
)
_TEXT_COLUMNS = {
    "label",
    "aliases",
    "time_text",
    "source_label",
    "relation",
    "target_label",
    "predicate_text",
    "cue_text",
    "rule",
    "article_title",
    "quote",
    "speakers",
}
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip file can hold; a real one would make two equal builds differ."""


def _node_rows(graph: ViewGraph) -> Iterable[dict[str, str]]:
    for node in graph.nodes.values():
        yield {
            "id": node.iri,
            "label": node.label,
            "type": graph.kinds[node.kind].label,
            "aliases": SEPARATOR.join(node.aliases),
            "same_as": SEPARATOR.join(link.iri for link in node.links),
            "about": SEPARATOR.join(node.about),
            "start": node.start,
            "end": node.end,
            "time_text": node.time_text,
        }


def _edge_row(graph: ViewGraph, statement: ViewStatement) -> dict[str, str | int | float]:
    """Flatten a statement; of several pieces of evidence the first gives article and offsets, all give the quote."""
    spans = [graph.spans[iri] for iri in statement.evidence]
    article = graph.articles[spans[0].article] if spans else None
    terms = graph.terms
    return {
        "source": statement.subject,
        "target": statement.object,
        "id": statement.iri,
        "source_label": graph.nodes[statement.subject].label,
        "relation": graph.relations[statement.predicate].label,
        "target_label": graph.nodes[statement.object].label,
        "predicate": statement.predicate,
        "status": graph.statuses[statement.status].label,
        "modality": terms[statement.modality].label if statement.modality else "",
        "polarity": terms[statement.polarity].label if statement.polarity else "",
        "voice": terms[statement.voice].label if statement.voice else "",
        "speakers": SEPARATOR.join(graph.nodes[iri].label for iri in statement.speakers),
        "said_at": statement.said_at,
        "place": statement.place,
        "event": statement.event,
        "start": statement.start,
        "end": statement.end,
        "time_text": statement.time_text,
        "predicate_text": statement.predicate_text,
        "cue_text": statement.cue_text,
        "confidence": statement.confidence,
        "rule": statement.rule,
        "article": article.iri if article else "",
        "article_title": article.title if article else "",
        "issued": article.issued if article else "",
        "start_char": spans[0].start_char if spans else -1,
        "end_char": spans[0].end_char if spans else -1,
        "quote": SEPARATOR.join(span.text for span in spans),
    }


def to_networkx(graph: ViewGraph) -> nx.MultiDiGraph:
    """Return a directed multigraph: nodes are IRIs, edge keys are statement IRIs, attributes as in the CSV tables.

    Attributes are strings, integers and floats, so that every writer of networkx takes them. Several values are joined by " | ".
    """
    result = nx.MultiDiGraph()
    for row in _node_rows(graph):
        result.add_node(row.pop("id"), **row)
    for statement in graph.statements:
        edge = _edge_row(graph, statement)
        result.add_edge(edge.pop("source"), edge.pop("target"), key=edge["id"], **edge)
    return result


def graphml(graph: ViewGraph) -> bytes:
    """Return GraphML that Gephi, yEd, Cytoscape and networkx read; characters that XML cannot hold become U+FFFD."""
    network = to_networkx(graph)
    for _, attributes in network.nodes(data=True):
        _clean(attributes)
    for _, _, attributes in network.edges(data=True):
        _clean(attributes)
    out = io.BytesIO()
    # The ElementTree writer, named: `write_graphml` takes lxml where it is installed, and the two write different bytes.
    nx.write_graphml_xml(network, out, encoding="utf-8", prettyprint=True, edge_id_from_attribute="id")
    return out.getvalue()


def _clean(attributes: dict[str, object]) -> None:
    for name, value in attributes.items():
        if isinstance(value, str):
            attributes[name] = xml_text(value)


def csv_tables(graph: ViewGraph) -> Mapping[str, bytes]:
    """Return `nodes.csv` and `edges.csv` (UTF-8 with byte order mark, CRLF, header line), rows in the view's order.

    Text that a spreadsheet would run as a formula gets an apostrophe in front; IRIs, days and numbers stay as they are.
    """
    return {
        "nodes.csv": _csv(NODE_COLUMNS, _node_rows(graph)),
        "edges.csv": _csv(EDGE_COLUMNS, (_edge_row(graph, statement) for statement in graph.statements)),
    }


def csv_archive(graph: ViewGraph) -> bytes:
    """Return both CSV tables in one zip file; the same graph gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted(csv_tables(graph).items()):
            entry = zipfile.ZipInfo(name, date_time=_ZIP_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str | int | float]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([csv_cell(str(row[name])) if name in _TEXT_COLUMNS else xml_text(str(row[name])) for name in columns])
    return out.getvalue().encode("utf-8-sig")
