"""Write tables that Neo4j imports, and the scripts that do it.

Nodes are things and articles, relationships are statements, with all that says how they are meant as properties; a query that asks for
facts asks for `status: "Fact"` or looks at `modality`, `polarity` and `voice`. Values of one cell are separated by U+001F, which no
text holds, and texts stand on one line.

Source: https://neo4j.com/docs/operations-manual/current/import/
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph.view import ViewGraph

__all__ = ["SEPARATOR", "neo4j_files"]

SEPARATOR = "\x1f"
NODES = ("iri:ID", "label", ":LABEL", "aliases:string[]", "same_as:string[]", "start:date", "end:date", "time_text")
ARTICLES = ("iri:ID", "title", ":LABEL", "issued:date", "url", "publisher")
STATEMENTS = (
    ":START_ID",
    ":END_ID",
    ":TYPE",
    "iri",
    "predicate_text",
    "status",
    "modality",
    "polarity",
    "voice",
    "speakers:string[]",
    "start:date",
    "end:date",
    "time_text",
    "confidence:float",
    "rule",
    "article",
    "quotes:string[]",
)
ABOUT = (":START_ID", ":END_ID", ":TYPE")

SHELL = """#!/bin/sh
# Makes a new Neo4j database of the tables beside this script: sh load.sh [NAME]; the database must not exist yet.
set -eu
cd "$(dirname "$0")"
exec "${NEO4J_ADMIN:-neo4j-admin}" database import full "${1:-neo4j}" --array-delimiter=U+001F --id-type=string \\
  --nodes=nodes.csv --nodes=articles.csv --relationships=statements.csv --relationships=about.csv
"""

Row = Mapping[str, str]


def neo4j_files(graph: ViewGraph) -> dict[str, bytes]:
    """Return file names and contents: four tables, `load.sh` for neo4j-admin, `load.cypher` for a server that runs.

    Tables are UTF-8 with Unix line ends, rows in the view's order; the same graph gives the same bytes.
    """
    statements = list(_statements(graph))
    about = [
        {":START_ID": node.iri, ":END_ID": other, ":TYPE": "ABOUT"} for node in graph.nodes.values() for other in node.about if other in graph.nodes
    ]
    return {
        "nodes.csv": _csv(NODES, _nodes(graph)),
        "articles.csv": _csv(ARTICLES, _articles(graph)),
        "statements.csv": _csv(STATEMENTS, statements),
        "about.csv": _csv(ABOUT, about),
        "load.sh": SHELL.encode(),
        "load.cypher": _cypher({row[":TYPE"] for row in statements}, {_label(kind.iri) for kind in graph.kinds.values()}).encode(),
    }


def _nodes(graph: ViewGraph) -> Iterable[Row]:
    for node in graph.nodes.values():
        yield {
            "iri:ID": node.iri,
            "label": node.label,
            ":LABEL": SEPARATOR.join(dict.fromkeys(("Entity", _label(node.kind)))),
            "aliases:string[]": SEPARATOR.join(node.aliases),
            "same_as:string[]": SEPARATOR.join(link.iri for link in node.links),
            "start:date": node.start,
            "end:date": node.end,
            "time_text": node.time_text,
        }


def _articles(graph: ViewGraph) -> Iterable[Row]:
    for each in graph.articles.values():
        yield {
            "iri:ID": each.iri,
            "title": each.title,
            ":LABEL": "Article",
            "issued:date": each.issued,
            "url": each.url,
            "publisher": each.publisher,
        }


def _statements(graph: ViewGraph) -> Iterable[Row]:
    for each in graph.statements:
        spans = [graph.spans[iri] for iri in each.evidence]
        yield {
            ":START_ID": each.subject,
            ":END_ID": each.object,
            ":TYPE": _type(each.predicate),
            "iri": each.iri,
            "predicate_text": each.predicate_text,
            "status": graph.statuses[each.status].label,
            "modality": _local(each.modality),
            "polarity": _local(each.polarity),
            "voice": _local(each.voice),
            "speakers:string[]": SEPARATOR.join(each.speakers),
            "start:date": each.start,
            "end:date": each.end,
            "time_text": each.time_text,
            "confidence:float": str(each.confidence),
            "rule": each.rule,
            "article": spans[0].article if spans else "",
            "quotes:string[]": SEPARATOR.join(" ".join(span.text.split()) for span in spans),
        }


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]


def _label(iri: str) -> str:
    """Return the label of a class: letters, digits and underscores."""
    return re.sub(r"\W", "_", _local(iri)) or "Entity"


def _type(iri: str) -> str:
    """Return the type of a relation as Neo4j writes them: MEMBER_OF."""
    return re.sub(r"\W", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", _local(iri))).upper() or "RELATED_TO"


def _csv(columns: tuple[str, ...], rows: Iterable[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([" ".join(row[name].splitlines()) if name == "label" else row[name] for name in columns] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def _cypher(types: set[str], labels: set[str]) -> str:
    """Return a script for cypher-shell; the tables must lie in the server's folder `import`."""
    keys = [
        "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Entity) REQUIRE n.iri IS UNIQUE;",
        "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Article) REQUIRE n.iri IS UNIQUE;",
    ]
    lines = ["// Loads the tables beside this script into a running Neo4j: put them into its folder import, then cypher-shell -f load.cypher", *keys]
    lines += [_load("nodes.csv"), f"MERGE (n:Entity {{iri: row.`iri:ID`}}) {_set('n', NODES)};"]
    for label in sorted(labels - {"Entity"}):
        is_one = f"'{label}' IN split(row.`:LABEL`, '\\u001F')"
        lines += [_load("nodes.csv") + f" WITH row WHERE {is_one}", f"MATCH (n:Entity {{iri: row.`iri:ID`}}) SET n:`{label}`;"]
    lines += [_load("articles.csv"), f"MERGE (n:Article {{iri: row.`iri:ID`}}) {_set('n', ARTICLES)};"]
    ends = "MATCH (a:Entity {iri: row.`:START_ID`}), (b:Entity {iri: row.`:END_ID`})"
    for name in sorted(types):
        lines += [
            _load("statements.csv") + f" WITH row WHERE row.`:TYPE` = '{name}'",
            f"{ends} MERGE (a)-[r:`{name}` {{iri: row.iri}}]->(b) {_set('r', STATEMENTS)};",
        ]
    lines += [_load("about.csv"), f"{ends} MERGE (a)-[:ABOUT]->(b);"]
    return "\n".join(lines) + "\n"


def _load(name: str) -> str:
    return f"LOAD CSV WITH HEADERS FROM 'file:///{name}' AS row"


def _set(variable: str, columns: Iterable[str]) -> str:
    """Return the clause that sets all properties of a table, each with its type; empty cells set nothing."""
    readers = {"string[]": "split({}, '\\u001F')", "date": "date({})", "float": "toFloat({})", "": "{}"}
    parts = []
    for column in columns:
        name, _, kind = column.partition(":")
        if name and kind != "ID" and column != "iri":
            parts.append(f"{variable}.{name} = " + readers[kind].format(f"nullIf(row.`{column}`, '')"))
    return "SET " + ", ".join(parts)
