"""Read shards in several processes of this machine; one that dies costs a retry of its shard and nothing else."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from newsgraph.corpus.child import Orders
from newsgraph.corpus.part import Failure, Part, Shard
from newsgraph.corpus.shard import name_of
from newsgraph.errors import NewsgraphError, ResourceError
from newsgraph.settings import Settings

__all__ = ["Died", "LocalEngine", "survivors"]

PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from newsgraph.corpus.child import main; main()"
"""Started with -c rather than -m, so that it finds what this process finds, and never runs the caller's main module."""

SHARD_TRIES, ARTICLE_TRIES = 2, 3
"""A shard is tried so often before its articles are read one by one, and an article so often before it is at fault: a process may also be
killed for another's hunger for memory."""

START_TRIES = 5

TIMEOUT_S = 600.0
"""A shard takes some seconds; one that takes this long never ends."""

AHEAD = 2
"""Shards waiting for each process, so that none waits for the sources."""


class Died(Exception):  # noqa: N818  # not an error of ours: the article's, if it comes again
    """Say that a process ended while it read a shard; the message says how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalEngine:
    """Processes that read shards.

    Args:
        settings: What to read with.
        folder: Where parts go.
        jobs: How many processes, at least one.
        output: Folder for files of each article, or None; `formats` says which.
    """

    settings: Settings
    folder: Path
    jobs: int = 1
    output: Path | None = None
    formats: tuple[str, ...] = ()
    timeout_s: float = TIMEOUT_S

    def parts(self, shards: Iterable[Shard]) -> Iterator[Part]:
        """Yield what comes of each shard, as it is finished; shards are asked for as they can be read.

        Raises:
            NewsgraphError: No article can be read (settings are broken, the disk is full); all processes have been ended.
        """
        team = _Team(self)
        try:
            waiting = 0
            for shard in shards:
                team.todo.put(shard)
                waiting += 1
                while waiting >= AHEAD * self.jobs + self.jobs or not team.done.empty():
                    waiting -= 1
                    yield from team.next_parts()
            while waiting:
                waiting -= 1
                yield from team.next_parts()
        finally:
            team.end()


class _Team:
    """One thread for each process: it hands over shards and waits for parts."""

    def __init__(self, engine: LocalEngine) -> None:
        self.todo: queue.Queue[Shard | None] = queue.Queue()
        self.done: queue.Queue[list[Part] | BaseException] = queue.Queue()
        self._children = [_Child(engine) for _ in range(engine.jobs)]
        self._threads = [threading.Thread(target=self._serve, args=(child,), daemon=True) for child in self._children]
        for thread in self._threads:
            thread.start()

    def next_parts(self) -> list[Part]:
        """Wait for a shard to be finished and return its parts: one, or one for each article if a process died of it."""
        found = self.done.get()
        if isinstance(found, BaseException):
            raise found
        return found

    def end(self) -> None:
        """End all processes at once."""
        for _ in self._threads:
            self.todo.put(None)
        for child in self._children:
            child.end()
        for thread in self._threads:
            thread.join()

    def _serve(self, child: _Child) -> None:
        while (shard := self.todo.get()) is not None:
            if child.is_ended:
                return
            try:
                self.done.put(list(survivors(shard, child.read)))
            except BaseException as error:  # noqa: BLE001  # goes to the thread that waits for it
                self.done.put(error)


def survivors(shard: Shard, read: Callable[[Shard], Part]) -> Iterator[Part]:
    """Yield what comes of a shard, whatever dies of it: it is tried again, then article by article; one that kills alone is a failure.

    Args:
        shard: What to read.
        read: Function from a shard to its part, which raises `Died`.
    """
    reason = ""
    for _ in range(SHARD_TRIES if len(shard.articles) > 1 else ARTICLE_TRIES):
        try:
            yield read(shard)
        except Died as death:
            reason = str(death)
        else:
            return
    if len(shard.articles) == 1:
        article = shard.articles[0]
        yield Part(
            path=None,
            failures=(Failure(article=article.key, name=name_of(article), reason=f"{name_of(article)}: {reason}; read it alone, or leave it out"),),
        )
        return
    for single in shard.singles():
        yield from survivors(single, read)


class _Child:
    """A process that reads shards, started when the first comes and again after each death."""

    def __init__(self, engine: LocalEngine) -> None:
        self._engine = engine
        self._orders = Orders(settings=engine.settings, folder=engine.folder, output=engine.output, formats=engine.formats)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection[object, object] | None = None
        self.is_ended = False

    def read(self, shard: Shard) -> Part:
        """Return what comes of a shard.

        Raises:
            Died: The process died, or took too long and was killed.
            NewsgraphError: No article can be read.
        """
        pipe = self._started()
        try:
            pipe.send(shard)
            if not pipe.poll(self._engine.timeout_s):
                self._kill()
                raise Died(f"it took longer than {self._engine.timeout_s:g} s to read")
            answer = pipe.recv()
        except (EOFError, OSError) as error:
            raise Died(self._autopsy()) from error
        if isinstance(answer, NewsgraphError):
            raise answer
        if not isinstance(answer, Part):
            raise TypeError(answer)
        return answer

    def _started(self) -> Connection[object, object]:
        """Return the pipe to a process that is ready, started if need be."""
        if self._pipe is not None:
            return self._pipe
        for _ in range(START_TRIES):
            pipe = self._start()
            try:
                pipe.send(self._orders)
                answer = pipe.recv()
            except (EOFError, OSError):
                reason = self._autopsy()
                continue
            if isinstance(answer, NewsgraphError):
                raise answer
            return pipe
        raise ResourceError(f"no process can be started to read articles: {reason}; check memory, and newsgraph's installation")

    def _start(self) -> Connection[object, object]:
        with self._lock:
            if self.is_ended:
                raise Died("the build was stopped")
            here, there = Pipe()
            paths = json.dumps([path for path in sys.path if isinstance(path, str)])
            command = [sys.executable, "-c", PROGRAM, paths, str(there.fileno())]
            try:
                self._process = subprocess.Popen(  # noqa: S603  # our own program
                    command, pass_fds=[there.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            except OSError as error:
                raise ResourceError(f"cannot start a process to read articles with {sys.executable or 'no Python'}: {error}") from error
            finally:
                there.close()
            self._pipe = here
            return here

    def _autopsy(self) -> str:
        """Clear the dead process away and return how it ended."""
        process = self._process
        self._kill()
        code = process.returncode if process else 0
        if code >= 0:
            return f"the process that read it ended with code {code}"
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        hint = " (the machine may be out of memory)" if -code == signal.SIGKILL else ""
        return f"the process that read it was ended by {name}{hint}"

    def _kill(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.wait()
            if self._pipe is not None:
                self._pipe.close()
            self._process = self._pipe = None

    def end(self) -> None:
        """End the process; its thread sees a death."""
        self.is_ended = True
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.wait()
