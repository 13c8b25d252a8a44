"""Turn a `Reading` into RDF quads: stable IRIs, no blank nodes, every triple in exactly one named graph."""

from __future__ import annotations

from newsgraph.graph.copies import copy_quads
from newsgraph.graph.quads import nquads, quads
from newsgraph.graph.run import Run

__all__ = ["Run", "copy_quads", "nquads", "quads"]
