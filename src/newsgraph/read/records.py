"""Read JSON: one object a line, an array of objects, one object, or an object around an array.

Sources: https://www.rfc-editor.org/rfc/rfc8259, https://jsonlines.org/
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from io import BufferedReader

from newsgraph.errors import InputError
from newsgraph.read.content import MAX_BYTES, failure, read_stream, too_big
from newsgraph.read.encodings import UTF8, decoded
from newsgraph.read.fields import Records
from newsgraph.read.opening import characters
from newsgraph.read.origin import Context, Item, Origin, foreign

__all__ = ["MAX_LINE_BYTES", "lines_of", "read_json", "read_jsonl"]

MAX_LINE_BYTES = 6 * MAX_BYTES + 100_000
r"""JSON may write a character of one byte as `\u0041`."""

MAX_OBJECT_BYTES = 50_000_000
"""An object around all articles is read whole; an array or lines are not."""

CHUNK_CHARS = HEAD_BYTES = 65_536
MAX_LITERAL_CHARS = 12
"""A fault nearer to the end of what was read may be a literal or an escape cut in two."""

MAX_DEPTH = 3
"""Where the array of articles may stand: {"response": {"docs": [...]}}."""

_HOLDERS = ("articles", "items", "results", "docs", "documents", "entries", "hits", "news", "stories", "records", "posts", "data")
"""Names of arrays of articles, likeliest first; failing these, the longest array of objects is taken."""


def read_jsonl(origin: Origin, context: Context) -> Iterator[Item]:
    """Yield the articles of a JSON Lines file, in order; empty lines are skipped. The file is read as a stream.

    Raises:
        InputError: The file cannot be read, or holds no record.
    """
    records = Records(origin.name, context)
    n_records = 0
    for number, line in lines_of(origin.stream, origin.name):
        n_records += 1
        name = f"{origin.name}:{number}"
        try:
            found = decoded(line, name)
            yield records.article(_parsed(found.text, name), name, f"{origin.stem}-{number}", encoding=found.encoding)
        except InputError as error:
            yield error
    if not n_records:
        raise InputError(f"{origin.name} is empty; give it one JSON object with a text a line")


def read_json(origin: Origin, context: Context) -> Iterator[Item]:
    """Yield the articles of a JSON file, in order: of an array (as a stream), of lines (as a stream), or of one object.

    Raises:
        InputError: The file cannot be read, is no JSON, or holds no object with a text.
    """
    stream = origin.stream
    head = stream.peek(HEAD_BYTES)[:HEAD_BYTES]
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if start.startswith(b"["):
        yield from _numbered(_array(stream, origin.name), origin, context)
    elif _is_lines(start):
        yield from read_jsonl(Origin(name=origin.name, stem=origin.stem, suffix=origin.suffix, stream=stream), context)
    else:
        content = read_stream(stream, origin.name, max_bytes=MAX_OBJECT_BYTES)
        if not content.strip():
            raise InputError(f"{origin.name} is empty; give it an object with a text, or an array of such objects")
        whole = _parsed(decoded(content, origin.name).text, origin.name)
        found = _holder(whole)
        if found is None:
            yield Records(origin.name, context).article(whole, origin.name, origin.stem)
        else:
            yield from _numbered(iter(found), origin, context)


def _is_lines(start: bytes) -> bool:
    """Whether the first line is an object of its own and more follows."""
    line, _, rest = start.partition(b"\n")
    if not rest.strip():
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _numbered(values: Iterator[object], origin: Origin, context: Context) -> Iterator[Item]:
    records = Records(origin.name, context)
    number = 0
    for number, value in enumerate(values, 1):
        try:
            yield records.article(value, f"{origin.name}, record {number}", f"{origin.stem}-{number}")
        except InputError as error:
            yield error
    if not number:
        raise InputError(f"{origin.name} holds no record; give it an array of objects with a text")


def lines_of(stream: BufferedReader, name: str) -> Iterator[tuple[int, bytes]]:
    """Yield number (from 1) and content of every line that is not empty.

    Raises:
        InputError: The stream cannot be read, or a line is longer than `MAX_LINE_BYTES`.
    """
    number = 0
    try:
        while line := stream.readline(MAX_LINE_BYTES + 1):
            number += 1
            if len(line) > MAX_LINE_BYTES:
                raise too_big(f"{name}:{number}")
            if line.strip():
                yield number, line
    except OSError as error:
        raise failure(name, error) from error


def _parsed(text: str, name: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, character {error.colno}" if error.lineno > 1 else f"character {error.colno}"
        raise InputError(f"{name} is not JSON: {error.msg} at {where}; write one object a line") from error
    except RecursionError as error:
        raise InputError(f"{name} is nested too deeply; write one flat object a line") from error
    except ValueError as error:
        raise InputError(f"{name} is not JSON that can be read: {error}") from error


def _array(stream: BufferedReader, name: str) -> Iterator[object]:
    """Yield the values of an array, holding one at a time.

    Raises:
        InputError: It is broken; what stands after the fault cannot be told apart.
    """
    with characters(stream, UTF8 + "-sig", errors="surrogateescape") as reader:
        buffer = reader.read(CHUNK_CHARS).lstrip()[1:]
        number = 1
        while not (buffer := buffer.lstrip(" \t\r\n,")).startswith("]"):
            with foreign(f"{name}, record {number}", "JSON"):
                value, end = _first_value(buffer, f"{name}, record {number}")
            if 0 < end < len(buffer):
                number += 1
                yield value
                buffer = buffer[end:]
                continue
            if len(buffer) > MAX_LINE_BYTES:
                raise too_big(f"{name}, record {number}")
            more = reader.read(max(CHUNK_CHARS, len(buffer)))
            if not more:
                raise InputError(f"{name} breaks off in record {number}; what stands before was read")
            buffer += more


def _first_value(buffer: str, name: str) -> tuple[object, int]:
    """Return the value that a text begins with and where it ends; 0 if it may go on after the text."""
    try:
        return json.JSONDecoder().raw_decode(buffer)
    except json.JSONDecodeError as error:
        if error.pos < len(buffer) - MAX_LITERAL_CHARS and not error.msg.startswith("Unterminated"):
            raise InputError(f"{name} is not JSON: {error.msg}; what stands before was read, mend the rest") from error
        return None, 0


def _holder(value: object, depth: int = 0) -> list[object] | None:
    """Return the array of articles inside an object, None if there is none."""
    if not isinstance(value, dict) or depth > MAX_DEPTH or any(isinstance(value.get(each), str) for each in ("text", "body", "articleBody")):
        return None
    arrays = {name: each for name, each in value.items() if isinstance(each, list) and each and isinstance(each[0], dict)}
    for name in _HOLDERS:
        if name in arrays:
            return list(arrays[name])
    inner = [found for each in value.values() if (found := _holder(each, depth + 1)) is not None]
    candidates = [*arrays.values(), *inner]
    return max(candidates, key=len, default=None)
