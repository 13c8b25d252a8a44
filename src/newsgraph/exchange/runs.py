"""Write down what every merge changes, so that it can be undone.

The record of a merge stands in the store itself, in `graph/runs`: one triple for each step, written in the step's own transaction. So
a merge that was killed half way has a record of exactly what it did, and an undo takes the same way back.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from newsgraph.errors import StoreError
from newsgraph.exchange.terms import RUNS, SHARED, TYPE, article_key, is_shared_entity
from newsgraph.namespaces import BASE, DCTERMS, NG, XSD
from newsgraph.store import EmbeddedStore

__all__ = ["Change", "RunRecord", "Undone", "recorded", "runs_of", "start", "undo"]

RUN = BASE + "run/"
PREFIX = "merge-"
MERGE_RUN, STEP = NamedNode(NG + "MergeRun"), NamedNode(NG + "mergeStep")
ADDED_SINCE, CHANGED_SINCE = NamedNode(NG + "addedSince"), NamedNode(NG + "changedSince")
SOURCE = NamedNode(DCTERMS + "source")
INTEGER = NamedNode(XSD + "integer")
STEP_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One transaction: quads that go and quads that come."""

    removed: frozenset[Quad]
    added: frozenset[Quad]

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A merge that the store remembers: its name ("merge-3"), what was merged, and how many steps it took."""

    name: str
    source: str
    n_steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """How many quads an undo took away and put back."""

    run: str
    n_removed: int
    n_restored: int

    def text(self) -> str:
        """Return a line for people."""
        return f"{self.run} is undone: {self.n_removed} quads taken away, {self.n_restored} put back\n"


def runs_of(store: EmbeddedStore) -> tuple[RunRecord, ...]:
    """Return the merges that can be undone, the oldest first."""
    found = []
    for quad in store.oxigraph.quads_for_pattern(None, TYPE, MERGE_RUN, RUNS):
        name = quad.subject.value.removeprefix(RUN) if isinstance(quad.subject, NamedNode) else ""
        sources = [
            each.object.value for each in store.oxigraph.quads_for_pattern(quad.subject, SOURCE, None, RUNS) if isinstance(each.object, Literal)
        ]
        n_steps = sum(1 for _ in store.oxigraph.quads_for_pattern(quad.subject, STEP, None, RUNS))
        found.append(RunRecord(name=name, source=", ".join(sorted(sources)), n_steps=n_steps))
    return tuple(sorted(found, key=lambda each: _number(each.name)))


def _number(name: str) -> int:
    return int(name.removeprefix(PREFIX)) if name.removeprefix(PREFIX).isdecimal() else 0


def start(store: EmbeddedStore, source: str) -> tuple[str, frozenset[Quad]]:
    """Return the name of the next run, and the quads that say what it is: part of its first step."""
    number = max((_number(each.name) for each in runs_of(store)), default=0) + 1
    node = NamedNode(f"{RUN}{PREFIX}{number}")
    return f"{PREFIX}{number}", frozenset({Quad(node, TYPE, MERGE_RUN, RUNS), Quad(node, SOURCE, Literal(source), RUNS)})


def recorded(run: str, number: int, change: Change) -> Quad:
    """Return the triple that remembers a step, so that it can be taken back."""
    lines = [f"- {quad} ." for quad in sorted(change.removed, key=str)] + [f"+ {quad} ." for quad in sorted(change.added, key=str)]
    packed = base64.b64encode(zlib.compress("\n".join(lines).encode(), 9)).decode("ascii")
    return Quad(NamedNode(RUN + run), STEP, Literal(f"{number:0{STEP_DIGITS}} {packed}"), RUNS)


def _read(step: Quad) -> Change:
    text = zlib.decompress(base64.b64decode(step.object.value.partition(" ")[2])).decode()  # type: ignore[union-attr]  # a literal
    lines: dict[str, list[str]] = {"-": [], "+": []}
    for line in text.split("\n"):
        lines[line[0]].append(line[2:])
    removed, added = (frozenset(parse("\n".join(lines[sign]).encode(), format=RdfFormat.N_QUADS)) for sign in "-+")
    return Change(removed=removed, added=added)


def undo(store: EmbeddedStore, run: str) -> Undone:
    """Take a merge back: afterwards the store holds what it would hold had the merge never been.

    Raises:
        StoreError: There is no such merge, or what came after it builds on it; nothing was changed.
    """
    known = [each.name for each in runs_of(store)]
    if run not in known:
        raise StoreError(f"there is no merge {run!r} to undo; {'the store remembers ' + ', '.join(known) if known else 'the store remembers none'}")
    if later := known[known.index(run) + 1 :]:
        raise StoreError(f"{run} cannot be undone before what was merged after it; undo {', '.join(reversed(later))} first")
    node = NamedNode(RUN + run)
    steps = sorted(store.oxigraph.quads_for_pattern(node, STEP, None, RUNS), key=lambda each: str(each.object))
    _refuse_if_built_on(store, node, run, steps)
    n_removed = n_restored = 0
    for step in reversed(steps):
        change = _read(step)
        present = {quad for quad in change.added if quad in store.oxigraph}
        absent = {quad for quad in change.removed if quad not in store.oxigraph}
        store.change(removed={*present, step}, added=absent)
        n_removed, n_restored = n_removed + len(present), n_restored + len(absent)
    store.change(removed=set(store.oxigraph.quads_for_pattern(node, None, None, RUNS)), added=set())
    return Undone(run=run, n_removed=n_removed, n_restored=n_restored)


def _refuse_if_built_on(store: EmbeddedStore, node: NamedNode, run: str, steps: Iterable[Quad]) -> None:
    """Raise `StoreError` if articles that were built since change what an undo would have to restore."""
    changed = sorted(_keys(store, node, CHANGED_SINCE))
    added = sorted(_keys(store, node, ADDED_SINCE))
    if changed:
        raise StoreError(f"{run} cannot be undone: {_listed(changed)} had been there and changed since; make the store again from its sources")
    touched = set()
    for step in steps if added else ():
        change = _read(step)
        touched |= {term for quad in change.removed | change.added if quad.graph_name in SHARED for term in (quad.subject, quad.object)}
    built_on = [key for key in added if _names(store, key) & touched]
    if built_on:
        raise StoreError(f"{run} cannot be undone: {_listed(built_on)} came since and names things that it merged; remove what came since first")


def _keys(store: EmbeddedStore, node: NamedNode, predicate: NamedNode) -> Iterator[str]:
    for quad in store.oxigraph.quads_for_pattern(node, predicate, None, RUNS):
        yield article_key(quad.object)


def _names(store: EmbeddedStore, key: str) -> set[object]:
    return {term for quad in store.article_quads(key) for term in (quad.subject, quad.object) if is_shared_entity(term)}


def _listed(keys: list[str]) -> str:
    more = f" and {len(keys) - 3} more" if len(keys) > 3 else ""
    return f"article{'' if len(keys) == 1 else 's'} {', '.join(keys[:3])}{more}"
