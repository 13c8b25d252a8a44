"""Put the things of a graph in order of weight and fold each under its weightiest neighbour.

The order grows from the thing with most statements: next comes always the one that adds most, by its own statements and by
those that join it to what is there already, so that the first N things are joined to each other and not N strangers. A
thing's parent is the first of its neighbours in the order, if that one comes before it; so the parents make trees, whose
roots are the centres of the graph's communities, and a hub's leaves are its children. Because a parent always comes before
its children, the first N things are closed under "parent of" for every N: whatever N a reader chooses, each hidden thing has
a visible one it is folded under, unless its whole tree is hidden.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsgraph.view.viewgraph import ViewGraph, ViewStatement

__all__ = ["Folding", "first_size", "fold", "level_sizes", "representatives", "ties"]

LEVELS = (200, 400, 1000, 2000)
"""Numbers of things with a layout of their own. Beyond the last a canvas no longer pans smoothly; the rest is opened on demand."""
SLACK = 1.3
"""A graph up to so many times the limit is shown whole: to fold a quarter of it would only make work."""
PHONE_THINGS, PHONE_SLACK = 22, 1.6
"""What a telephone shows at first: more labels than that do not fit on it in a size that can be read. A graph up to so many times as big it shows
whole."""
OWN, JOINED, JOINED_MOST = 2, 3, 4
"""What a thing adds for each statement of its own, and for each of up to four neighbours that are there already: a leaf of a thing that is there
(2 + 3) comes before a stranger with two statements (4) and after one with three (6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """Things by weight; positions in `order` are the numbers used everywhere below.

    Attributes:
        order: IRIs, weightiest first.
        degrees: Number of statements that name the thing as subject or object.
        parents: Number of the thing it is folded under, or -1.
        lines: Pairs (smaller, greater) of numbers joined by a statement, as speaker or scene of one, or by `about`; sorted, each once.
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
        pairs.update((other, statement.subject) for other in ties(statement))
    for node in graph.nodes.values():
        pairs.update((node.iri, other) for other in node.about)
    order = _order(degrees, pairs)
    number = {iri: index for index, iri in enumerate(order)}
    lines = sorted({(min(number[a], number[b]), max(number[a], number[b])) for a, b in pairs if a != b})
    parents = [-1] * len(order)
    for smaller, greater in reversed(lines):
        parents[greater] = smaller
    return Folding(order=tuple(order), degrees=tuple(degrees[iri] for iri in order), parents=tuple(parents), lines=tuple(lines))


def ties(statement: ViewStatement) -> tuple[str, ...]:
    """Return who says a statement, and where or at which event it is said or holds, without its own ends: each is drawn joined to its line."""
    others = (*statement.speakers, statement.said_at, statement.place, statement.event)
    return tuple(dict.fromkeys(iri for iri in others if iri and iri not in {statement.subject, statement.object}))


def _order(degrees: Mapping[str, int], pairs: set[tuple[str, str]]) -> list[str]:
    """Return all things, each time the one that adds most to those before it."""
    near: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        if a != b:
            near[a].add(b)
            near[b].add(a)
    joined = dict.fromkeys(degrees, 0)
    queue = [(-OWN * degree, -len(near[iri]), iri) for iri, degree in degrees.items()]
    heapify(queue)
    order: list[str] = []
    taken: set[str] = set()
    while queue:
        _, _, iri = heappop(queue)
        if iri in taken:
            continue
        taken.add(iri)
        order.append(iri)
        for other in near[iri]:
            if other not in taken and joined[other] < JOINED_MOST:
                joined[other] += 1
                heappush(queue, (-OWN * degrees[other] - JOINED * joined[other], -len(near[other]), other))
    return order


def first_size(n_nodes: int, limit: int) -> int:
    """Return how many things a wide page opens with: all, if they are not many more than `limit`."""
    return n_nodes if n_nodes <= limit * SLACK else limit


def level_sizes(n_nodes: int, limit: int) -> tuple[int, ...]:
    """Return how many things each layout shows: strictly increasing, at least one number, `first_size` among them and before it only the telephone's."""
    first = first_size(n_nodes, limit)
    phone = {PHONE_THINGS} if first > PHONE_THINGS * PHONE_SLACK else set()
    return tuple(sorted(phone | {first} | {size for size in (*LEVELS, n_nodes) if first < size <= n_nodes and size <= LEVELS[-1]}))


def representatives(parents: Sequence[int], n_visible: int) -> list[int]:
    """Return for every thing the visible one (number below `n_visible`) it is folded under, itself if visible, -1 if none."""
    found: list[int] = []
    for index, parent in enumerate(parents):
        if index < n_visible:
            found.append(index)
        else:
            found.append(found[parent] if parent >= 0 else -1)
    return found
