"""The graph of the sample article is the one that was read through and committed.

`pytest tests/test_golden.py --update-golden` writes it again; read the difference line by line before you commit it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

import newsgraph
from newsgraph.store import check_quads

pytestmark = pytest.mark.model

GOLDEN = Path(__file__).parent / "golden" / "csto-2018.nq"
DAY = date(2018, 11, 9)


def canonical(dataset: ox.Dataset) -> str:
    """Return a dataset as canonical N-Quads: equal text if and only if the datasets are isomorphic.

    Source: https://www.w3.org/TR/rdf-canon/
    """
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in dataset))


def parsed(content: str) -> ox.Dataset:
    return ox.Dataset(ox.parse(content.encode(), format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def quads(sample: Path) -> tuple[ox.Quad, ...]:
    return newsgraph.build(sample, date=DAY).quads


def test_sample_gives_the_golden_graph(quads: tuple[ox.Quad, ...], is_update: bool) -> None:  # noqa: FBT001  # a fixture
    content = canonical(ox.Dataset(quads))
    if is_update:
        GOLDEN.write_text(content, "utf-8", newline="\n")
    golden = GOLDEN.read_text("utf-8")
    gone, new = (sorted(set(a.splitlines()) - set(b.splitlines())) for a, b in ((golden, content), (content, golden)))
    assert (gone, new) == ([], [])
    assert content == golden


def test_golden_graph_is_canonical_and_conforms(sample: Path) -> None:
    golden = GOLDEN.read_text("utf-8")
    assert golden == canonical(parsed(golden))
    report = check_quads(parsed(golden), name=GOLDEN.name, text=sample.read_bytes().decode("utf-8"))
    assert report.conforms, report.text()
    assert report.n_statements > report.n_facts > 20


def test_canonical_form_names_blank_nodes_anew() -> None:
    forms = {
        canonical(parsed(f"_:{a} <http://e.org/p> _:{b} .\n_:{b} <http://e.org/p> _:{a} .\n_:{a} <http://e.org/q> '1' .\n".replace("'", '"')))
        for a, b in ("xy", "yx", "ab")
    }
    assert len(forms) == 1
    assert "_:c14n0" in forms.pop()
