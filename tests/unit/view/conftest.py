"""Give the tests of the view a store made from the hand-made reading, by the real graph room."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from pyoxigraph import Store

from newsgraph.graph import quads
from newsgraph.view import ViewGraph, view_graph

ROOT = Path(__file__).parents[3]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.unit.graph.sample_reading import FACT, REPORTED, RUN, SPEAKER, another_article, reading  # noqa: E402  # needs the path above


@pytest.fixture(scope="session")
def ontology() -> list[Path]:
    return [ROOT / "ontology" / "newsgraph.ttl", ROOT / "ontology" / "view.ttl"]


@pytest.fixture
def store() -> Store:
    found = Store()
    found.extend(quads(reading(), run=RUN))
    return found


@pytest.fixture
def two_articles(store: Store) -> Store:
    """The sample and a later article that says two of its things again, in another stance."""
    rows = [("kyrgyzstan", "chairs", "csto", FACT), (SPEAKER, "heads", "kyrgyzstan", REPORTED)]
    store.extend(quads(another_article("Kyrgyzstan chairs the CSTO, Jeenbekov said.", rows), run=RUN))
    return store


@pytest.fixture
def graph(store: Store, ontology: list[Path]) -> ViewGraph:
    return view_graph(store, ontology)


@pytest.fixture
def texts(graph: ViewGraph) -> Mapping[str, str]:
    return dict.fromkeys(graph.articles, reading().article.text)
