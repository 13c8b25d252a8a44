"""Remember what an unfinished push has brought over, so that the next one goes on from there.

The file holds the endpoint's address and, for every graph that was sent and verified, its IRI and the hash of what was sent: nothing
else, and no secrets. It is written whole or not at all, and goes away when the push is done.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from newsgraph.errors import StoreError
from newsgraph.store import write_files

__all__ = ["Journal", "journal_path"]

WRITE_EVERY = 20
"""Graphs between two writings of the file. What is lost when the program is killed is only compared again, not sent again."""

ADDRESS_DIGITS = 12


def journal_path(beside: Path, address: str) -> Path:
    """Return where the journal of pushing a store's folder to an address stands: beside the folder."""
    folder = beside.resolve()
    return folder.with_name(f"{folder.name}.push-{hashlib.sha256(address.encode()).hexdigest()[:ADDRESS_DIGITS]}.json")


class Journal:
    """The graphs that an unfinished push has brought over.

    Args:
        path: The file; None remembers nothing.
        address: The endpoint; what was sent to another one does not count.

    Raises:
        StoreError: The file is not a journal.
    """

    def __init__(self, path: Path | None, address: str) -> None:
        self._path, self._address = path, address
        self._done: dict[str, str] = {}
        self._n_unwritten = 0
        if path is not None and path.exists():
            self._done = _read(path, address)

    def holds(self, graph: str, sha256: str) -> bool:
        """Whether this very content of a graph was brought over."""
        return self._done.get(graph) == sha256

    def note(self, graph: str, sha256: str) -> None:
        """Remember that a graph was brought over."""
        self._done[graph] = sha256
        self._n_unwritten += 1
        if self._n_unwritten >= WRITE_EVERY:
            self.write()

    def forget(self, graph: str) -> None:
        """Forget a graph, before it is changed."""
        if self._done.pop(graph, None) is not None:
            self._n_unwritten += 1
            self.write()

    def write(self) -> None:
        """Write the file, if there is something new to write.

        Raises:
            StoreError: It cannot be written.
        """
        if self._path is not None and self._n_unwritten:
            content = {"newsgraph": "push", "endpoint": self._address, "graphs": self._done}
            write_files({self._path: (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")})
        self._n_unwritten = 0

    def finish(self) -> None:
        """Take the file away: all is done."""
        self._done, self._n_unwritten = {}, 0
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def _read(path: Path, address: str) -> dict[str, str]:
    try:
        content = json.loads(path.read_bytes())
        done = {str(graph): str(sha256) for graph, sha256 in content["graphs"].items()}
        kind, endpoint = content["newsgraph"], content["endpoint"]
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}; check its rights, or name another by --state") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{path} is not the state of an unfinished push; name another file by --state, or delete it") from error
    if kind != "push":
        raise StoreError(f"{path} is not the state of an unfinished push; name another file by --state, or delete it")
    return done if endpoint == address else {}
