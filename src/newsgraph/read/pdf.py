"""Read PDF files that hold text: lines are joined to paragraphs, and what repeats on every page is left out.

Source: ISO 32000-2, as pypdf reads it.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator

from newsgraph.errors import InputError
from newsgraph.model import Article
from newsgraph.read.article import article
from newsgraph.read.blocks import blocks, headline
from newsgraph.read.content import MAX_BYTES, read_stream, too_big
from newsgraph.read.lines import ends_sentence
from newsgraph.read.marks import bullet_length, is_special
from newsgraph.read.origin import Context, Item, Origin, foreign, needed

__all__ = ["MEDIA_TYPE", "join_lines", "read_pdf", "without_margins"]

MEDIA_TYPE = "application/pdf"
MAX_PDF_BYTES = 50_000_000
MAX_PAGES = 400
"""More is a book; an article of 1 MB, the largest that is read, has 350 pages."""

MIN_REPEATS = 3
"""A line must stand at the top or bottom of so many pages, and of half of all, to be a running title."""

MARGIN_LINES = 2
"""Lines at the top and at the bottom of a page among which running titles and page numbers stand."""

WIDTH_SHARE = 0.9
"""Share of lines that are no longer than the width text was broken at: in proportional type some lines hold more letters."""

SHORT_SHARE = 0.1
"""A line that ends a sentence and leaves more room than this, beyond that for the next word, ends its paragraph."""

HEADING_SHARE = 0.6
"""A shorter line that does not end a sentence was not broken by the width, unless the next goes on in small letters."""

BETWEEN = "\n\n"
_PAGE_NUMBER = re.compile(r"(?:page|p\.)?\s*[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})[-\u00ad\u2010]\n(?=[a-zà-öø-ÿ]{2})")
MAX_PREFIX_CHARS = 20
"""As far back as a prefix is looked for: searching all that stands before took a minute over a damaged file."""

_KEPT_HYPHEN = re.compile(r"(?<=\w)[-\u2010]\n(?=\w)")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_PREFIXES = frozenset("anti co counter cross ex half inter long mid multi near non post pre pro re self semi short sub trans ultra un well".split())
"""What stands before a hyphen that is written within a line too."""


def read_pdf(origin: Origin, context: Context) -> Iterator[Item]:
    """Yield the one article of a PDF file.

    Raises:
        InputError: It is locked, holds pictures of text only, or cannot be used.
    """
    content = read_stream(origin.stream, origin.name, max_bytes=MAX_PDF_BYTES)
    pages, title, author = _pages(content, origin.name)
    if not any(any(c.isalpha() for c in page) for page in pages):
        pictures = "its only page is a picture" if len(pages) == 1 else f"its {len(pages)} pages are pictures"
        raise InputError(f"{origin.name} holds no text ({pictures}); recognise the characters first, for instance with ocrmypdf")
    yield _article(join_lines(without_margins(pages)), title, author, origin, context)


def _article(text: str, title: str, author: str, origin: Origin, context: Context) -> Article:
    found = blocks(text)
    return article(
        text,
        name=origin.name,
        blocks=found,
        stem=origin.stem,
        day=context.options.day,
        title=headline(text, found) or (title if " " in title and "." not in title[-5:-2] else ""),
        url=origin.url,
        identifier=origin.url,
        authors=(author,) if author and " " in author else (),
        media_type=MEDIA_TYPE,
    )


def _pages(content: bytes, name: str) -> tuple[list[str], str, str]:
    """Return the text of each page, and the title and author that the file names."""
    with needed("pypdf", "PDF"):
        import pypdf  # noqa: PLC0415  # takes 0.2 s to import
    with foreign(name, "a PDF file"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{name} is locked with a password; save it without one")
        n_pages = len(reader.pages)
        if n_pages > MAX_PAGES:
            raise InputError(f"{name} has {n_pages} pages, and an article has up to {MAX_PAGES}; split it")
        pages: list[str] = []
        for page in reader.pages:
            pages.append(page.extract_text().translate(_LIGATURES))
            if sum(map(len, pages)) > MAX_BYTES:
                raise too_big(name)
        about = reader.metadata
        title, author = (str(about.title or ""), str(about.author or "")) if about else ("", "")
        return ["".join(c for c in each if c != "\0" and not "\ud800" <= c <= "\udfff") for each in pages], _line(title), _line(author)


def _line(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())


def without_margins(pages: list[str]) -> str:
    """Return the text of all pages without running titles and page numbers; a sentence that goes on overleaf is not broken."""
    lines = [[line.strip() for line in page.splitlines()] for page in pages]
    edges = [{_shape(page[k]) for k in _margin(page)} for page in lines]
    counts = Counter(shape for shapes in edges for shape in shapes)
    repeated = {shape for shape, n in counts.items() if n >= MIN_REPEATS and 2 * n >= len(pages)}
    kept: list[str] = []
    for page in lines:
        dropped = {k for k in _margin(page) if _shape(page[k]) in repeated or _PAGE_NUMBER.fullmatch(page[k])}
        kept.append("\n".join(line for k, line in enumerate(page) if k not in dropped).strip("\n"))
    return "\n".join(filter(None, kept))


def _margin(page: list[str]) -> list[int]:
    """Return the places of the lines at the top and the bottom of a page."""
    there = [k for k, line in enumerate(page) if line]
    return sorted({*there[:MARGIN_LINES], *there[-MARGIN_LINES:]})


def _shape(line: str) -> str:
    return _DIGITS.sub("0", line.casefold())


def join_lines(text: str) -> str:
    """Return a text whose lines were broken at a width with every paragraph on one line, words divided at line ends put together.

    A paragraph ends before an empty line, where a sentence ends in a short line, and after a line too short to have been broken (a heading).
    A hyphen stays if the word has one within a line, too: after a prefix such as "non", or before a capital.
    """
    lines = [line.strip() for line in text.splitlines()]
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[int(WIDTH_SHARE * (len(lengths) - 1))] if lengths else 0
    paragraphs: list[list[str]] = [[]]
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        paragraphs[-1].append(line)
        if _ends_paragraph(line, after, width):
            paragraphs.append([])
    return BETWEEN.join(filter(None, map(_joined, paragraphs)))


def _ends_paragraph(line: str, after: str, width: int) -> bool:
    """Whether a line is the last of its paragraph, given the next."""
    if not line or not after or is_special(line) or is_special(after) or bullet_length(after):
        return True
    if line[-1] in "-\u00ad\u2010" or after[0].islower():
        return False
    room = width - len(line) - 1 - len(after.split(maxsplit=1)[0])
    return room > SHORT_SHARE * width if ends_sentence(line) else len(line) < HEADING_SHARE * width


def _joined(lines: list[str]) -> str:
    """Return the lines of a paragraph as one."""
    paragraph = _HYPHEN.sub(_joint, "\n".join(lines))
    return " ".join(_KEPT_HYPHEN.sub("-", paragraph).split())


def _joint(found: re.Match[str]) -> str:
    before = re.search(r"[^\W\d_]+\Z", found.string[max(0, found.start() - MAX_PREFIX_CHARS) : found.start()])
    return "-" if before and before[0].lower() in _PREFIXES else ""
