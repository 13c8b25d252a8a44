"""Turn the bytes of a source into text, or say in one line why not."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import BinaryIO

from newsgraph.errors import InputError

__all__ = ["MAX_BYTES", "decode", "failure", "read_bytes", "read_stream", "too_big"]

MAX_BYTES = 1_000_000
"""Largest article; reading this much takes about 3 GB of memory."""

_OTHER_ENCODINGS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


def failure(name: str, error: OSError) -> InputError:
    """Return the error to raise for a file or folder that the system refuses."""
    if isinstance(error, FileNotFoundError):
        return InputError(f"{name} does not exist; check the name")
    if isinstance(error, PermissionError):
        return InputError(f"{name} cannot be read: permission denied; ask its owner or copy it")
    return InputError(f"{name} cannot be read: {error.strerror or error}")


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        InputError: The file is missing, unreadable, no file, or larger than `MAX_BYTES`.
    """
    try:
        with path.open("rb") as stream:
            return read_stream(stream, str(path))
    except OSError as error:
        raise failure(str(path), error) from error


def read_stream(stream: BinaryIO, name: str) -> bytes:
    """Return the bytes of a stream to its end.

    Raises:
        InputError: There are more than `MAX_BYTES`, or the stream cannot be read.
    """
    try:
        content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise failure(name, error) from error
    if len(content) > MAX_BYTES:
        raise too_big(name)
    return content


def too_big(name: str) -> InputError:
    """Return the error to raise for an article that is too long."""
    return InputError(
        f"{name} is larger than {MAX_BYTES // 1_000_000} MB, the limit for one article; split it, or write one article a line into a .jsonl file"
    )


def decode(content: bytes, name: str) -> str:
    r"""Return the text of UTF-8 bytes; a byte order mark is no part of it, line ends stay as they are.

    Args:
        content: What was read.
        name: What the source is called in errors.

    Raises:
        InputError: The bytes are no text (they hold a NUL), or not UTF-8.
    """
    for mark, encoding in _OTHER_ENCODINGS.items():
        if content.startswith(mark):
            raise InputError(f"{name} is written in {encoding}; convert it with: iconv -f {encoding} -t UTF-8")
    if b"\0" in content:
        raise InputError(f"{name} is a binary file (byte {content.index(0)} is NUL); give plain text in UTF-8")
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not UTF-8 text (byte 0x{content[error.start]:02x} at {error.start}); convert it with iconv, or give plain text"
        ) from error
