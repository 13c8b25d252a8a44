"""Real triple stores for tests: started on the loopback interface in a folder of their own, and ended with the test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from newsgraph.remote import Credentials, Endpoint, GraphStore, Limits, profile_of

START_S = 60.0
PASSWORD = "a-Pass-w0rd"  # noqa: S105  # of a server that lives for seconds
TOKEN = "Tests0nly0Tests0nly0Tests0nly"  # noqa: S105  # as above


@dataclass(kw_only=True)
class RunningStore:
    """A server of its own process."""

    url: str
    profile: str
    credentials: Credentials
    process: subprocess.Popen[bytes]
    environment: Mapping[str, str]

    def client(self, **limits: float) -> GraphStore:
        """Return a client of it."""
        return GraphStore(
            Endpoint(address=self.url, profile=profile_of(self.profile)),
            credentials=self.credentials,
            limits=Limits(**{"first_pause_s": 0.05, **limits}),  # type: ignore[arg-type]  # numbers
        )

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    """Return a port that nobody listens to at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def oxigraph_program() -> str | None:
    """Return the server of the package `oxigraph`, None if it is not installed."""
    beside = shutil.which("oxigraph", path=os.pathsep.join((sysconfig.get_path("scripts"), str(Path(sys.executable).parent))))
    return beside or shutil.which("oxigraph")


def virtuoso_programs() -> tuple[str, str] | None:
    """Return server and command line of Virtuoso 7, None if one of them is not installed."""
    server, isql = shutil.which("virtuoso-t"), shutil.which("isql-vt") or shutil.which("isql-v")
    return (server, isql) if server and isql else None


@contextmanager
def _running(command: list[str], folder: Path, url: str, *, until: str, status: int = 200) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server, wait until an address answers with a status, and end it afterwards."""
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        end = time.monotonic() + START_S
        while not _answers(url + until, status):
            assert process.poll() is None, (folder / "server.log").read_text("utf-8", "replace")[-2000:]
            assert time.monotonic() < end, f"{command[0]} does not answer at {url}"
            time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait()


def _answers(url: str, status: int) -> bool:
    try:
        return httpx.get(url, trust_env=False, timeout=5).status_code == status
    except httpx.TransportError:
        return False


@contextmanager
def oxigraph(folder: Path, *, port: int | None = None) -> Iterator[RunningStore]:
    """Run the Oxigraph server on a folder."""
    program = oxigraph_program()
    assert program is not None
    address = f"127.0.0.1:{port or free_port()}"
    command = [program, "serve", "--location", str(folder / "data"), "--bind", address, "--union-default-graph"]
    with _running(command, folder, f"http://{address}", until="/") as process:
        yield RunningStore(url=f"http://{address}", profile="oxigraph", credentials=Credentials(), process=process, environment={})


VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
Striping = 0
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
DirsAllowed = .

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5

[SPARQL]
DefaultQuery = SELECT * WHERE {{}}
"""


@contextmanager
def virtuoso(folder: Path) -> Iterator[RunningStore]:
    """Run Virtuoso 7 on a folder, with a password of its own and the union of its graphs as default."""
    programs = virtuoso_programs()
    assert programs is not None
    server, isql = programs
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(sql=sql, http=http), "utf-8")
    url = f"http://127.0.0.1:{http}"
    command = [server, "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, folder, url, until="/sparql-graph-crud-auth?graph=urn:x", status=401) as process:
        script = f"DB.DBA.USER_CREATE('tester', '{PASSWORD}');\nGRANT SPARQL_UPDATE TO \"tester\";\n"
        done = subprocess.run([isql, f"127.0.0.1:{sql}", "dba", "dba"], input=script.encode(), check=True, capture_output=True, timeout=60)
        assert b"Error" not in done.stderr, done.stderr
        yield RunningStore(
            url=url,
            profile="virtuoso",
            credentials=Credentials(user="tester", password=PASSWORD),
            process=process,
            environment={"NEWSGRAPH_USER": "tester", "NEWSGRAPH_PASSWORD": PASSWORD},
        )


@contextmanager
def service(folder: Path) -> Iterator[RunningStore]:
    """Run newsgraph's own service, with writing allowed."""
    token = folder / "token"
    token.write_text(TOKEN + "\n", "utf-8")
    token.chmod(0o600)
    port = free_port()
    options = ["--store", str(folder / "store"), "--port", str(port), "--write", "--token-file", str(token), "--workers", "2"]
    command = [sys.executable, "-m", "newsgraph", "serve", *options]
    url = f"http://127.0.0.1:{port}"
    with _running(command, folder, url, until="/health") as process:
        yield RunningStore(
            url=url, profile="newsgraph", credentials=Credentials(token=TOKEN), process=process, environment={"NEWSGRAPH_TOKEN": TOKEN}
        )
