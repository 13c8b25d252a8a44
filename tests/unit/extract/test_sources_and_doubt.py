"""Sources behind the verb, doubt beside a clause, and what looks like them."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.expectations import complaint, rows

from newsgraph.pipeline import Pipeline
from newsgraph.read import article

pytestmark = pytest.mark.model

ROWS: list[tuple[str, list[str], list[str]]] = [  # text, expected, forbidden
    ("Sudan has attacked Libya, claims the minister.", ["Sudan | attacks | Libya | IndirectSpeech | by minister"], ["* | * | minister"]),
    ("Sudan has attacked Libya, reports the BBC.", ["Sudan | attacks | Libya | IndirectSpeech | by British Broadcasting Corporation"], []),
    ("Sudan attacked Libya, claimed victory and left.", ["Sudan | attacks | Libya"], ["* | attacks | Libya | IndirectSpeech"]),
    ("Sudan attacked Libya, if the minister is to be believed.", ["Sudan | attacks | Libya | Possible"], ["* | * | * | fact"]),
    ("Sudan attacked Libya, if reports are true.", ["Sudan | attacks | Libya | Possible/Hypothetical"], ["* | * | * | fact"]),
    ("Egypt all but recalled its ambassador.", ["Egypt | * | ~recall ambassador | Possible"], ["* | * | * | fact"]),
    ("All but Egypt signed the treaty.", [], ["Egypt | signs | * | fact"]),
    ("Sudan hardly ever attacked Libya.", ["Sudan | attacks | Libya | Negative"], ["* | * | * | fact"]),
    ("Not long ago, Sudan attacked Libya.", ["Sudan | attacks | Libya"], ["* | * | * | Negative"]),
    ("The court ruled that Hungary had attacked Serbia.", ["Hungary | attacks | Serbia | IndirectSpeech | by court"], ["* | demands | *"]),
    ("The court ruled that Kenya must pay Somalia.", ["* | demands | ~Kenya pay Somalia"], ["Kenya | * | * | fact"]),
    (
        "An African Union summit opened in Addis Ababa Sunday.",
        ["African Union summit | locatedIn | Addis Ababa | on 2021-06-13"],
        ["* | * | ~Sunday"],
    ),
    ("South Korean President Moon Jae-in met Ban Ki-moon.", ["Moon Jae-in | meetsWith | Ban Ki-moon"], ["Moon Jae | * | *"]),
    ("Militants have seized control of Goma.", ["Militants | attacks | Goma"], ["* | attacks | ~control"]),
]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.mark.parametrize(("text", "expect", "forbid"), ROWS, ids=[row[0] for row in ROWS])
def test_sentence_is_read_for_what_it_says(text: str, expect: list[str], forbid: list[str], pipeline: Pipeline) -> None:
    (reading,) = pipeline.readings([article(text, name=text, day=date(2021, 6, 15))])
    problem = complaint(expect, forbid, rows(reading))
    assert not problem, problem


def test_table_is_complete() -> None:
    assert len(ROWS) == 14
