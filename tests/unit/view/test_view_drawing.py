"""Show that drawings are the same everywhere, that nothing in them overlaps, and that what is joined is near."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgraph.view import ViewGraph
from newsgraph.view.drawing import Drawing, draw, label_box
from newsgraph.view.fold import Folding, fold
from newsgraph.view.labels import LINE_UNITS, MAX_LINES, text_width, wrap_label
from newsgraph.view.layout import hop_counts
from newsgraph.view.spacing import make_room


def overlaps(folding: Folding, drawing: Drawing, level: int) -> int:
    spots, boxes = drawing.levels[level], [label_box(*each) for each in zip(drawing.labels, drawing.sizes, folding.degrees, strict=True)]
    found = 0
    for a in range(len(spots.x)):
        for b in range(a):
            wide = (boxes[a][0] + boxes[b][0]) / 2 - abs(spots.x[a] - spots.x[b])
            high = (boxes[a][1] + boxes[b][1]) / 2 - abs(spots.y[a] + boxes[a][2] - spots.y[b] - boxes[b][2])
            found += wide > 0 and high > 0
    return found


def test_no_two_labels_overlap(graph: ViewGraph) -> None:
    folding = fold(graph)
    drawing = draw(graph, folding, limit=100)
    assert [len(level.x) for level in drawing.levels] == [22, len(graph.nodes)]
    assert drawing.start == 1
    assert [overlaps(folding, drawing, level) for level in (0, 1)] == [0, 0]


def test_each_level_is_free_of_overlap(graph: ViewGraph) -> None:
    folding = fold(graph)
    drawing = draw(graph, folding, limit=10)
    assert [len(level.x) for level in drawing.levels] == [10, len(graph.nodes)]
    assert [overlaps(folding, drawing, level) for level in (0, 1)] == [0, 0]


def test_joined_things_are_nearer_than_others(graph: ViewGraph) -> None:
    folding = fold(graph)
    level = draw(graph, folding, limit=100).levels[1]
    joined = set(folding.lines)
    distance = {(a, b): np.hypot(level.x[a] - level.x[b], level.y[a] - level.y[b]) for b in range(len(level.x)) for a in range(b)}
    near = np.mean([each for pair, each in distance.items() if pair in joined])
    far = np.mean([each for pair, each in distance.items() if pair not in joined])
    assert near < 0.5 * far


def test_an_empty_graph_has_a_drawing() -> None:
    empty = ViewGraph(nodes={}, statements=(), articles={}, spans={}, kinds={}, statuses={}, relations={}, terms={})
    assert [len(level.x) for level in draw(empty, fold(empty), limit=100).levels] == [0]


def test_the_same_page_comes_from_any_hash_seed(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    program = (
        "import hashlib, sys; from pathlib import Path; from pyoxigraph import Store; from newsgraph.graph import quads; "
        f"from newsgraph.view import page, view_graph; sys.path.insert(0, {str(root)!r}); "
        "from tests.unit.graph.sample_reading import RUN, reading; store = Store(); store.extend(quads(reading(), run=RUN)); "
        f"files = [Path({str(root)!r}) / 'ontology' / name for name in ('newsgraph.ttl', 'view.ttl')]; "
        "print(hashlib.sha256(page(view_graph(store, files), limit=20).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True, text=True, cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1")
    }
    assert len(found) == 1


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], [[0, -1, -1], [-1, 0, -1], [-1, -1, 0]]),
        ([(0, 1), (1, 2)], [[0, 1, 2], [1, 0, 1], [2, 1, 0]]),
        ([(0, 2)], [[0, -1, 1], [-1, 0, -1], [1, -1, 0]]),
    ],
)
def test_hop_counts(lines: list[tuple[int, int]], expected: list[list[int]]) -> None:
    assert hop_counts(3, lines).tolist() == expected


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(-200, 200), st.integers(-200, 200)), min_size=2, max_size=25, unique=True))
def test_make_room_makes_room(points: list[tuple[int, int]]) -> None:
    boxes = np.array([(60.0, 40.0, 12.0)] * len(points))
    places = make_room(np.array(points, dtype=np.float64), boxes)
    for a in range(len(points)):
        for b in range(a):
            assert abs(places[a, 0] - places[b, 0]) >= 60 or abs(places[a, 1] - places[b, 1]) >= 40


@given(st.text(max_size=600))
def test_labels_are_short(label: str) -> None:
    lines = wrap_label(label)
    assert 1 <= len(lines) <= MAX_LINES
    for line in lines:
        assert text_width(line.removesuffix("…")) <= LINE_UNITS + 1e-9
        assert not {"\n", "\r", "\x00", "\u202e"} & set(line)


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("CSTO", ("CSTO",)),
        ("", ("",)),
        ("Collective Security Treaty Organization", ("Collective Security", "Treaty Organization")),
        ("UN Global Counter-Terrorism Strategy", ("UN Global Counter-", "Terrorism Strategy")),
        ("continue the formation of a common antiterrorist space", ("continue the", "formation of a", "common…")),
        ("集体安全条约组织集体安全条约组织", ("集体安全条约组织集体", "安全条约组织")),
    ],
)
def test_wrap_label(label: str, lines: tuple[str, ...]) -> None:
    assert wrap_label(label) == lines
