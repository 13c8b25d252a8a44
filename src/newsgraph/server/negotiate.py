"""Choose the media type of an answer from what the client accepts.

Source: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["DATASETS", "GRAPHS", "RDF_TYPES", "TABLES", "Choice", "choose"]

QUALITY = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
RANGE = re.compile(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A form an answer can have.

    Attributes:
        name: What `tasks` calls it.
        media_type: What the answer says it is.
        quality: How much the client wants it, above 0 to 1.
    """

    name: str
    media_type: str
    quality: float = 1.0


TABLES: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Media type to name, for the answers to SELECT and ASK; what stands first wins among equals."""

GRAPHS: Mapping[str, str] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/n-quads": "nquads",
    "application/trig": "trig",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/plain": "ntriples",
}
"""The same for graphs."""

DATASETS: Mapping[str, str] = {"application/trig": "trig", "application/n-quads": "nquads", "application/ld+json": "jsonld"}
"""The same for all graphs with their names."""

RDF_TYPES: Mapping[str, str] = {
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "application/n-triples": "ntriples",
    "text/plain": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
}
"""What a graph may be written in when it is put into the store."""


def choose(accept: str | None, offers: Mapping[str, str]) -> Choice | None:
    """Return the offer that the client wants most, None if it accepts none of them.

    Args:
        accept: The Accept header; None or blank for a client that takes anything.
        offers: Media type to name, best first. The quality of an offer is that of the most specific range that covers it.
    """
    ranges = _ranges(accept or "")
    if not ranges:
        if accept is not None and accept.strip(" ,"):
            return None
        ranges = [("*", "*", 1.0)]
    best: Choice | None = None
    for media_type, name in offers.items():
        quality = _quality(media_type, ranges)
        if quality > (best.quality if best else 0.0):
            best = Choice(name=name, media_type=media_type, quality=quality)
    return best


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    """Return type, subtype and quality of each range; what is malformed is left out."""
    found = []
    for part in accept.lower().split(","):
        media_range, *parameters = (each.strip() for each in part.split(";"))
        if not RANGE.fullmatch(media_range):
            continue
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q") and (match := QUALITY.fullmatch(parameter)):
                quality = float(match[1])
        kind, _, subtype = media_range.partition("/")
        found.append((kind, subtype, quality))
    return found


def _quality(media_type: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """Return how much a type is wanted: the most specific range decides, the highest of equals."""
    kind, _, subtype = media_type.partition("/")
    best = (-1, 0.0)
    for wanted_kind, wanted_subtype, quality in ranges:
        if wanted_kind not in {"*", kind} or wanted_subtype not in {"*", subtype}:
            continue
        best = max(best, ((wanted_kind != "*") + (wanted_subtype != "*"), quality))
    return best[1]
