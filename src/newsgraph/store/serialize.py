"""Turn quads into the bytes of a file: sorted, grouped, the same for the same quads in any order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal as OneOf
from typing import get_args

from pyoxigraph import Quad

from newsgraph.errors import StoreError
from newsgraph.store.files import write_files
from newsgraph.store.jsonld import jsonld
from newsgraph.store.turtle import trig, turtle

__all__ = ["FORMATS", "Format", "serialize", "write_files"]

Format = OneOf["trig", "nq", "ttl", "jsonld"]

FORMATS: tuple[str, ...] = get_args(Format)
"""Names of the formats, which are also the suffixes of files."""


def serialize(quads: Iterable[Quad], format: Format) -> bytes:  # noqa: A002  the word of rdflib and pyoxigraph
    """Return quads as UTF-8 with Unix line ends; duplicates are written once.

    Args:
        quads: In any order.
        format: "trig" and "jsonld" (readable, named graphs), "nq" (one quad a line, for machines and diffs), or "ttl" (the union
            of all graphs, each triple once; graph names are lost).

    Raises:
        StoreError: The format is unknown, or cannot hold a term.
    """
    if format == "trig":
        return trig(quads).encode("utf-8")
    if format == "ttl":
        return turtle(quads).encode("utf-8")
    if format == "jsonld":
        return jsonld(quads).encode("utf-8")
    if format == "nq":
        return "".join(f"{line} .\n" for line in sorted({str(quad) for quad in quads})).encode("utf-8")
    raise StoreError(f"there is no format {format!r}; choose one of {', '.join(FORMATS)}")
