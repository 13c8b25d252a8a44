"""`newsgraph push` and `newsgraph pull` as people run them, and their secrets, which nobody sees."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.contract.conftest import empty
from tests.support import stores
from tests.support.faulty_server import Answer, FaultyServer
from tests.support.places import RemotePlace, by_graph

from newsgraph.cli.main import run
from newsgraph.cli.pull import FILE_FORMATS
from newsgraph.cli.remote_options import PROFILE_NAMES
from newsgraph.remote import PROFILES
from newsgraph.store import FORMATS, EmbeddedStore

SECRET = "Un1que-s3cret"  # noqa: S105  # made up
N_TRIPLES = {"Content-Type": "application/n-triples"}
EMPTY = Answer(headers=N_TRIPLES)
"""The answer of a store that takes everything and keeps nothing."""


@pytest.fixture
def sample_file(root: Path) -> str:
    return str(root / "output" / "csto-2018.trig")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("TOKEN", "USER", "PASSWORD"):
        monkeypatch.delenv(f"NEWSGRAPH_{name}", raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.fixture
def faulty() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_names_are_those_of_the_rooms() -> None:
    assert tuple(PROFILES) == PROFILE_NAMES
    assert FORMATS == FILE_FORMATS


def test_push_and_pull_bring_the_sample_there_and_back(
    server: stores.RunningStore, sample_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    assert run(["push", server.url, "--data", sample_file, "--dry-run"]) == 0
    shown = capsys.readouterr()
    assert shown.out.endswith("would be: 4 graphs (1 new, 3 extended), 865 triples sent, 0 orphaned ones removed; nothing was changed\n")
    assert shown.err == f"newsgraph: {server.url} is taken for {PROFILES[server.profile].title} (--profile {server.profile})\n"
    assert RemotePlace(server).quads() == {}
    assert run(["push", server.url, "--data", sample_file, "--profile", server.profile]) == 0
    shown = capsys.readouterr()
    assert "put     https://w3id.org/newsgraph/graph/43205c7c8549884e  763 triples\n" in shown.out
    assert shown.out.endswith("4 graphs (1 new, 3 extended), 865 triples sent, 0 orphaned ones removed; verified\n")
    assert shown.err == ""
    assert run(["push", server.url, "--data", sample_file, "--profile", server.profile]) == 0
    assert capsys.readouterr().out == "4 graphs (4 same), 0 triples sent, 0 orphaned ones removed; verified\n"
    back = tmp_path / "back.nq"
    assert run(["pull", server.url, "--profile", server.profile, "-o", str(back), "--quiet"]) == 0
    assert run(["diff", sample_file, str(back)]) == 0
    assert run(["pull", server.url, "--profile", server.profile, "--store", str(tmp_path / "mirror"), "--dry-run"]) == 0
    assert not (tmp_path / "mirror").exists()
    assert run(["pull", server.url, "--profile", server.profile, "--store", str(tmp_path / "mirror")]) == 0
    assert run(["diff", sample_file, str(tmp_path / "mirror")]) == 0
    assert capsys.readouterr().err == ""


def test_one_article_goes_with_its_share_only(
    oxigraph_server: stores.RunningStore, sample_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty(oxigraph_server)
    extra = tmp_path / "extra.nq"
    facts = "<https://w3id.org/newsgraph/graph/facts>"
    kyrgyzstan = "<https://w3id.org/newsgraph/id/Kyrgyzstan>"
    extra.write_text(
        f"{kyrgyzstan} <https://w3id.org/newsgraph/ontology#memberOf> <https://w3id.org/newsgraph/id/X> {facts} .\n<urn:x> <urn:p> _:b {facts} .\n_:b <urn:p> <urn:o> <urn:test:g> .\n",
        "utf-8",
    )
    arguments = ["push", oxigraph_server.url, "--data", sample_file, "--data", str(extra), "--profile", "oxigraph"]
    assert run([*arguments, "--graph", "43205c7c8549884e"]) == 0
    expected = EmbeddedStore()
    expected.load([Path(sample_file)])
    assert RemotePlace(oxigraph_server).quads() == by_graph(expected)
    assert run(arguments) == 0
    shown = capsys.readouterr().out
    assert "add     https://w3id.org/newsgraph/graph/facts  2 triples\n" in shown
    assert "put     urn:test:g  1 triples\n" in shown
    assert run(arguments) == 0
    assert capsys.readouterr().out.startswith("5 graphs (5 same)")
    assert run([*arguments, "--graph", "0000000000000000"]) == 3
    assert "there is no graph https://w3id.org/newsgraph/graph/0000000000000000 to push" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["push", "http://127.0.0.1:9", "--profile", "generic", "--attempts", "1"], 2, "give either --data FILE"),
        (["pull", "http://127.0.0.1:9", "--profile", "generic", "--attempts", "1"], 2, "give either --store DIR or -o FILE"),
        (["pull", "http://127.0.0.1:9", "--profile", "generic", "-o", "x.docx"], 2, "has none of the suffixes trig, nq, ttl, jsonld"),
        (["push", "http://127.0.0.1:9", "--data", "FILE", "--profile", "generic", "--attempts", "1"], 3, "cannot be reached"),
        (["push", "http://127.0.0.1:9", "--data", "FILE", "--attempts", "1"], 3, "cannot be reached"),
        (["push", "localhost", "--data", "FILE"], 3, "not an http or https address"),
        (["push", "http://example.org", "--data", "TTL", "--profile", "generic"], 3, "some triples stand in no named graph"),
        (["push", "http://example.org", "--data", "none.trig", "--profile", "generic"], 3, "none.trig"),
        (["push", f"http://me:{SECRET}@example.org", "--data", "FILE"], 3, "has a user or password in its address"),
        (["push", "http://example.org", f"https://me:{SECRET}@example.org", "--data", "FILE"], 2, r"extra argument (https://***@example.org)"),
        (["push", "http://example.org", "--data", "FILE", "--profile", f"https://{SECRET}@x"], 2, "https://***@x"),
    ],
)
def test_wrong_calls_are_one_line_without_secrets(
    arguments: list[str], code: int, message: str, sample_file: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = {"FILE": sample_file, "TTL": str(root / "output" / "csto-2018.ttl")}
    assert run([values.get(each, each) for each in arguments]) == code
    shown = capsys.readouterr()
    assert message in shown.err
    assert shown.err.count("\n") == 1
    assert SECRET not in shown.err
    assert shown.out == ""


def test_a_store_that_keeps_nothing_is_found_out(faulty: ExitStack, sample_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    server = faulty.enter_context(FaultyServer(EMPTY).running())
    assert run(["push", server.url, "--profile", "generic", "--data", sample_file]) == 1
    shown = capsys.readouterr()
    assert "graph 43205c7c8549884e holds 0 triples with the hash e3b0c44298fc there, not the 763 with " in shown.err
    assert "graph facts lacks 84 of our triples there" in shown.err
    assert shown.out.endswith("differences were found\n")


def test_a_dry_run_only_reads(faulty: ExitStack, sample_file: str, tmp_path: Path) -> None:
    server = faulty.enter_context(FaultyServer(EMPTY).running())
    assert run(["push", server.url, "--profile", "generic", "--data", sample_file, "--dry-run", "--state", str(tmp_path / "s"), "-q"]) == 0
    assert {each.method for each in server.seen} == {"GET"}
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_removed_is_said(faulty: ExitStack, sample_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A store without queries: the old version is there, what it leaves cannot be asked for."""
    old = Answer(headers=N_TRIPLES, body=b"<urn:a> <urn:b> <urn:c> .\n")
    server = faulty.enter_context(FaultyServer(EMPTY, EMPTY, EMPTY, old).running())
    assert run(["push", server.url, "--profile", "generic", "--data", sample_file, "--dry-run"]) == 0
    assert "what only old versions supported may be left, because this store takes no updates" in capsys.readouterr().out


@pytest.mark.parametrize("page", [b"<html><head><title>Login</title></head><form>", b"<form"])
def test_a_page_with_200_is_a_failure_of_the_command(faulty: ExitStack, page: bytes, sample_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    server = faulty.enter_context(FaultyServer(Answer(headers={"Content-Type": "text/html"}, body=page)).running())
    assert run(["push", server.url, "--profile", "virtuoso", "--data", sample_file]) == 3
    assert "answered 200 with a page for people" in capsys.readouterr().err


def test_a_connection_that_breaks_for_good_after_something_was_sent_ends_with_4(
    faulty: ExitStack, sample_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = (sample_file, "43205c7c8549884e")
    store = EmbeddedStore()
    store.load([Path(graph[0])])
    triples = b"".join(f"{quad.triple} .\n".encode() for quad in store.article_quads(graph[1]))
    put_and_read = (Answer(status=201), Answer(headers=N_TRIPLES, body=triples))
    server = faulty.enter_context(FaultyServer(EMPTY, EMPTY, EMPTY, EMPTY, *put_and_read, Answer(fault="drop")).running())
    assert run(["push", server.url, "--profile", "generic", "--data", sample_file, "--attempts", "1"]) == 4
    assert "the connection to" in (shown := capsys.readouterr().err)
    assert "so far: 1 graph (1 new), 763 triples sent" in shown


def secret_cases(tmp_path: Path) -> dict[str, dict[str, str]]:
    netrc = tmp_path / "secret-netrc"
    netrc.write_text(f"machine 127.0.0.1 login me password {SECRET}\n", "utf-8")
    netrc.chmod(0o600)
    return {
        "password": {"NEWSGRAPH_USER": "me", "NEWSGRAPH_PASSWORD": SECRET},
        "token": {"NEWSGRAPH_TOKEN": SECRET},
        "netrc": {"NETRC": str(netrc)},
    }


@pytest.mark.parametrize("case", ["password", "token", "netrc"])
def test_secrets_are_in_no_process_list_message_or_file(case: str, faulty: ExitStack, root: Path, tmp_path: Path) -> None:
    """The server takes its time, so that the process can be looked at, and then throws back what it was sent."""
    work = tmp_path / "work"
    work.mkdir()
    with EmbeddedStore(work / "store") as store:
        store.load([root / "output" / "csto-2018.trig"])
    basic = base64.b64encode(f"me:{SECRET}".encode()).decode()
    sent = f"Bearer {SECRET}" if case == "token" else f"Basic {basic}"
    told = Answer(status=500, body=f"denied: {SECRET} {sent}".encode())
    server = faulty.enter_context(FaultyServer(EMPTY, EMPTY, EMPTY, EMPTY, Answer(status=201), Answer(fault="silence", delay_s=1.0), told).running())
    environment = {**os.environ, **secret_cases(tmp_path)[case]}
    command = [sys.executable, "-m", "newsgraph", "push", server.url, "--profile", "generic", "--store", str(work / "store"), "--debug"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=work)
    end = time.monotonic() + 60
    while len(server.seen) < 6 and time.monotonic() < end:
        time.sleep(0.01)
    listed = (
        "\n".join(
            path.read_bytes().decode("utf-8", "replace")
            for path in Path("/proc").glob("[0-9]*/cmdline")
            if path.exists() and os.access(path, os.R_OK)
        )
        if Path("/proc").is_dir()
        else "newsgraph"
    )
    out, err = process.communicate(timeout=60)
    assert server.seen[0].headers["authorization"] == sent
    assert "newsgraph" in listed
    assert process.returncode == 4
    assert f"denied: *** {sent.split(maxsplit=1)[0]} ***; " in err
    for text in (listed, out, err):
        assert SECRET not in text
        assert basic not in text
    for path in work.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert SECRET.encode() not in content, path
            assert basic.encode() not in content, path


def test_without_httpx_one_line_says_what_to_install(sample_file: str) -> None:
    code = f"import sys; sys.modules['httpx'] = None\nfrom newsgraph.cli.main import run\nsys.exit(run(['push', 'http://127.0.0.1:9', '--data', {sample_file!r}]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == "newsgraph: other stores are spoken to by httpx, which is not installed; pip install 'newsgraph[remote]'\n"


def test_help_names_no_secret_option(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("push", "pull"):
        assert run([name, "--help"]) == 0
        text = capsys.readouterr().out
        assert "NEWSGRAPH_PASSWORD" in text
        assert "--password" not in text
        assert "--token" not in text
