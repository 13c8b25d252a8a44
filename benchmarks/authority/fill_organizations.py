"""Write the Wikidata ids of organization_ids.tsv into organizations.tsv; all other columns stay as they are.

    python benchmarks/authority/fill_organizations.py

An id is written, and `links` is owl:sameAs, only when organization_ids.tsv names at least two sources that give it; which source is which is
told in ontology/authority/sources.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tables import AUTHORITY, read_table, values, write_table

COLUMNS = ("name", "acronym", "aliases", "kind", "parent", "seat", "country", "members", "stands_for", "wikidata", "ambiguous", "links")
IDS = Path(__file__).parent / "organization_ids.tsv"
SOURCES_NEEDED = 2


def main() -> None:
    """Fill `wikidata` and `links`, sort the multi-valued cells that have no order, and report ids that match no row."""
    confirmed = {row["name"]: row["wikidata"] for row in read_table(IDS) if len(set(values(row["sources"]))) >= SOURCES_NEEDED}
    rows = read_table(AUTHORITY / "organizations.tsv")
    for row in rows:
        row["wikidata"] = confirmed.pop(row["name"], "")
        row["links"] = "owl:sameAs" if row["wikidata"] else ""
        row["members"] = "|".join(sorted(values(row["members"])))
    if confirmed:
        print("no such organisation:", ", ".join(sorted(confirmed)), file=sys.stderr)
    write_table(AUTHORITY / "organizations.tsv", COLUMNS, rows)


if __name__ == "__main__":
    main()
