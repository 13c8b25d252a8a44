"""Real faults of a real server: what is repeated, what is told, and that nothing secret leaves."""

from __future__ import annotations

import logging
import shutil
import subprocess
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.faulty_server import Answer, FaultyServer

from newsgraph.errors import RemoteError
from newsgraph.remote import PROFILES, Credentials, Endpoint, GraphStore, Limits, detect_profile, profile_of
from newsgraph.remote.transport import Transport

Serve = Callable[..., FaultyServer]

GRAPH = "https://w3id.org/newsgraph/graph/0123456789abcdef"
TRIPLE = b"<urn:a> <urn:b> <urn:c> .\n"
N_TRIPLES = {"Content-Type": "application/n-triples"}
FORM = b"<!DOCTYPE html><html><head><title>SPARQL Graph Store</title></head><body><form>Fill me in</form></body></html>"
PAGE = Answer(headers={"Content-Type": "text/html; charset=UTF-8"}, body=FORM)
SECRET = "c0rrect-horse"  # noqa: S105  # made up
USER = Credentials(user="dba", password=SECRET)


class Waits(list[float]):
    """What was slept, in seconds, instead of sleeping."""


def store(server: FaultyServer, name: str = "oxigraph", waits: list[float] | None = None, **options: Any) -> GraphStore:
    options.setdefault("limits", Limits(timeout_s=0.5, attempts=4))
    return GraphStore(Endpoint(address=server.url, profile=profile_of(name)), sleep=Waits().append if waits is None else waits.append, **options)


def methods(server: FaultyServer) -> list[str]:
    return [each.method for each in server.seen]


def test_a_busy_server_is_asked_again_when_it_says(serve: Serve) -> None:
    waits: list[float] = []
    server = serve(Answer(status=503, headers={"Retry-After": "7"}), Answer(status=429, headers={"Retry-After": "0"}), Answer(status=201))
    with store(server, waits=waits) as remote:
        remote.put(GRAPH, TRIPLE)
    assert methods(server) == ["PUT"] * 3
    assert {each.body for each in server.seen} == {TRIPLE}
    assert waits == [7.0, 0.0]


def test_a_day_to_come_back_is_taken_by_the_servers_own_clock(serve: Serve) -> None:
    waits: list[float] = []
    busy = {"Date": "Tue, 24 Nov 1999 18:50:24 GMT", "Retry-After": "Tue, 24 Nov 1999 18:50:54 GMT"}
    server = serve(Answer(status=503, headers=busy), Answer(status=204))
    with store(server, waits=waits) as remote:
        remote.delete(GRAPH)
    assert waits == [30.0]


def test_a_server_that_asks_for_an_hour_is_left_alone(serve: Serve) -> None:
    waits: list[float] = []
    server = serve(Answer(status=503, headers={"Retry-After": "3600"}))
    with store(server, waits=waits) as remote, pytest.raises(RemoteError, match=r"is busy \(503\) and asks to come back in 3600 s"):
        remote.put(GRAPH, TRIPLE)
    assert (len(server.seen), waits) == (1, [])


@pytest.mark.parametrize("text", ["soon", "-1", "Tue, 99 Nov", "1e9", "٣"])
def test_a_retry_after_that_means_nothing_is_the_usual_pause(text: str, serve: Serve) -> None:
    waits: list[float] = []
    server = serve(Answer(status=503, headers={"Retry-After": text.encode("utf-8").decode("latin-1")}), Answer(status=201))
    with store(server, waits=waits) as remote:
        remote.put(GRAPH, TRIPLE)
    assert waits == [0.5]


def test_pauses_double_without_chance_and_end(serve: Serve) -> None:
    waits: list[float] = []
    server = serve(Answer(status=502))
    limits = Limits(attempts=9, max_pause_s=8)
    with store(server, waits=waits, limits=limits) as remote, pytest.raises(RemoteError, match="answered 502"):
        remote.get(GRAPH)
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0]
    assert len(server.seen) == 9


@pytest.mark.parametrize("fault", ["drop", "drop-body", "cut", "silence"])
def test_what_can_be_repeated_is_repeated_after_a_broken_connection(fault: Any, serve: Serve) -> None:
    body = TRIPLE * 200_000 if fault == "drop-body" else TRIPLE
    server = serve(Answer(fault=fault, delay_s=1.0, body=TRIPLE, headers=N_TRIPLES), Answer(status=201))
    with store(server) as remote:
        remote.put(GRAPH, body)
    assert methods(server) == ["PUT", "PUT"]
    assert server.seen[-1].body == body


@pytest.mark.parametrize("fault", ["drop", "cut", "silence"])
def test_adding_is_never_repeated_when_it_may_have_been_done(fault: Any, serve: Serve) -> None:
    server = serve(Answer(fault=fault, delay_s=1.0, body=b"x"), Answer(status=201))
    with store(server) as remote, pytest.raises(RemoteError, match=r"broke|does not answer in time"):
        remote.post(GRAPH, TRIPLE)
    assert methods(server) == ["POST"]


def test_a_busy_server_is_not_sent_an_addition_again(serve: Serve) -> None:
    server = serve(Answer(status=503), Answer(status=201))
    with store(server) as remote, pytest.raises(RemoteError, match=r"answered 503.*run again later"):
        remote.post(GRAPH, TRIPLE)
    assert methods(server) == ["POST"]


def test_a_closed_port_is_one_line() -> None:
    with FaultyServer().running() as server:
        address = server.url
    waits: list[float] = []
    remote = GraphStore(Endpoint(address=address, profile=PROFILES["oxigraph"]), sleep=waits.append, limits=Limits(attempts=2))
    with remote, pytest.raises(RemoteError, match=r"cannot be reached \(tried 2 times\).*check that it runs") as caught:
        remote.post(GRAPH, TRIPLE)  # no connection came about, so even this is tried again
    assert "\n" not in str(caught.value)
    assert waits == [0.5]


def test_a_truncated_graph_is_read_again_and_never_half(serve: Serve) -> None:
    cut = Answer(headers=N_TRIPLES, body=TRIPLE, fault="cut")
    server = serve(cut, Answer(headers=N_TRIPLES, body=TRIPLE * 2))
    with store(server) as remote:
        assert remote.get(GRAPH) == TRIPLE * 2
    server = serve(cut)
    with store(server) as remote, pytest.raises(RemoteError, match=r"the connection to .* broke"):
        remote.get(GRAPH)


def test_a_form_with_200_is_a_failure_and_an_empty_page_is_not(serve: Serve) -> None:
    server = serve(PAGE)
    with store(server, "virtuoso") as remote:
        for touch in (lambda: remote.put(GRAPH, TRIPLE), lambda: remote.post(GRAPH, TRIPLE), lambda: remote.delete(GRAPH), lambda: remote.get(GRAPH)):
            with pytest.raises(RemoteError, match=r"answered 200 with a page for people \(SPARQL Graph Store\)"):
                touch()
        with pytest.raises(RemoteError, match="page for people"):
            remote.update("INSERT DATA {}")
        with pytest.raises(RemoteError, match="page for people"):
            remote.select("SELECT * {}")
    server = serve(Answer(headers={"Content-Type": "text/html; charset=UTF-8"}))
    with store(server, "virtuoso") as remote:
        remote.put(GRAPH, TRIPLE)


def test_a_graph_of_another_format_is_refused(serve: Serve) -> None:
    server = serve(Answer(headers={"Content-Type": "application/rdf+xml"}, body=b"<rdf/>"))
    with store(server) as remote, pytest.raises(RemoteError, match=r"answered 200 with application/rdf\+xml"):
        remote.get(GRAPH)


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"results": {"bindings": 1}}', b'{"boolean": true}', b'{"results": {"bindings": [{"a": 1}]}}'])
def test_an_answer_that_is_no_table_is_refused(body: bytes, serve: Serve) -> None:
    server = serve(Answer(headers={"Content-Type": "application/sparql-results+json"}, body=body))
    with store(server) as remote, pytest.raises(RemoteError, match="did not answer a query in JSON"):
        remote.select("SELECT * {}")


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        (401, "NEWSGRAPH_USER"),
        (403, "may not do this"),
        (405, "does not offer this"),
        (413, "smaller"),
        (415, "format"),
        (500, "log"),
        (501, "profile"),
    ],
)
def test_refusals_say_what_to_do_and_are_not_repeated(status: int, hint: str, serve: Serve) -> None:
    server = serve(Answer(status=status, headers={"Content-Type": "text/html"}, body=b"<html><head><style>p{}</style></head><p>No\n &amp; never</p>"))
    with store(server) as remote, pytest.raises(RemoteError, match=f"answered {status}: No & never; .*{hint}") as caught:
        remote.put(GRAPH, TRIPLE)
    assert len(server.seen) == 1
    assert "\n" not in str(caught.value)


def test_a_missing_graph_is_none(serve: Serve) -> None:
    server = serve(Answer(status=404))
    with store(server) as remote:
        assert (remote.get(GRAPH), remote.head(GRAPH), remote.delete(GRAPH)) == (None, False, False)
    assert methods(server) == ["GET", "HEAD", "DELETE"]
    assert all(each.target == "/store?graph=https%3A%2F%2Fw3id.org%2Fnewsgraph%2Fgraph%2F0123456789abcdef" for each in server.seen)
    with store(serve(Answer(status=404)), "virtuoso") as remote:
        assert remote.head(GRAPH) is False


def test_a_large_graph_is_put_in_parts_between_lines(serve: Serve) -> None:
    from dataclasses import replace

    server = serve(Answer(status=201))
    profile = replace(PROFILES["virtuoso"], max_bytes=3 * len(TRIPLE))
    with GraphStore(Endpoint(address=server.url, profile=profile)) as remote:
        remote.put(GRAPH, TRIPLE * 8)
    assert [(each.method, each.body) for each in server.seen] == [("PUT", TRIPLE * 3), ("POST", TRIPLE * 3), ("POST", TRIPLE * 2)]


def test_a_password_is_not_taken_to_another_host(serve: Serve) -> None:
    elsewhere = serve(Answer(status=201))
    server = serve(Answer(status=307, headers={"Location": f"{elsewhere.url}/store"}))
    with store(server, credentials=USER) as remote, pytest.raises(RemoteError, match=f"sends us to {elsewhere.url}; nothing was sent there"):
        remote.put(GRAPH, TRIPLE)
    assert elsewhere.seen == []


@pytest.mark.parametrize("target", ["https://127.0.0.1:1/x", "//example.org/x", "ftp://127.0.0.1/", "http://127.0.0.1.example.org/"])
def test_no_other_scheme_host_or_port_is_followed(target: str, serve: Serve) -> None:
    server = serve(Answer(status=308, headers={"Location": target}))
    with store(server, credentials=USER) as remote, pytest.raises(RemoteError, match="sends us to"):
        remote.get(GRAPH)
    assert len(server.seen) == 1


@pytest.mark.parametrize("target", ["http://[", "http://a:b", "http://[::1/x"])
def test_a_redirect_to_nonsense_is_one_line(target: str, serve: Serve) -> None:
    server = serve(Answer(status=308, headers={"Location": target}))
    with store(server, credentials=USER) as remote, pytest.raises(RemoteError, match=r"sends us to|Invalid URL|invalid address"):
        remote.get(GRAPH)


def test_a_redirect_within_the_server_is_followed_with_everything(serve: Serve) -> None:
    server = serve(Answer(status=308, headers={"Location": "/other?graph=x"}), Answer(status=201))
    with store(server, credentials=USER) as remote:
        remote.put(GRAPH, TRIPLE)
    assert [(each.method, each.target, each.body) for each in server.seen][1] == ("PUT", "/other?graph=x", TRIPLE)
    assert server.seen[1].headers["content-type"] == "application/n-triples"
    assert server.seen[1].headers["authorization"] == server.seen[0].headers["authorization"]


def test_a_redirect_that_turns_writing_into_reading_or_goes_in_a_circle_is_refused(serve: Serve) -> None:
    server = serve(Answer(status=302, headers={"Location": "/login"}))
    with store(server) as remote, pytest.raises(RemoteError, match="answers PUT by sending us to another page"):
        remote.put(GRAPH, TRIPLE)
    with store(server) as remote, pytest.raises(RemoteError, match="in a circle"):
        remote.get(GRAPH)


def test_who_we_are_is_sent_as_the_profile_says(serve: Serve) -> None:
    server = serve(Answer(status=201))
    with store(server, credentials=USER) as remote:
        remote.put(GRAPH, TRIPLE)
    assert server.seen[-1].headers["authorization"].startswith("Basic ")
    with store(server, credentials=Credentials(token="t0ken")) as remote:  # noqa: S106  # made up
        remote.put(GRAPH, TRIPLE)
    assert server.seen[-1].headers["authorization"] == "Bearer t0ken"
    with store(server) as remote:
        remote.put(GRAPH, TRIPLE)
    assert "authorization" not in server.seen[-1].headers


def test_a_digest_never_shows_the_password(serve: Serve) -> None:
    challenge = {"WWW-Authenticate": 'Digest realm="SPARQL", nonce="1", qop="auth", algorithm="MD5"'}
    server = serve(Answer(status=401, headers=challenge), Answer(status=201))
    with store(server, "virtuoso", credentials=USER) as remote:
        remote.put(GRAPH, TRIPLE)
    assert "authorization" not in server.seen[0].headers
    assert server.seen[1].headers["authorization"].startswith('Digest username="dba"')
    assert server.seen[1].body == TRIPLE
    assert SECRET not in str(server.seen)


@pytest.mark.parametrize("credentials", [USER, Credentials(token=SECRET)])
def test_no_password_travels_in_plain_words(credentials: Credentials) -> None:
    with pytest.raises(RemoteError, match=r"would travel unencrypted to example\.org; use https, or allow it by --plain-http") as caught:
        Transport("http://example.org", credentials=credentials)
    assert SECRET not in str(caught.value)
    Transport("http://example.org", credentials=credentials, is_plain_allowed=True).close()
    Transport("https://example.org", credentials=credentials).close()
    Transport("http://example.org", auth="digest", credentials=USER).close()


def test_secrets_stay_out_of_errors_and_logs(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    """The server throws back all it was sent, as badly written ones do."""
    basic = "ZGJhOmMwcnJlY3QtaG9yc2U="
    echo = Answer(status=500, body=f"user=dba&password={SECRET} Authorization: Basic {basic}".encode())
    server = serve(echo, Answer(status=307, headers={"Location": f"http://{SECRET}.example.org/{basic}"}), Answer(fault="drop"))
    shown = []
    with caplog.at_level(logging.DEBUG), store(server, credentials=USER, limits=Limits(attempts=1)) as remote:
        for touch in (remote.get, remote.delete, remote.head):
            try:
                touch(GRAPH)
            except RemoteError as error:
                shown.append("".join(traceback.format_exception(error)))
    assert len(shown) == 3
    assert server.seen[0].headers["authorization"] == f"Basic {basic}"
    # The debug log of httpcore repeats what a server sends in headers, so those of the second answer are not looked for there.
    logged = [record.getMessage() for record in caplog.records if "example.org" not in record.getMessage()]
    text = "\n".join([*shown, *logged, repr(remote.__dict__)])
    assert "httpcore" in {record.name.partition(".")[0] for record in caplog.records}
    assert SECRET not in text
    assert basic not in text


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of this machine's own making and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, which makes the certificate")
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(chain), *subject]
    subprocess.run(command, check=True, capture_output=True)
    return chain, key


def test_certificates_are_verified(serve: Serve, certificate: tuple[Path, Path], tmp_path: Path) -> None:
    server = serve(Answer(headers=N_TRIPLES, body=TRIPLE), certificate=certificate)
    waits: list[float] = []
    with (
        store(server, waits=waits, credentials=USER) as remote,
        pytest.raises(RemoteError, match=r"cannot be verified, so nothing was sent.*--ca-file"),
    ):
        remote.put(GRAPH, TRIPLE)
    assert (server.seen, waits) == ([], [])
    with store(server, credentials=USER, ca_file=certificate[0]) as remote:
        assert remote.get(GRAPH) == TRIPLE
    with pytest.raises(RemoteError, match="holds no certificates"):
        store(server, ca_file=tmp_path / "none.pem")


def test_a_store_is_asked_what_it_is_without_saying_who_we_are(serve: Serve) -> None:
    server = serve(Answer(headers={"Server": "Oxigraph/0.5"}))
    assert detect_profile(server.url).name == "oxigraph"
    assert "authorization" not in server.seen[0].headers
    with pytest.raises(RemoteError, match="does not tell what kind of store it is; say so by --profile"):
        detect_profile(serve(Answer()).url)


def test_stores_without_queries_say_so(serve: Serve) -> None:
    with store(serve(Answer()), "generic") as remote:
        with pytest.raises(RemoteError, match="queries cannot be asked"):
            remote.graphs()
        with pytest.raises(RemoteError, match="updates cannot be sent"):
            remote.update("DELETE DATA {}")


def test_updates_go_as_the_profile_says(serve: Serve) -> None:
    server = serve(Answer(status=204))
    for name, body in [("oxigraph", b"CLEAR GRAPH <urn:\xc3\xa9>"), ("neptune", b"update=CLEAR+GRAPH+%3Curn%3A%C3%A9%3E")]:
        with store(server, name) as remote:
            remote.update("CLEAR GRAPH <urn:é>")
        assert server.seen[-1].body == body
