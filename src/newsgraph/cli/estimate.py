"""Guess how many articles sources hold, without reading them: for the time that is left, and for nothing else."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from newsgraph.read.formats import is_known

__all__ = ["estimate", "estimate_beside"]

BY_LINE = (".jsonl", ".ndjson", ".csv", ".tsv")
"""One article a line, nearly."""
UNTOLD = (".gz", ".warc", ".parquet", ".xml", ".rss", ".atom", ".json", ".zip")
"""Kinds of files that may hold any number of articles, which only reading them tells."""
CHUNK = 1 << 20


def estimate(sources: Iterable[str]) -> int | None:
    """Return about how many articles sources hold, None if that cannot be told: one a text file or page, one a line of a table."""
    total = 0
    for source in sources:
        path = Path(source)
        if not path.exists():
            return None
        for file in _files(path):
            suffix = file.suffix.lower()
            if suffix in UNTOLD:
                return None
            total += _lines(file) if suffix in BY_LINE else 1
    return total


def estimate_beside(sources: Iterable[str], tell: Callable[[int], None]) -> None:
    """Do the same in a thread, so that nobody waits for it, and tell the number if there is one."""
    listed = list(sources)

    def run() -> None:
        try:
            total = estimate(listed)
        except OSError:
            return  # whoever reads the sources says so better
        if total is not None:
            tell(total)

    threading.Thread(target=run, daemon=True).start()


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, names, files in os.walk(path):
        names[:] = [name for name in names if not name.startswith(".")]
        yield from (Path(folder, name) for name in files if not name.startswith(".") and is_known(name))


def _lines(path: Path) -> int:
    n = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            n += chunk.count(b"\n")
    return n
