"""Pushes and pulls that break: server or client killed in the middle, and what a second run makes of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.contract.conftest import empty
from tests.support import stores
from tests.support.places import RemotePlace, by_graph
from tests.unit.graph import sample_reading as sample

from newsgraph.errors import RemoteError, StoreError
from newsgraph.exchange import Journal, Push, RemoteTarget, journal_path, pull
from newsgraph.graph import quads
from newsgraph.store import EmbeddedStore

N_ARTICLES = 45


def article(store: EmbeddedStore, number: int, text: str = "Kyrgyzstan chairs the CSTO") -> None:
    rows = [("kyrgyzstan", "chairs", "csto", sample.FACT), ("kazakhstan", "memberOf", "csto", sample.FACT if number % 3 else sample.REPORTED)]
    reading = sample.another_article(f"{text} {number}.", rows, identifier=str(number))
    store.replace_article(quads(reading, run=sample.RUN), reading.article.key)


@pytest.fixture(scope="module")
def source() -> EmbeddedStore:
    """Many articles, so that a push takes a while."""
    store = EmbeddedStore()
    for number in range(N_ARTICLES):
        article(store, number)
    return store


def killing(server: stores.RunningStore, at: str) -> Callable[[str], None]:
    """Return something to notify that kills a server as soon as it is told a message."""
    return lambda message: server.kill() if message.startswith(at) else None


def needs_oxigraph() -> None:
    if stores.oxigraph_program() is None:
        pytest.skip("the Oxigraph server is not installed (pip install oxigraph)")


@pytest.mark.parametrize("at", [1, 22, 44])
def test_a_server_killed_in_the_middle_of_a_push_has_everything_after_the_next(at: int, source: EmbeddedStore, tmp_path: Path) -> None:
    needs_oxigraph()
    state = tmp_path / "state.json"
    with stores.oxigraph(tmp_path) as server:
        with server.client(attempts=2) as client:
            job = Push(source, RemoteTarget(client), journal=Journal(state, server.url), notify=killing(server, f"{at} of"))
            with pytest.raises(RemoteError, match=r"cannot be reached|broke"):
                job.run()
        broken = job.report
        port = int(server.url.rpartition(":")[2])
    assert len(broken.graphs) == at - 1
    assert state.exists() == (at > 1)
    with stores.oxigraph(tmp_path, port=port) as server:
        with server.client() as client:
            report = Push(source, RemoteTarget(client), journal=Journal(state, server.url)).run()
        assert [each.action for each in report.graphs[: at - 1]] == ["resumed"] * (at - 1)
        assert sum(each.action == "new" for each in report.graphs) == N_ARTICLES - at + 1
        assert RemotePlace(server).quads() == by_graph(source)
        assert report.differences == ()
    assert not state.exists()


def test_a_client_killed_in_the_middle_of_a_push_goes_on_from_there(
    source: EmbeddedStore, oxigraph_server: stores.RunningStore, tmp_path: Path
) -> None:
    """The journal is beside the store, named after it and the endpoint, and gone in the end."""
    empty(oxigraph_server)
    folder = tmp_path / "store"
    with EmbeddedStore(folder) as store:
        store.change(added=source)
    command = [sys.executable, "-m", "newsgraph", "push", oxigraph_server.url, "--store", str(folder)]
    state = journal_path(folder, oxigraph_server.url)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not state.exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL
    assert len(json.loads(state.read_text("utf-8"))["graphs"]) in {20, 40}
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert " resumed" in done.stdout
    assert done.stdout.endswith("; verified\n")
    assert RemotePlace(oxigraph_server).quads() == by_graph(source)
    assert not state.exists()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["store"]


def test_a_graph_that_changed_there_since_is_not_taken_for_done(source: EmbeddedStore, oxigraph_server: stores.RunningStore, tmp_path: Path) -> None:
    empty(oxigraph_server)
    state = tmp_path / "state.json"
    graph = min(each for each in by_graph(source) if len(each) > 50)[1:-1]
    with oxigraph_server.client() as client:
        target = RemoteTarget(client)
        Push(source, target, journal=Journal(state, target.name)).run()
        journal = Journal(state, target.name)
        from newsgraph.exchange.triples import fingerprint

        for name in target.graphs():
            journal.note(name, fingerprint(target.read(name)).sha256)
        journal.write()
        client.put(graph, b"<urn:a> <urn:b> <urn:c> .\n")
        report = Push(source, target, journal=Journal(state, target.name)).run()
    assert {each.graph for each in report.graphs if each.action == "replaced"} == {graph}
    assert RemotePlace(oxigraph_server).quads() == by_graph(source)


def test_a_push_that_broke_while_replacing_leaves_no_fact_without_its_statement(tmp_path: Path) -> None:
    """Killed in the middle of a replacement; what is there never claims more than its statements do, and the next push heals it."""
    needs_oxigraph()
    before, after = EmbeddedStore(), EmbeddedStore()
    for number in range(4):
        article(before, number)
        reading = sample.another_article(f"No {number}.", [("kyrgyzstan", "chairs", "csto", sample.REPORTED)], identifier=str(number))
        after.replace_article(quads(reading, run=sample.RUN), reading.article.key)
    unsupported = """SELECT ?s ?p ?o { GRAPH <https://w3id.org/newsgraph/graph/facts> { ?s ?p ?o }
        FILTER(?p = <https://w3id.org/newsgraph/ontology#chairs> || ?p = <https://w3id.org/newsgraph/ontology#memberOf>)
        FILTER NOT EXISTS { GRAPH ?g { ?x a <https://w3id.org/newsgraph/ontology#FactualStatement> ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } } }"""
    prefix = "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
    for at in (2, 4):
        folder = tmp_path / str(at)
        folder.mkdir()
        with stores.oxigraph(folder) as server, server.client(attempts=1) as client:
            Push(before, RemoteTarget(client)).run()
            job = Push(after, RemoteTarget(client), notify=killing(server, f"{at} of"))
            with pytest.raises(RemoteError):
                job.run()
        with stores.oxigraph(folder) as server, server.client() as client:
            assert client.select(prefix + unsupported) == []
            Push(after, RemoteTarget(client)).run()
            assert client.select(prefix + unsupported) == []
            assert RemotePlace(server).quads() == by_graph(after)


def test_a_pull_from_a_server_that_is_killed_leaves_whole_articles_and_goes_on(source: EmbeddedStore, tmp_path: Path) -> None:
    needs_oxigraph()
    with EmbeddedStore(tmp_path / "mirror") as mirror:
        with stores.oxigraph(tmp_path) as server, server.client(attempts=1) as client:
            Push(source, RemoteTarget(client)).run()
            with pytest.raises(RemoteError):
                pull(RemoteTarget(client), mirror, notify=killing(server, "9 of"))
        assert len(mirror.articles()) == 8
        assert all(set(mirror.article_quads(key)) == set(source.article_quads(key)) for key in mirror.articles())
        with stores.oxigraph(tmp_path) as server, server.client() as client:
            report = pull(RemoteTarget(client), mirror)
            assert [each.action for each in report.graphs[:9]] == ["same"] * 8 + ["new"]
            assert set(mirror) == set(source)
            assert pull(RemoteTarget(client), mirror).is_same


def test_two_pushes_at_once_lose_nothing(oxigraph_server: stores.RunningStore) -> None:
    """Their articles share facts and entities; a push that finds its facts removed by the other adds them again."""
    empty(oxigraph_server)
    one, two = EmbeddedStore(), EmbeddedStore()
    for number in range(6):
        article(one, number)
        article(two, number + 100)
    with oxigraph_server.client() as client:
        target = RemoteTarget(client)
        Push(one, target).run()
        for number in range(6):
            reading = sample.another_article(f"No {number}.", [("kyrgyzstan", "chairs", "csto", sample.REPORTED)], identifier=str(number))
            one.replace_article(quads(reading, run=sample.RUN), reading.article.key)
        inner: list[str] = []

        def meanwhile(message: str) -> None:
            if message.startswith("6 of") and not inner:
                inner.append(message)
                Push(one, target).run()  # removes, between two articles of the outer push, what only its old versions supported

        assert Push(two, target, notify=meanwhile).run().differences == ()
        assert inner
    both = EmbeddedStore()
    both.change(added=[*one, *two])
    assert RemotePlace(oxigraph_server).quads() == by_graph(both)


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "not json", '{"newsgraph": "pull", "endpoint": "", "graphs": {}}', '{"newsgraph": "push", "graphs": []}']
)
def test_a_file_that_is_no_journal_is_not_written_over(content: str, tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text(content, "utf-8")
    with pytest.raises(StoreError, match="is not the state of an unfinished push"):
        Journal(path, "http://example.org")
    assert path.read_text("utf-8") == content


def test_a_journal_counts_for_its_own_endpoint_and_content_only(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    journal = Journal(path, "http://one")
    journal.note("urn:g", "abc")
    journal.write()
    assert Journal(path, "http://one").holds("urn:g", "abc")
    assert not Journal(path, "http://one").holds("urn:g", "abd")
    assert not Journal(path, "http://two").holds("urn:g", "abc")
    journal.forget("urn:g")
    assert not Journal(path, "http://one").holds("urn:g", "abc")
    assert journal_path(tmp_path / "store", "http://one") != journal_path(tmp_path / "store", "http://two")
    journal.finish()
    assert not path.exists()
