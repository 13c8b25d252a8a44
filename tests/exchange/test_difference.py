"""Two datasets are compared by what they say, not by how it is written."""

from __future__ import annotations

import io
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from newsgraph.cli.main import run
from newsgraph.errors import StoreError
from newsgraph.exchange import canonical_nquads, difference, skolemized, source_of
from newsgraph.exchange.blanknodes import GENID
from newsgraph.store import EmbeddedStore, parsed_bytes

NAMES = ("A", "B")


def turtle(text: str) -> set[Quad]:
    return parsed_bytes(text.encode(), form="trig", name="test.trig")


def blanks(quads: set[Quad]) -> set[object]:
    return {each for quad in quads for each in (quad.subject, quad.object, quad.graph_name) if isinstance(each, BlankNode)}


NODES = st.sampled_from("abcdef").map(BlankNode)
TERMS = st.one_of(NODES, st.sampled_from(["urn:x", "urn:y"]).map(NamedNode))
QUADS = st.builds(
    Quad,
    TERMS,
    st.sampled_from(["urn:p", "urn:q"]).map(NamedNode),
    st.one_of(TERMS, st.just(Literal("1")), st.builds(Triple, TERMS, st.just(NamedNode("urn:p")), TERMS)),
    st.one_of(st.just(NamedNode("urn:g")), NODES),
)


def relabelled(quads: set[Quad], seed: int) -> set[Quad]:
    """Return the same graph with other labels."""
    labels = list(permutations(f"n{number}" for number in range(6)))[seed]
    new = dict(zip("abcdef", labels, strict=True))

    def term(each: object) -> object:
        if isinstance(each, Triple):
            return Triple(term(each.subject), each.predicate, term(each.object))  # type: ignore[arg-type]
        return BlankNode(new[each.value]) if isinstance(each, BlankNode) else each

    return {Quad(term(q.subject), q.predicate, term(q.object), term(q.graph_name)) for q in quads}  # type: ignore[arg-type]


@settings(deadline=None, max_examples=150)
@given(st.sets(QUADS, max_size=9), st.integers(0, 719))
def test_names_depend_on_what_is_said_alone(quads: set[Quad], seed: int) -> None:
    named = skolemized(quads)
    assert named == skolemized(relabelled(quads, seed))
    assert not blanks(named)
    assert len(named) == len(quads)
    assert skolemized(named) == named
    assert canonical_nquads(quads) == canonical_nquads(relabelled(quads, seed))


def test_a_triple_elsewhere_renames_nothing() -> None:
    before = turtle('<urn:x> <urn:p> [ <urn:q> "1" ] .')
    assert skolemized(before) < skolemized(before | turtle('<urn:y> <urn:p> [ <urn:q> "2" ] .'))


def test_what_looks_alike_nearby_but_not_far_away_is_not_the_same_node() -> None:
    one, two = (skolemized(turtle(f'_:a <urn:name> "X" ; <urn:knows> [ <urn:name> "{name}" ] .')) for name in "YZ")
    assert not {quad.subject for quad in one} & {quad.subject for quad in two}


def test_equal_groups_of_one_file_stay_apart() -> None:
    named = skolemized(turtle("<urn:x> <urn:p> [ a <urn:T> ] , [ a <urn:T> ] , [ a <urn:T> ] ."))
    assert len(named) == 6
    assert {name[len(GENID) + 24 :] for quad in named if (name := quad.subject.value).startswith(GENID)} == {"", "-2", "-3"}  # type: ignore[union-attr]


CLIQUE = " ".join(f"_:a{i} <urn:p> _:a{j} ." for i in range(12) for j in range(12) if i != j)
LIST = f"<urn:x> <urn:p> ({'1 ' * 150}) ."
SIBLINGS = f"<urn:x> <urn:p> [ <urn:has> {', '.join(['[ a <urn:T> ; <urn:at> [ <urn:street> 1 ] ]'] * 80)} ] ."


@pytest.mark.parametrize("text", [CLIQUE, LIST, SIBLINGS], ids=["clique", "list", "siblings"])
def test_graphs_that_would_keep_the_canonical_algorithm_busy_for_ever_get_names(text: str) -> None:
    quads = turtle(text)
    named = skolemized(quads)
    assert len(named) == len(quads)
    assert named == skolemized(turtle(text))
    assert difference(quads, turtle(text), names=NAMES).is_same
    with pytest.raises(StoreError, match="look alike"):
        canonical_nquads(quads)


def test_differences_are_told_by_quad_and_by_graph() -> None:
    one = turtle("<urn:g> { <urn:a> <urn:p> 1 , 2 . } <urn:a> <urn:p> [ <urn:q> 3 ] .")
    two = turtle("<urn:g> { <urn:a> <urn:p> 2 , 4 . } <urn:a> <urn:p> [ <urn:q> 3 ] . <urn:b> <urn:p> 5 .")
    found = difference(one, two, names=NAMES)
    assert not found.is_same
    assert [str(each.object).partition("^")[0] for each in (*found.removed, *found.added)] == ['"1"', '"4"', '"5"']
    assert found.text(is_summary=True).splitlines()[2:] == [
        "<urn:g>: 1 removed, 1 added",
        "default graph: 0 removed, 1 added",
        "different: 1 removed, 2 added",
    ]
    assert difference(one, one, names=NAMES).text().endswith("\nthe same\n")


def test_graph_names_can_be_left_out_of_it() -> None:
    one, two = turtle("<urn:g> { <urn:a> <urn:p> 1 }"), turtle("<urn:h> { <urn:a> <urn:p> 1 } <urn:a> <urn:p> 1 .")
    assert not difference(one, two, names=NAMES).is_same
    assert difference(one, two, names=NAMES, is_union=True).is_same


def test_the_command_compares_files_stores_and_standard_input(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trig, jsonld, store = (str(built / name) for name in ("csto-2018.trig", "csto-2018.jsonld", "store"))
    assert run(["diff", trig, jsonld]) == 0
    assert run(["diff", jsonld, store]) == 0
    digests = {line.rpartition(" ")[2] for line in capsys.readouterr().out.splitlines() if "SHA-256" in line}
    assert len(digests) == 1
    other = tmp_path / "other.nq"
    lines = (built / "csto-2018.nq").read_text("utf-8").splitlines(keepends=True)
    other.write_text("".join(lines[1:]) + "<urn:a> <urn:b> <urn:c> <urn:d> .\n", "utf-8")
    assert run(["diff", store, str(other)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert [line[0] for line in out[2:-1]] == ["-", "+"]
    assert f"- {lines[0].strip()}" in out
    assert out[-1] == "different: 1 removed, 1 added"


def test_sources_that_cannot_be_read_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.ttl").write_text("<a> <b")
    (tmp_path / "good.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    (tmp_path / "words.txt").write_text("hello")
    for given_, message in [
        ("missing.nq", "there is no"),
        ("empty", "there is no store in"),
        ("bad.ttl", "is not valid ttl"),
        ("words.txt", "has no RDF suffix"),
    ]:
        assert run(["diff", str(tmp_path / given_), str(tmp_path / "good.ttl")]) == 3
        err = capsys.readouterr().err
        assert message in err
        assert err.count("\n") == 1
    with pytest.raises(StoreError, match="say it by --format"):
        source_of("-", stdin=io.BytesIO(b""))
    source = source_of("-", form="nt", stdin=io.BytesIO(b"<urn:a> <urn:b> <urn:c> ."))
    assert [len(set(part)) for part in source.parts()] == [1]
    with EmbeddedStore(tmp_path / "store") as store:
        store.load([tmp_path / "good.ttl"])
    assert [len(set(part)) for part in source_of(str(tmp_path / "store")).parts()] == [1]
