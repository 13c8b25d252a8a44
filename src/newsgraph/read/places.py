"""Find the places that a source means: a file, the files of a folder or a pattern, the lines of a list, a page's address."""

from __future__ import annotations

import glob
import json
import os
from collections import Counter
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from newsgraph.errors import InputError
from newsgraph.read.content import failure
from newsgraph.read.formats import SUFFIXES, is_known
from newsgraph.read.origin import Context

__all__ = ["LIST_MARK", "STDIN", "is_address", "list_lines", "places"]

STDIN = Path("-")
"""Stands for standard input."""

LIST_MARK = "@"
"""Before the name of a file that lists sources, one a line."""

MANIFEST = "run.json"
"""What `build` writes beside its files."""

MAX_MANIFEST_BYTES = 50_000_000
MAX_LINE_BYTES = 10_000
_WRITTEN_ENDS = (".nodes.csv", ".edges.csv")
_WILDCARDS = frozenset("*?[")
MAX_KINDS = 5


def is_address(source: str) -> bool:
    """Return whether a source is the address of a page."""
    return source.lower().startswith(("http://", "https://"))


def list_lines(stream: BufferedReader, name: str) -> Iterator[str]:
    """Yield the sources that a list names, one a line; empty lines and those that begin with # are passed over.

    Raises:
        InputError: A line is too long to be a name, or the list cannot be read.
    """
    number = 0
    try:
        while line := stream.readline(MAX_LINE_BYTES + 1):
            number += 1
            if len(line) > MAX_LINE_BYTES:
                raise InputError(f"{name}:{number} is too long for the name of a file; give a list with one source a line")
            source = os.fsdecode(line.removeprefix(b"\xef\xbb\xbf").strip(b"\r\n")).strip()
            if source and not source.startswith("#"):
                yield source
    except OSError as error:
        raise failure(name, error) from error


def places(source: str, context: Context) -> Iterator[Path]:
    """Yield the files that a file, a folder or a pattern means, by name; a folder's in it and below it.

    A name with `*`, `?` or `[` is a pattern unless there is a file of that name; `**` stands for any folders. In folders, these are left out:
    hidden files and folders, links to folders, what `build` wrote, and files of other kinds, of which a note tells.

    Raises:
        InputError: There is no such file, the pattern fits none, or a folder holds none that can be read.
    """
    path = Path(source)
    try:
        if path.is_dir():
            yield from _folder(path, context)
        elif _WILDCARDS & set(source) and not path.exists():
            yield from _pattern(source, context)
        else:
            yield path
    except OSError as error:
        raise failure(source, error) from error
    except ValueError as error:  # a NUL in a name
        raise InputError(f"{source!r} is no name of a file: {error}") from error


def _pattern(pattern: str, context: Context) -> Iterator[Path]:
    found = [Path(each) for each in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207  # patterns may be absolute
    files = [each for each in found if each.is_file()]
    if not found:
        raise InputError(f"no file fits {pattern}; check the pattern")
    yield from files
    if not files:
        for folder in found:
            yield from _folder(folder, context)


def _folder(folder: Path, context: Context) -> Iterator[Path]:
    excluded = frozenset(each.resolve() for each in context.options.exclude) - {folder.resolve()}
    others: Counter[str] = Counter()
    n_files = 0
    for path in _walk(folder, excluded, others):
        n_files += 1
        yield path
    if not n_files:
        there = f" ({_kinds(others)} are there)" if others else ""
        raise InputError(f"the folder {folder} holds no file that can be read{there}; newsgraph reads {', '.join(SUFFIXES)}")
    if others:
        context.note("skipped", f"the folder {folder}: {sum(others.values())} files of kinds that are not read are left out ({_kinds(others)})")


def _kinds(others: Counter[str]) -> str:
    shown = [f"{n} {kind or 'without ending'}" for kind, n in sorted(others.items(), key=lambda each: (-each[1], each[0]))[:MAX_KINDS]]
    return ", ".join(shown) + (", …" if len(others) > MAX_KINDS else "")


def _walk(folder: Path, excluded: frozenset[Path], others: Counter[str]) -> Iterator[Path]:
    """Yield the files below a folder that can be read, in order of name; count the others by the end of their names."""
    stack = [iter(_entries(folder))]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
        elif entry.name.startswith(".") or (excluded and Path(entry.path).resolve() in excluded):
            continue
        elif entry.is_dir(follow_symlinks=False):
            stack.append(iter(_entries(Path(entry.path))))
        elif entry.is_file():
            if is_known(entry.name):
                yield Path(entry.path)
            else:
                others[Path(entry.name).suffix.lower()] += 1


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what stands in a folder, by name, without what `build` wrote there."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda each: each.name)
    written = _written(folder) if any(each.name == MANIFEST for each in entries) else None
    if written is None:
        return entries
    return [each for each in entries if each.name not in written and not each.name.endswith(_WRITTEN_ENDS)]


def _written(folder: Path) -> frozenset[str] | None:
    """Return the names of the files that a build wrote into a folder, None if its manifest is not one."""
    try:
        with (folder / MANIFEST).open("rb") as stream:
            manifest = json.loads(stream.read(MAX_MANIFEST_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(manifest, dict) or "newsgraph" not in manifest:
        return None
    articles = manifest.get("articles")
    names = {MANIFEST, "failures.jsonl"}
    for each in articles if isinstance(articles, list) else ():
        files = each.get("files") if isinstance(each, dict) else None
        names.update(name for name in (files if isinstance(files, list) else ()) if isinstance(name, str))
    return frozenset(names)
