"""`newsgraph.Store`: what a program can do with a store; what it says when it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import networkx as nx  # type: ignore[import-untyped]  # networkx ships no types
import pytest

import newsgraph
from newsgraph.errors import InputError, QueryError, SettingsError, StoreError
from newsgraph.query import Rows
from newsgraph.store import EmbeddedStore, check

pytestmark = pytest.mark.model

ONE = "Kyrgyzstan chairs the CSTO in 2019."
TWO = "Peru joined the United Nations in 1945."
EMPTY = "It rained."


@pytest.fixture(scope="module")
def graphs() -> tuple[newsgraph.Graph, newsgraph.Graph]:
    """Two articles."""
    return newsgraph.build(ONE, date="2019-01-02"), newsgraph.build(TWO, date="2019-01-03")


@pytest.fixture
def store(tmp_path: Path, graphs: tuple[newsgraph.Graph, newsgraph.Graph]) -> newsgraph.Store:
    """A store of both."""
    store = newsgraph.Store(tmp_path / "deep" / "store")
    for graph in graphs:
        assert store.add(graph) is graph
    return store


def texts(answer: object) -> list[dict[str, str]]:
    assert isinstance(answer, Rows)
    return list(answer)


def test_a_store_holds_what_was_added_once(store: newsgraph.Store, graphs: tuple[newsgraph.Graph, newsgraph.Graph]) -> None:
    assert set(store.quads) == {*graphs[0].quads, *graphs[1].quads}
    assert len(store) == 2
    assert store.articles == tuple(sorted(graph.article.key for graph in graphs))
    store.add(graphs[0])
    assert set(store.quads) == {*graphs[0].quads, *graphs[1].quads}
    both = newsgraph.Store()
    both.add(newsgraph.Graph([*graphs[0].quads, *graphs[1].quads]))
    assert both.quads == store.quads
    assert both.articles == store.articles
    assert repr(both).startswith("<newsgraph.Store in memory: 2 articles, ")
    store.close()
    both.close()


def test_a_store_is_asked_and_sees_what_changes(store: newsgraph.Store, graphs: tuple[newsgraph.Graph, newsgraph.Graph]) -> None:
    assert [row["chair"] for row in texts(store.query("who-chairs"))] == ["Kyrgyzstan"]
    assert [row["chair"] for row in texts(store.query("who-chairs", organization="CSTO"))] == ["Kyrgyzstan"]
    store.remove(graphs[0].article.key)
    assert texts(store.query("who-chairs")) == []
    assert store.query("ASK { ?s ng:memberOf ?o }") is True
    assert graphs[0].article.key not in store
    with pytest.raises(StoreError, match=r"there is no article '0000' in the store; \.articles lists them"):
        store.remove("0000")
    with pytest.raises(QueryError, match="no-such-query"):
        store.query("no-such-query")
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        _ = store.quads


def test_other_libraries_get_it(store: newsgraph.Store) -> None:
    dataset = store.to_rdflib()
    assert len(dataset) == len(store.quads)
    labels = {str(row[0]) for row in dataset.query("SELECT ?l { ?s <https://w3id.org/newsgraph/ontology#chairs>/rdfs:label ?l }")}  # type: ignore[index]
    assert labels == {"Collective Security Treaty Organization"}
    assert isinstance(store.to_networkx(), nx.MultiDiGraph)
    assert {each.relation for each in store.graph().statements} >= {"chairs", "member of"}
    store.close()


def test_a_store_merges_exports_and_undoes(store: newsgraph.Store, tmp_path: Path) -> None:
    before = store.quads
    (tmp_path / "more.ttl").write_text(
        "<http://e.org/kg> <http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q813> ; <http://e.org/p> 1 ."
    )
    assert store.merge(tmp_path / "more.ttl", dry_run=True)[0].n_new == 3
    assert store.quads == before
    (report,) = store.merge(tmp_path / "more.ttl")
    assert [each.kept for each in report.same] == ["https://w3id.org/newsgraph/id/Kyrgyzstan"]
    assert [each.name for each in store.runs] == ["merge-1"]
    assert store.export(tmp_path / "x.nq") == (tmp_path / "x.nq",)
    assert len(newsgraph.load(tmp_path / "x.nq").quads) == len(before) + 3
    assert store.undo("merge-1").n_removed == 3
    assert store.quads == before
    assert len(store.export(tmp_path / "neo", "neo4j")) == 6
    with pytest.raises(StoreError, match="names no format"):
        store.export(tmp_path / "x.docx")
    store.close()


def test_a_store_reads_articles_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ONE)
    (tmp_path / "b.txt").write_text(TWO)
    with newsgraph.Store(tmp_path / "store") as store:
        graph = store.add([tmp_path / "a.txt", str(tmp_path / "b.txt")], date="2019-01-02")
        assert len(graph.articles) == len(store) == 2
        with pytest.raises(StoreError, match="is open in another process"):
            newsgraph.Store(tmp_path / "store")
        with newsgraph.Store(tmp_path / "store", read_only=True) as reader:
            assert reader.articles == store.articles
            with pytest.raises(StoreError, match="opened to read only"):
                reader.remove(reader.articles[0])
        with pytest.raises(StoreError, match="holds no article"):
            store.add(newsgraph.Graph([]))
    with EmbeddedStore(tmp_path / "store", read_only=True) as plain:
        assert len(plain.articles()) == 2


@pytest.mark.parametrize("nothing", [None, 5, b"text"])
def test_what_cannot_be_read_is_told(nothing: object) -> None:
    with pytest.raises(InputError, match="is nothing to read; give a file, a folder, a text, or a list of them"):
        newsgraph.build(nothing)  # type: ignore[arg-type]  # that is the fault


def test_graphs_are_written_where_one_says(graphs: tuple[newsgraph.Graph, newsgraph.Graph], tmp_path: Path) -> None:
    graph = graphs[0]
    assert graph.write(tmp_path / "x.csv") == (tmp_path / "x.edges.csv", tmp_path / "x.nodes.csv")
    assert graph.write(tmp_path / "x.trig") == (tmp_path / "x.trig",)
    with pytest.raises(SettingsError, match=r"the suffix of .*x\.docx names no format"):
        graph.write(tmp_path / "x.docx")
    (tmp_path / "folder.d").mkdir()
    assert len(graph.write(tmp_path / "folder.d", ["nq", "csv"])) == 3
    assert len(graph.write(tmp_path / "new", ["nq"])) == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder.d", "new", "x.edges.csv", "x.nodes.csv", "x.trig"]


def test_answers_can_be_gone_through(graphs: tuple[newsgraph.Graph, newsgraph.Graph]) -> None:
    rows = graphs[0].query("who-chairs")
    assert isinstance(rows, Rows)
    assert [row["chairs"] for row in rows] == [row["chairs"] for row in rows.texts()] == ["Collective Security Treaty Organization"]
    triples = graphs[0].query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    assert not isinstance(triples, bool)
    assert len(list(triples)) == len(triples) == len(graphs[0].quads)


def test_a_file_without_statements_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    text = check(tmp_path / "x.ttl").text()
    assert "0 statements" in text
    assert "there is no statement in it" in text


def test_rdflib_alone_reads_our_files(root: Path) -> None:
    """No module of ours is loaded."""
    script = (
        "import sys, warnings; warnings.simplefilter('ignore'); import rdflib; g = rdflib.Dataset(default_union=True); "
        f"[g.parse({str(root / 'output')!r} + '/csto-2018.' + end) for end in ('trig', 'jsonld')]; "
        "t = rdflib.Graph().parse(" + repr(str(root / "output" / "csto-2018.ttl")) + "); "
        "print(len(t), len(set(g.triples((None, None, None)))), any(name.startswith('newsgraph') for name in sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONWARNINGS": "ignore"}
    )
    n_turtle, n_union, is_ours = result.stdout.split()
    assert n_turtle == n_union
    assert int(n_turtle) > 800
    assert is_ours == "False"
