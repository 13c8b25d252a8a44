"""Make an `Article` of a text: find its blocks, its date and its title, and refuse what cannot be read as English news."""

from __future__ import annotations

from datetime import date

from newsgraph.errors import InputError
from newsgraph.model import Article, Block, BlockKind
from newsgraph.read.blocks import blocks as blocks_by_layout
from newsgraph.read.blocks import headline, issued
from newsgraph.read.content import MAX_BYTES, too_big
from newsgraph.read.language import MIN_SHARE, MIN_WORDS, english_words

__all__ = ["article"]

_READABLE = (BlockKind.HEADLINE, BlockKind.PARAGRAPH)


def article(  # noqa: PLR0913  # one argument for every thing a source may know
    text: str,
    *,
    name: str,
    blocks: tuple[Block, ...] | None = None,
    stem: str = "",
    day: date | None = None,
    issued_by_source: date | None = None,
    title: str = "",
    identifier: str = "",
    url: str = "",
    source: str = "",
    authors: tuple[str, ...] = (),
    media_type: str = "",
    encoding: str = "",
) -> Article:
    """Return the article with its blocks.

    Args:
        text: The characters as they were read.
        name: What the source is called in errors.
        blocks: The blocks, if markup tells them; None finds them by layout.
        day: Day of publication that the user gives; it wins over all others.
        issued_by_source: Day of publication that the source gives outside the text; it wins over the text's own header.
        title: If empty, the headline of the text is taken.
        stem, identifier, url, source, authors, media_type, encoding: As in `Article`.

    Raises:
        InputError: The text is empty, too long, binary, has no sentence, or is not English.
    """
    if not text.strip():
        raise InputError(f"{name} is empty; give it the text of an article")
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise too_big(name)
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise InputError(f"{name} holds characters that are no text (NUL or half a surrogate pair); clean it first")
    found = blocks_by_layout(text) if blocks is None else blocks
    if not any(c.isalpha() for b in found if b.kind in _READABLE for c in text[b.start_char : b.end_char]):
        raise InputError(f"{name} has no sentences; give it the running text of an article")
    n_english, n_words = english_words(text)
    if n_words >= MIN_WORDS and n_english < MIN_SHARE * n_words:
        raise InputError(
            f"{name} does not look like English ({n_english} of its first {n_words} words are common English words); newsgraph reads English only"
        )
    return Article(
        text=text,
        blocks=found,
        issued=day or issued_by_source or issued(text, found),
        title=title or headline(text, found),
        identifier=identifier,
        url=url,
        source=source,
        stem=stem,
        authors=authors,
        media_type=media_type,
        encoding=encoding,
    )
