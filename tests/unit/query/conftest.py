"""Offer a store of four articles to ask, and one session for all tests of this folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = str(Path(__file__).parents[3])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from tests.unit.graph import sample_reading as sample  # noqa: E402

from newsgraph.graph import quads  # noqa: E402  after the path is set
from newsgraph.query import QuerySession  # noqa: E402
from newsgraph.store import EmbeddedStore  # noqa: E402

OTHERS = [
    sample.another_article(
        "Kazakhstan, he said, does not chair the CSTO; Kyrgyzstan does not either.",
        [("kazakhstan", "chairs", "csto", sample.NEGATED), ("kyrgyzstan", "chairs", "csto", sample.NEGATED)],
    ),
    sample.another_article("Kyrgyzstan met Kazakhstan.", [("kyrgyzstan", "meetsWith", "kazakhstan", sample.FACT)]),
    sample.another_article(
        "Kazakhstan demands service centers.",
        [("kazakhstan", "demands", "service", sample.FACT), ("csto", "undertakes", "service", sample.NEEDED)],
    ),
]


@pytest.fixture(scope="session")
def store() -> EmbeddedStore:
    """Return a store of the sample article and three short ones that disagree, meet and demand."""
    made = EmbeddedStore()
    for reading in (sample.reading(), *OTHERS):
        made.replace_article(quads(reading, run=sample.RUN), reading.article.key)
    return made


@pytest.fixture(scope="session")
def session(store: EmbeddedStore) -> Iterator[QuerySession]:
    """Return one session on that store."""
    with QuerySession(store=store) as opened:
        yield opened
