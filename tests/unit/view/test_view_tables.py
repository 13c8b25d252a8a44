"""Show that other programs read what we write."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

import networkx as nx  # type: ignore[import-untyped]  # networkx ships no types

from newsgraph.view import ViewGraph, csv_archive, csv_tables, graphml, to_networkx
from newsgraph.view.tables import EDGE_COLUMNS, NODE_COLUMNS

HOSTILE = '=HYPERLINK("x")</data><!--\x00\ufffe\u202e\'&\n'


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def spoilt(graph: ViewGraph) -> ViewGraph:
    """The sample with a hostile text in every text field of every thing and statement."""
    nodes = {iri: replace(node, label=HOSTILE, aliases=(HOSTILE,), time_text=HOSTILE) for iri, node in graph.nodes.items()}
    statements = tuple(replace(each, predicate_text=HOSTILE, cue_text=HOSTILE, rule=HOSTILE, time_text=HOSTILE) for each in graph.statements)
    spans = {iri: replace(span, text=HOSTILE) for iri, span in graph.spans.items()}
    articles = {iri: replace(article, title=HOSTILE, url=HOSTILE, publisher=HOSTILE) for iri, article in graph.articles.items()}
    return replace(graph, nodes=nodes, statements=statements, spans=spans, articles=articles)


def test_networkx_has_every_thing_and_statement(graph: ViewGraph) -> None:
    network = to_networkx(graph)
    assert isinstance(network, nx.MultiDiGraph)
    assert (network.number_of_nodes(), network.number_of_edges()) == (len(graph.nodes), len(graph.statements))
    statement = next(each for each in graph.statements if each.predicate.endswith("#chairs"))
    edge = network.edges[statement.subject, statement.object, statement.iri]
    assert edge["relation"] == "chairs"
    assert edge["quote"] == "Kyrgyzstan chairs the CSTO in 2019."
    assert (edge["start"], edge["end"], edge["confidence"], edge["status"]) == ("2019-01-01", "2019-12-31", 0.9, "Stated as fact")
    assert network.nodes[statement.subject]["type"] == "Country"


def test_graphml_is_read_back_equal(graph: ViewGraph) -> None:
    content = graphml(graph)
    read = nx.read_graphml(io.BytesIO(content), force_multigraph=True)
    assert dict(read.nodes(data=True)) == dict(to_networkx(graph).nodes(data=True))
    edges = {key: (a, b, data) for a, b, key, data in to_networkx(graph).edges(keys=True, data=True)}
    assert {key: (a, b, data) for a, b, key, data in read.edges(keys=True, data=True)} == edges
    assert graphml(graph) == content


def test_csv_tables_are_read_back(graph: ViewGraph) -> None:
    tables = csv_tables(graph)
    nodes, edges = rows(tables["nodes.csv"]), rows(tables["edges.csv"])
    assert tuple(nodes[0]) == NODE_COLUMNS
    assert tuple(edges[0]) == EDGE_COLUMNS
    assert [row["id"] for row in nodes] == list(graph.nodes)
    assert [row["id"] for row in edges] == [each.iri for each in graph.statements]
    assert {row["source"] for row in edges} <= {row["id"] for row in nodes}
    csto = next(row for row in nodes if row["label"] == "Collective Security Treaty Organization")
    assert (csto["aliases"], csto["same_as"]) == ("CSTO", "http://www.wikidata.org/entity/Q318693")


def test_csv_archive_holds_both_tables_and_is_always_the_same(graph: ViewGraph) -> None:
    content = csv_archive(graph)
    assert csv_archive(graph) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == csv_tables(graph)


def test_hostile_text_is_only_text(graph: ViewGraph) -> None:
    bad = spoilt(graph)
    read = nx.read_graphml(io.BytesIO(graphml(bad)), force_multigraph=True)
    assert read.number_of_edges() == len(graph.statements)
    assert {data["label"] for _, data in read.nodes(data=True)} == {HOSTILE.replace("\x00", "\ufffd").replace("\ufffe", "\ufffd")}
    for row in (*rows(csv_tables(bad)["nodes.csv"]), *rows(csv_tables(bad)["edges.csv"])):
        assert not [value for value in row.values() if value.startswith(("=", "@", "\t"))]


def test_empty_graph_gives_empty_tables() -> None:
    empty = ViewGraph(nodes={}, statements=(), articles={}, spans={}, kinds={}, statuses={}, relations={}, terms={})
    assert rows(csv_tables(empty)["edges.csv"]) == []
    assert nx.read_graphml(io.BytesIO(graphml(empty))).number_of_nodes() == 0


def test_parallel_statements_stay_apart(graph: ViewGraph) -> None:
    twice = replace(graph, statements=(*graph.statements, replace(graph.statements[0], iri=graph.statements[0].iri + "-again")))
    assert to_networkx(twice).number_of_edges() == len(graph.statements) + 1
    assert nx.read_graphml(io.BytesIO(graphml(twice))).number_of_edges() == len(graph.statements) + 1
