"""Make room between placed things, so that no label covers another and no line runs through a thing it is not about.

Arithmetic only, in a fixed order: see `layout` for why.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["fill_page", "lines_off_things", "make_room"]

PAD = 12.0
"""Free space kept around a box, in page units."""
SPARSE = 1.7
"""Page area per area of boxes. Below about 1.6 pushing boxes apart tears the drawing; above 2 a page of fifty things has no room for labels."""
_ENDS = 0.08
"""Part of a line at each end where other things may stand: there the line is beside its own thing anyway."""


def fill_page(places: Floats, boxes: Floats, *, aspect: float) -> Floats:
    """Scale a drawing up until its boxes have room, and to the wanted ratio of width to height, or down a little where it is loose.

    Args:
        places: Array (n, 2).
        boxes: Array (n, 3): width, height, and how far the box's centre lies below the point.
    """
    if len(places) < 2:
        return places
    width, height = (float(np.ptp(places[:, axis])) + 1.0 for axis in (0, 1))
    needed = float(((boxes[:, 0] + PAD) * (boxes[:, 1] + PAD)).cumsum()[-1]) * SPARSE
    stretch = math.sqrt(min(2.0, max(0.5, aspect * height / width)))
    factor = max(0.8, math.sqrt(needed / (width * height)))
    scaled: Floats = np.round(places * np.array((factor * stretch, factor / stretch)), 3)
    return scaled


def make_room(places: Floats, boxes: Floats, *, rounds: int = 400) -> Floats:
    """Push overlapping boxes apart along the shorter way until none overlap or `rounds` are spent.

    Args:
        places: Array (n, 2).
        boxes: As for `fill_page`.

    Returns:
        Array (n, 2), rounded to a thousandth.
    """
    places = places.copy()
    for turn in range(rounds):
        first, second = _near_pairs(places, boxes)
        delta_x = places[first, 0] - places[second, 0]
        delta_y = places[first, 1] + boxes[first, 2] - places[second, 1] - boxes[second, 2]
        over_x = (boxes[first, 0] + boxes[second, 0]) / 2 + PAD - np.abs(delta_x)
        over_y = (boxes[first, 1] + boxes[second, 1]) / 2 + PAD - np.abs(delta_y)
        clash = (over_x > 0) & (over_y > 0)
        if not clash.any():
            break
        first, second, sideways = first[clash], second[clash], (over_x < over_y)[clash]
        # A little more than needed: exact steps crawl towards a packing that never comes to rest.
        reach = 0.55 + 0.05 * (turn % 5)
        step_x = np.where(sideways, (over_x[clash] * reach + 0.5) * np.where(delta_x[clash] < 0, -1.0, 1.0), 0.0)
        step_y = np.where(sideways, 0.0, (over_y[clash] * reach + 0.5) * np.where(delta_y[clash] < 0, -1.0, 1.0))
        for axis, step in ((0, step_x), (1, step_y)):
            moved = np.bincount(first, step, len(places)) - np.bincount(second, step, len(places))
            crowd = np.maximum(1.0, np.sqrt(np.bincount(first, minlength=len(places)) + np.bincount(second, minlength=len(places))))
            places[:, axis] += moved / crowd
    return np.round(places, 3)


def _near_pairs(places: Floats, boxes: Floats) -> tuple[Ints, Ints]:
    """Return all pairs of numbers whose boxes may overlap in height, each once, by a sweep from top to bottom."""
    centre = places[:, 1] + boxes[:, 2]
    order = np.lexsort((np.arange(len(places)), centre))
    sorted_centre = centre[order]
    reach = float(boxes[:, 1].max()) + PAD
    end = np.searchsorted(sorted_centre, sorted_centre + reach)
    counts = end - np.arange(len(places)) - 1
    first = np.repeat(np.arange(len(places)), counts)
    starts = np.cumsum(counts) - counts
    second = np.arange(len(first)) - np.repeat(starts, counts) + first + 1
    return order[first], order[second]


def lines_off_things(places: Floats, discs: Floats, lines: Sequence[tuple[int, int]], *, rounds: int) -> Floats:
    """Nudge a thing off a line that runs through it.

    Args:
        places: Array (n, 2).
        discs: Array (n, 2): radius to be kept free, and how far its centre lies below the thing's place.
        lines: Pairs of numbers.
        rounds: Steps at most.
    """
    if not lines:
        return places
    places = places.copy()
    ends = np.array(lines, dtype=np.int64)
    own = np.zeros((len(ends), len(places)), dtype=bool)
    own[np.arange(len(ends)), ends[:, 0]] = own[np.arange(len(ends)), ends[:, 1]] = True
    for _ in range(rounds):
        a, b = places[ends[:, 0]], places[ends[:, 1]]
        along = b - a
        square = np.maximum(along[:, 0] * along[:, 0] + along[:, 1] * along[:, 1], 1e-9)
        gap_x, gap_y = places[None, :, 0] - a[:, None, 0], places[None, :, 1] + discs[None, :, 1] - a[:, None, 1]
        share = (gap_x * along[:, None, 0] + gap_y * along[:, None, 1]) / square[:, None]
        off_x, off_y = gap_x - share * along[:, None, 0], gap_y - share * along[:, None, 1]
        distance = np.sqrt(off_x * off_x + off_y * off_y)
        short = discs[None, :, 0] - distance
        clash = (share > _ENDS) & (share < 1 - _ENDS) & (short > 0) & ~own
        if not clash.any():
            break
        # Exactly on the line there is no side to leave to: take the line's left.
        on_line = distance < 1e-6
        length = np.sqrt(square)[:, None]
        unit_x = np.where(on_line, -along[:, None, 1] / length, off_x / np.maximum(distance, 1e-6))
        unit_y = np.where(on_line, along[:, None, 0] / length, off_y / np.maximum(distance, 1e-6))
        step = np.where(clash, short * 0.5, 0.0)
        places[:, 0] += (step * unit_x).sum(axis=0)
        places[:, 1] += (step * unit_y).sum(axis=0)
    return np.round(places, 3)
