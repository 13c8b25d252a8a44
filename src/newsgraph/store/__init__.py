"""Keep quads: as files, in an embedded store, and checked against the shapes of the ontology."""

from __future__ import annotations

from newsgraph.store.check import CheckReport, Violation, check, check_quads
from newsgraph.store.embedded import EmbeddedStore
from newsgraph.store.parsing import READABLE, parsed, parsed_bytes
from newsgraph.store.serialize import FORMATS, Format, serialize, write_files

__all__ = [
    "FORMATS",
    "READABLE",
    "CheckReport",
    "EmbeddedStore",
    "Format",
    "Violation",
    "check",
    "check_quads",
    "parsed",
    "parsed_bytes",
    "serialize",
    "write_files",
]
