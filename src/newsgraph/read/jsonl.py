"""Read a JSON Lines file: one article a line.

A record has `text` and may have `id`, `date` (YYYY-MM-DD, or a timestamp that starts so), `title`, `url` and `source`.
Other names are left alone. Source: https://jsonlines.org/
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from newsgraph.errors import InputError
from newsgraph.model import Article
from newsgraph.read.article import article
from newsgraph.read.decoding import MAX_BYTES, decode, failure, too_big

__all__ = ["read_jsonl"]

MAX_LINE_BYTES = 6 * MAX_BYTES + 100_000
r"""JSON may write a character of one byte as `\u0041`."""


def read_jsonl(path: Path, *, day: date | None = None, on_error: Callable[[InputError], None] | None = None) -> Iterator[Article]:
    """Yield the articles of a `.jsonl` file, in order; empty lines are skipped. The file is read as a stream.

    Args:
        path: The file, in UTF-8.
        day: Day of publication of every article; wins over the records' own.
        on_error: Called for a line that cannot be used, which is then left out; without it such a line raises.

    Raises:
        InputError: The file cannot be read, or holds no record; a line cannot be used and `on_error` is None.
    """
    n_records = 0
    for number, line in _lines(path):
        n_records += 1
        name = f"{path}:{number}"
        try:
            yield _article(line, name, f"{path.stem}-{number}", day)
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
    if not n_records:
        raise InputError(f"{path} is empty; give it one JSON object with a text a line")


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield number (from 1) and content of every line that is not empty."""
    try:
        with path.open("rb") as stream:
            number = 0
            while line := stream.readline(MAX_LINE_BYTES + 1):
                number += 1
                if len(line) > MAX_LINE_BYTES:
                    raise too_big(f"{path}:{number}")
                if line.strip():
                    yield number, line
    except OSError as error:
        raise failure(str(path), error) from error


def _article(line: bytes, name: str, stem: str, day: date | None) -> Article:
    try:
        record = json.loads(decode(line, name))
    except json.JSONDecodeError as error:
        raise InputError(f"{name} is not JSON: {error.msg} at character {error.colno}; write one object a line") from error
    except RecursionError as error:
        raise InputError(f"{name} is nested too deeply; write one flat object a line") from error
    if not isinstance(record, dict):
        raise InputError(f"{name} is not a JSON object; write one object with a text a line")
    url = _string(record, "url", name)
    identifier = _string(record, "id", name)
    return article(
        _text(record, name),
        name=f"{name} ({identifier})" if identifier else name,
        stem=identifier or stem,
        day=day or _day(record, name),
        title=_string(record, "title", name),
        identifier=identifier or url,
        url=url,
        source=_string(record, "source", name),
    )


def _text(record: dict[str, object], name: str) -> str:
    text = record.get("text")
    if text is None:
        raise InputError(f"{name} has no text; each record needs the field 'text'")
    if not isinstance(text, str):
        raise InputError(f"{name}: the field 'text' must be a string")
    return text


def _string(record: dict[str, object], field: str, name: str) -> str:
    """Return a field as one line of text; an id may be a whole number."""
    value = record.get(field)
    if value is None:
        return ""
    if field == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise InputError(f"{name}: the field {field!r} must be a string")
    if any("\ud800" <= c <= "\udfff" or c == "\0" for c in value):
        raise InputError(f"{name}: the field {field!r} holds characters that are no text (NUL or half a surrogate pair)")
    return " ".join(value.split())


def _day(record: dict[str, object], name: str) -> date | None:
    value = _string(record, "date", name)
    if not value:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError as error:
        raise InputError(f"{name}: the date {value[:40]!r} is not a day of the calendar; write it as YYYY-MM-DD") from error
