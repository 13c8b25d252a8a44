"""Prove that the authority tables and the lexicons made by hand hold together: shape, counts, unique names, references that resolve."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from newsgraph.resources import data_path

Row = dict[str, str]

COLUMNS = {
    "authority/countries.tsv": "name official aliases demonyms capital iso2 iso3 wikidata geonames kind ambiguous links",
    "authority/organizations.tsv": "name acronym aliases kind parent seat country members stands_for wikidata ambiguous links",
    "authority/places.tsv": "name aliases demonyms country capital_of kind geonames population ambiguous",
    "lexicon/given_names.tsv": "name gender",
    "lexicon/nouns.tsv": "class lemma",
    "lexicon/offices.tsv": "office canonical kind plural portfolio_pattern",
}
COUNTS = {
    "authority/countries.tsv": 258,
    "authority/organizations.tsv": 965,
    "authority/places.tsv": 1792,
    "lexicon/given_names.tsv": 2442,
    "lexicon/nouns.tsv": 1750,
    "lexicon/offices.tsv": 858,
}
NAMED = {
    "authority/countries.tsv": ("name", "official", "aliases", "demonyms"),
    "authority/organizations.tsv": ("name", "acronym", "aliases"),
    "authority/places.tsv": ("name", "aliases", "demonyms"),
}
CLOSED = {
    ("authority/countries.tsv", "kind"): {"country", "historic", "territory"},
    ("authority/countries.tsv", "links"): {"", "owl:sameAs"},
    ("authority/organizations.tsv", "kind"): {"InternationalOrganization", "Organization"},
    ("authority/organizations.tsv", "links"): {"", "owl:sameAs"},
    ("authority/places.tsv", "kind"): {"city", "continent", "region", "water"},
    ("lexicon/given_names.tsv", "gender"): {"f", "m"},
    ("lexicon/nouns.tsv", "class"): set(
        "event facility goods group honorific instrument meeting organization person place relation_noun threat".split()
    ),
    ("lexicon/offices.tsv", "kind"): set(
        "chair deputy envoy head head_of_government head_of_state judicial legislator military minister other regional religious royal "
        "spokesperson".split()
    ),
    ("lexicon/offices.tsv", "portfolio_pattern"): {"no", "yes"},
}
SHAPES = {
    ("authority/countries.tsv", "geonames"): r"(\d+)?",
    ("authority/countries.tsv", "iso2"): r"([A-Z]{2})?",
    ("authority/countries.tsv", "iso3"): r"([A-Z]{3})?",
    ("authority/countries.tsv", "wikidata"): r"(Q[1-9]\d*)?",
    ("authority/organizations.tsv", "wikidata"): r"(Q[1-9]\d*)?",
    ("authority/places.tsv", "geonames"): r"(\d+)?",
    ("authority/places.tsv", "population"): r"(\d+)?",
    ("lexicon/given_names.tsv", "name"): r"[^\W\d_][\w.'’-]+",
    ("lexicon/nouns.tsv", "lemma"): r"[^A-Z\s]+( [^A-Z\s]+)*",
    ("lexicon/offices.tsv", "office"): r"[^A-Z\s]+( [^A-Z\s]+)*",
    ("lexicon/offices.tsv", "plural"): r"[^A-Z\s]+( [^A-Z\s]+)*",
}
NEVER_ALIASES = {"Assembly", "Commission", "Council", "Court", "Government", "Ministry", "Organization", "Parliament", "Secretariat", "Union"}

KNOWN_OTHER_SPELLINGS = {"Guam", "Scotland"}
"""Rows whose note is about a word they do not list: GUAM the organisation, Scots the dialect."""


def lines(table: str) -> list[str]:
    """Return the lines of a table without their line ends, header first."""
    text = (data_path("ontology") / table).read_bytes().decode("utf-8")
    assert text.endswith("\n")
    assert "\r" not in text
    return text[:-1].split("\n")


@cache
def rows(table: str) -> tuple[Row, ...]:
    header, *body = (line.split("\t") for line in lines(table))
    return tuple(dict(zip(header, cells, strict=True)) for cells in body)


def values(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def readings(row: Row) -> dict[str, str]:
    return dict(entry.split("=", 1) for entry in values(row["ambiguous"]))


def surfaces(table: str, row: Row) -> list[str]:
    return [value for column in NAMED[table] for value in values(row[column])]


def known_places() -> set[str]:
    return {value for row in rows("authority/places.tsv") for value in [row["name"], *values(row["aliases"])]}


def codes() -> set[str]:
    return {row["iso2"] for row in rows("authority/countries.tsv") if row["iso2"]}


def by_name(table: str, name: str) -> Row:
    return next(row for row in rows(table) if row["name"] == name)


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_table_has_its_columns_and_its_size(table: str) -> None:
    assert lines(table)[0].split("\t") == COLUMNS[table].split()
    assert len(rows(table)) == COUNTS[table]


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_table_is_sorted_and_without_stray_blanks(table: str) -> None:
    body = [line.split("\t") for line in lines(table)[1:]]
    assert body == sorted(body)
    assert len({tuple(cells) for cells in body}) == len(body)
    values_seen = [value for cells in body for cell in cells for value in cell.split("|")]
    assert [value for value in values_seen if value != value.strip() or "  " in value] == []
    assert [cell for cells in body for cell in cells if cell.startswith("|") or cell.endswith("|") or "||" in cell] == []


@pytest.mark.parametrize(("table", "column"), sorted(CLOSED))
def test_closed_column_holds_only_its_words_and_all_of_them(table: str, column: str) -> None:
    assert {row[column] for row in rows(table)} == CLOSED[table, column]


@pytest.mark.parametrize(("table", "column"), sorted(SHAPES))
def test_column_has_its_shape(table: str, column: str) -> None:
    assert [row[column] for row in rows(table) if not re.fullmatch(SHAPES[table, column], row[column])] == []


@pytest.mark.parametrize("table", sorted(NAMED))
def test_name_is_unique(table: str) -> None:
    names = [row["name"] for row in rows(table)]
    assert len(set(names)) == len(names)
    assert "" not in names


@pytest.mark.parametrize("table", sorted(NAMED))
def test_surface_of_two_rows_is_marked_ambiguous_in_both(table: str) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in rows(table):
        for surface in surfaces(table, row):
            owners[surface].add(row["name"])
    shared = {surface: names for surface, names in owners.items() if len(names) > 1}
    unmarked = [(surface, name) for surface, names in shared.items() for name in sorted(names) if surface not in readings(by_name(table, name))]
    assert unmarked == []


@pytest.mark.parametrize("table", sorted(NAMED))
def test_ambiguous_entry_names_a_surface_of_its_row_and_another_reading(table: str) -> None:
    for row in rows(table):
        for surface, reading in readings(row).items():
            assert surface in surfaces(table, row) or row["name"] in KNOWN_OTHER_SPELLINGS, (row["name"], surface)
            assert reading.strip()


@pytest.mark.parametrize("table", sorted(NAMED))
def test_row_lists_a_surface_once(table: str) -> None:
    for row in rows(table):
        aliases = values(row["aliases"])
        assert len(set(aliases)) == len(aliases), row["name"]
        assert row["name"] not in aliases


def test_general_noun_is_never_an_alias() -> None:
    tables = [(table, surface) for table in NAMED for row in rows(table) for surface in surfaces(table, row)]
    assert [pair for pair in tables if pair[1].removeprefix("the ").removeprefix("The ") in NEVER_ALIASES] == []


def test_members_of_the_united_nations_are_countries() -> None:
    countries = [row for row in rows("authority/countries.tsv") if row["kind"] == "country"]
    assert len(countries) == 193 + len({"XK", "PS", "TW", "VA"})
    assert all(row["iso2"] and row["iso3"] and row["capital"] and row["wikidata"] and row["geonames"] for row in countries)
    assert [row["name"] for row in countries if not row["demonyms"]] == ["Vatican City"]


def test_country_codes_and_ids_are_unique() -> None:
    for column in ("iso2", "iso3", "wikidata", "geonames"):
        seen = [row[column] for row in rows("authority/countries.tsv") if row[column]]
        assert len(set(seen)) == len(seen), column
    ids = [row["wikidata"] for table in NAMED if table != "authority/places.tsv" for row in rows(table) if row["wikidata"]]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("table", ["authority/countries.tsv", "authority/organizations.tsv"])
def test_link_is_stated_exactly_for_confirmed_ids(table: str) -> None:
    assert [row["name"] for row in rows(table) if bool(row["wikidata"]) != (row["links"] == "owl:sameAs")] == []


def test_confirmed_ids_are_counted() -> None:
    assert sum(bool(row["wikidata"]) for row in rows("authority/countries.tsv")) == 244
    assert sum(bool(row["wikidata"]) for row in rows("authority/organizations.tsv")) == 58


def test_capital_of_every_country_is_a_place_that_says_so() -> None:
    places = known_places()
    capitals = {row["capital_of"]: row for row in rows("authority/places.tsv") if row["capital_of"]}
    assert len(capitals) == sum(bool(row["capital_of"]) for row in rows("authority/places.tsv"))
    for country in rows("authority/countries.tsv"):
        if country["capital"]:
            assert country["capital"] in places, country["name"]
            if country["iso2"]:
                capital = capitals[country["iso2"]]
                assert country["capital"] in {capital["name"], *values(capital["aliases"])}
                assert capital["country"] == country["iso2"]


def test_codes_in_other_tables_resolve() -> None:
    known = codes()
    for row in rows("authority/places.tsv"):
        assert {row["country"], row["capital_of"]} <= known | {""}, row["name"]
    for row in rows("authority/organizations.tsv"):
        assert {row["country"], row["stands_for"], *values(row["members"])} <= known | {""}, row["name"]
        assert not row["stands_for"] or row["stands_for"] == row["country"], row["name"]


def test_parent_and_seat_of_an_organization_resolve() -> None:
    names = {row["name"] for row in rows("authority/organizations.tsv")}
    places = known_places()
    for row in rows("authority/organizations.tsv"):
        assert row["parent"] in names | {""}, row["name"]
        assert row["seat"] in places | {""}, row["name"]


def test_no_organization_is_its_own_ancestor() -> None:
    parents = {row["name"]: row["parent"] for row in rows("authority/organizations.tsv")}
    for name, parent in parents.items():
        ancestor, steps = parent, 0
        while ancestor:
            assert ancestor != name
            ancestor, steps = parents[ancestor], steps + 1
            assert steps < len(parents), name


def test_country_and_organization_never_share_a_surface() -> None:
    countries = {surface for row in rows("authority/countries.tsv") for surface in surfaces("authority/countries.tsv", row)}
    organizations = {surface for row in rows("authority/organizations.tsv") for surface in surfaces("authority/organizations.tsv", row)}
    assert sorted(countries & organizations) == []


def test_place_that_shares_a_surface_with_a_country_is_its_city() -> None:
    countries = {surface: row for row in rows("authority/countries.tsv") for surface in surfaces("authority/countries.tsv", row)}
    for row in rows("authority/places.tsv"):
        for surface in surfaces("authority/places.tsv", row):
            if surface in countries:
                assert row["kind"] == "city", surface
                assert row["country"] == countries[surface]["iso2"], surface


def test_office_has_one_row_and_one_plural() -> None:
    offices = [row["office"] for row in rows("lexicon/offices.tsv")]
    assert len(set(offices)) == len(offices)
    assert {row["plural"] for row in rows("lexicon/offices.tsv")} & set(offices) == set()
    assert all(row["canonical"][0].isupper() for row in rows("lexicon/offices.tsv"))


def test_given_name_has_one_gender() -> None:
    names = [row["name"] for row in rows("lexicon/given_names.tsv")]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("table", "surface", "name"),
    [
        ("authority/countries.tsv", "Kyrgyz", "Kyrgyzstan"),
        ("authority/countries.tsv", "Côte d'Ivoire", "Ivory Coast"),
        ("authority/countries.tsv", "U.S.", "United States"),
        ("authority/countries.tsv", "Türkiye", "Turkey"),
        ("authority/countries.tsv", "Frenchmen", "France"),
        ("authority/organizations.tsv", "CSTO", "Collective Security Treaty Organization"),
        ("authority/organizations.tsv", "CSTO Council", "CSTO Collective Security Council"),
        ("authority/organizations.tsv", "U.N. Security Council", "United Nations Security Council"),
        ("authority/organizations.tsv", "UNAMA", "United Nations Assistance Mission in Afghanistan"),
        ("authority/organizations.tsv", "Daesh", "Islamic State"),
        ("authority/organizations.tsv", "G20", "Group of Twenty"),
        ("authority/places.tsv", "Nur-Sultan", "Astana"),
        ("authority/places.tsv", "Mideast", "Middle East"),
        ("authority/places.tsv", "Halab", "Aleppo"),
        ("authority/places.tsv", "Kiev", "Kyiv"),
    ],
)
def test_surface_belongs_to_its_row(table: str, surface: str, name: str) -> None:
    assert [row["name"] for row in rows(table) if surface in surfaces(table, row)] == [name]


@pytest.mark.parametrize(
    ("name", "country", "stands_for"),
    [("Kremlin", "RU", "RU"), ("White House", "US", "US"), ("Élysée Palace", "FR", "FR"), ("Bundestag", "DE", ""), ("United Nations", "", "")],
)
def test_only_seats_of_government_stand_for_their_country(name: str, country: str, stands_for: str) -> None:
    row = by_name("authority/organizations.tsv", name)
    assert (row["country"], row["stands_for"]) == (country, stands_for)


@pytest.mark.parametrize(
    ("office", "canonical", "kind", "plural"),
    [
        ("minister of foreign affairs", "Foreign Minister", "minister", "ministers of foreign affairs"),
        ("external affairs minister", "Foreign Minister", "minister", "external affairs ministers"),
        ("secretary general", "Secretary-General", "head", "secretaries general"),
        ("attorney general", "Attorney General", "minister", "attorneys general"),
        ("chairwoman", "Chair", "chair", "chairwomen"),
        ("taoiseach", "Taoiseach", "head_of_government", "taoisigh"),
        ("vice president", "Vice President", "deputy", "vice presidents"),
        ("head of state", "Head of State", "head_of_state", "heads of state"),
    ],
)
def test_office_reads_as_expected(office: str, canonical: str, kind: str, plural: str) -> None:
    row = next(row for row in rows("lexicon/offices.tsv") if row["office"] == office)
    assert (row["canonical"], row["kind"], row["plural"]) == (canonical, kind, plural)


def test_sources_tells_every_table_and_count() -> None:
    text = Path(data_path("ontology") / "authority" / "sources.md").read_text(encoding="utf-8")
    for table, count in COUNTS.items():
        assert re.search(rf"`{re.escape(Path(table).name)}`[^\n]*\b{count:,}\b", text), table


def test_traits_name_rows_of_the_tables() -> None:
    known = {
        "country": {row["iso2"] for row in rows("authority/countries.tsv")},
        "organization": {row["name"] for row in rows("authority/organizations.tsv")},
    }
    table = rows("authority/traits.tsv")
    assert [row["trait"] for row in table] == sorted({row["trait"] for row in table})
    assert [(row["trait"], name) for row in table for name in row["of"].split("|") if name not in known[row["kind"]]] == []
