"""Whatever stands in an article: it is read or refused, no claim becomes a fact, and every span is the article's own words.

The suite tries some hundred texts; `pytest tests/test_fuzz.py --fuzz-examples 10000` tries so many of each kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from tests.strategies import any_text, days, mangled_news, news
from tests.support.shapes import Shapes

from newsgraph.errors import InputError
from newsgraph.model import Article, Entity, Evidence, Reading, Voice
from newsgraph.pipeline import Pipeline
from newsgraph.read import article
from newsgraph.store import check_quads
from newsgraph.store.invariants import RULES, index

pytestmark = pytest.mark.model

DEFAULT_EXAMPLES = {"any text": 60, "news": 60, "mangled news": 80}
SAMPLED = 25
"""One text in so many is checked by pyshacl too, which takes a second; all are checked by `tests.support.shapes`, which takes some ms."""
KINDS: dict[str, SearchStrategy[str]] = {"any text": any_text, "news": news(), "mangled news": mangled_news()}


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(scope="module")
def relations(pipeline: Pipeline) -> frozenset[str]:
    """IRIs of all relations that may stand bare."""
    return frozenset(relation.iri for relation in pipeline.ontology.relations.values())


def refused(text: str, day: date | None) -> Article | None:
    """Return the article, or None for a text that is told to be none."""
    try:
        return article(text, name="the text", day=day)
    except InputError:
        return None


def check_reading(reading: Reading) -> None:
    """Assert what holds of every reading."""
    text, n = reading.article.text, len(reading.article.text)

    def is_inside(evidence: Evidence) -> bool:
        return 0 <= evidence.start_char < evidence.end_char <= n and bool(text[evidence.start_char : evidence.end_char].strip())

    assert all(is_inside(e) for e in reading.sentences)
    assert [e.start_char for e in reading.sentences] == sorted({e.start_char for e in reading.sentences})
    for statement in reading.statements:
        named = {statement.subject, statement.object, *statement.attributed_to, statement.said_at, statement.place, statement.event} - {""}
        assert named <= reading.entities.keys()
        assert all(is_inside(e) and set(e.mentions) <= reading.entities.keys() for e in statement.evidence)
        assert (statement.voice is Voice.AUTHOR) == (not statement.attributed_to)
        assert statement.predicate_text.strip()
    for entity in reading.entities.values():
        check_entity(entity, reading)


def check_entity(entity: Entity, reading: Reading) -> None:
    """Assert what holds of every entity."""
    assert entity.label == entity.label.strip()
    assert "\n" not in entity.label
    assert set(entity.about) <= reading.entities.keys()
    assert entity.label not in entity.aliases


def check_graph(reading: Reading, pipeline: Pipeline, relations: frozenset[str], shapes: Shapes, *, by_pyshacl: bool) -> None:
    """Assert the promises that a graph makes: no blank nodes, no bare triple without its fact, spans that are the article's words, no broken shape."""
    quads = pipeline.quads(reading)
    text = reading.article.text
    found = index(quads, relations, text=text, has_graphs=True)
    assert [violation for rule in RULES for violation in rule(found)] == []
    assert list(quads) == list(pipeline.quads(reading))
    assert shapes.violating(quads) == set()
    if by_pyshacl:
        report = check_quads(quads, name="the text", text=text)
        assert report.conforms, report.text()


def is_sampled(text: str) -> bool:
    """Whether a text is one of the few whose graph pyshacl checks too; decided by the text alone."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:2], "big") % SAMPLED == 0


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes()


@pytest.fixture
def attempt(pipeline: Pipeline, relations: frozenset[str], shapes: Shapes) -> Callable[[str, date | None], None]:
    """Return a function that reads a text and asserts all that must hold."""

    def run(text: str, day: date | None) -> None:
        found = refused(text, day)
        if found is not None:
            (reading,) = pipeline.readings([found])
            check_reading(reading)
            check_graph(reading, pipeline, relations, shapes, by_pyshacl=is_sampled(text))

    return run


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_any_text_is_read_or_refused(kind: str, attempt: Callable[[str, date | None], None], request: pytest.FixtureRequest) -> None:
    n = request.config.getoption("--fuzz-examples", default=None) or DEFAULT_EXAMPLES[kind]
    seen: list[str] = []

    @settings(
        max_examples=n,
        deadline=None,
        database=None,
        derandomize=n <= max(DEFAULT_EXAMPLES.values()),
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )
    @given(text=KINDS[kind], day=days)
    def tried(text: str, day: date | None) -> None:
        seen.append(text)
        attempt(text, day)

    tried()
    assert len(seen) >= n


def test_suite_tries_enough() -> None:
    assert sum(DEFAULT_EXAMPLES.values()) == 200
    assert DEFAULT_EXAMPLES.keys() == KINDS.keys()


@pytest.mark.parametrize("text", ["Norway met Kenya.\x00", "Norway met \ud800Kenya.", "", " \n ", "\u200b", "1. 2. 3."])
def test_what_is_no_english_text_is_refused(text: str) -> None:
    assert refused(text, None) is None


@pytest.mark.parametrize(
    "text",
    [
        "Norway met Kenya. " * 400,
        "Norway said " * 120 + "it met Kenya.",
        "“" * 60 + "Norway met Kenya." + "”" * 60,
        "(" * 60 + "Norway met Kenya" + ")" * 60 + ".",
        "Norway, " * 200 + "and Kenya met.",
        "Norway met Kenya.\n" * 200,
        "Norway" + "\u0301" * 200 + " met Kenya.",
        "\u202eNorway met\u202c Kenya.",
        "Norway met Kenya" + "!" * 300,
        "Kofi Annan, 80, is , officials said. Kofi Annan, 80, refused t“o recognise the African Union. All this chairs the African Union.",
    ],
    ids=["long", "nested speech", "quotes", "brackets", "list", "lines", "accents", "right to left", "marks", "a list with an empty item"],
)
def test_extremes_are_read(text: str, attempt: Callable[[str, date | None], None]) -> None:
    attempt(text, date(2020, 1, 1))


def test_reading_does_not_depend_on_neighbours(pipeline: Pipeline) -> None:
    texts = ["Norway met Kenya in 2019.", "“It chairs the council,” he said.", "Norway sanctioned it."]
    articles = [article(text, name="the text", day=date(2020, 1, 1)) for text in texts]
    alone = [reading for each in articles for reading in pipeline.readings([each])]
    assert list(pipeline.readings(articles)) == alone
    assert list(pipeline.readings(articles[::-1]))[::-1] == alone
