"""Validate quads against the SHACL shapes of `ontology/shapes.ttl`.

Source: https://www.w3.org/TR/shacl/
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from newsgraph.errors import ResourceError, StoreError
from newsgraph.resources import data_path
from newsgraph.store.invariants import Violation
from newsgraph.store.serialize import serialize

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["shacl_violations"]

SHAPES_FILE = "shapes.ttl"
INSTALL = "SHACL shapes are checked by pyshacl, which is not installed; pip install 'newsgraph[check]'"


def shacl_violations(quads: Iterable[Quad], ontology_files: Sequence[Path]) -> list[Violation]:
    """Return every result of the shapes, sorted; `node` is the focus node.

    The data are the union of all graphs; the ontology is read beside them, so that subclasses and domains are known.

    Raises:
        ResourceError: pyshacl is not installed.
        StoreError: The ontology files or shapes are not valid Turtle, or the shapes cannot be run.
    """
    try:
        import pyshacl  # noqa: PLC0415  an extra, and slow to import
        from rdflib import SH, Graph  # noqa: PLC0415  as above
    except ImportError as error:
        raise ResourceError(INSTALL) from error
    data = Graph()
    data.parse(data=serialize(quads, "ttl"), format="turtle")
    for path in ontology_files:
        _parse(data, path)
    shapes = Graph()
    _parse(shapes, data_path("ontology") / SHAPES_FILE)
    try:
        _, results, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False, inplace=True)
    except (pyshacl.errors.ShapeLoadError, pyshacl.errors.ConstraintLoadError, pyshacl.errors.ReportableRuntimeError) as error:
        raise StoreError(f"the shapes cannot be run: {error}; compare ontology/{SHAPES_FILE} with the released one") from error
    if not isinstance(results, Graph):
        raise StoreError(f"the shapes cannot be run: {text}; compare ontology/{SHAPES_FILE} with the released one")
    found = {
        Violation(
            rule="shape",
            node=str(results.value(each, SH.focusNode) or ""),
            message=" ".join(str(part) for part in (results.value(each, SH.resultPath), results.value(each, SH.resultMessage)) if part is not None),
        )
        for each in results.subjects(SH.resultSeverity, None)
    }
    return sorted(found)


def _parse(graph: Graph, path: Path) -> None:
    try:
        graph.parse(path, format="turtle")
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}; check the name") from error
    except SyntaxError as error:  # rdflib's BadSyntax
        raise StoreError(f"{path} is not valid Turtle: {error}") from error
