"""The notation in which cases say what is expected tells right from wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.cases import load_cases
from tests.support.expectations import Row, allowed, complaint, is_name, match, wanted
from tests.support.handmade import handmade

from newsgraph.authority import load_authority

ROW = Row(
    subject=("Norway", "Kingdom of Norway"),
    relation="chairs",
    object=("Arctic Council",),
    modality="Actual",
    polarity="Affirmative",
    voice="AuthorVoice",
    speakers=(),
    start="2021-01-01",
    end="",
    place=("Oslo",),
    event=(),
    is_fact=True,
)
SAID = replace(ROW, modality="Possible", polarity="Negative", voice="IndirectSpeech", speakers=("Iceland",), is_fact=False)
FITTING = [
    "Norway | chairs | Arctic Council",
    "kingdom of norway | chairs | ~council",
    "* | chairs/heads | *",
    "Norway | * | Arctic Council | fact",
    "Norway | chairs | * | from 2021-01-01 | to -",
    "Norway | chairs | * | in Oslo",
    "Norway | chairs | * | Actual/Possible | AuthorVoice/DirectQuote",
]
UNFITTING = [
    "Norway | heads | Arctic Council",
    "Arctic Council | chairs | Norway",
    "Norway | chairs | ~Nordic council",
    "Norway | chairs | Council",
    "Norway | chairs | * | Possible",
    "Norway | chairs | * | Negative",
    "Norway | chairs | * | by Iceland",
    "Norway | chairs | * | from - | to -",
    "Norway | chairs | * | on 2021-01-01",
    "Norway | chairs | * | in Bergen",
    "Norway | chairs | * | at summit",
]


@pytest.mark.parametrize("line", FITTING)
def test_line_fits(line: str) -> None:
    assert wanted(line).fits(ROW)
    assert allowed(line).fits(ROW)


@pytest.mark.parametrize("line", UNFITTING)
def test_line_does_not_fit(line: str) -> None:
    assert not wanted(line).fits(ROW)


def test_expectation_is_plain_where_it_says_nothing_and_prohibition_is_not() -> None:
    assert not wanted(FITTING[0]).fits(SAID)
    assert allowed(FITTING[0]).fits(SAID)
    assert wanted("Norway | chairs | Arctic Council | Possible | Negative | IndirectSpeech | by Iceland").fits(SAID)


def test_symmetric_relations_are_read_both_ways() -> None:
    row = replace(ROW, relation="meetsWith")
    assert wanted("Arctic Council | meetsWith | Norway").fits(row)


@pytest.mark.parametrize("line", ["Norway", "Norway | chairs", "Norway | chairs | * | perhaps", "Norway | chairs | * | by", " | chairs | *"])
def test_line_that_means_nothing_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"does not read|unknown qualifier"):
        wanted(line)


def test_each_expectation_needs_a_statement_of_its_own() -> None:
    twice = [wanted("* | chairs | *"), wanted("Norway | chairs | *")]
    assert match(twice, [ROW]) == ([twice[1]], [])
    assert match(twice, [ROW, ROW]) == ([], [])
    assert match([wanted("* | chairs | *"), wanted("Norway | chairs | *")], [replace(ROW, subject=("Iceland",)), ROW]) == ([], [])


def test_complaint_says_what_is_missing_and_what_is_forbidden() -> None:
    assert not complaint(["Norway | chairs | *"], ["* | chairs | *"], [ROW])
    assert complaint(["Norway | heads | *"], [], [ROW]).startswith("missing    Norway | heads | *")
    assert complaint(["Norway | chairs | *"], ["* | chairs | *"], [ROW, SAID]).startswith(
        "forbidden  Norway | chairs | Arctic Council | Possible | Negative"
    )


@pytest.mark.parametrize(
    ("pattern", "name", "is_it"), [("*", "x", True), ("~b a", "A, b", True), ("~a c", "A b", False), ("A", "a", True), ("A", "A b", False)]
)
def test_pattern_stands_for_names(pattern: str, name: str, is_it: bool) -> None:  # noqa: FBT001  # a row of the table
    assert is_name(pattern, name) is is_it


TABLE = "Kenya NNP nsubj 2\nchairs VBZ ROOT 0 chair\nit PRP dobj 2\n. . punct 2"


def test_table_becomes_a_parse() -> None:
    article, parse = handmade("Kenya chairs\nit.", TABLE, names=["Kenya = country:KE"], times=["it = until ..2020-01-01"], authority=load_authority())
    assert (parse.heads, parse.lemmas, parse.poses) == ((1, 1, 1, 1), ("kenya", "chair", "it", "."), ("PROPN", "VERB", "PRON", "PUNCT"))
    assert [article.text[a:b] for a, b in zip(parse.starts, parse.ends, strict=True)] == list(parse.words)
    assert (parse.spaces, parse.mention_of) == ((True, True, False, True), (0, -1, -1, -1))
    assert (parse.mentions[0].type, parse.mentions[0].identity, parse.times[0].role) == ("Country", "Q114", "until")


@pytest.mark.parametrize(
    ("text", "table", "names", "message"),
    [
        ("Kenya heads it.", TABLE, [], "the table has 'chairs'"),
        ("Kenya chairs it. Yes.", TABLE, [], "the table ends before"),
        ("Kenya", "Kenya NNP nsubj 2", [], "does not read"),
        ("Kenya", "Kenya NNP", [], "does not read"),
        ("Kenya chairs it.", TABLE, ["Togo = country:TG"], "no name 'Togo'"),
        ("Kenya chairs it.", TABLE, ["Kenya = country:XX"], "key of the authority"),
    ],
)
def test_table_that_does_not_agree_is_refused(text: str, table: str, names: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        handmade(text, table, names=names, authority=load_authority())


def test_tables_of_cases_name_each_case_once() -> None:
    assert [len(load_cases(file)) for file in ("handmade.toml", "sentences.toml")] == [59, 267]
