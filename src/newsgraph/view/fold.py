"""Put the things of a graph in order of weight and fold each under its weightiest neighbour.

The order is by number of statements. A thing's parent is its weightiest neighbour, if that one is weightier than itself; so
the parents make trees, whose roots are the centres of the graph's communities, and a hub's leaves are its children. Because
a parent always comes before its children, the first N things are closed under "parent of" for every N: whatever N a reader
chooses, each hidden thing has a visible one it is folded under, unless its whole tree is hidden.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.view.viewgraph import ViewGraph

__all__ = ["Folding", "fold", "level_sizes", "representatives"]

LEVELS = (200, 400, 1000, 2000)
"""Numbers of things with a layout of their own. Beyond the last a canvas no longer pans smoothly; the rest is opened on demand."""
SLACK = 1.5
"""A graph up to so many times the limit is shown whole: to fold a third of it would only make work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """Things by weight; positions in `order` are the numbers used everywhere below.

    Attributes:
        order: IRIs, weightiest first.
        degrees: Number of statements that name the thing as subject or object.
        parents: Number of the thing it is folded under, or -1.
        lines: Pairs (smaller, greater) of numbers joined by a statement or by `about`, sorted, each once.
    """

    order: tuple[str, ...]
    degrees: tuple[int, ...]
    parents: tuple[int, ...]
    lines: tuple[tuple[int, int], ...]


def fold(graph: ViewGraph) -> Folding:
    """Weigh and fold the things of `graph`; ties go to the smaller IRI."""
    degrees: dict[str, int] = dict.fromkeys(graph.nodes, 0)
    pairs: set[tuple[str, str]] = set()
    for statement in graph.statements:
        degrees[statement.subject] += 1
        degrees[statement.object] += 1
        pairs.add((statement.subject, statement.object))
    spoken: dict[str, int] = defaultdict(int)
    for node in graph.nodes.values():
        for other in node.about:
            pairs.add((node.iri, other))
            spoken[other] += 1
    order = sorted(graph.nodes, key=lambda iri: (-degrees[iri], -spoken[iri], iri))
    number = {iri: index for index, iri in enumerate(order)}
    lines = sorted({(min(number[a], number[b]), max(number[a], number[b])) for a, b in pairs if a != b})
    parents = [-1] * len(order)
    for smaller, greater in reversed(lines):
        parents[greater] = smaller
    return Folding(order=tuple(order), degrees=tuple(degrees[iri] for iri in order), parents=tuple(parents), lines=tuple(lines))


def level_sizes(n_nodes: int, limit: int) -> tuple[int, ...]:
    """Return how many things each layout shows: strictly increasing, at least one number, the first about `limit`."""
    first = n_nodes if n_nodes <= limit * SLACK else limit
    return tuple(sorted({first} | {size for size in (*LEVELS, n_nodes) if first < size <= n_nodes and size <= LEVELS[-1]}))


def representatives(parents: Sequence[int], n_visible: int) -> list[int]:
    """Return for every thing the visible one (number below `n_visible`) it is folded under, itself if visible, -1 if none."""
    found: list[int] = []
    for index, parent in enumerate(parents):
        if index < n_visible:
            found.append(index)
        else:
            found.append(found[parent] if parent >= 0 else -1)
    return found
