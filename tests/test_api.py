"""The library as other programs use it."""

from __future__ import annotations

import json
import pickle
from datetime import date
from pathlib import Path

import networkx as nx  # type: ignore[import-untyped]  # networkx ships no types
import pytest
from rdflib import Dataset

import newsgraph
from newsgraph.errors import InputError, QueryError, SettingsError, StoreError
from newsgraph.output import FORMATS, Output, file_stem
from newsgraph.query import Rows

pytestmark = pytest.mark.model

TEXT = "Kyrgyzstan chairs the CSTO in 2019. Peru may leave the United Nations, the minister said."


@pytest.fixture(scope="module")
def graph(sample: Path) -> newsgraph.Graph:
    return newsgraph.build(sample)


def test_build_takes_text_paths_and_folders(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    from_text = newsgraph.build(TEXT)
    assert from_text.quads
    assert (
        set(newsgraph.build(path).quads) == set(newsgraph.build(str(path)).quads) == set(newsgraph.build(str(tmp_path)).quads) == set(from_text.quads)
    )


@pytest.mark.parametrize("day", ["2018-11-09", date(2018, 11, 9)])
def test_build_takes_a_day(day: str | date) -> None:
    assert newsgraph.build(TEXT, date=day).article.issued == date(2018, 11, 9)


def test_build_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.txt does not exist"):
        newsgraph.build("gone.txt")
    with pytest.raises(InputError, match=r"the text is empty"):
        newsgraph.build("")
    with pytest.raises(SettingsError, match=r"'2018-02-30' is not a day"):
        newsgraph.build(TEXT, date="2018-02-30")
    with pytest.raises(StoreError):
        newsgraph.load(tmp_path / "gone.trig")


def test_statements_read_like_sentences(graph: newsgraph.Graph) -> None:
    (chairs,) = [each for each in graph.statements if each.relation == "chairs"]
    assert (chairs.subject, chairs.object) == ("Kyrgyzstan", "Collective Security Treaty Organization")
    assert (chairs.start, chairs.end, chairs.is_fact, chairs.speakers) == ("2019-01-01", "2019-12-31", True, ())
    assert chairs.evidence == ("Kyrgyzstan chairs the CSTO in 2019.",)
    pledges = [each for each in graph.statements if each.modality == "Intended"]
    assert pledges
    assert all(not each.is_fact and each.speakers for each in pledges)
    assert all(each.evidence and each.evidence[0] in graph.article.text for each in graph.statements)


def test_facts_are_the_bare_triples(graph: newsgraph.Graph) -> None:
    facts = {(each.subject_iri, each.predicate_iri, each.object_iri) for each in graph.statements if each.is_fact}
    in_facts = {
        (str(q.subject)[1:-1], str(q.predicate)[1:-1], str(q.object)[1:-1]) for q in graph.quads if str(q.graph_name).endswith("graph/facts>")
    }
    assert facts
    assert facts <= in_facts
    others = {(each.subject_iri, each.predicate_iri, each.object_iri) for each in graph.statements if not each.is_fact}
    assert not (others - facts) & in_facts


def test_entities_have_types_and_identities(graph: newsgraph.Graph) -> None:
    (country,) = [each for each in graph.entities if each.label == "Kyrgyzstan"]
    assert country.type == "Country"
    assert "http://www.wikidata.org/entity/Q813" in country.same_as
    assert [each.iri for each in graph.entities] == sorted(each.iri for each in graph.entities)


def test_rdflib_gets_the_same_quads(graph: newsgraph.Graph) -> None:
    dataset = graph.to_rdflib()
    assert isinstance(dataset, Dataset)
    assert {" ".join(term.n3() for term in quad if term is not None) for quad in dataset.quads()} == {str(quad) for quad in graph.quads}
    answer = dataset.query("SELECT ?s { ?s <https://w3id.org/newsgraph/ontology#chairs> ?o }")
    assert [str(row[0]) for row in answer] == ["https://w3id.org/newsgraph/id/Kyrgyzstan"]  # type: ignore[index]  # a row of SELECT


def test_networkx_gets_an_edge_for_every_statement(graph: newsgraph.Graph) -> None:
    network = graph.to_networkx()
    assert isinstance(network, nx.MultiDiGraph)
    assert network.number_of_edges() == len(graph) == len(graph.statements)
    assert network.nodes["https://w3id.org/newsgraph/id/Kyrgyzstan"]["label"] == "Kyrgyzstan"


def test_query_by_name_and_by_sparql(graph: newsgraph.Graph) -> None:
    named = graph.query("who-chairs", organization="CSTO")
    assert isinstance(named, Rows)
    assert "Kyrgyzstan" in str(named.texts())
    spelled = graph.query("SELECT ?s { ?s ng:chairs ?o }")
    assert isinstance(spelled, Rows)
    assert spelled.texts() == [{"s": "https://w3id.org/newsgraph/id/Kyrgyzstan"}]
    assert graph.query("ASK { ?s ng:chairs ?s }") is False
    with pytest.raises(QueryError, match="there is no query 'who-chiars'"):
        graph.query("who-chiars")


def test_write_a_file_or_a_folder(tmp_path: Path, graph: newsgraph.Graph) -> None:
    assert graph.write(tmp_path / "g.nq") == (tmp_path / "g.nq",)
    assert graph.write(tmp_path / "out", FORMATS) == tuple(
        tmp_path / "out" / f"csto-2018.{end}" for end in ("edges.csv", "graphml", "html", "jsonld", "nodes.csv", "nq", "text.txt", "trig", "ttl")
    )
    is_same = (tmp_path / "g.nq").read_bytes() == (tmp_path / "out" / "csto-2018.nq").read_bytes()
    assert is_same
    with pytest.raises(SettingsError, match="there is no format 'docx'"):
        graph.write(tmp_path / "other", ["ttl", "docx"])
    assert not (tmp_path / "other").exists()


def test_what_is_written_can_be_loaded(tmp_path: Path, graph: newsgraph.Graph) -> None:
    for end in ("trig", "nq", "jsonld"):
        graph.write(tmp_path / f"g.{end}")
        loaded = newsgraph.load(tmp_path / f"g.{end}")
        assert set(loaded.quads) == set(graph.quads)
        assert loaded.statements == graph.statements
    with pytest.raises(SettingsError, match="holds 0 articles"):
        _ = loaded.article


def test_notebook_shows_a_frame(graph: newsgraph.Graph) -> None:
    shown = graph._repr_html_()
    assert shown.startswith("<iframe ")
    assert "Kyrgyzstan" in shown
    assert repr(graph).startswith("<newsgraph.Graph: 1 articles, ")


def test_several_articles_make_one_graph(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in (("a", TEXT), ("b", "Peru chairs the CSTO."))))
    both = newsgraph.build(path)
    assert len(both.articles) == 2
    assert {each.subject for each in both.statements if each.relation == "chairs"} == {"Kyrgyzstan", "Peru"}
    assert len(set(both.quads)) == len(both.quads)
    with pytest.raises(SettingsError, match="holds 2 articles"):
        _ = both.article
    assert both.write(tmp_path / "out", ["ttl"]) == (tmp_path / "out" / "graph.ttl",)


def test_rows_are_plain_values(graph: newsgraph.Graph) -> None:
    assert pickle.loads(pickle.dumps(graph.statements)) == graph.statements  # noqa: S301  # our own bytes


def test_text_that_looks_like_markup_stays_text() -> None:
    text = "Peru </script><img src=x onerror=alert(1)> chairs the African Union."
    page = next(iter(Output(newsgraph.build(text).quads, newsgraph.build(text).articles).file("html").values())).decode()
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("csto-2018", "csto-2018"),
        ("https://x.org/a?b=1", "https-x.org-a-b-1"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "article"),
        ("", "article"),
        (".hidden", "hidden"),
        ("a/b\\c\0d", "a-b-c-d"),
        ("саммит в Астане", "саммит-в-Астане"),
        ("x" * 300, "x" * 100),
    ],
)
def test_file_stem_is_safe(name: str, stem: str) -> None:
    assert file_stem(name) == stem
