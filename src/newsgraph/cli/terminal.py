"""Print: results to stdout in UTF-8, everything else to stderr."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

import click

__all__ = ["Progress", "print_result", "warn"]

FIRST_AFTER_S = 0.5
EVERY_S = 0.2


def print_result(text: str) -> None:
    """Write a result to stdout: the same bytes on every system, unless a person looks at it."""
    if sys.stdout.isatty():
        click.echo(text, nl=False)
    else:
        click.echo(text.encode("utf-8"), nl=False)


def warn(message: str) -> None:
    """Write one line to stderr."""
    click.echo("newsgraph: " + " ".join(message.splitlines()), err=True)


class Progress:
    """A line on stderr that says how far the work is; only on a terminal, and only if it takes longer than half a second.

    Args:
        quiet: Show nothing.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._is_shown = sys.stderr.isatty() and not quiet
        self._next = time.monotonic() + FIRST_AFTER_S
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.clear()

    def show(self, message: str, *, now: bool = False) -> None:
        """Put a message in the place of the last one; `now` for one that stands before a long wait."""
        if not self._is_shown or (not now and time.monotonic() < self._next):
            return
        self._next = time.monotonic() + EVERY_S
        click.echo("\r" + message.ljust(self._width), nl=False, err=True)
        self._width = len(message)

    def clear(self) -> None:
        """Take the line away, so that something else can be printed."""
        if self._width:
            click.echo("\r" + " " * self._width + "\r", nl=False, err=True)
            self._width = 0
