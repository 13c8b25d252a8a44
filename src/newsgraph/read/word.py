"""Read Word documents (.docx): paragraphs with their styles, as they read with all changes accepted.

Source: ECMA-376-1:2016, part 1, section 17 (WordprocessingML)
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsgraph.errors import InputError
from newsgraph.model import BlockKind
from newsgraph.read.article import article
from newsgraph.read.assembly import Part, assemble
from newsgraph.read.content import read_stream
from newsgraph.read.origin import Context, Item, Origin, foreign, needed

if TYPE_CHECKING:
    from docx.oxml.text.paragraph import CT_P

__all__ = ["MEDIA_TYPE", "read_docx"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_DOCX_BYTES = 50_000_000
MAX_UNPACKED_BYTES = 200_000_000
"""All parts unpacked; pictures do not shrink, so a document of this size has many."""

MAX_XML_BYTES = 30_000_000
"""The text of a part; 1 MB of words makes up to 20 MB of it."""

_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset([f"{_WORDS}del", f"{_WORDS}moveFrom", f"{_WORDS}pPr", f"{_WORDS}rPr", f"{_WORDS}txbxContent", _FALLBACK])
_SPACES = {f"{_WORDS}tab": " ", f"{_WORDS}br": "\n", f"{_WORDS}cr": "\n", f"{_WORDS}noBreakHyphen": "-"}


def read_docx(origin: Origin, context: Context) -> Iterator[Item]:
    """Yield the one article of a document.

    Raises:
        InputError: It is no Word document, unpacks to more than it should, or cannot be used.
    """
    content = read_stream(origin.stream, origin.name, max_bytes=MAX_DOCX_BYTES)
    with foreign(origin.name, "a Word document"):
        _refuse_bomb(content, origin.name)
    with needed("python-docx", "a Word document"):
        import docx  # noqa: PLC0415  # takes 0.2 s to import
    with foreign(origin.name, "a Word document"):
        document = docx.Document(io.BytesIO(content))
        parts = tuple(_parts(document.element.body.iter(f"{_WORDS}p"), {each.style_id: each.name or "" for each in document.styles}))
        about = document.core_properties
        title, author = " ".join((about.title or "").split()), " ".join((about.author or "").split())
    text, found = assemble(parts)
    if not text:
        raise InputError(f"{origin.name} holds no text; give it the document of an article")
    yield article(
        text,
        name=origin.name,
        blocks=found,
        stem=origin.stem,
        day=context.options.day,
        title="" if any(each.kind is BlockKind.HEADLINE for each in found) else title,
        url=origin.url,
        identifier=origin.url,
        authors=(author,) if " " in author else (),
        media_type=MEDIA_TYPE,
    )


def _refuse_bomb(content: bytes, name: str) -> None:
    """Look at the sizes that a zip file gives before anything is unpacked; Python's zipfile never unpacks more than they say."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sizes = {each.filename: each.file_size for each in archive.infolist()}
    if "word/document.xml" not in sizes:
        raise InputError(f"{name} is a zip archive, but no Word document; unpack it and give the files")
    if sum(sizes.values()) > MAX_UNPACKED_BYTES or any(size > MAX_XML_BYTES for part, size in sizes.items() if part.endswith((".xml", ".rels"))):
        raise InputError(f"{name} unpacks to {sum(sizes.values()) // 1_000_000} MB; it is no document of an article")


def _parts(paragraphs: Iterator[CT_P], styles: dict[str, str]) -> Iterator[Part]:
    for paragraph in paragraphs:
        if any(True for _ in paragraph.iterancestors(*_LEFT_OUT)):
            continue
        style = styles.get(paragraph.style or "", "").casefold()
        is_list = paragraph.pPr is not None and paragraph.pPr.numPr is not None
        yield Part(text="".join(_words(paragraph)), kind=_kind(style, is_list=is_list))


def _kind(style: str, *, is_list: bool) -> BlockKind | None:
    """Return what a paragraph is by the name of its style; None if the layout is to tell."""
    if style == "title" or style.startswith(("heading", "subtitle")):
        return BlockKind.HEADLINE
    if style == "caption":
        return BlockKind.CAPTION
    return BlockKind.PARAGRAPH if is_list or style.startswith("list") else None


def _words(paragraph: CT_P) -> Iterator[str]:
    """Yield the characters of a paragraph; deleted text, text boxes and fields' codes are none."""
    from lxml.etree import iterwalk  # type: ignore[import-untyped]  # noqa: PLC0415  # comes with python-docx

    walk = iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element.tag in _LEFT_OUT:
            walk.skip_subtree()
        elif element.tag == f"{_WORDS}t":
            yield element.text or ""
        elif element.tag in _SPACES:
            yield _SPACES[element.tag]
