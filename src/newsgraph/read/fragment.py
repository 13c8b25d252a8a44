"""Take the paragraphs out of a tree of HTML elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from newsgraph.model import BlockKind
from newsgraph.read.assembly import Part
from newsgraph.read.origin import needed

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]  # lxml ships no types

__all__ = ["HTML_KINDS", "PAGE_KINDS", "html_parts", "looks_like_html", "parts_of"]

HTML_KINDS: Mapping[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADLINE),
    **dict.fromkeys(("li", "dd"), BlockKind.PARAGRAPH),
    **dict.fromkeys(("figcaption", "caption"), BlockKind.CAPTION),
}
PAGE_KINDS: Mapping[str, BlockKind] = {"head": BlockKind.HEADLINE, "item": BlockKind.PARAGRAPH}
"""Elements of what trafilatura takes out of a page (TEI)."""

_BLOCKS = frozenset(
    "address article aside blockquote body caption cell dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 head header hr html item "
    "li list main ol p pre quote row section summary table tbody td th thead tr ul".split()
)
_BREAKS = frozenset(["br", "lb"])
_SKIPPED = frozenset(
    "audio button canvas code form graphic iframe img input math nav noscript object script select style svg template textarea video".split()
)
_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"</?(?:p|div|br|h[1-6]|ul|li|span|strong|em|a|blockquote)(?:\s[^<>]*)?/?>", re.IGNORECASE)
MIN_TAGS = 2


def looks_like_html(text: str) -> bool:
    """Return whether a text that should be plain holds the tags of a page's paragraphs."""
    return "<" in text and sum(1 for _ in zip(_TAG.finditer(text), range(MIN_TAGS), strict=False)) == MIN_TAGS


def html_parts(text: str) -> tuple[Part, ...]:
    """Return the paragraphs of a fragment of HTML, such as the content of a feed's entry; () if it holds no text.

    Raises:
        ResourceError: lxml is not installed.
    """
    with needed("lxml", "HTML"):
        import lxml.html  # type: ignore[import-untyped]  # noqa: PLC0415  # lxml ships no types; loaded when first needed
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    root = lxml.html.document_fromstring(f"<html><body>{text}</body></html>".encode("utf-8", "replace"), parser=parser)
    return tuple(parts_of(root, HTML_KINDS))


def parts_of(root: _Element, kinds: Mapping[str, BlockKind]) -> Iterator[Part]:
    """Yield the paragraphs below an element, in document order; scripts, forms and pictures are left out.

    Args:
        root: An element of lxml without comments.
        kinds: What a block is by its tag; what stands inside it is the same. The layout tells of others.
    """
    from lxml.etree import iterwalk  # noqa: PLC0415  # as in `html_parts`

    words: list[str] = []
    within: list[BlockKind | None] = [None]
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        is_start = event == "start"
        if tag in _BLOCKS:
            if any(words):
                yield Part(text="".join(words), kind=within[-1])
            words = []
            if is_start:
                within.append(kinds.get(tag, within[-1]))
            else:
                within.pop()
        elif tag in _BREAKS and is_start:
            words.append("\n")
        if is_start and tag in _SKIPPED:
            walk.skip_subtree()
        elif is_start and element.text:
            words.append(_SPACE.sub(" ", element.text))
        if not is_start and element.tail and element is not root:
            words.append(_SPACE.sub(" ", element.tail))
    if any(words):
        yield Part(text="".join(words), kind=None)
