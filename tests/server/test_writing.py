"""Changes over HTTP: who may make them, what they do, and that nothing less than the whole change is ever seen."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.server.running import TOKEN, Running, running

from newsgraph.server.settings import ServiceSettings
from newsgraph.store import EmbeddedStore

BEARER = {"Authorization": f"Bearer {TOKEN}"}
UPDATE = {**BEARER, "Content-Type": "application/sparql-update"}
TURTLE = {**BEARER, "Content-Type": "text/turtle"}
G = "http://example.org/g"
ONE = b"<http://example.org/s> <http://example.org/p> 1 ."
TWO = b"<http://example.org/s> <http://example.org/p> 2 ."


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(ServiceSettings(store=tmp_path_factory.mktemp("writing") / "store", port=0, workers=2, token=TOKEN)) as found:
        yield found


@pytest.fixture
def writing(shared: Running) -> Running:
    """A service that writes, with an empty store."""
    assert shared.client.post("/sparql", content="DROP ALL", headers=UPDATE).status_code == 204
    return shared


def n_triples(found: Running) -> int:
    return int(found.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": f"Bearer {TOKEN}x"}, 401),
        ({"Authorization": f"Bearer {TOKEN[:-1]}"}, 401),
        ({"Authorization": f"Basic {TOKEN}"}, 401),
        ({"Authorization": TOKEN}, 401),
        ({"Authorization": "Bearer \xff"}, 401),
        ({"Authorization": f"bearer {TOKEN}"}, 204),
    ],
)
def test_only_who_knows_the_token_writes(writing: Running, headers: dict[str, str], status: int) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in {**headers, "Content-Type": "application/sparql-update"}.items()]
    answer = writing.client.post("/sparql", content=f"INSERT DATA {{ GRAPH <{G}> {{ <{G}> <{G}> 1 }} }}", headers=raw)
    assert answer.status_code == status
    assert n_triples(writing) == (status == 204)
    if status == 401:
        assert answer.headers["www-authenticate"] == 'Bearer realm="newsgraph"'
        assert TOKEN not in answer.text


def test_every_way_to_write_asks_for_the_token(writing: Running) -> None:
    client = writing.client
    answers = [
        client.post("/sparql", data={"update": "CLEAR ALL"}),
        client.put("/store", params={"graph": G}, content=ONE, headers={"Content-Type": "text/turtle"}),
        client.post("/store", content=ONE, headers={"Content-Type": "text/turtle"}),
        client.post("/store", params={"default": ""}, content=ONE, headers={"Content-Type": "text/turtle"}),
        client.delete("/store", params={"graph": G}),
    ]
    assert [answer.status_code for answer in answers] == [401] * 5


def test_a_service_that_only_reads_takes_nothing(reading: Running) -> None:
    client = reading.client
    answers = [
        client.post("/sparql", content="CLEAR ALL", headers=UPDATE),
        client.post("/sparql", data={"update": "CLEAR ALL"}, headers=BEARER),
        client.put("/store", params={"graph": G}, content=ONE, headers=TURTLE),
        client.delete("/store", params={"graph": G}, headers=BEARER),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert all("only reads" in answer.text for answer in answers)


def test_a_change_is_seen_by_the_next_question_whichever_worker_answers(writing: Running) -> None:
    for number in range(20):
        sparql = f"INSERT DATA {{ GRAPH <{G}> {{ <http://example.org/{number}> <{G}> {number} }} }}"
        assert writing.client.post("/sparql", content=sparql, headers=UPDATE).status_code == 204
        assert [n_triples(writing) for _ in range(3)] == [number + 1] * 3


def test_a_graph_is_put_read_extended_and_deleted(writing: Running) -> None:
    client, named = writing.client, {"graph": G}
    assert client.get("/store", params=named).status_code == 404
    assert client.put("/store", params=named, content=ONE, headers=TURTLE).status_code == 201
    assert client.get("/store", params=named, headers={"Accept": "application/n-triples"}).text == (
        '<http://example.org/s> <http://example.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    )
    assert client.post("/store", params=named, content=TWO, headers=TURTLE).status_code == 200
    assert n_triples(writing) == 2
    assert client.put("/store", params=named, content=TWO, headers=TURTLE).status_code == 204
    assert n_triples(writing) == 1
    assert client.head("/store", params=named).status_code == 200
    assert client.delete("/store", params=named, headers=BEARER).status_code == 200
    assert client.delete("/store", params=named, headers=BEARER).status_code == 404
    assert n_triples(writing) == 0


def test_an_empty_graph_is_a_graph(writing: Running) -> None:
    assert writing.client.put("/store", params={"graph": G}, content=b"", headers=TURTLE).status_code == 201
    assert writing.client.get("/store", params={"graph": G}).status_code == 200
    assert writing.client.put("/store", params={"graph": G}, content=b"", headers=TURTLE).status_code == 204


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/turtle", b"<s> <http://example.org/p> <o> ."),
        ("application/n-triples", b"<http://example.org/s> <http://example.org/p> _:b ."),
        ("application/ld+json", b'{"@id": "http://example.org/s", "http://example.org/p": 1}'),
        ("application/rdf+xml", (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description><rdf:value>1</rdf:value>'
         b"</rdf:Description></rdf:RDF>")),
        ("text/turtle; charset=utf-8", '<http://example.org/s> <http://example.org/p> "Ж\\u0000\\t\\n\\"\\\\", "x"@en, \'\'\'a\nb\'\'\' .'.encode()),
    ],
)  # fmt: skip
def test_every_format_can_be_put(writing: Running, content_type: str, body: bytes) -> None:
    headers = {**BEARER, "Content-Type": content_type}
    assert writing.client.put("/store", params={"graph": G}, content=body, headers=headers).status_code == 201
    told = writing.client.get("/store", params={"graph": G}, headers={"Accept": "application/n-triples"})
    again = writing.client.put("/store", params={"graph": G}, content=told.content, headers={**BEARER, "Content-Type": "application/n-triples"})
    assert again.status_code == 204
    assert n_triples(writing) == told.text.count(" .\n")


@pytest.mark.parametrize(
    ("method", "target", "content_type", "body", "status", "words"),
    [
        ("PUT", "/store", "text/turtle", ONE, 400, "no graph is named"),
        ("DELETE", "/store", "", b"", 400, "no graph is named"),
        ("PUT", "/store?graph=relative", "text/turtle", ONE, 400, "no absolute IRI"),
        ("PUT", f"/store?graph={G}&default", "text/turtle", ONE, 400, "several graphs"),
        ("PUT", f"/store?graph={G}", "text/turtle", b"<a> <b>", 400, "not valid Turtle"),
        ("PUT", f"/store?graph={G}", "image/png", ONE, 415, "image/png"),
        ("PUT", f"/store?graph={G}", "", ONE, 415, "unknown type"),
        ("PUT", f"/store?graph={G}", "text/turtle; charset=latin-1", ONE, 415, "UTF-8"),
        ("PUT", f"/store?graph={G}", "text/turtle", b'<http://a.b/c> <http://a.b/c> "\xff" .', 400, "not valid Turtle"),
        ("PUT", f"/store?graph={G}", "multipart/form-data; boundary=x", b"--y\r\n", 400, "form"),
        ("PUT", f"/store?graph={G}", "application/ld+json", b'{"@id": "http://a.b/g", "@graph": [{"@id": "http://a.b/c", "http://a.b/p": 1}]}', 400,
         "one graph at a time"),
        ("PATCH", f"/store?graph={G}", "application/sparql-update", b"CLEAR ALL", 405, "PUT"),
        ("POST", "/sparql", "application/sparql-update", b"INSERT DATA { <a> }", 400, "line 1, column"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_changes_nothing(
    writing: Running, method: str, target: str, content_type: str, body: bytes, status: int, words: str
) -> None:
    assert writing.client.put("/store", params={"graph": G}, content=ONE, headers=TURTLE).status_code == 201
    headers = {**BEARER, **({"Content-Type": content_type} if content_type else {})}
    answer = writing.client.request(method, target, content=body, headers=headers)
    assert (answer.status_code, words in answer.text) == (status, True), answer.text
    assert n_triples(writing) == 1


def test_an_update_of_several_steps_is_done_whole_or_not_at_all(writing: Running) -> None:
    sparql = f"INSERT DATA {{ GRAPH <{G}> {{ <{G}> <{G}> 1 }} }} ; CLEAR GRAPH <http://example.org/not-there>"
    assert writing.client.post("/sparql", content=sparql, headers=UPDATE).status_code >= 400
    assert n_triples(writing) == 0


def test_an_update_sees_the_graphs_that_the_request_names(writing: Running) -> None:
    client = writing.client
    for name in ("a", "b"):
        assert client.put("/store", params={"graph": f"http://example.org/{name}"}, content=ONE, headers=TURTLE).status_code == 201
    using = {"using-graph-uri": "http://example.org/a"}
    form = {"update": "DELETE WHERE { GRAPH <http://example.org/b> { ?s ?p ?o } }", **using}
    assert client.post("/sparql", data=form, headers=BEARER).status_code == 204
    assert n_triples(writing) == 2, "the request's dataset has no graph b"
    insert = "INSERT { GRAPH <http://example.org/c> { ?s ?p 'seen' } } WHERE { ?s ?p ?o }"
    assert client.post("/sparql", data={"update": insert, **using}, headers=BEARER).status_code == 204
    assert writing.truth("ASK { GRAPH <http://example.org/c> { ?s ?p 'seen' } }")
    conflict = client.post("/sparql", data={"update": f"WITH <{G}> {insert}", **using}, headers=BEARER)
    assert (conflict.status_code, "WITH" in conflict.text) == (400, True)


def test_writers_at_once_lose_nothing_and_readers_see_whole_changes(writing: Running) -> None:
    def write(number: int) -> int:
        pair = f"INSERT DATA {{ GRAPH <{G}> {{ <http://example.org/{number}> <http://example.org/a> 1 ; <http://example.org/b> 1 }} }}"
        return httpx.post(f"{writing.url}sparql", content=pair, headers=UPDATE, timeout=30, trust_env=False).status_code

    def read(_: int) -> bool:
        half = "ASK { ?s <http://example.org/a> 1 FILTER NOT EXISTS { ?s <http://example.org/b> 1 } }"
        answer = httpx.post(f"{writing.url}sparql", data={"query": half}, timeout=30, trust_env=False)
        return bool(answer.json()["boolean"])

    with ThreadPoolExecutor(8) as threads:
        reads = threads.map(read, range(40))
        writes = threads.map(write, range(40))
        assert set(writes) == {204}
        assert not any(reads)
    assert n_triples(writing) == 80


def test_what_was_written_is_there_after_the_service_has_ended(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with running(ServiceSettings(store=folder, port=0, workers=1, token=TOKEN)) as found:
        assert found.client.put("/store", params={"graph": G}, content=ONE, headers=TURTLE).status_code == 201
    with EmbeddedStore(folder) as store:
        assert len(store) == 1
