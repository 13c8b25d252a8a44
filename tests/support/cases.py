"""Load the tables of `tests/cases`: a text on the left, what must and must not come out on the right."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

__all__ = ["Case", "load_cases", "parametrized"]

FOLDER = Path(__file__).parents[1] / "cases"
KEYS = frozenset({"name", "group", "text", "date", "expect", "forbid", "table", "names", "times", "fails"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row of a table.

    Attributes:
        expect, forbid: Lines in the notation of `expectations`; none of both is empty.
        table, names, times: As `handmade` takes them; empty for a case that runs the language model.
        fails: Why it fails today, or "".
    """

    name: str
    group: str
    text: str
    issued: date | None
    expect: tuple[str, ...]
    forbid: tuple[str, ...]
    table: str
    names: tuple[str, ...]
    times: tuple[str, ...]
    fails: str


def load_cases(file: str) -> list[Case]:
    """Return the cases of a file of `tests/cases`, in its order.

    Raises:
        ValueError: A key is unknown, a name is there twice, or a case does not say both what is expected and what is forbidden.
    """
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / file).read_text("utf-8"))["case"]
    found: dict[str, Case] = {}
    for row in rows:
        name = row["name"]
        if set(row) - KEYS or name in found or not row.get("expect") or not row.get("forbid"):
            raise ValueError(f"{file}: case {name!r} is there twice, has a key that is none of {sorted(KEYS)}, or lacks 'expect' or 'forbid'")
        found[name] = Case(
            name=name,
            group=row.get("group", ""),
            text=row["text"],
            issued=row.get("date"),
            expect=tuple(row["expect"]),
            forbid=tuple(row["forbid"]),
            table=row.get("table", ""),
            names=tuple(row.get("names", ())),
            times=tuple(row.get("times", ())),
            fails=row.get("fails", ""),
        )
    return list(found.values())


def parametrized(cases: list[Case]) -> list[object]:
    """Return the cases as pytest takes them; one that fails today must fail."""
    return [
        pytest.param(case, id=case.name, marks=[pytest.mark.xfail(strict=True, reason=case.fails, raises=AssertionError)] if case.fails else [])
        for case in cases
    ]
