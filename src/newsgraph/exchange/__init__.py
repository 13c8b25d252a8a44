"""Exchange graphs with other files and stores: compare, merge."""

from __future__ import annotations

from newsgraph.exchange.blanknodes import canonical_nquads, skolemized
from newsgraph.exchange.difference import Difference, difference
from newsgraph.exchange.sources import FileSource, GraphSource, StoreSource, all_quads, source_of

__all__ = ["Difference", "FileSource", "GraphSource", "StoreSource", "all_quads", "canonical_nquads", "difference", "skolemized", "source_of"]
