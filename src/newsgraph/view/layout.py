"""Place things on the plane: stress majorization, from distances in the graph.

Same input, same positions, on every machine: the arrays see only + - * / sqrt, comparisons and sums in a fixed order, all
of which IEEE 754 fixes to the last bit; sines and cosines of the start are rounded at once. No linear algebra library takes
part, because those give other last bits on other processors.

Source: Gansner, Koren, North 2004, Graph Drawing by Stress Majorization.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["hop_counts", "radial_start", "stress_positions"]

EDGE = 130.0
"""Wanted length of a line between two things, in page units; a label is about 130 wide."""
FAR_HOPS = 6
"""Paths are counted up to this many lines; beyond, and between separate parts, the wanted distance does not grow."""
APART_HOPS = 3.4
"""Wanted distance between separate parts: near enough not to drift off, far enough to be seen as separate."""
DAMPING = 0.6
"""Share of each step that is taken. All points move at once, and a full step makes pairs swap places for ever."""
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def hop_counts(n_nodes: int, lines: Sequence[tuple[int, int]]) -> NDArray[np.int16]:
    """Return the matrix of path lengths in lines; 0 on the diagonal, -1 where there is no path of up to `FAR_HOPS`."""
    hops = np.full((n_nodes, n_nodes), -1, dtype=np.int16)
    np.fill_diagonal(hops, 0)
    ends = np.array([(b, a) for a, b in lines] + [(a, b) for a, b in lines], dtype=np.int64).reshape(-1, 2)
    if not len(ends):
        return hops
    ends = ends[np.lexsort((ends[:, 1], ends[:, 0]))]
    targets, starts = np.unique(ends[:, 0], return_index=True)
    seen = np.eye(n_nodes, dtype=bool)
    front = seen.copy()
    for hop in range(1, FAR_HOPS + 1):
        reached = np.zeros_like(seen)
        reached[targets] = np.logical_or.reduceat(front[ends[:, 1]], starts, axis=0)
        front = reached & ~seen
        if not front.any():
            break
        hops[front] = hop
        seen |= front
    return hops


def radial_start(parents: Sequence[int]) -> Floats:
    """Place trees around the origin: each child beside its parent, in the sector its parent owns.

    Args:
        parents: Number of the parent, smaller than the child's own, or -1.

    Returns:
        Array (n, 2).
    """
    n_nodes = len(parents)
    leaves = [1] * n_nodes
    for index in range(n_nodes - 1, -1, -1):
        if parents[index] >= 0:
            leaves[parents[index]] += leaves[index]
    total = sum(leaves[index] for index in range(n_nodes) if parents[index] < 0) or 1
    low = [0.0] * n_nodes
    used = [0.0] * n_nodes
    depth = [1] * n_nodes
    spent = 0.0
    places = np.zeros((n_nodes, 2))
    for index, parent in enumerate(parents):
        if parent < 0:
            low[index] = spent
            spent += leaves[index]
        else:
            low[index] = low[parent] + used[parent]
            used[parent] += leaves[index]
            depth[index] = depth[parent] + 1
        angle = 2 * math.pi * (low[index] + leaves[index] / 2) / total
        radius = EDGE * (depth[index] - 0.5) + index * 1e-3
        places[index] = (round(radius * math.cos(angle), 6), round(radius * math.sin(angle), 6))
    return places


def beside(parents: Sequence[int], placed: Floats) -> Floats:
    """Extend positions of the first things to all, each new one near its parent; separate ones go to a rim.

    Args:
        parents: For all n things.
        placed: Array (m, 2) with m <= n.
    """
    places = np.zeros((len(parents), 2))
    places[: len(placed)] = placed
    rim = float(np.abs(placed).max()) + EDGE if len(placed) else EDGE
    for index in range(len(placed), len(parents)):
        angle = index * _GOLDEN_ANGLE
        step = np.array((round(math.cos(angle), 6), round(math.sin(angle), 6)))
        parent = parents[index]
        places[index] = places[parent] + step * (EDGE * 0.6) if parent >= 0 else step * rim
    return places


def stress_positions(hops: NDArray[np.int16], degrees: Sequence[int], start: Floats, *, rounds: int) -> Floats:
    """Move points until their distances are as near as they get to the distances in the graph.

    Args:
        hops: As from `hop_counts`, (n, n).
        degrees: Number of lines at each point; weighty ones get longer spokes.
        start: Array (n, 2), no two rows equal.
        rounds: Steps; 60 settle a drawing that starts well, 300 one that starts from a tree.

    Returns:
        Array (n, 2), rounded to a thousandth.
    """
    n_nodes = len(start)
    if n_nodes < 2:
        return np.zeros((n_nodes, 2))
    weight = np.array(degrees, dtype=np.float64)
    spoke = np.minimum(np.maximum(weight[:, None], weight[None, :]), 9.0)
    wanted = np.where(hops < 0, min(APART_HOPS, FAR_HOPS), hops) * EDGE * (0.97 + 0.03 * spoke)
    np.fill_diagonal(wanted, 1.0)
    pull = 1.0 / (wanted * wanted)
    np.fill_diagonal(pull, 0.0)
    total = pull.sum(axis=0)
    x, y = start[:, 0].copy(), start[:, 1].copy()
    for _ in range(rounds):
        dx, dy = x[:, None] - x[None, :], y[:, None] - y[None, :]
        length = np.sqrt(dx * dx + dy * dy)
        np.fill_diagonal(length, 1.0)
        share = pull * (wanted / np.maximum(length, 1e-3) - 1.0)
        x += DAMPING * _pushed(share, dx, total)
        y += DAMPING * _pushed(share, dy, total)
    return np.round(np.stack((x - x.cumsum()[-1] / n_nodes, y - y.cumsum()[-1] / n_nodes), axis=1), 3)


def _pushed(share: Floats, delta: Floats, total: Floats) -> Floats:
    """Sum the steps each point is asked to take; `delta[j, i]` is antisymmetric, so rows are summed in a fixed order."""
    step: Floats = -(share * delta).sum(axis=0) / total
    return step
