"""Test that a store replaces articles whole, forgets what nobody supports any more, and says what is wrong with it."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from tests.unit.graph import sample_reading as sample

from newsgraph.errors import StoreError
from newsgraph.graph import Run, quads
from newsgraph.model import Reading
from newsgraph.namespaces import BASE, FACTS_GRAPH, ID, META_GRAPH, NG, RDF
from newsgraph.store import EmbeddedStore, serialize

FACT = ("kyrgyzstan", "chairs", "csto", sample.FACT)
CLAIM = ("kyrgyzstan", "chairs", "csto", sample.REPORTED)
OTHER_RUN = Run(version="0.2.0", model="by hand")


def rows(reading: Reading, run: Run = sample.RUN) -> tuple[Quad, ...]:
    """Return the quads of a reading."""
    return quads(reading, run=run)


def put(store: EmbeddedStore, reading: Reading, run: Run = sample.RUN) -> None:
    """Replace one article."""
    store.replace_article(rows(reading, run), reading.article.key)


def bare(store: EmbeddedStore) -> set[str]:
    """Return the bare relation triples, as local names."""
    return {
        f"{each.subject.value.removeprefix(ID)} {each.predicate.value.removeprefix(NG)}"
        for each in store
        if isinstance(each.subject, NamedNode) and each.graph_name == NamedNode(FACTS_GRAPH) and each.predicate.value.startswith(NG)
    }


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EmbeddedStore:
    """Return an empty store of each kind: the tests are the contract of both."""
    return EmbeddedStore(tmp_path / "store" if request.param == "disk" else None)


def test_a_stored_article_is_its_quads(store: EmbeddedStore) -> None:
    """Nothing is added or lost; the article is listed."""
    reading = sample.reading()
    put(store, reading)
    assert set(store) == set(rows(reading))
    assert len(store) == len(rows(reading))
    assert store.articles() == (reading.article.key,)
    assert set(store.article_quads(reading.article.key)) == {
        each for each in rows(reading) if str(each.graph_name).endswith(f"{reading.article.key}>")
    }
    store.close()


def test_rereading_changes_nothing(store: EmbeddedStore) -> None:
    """The same article twice is the same store."""
    reading = sample.reading()
    put(store, reading)
    before = set(store)
    put(store, reading)
    assert set(store) == before
    store.close()


def test_a_fact_goes_with_its_last_supporter(store: EmbeddedStore) -> None:
    """Two articles say it; it stays while one of them does, and a claim does not keep it."""
    first = sample.another_article("Kyrgyzstan chairs the CSTO.", [FACT], identifier="one")
    second = sample.another_article("The CSTO is chaired by Kyrgyzstan.", [FACT], identifier="two")
    put(store, first)
    put(store, second)
    assert "Kyrgyzstan chairs" in bare(store)
    put(store, sample.another_article("Kyrgyzstan, he said, chairs the CSTO.", [CLAIM], identifier="one"))
    assert "Kyrgyzstan chairs" in bare(store)
    put(store, sample.another_article("Kyrgyzstan, he said, chairs the CSTO.", [CLAIM], identifier="two"))
    assert "Kyrgyzstan chairs" not in bare(store)
    store.close()


def test_removing_the_last_article_leaves_the_dataset_only(store: EmbeddedStore) -> None:
    """No entity, link, run or fact outlives the articles that named it."""
    put(store, sample.reading())
    store.remove_article(sample.reading().article.key)
    assert {each.subject for each in store} == {NamedNode(BASE + "dataset")}
    assert store.articles() == ()
    store.remove_article("0" * 16)
    store.close()


READINGS = [
    sample.another_article("One.", [FACT], identifier="one"),
    sample.another_article("One again.", [CLAIM, ("csto", "supports", "kyrgyzstan", sample.FACT)], identifier="one"),
    sample.another_article("Two.", [FACT, ("kazakhstan", "memberOf", "csto", sample.FACT)], identifier="two"),
    sample.another_article("Two again.", [("jeenbekov", "raises", "defense", sample.FACT)], identifier="two"),
    sample.another_article("Three.", [("csto", "undertakes", "space", sample.NEEDED), FACT], identifier="three"),
    sample.another_article("Three again.", [("session", "locatedIn", "astana", sample.FACT)], identifier="three"),
]
HISTORIES = st.lists(st.tuples(st.integers(0, len(READINGS) - 1), st.sampled_from([sample.RUN, OTHER_RUN])), min_size=1, max_size=8)


@settings(deadline=None, max_examples=60)
@given(HISTORIES)
def test_a_store_holds_what_its_last_versions_hold(history: list[tuple[int, Run]]) -> None:
    """However often articles were read again, the store is the union of their last versions."""
    store = EmbeddedStore()
    last: dict[str, tuple[Quad, ...]] = {}
    for number, run in history:
        put(store, READINGS[number], run)
        last[READINGS[number].article.key] = rows(READINGS[number], run)
    assert set(store) == {quad for found in last.values() for quad in found}


def test_a_shared_entity_that_another_is_about_stays(store: EmbeddedStore) -> None:
    """`ng:about` of a shared entity that stays keeps what it points to."""
    one = sample.another_article("One.", [("jeenbekov", "raises", "defense", sample.FACT)], identifier="one")
    topic = replace(one.entities["defense"], about=("csto",))
    one = replace(one, entities={**one.entities, "defense": topic, "csto": sample.entities()["csto"]})
    two = sample.another_article("Two.", [FACT], identifier="two")
    put(store, one)
    put(store, two)
    store.remove_article(two.article.key)
    assert set(store) == set(rows(one))
    store.remove_article(one.article.key)
    assert {each.subject for each in store} == {NamedNode(BASE + "dataset")}
    store.close()


def test_other_peoples_quads_are_left_alone(store: EmbeddedStore) -> None:
    """Quads in graphs of other names, and in the default graph, survive every replacement."""
    mine = {
        Quad(NamedNode(ID + "Kyrgyzstan"), NamedNode("http://x.example/p"), Literal('a \\u0041 " \n'), NamedNode("http://x.example/g")),
        Quad(NamedNode("http://x.example/s"), NamedNode("http://x.example/p"), Literal("b")),
    }
    reading = sample.another_article("One.", [FACT])
    store.replace_article({*rows(reading), *mine}, reading.article.key)
    store.remove_article(reading.article.key)
    assert mine <= set(store)
    store.close()


def test_a_quad_of_another_article_is_refused_and_nothing_changes(store: EmbeddedStore) -> None:
    """One article at a time."""
    one, two = sample.another_article("One.", [FACT]), sample.another_article("Two.", [FACT])
    put(store, one)
    before = set(store)
    with pytest.raises(StoreError, match="cannot be part of article"):
        store.replace_article(rows(two), one.article.key)
    with pytest.raises(StoreError, match="not an article key"):
        store.replace_article(rows(two), "facts")
    assert set(store) == before
    store.close()


def test_files_load_and_replace(store: EmbeddedStore, tmp_path: Path) -> None:
    """A file of a newer version replaces the article; a file without graphs goes to the default graph."""
    old, new = sample.another_article("Old.", [FACT], identifier="one"), sample.another_article("New.", [CLAIM], identifier="one")
    for name, reading in (("old.trig", old), ("new.jsonld", new)):
        (tmp_path / name).write_bytes(serialize(rows(reading), "trig" if name.endswith("trig") else "jsonld"))
    assert store.load([tmp_path / "old.trig"]) == len(rows(old))
    assert set(store) == set(rows(old))
    store.load([tmp_path / "old.trig", tmp_path / "new.jsonld"])
    assert set(store) == set(rows(new))
    (tmp_path / "more.ttl").write_text('<urn:a> <urn:b> "c", [] .')
    assert store.load([tmp_path / "more.ttl"]) == 2
    assert len(store) == len(rows(new)) + 2
    store.close()


BROKEN = [("a.trig", "<a> <b", "not valid trig"), ("a.txt", "", "no RDF suffix"), ("missing.nq", None, "cannot read .*missing.nq")]


@pytest.mark.parametrize(("name", "content", "message"), BROKEN)
def test_broken_files_are_reported(name: str, content: str | None, message: str, tmp_path: Path) -> None:
    """Name the file and the fault; add nothing of it."""
    store = EmbeddedStore()
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(StoreError, match=message):
        store.load([tmp_path / name])
    assert len(store) == 0


def test_a_folder_keeps_its_quads_between_openings(tmp_path: Path) -> None:
    """Close, open again to read and to write; readers need no lock."""
    path = tmp_path / "store"
    with EmbeddedStore(path) as store:
        put(store, sample.reading())
        reader = EmbeddedStore(path, read_only=True)
        assert len(reader) == len(store)
        with pytest.raises(StoreError, match="opened to read only"):
            reader.remove_article(sample.reading().article.key)
        reader.close()
    with EmbeddedStore(path) as store:
        assert set(store) == set(rows(sample.reading()))
    with pytest.raises(StoreError, match="is closed; open it again"):
        len(store)


def test_a_locked_folder_is_reported(tmp_path: Path) -> None:
    """Another process has it; this one says so, whichever way it asks."""
    path = tmp_path / "store"
    store = EmbeddedStore(path)
    with pytest.raises(StoreError, match="open in another process; close it there"):
        EmbeddedStore(path)
    store.close()
    script = "import sys; from newsgraph.store import EmbeddedStore; from pathlib import Path; s = EmbeddedStore(Path(sys.argv[1])); print(flush=True); input()"
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {script}", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(StoreError, match="open in another process"):
            EmbeddedStore(path)
        other.communicate("\n")
    EmbeddedStore(path).close()


def test_folders_that_are_no_stores_are_reported(tmp_path: Path) -> None:
    """A file, a folder of other things, a missing folder to read."""
    (tmp_path / "file").write_text("x")
    for path, is_read_only, message in [
        (tmp_path / "file", False, "is a file, not the folder"),
        (tmp_path, False, "holds other files and is not a store"),
        (tmp_path / "none", True, "there is no store in"),
    ]:
        with pytest.raises(StoreError, match=message):
            EmbeddedStore(path, read_only=is_read_only)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file"]


def test_a_damaged_folder_is_reported(tmp_path: Path) -> None:
    """Lost files inside the folder."""
    path = tmp_path / "store"
    with EmbeddedStore(path) as store:
        put(store, sample.reading())
    (path / "CURRENT").write_text("MANIFEST-999999\n")
    with pytest.raises(StoreError, match=r"damaged or unreadable: .*; make it again from its files"):
        EmbeddedStore(path)


def test_threads_may_write_at_once() -> None:
    """Replacements from several threads leave the union of the last versions."""
    store = EmbeddedStore()
    last = [READINGS[0], READINGS[2], READINGS[4]]

    def put_often(reading: Reading) -> None:
        for _ in range(5):
            put(store, reading)

    threads = [threading.Thread(target=put_often, args=(each,)) for each in last]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(store) == {quad for reading in last for quad in rows(reading)}


def test_revision_counts_changes() -> None:
    """Whoever keeps a copy can tell that it is old."""
    store = EmbeddedStore()
    put(store, READINGS[0])
    first = store.revision
    put(store, READINGS[1])
    assert store.revision > first > 0
    assert store.nquads().count(b"\n") == len(store)
    assert Quad(NamedNode(BASE + "dataset"), NamedNode(RDF + "type"), NamedNode("http://www.w3.org/ns/dcat#Dataset"), NamedNode(META_GRAPH)) in set(
        store
    )
