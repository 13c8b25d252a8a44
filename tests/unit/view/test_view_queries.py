"""Show that a part of a store can be read alone, and that things are found by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from newsgraph.errors import QueryError, SettingsError
from newsgraph.namespaces import BASE
from newsgraph.view import Live, ViewGraph, find_things, page, view_graph

ASTANA, CSTO, KYRGYZSTAN = (BASE + "id/" + name for name in ("Astana", "Collective_Security_Treaty_Organization", "Kyrgyzstan"))


def test_around_a_thing_are_exactly_its_statements(store: Store, ontology: list[Path], graph: ViewGraph) -> None:
    part = view_graph(store, ontology, around=[ASTANA])
    assert part.statements == tuple(each for each in graph.statements if ASTANA in {each.subject, each.object})
    assert [part.nodes[iri].label for iri in part.nodes] == ["session of the CSTO Council in Astana", "Astana", "CSTO Council", "Kazakhstan"]
    assert {iri: graph.nodes[iri] for iri in part.nodes} == part.nodes
    assert part.spans.keys() == {iri for each in part.statements for iri in each.evidence}


def test_around_a_speaker_are_the_claims_attributed_to_them(store: Store, ontology: list[Path], graph: ViewGraph) -> None:
    speaker = BASE + "id/Sooronbai_Jeenbekov"
    part = view_graph(store, ontology, around=[speaker])
    assert part.statements == tuple(each for each in graph.statements if speaker in {each.subject, each.object, *each.speakers})


def test_around_all_things_is_everything(store: Store, ontology: list[Path], graph: ViewGraph) -> None:
    assert view_graph(store, ontology, around=list(graph.nodes)) == graph


def test_around_nothing_known_is_nothing(store: Store, ontology: list[Path]) -> None:
    assert view_graph(store, ontology, around=["https://example.org/nobody"]).statements == ()


@pytest.mark.parametrize("name", ["not an iri", "https://example.org/> } DROP ALL #", ""])
def test_around_takes_only_iris(store: Store, ontology: list[Path], name: str) -> None:
    with pytest.raises(QueryError, match="no IRI"):
        view_graph(store, ontology, around=[name])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("astana", [ASTANA, BASE + "id/43205c7c8549884e/session_of_the_CSTO_Council_in_Astana"]),
        ("kyrgyz REPUBLIC", [KYRGYZSTAN]),
        ('") || true || CONTAINS("', []),
        ("\\", []),
        ("  ", []),
    ],
)
def test_find_things_by_label_or_alias(store: Store, words: str, found: list[str]) -> None:
    assert list(find_things(store, words)) == found


def test_find_things_stops_at_its_limit(store: Store) -> None:
    assert find_things(store, "c", limit=2) == find_things(store, "c")[:2]


@pytest.mark.parametrize("path", ["view", "https://example.org/", "//example.org/x", "javascript:x"])
def test_live_is_a_path_on_the_same_server(graph: ViewGraph, path: str) -> None:
    with pytest.raises(SettingsError, match="own server"):
        page(graph, live=Live(path=path))
