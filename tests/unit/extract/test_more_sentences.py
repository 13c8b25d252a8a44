"""Further sentences, by subject: one file of `tests/cases/more` for each."""

from __future__ import annotations

import pytest
from tests.support.cases import FOLDER, Case, load_cases, parametrized
from tests.support.expectations import complaint, rows

from newsgraph.pipeline import Pipeline
from newsgraph.read import article

pytestmark = pytest.mark.model

FILES = sorted(path.relative_to(FOLDER).as_posix() for path in (FOLDER / "more").glob("*.toml"))
CASES = [case for file in FILES for case in load_cases(file)]
LEAST = 10
"""Cases of each file."""


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.mark.parametrize("case", parametrized(CASES))
def test_sentence_is_read(case: Case, pipeline: Pipeline) -> None:
    (reading,) = pipeline.readings([article(case.text, name=case.name, day=case.issued)])
    wrong = complaint(case.expect, case.forbid, rows(reading))
    assert not wrong, f"{case.text}\n{wrong}"


def test_every_file_has_its_cases() -> None:
    assert {file: len(load_cases(file)) >= LEAST for file in FILES} == dict.fromkeys(FILES, True)
    assert len({case.name for case in CASES}) == len(CASES)
