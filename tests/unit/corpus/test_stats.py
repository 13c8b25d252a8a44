"""What a store holds is counted once, and its network says who stands in the middle."""

from __future__ import annotations

import io
import json
from pathlib import Path

import networkx as nx  # type: ignore[import-untyped]  # networkx ships no types
import pytest
from tests.unit.corpus.conftest import Build, news, text_of

from newsgraph.cli.main import run
from newsgraph.corpus.comention import co_mentions, graphml_of
from newsgraph.corpus.stats import stats
from newsgraph.namespaces import ID
from newsgraph.store import EmbeddedStore

pytestmark = pytest.mark.model

WIRE = " ".join(text_of(i) for i in range(6))


@pytest.fixture
def store(tmp_path: Path, build: Build) -> Path:
    """Three articles: one, its copy, and one of its own."""
    build(
        [
            news(0, WIRE),
            news(1, WIRE.replace("Monday", "Tuesday")),
            news(2, "Peru chairs the African Union. Peru and Chile left NATO, said the president of Mali."),
        ]
    )
    return tmp_path / "store"


def test_copies_count_once(store: Path, tmp_path: Path, build: Build) -> None:
    with EmbeddedStore(store, read_only=True) as opened:
        found = stats(opened.oxigraph)
    assert (found.articles, found.copies) == (2, 1)
    build([news(0, WIRE), news(2, "Peru chairs the African Union. Peru and Chile left NATO, said the president of Mali.")], "single")
    with EmbeddedStore(tmp_path / "single", read_only=True) as opened:
        single = stats(opened.oxigraph)
    assert single.copies == 0
    assert single.relations == found.relations
    assert single.statements == found.statements == sum(found.relations.values()) == sum(found.modalities.values()) == sum(found.years.values())


def test_counts_are_those_of_sparql(store: Path) -> None:
    with EmbeddedStore(store, read_only=True) as opened:
        found = stats(opened.oxigraph)
        ng = "PREFIX ng: <https://w3id.org/newsgraph/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
        one = " FILTER NOT EXISTS { ?s ng:evidence/ng:inArticle/ng:copyOf ?o }"
        asked = f"{ng} SELECT ?p (COUNT(DISTINCT ?s) AS ?n) {{ ?s a ng:Statement ; rdf:predicate ?p . {one} }} GROUP BY ?p"
        rows = opened.oxigraph.query(asked, use_default_graph_as_union=True)
        expected = {str(row["p"].value).rpartition("#")[2]: int(row["n"].value) for row in rows}  # type: ignore[union-attr]  # rows of SELECT
        asked = f"{ng} SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a ng:FactualStatement . {one} }}"
        (row,) = opened.oxigraph.query(asked, use_default_graph_as_union=True)  # type: ignore[misc]
        triples = f"{ng} SELECT DISTINCT ?a ?p ?b {{ ?s a ng:FactualStatement ; rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b }}"
        n_triples = len(list(opened.oxigraph.query(triples, use_default_graph_as_union=True)))  # type: ignore[arg-type]
    assert dict(found.relations) == expected
    assert found.factual == int(row["n"].value)
    assert found.facts == n_triples > 0


def test_network_says_who_is_named_together(store: Path) -> None:
    with EmbeddedStore(store, read_only=True) as opened:
        network = co_mentions(opened.oxigraph)
        again = co_mentions(opened.oxigraph)
        few = co_mentions(opened.oxigraph, min_articles=2)
    peru, union = ID + "Peru", ID + "African_Union"
    assert network.edges[peru, union]["weight"] == 2
    assert network.nodes[peru]["label"] == "Peru"
    assert network.nodes[peru]["articles"] == 2
    assert set(few.edges) <= set(network.edges)
    assert all(data["weight"] >= 2 for _, _, data in few.edges(data=True))
    assert sum(data["pagerank"] for _, data in network.nodes(data=True)) == pytest.approx(1, abs=1e-3)
    assert all(0 <= data["betweenness"] <= 1 for _, data in network.nodes(data=True))
    assert graphml_of(network) == graphml_of(again)
    assert nx.read_graphml(io.BytesIO(graphml_of(network))).number_of_edges() == network.number_of_edges()


def test_pagerank_of_a_star() -> None:
    """Figures that can be worked out by hand: the middle has (1 - d)/n + d · all the rest."""
    from newsgraph.corpus import comention

    star = nx.relabel_nodes(nx.star_graph(4), str)
    nx.set_edge_attributes(star, 1, "weight")
    rank = comention._pagerank(star)
    rest = (1 - rank["0"]) / 4
    assert rank["1"] == pytest.approx(rest)
    assert rank["0"] == pytest.approx(0.15 / 5 + 0.85 * 4 * rest)
    assert comention._pagerank(nx.Graph()) == {}


def test_command_prints_tables_json_and_a_network(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--store", str(store), "--network", str(tmp_path / "net.graphml")]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("2 articles, and 1 copies of some of them")
    assert "relations (statements)" in printed
    assert nx.read_graphml(tmp_path / "net.graphml").number_of_nodes() > 3
    assert run(["stats", "--store", str(store), "-F", "json", "--top", "2"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["articles"] == 2
    assert len(record["relations"]) == 2
    assert run(["stats", "--store", str(tmp_path / "gone")]) == 3
    assert "there is no store" in capsys.readouterr().err


def test_files_are_counted_as_stores_are(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with EmbeddedStore(store, read_only=True) as opened:
        (tmp_path / "all.nq").write_bytes(opened.nquads())
    assert run(["stats", "--store", str(store)]) == run(["stats", "--data", str(tmp_path / "all.nq")]) == 0
    one, _, other = capsys.readouterr().out.rpartition("2 articles")
    assert one == "2 articles" + other
