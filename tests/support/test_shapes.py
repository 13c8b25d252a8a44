"""The fast evaluation of the shapes finds what pyshacl finds, on a sound graph and on graphs broken in every way the shapes speak of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from tests.support.shapes import Shapes
from tests.unit.graph import sample_reading as sample

from newsgraph.graph import quads
from newsgraph.namespaces import NG, RDF, XSD
from newsgraph.resources import data_path
from newsgraph.store.shacl import shacl_violations

pytest.importorskip("pyshacl")
ONTOLOGY = [data_path("ontology") / "newsgraph.ttl"]
N_MUTANTS = 40
"""So many of some hundred mutants, spread evenly, are held against pyshacl, which takes half a second for each."""


def sound() -> list[Quad]:
    """Return the quads of a small article with a fact, an intention and a reported claim."""
    rows = [
        ("kyrgyzstan", "chairs", "csto", sample.FACT),
        ("threat", "affects", "security", sample.NEGATED),
        ("kyrgyzstan", "cooperatesWith", "kazakhstan", sample.INTENDED),
    ]
    return sorted(quads(sample.another_article("Kyrgyzstan chairs the CSTO.", rows), run=sample.RUN), key=str)


def mutants(found: list[Quad]) -> Iterator[tuple[str, list[Quad]]]:
    """Yield graphs with one quad less, one more, or one of another kind, for each predicate."""
    first: dict[str, Quad] = {}
    for q in found:
        first.setdefault(q.predicate.value, q)
    nowhere = NamedNode("https://w3id.org/newsgraph/id/Nowhere")
    for name, q in sorted(first.items()):
        rest = [each for each in found if each != q]
        yield f"without {name}", rest
        yield f"two of {name}", [*found, Quad(q.subject, q.predicate, nowhere, q.graph_name)]
        yield f"words for {name}", [*rest, Quad(q.subject, q.predicate, Literal("x"), q.graph_name)]
        yield f"other words for {name}", [*found, Quad(q.subject, q.predicate, Literal("2019-02-31", datatype=NamedNode(XSD + "date")), q.graph_name)]
    for kind in ("Statement", "FactualStatement", "Place", "Agent", "Event", "TextSpan"):
        for q in [each for each in found if each.predicate.value == RDF + "type" and each.object == NamedNode(NG + kind)][:1]:
            yield f"no {kind}", [each for each in found if each != q]
            yield (
                f"a topic for a {kind}",
                [Quad(q.subject, q.predicate, NamedNode(NG + "Topic"), q.graph_name) if each == q else each for each in found],
            )


FOUND = sound()
ALL = list(mutants(FOUND))
CHOSEN = [ALL[i * len(ALL) // N_MUTANTS] for i in range(N_MUTANTS)]


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes()


def test_sound_graph_violates_nothing(shapes: Shapes) -> None:
    assert shapes.violating(FOUND) == set()
    assert shacl_violations(FOUND, ONTOLOGY) == []


@pytest.mark.parametrize(("name", "broken"), CHOSEN, ids=[name for name, _ in CHOSEN])
def test_broken_graph_is_broken_where_pyshacl_says_so(name: str, broken: list[Quad], shapes: Shapes) -> None:
    assert shapes.violating(broken) == {each.node for each in shacl_violations(broken, ONTOLOGY)}, name


def test_most_mutants_are_caught(shapes: Shapes) -> None:
    caught = sum(bool(shapes.violating(broken)) for _, broken in ALL)
    assert len(ALL) >= 100
    assert caught / len(ALL) > 0.5
