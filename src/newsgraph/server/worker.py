"""Run in a process of its own: hold the store, do one task after the other, and be killed when one takes too long.

It reads from stdin and writes to stdout: a JSON line, with as many bytes after it as the line says under `n_bytes`. The first line says what
to open. It ends when stdin does. Nothing but `pool` talks to it.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO

from pyoxigraph import Store

from newsgraph.server.confine import confine
from newsgraph.server.tasks import Reply, TaskError, perform
from newsgraph.snapshot import open_snapshot

__all__ = ["main"]

GRACE_S = 2.0
"""The service kills this process on time; should it be gone itself, the alarm clock does so this much later."""

JOURNAL_BYTES = 4 << 20
"""What takes a reader 30 ms to read."""


class Opened:
    """The store, opened anew when the service says that it has changed.

    Args:
        folder: The store's folder.
        writes: Whether to open it for writing, which one process at a time can do.
    """

    def __init__(self, folder: str, *, writes: bool) -> None:
        self._folder = folder
        self.writes = writes
        self._generation = 0
        self.store = self._open()

    def refresh(self, generation: int, *, force: bool = False) -> None:
        """Open the store anew if it has changed since; a writer sees its own changes."""
        if not self.writes and (force or generation != self._generation):
            self.store = self._open()
        self._generation = generation

    def tidy(self) -> None:
        """Write a long journal to disk: every reader that opens the store anew reads it first."""
        if self.writes and sum(path.stat().st_size for path in Path(self._folder).glob("*.log")) > JOURNAL_BYTES:
            self.store.flush()

    def _open(self) -> Store:
        return Store(self._folder) if self.writes else open_snapshot(Path(self._folder))


def main() -> None:
    """Serve until stdin ends."""
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    opening = json.loads(incoming.readline())
    is_confined = confine(opening["max_memory_bytes"])
    try:
        opened = Opened(opening["folder"], writes=opening["writes"])
    except (OSError, RuntimeError) as error:
        _send(outgoing, Reply({"error": "store", "message": str(error)}))
        return
    _send(outgoing, Reply({"ready": True, "confined": is_confined}))
    for line in incoming:
        request = json.loads(line)
        payload = incoming.read(request["n_bytes"])
        _set_alarm(request["timeout_s"] + GRACE_S)
        reply = _reply(opened, request, payload)
        _set_alarm(0)
        _send(outgoing, reply)
        opened.tidy()


def _reply(opened: Opened, request: dict[str, Any], payload: bytes) -> Reply:
    """Do a task; where the storage fails under a reader, because its writer has tidied up meanwhile, do it once more on the new state."""
    try:
        opened.refresh(request["generation"])
        try:
            return perform(opened.store, request, payload)
        except (OSError, RuntimeError):
            if opened.writes:
                raise
            opened.refresh(request["generation"], force=True)
            return perform(opened.store, request, payload)
    except TaskError as error:
        return Reply({"error": error.kind, "message": str(error)})
    except MemoryError:
        return Reply({"error": "memory", "message": "the query needs more memory than it may have; narrow it"})
    except (OSError, RuntimeError, ValueError, SyntaxError) as error:
        return Reply({"error": "store", "message": f"{type(error).__name__}: {error}"})


def _set_alarm(seconds: float) -> None:
    """Let the operating system end this process after some time, where it can; 0 takes the alarm back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _send(outgoing: BinaryIO, reply: Reply) -> None:
    outgoing.write(json.dumps({**reply.head, "n_bytes": len(reply.body)}).encode("ascii") + b"\n")
    outgoing.write(reply.body)
    outgoing.flush()
