"""Rules of extraction and resolution on grammar set by hand: no language model takes part."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.support.cases import Case, load_cases, parametrized
from tests.support.expectations import complaint, rows
from tests.support.handmade import handmade

from newsgraph.authority import load_authority
from newsgraph.extract import FrameIndex, extract, repair
from newsgraph.lexicon import load_lexicon
from newsgraph.model import Reading
from newsgraph.ontology import Ontology, load
from newsgraph.resolve import resolve

CASES = load_cases("handmade.toml")
GROUPS = {
    "attribution": 8,
    "condition": 4,
    "control": 6,
    "coordination": 5,
    "modality": 9,
    "names": 2,
    "negation": 9,
    "offices": 4,
    "repair": 2,
    "time": 2,
    "voice": 8,
}


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load()


@pytest.fixture(scope="module")
def index(ontology: Ontology) -> FrameIndex:
    return FrameIndex(ontology)


def read(case: Case, ontology: Ontology, index: FrameIndex) -> Reading:
    """Return what the rules read from a case."""
    authority, lexicon = load_authority(), load_lexicon()
    article, parse = handmade(case.text, case.table, names=case.names, times=case.times, issued=case.issued, authority=authority)
    repaired = repair(parse, lexicon)
    return resolve(article, repaired, extract(repaired, ontology, authority, lexicon, index), ontology, authority, lexicon)


@pytest.mark.parametrize("case", parametrized(CASES))
def test_rules_read_what_the_grammar_says(case: Case, ontology: Ontology, index: FrameIndex) -> None:
    wrong = complaint(case.expect, case.forbid, rows(read(case, ontology, index)))
    assert not wrong, f"{case.text}\n{wrong}"


def test_evidence_is_the_sentence(ontology: Ontology, index: FrameIndex) -> None:
    case = next(case for case in CASES if case.name == "it in the next sentence")
    reading = read(case, ontology, index)
    spans = {case.text[e.start_char : e.end_char] for s in reading.statements for e in s.evidence}
    assert spans == {"Norway signed a treaty.", "It also sanctioned Kenya."}


def test_table_is_complete() -> None:
    assert Counter(case.group for case in CASES) == GROUPS
    assert all(case.table for case in CASES)
