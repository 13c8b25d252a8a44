"""The word lists are whole, and a broken one is told by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgraph.errors import OntologyError
from newsgraph.lexicon import Lexicon, load_lexicon, read_table
from newsgraph.model import Modality
from newsgraph.ontology import load
from newsgraph.resources import data_path

SIZES = {"embedding.tsv": 500, "given_names.tsv": 1_500, "nouns.tsv": 1_200, "offices.tsv": 600, "words.tsv": 500}
STANCES: list[tuple[str, str, str, Modality, str]] = [  # word, part of speech, complement; modality; what else it says
    ("say", "verb", "that", Modality.ACTUAL, "somebody's words"),
    ("deny", "verb", "that", Modality.ACTUAL, "somebody's words, a denial"),
    ("believe", "verb", "that", Modality.POSSIBLE, "somebody's words"),
    ("fail", "verb", "to", Modality.ACTUAL, "a denial"),
    ("manage", "verb", "to", Modality.ACTUAL, ""),
    ("plan", "verb", "to", Modality.INTENDED, ""),
    ("expect", "verb", "to", Modality.PREDICTED, ""),
    ("necessary", "adjective", "to", Modality.NECESSARY, "advocates"),
    ("ask", "verb", "whether", Modality.HYPOTHETICAL, ""),
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "words.tsv"


@pytest.mark.parametrize(("word", "pos", "complement", "modality", "more"), STANCES, ids=[" ".join(row[:3]) for row in STANCES])
def test_word_says_what_its_clause_is(word: str, pos: str, complement: str, modality: Modality, more: str, lexicon: Lexicon) -> None:
    entry = lexicon.embeddings[word, pos, complement]
    said = ["somebody's words"] * entry.is_indirect + ["a denial"] * entry.is_negative + [entry.act] * bool(entry.act)
    assert (entry.modality, ", ".join(said)) == (modality, more)


def test_every_entry_is_of_a_known_kind(lexicon: Lexicon) -> None:
    assert {pos for _, pos, _ in lexicon.embeddings} == {"verb", "adjective", "noun"}
    assert {complement for *_, complement in lexicon.embeddings} == {"that", "to", "ing", "whether", "from", "bare"}
    assert {entry.control for entry in lexicon.embeddings.values()} == {"subject", "object"}
    assert {entry.act for entry in lexicon.embeddings.values()} - {""} <= set(load().relations)
    assert set(lexicon.genders.values()) == {"f", "m"}


@pytest.mark.parametrize(
    ("before", "lemma", "kind"), [("", "summit", "meeting"), ("round", "table", "meeting"), ("", "treaty", "instrument"), ("", "minister", "person")]
)
def test_noun_has_its_classes(before: str, lemma: str, kind: str, lexicon: Lexicon) -> None:
    assert kind in lexicon.classes(before, lemma)


def test_noun_that_is_unknown_has_none(lexicon: Lexicon) -> None:
    assert lexicon.classes("round", "teacup") == frozenset()
    assert not lexicon.is_noun("teacup", "meeting")


@pytest.mark.parametrize(
    ("name", "canonical", "more"),
    [
        ("president", "President", ""),
        ("presidents", "President", "plural"),
        ("minister", "Minister", "portfolio"),
        ("ministers", "Minister", "portfolio, plural"),
        ("prime minister", "Prime Minister", ""),
    ],
)
def test_office_is_known_in_singular_and_plural(name: str, canonical: str, more: str, lexicon: Lexicon) -> None:
    office = lexicon.offices[name]
    assert (office.canonical, ", ".join(["portfolio"] * office.has_portfolio + ["plural"] * office.is_plural)) == (canonical, more)


def test_names_of_offices_are_small_letters(lexicon: Lexicon) -> None:
    assert [name for name in lexicon.offices if name != name.lower() or name != name.strip()] == []


@pytest.mark.parametrize("file", sorted(SIZES))
def test_list_is_sorted_whole_and_without_repeats(file: str) -> None:
    lines = (data_path("ontology") / "lexicon" / file).read_text("utf-8").split("\n")
    rows = [line for line in lines[1:] if line]
    assert len(rows) >= SIZES[file]
    assert lines[-1] == ""
    assert len(rows) == len(set(rows))
    assert all(line == line.rstrip(" ") and "\r" not in line for line in rows)


def test_lists_are_all_there() -> None:
    assert {path.name for path in (data_path("ontology") / "lexicon").iterdir()} == set(SIZES)


def test_table_gives_rows_by_column(table: Path) -> None:
    table.write_text("class\tlemma\na\tone\n\nb\t\n", "utf-8")
    assert read_table(table, ("lemma", "class")) == [{"class": "a", "lemma": "one"}, {"class": "b", "lemma": ""}]


def test_missing_column_is_told(table: Path) -> None:
    table.write_text("class\na\n", "utf-8")
    with pytest.raises(OntologyError, match=r"words\.tsv lacks the column\(s\) lemma"):
        read_table(table, ("class", "lemma"))


@pytest.mark.parametrize("row", ["a", "a\tb\tc"])
def test_row_of_another_length_is_told_by_line(row: str, table: Path) -> None:
    table.write_text(f"class\tlemma\na\tone\n{row}\n", "utf-8")
    with pytest.raises(OntologyError, match=r"words\.tsv:3: \d fields?, but the header has 2"):
        read_table(table, ("class",))


def test_file_that_cannot_be_read_is_told(table: Path) -> None:
    with pytest.raises(OntologyError, match=r"cannot read .*words\.tsv"):
        read_table(table, ("class",))
    table.write_bytes(b"class\n\xff\n")
    with pytest.raises(OntologyError, match=r"cannot read .*words\.tsv"):
        read_table(table, ("class",))
