"""Open the folder of a store, for writing or for reading beside a writer."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Store

from newsgraph.errors import StoreError
from newsgraph.snapshot import open_snapshot

__all__ = ["open_store"]

STORE_LANDMARK = "CURRENT"
"""A file that every folder of a store holds."""


def open_store(path: Path | None, *, read_only: bool) -> Store:
    """Return the engine of a folder, made if missing, or (None) one in memory.

    Raises:
        StoreError: The folder is in use, damaged, missing (read-only), or not a store.
    """
    if path is None:
        return Store()
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path} is a file, not the folder of a store; load it into a store instead")
    is_store = (path / STORE_LANDMARK).is_file()
    if not is_store and path.is_dir() and any(path.glob("MANIFEST-*")):
        raise StoreError(f"the store {path} is damaged: its file {STORE_LANDMARK} is missing; make it again from its files")
    if read_only and not is_store:
        raise StoreError(f"there is no store in {path}; make one by building with --store, or name another folder")
    if path.is_dir() and not is_store and any(path.iterdir()):
        raise StoreError(f"{path} holds other files and is not a store; name an empty or new folder")
    if not read_only:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"cannot make the folder {path}: {error.strerror or error}; name another") from error
    try:
        return open_snapshot(path) if read_only else Store(str(path))
    except (OSError, RuntimeError) as error:
        if "LOCK" in str(error):
            raise StoreError(f"the store {path} is open in another process; close it there, or open it to read only") from error
        if "too fast" in str(error):
            raise StoreError(str(error)) from error
        raise StoreError(f"the store {path} is damaged or unreadable: {error}; make it again from its files") from error
