"""Offer every place that graphs can be brought to, each test an empty one; servers run once for all tests of a session."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

ROOT = str(Path(__file__).parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from tests.support import stores  # noqa: E402  # found by the line above
from tests.support.places import EmbeddedPlace, Place, RdflibPlace, RemotePlace  # noqa: E402  # as above

from newsgraph.store import EmbeddedStore  # noqa: E402  # as above

KINDS = ("memory", "disk", "rdflib", "oxigraph", "virtuoso", "newsgraph")
SERVERS: dict[str, Callable[[Path], AbstractContextManager[stores.RunningStore]]] = {
    "oxigraph": stores.oxigraph,
    "virtuoso": stores.virtuoso,
    "newsgraph": stores.service,
}


def _started(kind: str, factory: pytest.TempPathFactory) -> Iterator[stores.RunningStore]:
    if kind == "virtuoso" and stores.virtuoso_programs() is None:
        pytest.skip("Virtuoso 7 is not installed (virtuoso-t and isql-vt, Debian: virtuoso-opensource-7-bin)")
    if kind == "oxigraph" and stores.oxigraph_program() is None:
        pytest.skip("the Oxigraph server is not installed (pip install oxigraph)")
    with SERVERS[kind](factory.mktemp(kind)) as server:
        yield server


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.RunningStore]:
    yield from _started("oxigraph", tmp_path_factory)


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.RunningStore]:
    yield from _started("virtuoso", tmp_path_factory)


@pytest.fixture(scope="session")
def newsgraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.RunningStore]:
    yield from _started("newsgraph", tmp_path_factory)


@pytest.fixture(params=["oxigraph", "virtuoso", "newsgraph"])
def server(request: pytest.FixtureRequest) -> stores.RunningStore:
    """A real server without any graph of newsgraph's."""
    found: stores.RunningStore = request.getfixturevalue(f"{request.param}_server")
    empty(found)
    return found


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty place of each kind."""
    if request.param in SERVERS:
        found = request.getfixturevalue(f"{request.param}_server")
        empty(found)
        yield RemotePlace(found)
    elif request.param == "rdflib":
        yield RdflibPlace()
    else:
        with EmbeddedStore(tmp_path / "store" if request.param == "disk" else None) as store:
            yield EmbeddedPlace(store)


def empty(server: stores.RunningStore) -> None:
    """Delete every graph of newsgraph's, and those of the tests."""
    with server.client() as client:
        for graph in client.graphs():
            if graph.startswith(("https://w3id.org/newsgraph/", "urn:test:")):
                client.delete(graph)
