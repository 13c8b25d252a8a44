"""Show that names are found and neighbours are chosen without reading a whole store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from newsgraph.errors import QueryError
from newsgraph.namespaces import BASE, NG, RDF, RDFS
from newsgraph.view import ViewGraph, view_graph
from newsgraph.view.nearby import NameIndex, find_hits, folded_name, latest_articles, name_index, nearby, statements_of_article

CSTO = BASE + "id/Collective_Security_Treaty_Organization"
NAMES = [
    ("United Nations", "u"),
    ("UN", "u"),
    ("United Nations Security Council", "s"),
    ("Council of Europe", "e"),
    ("Bundesrat, Länder", "b"),
    ("São Tomé", "t"),
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("united nations", ["u", "s"]),
        ("UN", ["u", "s", "b", "e"]),
        ("council", ["e", "s"]),
        ("nations council", ["s"]),
        ("lander", ["b"]),
        ("sao  TOME", ["t"]),
        ("xyz", []),
        ("  ", []),
        ("(a+)+$", []),
    ],
)
def test_search_by_words(words: str, found: list[str]) -> None:
    assert [iri for iri, _ in NameIndex((name, iri) for name, iri in NAMES).search(words)] == found


@given(st.lists(st.tuples(st.text(max_size=12), st.sampled_from("abc")), max_size=12), st.text(min_size=1, max_size=4))
def test_search_finds_exactly_the_names_with_all_words(names: list[tuple[str, str]], words: str) -> None:
    wanted = folded_name(words).split()
    expected = {iri for name, iri in names if wanted and all(word in folded_name(name).replace("\n", " ") for word in wanted)}
    assert {iri for iri, _ in NameIndex(names).search(words)} == expected


def test_hits_are_things_of_statements(store: Store) -> None:
    index = name_index(store)
    hits = find_hits(store, index, "csto", limit=20)
    assert hits[0].iri == CSTO
    assert hits[0].n_statements > 0
    assert all(hit.n_statements for hit in hits)
    assert find_hits(store, index, "csto", limit=1) == hits[:1]


def test_a_name_beyond_the_index_is_found_as_it_stands(store: Store) -> None:
    index = name_index(store, most=0)
    assert len(index) == 0
    assert [hit.iri for hit in find_hits(store, index, "CSTO", limit=5)] == [CSTO]
    assert find_hits(store, index, "csto", limit=5) == ()


def test_nearby_are_exactly_the_statements(store: Store, graph: ViewGraph, ontology: list[Path]) -> None:
    found = nearby(store, [CSTO], most=1000)
    assert found.n_left_out == 0
    assert set(found.statements) == {each.iri for each in graph.statements if CSTO in {each.subject, each.object, *each.speakers}}
    assert {each.iri for each in view_graph(store, ontology, only=found.statements).statements} == set(found.statements)


def star() -> Iterator[Quad]:
    """A hub with one statement to each of ten leaves and three to an eleventh."""
    for number in range(13):
        statement, leaf = NamedNode(f"urn:s:{number:02}"), NamedNode(f"urn:leaf:{min(number, 10)}")
        yield Quad(statement, NamedNode(RDF + "type"), NamedNode(NG + "Statement"))
        yield Quad(statement, NamedNode(RDF + "subject"), NamedNode("urn:hub"))
        yield Quad(statement, NamedNode(RDF + "object"), leaf)
        yield Quad(leaf, NamedNode(RDFS + "label"), Literal("Leaf"))


def test_of_too_many_the_weightiest_neighbours_stay() -> None:
    store = Store()
    store.extend(star())
    found = nearby(store, ["urn:hub"], most=3)
    assert found.statements == ("urn:s:10", "urn:s:11", "urn:s:12")
    assert found.n_left_out == 10


@pytest.mark.parametrize("name", ["no iri", "", "urn:x> } #"])
def test_nearby_takes_only_iris(store: Store, name: str) -> None:
    with pytest.raises(QueryError, match="no IRI"):
        nearby(store, [name], most=5)


def test_articles_and_their_statements(store: Store, graph: ViewGraph) -> None:
    articles = latest_articles(store, limit=5)
    assert [iri for iri, _ in articles] == list(graph.articles)
    found = statements_of_article(store, articles[0][0], most=1000)
    assert set(found.statements) == {each.iri for each in graph.statements}
    assert statements_of_article(store, articles[0][0], most=10).n_left_out == len(found.statements) - 10
