"""Read RDF in the formats of the W3C."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from newsgraph.errors import StoreError

__all__ = ["READABLE", "parsed", "parsed_bytes"]

SUFFIXES = {
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}
READABLE = tuple(suffix[1:] for suffix in SUFFIXES)
"""Names of the formats: suffixes without the dot."""


def parsed(path: Path, *, form: str = "") -> set[Quad]:
    """Return the quads of an RDF file.

    Args:
        path: A file whose suffix names the format, unless `form` does.
        form: One of `READABLE`; "" to go by the suffix.

    Raises:
        StoreError: The file is missing, malformed or of an unknown format.
    """
    if not path.exists():
        raise StoreError(f"cannot read {path}: there is no such file; check the name")
    format_ = _format(form, path)
    try:
        return set(parse(path=path, format=format_, rename_blank_nodes=True))
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}; check the name") from error
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{path} is not valid {form or path.suffix[1:]}: {error}; nothing of it was added") from error


def parsed_bytes(content: bytes, *, form: str, name: str, base: str | None = None) -> set[Quad]:
    """Return the quads of RDF at hand, with the labels of blank nodes as they stand there.

    Args:
        content: UTF-8, in the format `form`, one of `READABLE`.
        name: What an error calls it.
        base: IRI that relative IRIs are relative to; without one they are errors.

    Raises:
        StoreError: It is malformed, or the format is unknown.
    """
    try:
        return set(parse(content, format=_format(form, Path(name)), base_iri=base))
    except (SyntaxError, ValueError, OSError) as error:
        raise StoreError(f"{name} is not valid {form}: {error}; nothing of it was added") from error


def _format(form: str, path: Path) -> RdfFormat:
    found = SUFFIXES.get(f".{form}" if form else path.suffix.lower())
    if found is None:
        known = " ".join(SUFFIXES)
        raise StoreError(f"there is no format {form!r}; choose one of {known}" if form else f"{path} has no RDF suffix; name it {known}")
    return found
