"""Repairs that look at certain words only are told by name: each name is one of a repair."""

from __future__ import annotations

from newsgraph.extract.repairing import ALL_REPAIRS, NEEDED, ONLY


def test_words_belong_to_repairs() -> None:
    names = {rule.__name__ for rule, *_ in ALL_REPAIRS}
    assert len(names) == len(ALL_REPAIRS) > 50
    assert set(ONLY) < set(NEEDED) < names
