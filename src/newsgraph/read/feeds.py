"""Read RSS and Atom feeds from a file: an entry is an article.

Sources: https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

from newsgraph.errors import InputError
from newsgraph.model import Article, BlockKind
from newsgraph.read.article import article
from newsgraph.read.assembly import Part, assemble
from newsgraph.read.content import read_stream
from newsgraph.read.encodings import UTF8, decoded
from newsgraph.read.fragment import html_parts
from newsgraph.read.origin import Context, Item, Origin, foreign, needed, shown

__all__ = ["MAX_FEED_BYTES", "looks_like_feed", "read_feed"]

MAX_FEED_BYTES = 20_000_000
"""A feed is read whole; those of large papers have 1 MB."""

MEDIA_TYPE = "text/html"
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_DECLARED = re.compile(rb"\A[^<]{0,10}<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF|[\w-]{1,20}:feed)[\s>]")


def looks_like_feed(head: bytes) -> bool:
    """Return whether the first bytes of a file are those of a feed."""
    return _ROOT.search(head[:4096]) is not None


def read_feed(origin: Origin, context: Context) -> Iterator[Item]:
    """Yield the articles of a feed, in its order.

    Raises:
        InputError: It is no feed, declares entities (which can grow without end), or has no entry.
    """
    content = read_stream(origin.stream, origin.name, max_bytes=MAX_FEED_BYTES)
    declared = _DECLARED.search(content[:200])
    found = decoded(content, origin.name, declared=origin.charset or (declared[1].decode("ascii") if declared else ""))
    if "<!ENTITY" in found.text:
        raise InputError(f"{origin.name} declares XML entities, which feeds do not need and bombs are made of; it is not read")
    if found.encoding != UTF8:
        context.note("encoding", f"{origin.name} is read as {found.encoding}")
    if not looks_like_feed(found.text[:4096].encode()):
        raise InputError(f"{origin.name} is XML, but neither RSS nor Atom; give a feed, or a page as .html")
    with needed("feedparser", "a feed"):
        import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415  # ships no types; loaded when first needed
    with foreign(origin.name, "a feed"):
        # Given as a stream: feedparser would open a text that looks like a path or an address.
        feed = feedparser.parse(
            io.BytesIO(_DECLARATION.sub("", found.text).encode("utf-8", "replace")), response_headers={"content-type": "text/xml; charset=utf-8"}
        )
        entries = list(feed.entries)
        source = " ".join(str(feed.feed.get("title", "")).split())
    if not entries:
        reason = f" ({feed.bozo_exception})" if feed.bozo else ""
        raise InputError(f"{origin.name} has no entries{shown(reason, 200)}; give a feed with articles")
    for number, entry in enumerate(entries, 1):
        name = f"{origin.name}, entry {number}"
        try:
            with foreign(name, "an entry of a feed"):
                made = _article(entry, name, f"{origin.stem}-{number}", source, context)
            yield made
        except InputError as error:
            yield error
    if feed.bozo and "encoding" not in type(feed.bozo_exception).__name__.lower():
        yield from _broken(origin.name, feed.bozo_exception, len(entries))


def _broken(name: str, fault: Exception, n_entries: int) -> Iterator[Item]:
    """Yield the fault of a feed that is not well-formed: what stands after it may be lost."""
    if "Override" not in type(fault).__name__ and "NonXML" not in type(fault).__name__:
        yield InputError(f"{name} is broken XML after {n_entries} entries ({shown(fault, 200)}); get it again if entries are missing")


def _article(entry: Mapping[str, object], name: str, stem: str, source: str, context: Context) -> Article:
    title = _text(entry.get("title"))
    parts = html_parts(_content(entry))
    if not parts:
        raise InputError(f"{name} has no text{f' ({shown(title)!r})' if title else ''}; the feed gives a link only, fetch the page instead")
    if title and " ".join(parts[0].text.split()).casefold() != title.casefold():
        parts = (Part(text=title, kind=BlockKind.HEADLINE), *parts)
    text, blocks = assemble(parts)
    link = _text(entry.get("link"))
    identifier = _text(entry.get("id")) or link
    return article(
        text,
        name=f"{name} ({shown(title)})" if title else name,
        blocks=blocks,
        stem=stem,
        day=context.options.day,
        issued_by_source=_day(entry),
        title=title,
        identifier=identifier,
        url=link if urlsplit(link).scheme in ("http", "https") else "",
        source=source,
        authors=tuple(filter(None, [_text(entry.get("author"))])),
        media_type=MEDIA_TYPE,
    )


def _text(value: object) -> str:
    """Return one line of a value that may hold tags."""
    text = str(value or "")
    if "<" in text or "&" in text:
        text = " ".join(part.text for part in html_parts(text))
    return " ".join(text.split())


def _content(entry: Mapping[str, object]) -> str:
    """Return the longest of the contents of an entry; feeds give the full text as content, or as the summary."""
    contents = entry.get("content")
    found = [str(each.get("value", "")) for each in contents if isinstance(each, Mapping)] if isinstance(contents, list) else []
    return max([*found, str(entry.get("summary") or "")], key=len)


def _day(entry: Mapping[str, object]) -> date | None:
    """Return the day an entry was published, else the day it was updated (UTC)."""
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        parsed = entry.get(name)
        if isinstance(parsed, tuple):
            try:
                return date(*(int(each) for each in parsed[:3]))
            except (ValueError, TypeError):
                continue
    return None
