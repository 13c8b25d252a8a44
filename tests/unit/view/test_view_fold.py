"""Show that folding keeps every thing reachable whatever number a reader chooses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.view import ViewGraph
from newsgraph.view.fold import fold, level_sizes, representatives, ties
from newsgraph.view.viewgraph import ViewNode, ViewStatement


def small_graph(n_nodes: int, pairs: list[tuple[int, int]]) -> ViewGraph:
    nodes = {f"n{index:03}": ViewNode(iri=f"n{index:03}", label=f"Thing {index}", kind="k") for index in range(n_nodes)}
    statements = tuple(
        ViewStatement(iri=f"s{number}", subject=f"n{a % n_nodes:03}", predicate="p", object=f"n{b % n_nodes:03}", status="t")
        for number, (a, b) in enumerate(pairs)
    )
    return ViewGraph(nodes=nodes, statements=statements, articles={}, spans={}, kinds={}, statuses={}, relations={}, terms={})


PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60)


@given(st.integers(1, 30), PAIRS)
def test_parents_are_the_first_of_the_neighbours(n_nodes: int, pairs: list[tuple[int, int]]) -> None:
    folding = fold(small_graph(n_nodes, pairs))
    assert sorted(folding.order) == [f"n{index:03}" for index in range(n_nodes)]
    assert folding.degrees[0] == max(folding.degrees)
    for child, parent in enumerate(folding.parents):
        neighbours = [a if b == child else b for a, b in folding.lines if child in {a, b}]
        assert parent == min([-1, *[n for n in neighbours if n < child]], key=lambda n: n if n >= 0 else len(neighbours) + n_nodes)


@given(st.integers(1, 30), PAIRS, st.integers(1, 30))
def test_each_hidden_thing_is_under_a_visible_one_of_its_own_tree(n_nodes: int, pairs: list[tuple[int, int]], n_visible: int) -> None:
    parents = fold(small_graph(n_nodes, pairs)).parents
    for thing, found in enumerate(representatives(parents, n_visible)):
        chain = [thing]
        while parents[chain[-1]] >= 0:
            chain.append(parents[chain[-1]])
        visible = [each for each in chain if each < n_visible]
        assert found == (visible[0] if visible else -1)


@pytest.mark.parametrize(
    ("n_nodes", "limit", "sizes"),
    [
        (0, 100, (0,)),
        (1, 100, (1,)),
        (35, 100, (35,)),
        (36, 100, (22, 36)),
        (130, 100, (22, 130)),
        (131, 100, (22, 100, 131)),
        (1000, 100, (22, 100, 200, 400, 1000)),
        (1000, 20, (20, 200, 400, 1000)),
        (10_000, 100, (22, 100, 200, 400, 1000, 2000)),
        (10_000, 3000, (22, 3000)),
    ],
)
def test_level_sizes(n_nodes: int, limit: int, sizes: tuple[int, ...]) -> None:
    assert level_sizes(n_nodes, limit) == sizes


def test_the_first_things_are_joined_to_each_other() -> None:
    """A hub of five leaves, and three pairs of strangers with two statements each: the leaves come first."""
    pairs = [(0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (6, 7), (6, 7), (8, 9), (8, 9)]
    folding = fold(small_graph(10, pairs))
    assert set(folding.order[:6]) == {f"n{index:03}" for index in range(6)}
    assert folding.parents[:6] == (-1, 0, 0, 0, 0, 0)


def test_speakers_and_scenes_join_things() -> None:
    plain = small_graph(5, [(0, 1)])
    told = ViewStatement(
        iri="s0", subject="n000", predicate="p", object="n001", status="t", speakers=("n001", "n002"), said_at="n003", place="n004", event="n000"
    )
    graph = replace(plain, statements=(told,))
    assert ties(told) == ("n002", "n003", "n004")
    folding = fold(graph)
    assert folding.order[:2] == ("n000", "n001")
    assert set(folding.parents[1:]) == {0}


def test_about_joins_things(graph: ViewGraph) -> None:
    folding = fold(graph)
    number = {graph.nodes[iri].label: index for index, iri in enumerate(folding.order)}
    pair = sorted((number["promote measures to implement the UN Global Counter-Terrorism Strategy"], number["UN Global Counter-Terrorism Strategy"]))
    assert tuple(pair) in folding.lines
