"""Offer services to the tests: one that only reads, and any that a test asks for."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.server.running import Running, Serve, filled, running  # noqa: E402  # needs the path above

from newsgraph.server.settings import ServiceSettings  # noqa: E402  # as above


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
