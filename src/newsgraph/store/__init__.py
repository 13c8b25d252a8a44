"""Keep quads: as files, in an embedded store, and checked against the shapes of the ontology."""

from __future__ import annotations

from newsgraph.store.embedded import EmbeddedStore
from newsgraph.store.serialize import FORMATS, Format, serialize, write_files

__all__ = ["FORMATS", "EmbeddedStore", "Format", "serialize", "write_files"]
