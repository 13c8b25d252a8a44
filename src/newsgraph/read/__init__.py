"""Read: from a file, a folder or a string to articles with their blocks."""

from __future__ import annotations

from newsgraph.read.article import article
from newsgraph.read.blocks import blocks
from newsgraph.read.sources import STDIN, SUFFIXES, read_sources
from newsgraph.read.text import text_of

__all__ = ["STDIN", "SUFFIXES", "article", "blocks", "read_sources", "text_of"]
