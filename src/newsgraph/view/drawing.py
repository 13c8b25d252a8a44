"""Compute all positions of a page beforehand: one layout for each number of things a reader may choose to see."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsgraph.view.fold import first_size, level_sizes, representatives
from newsgraph.view.labels import text_width, wrap_label
from newsgraph.view.layout import beside, hop_counts, radial_start, stress_positions
from newsgraph.view.spacing import fill_page, lines_off_things, make_room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsgraph.view.fold import Folding
    from newsgraph.view.viewgraph import ViewGraph

    Floats = NDArray[np.float64]

__all__ = ["HUB_DEGREE", "Drawing", "Level", "draw", "label_box", "thing_size"]

HUB_DEGREE = 6
"""Statements from which on a thing's label is set larger."""
LABEL_PX = (16.0, 20.5)
"""Type size of a label and of a hub's label, in page units; the hub's is 19 and bold, which is 8 percent wider."""
LINE_HEIGHT = 1.18
SMALLEST_PX, TYPE_MOST = 9.75, 1.6
"""A label on the screen is never smaller than that, however far the drawing is zoomed out. So the boxes of many things are those of the size at
which their labels will be read, up to so many times the usual: beyond, the drawing would only flee from itself."""
STAGE, PHONE_STAGE = (720.0, 680.0), (330.0, 430.0)
"""Width and height in pixels that a drawing is to fit on a laptop's page and on a telephone's."""
TYPE_ROUNDS = 3
"""Larger boxes make a larger drawing, a smaller zoom and larger boxes again; three rounds come near enough."""
ASPECT, PHONE_ASPECT = 1.1, 0.6
"""Ratios of width to height to start from. Making room for labels, which stand below things, heightens a drawing and, being wide, widens it."""
MAX_SIZE = 46.0
CLEAR = 16.0
"""Free space kept between a thing and a line that does not end at it."""
BUNDLES_EACH = 2
"""Bundles of folded statements that pull at a thing. All of them would pull everything into one ball."""
ROUNDS_FROM_TREE, ROUNDS_FROM_DRAWING, ROUNDS_BIG = 300, 150, 25
"""Steps of the layout. More change less than a label's width: a tree unfolds in 300, a drawing takes in new things in 150; of a big one only
the outline is seen."""
TIDY_NODES = 200
"""Up to this many things lines are kept off things they do not join; above, nobody follows a single line in the overview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Whole-number positions of the first `len(x)` things in the order of weight."""

    x: tuple[int, ...]
    y: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What the page draws before the reader does anything.

    Attributes:
        lines: For each thing in order of weight, the lines of its label.
        sizes: For each thing its radius, one decimal.
        levels: Fewest things first.
        start: Number of the level a wide page opens with; an earlier one is for a telephone.
    """

    labels: tuple[tuple[str, ...], ...]
    sizes: tuple[float, ...]
    levels: tuple[Level, ...]
    start: int


def thing_size(degree: int) -> float:
    """Return the radius of a thing with so many statements: its area grows with them, up to a limit."""
    return round(min(MAX_SIZE, 10.5 + 5.5 * math.sqrt(degree)), 1)


def draw(graph: ViewGraph, folding: Folding, *, limit: int) -> Drawing:
    """Lay out `graph` for each of `level_sizes`; each layout starts from the one before, so that things stay about where they were."""
    labels = tuple(wrap_label(graph.nodes[iri].label) for iri in folding.order)
    sizes = tuple(thing_size(degree) for degree in folding.degrees)
    levels: list[Level] = []
    wanted = level_sizes(len(folding.order), limit)
    start = wanted.index(first_size(len(folding.order), limit))
    for number, size in enumerate(wanted):
        levels.append(_level(folding, labels, sizes, size, levels[-1] if levels else None, is_phone=number < start))
    return Drawing(labels=labels, sizes=sizes, levels=tuple(levels), start=start)


def _level(folding: Folding, labels: Sequence[tuple[str, ...]], sizes: Sequence[float], size: int, before: Level | None, *, is_phone: bool) -> Level:
    if not size:
        return Level(x=(), y=())
    parents, degrees = folding.parents[:size], folding.degrees[:size]
    lines = _visible_lines(folding, size)
    if before is None:
        start, rounds = radial_start(parents), ROUNDS_FROM_TREE
    else:
        start = beside(parents, np.stack((np.array(before.x, dtype=np.float64), np.array(before.y, dtype=np.float64)), axis=1))
        rounds = ROUNDS_FROM_DRAWING if size <= TIDY_NODES else ROUNDS_BIG
    rough = stress_positions(hop_counts(size, lines), degrees, start, rounds=rounds)
    places = _spaced(folding, labels, sizes, rough, is_phone=is_phone)
    return Level(x=tuple(int(value) for value in np.rint(places[:, 0])), y=tuple(int(value) for value in np.rint(places[:, 1])))


def _spaced(folding: Folding, labels: Sequence[tuple[str, ...]], sizes: Sequence[float], rough: Floats, *, is_phone: bool) -> Floats:
    """Make room for the labels in the size they will have on the screen, and keep lines off things where single lines can be followed."""
    scale, (wide, high) = 1.0, PHONE_STAGE if is_phone else STAGE
    for turn in range(TYPE_ROUNDS):
        boxes = np.array([label_box(labels[i], sizes[i], folding.degrees[i], scale=scale) for i in range(len(rough))])
        places = make_room(fill_page(rough, boxes, aspect=PHONE_ASPECT if is_phone else ASPECT), boxes)
        if len(rough) > TIDY_NODES or turn == TYPE_ROUNDS - 1:
            break
        reach = max((float(np.ptp(places[:, 0])) + 100) / wide, (float(np.ptp(places[:, 1])) + 60) / high)
        needed = min(TYPE_MOST, SMALLEST_PX * reach / LABEL_PX[0])
        if needed <= scale:
            break
        scale = needed
    return _tidied(folding, labels, sizes, places, boxes) if len(rough) <= TIDY_NODES else places


def _tidied(folding: Folding, labels: Sequence[tuple[str, ...]], sizes: Sequence[float], places: Floats, boxes: Floats) -> Floats:
    """Move things so that lines run through neither discs nor labels of others, as far as there is room."""
    numbers = range(len(places))
    direct = [pair for pair in folding.lines if pair[1] < len(places)]
    bodies = np.array([(sizes[i] + CLEAR, 0.0) for i in numbers])
    halves = [len(labels[i]) * LINE_HEIGHT * LABEL_PX[0] / 2 for i in numbers]
    captions = np.array([(halves[i] + 2, sizes[i] + halves[i]) for i in numbers])
    for _ in range(4):
        places = make_room(lines_off_things(places, captions, direct, rounds=15), boxes)
        places = make_room(lines_off_things(places, bodies, direct, rounds=40), boxes)
    return places


def _visible_lines(folding: Folding, size: int) -> list[tuple[int, int]]:
    """Return the lines between the first `size` things, and for each its strongest bundles of lines between things folded under others."""
    direct = {pair for pair in folding.lines if pair[1] < size}
    found = representatives(folding.parents, size)
    bundles: Counter[tuple[int, int]] = Counter()
    for a, b in folding.lines:
        if b >= size and found[a] >= 0 and found[b] >= 0 and found[a] != found[b]:
            bundles[min(found[a], found[b]), max(found[a], found[b])] += 1
    taken: Counter[int] = Counter()
    for pair, _ in sorted(bundles.items(), key=lambda item: (-item[1], item[0])):
        if pair not in direct and taken[pair[0]] < BUNDLES_EACH and taken[pair[1]] < BUNDLES_EACH:
            direct.add(pair)
            taken.update(pair)
    return sorted(direct)


def label_box(lines: Sequence[str], size: float, degree: int, *, scale: float = 1.0) -> tuple[float, float, float]:
    """Return width and height of a thing with its label below, and how far the box's centre lies below the thing's.

    Args:
        lines: The label.
        size: Radius of the thing.
        degree: Statements at it.
        scale: How many times larger than usual the label is set.
    """
    px = LABEL_PX[degree >= HUB_DEGREE] * scale
    height = len(lines) * px * LINE_HEIGHT + 6
    return (max(2 * size, max(text_width(line) for line in lines) * px), 2 * size + height, height / 2)
