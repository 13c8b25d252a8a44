"""Open files, compressed or not, and look at their first bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from newsgraph.errors import InputError
from newsgraph.read.content import failure
from newsgraph.read.origin import Origin, needed

__all__ = ["COMPRESSIONS", "HEAD_BYTES", "buffered", "characters", "head_of", "opened", "stem_and_suffix", "unpacked"]

HEAD_BYTES = 65_536
"""What is looked at to tell a format; also the size of the buffer."""

MAX_RATIO = 250
FREE_BYTES = 50_000_000
"""A stream that has grown beyond this, and to more than `MAX_RATIO` times what was read of the file, is a bomb: news shrinks to a quarter,
the most regular log to a hundredth."""


def _zstd(stream: BinaryIO) -> object:
    with needed("pyarrow", "a .zst file"):
        import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415  # heavy
    return pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), "zstd")


_Opener = Callable[[BinaryIO], Any]
COMPRESSIONS: dict[str, tuple[bytes, _Opener]] = {
    ".gz": (b"\x1f\x8b\x08", lambda stream: gzip.GzipFile(fileobj=stream)),
    ".bz2": (b"BZh", bz2.BZ2File),
    ".xz": (b"\xfd7zXZ\0", lzma.LZMAFile),
    ".zst": (b"\x28\xb5\x2f\xfd", _zstd),
}
"""Ends of names of compressed files, with the first bytes by which they are known and what reads them."""


class _Counted(io.RawIOBase):
    """A file that counts what is read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.n_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # any buffer
        chunk = self._stream.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self.n_bytes += len(chunk)
        return len(chunk)


class _Unpacked(io.RawIOBase):
    """What a compressed file holds, as long as it grows within reason.

    Raises:
        InputError: On reading, if the file is damaged or a bomb.
    """

    def __init__(self, stream: BinaryIO, name: str, opener: _Opener) -> None:
        self._packed = _Counted(stream)
        self._name = name
        self._stream = opener(buffered(self._packed))
        self._n_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # any buffer
        try:
            chunk = self._stream.read(len(buffer))
        except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
            raise InputError(f"{self._name} is a damaged or truncated compressed file ({error}); get it again") from error
        buffer[: len(chunk)] = chunk
        self._n_bytes += len(chunk)
        if self._n_bytes > FREE_BYTES and self._n_bytes > MAX_RATIO * self._packed.n_bytes:
            raise InputError(f"{self._name} unpacks to more than {MAX_RATIO} times its size; it is no archive of articles")
        return len(chunk)


def buffered(stream: object) -> io.BufferedReader:
    """Return a stream of bytes with a buffer to look ahead in, large enough for `head_of`."""
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream, HEAD_BYTES)  # type: ignore[arg-type]  # anything that reads


@contextmanager
def characters(stream: io.BufferedReader, encoding: str, *, errors: str = "strict", newline: str | None = None) -> Iterator[io.TextIOWrapper]:
    """Read a stream as text; whoever opened it closes it."""
    reader = io.TextIOWrapper(stream, encoding, errors=errors, newline=newline)
    try:
        yield reader
    finally:
        reader.detach()


def head_of(stream: io.BufferedReader) -> bytes:
    """Return the first bytes of a stream, which stay to be read: up to `HEAD_BYTES`, fewer only if there are no more or from a pipe."""
    return stream.peek(HEAD_BYTES)[:HEAD_BYTES]


def stem_and_suffix(name: str) -> tuple[str, str]:
    """Return a file's name without its endings, and its ending in small letters; that of a compression does not count."""
    path = Path(name)
    if path.suffix.lower() in COMPRESSIONS:
        path = Path(path.stem)
    return path.stem, path.suffix.lower()


def unpacked(origin: Origin) -> Origin:
    """Return what a compressed stream holds, or the origin as it is.

    Raises:
        InputError: It is compressed twice.
    """
    opener = _packing(origin.stream)
    if opener is None:
        return origin
    stream = buffered(_Unpacked(origin.stream, origin.name, opener))
    if _packing(stream):
        raise InputError(f"{origin.name} is compressed twice; unpack it once")
    return Origin(
        name=origin.name, stem=origin.stem, suffix=origin.suffix, stream=stream, charset=origin.charset, media_type=origin.media_type, url=origin.url
    )


def _packing(stream: io.BufferedReader) -> _Opener | None:
    head = head_of(stream)
    return next((opener for magic, opener in COMPRESSIONS.values() if head.startswith(magic)), None)


@contextmanager
def opened(path: Path) -> Iterator[Origin]:
    """Open a file, unpacked.

    Raises:
        InputError: It is missing, unreadable, no file, or compressed twice.
    """
    stem, suffix = stem_and_suffix(path.name)
    try:
        stream = path.open("rb", buffering=HEAD_BYTES)
    except OSError as error:
        raise failure(str(path), error) from error
    with stream:
        yield unpacked(Origin(name=str(path), stem=stem, suffix=suffix, stream=buffered(stream), path=path))
