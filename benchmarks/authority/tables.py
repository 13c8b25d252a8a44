"""Read and write the tab-separated authority and lexicon tables.

A table is a list of rows, each a dict from column name to string; "" is empty and `|` joins several values. Tables are written
whole or not at all, UTF-8, one header line, rows sorted by all their cells, `\n` at the end of every line.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable
from pathlib import Path

__all__ = ["AUTHORITY", "LEXICON", "read_table", "values", "write_table"]

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
AUTHORITY = ONTOLOGY / "authority"
LEXICON = ONTOLOGY / "lexicon"


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of the table at `path`, in file order."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [dict(row) for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)]


def values(cell: str) -> list[str]:
    """Return the values of a cell, in order; an empty cell has none."""
    return [value for value in cell.split("|") if value]


def write_table(path: Path, columns: tuple[str, ...], rows: Iterable[dict[str, str]]) -> None:
    """Write `rows` to `path`, sorted by their cells in the order of `columns`.

    Raises:
        ValueError: A cell holds a tab or a line break.
    """
    cells = sorted({tuple(row.get(column, "").strip() for column in columns) for row in rows})
    if any(mark in cell for line in cells for cell in line for mark in "\t\r\n"):
        raise ValueError(f"a cell for {path.name} holds a tab or a line break; remove it")
    text = "\n".join("\t".join(line) for line in [columns, *cells]) + "\n"
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="\n", dir=path.parent, delete=False) as stream:
        stream.write(text)
    written = Path(stream.name)
    written.chmod(0o644)
    written.replace(path)
