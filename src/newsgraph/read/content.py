"""Get the bytes of a source, or say in one line why not."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from newsgraph.errors import InputError

__all__ = ["MAX_BYTES", "failure", "read_bytes", "read_stream", "too_big"]

MAX_BYTES = 1_000_000
"""Largest article; reading this much takes about 3 GB of memory."""


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


def read_stream(stream: BinaryIO, name: str, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the bytes of a stream to its end.

    Raises:
        InputError: There are more than `max_bytes`, or the stream cannot be read.
    """
    try:
        content = stream.read(max_bytes + 1)
    except OSError as error:
        raise failure(name, error) from error
    if len(content) > max_bytes:
        raise too_big(name, max_bytes)
    return content


def too_big(name: str, max_bytes: int = MAX_BYTES) -> InputError:
    """Return the error to raise for an article, or what holds one, that is too long."""
    advice = "split it, or write one article a line into a .jsonl file" if max_bytes == MAX_BYTES else "it holds more than an article; leave it out"
    return InputError(f"{name} is larger than {max_bytes // 1_000_000} MB, the limit for one article; {advice}")
