"""Read: from a file, a folder or a string to articles with their blocks."""

from __future__ import annotations

from newsgraph.read.article import article
from newsgraph.read.blocks import blocks
from newsgraph.read.sources import SUFFIXES, read_sources

__all__ = ["SUFFIXES", "article", "blocks", "read_sources"]
