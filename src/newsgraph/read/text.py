"""Read plain text: one article from a file or a stream."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import BinaryIO

from newsgraph.model import Article
from newsgraph.read.article import article
from newsgraph.read.decoding import decode, read_bytes, read_stream

__all__ = ["read_text", "read_text_stream", "text_of"]


def text_of(path: Path) -> str:
    """Return the characters of a text file in UTF-8, as offsets count them.

    Raises:
        InputError: The file cannot be read, or is no text.
    """
    return decode(read_bytes(path), str(path))


def read_text(path: Path, *, day: date | None = None) -> Article:
    """Return the article of a `.txt` file in UTF-8; `day` wins over the date in its header.

    Raises:
        InputError: The file cannot be read or used; the message names it.
    """
    return article(text_of(path), name=str(path), stem=path.stem, day=day)


def read_text_stream(stream: BinaryIO, *, stem: str, day: date | None = None) -> Article:
    """Return the article that a stream of UTF-8 bytes holds, read to its end; `stem` names it.

    Raises:
        InputError: The stream cannot be read or used.
    """
    return article(decode(read_stream(stream, stem), stem), name=stem, stem=stem, day=day)
