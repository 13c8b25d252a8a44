"""Talk to the answering process: start it, ask it, and kill it when it takes too long."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import IO

from newsgraph.errors import QueryError

__all__ = ["AnsweringProcess"]

PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from newsgraph.query.worker import main; main()"
"""Started with -c rather than -m, so that it finds what this process finds, and never runs the caller's main module."""

Reply = dict[str, object]


class AnsweringProcess:
    """A child process that holds a store and answers queries of it, one at a time.

    Args:
        opening: What to open: `{"files": […]}`, `{"folder": …}` or `{"n_bytes": …}`.
        payload: The bytes that `n_bytes` announces.

    Raises:
        QueryError: The process cannot be started, or it cannot open what it was told to.
    """

    def __init__(self, opening: dict[str, object], payload: bytes = b"") -> None:
        paths = json.dumps([path for path in sys.path if isinstance(path, str)])
        try:
            self._child = subprocess.Popen(  # noqa: S603  our own program
                [sys.executable, "-c", PROGRAM, paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise QueryError(f"cannot start a process to answer queries with {sys.executable or 'no Python'}: {error}") from error
        self._replies: queue.Queue[bytes] = queue.Queue()
        threading.Thread(target=_read_lines, args=(self._child.stdout, self._replies), daemon=True).start()
        reply = self._exchange(json.dumps(opening).encode("ascii") + b"\n" + payload, None)
        if "error" in reply:
            self.kill()
            if "folder" in opening:
                raise QueryError(f"the store {opening['folder']} is damaged or unreadable: {reply['error']}; make it again from its files")
            raise QueryError(f"there is nothing to ask: {reply['error']}")

    def ask(self, request: Mapping[str, object], *, timeout_s: float | None) -> Reply:
        """Return the reply to a query: the answer, or `error` and its `kind`.

        Raises:
            QueryError: It took longer than `timeout_s` and the process was killed, or the process ended by itself.
        """
        return self._exchange(json.dumps({**request, "timeout_s": timeout_s}).encode("ascii") + b"\n", timeout_s)

    def _exchange(self, message: bytes, timeout_s: float | None) -> Reply:
        try:
            self._send(message)
            line = self._replies.get(timeout=timeout_s)
        except queue.Empty:
            self.kill()
            raise QueryError(f"the query took longer than {timeout_s:g} s and was stopped; narrow it, or allow more time") from None
        except BaseException:
            self.kill()
            raise
        if not line:
            code = self._child.wait()
            raise QueryError(f"the process that answers queries ended with code {code}; it may have run out of memory: narrow the query")
        reply: Reply = json.loads(line)
        return reply

    def _send(self, message: bytes) -> None:
        if self._child.stdin is None:
            raise QueryError("the process that answers queries has no input")
        try:
            self._child.stdin.write(message)
            self._child.stdin.flush()
        except (BrokenPipeError, OSError) as error:
            raise QueryError(f"the process that answers queries ended before it was asked: {error}") from error

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._child.poll() is None

    def kill(self) -> None:
        """End the process at once and wait until it is gone; harmless when it is."""
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # what was not sent yet has no reader any more


def _read_lines(pipe: IO[bytes], replies: queue.Queue[bytes]) -> None:
    """Hand over every line; an empty one when the process has ended."""
    try:
        for line in pipe:
            replies.put(line)
    except ValueError:  # the pipe was closed under us: the process was killed
        return
    finally:
        replies.put(b"")
