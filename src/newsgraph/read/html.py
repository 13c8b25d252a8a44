"""Read web pages: the article without what stands around it, its title, authors, day, site and canonical address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsgraph.errors import InputError
from newsgraph.model import Article, BlockKind
from newsgraph.read.article import article
from newsgraph.read.assembly import Part, assemble
from newsgraph.read.content import read_stream
from newsgraph.read.encodings import UTF8, decoded
from newsgraph.read.fragment import PAGE_KINDS, parts_of
from newsgraph.read.origin import Context, Item, Origin, foreign, needed

if TYPE_CHECKING:
    from trafilatura.settings import Document

__all__ = ["MAX_PAGE_BYTES", "MEDIA_TYPE", "page", "read_html"]

MAX_PAGE_BYTES = 10_000_000
"""Longer pages hold data, not an article; the longest of a million crawled news pages have 5 MB."""

MEDIA_TYPE = "text/html"
_CHARSET = re.compile(rb"<(?:meta\s[^>]{0,200}?charset\s*=|\?xml\s[^>]{0,100}?encoding\s*=)\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_HEAD_BYTES = 4096
MIN_WORDS = 8
"""A page whose every paragraph is shorter is a list of links."""

MAX_TAGS = 500_000
"""Elements of a page; the parser needs about 1 kB for each."""


def read_html(origin: Origin, context: Context) -> Iterator[Item]:
    """Yield the one article of a page.

    Raises:
        InputError: The page holds no article, or cannot be used.
    """
    content = read_stream(origin.stream, origin.name, max_bytes=MAX_PAGE_BYTES)
    yield page(content, origin, context)


def page(content: bytes, origin: Origin, context: Context) -> Article:
    """Return the article of a page; its text is what was taken out of it.

    Args:
        content: The page as it was delivered.
        origin: Where it comes from; the stream is not used.
        context: The options.

    Raises:
        InputError: The page holds no article, or cannot be used.
    """
    declared = _CHARSET.search(content[:_HEAD_BYTES])
    found = decoded(content, origin.name, declared=origin.charset or (declared[1].decode("ascii") if declared else ""))
    if not found.text.strip():
        raise InputError(f"{origin.name} is empty; give it the page of an article")
    if found.text.count("<") > MAX_TAGS:
        raise InputError(f"{origin.name} has more than {MAX_TAGS:,} tags; it is no page of an article")
    if found.encoding != UTF8:
        context.note("encoding", f"{origin.name} is read as {found.encoding}")
    taken, parts = _taken(found.text, origin)
    title = " ".join((taken.title or "").split())
    text, blocks = assemble(_titled(title, parts))
    address = _address(taken.url) or origin.url
    return article(
        text,
        name=origin.name,
        blocks=blocks,
        stem=origin.stem,
        day=context.options.day,
        issued_by_source=_day(taken.date),
        title=title,
        identifier=address,
        url=address,
        source=taken.sitename or (urlsplit(address).hostname or ""),
        authors=tuple(dict.fromkeys(each.strip() for each in (taken.author or "").split(";") if each.strip())),
        media_type=MEDIA_TYPE,
        encoding=found.encoding,
    )


def _taken(text: str, origin: Origin) -> tuple[Document, tuple[Part, ...]]:
    """Return what trafilatura takes out of a page, and its paragraphs.

    Raises:
        InputError: It finds no paragraph.
        ResourceError: It is not installed.
    """
    with needed("trafilatura", "a web page"):
        import trafilatura  # noqa: PLC0415  # takes half a second to import
    with foreign(origin.name, "a web page"):
        taken = trafilatura.bare_extraction(
            _DECLARATION.sub("", text),
            url=origin.url or None,
            with_metadata=True,
            include_comments=False,
            # The day must not depend on the clock: without this, the library takes today for the last day there can be.
            date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2100-01-01"},
        )
        parts = () if taken is None or isinstance(taken, dict) or taken.body is None else tuple(parts_of(taken.body, PAGE_KINDS))
    if taken is None or isinstance(taken, dict) or not any(len(part.text.split()) >= MIN_WORDS for part in parts):
        raise InputError(f"{origin.name} holds no text of an article; give it the page of an article, not a front page or a list")
    return taken, parts


def _titled(title: str, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts with the title before them, unless they begin with it."""
    if not title or " ".join(parts[0].text.split()).casefold() == title.casefold():
        return parts if not title else (Part(text=parts[0].text, kind=BlockKind.HEADLINE), *parts[1:])
    return (Part(text=title, kind=BlockKind.HEADLINE), *parts)


def _address(url: str | None) -> str:
    """Return a canonical address that can be one article's: absolute, with a path."""
    try:
        found = urlsplit(url or "")
    except ValueError:
        return ""
    return (url or "") if found.scheme in ("http", "https") and found.netloc and (found.path.strip("/") or found.query) else ""


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None
