"""List the formats that are read, and tell which one a file is: by what it holds first, then by its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsgraph.errors import InputError
from newsgraph.model import Article
from newsgraph.read.article import article
from newsgraph.read.content import read_stream
from newsgraph.read.encodings import UTF8, decoded
from newsgraph.read.feeds import looks_like_feed, read_feed
from newsgraph.read.html import read_html
from newsgraph.read.markdown import read_markdown
from newsgraph.read.opening import COMPRESSIONS, head_of
from newsgraph.read.origin import Context, Item, Origin, Reader
from newsgraph.read.pdf import read_pdf
from newsgraph.read.records import read_json, read_jsonl
from newsgraph.read.tables import read_csv, read_parquet
from newsgraph.read.warc import read_warc
from newsgraph.read.word import read_docx

__all__ = ["FORMATS", "SUFFIXES", "Format", "format_of", "is_known", "read_origin"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of source.

    Attributes:
        suffixes: Ends of names, in small letters.
        media_types: What servers call it.
        needs: The package that reads it, "" if none but our own does.
        is_text: Whether it is text by itself, so that its name must say which kind of text it is.
    """

    name: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    reader: Reader
    needs: str = ""
    is_text: bool = True


def read_text(origin: Origin, context: Context) -> Iterator[Item]:
    """Yield the one article of plain text.

    Raises:
        InputError: The text cannot be read or used.
    """
    content = read_stream(origin.stream, origin.name)
    found = decoded(content, origin.name, declared=origin.charset)
    if found.encoding != UTF8:
        context.note("encoding", f"{origin.name} is read as {found.encoding}")
    yield _text_article(found.text, found.encoding, origin, context)


def _text_article(text: str, encoding: str, origin: Origin, context: Context) -> Article:
    return article(text, name=origin.name, stem=origin.stem, day=context.options.day, identifier=origin.url, url=origin.url, encoding=encoding)


TEXT = Format(name="plain text", suffixes=(".txt", ".text"), media_types=("text/plain",), reader=read_text)
HTML = Format(
    name="web page", suffixes=(".html", ".htm", ".xhtml"), media_types=("text/html", "application/xhtml+xml"), reader=read_html, needs="trafilatura"
)
FEED = Format(
    name="RSS or Atom feed",
    suffixes=(".rss", ".atom", ".xml"),
    media_types=("application/rss+xml", "application/atom+xml", "application/xml", "text/xml"),
    reader=read_feed,
    needs="feedparser",
)
PDF = Format(name="PDF", suffixes=(".pdf",), media_types=("application/pdf",), reader=read_pdf, needs="pypdf", is_text=False)
DOCX = Format(
    name="Word document",
    suffixes=(".docx",),
    media_types=("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    reader=read_docx,
    needs="docx",
    is_text=False,
)
JSON = Format(name="JSON", suffixes=(".json",), media_types=("application/json", "application/feed+json"), reader=read_json)
JSONL = Format(name="JSON Lines", suffixes=(".jsonl", ".ndjson"), media_types=("application/jsonl", "application/x-ndjson"), reader=read_jsonl)
WARC = Format(name="web archive", suffixes=(".warc", ".wet"), media_types=("application/warc",), reader=read_warc, needs="warcio", is_text=False)
PARQUET = Format(
    name="Parquet", suffixes=(".parquet", ".pq"), media_types=("application/vnd.apache.parquet",), reader=read_parquet, needs="pyarrow", is_text=False
)
FORMATS: tuple[Format, ...] = (
    TEXT,
    Format(name="Markdown", suffixes=(".md", ".markdown"), media_types=("text/markdown",), reader=read_markdown),
    HTML,
    PDF,
    DOCX,
    FEED,
    JSON,
    JSONL,
    Format(name="CSV", suffixes=(".csv", ".tsv"), media_types=("text/csv", "text/tab-separated-values"), reader=read_csv),
    WARC,
    PARQUET,
)
"""Every format, in the order in which they are listed for people."""

SUFFIXES: tuple[str, ...] = tuple(suffix for each in FORMATS for suffix in each.suffixes)
"""Ends of the names of files that are read, in small letters."""

_BY_SUFFIX = {suffix: each for each in FORMATS for suffix in each.suffixes}
_BY_MEDIA_TYPE = {media: each for each in FORMATS for media in each.media_types}
_MAGIC = ((b"%PDF-", PDF), (b"PAR1", PARQUET), (b"WARC/", WARC), (b"PK\x03\x04", DOCX))
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file; save it as .docx"),
    (b"{\\rtf", "rich text; save it as .docx or .txt"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it"),
    (b"Rar!", "a RAR archive; unpack it"),
    (b"SQLite format 3\0", "a database; export a table as CSV"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_PAGE_STARTS = (b"<!doctype html", b"<html")
_SNIFFED_CHARS = 1024


def is_known(name: str) -> bool:
    """Return whether a file's name ends like that of a format, compressed or not."""
    lower = name.lower()
    for packing in COMPRESSIONS:
        lower = lower.removesuffix(packing)
    return lower.endswith(SUFFIXES)


def format_of(origin: Origin) -> Format:
    """Return the format of a source.

    First bytes that only one format has count more than the name; a web page or a feed is known under any name of text.

    Raises:
        InputError: It is of no kind that is read.
    """
    head = head_of(origin.stream)
    for magic, found in _MAGIC:
        if head.startswith(magic) or (magic == b"%PDF-" and magic in head[:_SNIFFED_CHARS] and origin.suffix == ".pdf"):
            return found
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise InputError(f"{origin.name} is {what}")
    by_name = _BY_SUFFIX.get(origin.suffix) or _BY_MEDIA_TYPE.get(origin.media_type)
    if by_name is None or by_name in (TEXT, HTML, FEED):
        by_content = _by_content(head)
        if by_content and (by_name is not HTML or by_content is FEED):
            return by_content
    if by_name is None and not origin.suffix:
        by_name = TEXT
    if by_name is None:
        raise InputError(f"{origin.name} is of no kind that can be read; give a file that ends in {', '.join(SUFFIXES)}")
    return by_name


def _by_content(head: bytes) -> Format | None:
    """Return the format that the first characters of a text give away, if any."""
    start = head[:_SNIFFED_CHARS].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    while start.startswith((b"<?xml", b"<!--")):
        start = start.partition(b">")[2].lstrip()
    if start.startswith(_PAGE_STARTS):
        return HTML
    return FEED if start.startswith((b"<rss", b"<feed", b"<rdf:rdf", b"<?xml-stylesheet")) and looks_like_feed(head) else None


def read_origin(origin: Origin, context: Context) -> Iterator[Item]:
    """Yield the articles of a source, and the failures; an `InputError` that ends the source is yielded last.

    Raises:
        ResourceError: The package that reads the format is not installed.
    """
    try:
        yield from format_of(origin).reader(origin, context)
    except InputError as error:
        yield error
