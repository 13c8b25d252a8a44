"""What the whole pipeline reads from single sentences, with the shipped language model."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.support.cases import Case, load_cases, parametrized
from tests.support.expectations import complaint, rows

from newsgraph.model import Modality, Reading, Voice
from newsgraph.ontology import load
from newsgraph.pipeline import Pipeline
from newsgraph.read import article

pytestmark = pytest.mark.model

CASES = load_cases("sentences.toml")
OTHER_GROUPS = {"stance": 19, "attribution": 25, "time": 29, "coreference": 15, "layout": 7, "trap": 92, "coordination": 2}
N_PHRASINGS = 3


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def read(case: Case, pipeline: Pipeline) -> Reading:
    """Return what is read from the case's text as an article of its own."""
    (reading,) = pipeline.readings([article(case.text, name=case.name, day=case.issued)])
    return reading


@pytest.mark.parametrize("case", parametrized(CASES))
def test_sentence_is_read(case: Case, pipeline: Pipeline) -> None:
    wrong = complaint(case.expect, case.forbid, rows(read(case, pipeline)))
    assert not wrong, f"{case.text}\n{wrong}"


def test_every_relation_is_said_in_three_ways() -> None:
    groups = Counter(case.group for case in CASES)
    assert {group: n for group, n in groups.items() if group in OTHER_GROUPS} == OTHER_GROUPS
    assert {group: n for group, n in groups.items() if group not in OTHER_GROUPS} == dict.fromkeys(load().relations, N_PHRASINGS)


def test_every_modality_and_voice_is_expected_somewhere() -> None:
    fields = {part.strip() for case in CASES for line in case.expect for field in line.split(" | ")[3:] for part in field.split("/")}
    assert {m.value for m in Modality} - {"Actual"} <= fields
    assert {v.value for v in Voice} <= fields
