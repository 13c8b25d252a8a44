"""Remember what a store was built from: which articles it holds, read with what, so that finished work is never done again.

One SQLite file. A row is written after the article's quads are safe in the store, and never before: what the ledger does not know is
read again, which changes nothing, because reading the same article gives the same quads.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from newsgraph.corpus.part import ArticleRecord, Failure
from newsgraph.errors import StoreError

__all__ = ["Ledger"]

SCHEMA = """
CREATE TABLE IF NOT EXISTS article (
  key TEXT PRIMARY KEY, name TEXT NOT NULL, content TEXT NOT NULL, text_hash TEXT NOT NULL, recipe TEXT NOT NULL, issued TEXT NOT NULL,
  statements INTEGER NOT NULL, facts INTEGER NOT NULL, signature BLOB NOT NULL, shared BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
SEEN = "CREATE TEMP TABLE seen (key TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID"
FAILED = "CREATE TEMP TABLE failure (article TEXT NOT NULL, name TEXT NOT NULL, reason TEXT NOT NULL)"
VERSION = 1
SHARED_BYTES = 8
WAIT_S = 60.0


class Ledger:
    """The memory of a store's builds.

    One process at a time may write; one thread per `Ledger`.

    Args:
        path: The file, made if missing.

    Raises:
        StoreError: It is damaged, of another version, or the disk does not take it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._reported():
            self._base = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.executescript(SCHEMA)
            self._base.execute(SEEN)
            self._base.execute(FAILED)
        if int(self.state("version") or VERSION) != VERSION:
            raise StoreError(f"{path} was written by another version of newsgraph; delete its folder, and the articles are read again")
        self.set_state("version", str(VERSION))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(
                f"cannot use {self._path}: {error}; check the disk; if it is damaged, delete it, and the articles are read again"
            ) from error

    def state(self, name: str) -> str:
        """Return a value that was kept, "" if none was."""
        with self._reported():
            row = self._base.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def set_state(self, name: str, value: str) -> None:
        """Keep a value, in place of the one before."""
        with self._reported():
            self._base.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    def see(self, key: str, content: str) -> str:
        """Note that an article stands among the sources of this run; return the content it had if it stood there before, else ""."""
        with self._reported():
            if self._base.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, content)).rowcount:
                return ""
            return str(self._base.execute("SELECT content FROM seen WHERE key = ?", (key,)).fetchone()[0])

    def unseen(self) -> Iterator[tuple[str, str]]:
        """Yield key and name of the articles that do not stand among the sources of this run, by key."""
        with self._reported():
            yield from self._base.execute("SELECT key, name FROM article WHERE key NOT IN (SELECT key FROM seen) ORDER BY key").fetchall()

    def fail(self, failure: Failure) -> None:
        """Note something that could not be used in this run."""
        with self._reported():
            self._base.execute("INSERT INTO failure VALUES (?, ?, ?)", (failure.article, failure.name, failure.reason))

    def failures(self) -> Iterator[Failure]:
        """Yield what could not be used in this run, by name."""
        with self._reported():
            for article, name, reason in self._base.execute("SELECT DISTINCT article, name, reason FROM failure ORDER BY name, article, reason"):
                yield Failure(article=article, name=name, reason=reason)

    def known(self, key: str) -> tuple[str, str] | None:
        """Return content hash and recipe of an article that the store holds, None if it holds none of that key."""
        with self._reported():
            row = self._base.execute("SELECT content, recipe FROM article WHERE key = ?", (key,)).fetchone()
        return (str(row[0]), str(row[1])) if row else None

    def shared(self, key: str) -> frozenset[str] | None:
        """Return the hashes of an article's quads in the shared graphs, None for an unknown article."""
        with self._reported():
            row = self._base.execute("SELECT shared FROM article WHERE key = ?", (key,)).fetchone()
        return frozenset(row[0][i : i + SHARED_BYTES].hex() for i in range(0, len(row[0]), SHARED_BYTES)) if row else None

    def add(self, records: Iterable[ArticleRecord]) -> None:
        """Note articles whose quads are safe in the store, all at once."""
        rows = [
            (
                each.key, each.name, each.content, each.text_hash, each.recipe, each.issued, each.statements, each.facts,
                bytes.fromhex(each.signature), bytes.fromhex(each.shared),
            )
            for each in records
        ]  # fmt: skip
        with self._reported():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                self._base.executemany("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def forget(self, key: str) -> None:
        """Note that the store holds an article no more."""
        with self._reported():
            self._base.execute("DELETE FROM article WHERE key = ?", (key,))

    def totals(self) -> tuple[int, int, int]:
        """Return how many articles, statements and facts the store holds; a fact of several articles counts for each."""
        with self._reported():
            row = self._base.execute("SELECT COUNT(*), TOTAL(statements), TOTAL(facts) FROM article").fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def signatures(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield key, day (ISO, or "") and signature of every article, by key."""
        with self._reported():
            yield from self._base.execute("SELECT key, issued, signature FROM article ORDER BY key")

    def command(self) -> dict[str, object]:
        """Return what the last run was told to do, {} if there was none."""
        found: object = json.loads(self.state("command") or "{}")
        return found if isinstance(found, dict) else {}
