"""Show how far a long build is: a line that changes on a terminal, a plain line now and then elsewhere, nothing if that is wished."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from newsgraph.cli.terminal import Progress, warn

if TYPE_CHECKING:
    from newsgraph.corpus import Counts

__all__ = ["BuildProgress"]

LINE_EVERY_S = 30.0
"""In a log file, a line every half minute shows life and stays readable over a night."""


class BuildProgress:
    """Progress of a build on stderr: rate, time left, failures.

    Args:
        quiet: Show nothing.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._total: int | None = None
        self._terminal = Progress(quiet=quiet)
        self._begin = self._last = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._terminal.clear()

    def expect(self, total: int) -> None:
        """Say about how many articles there are, when that is known; from then on the time that is left is shown."""
        self._total = total

    def show(self, counts: Counts) -> None:
        """Show the counts of this moment."""
        if self._quiet:
            return
        if sys.stderr.isatty():
            self._terminal.show(self._line(counts), now=counts.read == 0)
        elif time.monotonic() - self._last >= LINE_EVERY_S:
            self._last = time.monotonic()
            warn(self._line(counts))

    def say(self, message: str) -> None:
        """Print a line of its own, above the bar."""
        self._terminal.clear()
        warn(message)

    def _line(self, counts: Counts) -> str:
        seconds = time.monotonic() - self._begin
        done = counts.read + counts.unchanged + counts.repeated + counts.failed
        rate = done / seconds if seconds else 0.0
        left = f", about {_duration((self._total - done) / rate)} left" if self._total and rate and self._total >= done else ""
        return f"{done} articles, {rate:.1f} a second{left}; {counts.statements} statements, {counts.failed} failed"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
