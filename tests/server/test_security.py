"""Everything that is refused, tried for real: with a port that listens, a file that is there, a token that must not be seen."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.server.running import TOKEN, Running, Serve, running

from newsgraph.errors import SettingsError
from newsgraph.server.settings import ServiceSettings
from newsgraph.server.token import read_token

BEARER = {"Authorization": f"Bearer {TOKEN}"}


class Trap:
    """A port that notes who connects to it."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.caught: list[bytes] = []
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(2)
                self.caught.append(connection.recv(200))

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def trap() -> Iterator[Trap]:
    found = Trap()
    yield found
    found.close()


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(ServiceSettings(store=tmp_path_factory.mktemp("security") / "store", port=0, workers=1, token=TOKEN)) as found:
        yield found


# --- nothing reaches the network or the disk --------------------------------------------------------------------------------


def test_the_trap_catches_and_the_engine_would_walk_into_it(trap: Trap) -> None:
    """Without our walls both do reach out: else the tests below would show nothing."""
    from pyoxigraph import Store

    with pytest.raises((OSError, SyntaxError, RuntimeError)):
        list(Store().query(f"SELECT * {{ SERVICE <http://127.0.0.1:{trap.port}/> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]  # rows
    with pytest.raises((OSError, SyntaxError, RuntimeError)):
        Store().update(f"LOAD <http://127.0.0.1:{trap.port}/x.ttl>")
    assert len(trap.caught) == 2


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "SELECT * { service <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE#'\n<URL> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE <URL> { ?s ?p ?o } }",
        "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
        "SELECT * { VALUES ?g { <URL> } SERVICE ?g { ?s ?p ?o } }",
        "ASK { { SELECT * { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } } } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
        "SELECT * { BIND('\"' AS ?a) SERVICE <URL> { ?s ?p ?o } BIND('\"' AS ?b) }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
        "DESCRIBE <URL>",
        "LOAD <URL>",
    ],
)
def test_no_query_calls_another_server(reading: Running, writing: Running, trap: Trap, sparql: str) -> None:
    query = sparql.replace("URL", f"http://127.0.0.1:{trap.port}/x.ttl")
    for found in (reading, writing):
        answer = found.ask(query, "*/*")
        if "SERVICE" in sparql.upper() or sparql.startswith("LOAD"):
            assert answer.status_code == 403, answer.text
        else:
            assert answer.status_code == 200
    for name in ("default-graph-uri", "named-graph-uri"):
        assert reading.client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", name: f"http://127.0.0.1:{trap.port}/"}).json()["boolean"] is False
    assert trap.caught == []


@pytest.mark.parametrize(
    "sparql",
    [
        "LOAD <URL>",
        "LOAD SILENT <URL> INTO GRAPH <urn:g>",
        "load<URL>",
        "CLEAR DEFAULT;LOAD<URL>",
        "PREFIX x: <URL> LOAD x:",
        "INSERT DATA { <urn:a> <urn:b> '\"' } ; LOAD <URL> ; INSERT DATA { <urn:a> <urn:b> '\"' }",
        "# a comment\n LOAD # another\n <URL>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
        "DELETE { ?s ?p ?o } USING <urn:g> WHERE { SERVICE SILENT <URL> { ?s ?p ?o } }",
    ],
)
def test_no_update_fetches_from_a_server_or_a_file(writing: Running, trap: Trap, tmp_path: Path, sparql: str) -> None:
    file = tmp_path / "secret.ttl"
    file.write_text("<urn:secret> <urn:is> <urn:out> .")
    for url in (f"http://127.0.0.1:{trap.port}/x.ttl", file.as_uri()):
        for given in ({"content": sparql.replace("URL", url)}, {"data": {"update": sparql.replace("URL", url)}}):
            headers = {**BEARER, **({"Content-Type": "application/sparql-update"} if "content" in given else {})}
            answer = writing.client.post("/sparql", headers=headers, **given)
            assert answer.status_code == 403, answer.text
    assert not writing.truth("ASK { <urn:secret> ?p ?o }")
    assert trap.caught == []


def test_no_file_is_read_by_its_name(reading: Running, writing: Running, tmp_path: Path) -> None:
    file = tmp_path / "secret.ttl"
    file.write_text("<urn:secret> <urn:is> <urn:out> .")
    for found in (reading, writing):
        assert not found.truth(f"ASK FROM <{file.as_uri()}> {{ <urn:secret> ?p ?o }}")
        assert not found.truth(f"ASK FROM NAMED <{file.as_uri()}> {{ GRAPH ?g {{ <urn:secret> ?p ?o }} }}")
        assert found.client.get("/store", params={"graph": file.as_uri()}).status_code == 404
    entity = (
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{file.as_uri()}">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        "<rdf:Description><rdf:value>&x;</rdf:value></rdf:Description></rdf:RDF>"
    )
    headers = {**BEARER, "Content-Type": "application/rdf+xml"}
    writing.client.put("/store", params={"graph": "urn:xml"}, content=entity, headers=headers)
    assert not writing.truth("ASK { GRAPH ?g { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'secret')) } }")


def test_jsonld_fetches_no_context(writing: Running, trap: Trap) -> None:
    body = f'{{"@context": "http://127.0.0.1:{trap.port}/context.jsonld", "@id": "urn:a", "urn:b": "c"}}'
    answer = writing.client.put("/store", params={"graph": "urn:j"}, content=body, headers={**BEARER, "Content-Type": "application/ld+json"})
    assert answer.status_code == 400
    assert trap.caught == []


CONFINED = """
import socket, sys
from newsgraph.server.confine import confine
is_confined = confine(1 << 30)
from pyoxigraph import Store
for attempt in (
    lambda: socket.create_connection(("127.0.0.1", PORT), timeout=2),
    lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
    lambda: Store().update("LOAD <http://127.0.0.1:PORT/x.ttl>"),
    lambda: list(Store().query("SELECT * { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }")),
):
    try:
        attempt()
    except Exception as error:
        print(type(error).__name__)
socket.socketpair()
print(is_confined)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the second wall is built of Linux's seccomp")
def test_the_second_wall_holds_when_the_first_is_gone(trap: Trap) -> None:
    """A worker cannot make a socket at all, whatever the engine is given."""
    code = CONFINED.replace("PORT", str(trap.port))
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    if printed[-1] == "False":
        pytest.skip("this machine's processor or kernel has no such filter")
    assert printed[0] == printed[1] == "PermissionError"
    assert len(printed) == 5
    assert trap.caught == []


def test_every_worker_stands_behind_it(reading: Running, writing: Running) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("the second wall is built of Linux's seccomp")
    for pool in (reading.service.readers, writing.service.readers, writing.service.writer):
        assert pool is not None
        assert pool.is_confined
        assert all("Seccomp:\t2" in Path(f"/proc/{pid}/status").read_text() for pid in pool.pids)


# --- names, pages of other sites, headers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:1234", 200),
        ("127.0.0.1", 200),
        ("[::1]:7878", 200),
        ("rebound.example", 421),
        ("127.0.0.1.rebound.example", 421),
        ("localhost.rebound.example:80", 421),
        ("127.0.0.1@rebound.example", 421),
        ("", 421),
        ("2130706433", 421),
    ],
)
def test_only_known_names_are_answered(reading: Running, host: str, status: int) -> None:
    for path in ("/", "/sparql?query=ASK%20%7B%7D", "/store", "/health", "/metrics", "/assets/editor.js", "/nothing"):
        answer = reading.client.get(path, headers={"Host": host})
        assert (answer.status_code == 421) == (status == 421), path


def test_further_names_are_answered_when_allowed(serve: Serve) -> None:
    found = serve(allowed_hosts=("news.example",), workers=1)
    assert found.client.get("/health", headers={"Host": "news.example"}).status_code == 200
    assert found.client.get("/health", headers={"Host": "other.example"}).status_code == 421


def test_pages_of_other_sites_get_nothing_unless_asked_for(reading: Running, serve: Serve) -> None:
    page = {"Origin": "https://page.example"}
    preflight = {**page, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    told = reading.client.get("/sparql", params={"query": "ASK {}"}, headers=page)
    assert not [name for name in told.headers if name.startswith("access-control")]
    assert told.headers["cross-origin-resource-policy"] == "same-origin"
    assert reading.client.post("/sparql", data={"query": "ASK {}"}, headers=page).status_code == 403
    assert reading.client.post("/sparql", data={"query": "ASK {}"}, headers={"Origin": "null"}).status_code == 403
    assert reading.client.post("/sparql", data={"query": "ASK {}"}, headers={"Origin": reading.url.rstrip("/")}).status_code == 200
    assert not [name for name in reading.client.options("/sparql", headers=preflight).headers if name.startswith("access-control")]

    found = serve(cors=("https://page.example",), workers=1)
    told = found.client.post("/sparql", data={"query": "ASK {}"}, headers=page)
    assert (told.status_code, told.headers["access-control-allow-origin"]) == (200, "https://page.example")
    assert "access-control-allow-credentials" not in told.headers
    assert found.client.options("/sparql", headers=preflight).status_code == 200
    other = {"Origin": "https://other.example"}
    assert found.client.post("/sparql", data={"query": "ASK {}"}, headers=other).status_code == 403
    assert "access-control-allow-origin" not in found.client.get("/sparql", params={"query": "ASK {}"}, headers=other).headers


def test_every_answer_has_its_guards_and_none_a_cookie(reading: Running) -> None:
    answers = [
        reading.client.get(path, headers=headers)
        for path in ("/", "/sparql", "/sparql?query=ASK%7B%7D", "/sparql?query=x", "/store", "/health", "/metrics", "/assets/yasgui.min.js", "/no")
        for headers in ({}, {"Host": "rebound.example"})
    ]
    assert {answer.status_code for answer in answers} == {200, 400, 404, 421}
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe-eval" not in policy
        assert "script-src 'self' 'unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in answer.headers
        assert answer.headers["server"] == "newsgraph"  # what it is, and of no version


def test_texts_of_errors_are_never_pages(reading: Running) -> None:
    answer = reading.ask("<script>alert(1)</script>", "text/html,*/*")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    answer = reading.client.get("/store", params={"graph": "<script>"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/plain; charset=utf-8")


# --- the token -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o666, 0o644])
def test_a_token_that_others_can_read_or_change_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN)
    file.chmod(mode)
    with pytest.raises(SettingsError, match="chmod 600") as told:
        read_token(file)
    assert TOKEN not in str(told.value)


@pytest.mark.parametrize("content", ["", "sh0rt", "has a blank in its middle", "ÄÖÜäöüÄÖÜäöüÄÖÜäöü", "two\nlines-of-some-length", "x" * 5000])
def test_what_cannot_be_a_token_is_refused_and_not_shown(tmp_path: Path, content: str) -> None:
    file = tmp_path / "token"
    file.write_text(content, "utf-8")
    file.chmod(0o600)
    with pytest.raises(SettingsError) as told:
        read_token(file)
    assert not content or content not in str(told.value)


def test_a_good_token_is_read(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    file.chmod(0o600)
    assert read_token(file) == TOKEN
    for odd in (tmp_path, tmp_path / "missing"):
        with pytest.raises(SettingsError, match="token file"):
            read_token(odd)


def test_the_token_is_not_in_the_settings_as_shown(tmp_path: Path) -> None:
    assert TOKEN not in repr(ServiceSettings(store=tmp_path, token=TOKEN))
