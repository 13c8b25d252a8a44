"""A process that changes a store is killed at any moment; the store opens and holds whole articles only.

The writer replaces, removes, merges and undoes as fast as it can. It is killed by SIGKILL after delays that are spread over its work, so
that the moments differ in every round; that each round found it at work is looked at, too.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from pyoxigraph import NamedNode, Quad
from tests.unit.store.versions import VERSIONS

from newsgraph.errors import StoreError
from newsgraph.exchange.layout import facts_of
from newsgraph.namespaces import BASE, FACTS_GRAPH, ID, NG, RUNS_GRAPH, SKOS
from newsgraph.store import EmbeddedStore

ROOT = Path(__file__).parents[3]
KILLS = 60
GOLDEN_RATIO = 0.618034
"""Multiples of it, taken modulo one, spread over an interval more evenly than chance does."""

MAX_DELAY_S = 0.15
FACTS, RUNS = NamedNode(FACTS_GRAPH), NamedNode(RUNS_GRAPH)
DESCRIBING = ("#type", "#label", "#altLabel", "#about", "#startDate", "#endDate", "#timeText")
WHOLE = {key: [frozenset(quad for quad in rows if key in str(quad.graph_name)) for other, rows in VERSIONS if other == key] for key, _ in VERSIONS}


def kill_one(parent: subprocess.Popen[str], seed: int) -> None:
    """Let a writer work for a while and kill it."""
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write(f"{seed}\n")
    parent.stdin.flush()
    answer = parent.stdout.readline()
    assert answer.strip().isdecimal(), "the writer ended by itself"
    time.sleep(MAX_DELAY_S * (seed * GOLDEN_RATIO % 1))
    os.kill(int(answer), signal.SIGKILL)  # it would fail, had the writer ended by itself


def assert_whole(store: EmbeddedStore) -> tuple[str, ...]:
    """Every article is one of its versions, every fact has a statement, nothing is left of what no article names; return the keys."""
    rows = {quad for quad in store if quad.graph_name != RUNS}
    keys = store.articles()
    articles = [frozenset(store.article_quads(key)) for key in keys]
    for key, own in zip(keys, articles, strict=True):
        assert own in WHOLE[key]
    bare = {quad for quad in rows if quad.graph_name == FACTS and not quad.predicate.value.endswith(DESCRIBING)}
    assert bare == set().union(*map(facts_of, articles))
    named = {term for own in articles for quad in own for term in (quad.subject, quad.object)}
    named |= {quad.object for quad in rows if quad.predicate == NamedNode(NG + "about") and quad.subject in named}
    described = {quad.subject for quad in rows if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith((ID, BASE + "run/"))}
    assert described <= named
    assert all(any(quad.subject == each and quad.predicate.value.endswith("#label") for quad in rows) for each in named if _is_thing(each))
    assert max(Counter(quad.triple for quad in rows).values(), default=1) == 1
    assert _without_aliases(rows) <= set().union(*(_without_aliases(version) for _, version in VERSIONS))
    return keys


def opened(folder: Path, *, read_only: bool) -> EmbeddedStore:
    """Open the store; the killed process may take a moment to let go of it."""
    for _ in range(100):
        try:
            return EmbeddedStore(folder, read_only=read_only)
        except StoreError as error:
            if "open in another process" not in str(error):
                raise
            time.sleep(0.01)
    raise AssertionError("the lock outlived its process")


def _is_thing(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(ID)


def _without_aliases(rows: set[Quad] | frozenset[Quad]) -> set[Quad]:
    return {quad for quad in rows if quad.predicate.value != SKOS + "altLabel"}


def test_a_store_survives_the_death_of_its_writer_at_any_moment(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    states = set()
    command = [sys.executable, str(Path(__file__).with_name("writer.py")), str(ROOT), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        for seed in range(KILLS):
            kill_one(parent, seed)
            with opened(folder, read_only=seed % 2 == 0) as store:
                keys = assert_whole(store)
                states.add((keys, len(store)))
        parent.communicate()
    assert parent.returncode == 0
    assert len(states) > KILLS // 5, "the writer did not get on between the kills"
    with EmbeddedStore(folder) as store:
        assert_whole(store)
        for key in store.articles():
            store.remove_article(key)
        assert {quad.subject for quad in store if quad.graph_name != RUNS} <= {NamedNode(BASE + "dataset")}
