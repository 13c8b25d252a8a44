"""Annotate: from an article to a parse with blocks, sentences, names, times and quotations."""

from __future__ import annotations

from newsgraph.annotate.annotator import Annotator, load_model, reader

__all__ = ["Annotator", "load_model", "reader"]
