"""Read a shard of articles into a part: N-Quads, one article after the other, each under a comment that says which it is.

A part is made by a pure function of its shard and the recipe: the same shard gives the same bytes, in any process, on any machine.
Any tool that reads N-Quads reads a part; comments are part of the format. Source: https://www.w3.org/TR/n-quads/#sec-grammar
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from newsgraph.errors import StoreError
from newsgraph.model import Article

__all__ = ["ArticleRecord", "Failure", "Part", "Shard", "parts_in", "read_part", "write_part"]

MARK = b"# newsgraph "
SUFFIX = ".nq"
WORKING = ".working"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Whole articles that are read together.

    Attributes:
        articles: At least one, with their content hashes (see `recipe.content_hash`) and the names of their files.
        recipe: What they must be read with.
    """

    articles: tuple[Article, ...]
    contents: tuple[str, ...]
    stems: tuple[str, ...]
    recipe: str

    @property
    def name(self) -> str:
        """A name for its part that no other content has."""
        words = " ".join((self.recipe, *(each.key for each in self.articles), *self.contents))
        return hashlib.sha256(words.encode()).hexdigest()[:32]

    def singles(self) -> tuple[Shard, ...]:
        """Return a shard for each article."""
        rows = zip(self.articles, self.contents, self.stems, strict=True)
        return tuple(Shard(articles=(article,), contents=(content,), stems=(stem,), recipe=self.recipe) for article, content, stem in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """What a build must remember of an article that was read.

    Attributes:
        key: Its key, 16 hexadecimal digits.
        content: Its content hash.
        recipe: What it was read with.
        issued: Its day in ISO form, or "".
        signature: Its word sequences (`read.Signature`) in hexadecimal digits.
        shared: 16 hexadecimal digits for each of its quads in the shared graphs.
        files: Names of the files written for it.
    """

    key: str
    identifier: str
    name: str
    content: str
    text_hash: str
    recipe: str
    issued: str
    statements: int
    facts: int
    signature: str = ""
    shared: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An article, or a source, that could not be read.

    Attributes:
        article: The article's key, "" if it has none yet.
        name: What the source calls it, "" if only the reason says so.
        reason: One line: what was wrong, where, and what to do.
    """

    article: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What came of a shard.

    Attributes:
        path: The part's file; None if no article of the shard could be read.
        n_bytes: Its size.
    """

    path: Path | None
    n_bytes: int = 0
    articles: tuple[ArticleRecord, ...] = ()
    failures: tuple[Failure, ...] = field(default=())


def write_part(folder: Path, name: str, blocks: Iterator[tuple[ArticleRecord, bytes]] | list[tuple[ArticleRecord, bytes]]) -> Path:
    """Write articles and their N-Quads as one file, whole or not at all, and return its path.

    Raises:
        StoreError: The disk does not take it.
    """
    target = folder / (name + SUFFIX)
    working = folder / f"{name}.{os.getpid()}{WORKING}"
    try:
        with working.open("wb") as file:
            for record, nquads in blocks:
                file.write(MARK + json.dumps(asdict(record), ensure_ascii=True, sort_keys=True).encode("ascii") + b"\n" + nquads)
            file.flush()
            os.fsync(file.fileno())
        working.replace(target)
    except OSError as error:
        working.unlink(missing_ok=True)
        raise StoreError(f"cannot write {target}: {error.strerror or error}; make room") from error
    return target


def read_part(path: Path) -> list[tuple[ArticleRecord, bytes]]:
    """Return the articles of a part with their N-Quads, in the order in which they were written.

    Raises:
        StoreError: The file cannot be read, or is none of ours.
    """
    try:
        content = path.read_bytes()
        return [_block(each) for each in content.removeprefix(MARK).split(b"\n" + MARK)]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{path} is no part of a build ({error}); delete it and build again") from error


def _block(content: bytes) -> tuple[ArticleRecord, bytes]:
    head, _, nquads = content.partition(b"\n")
    row = json.loads(head)
    return ArticleRecord(**{**row, "files": tuple(row["files"])}), nquads.rstrip(b"\n") + b"\n"


def parts_in(folder: Path) -> tuple[Path, ...]:
    """Return the finished parts of a folder, by name, and take away what a process left half written when it was killed."""
    for left in folder.glob("*" + WORKING):
        left.unlink(missing_ok=True)
    return tuple(sorted(folder.glob("*" + SUFFIX)))
