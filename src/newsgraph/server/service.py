"""Join the parts of a running service: readers, the writer, what the store's state is, and what was counted."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

from newsgraph.errors import StoreError
from newsgraph.query.session import DATA_FILES
from newsgraph.server.answers import Answers
from newsgraph.server.metrics import Metrics
from newsgraph.server.pool import Busy, Pool, Stopped, WorkerFailed
from newsgraph.server.settings import ServiceSettings
from newsgraph.server.tasks import Reply

__all__ = ["Refusal", "Service"]

STATE_AGE_S = 0.5
"""How long it may take until a change by another program is noticed; looking costs 0.2 ms."""

FAREWELL_S = 10.0
"""What the writer has to write its journal to disk at the end; nothing is lost if it does not."""

STORE_LANDMARK = "CURRENT"
"""A file that every folder of a store holds."""

VOLATILE = re.compile(rb"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
"""What may be answered otherwise each time, and so is asked anew."""

STATUS = {"syntax": 400, "refused": 403, "format": 406, "media": 415, "missing": 404, "rows": 422, "bytes": 422, "memory": 422, "store": 503}
"""Why a task was not done, as a status of HTTP."""


class Refusal(Exception):  # noqa: N818  an answer, not a fault
    """Say why a request is not answered as asked.

    Args:
        status: HTTP status.
        message: One or several lines for the client.
        headers: Further headers of the answer.
    """

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})


class Service:
    """A store that is served.

    Args:
        settings: What the service was told at its start.
    """

    def __init__(self, settings: ServiceSettings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        opening = {"folder": str(settings.store), "max_memory_bytes": settings.max_memory_bytes}
        self.readers = Pool({**opening, "writes": False}, size=settings.workers, max_waiting=settings.max_waiting)
        self.writer = Pool({**opening, "writes": True}, size=1, max_waiting=settings.max_waiting) if settings.can_write else None
        self.answers = Answers(settings.max_kept_bytes)
        self._generation = 0
        self._state: object = None
        self._looked_at = float("-inf")

    async def open(self) -> None:
        """Start the workers.

        Raises:
            StoreError: The store is missing, damaged, or (for a service that writes) open in another process.
        """
        folder = self.settings.store
        if not (folder / STORE_LANDMARK).is_file():
            if self.writer is None:
                raise StoreError(f"there is no store in {folder}; make one by building with --store, or name another folder")
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise StoreError(f"{folder} is a file, or holds other files and is not a store; name an empty or new folder")
        try:
            if self.writer is not None:
                await self.writer.open()  # first, because it makes the store if there is none
            await self.readers.open()
        except WorkerFailed as error:
            await self.close()
            reason = (
                "is open in another process; close it there, or serve it without --write" if "LOCK" in str(error) else f"cannot be opened: {error}"
            )
            raise StoreError(f"the store {folder} {reason}") from error

    async def close(self) -> None:
        """End all workers; what was written is on the disk then."""
        if self.writer is not None and self.writer.state.up:
            with contextlib.suppress(Refusal):
                await self._run(self.writer, "flush", {}, b"", FAREWELL_S)
        for pool in (self.readers, self.writer):
            if pool is not None:
                await pool.close()

    async def query(
        self,
        sparql: str,
        *,
        table: str | None = "json",
        graph: str | None = "turtle",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base: str | None = None,
    ) -> Reply:
        """Answer a query; arguments and reply are those of `tasks.query`.

        Raises:
            Refusal: It is malformed, not allowed, takes too long, or its answer is too long.
        """
        request = {"table": table, "graph": graph, "default_graphs": list(default_graphs), "named_graphs": list(named_graphs), "base": base}
        return await self.read("query", request, sparql.encode("utf-8"))

    async def read(self, task: str, request: Mapping[str, Any], payload: bytes = b"") -> Reply:
        """Have a reader do a task of `tasks.TASKS` on the present state of the store.

        Raises:
            Refusal: It was not done.
        """
        self._look()
        state = self._generation
        if VOLATILE.search(payload):
            return await self._run(self.readers, task, request, payload, self.settings.timeout_s)
        question = hashlib.sha256(json.dumps([task, dict(request)], sort_keys=True).encode("ascii") + payload).digest()
        found = self.answers.find(state, question)
        if found is not None:
            self.metrics.note_task(task, "kept", 0.0)
            return found
        return await self.answers.make(state, question, lambda: self._run(self.readers, task, request, payload, self.settings.timeout_s))

    async def write(self, task: str, request: Mapping[str, Any], payload: bytes = b"") -> Reply:
        """Have the writer do a task; when this returns, every later read sees the change.

        Raises:
            Refusal: It was not done, or the service only reads.
        """
        if self.writer is None:
            raise Refusal(403, "this service only reads; start it with --write and --token-file to change the store")
        try:
            return await self._run(self.writer, task, request, payload, self.settings.write_timeout_s)
        finally:
            self._generation += 1

    async def _run(self, pool: Pool, task: str, request: Mapping[str, Any], payload: bytes, timeout_s: float) -> Reply:
        limits = (self.settings.max_rows, self.settings.max_bytes)
        begin = time.monotonic()
        outcome = "done"
        try:
            head, body = await pool.run({"limits": limits, **request, "task": task, "generation": self._generation}, payload, timeout_s=timeout_s)
            outcome = str(head.get("error", "done"))
        except Busy as error:
            outcome = "busy"
            raise Refusal(503, f"{error}; try again a little later", {"Retry-After": "2"}) from error
        except Stopped as error:
            outcome = "time"
            raise Refusal(504, f"this took longer than {timeout_s:g} s and was stopped; narrow it, or add LIMIT") from error
        except WorkerFailed as error:
            outcome = "failed"
            raise Refusal(500, f"{error}; it may have run out of memory: narrow the query") from error
        except asyncio.CancelledError:
            outcome = "gone"
            raise
        finally:
            self.metrics.note_task(task, outcome, time.monotonic() - begin)
        if outcome != "done":
            raise Refusal(STATUS.get(outcome, 500), str(head["message"]))
        return Reply(head, body)

    def _look(self) -> None:
        """Notice that another program has changed the store; what this service writes is known without looking."""
        now = time.monotonic()
        if self.writer is not None or now - self._looked_at < STATE_AGE_S:
            return
        self._looked_at = now
        state = []
        for pattern in DATA_FILES:
            for path in self.settings.store.glob(pattern):
                try:
                    status = path.stat()
                except OSError:
                    continue  # the writer tidies up: the list itself has changed then
                state.append((path.name, status.st_size, status.st_mtime_ns))
        state.sort()
        if state != self._state:
            self._generation += self._state is not None
            self._state = state
