"""Offer the options that say how sources are read, and tell what readers note."""

from __future__ import annotations

import functools
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from newsgraph.cli.options import parameters
from newsgraph.cli.terminal import warn

if TYPE_CHECKING:
    from newsgraph.read import ReadOptions

__all__ = ["FIELDS", "Notes", "ReadingOptions", "lasting", "reading_options"]

P = ParamSpec("P")
R = TypeVar("R")

FIELDS = ("text", "date", "title", "id", "url", "source", "author")
"""As `read.fields.FIELDS`, which is not imported for `--help`; a test compares them."""

MAX_NOTES = 3
"""Notes of one topic that are told; of the rest, how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """What `reading_options` read from the command line.

    Attributes:
        lists: Files that list sources; "-" is standard input.
        fields: Our names of a record's fields to theirs.
        keep_text: Whether the text of every article is written beside its graph.
    """

    lists: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    fetch: bool = False
    allow_private: bool = False
    keep_text: bool = False

    def sources(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """Return the sources that were given and, after them, those of the lists."""
        return (*given, *(f"@{name}" for name in self.lists))

    def options(self, day: date | None, *, exclude: tuple[Path, ...] = ()) -> ReadOptions:
        """Return the options as readers take them."""
        from newsgraph.read import ReadOptions  # noqa: PLC0415  # not needed for --help

        return ReadOptions(day=day, fields=self.fields, fetch=self.fetch, allow_private=self.allow_private, exclude=exclude)


def lasting(source: str) -> str:
    """Return a source so that it means the same from any folder; addresses and standard input do."""
    mark = "@" if source.startswith("@") else ""
    name = source.removeprefix(mark)
    return source if name == "-" or name.lower().startswith(("http://", "https://")) else mark + str(Path(name).absolute())


def _fields(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """Return what `text=body,date=published` spells (a click callback).

    Raises:
        BadParameter: A part has no "=", or its name is none of ours.
    """
    found = parameters(ctx, param, tuple(part for each in value for part in each.split(",") if part.strip()))
    if unknown := [name for name in found if name not in FIELDS]:
        raise click.BadParameter(f"{', '.join(map(repr, unknown))} is not among {', '.join(FIELDS)}", ctx, param)
    return {name: theirs.strip() for name, theirs in found.items()}


def reading_options(command: Callable[P, R]) -> Callable[..., R]:
    """Add the options, and give the command what they say as one argument, `reading`."""

    @click.option("--from-file", "lists", multiple=True, metavar="LIST", help="Also read what this file lists, one source a line; may be repeated.")
    @click.option(
        "--fields",
        multiple=True,
        callback=_fields,
        metavar="OURS=THEIRS,...",
        help="Names of fields in JSON, CSV and Parquet, as text=body,date=day.",
    )
    @click.option("--fetch", is_flag=True, help="Allow sources that are addresses of pages (http, https).")
    @click.option("--allow-private", is_flag=True, help="With --fetch, also from this machine and private networks.")
    @click.option("--keep-text", is_flag=True, help="Write the text that offsets count in beside each graph, as NAME.text.txt.")
    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        names = ("lists", "fields", "fetch", "allow_private", "keep_text")
        given = {name: kwargs.pop(name) for name in names}
        return command(*args, reading=ReadingOptions(**given), **kwargs)  # type: ignore[arg-type]  # click gives them by name

    return wrapped


class Notes:
    """Tells on stderr what readers note: the first few of each topic, and at the end how many more there were.

    Args:
        quiet: Tell nothing.
        clear: Called before a line is written, to take a line of progress away.
        say: Writes a line.
    """

    def __init__(self, *, quiet: bool = False, clear: Callable[[], None] = lambda: None, say: Callable[[str], None] = warn) -> None:
        self._quiet = quiet
        self._clear = clear
        self._say = say
        self._n: Counter[str] = Counter()
        # Libraries warn of every oddity in a file; without a handler, Python prints that on stderr.
        logging.getLogger().addHandler(logging.NullHandler())

    def __call__(self, topic: str, message: str) -> None:
        """Take one note."""
        self._n[topic] += 1
        if not self._quiet and self._n[topic] <= _limit(topic):
            self._clear()
            self._say(message)

    def close(self) -> None:
        """Tell how many notes were not told."""
        for topic, n in sorted(self._n.items()):
            if not self._quiet and n > _limit(topic):
                self._clear()
                self._say(f"the same of {n - _limit(topic)} more {_PLURALS.get(topic.partition(':')[0], 'sources')}")
        self._n.clear()


_PLURALS = {"encoding": "texts that are not UTF-8", "fields": "files with these names of fields", "html": "files with HTML in a field"}


def _limit(topic: str) -> int:
    """Return how many notes of a topic are told; what says the same of many sources, once."""
    return 1 if ":" in topic else MAX_NOTES
