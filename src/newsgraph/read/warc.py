"""Read web archives: every page that was delivered well is an article, and so is every text that was taken out of one.

Source: ISO 28500:2017, https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import TYPE_CHECKING

from newsgraph.errors import InputError
from newsgraph.model import Article
from newsgraph.read.article import article
from newsgraph.read.content import MAX_BYTES, too_big
from newsgraph.read.encodings import decoded
from newsgraph.read.html import MAX_PAGE_BYTES, page
from newsgraph.read.origin import Context, Item, Origin, foreign, needed, shown

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]  # ships no types

__all__ = ["read_warc"]

_PAGES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
OK = "200"


def read_warc(origin: Origin, context: Context) -> Iterator[Item]:
    """Yield the articles of a WARC file, in order, as a stream. Pictures, redirects, errors and requests are passed over.

    Raises:
        InputError: It is no WARC file, breaks off, or holds no page.
    """
    with needed("warcio", "a web archive"):
        from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # noqa: PLC0415  # ships no types
    n_records = n_pages = 0
    with foreign(origin.name, "a web archive"):
        archive = ArchiveIterator(origin.stream)
        archive.INC_RECORD = ""  # warcio writes this to stderr for every record of a wrong length, with what follows it
        records = iter(archive)
    while True:
        with foreign(f"{origin.name}, record {n_records + 1}", "part of a web archive"):
            record = next(records, None)
            kind = _kind(record) if record is not None else ""
        if record is None:
            break
        n_records += 1
        if not kind:
            continue
        n_pages += 1
        try:
            yield _article(record, kind, _place(record, n_records, origin), context)
        except InputError as error:
            yield error
    if not n_records:
        raise InputError(f"{origin.name} holds no record of a web archive; it may be broken")
    if not n_pages:
        raise InputError(f"{origin.name} has {n_records} records, but none is a page that was delivered; there is nothing to read")


def _kind(record: ArcWarcRecord) -> str:
    """Return "page", "text", or "" for what is passed over."""
    if record.rec_type == "response" and record.http_headers is not None:
        media = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
        return "page" if record.http_headers.get_statuscode() == OK and media in _PAGES else ""
    if record.rec_type == "conversion":
        return "text" if (record.rec_headers.get_header("Content-Type") or "").startswith("text/plain") else ""
    return ""


def _charset(record: ArcWarcRecord) -> str:
    headers = record.http_headers
    found = _CHARSET.search(headers.get_header("Content-Type") or "") if headers is not None else None
    return found[1] if found else ""


def _place(record: ArcWarcRecord, number: int, origin: Origin) -> Origin:
    """Return where a page comes from; the stream is that of the archive."""
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    name = f"{origin.name}, record {number}" + (f" ({shown(address, 200)})" if address else "")
    return Origin(name=name, stem=f"{origin.stem}-{number}", suffix="", stream=origin.stream, charset=_charset(record), url=address)


def _article(record: ArcWarcRecord, kind: str, origin: Origin, context: Context) -> Article:
    limit = MAX_PAGE_BYTES if kind == "page" else MAX_BYTES
    with foreign(origin.name, "a page of a web archive"), redirect_stderr(io.StringIO()):  # warcio writes there what it cannot unpack
        content = record.content_stream().read(limit + 1)
    if len(content) > limit:
        raise too_big(origin.name, limit)
    if kind == "page":
        return page(content, origin, context)
    found = decoded(content, origin.name)
    return article(
        found.text, name=origin.name, stem=origin.stem, day=context.options.day, identifier=origin.url, url=origin.url, encoding=found.encoding
    )
