"""Run the real service on a free port of this machine, as `newsgraph serve` does, from within a test."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx
from pyoxigraph import RdfFormat, Store

from newsgraph.server.run import prepared
from newsgraph.server.service import Service
from newsgraph.server.settings import ServiceSettings

__all__ = ["GOLDEN", "N_QUADS", "TOKEN", "Running", "Serve", "done", "filled", "running"]

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "csto-2018.nq"
N_QUADS = len(GOLDEN.read_text("utf-8").splitlines())
TOKEN = "only-for-these-tests-0123456789"  # noqa: S105  opens nothing but what tests start
START_LIMIT_S = 30


@dataclass(frozen=True)
class Running:
    """A service that answers, and a client of it."""

    url: str
    client: httpx.Client
    service: Service

    def ask(self, sparql: str, accept: str = "application/sparql-results+json") -> httpx.Response:
        """Send a query in the body of a form."""
        return self.client.post("/sparql", data={"query": sparql}, headers={"Accept": accept})

    def truth(self, sparql: str) -> bool:
        """Return the answer to an ASK query."""
        return bool(self.ask(sparql).raise_for_status().json()["boolean"])


Serve = Callable[..., Running]
T = TypeVar("T")


def done(work: Coroutine[object, object, T]) -> T:
    """Run a coroutine to its end in a thread of its own: where a browser is open, this one has a loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work)).result()


@contextlib.contextmanager
def running(settings: ServiceSettings) -> Iterator[Running]:
    """Serve from a thread until the block ends."""
    told: list[str] = []
    listens = threading.Event()

    def tell(address: str) -> None:
        told.append(address)
        listens.set()

    server, listening = prepared(settings, tell)
    thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
    thread.start()
    try:
        assert listens.wait(START_LIMIT_S), "the service did not start"
        with httpx.Client(base_url=told[0], timeout=30, trust_env=False) as client:
            yield Running(told[0], client, server.service)
    finally:
        server.should_exit = True
        thread.join(START_LIMIT_S)
        listening.close()
    assert not thread.is_alive()


def filled(folder: Path) -> Path:
    """Make a store that holds the graph of the sample article."""
    store = Store(str(folder))
    store.load(path=str(GOLDEN), format=RdfFormat.N_QUADS)
    store.flush()
    del store
    return folder
