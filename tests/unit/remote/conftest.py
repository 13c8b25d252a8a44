"""Let the tests of this folder use the faulty server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = str(Path(__file__).parents[3])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from tests.support.faulty_server import Answer, FaultyServer  # noqa: E402  # found by the line above


@pytest.fixture
def serve() -> Iterator[Callable[..., FaultyServer]]:
    """Start servers that answer by a script; they stop with the test."""
    with ExitStack() as stack:

        def start(*script: Answer, certificate: tuple[Path, Path] | None = None) -> FaultyServer:
            return stack.enter_context(FaultyServer(*script, certificate=certificate).running())

        yield start
