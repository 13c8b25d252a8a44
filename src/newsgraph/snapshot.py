"""Open the folder of a store to read it, as it is at one moment, also while another process writes it."""

from __future__ import annotations

import time
from pathlib import Path

from pyoxigraph import Store

__all__ = ["open_snapshot"]

OPEN_ATTEMPTS = 20
OPEN_PAUSE_S = 0.05
"""A reader that opens a folder just when its writer tidies up finds a file gone: seen in 10 of 30 openings, never twice in a row. Or it finds
files of two moments, and an article without its quads: so what the engine lists as its files must be the same before and after."""


def open_snapshot(folder: Path) -> Store:
    """Return a store that can be read and not changed.

    Raises:
        OSError: The folder cannot be opened, or changes too fast.
        RuntimeError: The engine finds it damaged.
    """
    for attempts_left in reversed(range(OPEN_ATTEMPTS)):
        before = _listing(folder)
        try:
            store = Store.read_only(str(folder))
        except (OSError, RuntimeError):
            if not attempts_left:
                raise
        else:
            if _listing(folder) == before:
                return store
        time.sleep(OPEN_PAUSE_S)
    raise OSError(f"the store {folder} changes too fast to be read; wait until what writes it has a pause")


def _listing(folder: Path) -> list[tuple[str, int]]:
    """Return what the files of a store are: tables and logs, and the list of them with its size."""
    found = []
    for each in folder.iterdir():
        if each.name.startswith("MANIFEST"):
            try:
                found.append((each.name, each.stat().st_size))
            except FileNotFoundError:
                found.append((each.name, -1))
        elif each.suffix in (".log", ".sst"):
            found.append((each.name, 0))
    return sorted(found)
