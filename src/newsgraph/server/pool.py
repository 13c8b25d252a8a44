"""Keep worker processes warm, hand tasks to those that are free, and kill and replace those that take too long."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Busy", "Pool", "PoolState", "Stopped", "WorkerFailed"]

PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from newsgraph.server.worker import main; main()"
"""Started with -c rather than -m, so that it finds what this process finds, and never runs the caller's main module."""

START_LIMIT_S = 60.0
"""Opening takes 30 ms for 785,000 quads; this is for a machine that has much else to do."""

RESTART_PAUSE_S = 1.0
"""Between attempts to start a worker, when the store cannot be opened."""

BUFFER_BYTES = 1 << 20

Reply = dict[str, Any]


class Busy(Exception):  # noqa: N818  what happened, not a fault
    """Say that no worker became free in time, or that too many are waiting."""


class Stopped(Exception):  # noqa: N818  as above
    """Say that a task took too long and its worker was killed."""


class WorkerFailed(Exception):  # noqa: N818  as above
    """Say that a worker ended by itself, or cannot be started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolState:
    """How a pool is at a moment: workers that are up, that work, tasks that wait, workers killed so far for taking too long, ended by themselves."""

    up: int
    busy: int
    waiting: int
    killed: int
    failed: int


class _Worker:
    """One process and the pipes to it."""

    def __init__(self, process: asyncio.subprocess.Process, hello: Reply) -> None:
        self._process = process
        self.pid = process.pid
        self.is_confined = bool(hello.get("confined"))

    @classmethod
    async def start(cls, opening: Mapping[str, Any]) -> _Worker:
        """Start a process and wait until it has opened the store.

        Raises:
            WorkerFailed: It cannot be started, or cannot open the store.
        """
        paths = json.dumps([path for path in sys.path if isinstance(path, str)])
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                PROGRAM,
                paths,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=BUFFER_BYTES,
                start_new_session=True,  # Ctrl-C in a terminal is for the service, which ends its workers in order
            )
        except OSError as error:
            raise WorkerFailed(f"cannot start a worker with {sys.executable or 'no Python'}: {error}") from error
        worker = cls(process, {})
        try:
            hello, _ = await worker.exchange(json.dumps(opening).encode("ascii") + b"\n", START_LIMIT_S)
        except Stopped as error:
            raise WorkerFailed(f"a worker did not open the store within {START_LIMIT_S:g} s") from error
        except asyncio.CancelledError:
            await worker.kill()
            raise
        if "error" in hello:
            await worker.kill()
            raise WorkerFailed(str(hello["message"]))
        worker.is_confined = bool(hello.get("confined"))
        return worker

    async def exchange(self, message: bytes, timeout_s: float) -> tuple[Reply, bytes]:
        """Send a message and return the reply.

        Raises:
            Stopped: There was none in time; the process was killed.
            WorkerFailed: The process ended.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise WorkerFailed("a worker has no pipes")
        try:
            async with asyncio.timeout(timeout_s):
                stdin.write(message)
                await stdin.drain()
                head: Reply = json.loads(await stdout.readuntil(b"\n"))
                return head, await stdout.readexactly(head["n_bytes"])
        except TimeoutError as error:
            self.strike()
            raise Stopped from error
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            await self.kill()
            raise WorkerFailed(f"a worker ended with code {self._process.returncode}") from error
        except BaseException:
            self.strike()
            raise

    def strike(self) -> None:
        """Have the system end the process, without waiting until it has: one with much memory takes some tenths of a second to go."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def kill(self) -> None:
        """End the process at once and wait until it is gone; harmless when it is."""
        self.strike()
        await asyncio.shield(self._process.wait())


class Pool:
    """Workers of one kind.

    Args:
        opening: What a worker is told first: `folder`, `writes`, `max_memory_bytes`.
        size: Number of workers.
        max_waiting: Tasks that may wait for a worker.
    """

    def __init__(self, opening: Mapping[str, Any], *, size: int, max_waiting: int) -> None:
        self._opening = dict(opening)
        self._size = size
        self._max_waiting = max_waiting
        self._free: deque[_Worker] = deque()
        self._busy: set[_Worker] = set()
        self._waiting: deque[asyncio.Future[_Worker]] = deque()
        self._starting: set[asyncio.Task[None]] = set()
        self._dying: set[_Worker] = set()
        self._killed = self._failed = 0
        self._is_open = False

    @property
    def state(self) -> PoolState:
        """How it is at this moment."""
        return PoolState(
            up=len(self._free) + len(self._busy), busy=len(self._busy), waiting=len(self._waiting), killed=self._killed, failed=self._failed
        )

    @property
    def pids(self) -> tuple[int, ...]:
        """The process numbers of the workers that are up, sorted."""
        return tuple(sorted(worker.pid for worker in (*self._free, *self._busy)))

    @property
    def is_confined(self) -> bool:
        """Whether every worker that is up is kept from making sockets."""
        return all(worker.is_confined for worker in (*self._free, *self._busy))

    async def open(self) -> None:
        """Start the workers.

        Raises:
            WorkerFailed: One cannot be started; then none is left.
        """
        self._is_open = True
        try:
            self._free.extend(await asyncio.gather(*(_Worker.start(self._opening) for _ in range(self._size))))
        except WorkerFailed:
            await self.close()
            raise

    async def close(self) -> None:
        """Kill all workers, whatever they do; tasks that wait fail."""
        self._is_open = False
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_exception(Busy("the service is closing"))
        await asyncio.gather(*(worker.kill() for worker in (*self._free, *self._busy, *self._dying)))
        self._free.clear()

    async def run(self, request: Mapping[str, Any], payload: bytes, *, timeout_s: float) -> tuple[Reply, bytes]:
        """Have a task done by the next free worker and return the head and the body of its reply.

        Raises:
            Busy: No worker became free within the time limit, or too many tasks are waiting.
            Stopped: It took longer than the time limit.
            WorkerFailed: The worker ended by itself.
        """
        message = json.dumps({**request, "timeout_s": timeout_s, "n_bytes": len(payload)}).encode("ascii") + b"\n" + payload
        worker = await self._take(timeout_s)
        self._busy.add(worker)
        is_well = False
        try:
            reply = await worker.exchange(message, timeout_s)
            is_well = True
        except Stopped:
            self._killed += 1
            raise
        except WorkerFailed:
            self._failed += 1
            raise
        finally:
            self._busy.discard(worker)
            if is_well:
                self._give(worker)
            else:
                self._replace(worker)
        return reply

    async def _take(self, timeout_s: float) -> _Worker:
        if self._free:
            return self._free.popleft()
        if not self._is_open or len(self._waiting) >= self._max_waiting:
            raise Busy("too many queries are waiting")
        waiter: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            async with asyncio.timeout(timeout_s):
                return await waiter
        except BaseException as error:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self._give(waiter.result())  # it came in the very moment in which this task gave up
            if isinstance(error, TimeoutError):
                raise Busy("no worker became free in time") from error
            raise
        finally:
            with contextlib.suppress(ValueError):
                self._waiting.remove(waiter)

    def _give(self, worker: _Worker) -> None:
        """Hand a worker to the task that has waited longest, or keep it."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(worker)
                return
        self._free.append(worker)

    def _replace(self, old: _Worker) -> None:
        self._dying.add(old)
        if self._is_open:
            task = asyncio.create_task(self._start_another(old))
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _start_another(self, old: _Worker) -> None:
        await old.kill()  # a writer lets go of the store only when it is gone
        self._dying.discard(old)
        while self._is_open:
            begin = time.monotonic()
            try:
                worker = await _Worker.start(self._opening)
            except WorkerFailed:
                self._failed += 1
                await asyncio.sleep(max(0.0, RESTART_PAUSE_S - (time.monotonic() - begin)))
                continue
            if self._closed():
                await worker.kill()
            else:
                self._give(worker)
            return

    def _closed(self) -> bool:
        """Whether the pool was closed, perhaps while something was awaited."""
        return not self._is_open
