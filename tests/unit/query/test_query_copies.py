"""Wire copy that several papers print counts once."""

from __future__ import annotations

from tests.unit.graph import sample_reading as sample

from newsgraph.graph import copy_quads, quads
from newsgraph.query import Rows, run_query, shipped_query
from newsgraph.store import EmbeddedStore


def counts(store: EmbeddedStore) -> list[dict[str, str]]:
    found = run_query(shipped_query("sources-per-claim"), store=store)
    assert isinstance(found, Rows)
    return [{name: row[name] for name in ("articles", "as_fact")} for row in found.texts() if row["relation"].endswith("meetsWith")]


def test_copies_are_one_source() -> None:
    texts = ("Kyrgyzstan met Kazakhstan.", "Astana: Kyrgyzstan met Kazakhstan.", "Kyrgyzstan met Kazakhstan on Monday.")
    readings = [sample.another_article(text, [("kyrgyzstan", "meetsWith", "kazakhstan", sample.FACT)]) for text in texts]
    one, two, three = (reading.article.key for reading in readings)
    with EmbeddedStore() as store:
        for reading in readings:
            store.replace_article(quads(reading, run=sample.RUN), reading.article.key)
        assert counts(store) == [{"articles": "3", "as_fact": "3"}]
        store.oxigraph.extend(copy_quads([(two, one)]))
        assert counts(store) == [{"articles": "2", "as_fact": "2"}]
        store.oxigraph.extend(copy_quads([(three, one)]))
        assert counts(store) == [{"articles": "1", "as_fact": "1"}]


def test_links_stand_sorted_in_the_graph_of_links() -> None:
    found = copy_quads([("b" * 16, "a" * 16), ("9" * 16, "a" * 16), ("b" * 16, "a" * 16)])
    assert [str(each.subject)[-17:-1] for each in found] == ["9" * 16, "b" * 16]
    assert {each.graph_name.value for each in found} == {"https://w3id.org/newsgraph/graph/links"}  # type: ignore[union-attr]  # named
