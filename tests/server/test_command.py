"""`newsgraph serve` as people run it: a process of its own, started, asked, and ended in every way there is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from tests.server.running import TOKEN, filled, running

from newsgraph.server.settings import ServiceSettings


def heeding() -> None:
    """Heed an interrupt, which a test run in the background of a shell is told to ignore."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


Start = Callable[..., tuple[subprocess.Popen[str], str]]
END_LIMIT_S = 20
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "newsgraph", "serve", *map(str, arguments)]


@pytest.fixture
def start() -> Iterator[Start]:
    """Give a function that starts the command and returns the process and the address that it tells."""
    started: list[subprocess.Popen[str]] = []

    def starter(*arguments: object) -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen(
            command("--port", 0, *arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            preexec_fn=heeding,  # noqa: PLW1509  # no threads here
        )
        started.append(process)
        assert process.stdout is not None
        return process, process.stdout.readline().strip()

    yield starter
    for process in started:
        process.kill()
        process.communicate()


def workers_of(pid: int) -> set[int]:
    """Return the processes that a process has started, and that have not ended."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.add(int(status.parent.name))
    return found


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def all_gone(pids: set[int]) -> bool:
    deadline = time.monotonic() + END_LIMIT_S
    while any(map(is_there, pids)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130), (signal.SIGKILL, -9)])
@pytest.mark.parametrize("is_busy", [False, True])
def test_it_ends_in_order_and_leaves_no_process(start: Start, sample_store: Path, sent: signal.Signals, code: int, is_busy: bool) -> None:  # noqa: FBT001
    process, address = start("--store", sample_store, "--workers", 2)
    assert httpx.get(f"{address}health", trust_env=False).json()["status"] == "ok"
    workers = workers_of(process.pid)
    assert len(workers) == 2
    if is_busy:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{address}sparql", data={"query": SLOW}, timeout=0.5, trust_env=False)
    process.send_signal(sent)
    assert process.wait(END_LIMIT_S) == code
    assert all_gone(workers)
    assert process.stderr is not None
    assert process.stderr.read() in {"", "newsgraph: stopped\n"}


def test_an_answer_on_its_way_is_finished_first(start: Start, sample_store: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    process, address = start("--store", sample_store, "--workers", 1, "--timeout", 2)
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(httpx.post, f"{address}sparql", data={"query": SLOW}, timeout=20, trust_env=False)
        time.sleep(0.5)
        process.terminate()
        assert asked.result().status_code == 504
    assert process.wait(END_LIMIT_S) == 0


def test_the_token_is_nowhere_to_be_seen(start: Start, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(TOKEN)
    token.chmod(0o600)
    store = tmp_path / "store"
    process, address = start("--store", store, "--write", "--token-file", token, "--workers", 1, "--debug")
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
    for text, status in (("INSERT DATA { <urn:a> <urn:b> 1 }", 204), ("INSERT", 400), ("LOAD <urn:x>", 403)):
        answer = httpx.post(f"{address}sparql", content=text, headers=headers, trust_env=False)
        assert answer.status_code == status
        assert TOKEN not in answer.text
    wrong = httpx.post(f"{address}sparql", content="CLEAR ALL", headers={**headers, "Authorization": f"Bearer {TOKEN}-"}, trust_env=False)
    assert (wrong.status_code, TOKEN in wrong.text) == (401, False)
    assert TOKEN not in httpx.get(f"{address}metrics", trust_env=False).text
    for pid in {process.pid, *workers_of(process.pid)}:
        assert TOKEN.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()
        assert TOKEN.encode() not in Path(f"/proc/{pid}/environ").read_bytes()
    process.terminate()
    out, err = process.communicate(timeout=END_LIMIT_S)
    assert TOKEN not in out + err
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path != token and TOKEN.encode() in path.read_bytes()] == []


def test_two_writers_and_what_is_no_store_are_refused_in_one_line(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(TOKEN)
    token.chmod(0o600)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_text("x")
    writes = ("--write", "--token-file", token, "--workers", 1)
    with running(ServiceSettings(store=tmp_path / "store", port=0, workers=1, token=TOKEN)) as found:
        port = found.url.rstrip("/").rpartition(":")[2]
        cases: list[tuple[tuple[object, ...], int, str]] = [
            (("--store", tmp_path / "store", "--port", 0, *writes), 3, "open in another process"),
            (("--store", tmp_path / "store", "--port", port), 3, "choose another with --port"),
            (("--store", tmp_path / "none", "--port", 0), 3, "there is no store"),
            (("--store", tmp_path / "other", "--port", 0), 3, "there is no store"),
            (("--store", tmp_path / "other", "--port", 0, *writes), 3, "holds other files"),
            (("--store", tmp_path / "store", "--write"), 2, "belong together"),
            (("--store", tmp_path / "store", "--token-file", token), 2, "belong together"),
            (("--store", tmp_path / "store", "--cors", "page.example"), 3, "is not an origin"),
            (("--port", 0), 2, "--store"),
        ]
        for arguments, code, words in cases:
            done = subprocess.run(command(*arguments), capture_output=True, text=True, timeout=60, check=False)
            assert (done.returncode, words in done.stderr) == (code, True), done.stderr
            assert done.stderr.count("\n") == 1, done.stderr
            assert done.stdout == ""
    assert not (tmp_path / "none").exists()
    assert sorted(path.name for path in (tmp_path / "other").iterdir()) == ["file"]


def test_a_damaged_store_is_refused_in_one_line(tmp_path: Path) -> None:
    store = filled(tmp_path / "store")
    for path in store.glob("*.sst"):
        path.write_bytes(b"\0" * 100)
    (store / "CURRENT").write_text("MANIFEST-999999\n")
    done = subprocess.run(command("--store", store, "--port", 0), capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr
    assert "cannot be opened" in done.stderr


def test_a_missing_library_is_named_with_its_remedy(tmp_path: Path) -> None:
    code = (
        "import sys\nfor name in ('starlette', 'uvicorn'): sys.modules[name] = None\n"
        f"from newsgraph.cli.main import run\nsys.exit(run(['serve', '--store', {str(tmp_path)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "pip install 'newsgraph[serve]'" in done.stderr
