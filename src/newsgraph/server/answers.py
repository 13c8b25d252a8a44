"""Answer the same question once: what was answered on a state of the store is kept while that state lasts, within a number of bytes.

Clients that ask the same at the same time wait for one evaluation. What fails is not kept.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from newsgraph.server.tasks import Reply

__all__ = ["Answers"]

Make = Callable[[], Awaitable[Reply]]


@dataclass(slots=True)
class _Evaluation:
    """A task that is under way, and how many wait for it."""

    task: asyncio.Future[Reply]
    n_waiting: int = 0


class Answers:
    """Replies by question.

    Args:
        max_bytes: What the bodies kept may have together; the one that was not asked for longest goes first.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._size = 0
        self._state: object = None
        self._kept: OrderedDict[Hashable, Reply] = OrderedDict()
        self._running: dict[Hashable, _Evaluation] = {}

    @property
    def size(self) -> int:
        """Bytes of all bodies that are kept."""
        return self._size

    def find(self, state: object, question: Hashable) -> Reply | None:
        """Return the reply that is kept for a question on a state of the store, None if there is none."""
        if state != self._state:
            self._kept.clear()
            self._size, self._state = 0, state
        found = self._kept.get(question)
        if found is not None:
            self._kept.move_to_end(question)
        return found

    async def make(self, state: object, question: Hashable, make: Make) -> Reply:
        """Return the reply to a question, evaluated once for all that ask it at this moment; when the last of them goes, it is given up."""
        key = (state, question)
        found = self._running.get(key)
        if found is None:
            found = self._running[key] = _Evaluation(asyncio.ensure_future(make()))
            found.task.add_done_callback(lambda task: self._end(state, question, task))
        found.n_waiting += 1
        try:
            return await asyncio.shield(found.task)
        finally:
            found.n_waiting -= 1
            if not found.n_waiting and not found.task.done():
                self._running.pop(key, None)
                found.task.cancel()
                await asyncio.gather(found.task, return_exceptions=True)

    def _end(self, state: object, question: Hashable, task: asyncio.Future[Reply]) -> None:
        """Keep a reply in the very moment in which it runs no more: whoever asks in between would have it evaluated again."""
        running = self._running.get((state, question))
        if running is not None and running.task is task:
            del self._running[state, question]
        if not task.cancelled() and task.exception() is None:
            self._keep(state, question, task.result())

    def _keep(self, state: object, question: Hashable, reply: Reply) -> None:
        if state != self._state or question in self._kept or len(reply.body) > self._max_bytes // 4:
            return
        self._kept[question] = reply
        self._size += len(reply.body)
        while self._size > self._max_bytes:
            _, old = self._kept.popitem(last=False)
            self._size -= len(old.body)
