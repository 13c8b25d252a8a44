"""Find out what kind of source a path is, and read its articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from newsgraph.errors import InputError
from newsgraph.model import Article
from newsgraph.read.decoding import failure
from newsgraph.read.jsonl import read_jsonl
from newsgraph.read.text import read_text, read_text_stream

__all__ = ["STDIN", "SUFFIXES", "read_sources"]

SUFFIXES = (".txt", ".jsonl")
"""Kinds of files that are read, by the end of their names in small letters."""

STDIN = Path("-")
"""Stands for standard input, one article in plain text."""

Report = Callable[[InputError], None]


def read_sources(
    paths: Iterable[Path], *, day: date | None = None, on_error: Report | None = None, stdin: BinaryIO | None = None
) -> Iterator[Article]:
    """Yield the articles of files and folders, in the order given; a folder's files by name.

    Args:
        paths: `.txt` files, `.jsonl` files, folders of such files (not of folders), and `STDIN`.
        day: Day of publication of every article; wins over what the sources say.
        on_error: Called for a source or line that cannot be used, which is then left out; without it such a source raises.
        stdin: What `STDIN` reads.

    Raises:
        InputError: A source cannot be used and `on_error` is None.
    """
    for path in paths:
        try:
            if path == STDIN and stdin is not None:
                yield read_text_stream(stdin, stem="stdin", day=day)
                continue
            for file in _files(path):
                yield from _articles(file, day, on_error)
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)


def _files(path: Path) -> list[Path]:
    """Return the files of a source: itself, or what a folder holds that can be read, by name."""
    try:
        if not path.is_dir():
            return [path]
        found = sorted(each for each in path.iterdir() if each.suffix.lower() in SUFFIXES and each.is_file())
    except OSError as error:
        raise failure(str(path), error) from error
    if not found:
        raise InputError(f"the folder {path} holds no {' or '.join(SUFFIXES)} file; name a file, or another folder")
    return found


def _articles(file: Path, day: date | None, on_error: Report | None) -> Iterator[Article]:
    if file.suffix.lower() == ".jsonl":
        yield from read_jsonl(file, day=day, on_error=on_error)
        return
    try:
        yield _text_article(file, day)
    except InputError as error:
        if on_error is None:
            raise
        on_error(error)


def _text_article(file: Path, day: date | None) -> Article:
    if file.suffix.lower() != ".txt" and file.exists():
        raise InputError(f"{file} is of no kind that can be read; give a file that ends in {' or '.join(SUFFIXES)}")
    return read_text(file, day=day)
