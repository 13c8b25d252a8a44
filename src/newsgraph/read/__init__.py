"""Read: from files of any format, folders, lists, addresses or a string to articles with their blocks."""

from __future__ import annotations

from newsgraph.read.article import article
from newsgraph.read.blocks import blocks
from newsgraph.read.formats import FORMATS, SUFFIXES, is_known
from newsgraph.read.origin import Context, Item, ReadOptions
from newsgraph.read.sources import STDIN, read_items, read_sources
from newsgraph.read.text import kept_text, text_of

__all__ = [
    "FORMATS",
    "STDIN",
    "SUFFIXES",
    "Context",
    "Item",
    "ReadOptions",
    "article",
    "blocks",
    "is_known",
    "kept_text",
    "read_items",
    "read_sources",
    "text_of",
]
