"""Say where an article comes from and how it is wanted: what every reader of a format is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BufferedReader
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from newsgraph.errors import InputError, NewsgraphError, ResourceError
from newsgraph.model import Article

__all__ = ["Context", "Item", "Note", "Origin", "ReadOptions", "Reader", "foreign", "needed", "shown", "silent"]

Item: TypeAlias = Article | InputError
"""What a reader yields: an article, or why one cannot be had. A reader that raises `InputError` has nothing more to give."""

Note: TypeAlias = Callable[[str, str], None]
"""Takes a topic ("encoding", "fields: …"; after a colon, what is the same need be told once only) and one line for people: something that is no error, but that they may want to know."""

EXTRA = "sources"
"""The extra that brings the libraries of all formats."""


def silent(topic: str, message: str) -> None:
    """Take a note and say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How sources are to be read.

    Attributes:
        day: Day of publication of every article; wins over what the sources say.
        fields: What a record's fields are called: our name ("text", "date", "title", "id", "url", "source", "author") to theirs, which may be a
            path of names joined by dots. "" leaves a field out.
        fetch: Whether pages may be fetched from the network.
        allow_private: Whether addresses of this machine and of private networks may be fetched from.
        exclude: Folders and files that are left out where a folder is read.
    """

    day: date | None = None
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    fetch: bool = False
    allow_private: bool = False
    exclude: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The options, and whom to tell what is no error."""

    options: ReadOptions = field(default_factory=ReadOptions)
    note: Note = silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A named stream of bytes, opened and at its start.

    Attributes:
        name: What errors call it.
        stem: What the files of its articles are named after.
        suffix: End of its name in small letters (".html"), without that of a compression.
        path: The file, if the stream is that file as it stands.
        charset: The encoding that whoever delivered it says, or "".
        media_type: The kind of content that whoever delivered it says, or "".
        url: Where it was fetched from, or "".
    """

    name: str
    stem: str
    suffix: str
    stream: BufferedReader
    path: Path | None = None
    charset: str = ""
    media_type: str = ""
    url: str = ""


Reader: TypeAlias = Callable[[Origin, Context], Iterator[Item]]


def shown(words: object, max_chars: int = 60) -> str:
    """Return something from a source so that it can stand in a line for people: on one line, and not long."""
    text = " ".join(str(words)[: 4 * max_chars].split())
    return text if len(text) <= max_chars else text[: max_chars - 1] + "…"


@contextmanager
def needed(package: str, kind: str) -> Iterator[None]:
    """Say which extra to install if an import inside fails.

    Raises:
        ResourceError: The package is not installed.
    """
    try:
        yield
    except ImportError as error:
        raise ResourceError(f"reading {kind} needs the package {package}; pip install 'newsgraph[{EXTRA}]'") from error


@contextmanager
def foreign(name: str, kind: str) -> Iterator[None]:
    """Turn whatever a library raises over a broken source into one line; our own errors pass.

    Args:
        name: What the source is called in errors.
        kind: What it should be, for the message: "a PDF file".
    """
    try:
        yield
    except NewsgraphError:
        raise
    except RecursionError as error:
        raise InputError(f"{name} is nested too deeply to be read as {kind}; it may be broken") from error
    except MemoryError as error:
        raise InputError(f"{name} asks for more memory than there is to be read as {kind}; it may be broken") from error
    except Exception as error:  # the one boundary: parsers of foreign formats raise anything over broken files
        reason = " ".join(str(error).split())[:160]
        raise InputError(f"{name} cannot be read as {kind} ({type(error).__name__}{': ' if reason else ''}{reason}); it may be broken") from error
