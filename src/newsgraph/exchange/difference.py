"""Compare two datasets quad by quad, whatever files, orders and labels of blank nodes they are written with."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Quad

from newsgraph.errors import StoreError
from newsgraph.exchange.blanknodes import canonical_nquads, skolemized
from newsgraph.namespaces import RUNS_GRAPH

__all__ = ["Difference", "Side", "difference"]

DEFAULT = "default graph"
HISTORY = f"<{RUNS_GRAPH}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: its name, how many quads it holds, and the SHA-256 of its canonical N-Quads (RDFC-1.0), in hexadecimal."""

    name: str
    n_quads: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What the second has and the first has not (added), and the other way round (removed), sorted by their N-Quads.

    Blank nodes stand under names made from what is said of them.
    """

    first: Side
    second: Side
    added: tuple[Quad, ...]
    removed: tuple[Quad, ...]

    @property
    def is_same(self) -> bool:
        """Whether the two are the same dataset."""
        return self.first.sha256 == self.second.sha256

    def text(self, *, is_summary: bool = False) -> str:
        """Return the report: both sides, the lines that differ (or, in a summary, how many in which graph), and a verdict."""
        lines = [f"{sign} {side.name}: {side.n_quads} quads, SHA-256 {side.sha256}" for sign, side in (("---", self.first), ("+++", self.second))]
        if is_summary:
            lines += self._by_graph()
        else:
            marked = [(str(quad), "-") for quad in self.removed] + [(str(quad), "+") for quad in self.added]
            lines += [f"{sign} {line} ." for line, sign in sorted(marked)]
        lines.append("the same" if self.is_same else f"different: {len(self.removed)} removed, {len(self.added)} added")
        return "\n".join(lines) + "\n"

    def _by_graph(self) -> list[str]:
        removed, added = (Counter(_graph_of(quad) for quad in quads) for quads in (self.removed, self.added))
        return [f"{graph}: {removed[graph]} removed, {added[graph]} added" for graph in sorted({*removed, *added})]


def difference(first: Iterable[Quad], second: Iterable[Quad], *, names: tuple[str, str], is_union: bool = False) -> Difference:
    """Compare two datasets.

    The records that merges keep for being undone (`graph/runs`) are no knowledge, and are not compared.

    Args:
        first, second: Quads in any order; duplicates count once.
        names: What the report calls them.
        is_union: Compare triples only, whatever graph they stand in.
    """
    given = [{each for each in quads if str(each.graph_name) != HISTORY} for quads in (first, second)]
    if is_union:
        given = [{Quad(each.subject, each.predicate, each.object) for each in quads} for quads in given]
    found = [skolemized(quads) for quads in given]
    sides = [Side(name=name, n_quads=len(quads), sha256=_digest(quads, named)) for name, quads, named in zip(names, given, found, strict=True)]
    added, removed = (tuple(sorted(quads, key=str)) for quads in (found[1] - found[0], found[0] - found[1]))
    return Difference(first=sides[0], second=sides[1], added=added, removed=removed)


def _digest(quads: set[Quad], named: set[Quad]) -> str:
    """Return the SHA-256 of canonical N-Quads, or, where blank nodes are too much alike for that, of those with our own names."""
    try:
        content = canonical_nquads(quads)
    except StoreError:
        content = "".join(f"{line} .\n" for line in sorted(map(str, named))).encode()
    return hashlib.sha256(content).hexdigest()


def _graph_of(quad: Quad) -> str:
    return DEFAULT if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
