"""What is too much is stopped in time, whatever it is, and nobody else notices."""

from __future__ import annotations

import http.client
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.server.running import TOKEN, Running, Serve, running

from newsgraph.server.access import HEAD_BYTES
from newsgraph.server.settings import ServiceSettings
from newsgraph.server.transport import HEAD_LIMIT_S

LIMIT_S = 1.0
LATE_S = 0.5
"""How much later than its limit a query may be over."""

PATHOLOGICAL = {
    "cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "rows without end": "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } } }",
    "property path": "SELECT (COUNT(*) AS ?n) { ?a (<urn:x>|!<urn:y>)* ?b . ?c (<urn:x>|!<urn:y>)* ?d . ?e (<urn:x>|!<urn:y>)* ?f }",
    "regular expression": 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(a|b|ab)*(.*x)*$")) }',
    "sorting": "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?c LIMIT 1",
    "grouping": "SELECT ?a (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a",
    "a text that grows": f'SELECT (REPLACE(REPLACE(REPLACE("{"a" * 2000}", "a", "{"b" * 2000}"), "b", "{"c" * 1000}"), "c", "{"d" * 1000}") AS ?x) {{}}',
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_a_runaway_is_stopped_at_its_limit_and_others_are_answered_meanwhile(serve: Serve, name: str) -> None:
    found = serve(timeout_s=LIMIT_S, workers=2)
    waits: list[float] = []
    over = threading.Event()

    def look_up() -> None:
        with httpx.Client(base_url=found.url, trust_env=False, timeout=10) as client:
            while not over.is_set():
                begin = time.monotonic()
                assert client.post("/sparql", data={"query": f"ASK {{ id:Kyrgyzstan ?p ?o }} # {len(waits)}"}).json()["boolean"]
                waits.append(time.monotonic() - begin)

    with ThreadPoolExecutor(1) as threads:
        lookups = threads.submit(look_up)
        begin = time.monotonic()
        answer = found.ask(PATHOLOGICAL[name])
        took = time.monotonic() - begin
        over.set()
        lookups.result()
    assert (answer.status_code, "longer than 1 s" in answer.text) == (504, True), answer.text[:200]
    assert LIMIT_S <= took < LIMIT_S + LATE_S
    assert len(waits) > 5
    assert max(waits) < LATE_S
    assert found.service.readers.state.killed == 1


def test_a_killed_worker_is_replaced(serve: Serve) -> None:
    found = serve(timeout_s=0.3, workers=1)
    for _ in range(3):
        before = found.service.readers.pids
        assert found.ask(PATHOLOGICAL["cartesian product"]).status_code == 504
        deadline = time.monotonic() + 10
        while not found.service.readers.pids and time.monotonic() < deadline:
            time.sleep(0.02)
        assert found.truth("ASK {}")
        assert found.service.readers.pids != before
        assert not any(is_running(pid) for pid in before)


def test_a_worker_that_needs_too_much_memory_ends_alone(serve: Serve) -> None:
    found = serve(workers=1, max_memory_bytes=300 << 20)
    answer = found.ask(PATHOLOGICAL["a text that grows"])
    assert answer.status_code in {422, 500}
    assert "memory" in answer.text
    assert found.truth("ASK {}")


def test_who_waits_too_long_is_told_to_come_back(serve: Serve) -> None:
    found = serve(timeout_s=LIMIT_S, workers=1, max_waiting=2)
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda number: found.ask(f"{PATHOLOGICAL['cartesian product']} # {number}"), range(6)))
    refused = [answer for answer in answers if answer.status_code == 503]
    assert len(refused) >= 3
    assert all(answer.headers["retry-after"] == "2" for answer in refused)
    assert found.truth("ASK {}")


def test_a_query_is_given_up_when_its_asker_goes_away(serve: Serve) -> None:
    found = serve(timeout_s=60, workers=1)
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{found.url}sparql", data={"query": PATHOLOGICAL["cartesian product"]}, timeout=0.3, trust_env=False)
    begin = time.monotonic()
    assert found.truth("ASK {}")
    assert time.monotonic() - begin < 10


def test_a_short_question_survives_an_impatient_asker(serve: Serve) -> None:
    """A worker is dear; what will be done within a second is left to be done."""
    found = serve(workers=1)
    before = found.service.readers.pids
    host = found.url.removeprefix("http://").rstrip("/")
    for _ in range(20):
        connection = http.client.HTTPConnection(host)
        connection.request("GET", "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D")
        connection.close()
    assert found.truth("ASK {}")
    assert found.service.readers.pids == before


def test_bodies_and_heads_have_their_sizes(reading: Running) -> None:
    limit = reading.service.settings.max_query_bytes
    fits = "ASK {}" + " " * (limit - 6)
    headers = {"Content-Type": "application/sparql-query"}
    assert reading.client.post("/sparql", content=fits, headers=headers).status_code == 200
    assert reading.client.post("/sparql", content=fits + " ", headers=headers).status_code == 413

    def dripped() -> object:
        yield from (b" " * 65536 for _ in range(limit // 65536 + 2))

    assert reading.client.post("/sparql", content=dripped(), headers=headers).status_code == 413  # type: ignore[arg-type]  # a generator of bytes
    long = http.client.HTTPConnection(reading.url.removeprefix("http://").rstrip("/"))
    long.request("GET", "/sparql?query=ASK%20%7B%7D" + "%20" * (HEAD_BYTES // 3))
    assert long.getresponse().status in {400, 431}
    long.close()
    assert reading.client.get("/health", headers={"X-Long": "x" * HEAD_BYTES}).status_code in {400, 431}
    assert reading.client.get("/health").status_code == 200


def test_a_client_that_drips_its_head_is_let_go(reading: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    assert HEAD_LIMIT_S <= 10
    monkeypatch.setattr("newsgraph.server.transport.HEAD_LIMIT_S", 0.5)
    host, _, port = reading.url.removeprefix("http://").rstrip("/").partition(":")
    silent = [socket.create_connection((host, int(port))) for _ in range(50)]
    for each in silent[:25]:
        each.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n")
    assert reading.client.get("/health").status_code == 200
    begin = time.monotonic()
    for each in silent:
        each.settimeout(5)
        assert each.recv(1) == b""
        each.close()
    assert time.monotonic() - begin < 3


@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\nzz\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /../../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /assets/..%2f..%2fpool.py HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /assets/%2e%2e/pool.py HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    ],
)
def test_malformed_requests_get_no_more_than_a_refusal(reading: Running, raw: bytes) -> None:
    host, _, port = reading.url.removeprefix("http://").rstrip("/").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        told = b""
        while part := connection.recv(65536):
            told += part
    assert told == b"" or int(told.split()[1]) in {400, 404, 421}
    assert b"root:" not in told
    assert b"asyncio" not in told
    assert reading.client.get("/health").status_code == 200


def test_writes_are_limited_too(tmp_path: Path) -> None:
    settings = ServiceSettings(store=tmp_path / "store", port=0, workers=1, token=TOKEN, write_timeout_s=LIMIT_S, max_write_bytes=2000)
    with running(settings) as found:
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
        long = httpx.post(f"{found.url}sparql", content="#" * 2001, headers=headers, trust_env=False)
        assert long.status_code == 413
        values = " ".join(map(str, range(150)))
        grow = "INSERT { GRAPH <urn:g> { ?s <urn:p> ?a } } WHERE { VALUES ?a { N } BIND(IRI(CONCAT('urn:', STR(?a))) AS ?s) }".replace(
            "{ N }", f"{{ {values} }}"
        )
        assert found.client.post("/sparql", content=grow, headers=headers).status_code == 204
        endless = "INSERT { GRAPH <urn:h> { ?a <urn:q> ?f } } WHERE { GRAPH ?x { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } }"
        begin = time.monotonic()
        assert found.client.post("/sparql", content=endless, headers=headers).status_code == 504
        assert time.monotonic() - begin < LIMIT_S + LATE_S
        count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        assert found.ask(count).json()["results"]["bindings"][0]["n"]["value"] == "150"
        deadline = time.monotonic() + 15
        while (status := found.client.post("/sparql", content="INSERT DATA { <urn:a> <urn:b> 1 }", headers=headers).status_code) != 204:
            assert time.monotonic() < deadline, status
        assert found.ask(count).json()["results"]["bindings"][0]["n"]["value"] == "151"


def is_running(pid: int) -> bool:
    """Whether there is a process of that number that has not ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
