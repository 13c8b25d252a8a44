"""Show that a store becomes the view a reader expects, and that broken data is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from newsgraph.errors import QueryError
from newsgraph.namespaces import BASE, FACTS_GRAPH, NG, RDF, RDFS
from newsgraph.view import ViewGraph, view_graph
from newsgraph.view.viewgraph import ViewStatement


def find(graph: ViewGraph, subject: str, relation: str, value: str) -> ViewStatement:
    names = {iri: node.label for iri, node in graph.nodes.items()}
    found = [
        each
        for each in graph.statements
        if (names[each.subject], graph.relations[each.predicate].label, names[each.object]) == (subject, relation, value)
    ]
    assert len(found) == 1, found
    return found[0]


def test_view_holds_every_statement_and_thing(graph: ViewGraph) -> None:
    assert len(graph.statements) == 42
    assert len(graph.articles) == 1
    ends = {iri for each in graph.statements for iri in (each.subject, each.object, *each.speakers)}
    assert ends <= set(graph.nodes)
    assert list(graph.nodes) == sorted(graph.nodes)


@pytest.mark.parametrize(
    ("subject", "relation", "value", "status"),
    [
        ("Kyrgyzstan", "chairs", "Collective Security Treaty Organization", "Stated as fact"),
        ("hotbeds of tension", "affects", "regional security", "Attributed"),
        ("Kyrgyzstan", "undertakes", "further enhance the capacity of the CSTO", "Planned or called for"),
        ("terrorist threat", "undergoes", "decrease of the terrorist threat", "Denied or negated"),
        (
            "six priority areas of work for the CSTO for the coming year",
            "related to",
            "strengthen the collective security of the CSTO countries",
            "Possible or expected",
        ),
    ],
)
def test_status_is_the_strongest_of_three_axes(graph: ViewGraph, subject: str, relation: str, value: str, status: str) -> None:
    assert graph.statuses[find(graph, subject, relation, value).status].label == status


def test_statement_carries_all_that_qualifies_it(graph: ViewGraph) -> None:
    found = find(graph, "Kyrgyzstan", "undertakes", "further enhance the capacity of the CSTO")
    assert [graph.nodes[iri].label for iri in found.speakers] == ["Sooronbai Jeenbekov"]
    assert graph.nodes[found.said_at].label == "session of the CSTO Council in Astana"
    assert (found.predicate_text, found.cue_text, found.confidence, found.rule) == ("will make every effort to", "said", 0.9, "hand.undertakes.v1")
    assert graph.terms[found.modality].label == "intended"
    span = graph.spans[found.evidence[0]]
    assert span.text.startswith("«Kyrgyzstan will make every effort")
    assert graph.articles[span.article].issued == "2018-11-09"


def test_dates_of_a_statement_are_its_own_or_its_articles(graph: ViewGraph) -> None:
    chairs = find(graph, "Kyrgyzstan", "chairs", "Collective Security Treaty Organization")
    assert (chairs.start, chairs.end, chairs.time_text) == ("2019-01-01", "2019-12-31", "in 2019")
    assert graph.statement_day(chairs) == "2019-01-01"
    assert graph.statement_day(find(graph, "CSTO Council", "part of", "Collective Security Treaty Organization")) == "2018-11-09"


def test_thing_carries_kind_alias_link_and_what_it_is_about(graph: ViewGraph) -> None:
    csto = graph.nodes[BASE + "id/Collective_Security_Treaty_Organization"]
    assert graph.kinds[csto.kind].label == "International organization"
    assert csto.aliases == ("CSTO",)
    assert [link.iri for link in csto.links] == ["http://www.wikidata.org/entity/Q318693"]
    areas = next(node for node in graph.nodes.values() if node.label.startswith("six priority areas"))
    assert areas.about == (csto.iri,)
    assert areas.start == "2019-01-01"


def test_a_label_repeated_in_many_graphs_is_one_label(store: Store, ontology: list[Path]) -> None:
    before = view_graph(store, ontology)
    iri = BASE + "id/Kyrgyzstan"
    for number in range(50):
        store.add(Quad(NamedNode(iri), NamedNode(RDFS + "label"), Literal("Kyrgyzstan", language="en"), NamedNode(f"{BASE}graph/{number:016x}")))
    assert view_graph(store, ontology) == before


def test_two_articles_share_their_things(two_articles: Store, ontology: list[Path]) -> None:
    graph = view_graph(two_articles, ontology)
    assert len(graph.statements) == 44
    assert len(graph.articles) == 2
    assert [graph.articles[graph.spans[each.evidence[0]].article].issued for each in graph.statements] == ["2018-11-09"] * 42 + ["2019-03-01"] * 2


def test_statements_stand_in_the_order_of_the_text(graph: ViewGraph) -> None:
    starts = [graph.spans[each.evidence[0]].start_char for each in graph.statements]
    assert starts == sorted(starts)


def test_an_empty_store_gives_an_empty_view(ontology: list[Path]) -> None:
    graph = view_graph(Store(), ontology)
    assert (graph.nodes, graph.statements, graph.articles) == ({}, (), {})


def test_the_view_does_not_depend_on_the_order_of_quads(store: Store, ontology: list[Path]) -> None:
    backwards = Store()
    backwards.extend(sorted(store, key=str, reverse=True))
    assert view_graph(backwards, ontology) == view_graph(store, ontology)


@pytest.mark.parametrize("lost", ["subject", "predicate", "object"])
def test_a_statement_without_an_end_is_named(store: Store, ontology: list[Path], lost: str) -> None:
    quad = next(store.quads_for_pattern(None, NamedNode(RDF + lost), None))
    store.remove(quad)
    with pytest.raises(QueryError, match=lost) as caught:
        view_graph(store, ontology)
    assert str(quad.subject) in str(caught.value)


def test_a_span_without_whole_offsets_is_named(store: Store, ontology: list[Path]) -> None:
    quad = next(store.quads_for_pattern(None, NamedNode(NG + "startOffset"), None))
    store.remove(quad)
    store.add(Quad(quad.subject, quad.predicate, Literal("one"), quad.graph_name))
    with pytest.raises(QueryError, match="whole numbers"):
        view_graph(store, ontology)


def test_what_the_ontology_does_not_know_gets_a_readable_name(store: Store, ontology: list[Path]) -> None:
    graph_name, statement = NamedNode(BASE + "graph/0000000000000000"), NamedNode(BASE + "statement/0000000000000000-1")
    for prop, value in (
        (RDF + "type", NamedNode(NG + "Statement")),
        (RDF + "subject", NamedNode("https://example.org/ships/Grey%20Heron")),
        (RDF + "predicate", NamedNode("https://example.org/terms#sails_for")),
        (RDF + "object", NamedNode(BASE + "id/Kazakhstan")),
    ):
        store.add(Quad(statement, NamedNode(prop), value, graph_name))
    store.add(
        Quad(
            NamedNode("https://example.org/ships/Grey%20Heron"),
            NamedNode(RDF + "type"),
            NamedNode("https://example.org/terms#Ship"),
            NamedNode(FACTS_GRAPH),
        )
    )
    graph = view_graph(store, ontology)
    found = find(graph, "Grey Heron", "sails for", "Kazakhstan")
    assert graph.kinds[graph.nodes[found.subject].kind].label == "Ship"
    assert (found.confidence, found.evidence, found.status) == (-1.0, (), next(iter(graph.statuses)))
