"""Start the real service on a free port of this machine, as `newsgraph serve` does, and stop it again."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, Store

from newsgraph.server.run import prepared
from newsgraph.server.service import Service
from newsgraph.server.settings import ServiceSettings

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


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the sample article; not to be changed."""
    return filled(tmp_path_factory.mktemp("served") / "store")


@pytest.fixture(scope="session")
def reading(sample_store: Path) -> Iterator[Running]:
    """A service that only reads, shared by all tests that leave it as it is."""
    with running(ServiceSettings(store=sample_store, port=0, workers=2)) as found:
        yield found


@pytest.fixture
def serve(sample_store: Path) -> Iterator[Serve]:
    """Give a function that starts a service of its own with given settings; by default it reads the sample's store."""
    with contextlib.ExitStack() as stack:

        def start(**given: object) -> Running:
            settings = ServiceSettings(**{"store": sample_store, "port": 0, "workers": 2, **given})  # type: ignore[arg-type]  # a test's own words
            return stack.enter_context(running(settings))

        yield start
