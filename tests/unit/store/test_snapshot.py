"""A folder is read as it is at one moment, or not at all."""

from __future__ import annotations

import threading
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from tests.unit.store.versions import VERSIONS

from newsgraph.errors import StoreError
from newsgraph.snapshot import open_snapshot
from newsgraph.store import EmbeddedStore


def filled(folder: Path) -> int:
    with EmbeddedStore(folder) as store:
        key, rows = VERSIONS[0]
        store.replace_article(rows, key)
        return len(store)


def test_a_quiet_folder_opens_at_once(tmp_path: Path) -> None:
    size = filled(tmp_path / "store")
    assert len(open_snapshot(tmp_path / "store")) == size


def test_a_folder_whose_tables_change_all_the_time_is_not_opened(tmp_path: Path) -> None:
    """Then it is reported, and opens as soon as the changes end."""
    folder = tmp_path / "store"
    size = filled(folder)
    stop = threading.Event()

    def change() -> None:
        for number in count(900_000):
            (folder / f"{number}.sst").touch()
            (folder / f"{number - 1}.sst").unlink(missing_ok=True)
            if stop.is_set():
                (folder / f"{number}.sst").unlink()
                return

    changing = threading.Thread(target=change)
    changing.start()
    try:
        with pytest.raises(StoreError, match="changes too fast to be read; wait"):
            EmbeddedStore(folder, read_only=True)
    finally:
        stop.set()
        changing.join()
    with EmbeddedStore(folder, read_only=True) as store:
        assert len(store) == size


def test_a_writer_beside_never_shows_half_an_article(tmp_path: Path) -> None:
    """Every opening finds one of the versions, while another thread's store replaces and flushes."""
    folder = tmp_path / "store"
    filled(folder)
    whole = {
        key: {frozenset(quad for quad in rows if key in str(quad.graph_name)) for other, rows in VERSIONS if other == key} for key, _ in VERSIONS
    }
    stop = threading.Event()

    def write() -> None:
        with EmbeddedStore(folder) as store:
            for step in count():
                key, rows = VERSIONS[step % len(VERSIONS)]
                store.replace_article(rows, key)
                store.flush()
                if stop.wait(0.2):
                    return

    writing = threading.Thread(target=write)
    writing.start()
    seen = set()
    try:
        for _ in range(12):
            with suppress(StoreError), EmbeddedStore(folder, read_only=True) as store:  # a file that went while it was read
                for key in store.articles():
                    own = frozenset(store.article_quads(key))
                    assert own in whole[key]
                    seen.add(own)
    finally:
        stop.set()
        writing.join()
    assert seen
