"""Give the characters of a text file as offsets count them, and keep those of an article in one."""

from __future__ import annotations

from pathlib import Path

from newsgraph.model import Article
from newsgraph.read.content import read_bytes
from newsgraph.read.encodings import decoded

__all__ = ["kept_text", "text_of"]

MARK = "\ufeff"


def text_of(path: Path) -> str:
    """Return the characters of a text file, whatever its encoding.

    Raises:
        InputError: The file cannot be read, or is no text.
    """
    return decoded(read_bytes(path), str(path)).text


def kept_text(article: Article) -> bytes:
    """Return the content of a text file that holds an article's text, as `text_of` gives it back: UTF-8, line ends as they are.

    A text that itself begins with a byte order mark gets another, which is no part of it.
    """
    return ((MARK if article.text.startswith(MARK) else "") + article.text).encode("utf-8")
