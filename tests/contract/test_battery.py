"""One battery for every place that graphs are brought to: what is promised holds in all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from tests.contract.conftest import KINDS
from tests.support.places import EmbeddedPlace, Place, RemotePlace, by_graph
from tests.unit.graph import sample_reading as sample

from newsgraph.graph import quads
from newsgraph.model import Reading
from newsgraph.namespaces import BASE, FACTS_GRAPH, ID, LINKS_GRAPH, NG, OWL
from newsgraph.query import catalog
from newsgraph.store import EmbeddedStore

QUERIES = {each.name: each for each in catalog()}
FACT = ("kyrgyzstan", "chairs", "csto", sample.FACT)
CLAIM = ("kyrgyzstan", "chairs", "csto", sample.REPORTED)
BARE = f"<{ID}Kyrgyzstan> <{NG}chairs> <{ID}Collective_Security_Treaty_Organization>"
FACTS = f"<{FACTS_GRAPH}>"


REPEATED_BY_VIRTUOSO = {"who-chairs-on-date"}
"""Virtuoso 7.2.5 takes rows that differ in nothing, but have unbound columns, for different ones in spite of DISTINCT."""


def put(store: EmbeddedStore, *readings: Reading) -> None:
    for each in readings:
        store.replace_article(quads(each, run=sample.RUN), each.article.key)


def article(text: str, name: str, *rows: tuple[str, str, str, sample.Stance]) -> Reading:
    return sample.another_article(text, list(rows), identifier=name)


def graph_of(reading: Reading) -> str:
    return f"<{BASE}graph/{reading.article.key}>"


@pytest.fixture
def source(root: Path) -> EmbeddedStore:
    """The sample as it was read, and three articles made by hand that share entities and facts with it."""
    store = EmbeddedStore()
    store.load([root / "output" / "csto-2018.trig"])
    put(
        store,
        article("Kyrgyzstan chairs the CSTO.", "one", FACT, ("kazakhstan", "memberOf", "csto", sample.FACT)),
        article("It does not, he said.", "two", ("kyrgyzstan", "chairs", "csto", sample.NEGATED)),
        article("“Côte d’Ivoire” – 北京 😀", "three", ("csto", "undertakes", "space", sample.NEEDED), FACT),
    )
    return store


def test_every_place_and_query_is_tried(root: Path) -> None:
    assert len(KINDS) == 6
    assert QUERIES.keys() == {path.stem for path in (root / "queries").glob("*.rq")}
    assert len(QUERIES) > 20


def test_bringing_twice_is_bringing_once_and_nothing_is_lost_or_added(place: Place, source: EmbeddedStore) -> None:
    assert not place.bring(source)
    assert place.quads() == by_graph(source)
    assert place.bring(source)
    assert place.quads() == by_graph(source)


def test_replacing_one_article_touches_no_other_and_takes_its_orphans_along(place: Place, source: EmbeddedStore) -> None:
    place.bring(source)
    before = place.quads()
    other = article("Jeenbekov raises it.", "one", ("jeenbekov", "raises", "defense", sample.FACT))
    put(source, other)
    assert not place.bring(source)
    after = place.quads()
    assert after == by_graph(source)
    assert {graph for graph in before if before[graph] != after.get(graph)} <= {graph_of(other), FACTS, f"<{LINKS_GRAPH}>"}
    gone = f"<{ID}Kazakhstan> <{NG}memberOf> <{ID}Collective_Security_Treaty_Organization>"
    assert gone in before[FACTS] - after[FACTS]
    assert BARE in after[FACTS]


def test_a_fact_goes_with_its_last_supporter_wherever_that_came_from(place: Place) -> None:
    """Somebody else's article supports it: then it stays. A claim does not keep it."""
    mine, theirs = EmbeddedStore(), EmbeddedStore()
    put(mine, article("Kyrgyzstan chairs the CSTO.", "mine", FACT))
    put(theirs, article("The CSTO is chaired by Kyrgyzstan.", "theirs", FACT))
    place.bring(theirs)
    place.bring(mine)
    put(mine, article("Kyrgyzstan, he said, chairs the CSTO.", "mine", CLAIM))
    place.bring(mine)
    assert BARE in place.quads()[FACTS]
    assert graph_of(article("-", "theirs", FACT)) in place.quads()
    put(theirs, article("Kyrgyzstan, they say, chairs the CSTO.", "theirs", CLAIM))
    place.bring(theirs)
    assert BARE not in place.quads()[FACTS]
    together = EmbeddedStore()
    together.change(added=[*mine, *theirs])
    assert place.quads() == by_graph(together)


HISTORY = [
    article("One.", "one", FACT),
    article("Two.", "two", FACT, ("kazakhstan", "memberOf", "csto", sample.FACT)),
    article("One again.", "one", CLAIM, ("csto", "supports", "kyrgyzstan", sample.FACT)),
    article("Three.", "three", ("csto", "undertakes", "space", sample.NEEDED), FACT),
    article("Two again.", "two", ("jeenbekov", "raises", "defense", sample.FACT)),
    article("Three again.", "three", ("session", "locatedIn", "astana", sample.FACT)),
    article("One.", "one", FACT),
]


def test_a_place_holds_what_a_local_store_holds_after_every_step(place: Place) -> None:
    store = EmbeddedStore()
    for each in HISTORY:
        put(store, each)
        place.bring(store)
        assert place.quads() == by_graph(store), each.article.text


def test_several_replacements_at_once_end_the_same(place: Place) -> None:
    store = EmbeddedStore()
    put(store, *HISTORY[:2])
    place.bring(store)
    put(store, *HISTORY[2:])
    place.bring(store)
    assert place.quads() == by_graph(store)


def test_what_others_put_into_shared_and_other_graphs_stays(place: Place, source: EmbeddedStore) -> None:
    theirs = EmbeddedStore()
    kept = [
        Quad(NamedNode(ID + "Kyrgyzstan"), NamedNode(OWL + "sameAs"), NamedNode("https://example.org/kg"), NamedNode(LINKS_GRAPH)),
        Quad(
            NamedNode("https://example.org/x"),
            NamedNode("https://example.org/says"),
            Literal("naïve “words” \\ \n\t 北京 😀"),
            NamedNode(FACTS_GRAPH),
        ),
        Quad(
            NamedNode("https://example.org/x"),
            NamedNode("https://example.org/n"),
            Literal("1.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
            NamedNode(BASE + "graph/theirs"),
        ),
        Quad(
            NamedNode("https://example.org/x"), NamedNode("https://example.org/é"), Literal("mot", language="fr-ca"), NamedNode(BASE + "graph/theirs")
        ),
    ]
    theirs.change(added=kept)
    place.bring(theirs)
    place.bring(source)
    put(source, article("One.", "one", CLAIM))
    place.bring(source)
    found = place.quads()
    assert all(triples <= found[graph] for graph, triples in by_graph(kept).items())
    assert found.keys() - by_graph(source).keys() == {f"<{BASE}graph/theirs>"}
    assert place.bring(theirs)


def test_shipped_queries_give_the_same_rows_everywhere(place: Place, source: EmbeddedStore) -> None:
    put(source, article("He has left.", "four", ("kazakhstan", "memberOf", "csto", sample.NEGATED)))
    place.bring(source)
    local = EmbeddedPlace(source)
    expected = {name: local.rows(query.text) for name, query in QUERIES.items()}
    found = {name: place.rows(query.text) for name, query in QUERIES.items()}
    assert {name for name, rows in expected.items() if not rows} <= {"demands", "disagreements"}
    if isinstance(place, RemotePlace) and place.server.profile == "virtuoso":
        repeated = {name for name, rows in found.items() if len(rows) > len(set(rows))}
        assert repeated == REPEATED_BY_VIRTUOSO
        found |= {name: sorted(set(found[name])) for name in repeated}
    assert found == expected
