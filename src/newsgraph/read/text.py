"""Read a plain text file: one article."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from newsgraph.model import Article
from newsgraph.read.article import article
from newsgraph.read.decoding import decode, read_bytes

__all__ = ["read_text"]


def read_text(path: Path, *, day: date | None = None) -> Article:
    """Return the article of a `.txt` file in UTF-8; `day` wins over the date in its header.

    Raises:
        InputError: The file cannot be read or used; the message names it.
    """
    return article(decode(read_bytes(path), str(path)), name=str(path), stem=path.stem, day=day)
