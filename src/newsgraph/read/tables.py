"""Read tables of articles: CSV and its kin, and Parquet; one article a row.

Sources: https://www.rfc-editor.org/rfc/rfc4180, https://parquet.apache.org/docs/file-format/
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from newsgraph.errors import InputError
from newsgraph.read.content import failure, too_big
from newsgraph.read.encodings import UTF8, Decoded, decoded
from newsgraph.read.fields import Records
from newsgraph.read.opening import characters, head_of
from newsgraph.read.origin import Context, Item, Origin, foreign, needed, shown
from newsgraph.read.records import MAX_LINE_BYTES

__all__ = ["read_csv", "read_parquet"]

_DELIMITERS = ",;\t|"
_CODECS = {"macintosh": "mac_roman", "IBM850": "cp850"}
MAX_NAMES = 12
BATCH_ROWS = 64
MAX_GROUP_BYTES = 2_000_000_000
"""A row group is decoded column by column; one larger than this is no table of articles."""


def read_csv(origin: Origin, context: Context) -> Iterator[Item]:
    """Yield the articles of a table whose first row names the columns; separated by commas, semicolons, tabs or bars.

    Raises:
        InputError: There is no column of text, or the table cannot be read.
    """
    encoding, first_line = _look(origin)
    if encoding != UTF8:
        context.note("encoding", f"{origin.name} is read as {encoding}")
    codec, errors = (UTF8 + "-sig", "surrogateescape") if encoding == UTF8 else (_CODECS.get(encoding, encoding), "replace")
    csv.field_size_limit(MAX_LINE_BYTES)
    with characters(origin.stream, codec, errors=errors, newline="") as reader:
        rows = csv.reader(_lines(reader, origin.name), delimiter=max(_DELIMITERS, key=first_line.count))
        yield from _articles(_rows(rows, origin.name), origin, context, encoding)


def _look(origin: Origin) -> tuple[str, str]:
    """Return the encoding of a table and its first line; broken UTF-8 is that of one row."""
    head = head_of(origin.stream)
    head = head[: head.rfind(b"\n") + 1 or len(head)]
    if b"\0" in head:
        found = decoded(head, origin.name)
    else:
        try:
            found = decoded(head, origin.name)
        except InputError:
            found = Decoded(text=head.decode(UTF8, "replace"), encoding=UTF8)
    return found.encoding, found.text.lstrip("\r\n").partition("\n")[0]


def _articles(rows: Iterator[list[str] | InputError], origin: Origin, context: Context, encoding: str) -> Iterator[Item]:
    names: list[str] = []
    records = Records(origin.name, context, by="columns")
    for number, row in enumerate(rows, 1):
        name = f"{origin.name}, row {number}"
        if isinstance(row, InputError):
            yield row
        elif not names:
            names = [each.strip() for each in row]
            _refuse_without_text(records, tuple(names), origin.name)
        elif len(row) > len(names):
            yield InputError(f"{name} has {len(row)} fields, but there are {len(names)} columns; put fields with commas in quotation marks")
        elif any(row):
            try:
                record = {key: value or None for key, value in zip(names, row, strict=False)}
                yield records.article(record, name, f"{origin.stem}-{number}", encoding=encoding)
            except InputError as error:
                yield error
    if not names:
        raise InputError(f"{origin.name} is empty; give it a row of column names and a row for each article")


def _refuse_without_text(records: Records, names: tuple[str, ...], source: str) -> None:
    column = records.columns(names).get("text", "")
    if column not in names:
        wanted = f"no column {shown(column)!r}" if column else "no column that looks like text"
        raise InputError(f"{source} has {wanted} among {', '.join(map(shown, names[:MAX_NAMES])) or 'none'}; name it with --fields text=COLUMN")


def _lines(reader: io.TextIOWrapper, name: str) -> Iterator[str]:
    try:
        while line := reader.readline(MAX_LINE_BYTES + 1):
            if len(line) > MAX_LINE_BYTES:
                raise too_big(name)
            yield line
    except OSError as error:
        raise failure(name, error) from error


def _rows(rows: Iterator[list[str]], name: str) -> Iterator[list[str] | InputError]:
    """Yield the rows; a row that is broken as an error."""
    number = 0
    while True:
        number += 1
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield InputError(f"{name}, row {number}: {error}; is a quotation mark missing there?")
            if "limit" in str(error):
                return  # all that follows stands inside that field


def read_parquet(origin: Origin, context: Context) -> Iterator[Item]:
    """Yield the articles of a Parquet file, in order; only the columns that are needed are read, a few rows at a time.

    Raises:
        InputError: It is no file on disk, has no column of text, or cannot be read.
    """
    if origin.path is None:
        raise InputError(f"{origin.name} is Parquet inside something else; save it as a file of its own")
    with needed("pyarrow", "Parquet"):
        from pyarrow import parquet  # type: ignore[import-untyped]  # noqa: PLC0415  # heavy
    with foreign(origin.name, "a Parquet file"):
        file = parquet.ParquetFile(origin.path, memory_map=True, pre_buffer=False)
        names = tuple(map(str, file.schema_arrow.names))
        sizes = [file.metadata.row_group(n).total_byte_size for n in range(file.metadata.num_row_groups)]
    if any(size > MAX_GROUP_BYTES for size in sizes):
        raise InputError(f"{origin.name} has a row group of more than {MAX_GROUP_BYTES // 10**9} GB; write it with smaller ones")
    records = Records(origin.name, context, by="columns")
    columns = records.columns(names)
    roots = {path: path if path in names else path.partition(".")[0] for path in columns.values()}
    if roots.get(columns.get("text", "")) not in names:
        _refuse_without_text(records, names, origin.name)
    wanted = [name for name in names if name in set(roots.values())]
    number = 0
    with file:
        batches = file.iter_batches(batch_size=BATCH_ROWS, columns=wanted, use_threads=False)
        while True:
            with foreign(origin.name, "a Parquet file"):
                batch = next(batches, None)
                rows = [] if batch is None else batch.to_pylist()
            if batch is None:
                break
            for row in rows:
                number += 1
                name = f"{origin.name}, row {number}"
                try:
                    yield records.article({**dict.fromkeys(names), **row}, name, f"{origin.stem}-{number}")
                except InputError as error:
                    yield error
    if not number:
        raise InputError(f"{origin.name} has no rows; give it one for each article")
