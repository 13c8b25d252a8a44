"""Merging twice changes nothing, contradicts no promise of the layout, and can be undone to the last quad."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from tests.unit.graph import sample_reading as sample

from newsgraph.cli.main import run
from newsgraph.errors import StoreError
from newsgraph.exchange import Decisions, MergeOptions, MergeReport, decisions_from, merge, runs_of, undo
from newsgraph.graph import quads
from newsgraph.model import Interval, Reading
from newsgraph.namespaces import BASE, FACTS_GRAPH, ID, LINKS_GRAPH, NG, RDFS, RUNS_GRAPH, SKOS
from newsgraph.store import EmbeddedStore, check_quads, parsed_bytes
from newsgraph.store import serialize as written

PREFIXES = """@prefix ex: <http://example.org/> . @prefix id: <https://w3id.org/newsgraph/id/> . @prefix ng: <https://w3id.org/newsgraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix wd: <http://www.wikidata.org/entity/> .
"""
FACT, CLAIM = sample.FACT, sample.REPORTED
KYRGYZSTAN, CSTO = NamedNode(ID + "Kyrgyzstan"), NamedNode(ID + "Collective_Security_Treaty_Organization")


class Source:
    """Quads at hand, as a source."""

    def __init__(self, rows: set[Quad], name: str = "source") -> None:
        self.rows = rows
        self.name = name

    def parts(self) -> list[set[Quad]]:
        return [self.rows]


def turtle(text: str, name: str = "other.ttl") -> Source:
    return Source(parsed_bytes((PREFIXES + text).encode(), form="trig", name=name), name)


def rows(reading: Reading) -> set[Quad]:
    return set(quads(reading, run=sample.RUN))


def article(identifier: str, *facts: tuple[str, str, str, sample.Stance], when: Interval | None = None) -> Reading:
    reading = sample.another_article(f"Article {identifier}.", list(facts), identifier=identifier)
    return replace(reading, statements=tuple(replace(each, when=when) for each in reading.statements))


def store_with(*readings: Reading) -> EmbeddedStore:
    store = EmbeddedStore()
    for each in readings:
        store.replace_article(rows(each), each.article.key)
    return store


def merged(store: EmbeddedStore, source: Source, options: MergeOptions | None = None) -> MergeReport:
    return merge(store, [source], options)[0]  # type: ignore[list-item]


def known(store: EmbeddedStore) -> set[Quad]:
    """Return everything but the records of merges."""
    return {quad for quad in store if quad.graph_name != NamedNode(RUNS_GRAPH)}


def assert_promises(store: EmbeddedStore) -> None:
    """Every triple stands in one graph, no blank node, and articles keep the shapes."""
    counts = Counter(quad.triple for quad in known(store))
    assert not [triple for triple, n in counts.items() if n > 1]
    assert "_:" not in store.nquads().decode().replace('"', "")


def graphs_of(store: EmbeddedStore, subject: NamedNode, predicate: str) -> dict[str, str]:
    found = store.oxigraph.quads_for_pattern(subject, NamedNode(predicate), None)
    return {quad.object.value: quad.graph_name.value.removeprefix(BASE) for quad in found}  # type: ignore[union-attr]


OTHER = """
ex:kg owl:sameAs wd:Q813 ; a schema:Country ; rdfs:label "Kirgisistan"@de ; ex:capital ex:bishkek .
ex:bishkek a schema:City ; rdfs:label "Bishkek" ; ex:area [ ex:unit "km2" ; ex:value 127 ] , [ ex:unit "sqmi" ; ex:value 49 ] .
"""
FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_brings_the_same_and_nothing_the_second_time(form: str, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    triples = turtle(OTHER).rows
    content = serialize(triples if form in {"trig", "nq", "jsonld"} else [quad.triple for quad in triples], format=FORMATS[form])
    (tmp_path / f"other.{form}").write_bytes(content or b"")
    target = tmp_path / "store"
    assert run(["merge", str(built / "csto-2018.nq"), str(tmp_path / f"other.{form}"), "--into", str(target)]) == 0
    assert run(["merge", str(tmp_path / f"other.{form}"), str(built / "csto-2018.nq"), "--into", str(target)]) == 0
    out = capsys.readouterr().out
    assert f"other.{form} brought 12 new quads" in out
    assert f"other.{form} brought 0 new quads" in out
    assert "csto-2018.nq brought 0 new quads" in out
    with EmbeddedStore(target) as store:
        assert_promises(store)
        assert len(runs_of(store)) == 2
        assert set(graphs_of(store, KYRGYZSTAN, "http://example.org/capital")) == {"http://example.org/bishkek"}


def test_a_thing_with_a_shared_link_is_kept_under_its_newsgraph_name() -> None:
    store = store_with(article("one", ("kyrgyzstan", "chairs", "csto", FACT)))
    report = merged(store, turtle(OTHER + "ex:alliance skos:exactMatch wd:Q318693 ; ex:seat ex:moscow ."))
    assert [(each.other, each.kept) for each in report.same] == [
        ("http://example.org/alliance", CSTO.value),
        ("http://example.org/kg", KYRGYZSTAN.value),
    ]
    assert graphs_of(store, KYRGYZSTAN, "http://www.w3.org/2002/07/owl#sameAs")["http://example.org/kg"] == "graph/links"
    assert graphs_of(store, CSTO, SKOS + "exactMatch")["http://example.org/alliance"] == "graph/links"
    assert graphs_of(store, KYRGYZSTAN, RDFS + "label") == {"Kyrgyzstan": "graph/facts"}
    assert graphs_of(store, KYRGYZSTAN, SKOS + "altLabel")["Kirgisistan"].startswith("graph/import-")
    assert not list(store.oxigraph.quads_for_pattern(NamedNode("http://example.org/kg"), None, None))
    assert merged(store, turtle(OTHER)).n_new == 0
    assert_promises(store)


def test_classes_that_ours_imply_are_left_out() -> None:
    store = store_with(article("one", ("kyrgyzstan", "chairs", "csto", FACT)))
    merged(store, turtle("ex:kg owl:sameAs wd:Q813 ; a schema:Country , schema:Place , ex:Landlocked ."))
    types = graphs_of(store, KYRGYZSTAN, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    assert set(types) == {NG + "Country", "http://example.org/Landlocked"}


def test_one_name_for_two_things_is_kept_apart() -> None:
    store = EmbeddedStore()
    merged(store, turtle("GRAPH <https://w3id.org/newsgraph/graph/links> { id:Georgia owl:sameAs wd:Q230 } ex:g { id:Georgia ex:p 1 }"))
    report = merged(store, turtle('id:Georgia owl:sameAs wd:Q1428 ; a ng:Place ; rdfs:label "Georgia"@en ; ex:p 2 .'))
    assert [each.items for each in report.clashes] == [("http://www.wikidata.org/entity/Q1428", "http://www.wikidata.org/entity/Q230")]
    values = graphs_of(store, NamedNode(ID + "Georgia~Q1428"), "http://example.org/p")
    assert set(values) == {"2"}
    assert set(graphs_of(store, NamedNode(ID + "Georgia"), "http://example.org/p")) == {"1"}
    again = merged(store, turtle('id:Georgia owl:sameAs wd:Q1428 ; a ng:Place ; rdfs:label "Georgia"@en ; ex:p 2 .'))
    assert again.n_new == 0


def test_links_that_make_two_wikidata_items_one_merge_nothing() -> None:
    store = store_with(article("one", ("kyrgyzstan", "chairs", "csto", FACT)))
    report = merged(store, turtle("ex:kg owl:sameAs wd:Q813 , wd:Q232 ; ex:p 1 ."))
    assert [each.result for each in report.clashes] == ["nothing was merged"]
    assert not report.same
    assert set(graphs_of(store, NamedNode("http://example.org/kg"), "http://example.org/p")) == {"1"}


NAMESAKE = 'ex:sj a <http://xmlns.com/foaf/0.1/Person> ; <http://xmlns.com/foaf/0.1/name> "sooronbai  JEENBEKOV" ; ex:born 1958 . ex:x a schema:Place ; rdfs:label "Sooronbai Jeenbekov" .'


def test_a_name_and_a_kind_in_common_are_a_proposal_and_people_decide(tmp_path: Path) -> None:
    person = NamedNode(ID + "Sooronbai_Jeenbekov")
    for name in ("p.tsv", "p.ttl"):
        target, path, source = tmp_path / f"{name}-store", tmp_path / name, tmp_path / "s.ttl"
        with EmbeddedStore(target) as store:
            store.replace_article(rows(sample.reading()), sample.reading().article.key)
        source.write_text(PREFIXES + NAMESAKE)
        assert run(["merge", str(source), "--into", str(target), "--proposals", str(path), "-q"]) == 0
        text = path.read_text("utf-8")
        assert "http://example.org/sj" in text
        assert "http://example.org/x" not in text
        with EmbeddedStore(target) as store:
            assert not graphs_of(store, person, "http://example.org/born")
        path.write_text(text.replace("\n?", "\nsame") if name == "p.tsv" else text.replace("\n# <", "\n<"))
        assert run(["merge", "--accept", str(path), "--into", str(target), "-q"]) == 0
        with EmbeddedStore(target) as store:
            assert set(graphs_of(store, person, "http://example.org/born")) == {"1958"}
            assert merged(store, turtle(NAMESAKE)).n_new == 0
            assert_promises(store)
            before = known(store)
            undo(store, "merge-2")
            assert set(graphs_of(store, NamedNode("http://example.org/sj"), "http://example.org/born")) == {"1958"}
            merge(store, [Source(set())], MergeOptions(decisions=decisions_from(path)))  # type: ignore[list-item]
            assert known(store) == before


def test_what_somebody_found_to_be_different_is_not_proposed_again(tmp_path: Path) -> None:
    store = store_with(sample.reading())
    report = merged(store, turtle(NAMESAKE))
    assert len(report.proposals) == 1
    path = tmp_path / "d.tsv"
    path.write_text(f"different\t{report.proposals[0].ours}\t{report.proposals[0].theirs}\n")
    merged(store, turtle(NAMESAKE), MergeOptions(decisions=decisions_from(path)))
    assert not merged(store, turtle(NAMESAKE)).proposals


@pytest.mark.parametrize(
    ("line", "message"),
    [("maybe\tid:a\tid:b", "1: 'maybe' is no decision"), ("same\tno iri\thttp://x", "1: 'no iri' is not an IRI"), ("same", "no decision")],
)
def test_decisions_that_make_no_sense_are_told_with_their_line(line: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "d.tsv").write_text(line)
    with pytest.raises(StoreError, match=message):
        decisions_from(tmp_path / "d.tsv")
    with pytest.raises(StoreError, match="cannot read"):
        decisions_from(tmp_path / "none.tsv")


YEAR, HALF, NEXT = (
    Interval(start=date(*start), end=date(*end), text="")
    for start, end in [((2019, 1, 1), (2019, 12, 31)), ((2019, 6, 1), (2020, 5, 31)), ((2020, 1, 1), (2020, 12, 31))]
)
CHAIRS: list[tuple[str, str, Interval | None, int]] = [  # who else, stance, when, conflicts
    ("kazakhstan", "fact", HALF, 1),
    ("kazakhstan", "fact", NEXT, 0),
    ("kazakhstan", "fact", None, 0),
    ("kazakhstan", "claim", HALF, 0),
    ("jeenbekov", "fact", HALF, 0),
    ("kyrgyzstan", "fact", HALF, 0),
]


@pytest.mark.parametrize(("who", "stance", "when", "n"), CHAIRS, ids=["same time", "later", "undated", "claim", "a person and a country", "the same"])
def test_two_chairs_at_one_time_are_a_conflict(who: str, stance: str, when: Interval | None, n: int) -> None:
    store = store_with(article("one", ("kyrgyzstan", "chairs", "csto", FACT), when=YEAR))
    other = article("two", (who, "chairs", "csto", FACT if stance == "fact" else CLAIM), when=when)
    report = merged(store, Source(rows(other)))
    assert [each.kind for each in report.conflicts] == ["one at a time"] * n
    if n:
        assert "Kyrgyzstan (2019-01-01 to 2019-12-31)" in report.conflicts[0].text
        assert "Kazakhstan" in report.conflicts[0].text


def test_what_is_stated_here_and_denied_there_is_a_conflict() -> None:
    denial = replace(sample.NEGATED)
    store = store_with(article("one", ("kyrgyzstan", "memberOf", "csto", FACT)))
    report = merged(store, Source(rows(article("two", ("kyrgyzstan", "memberOf", "csto", denial)))))
    assert [each.text for each in report.conflicts] == [
        "Kyrgyzstan memberOf Collective Security Treaty Organization: stated here, denied by the source"
    ]
    back = store_with(article("two", ("kyrgyzstan", "memberOf", "csto", denial)))
    assert merged(back, Source(rows(article("one", ("kyrgyzstan", "memberOf", "csto", FACT))))).conflicts[0].kind == "polarity"
    assert not merged(store, Source(rows(article("two", ("kyrgyzstan", "memberOf", "csto", FACT))))).conflicts


def test_two_values_of_what_has_one_are_a_conflict() -> None:
    store = EmbeddedStore()
    merged(store, turtle("ex:born a owl:FunctionalProperty . ex:a ex:born 1958 ; ex:likes 1 ."))
    report = merged(store, turtle("ex:a ex:born 1959 ; ex:likes 2 ."))
    assert [each.text for each in report.conflicts] == ["http://example.org/a http://example.org/born: 1958 here, 1959 by the source"]


def test_a_bare_relation_without_a_statement_never_becomes_a_fact() -> None:
    store = store_with(article("one", ("kyrgyzstan", "chairs", "csto", FACT)))
    facts = NamedNode(FACTS_GRAPH)
    before = {quad for quad in store if quad.graph_name == facts}
    stray = f"id:Kazakhstan ng:chairs <{CSTO.value}> ."
    for text in (stray, f"GRAPH <{FACTS_GRAPH}> {{ {stray} }}"):
        report = merged(store, turtle(text))
        assert {quad for quad in store if quad.graph_name == facts} == before
    assert report.n_unsupported == 1
    assert report.n_new == 0
    assert set(graphs_of(store, NamedNode(ID + "Kazakhstan"), NG + "chairs").values()) < {each.graph_name.value.removeprefix(BASE) for each in store}  # type: ignore[union-attr]


def test_a_file_without_graphs_that_newsgraph_wrote_finds_its_graphs_again(built: Path) -> None:
    whole = parsed_bytes((built / "csto-2018.nq").read_bytes(), form="nq", name="nq")
    store = EmbeddedStore()
    merged(store, Source(parsed_bytes((built / "csto-2018.ttl").read_bytes(), form="ttl", name="ttl")))
    assert known(store) == whole


def test_a_newer_version_of_an_article_replaces_ours_unless_ours_is_preferred() -> None:
    old, new = article("one", ("kyrgyzstan", "chairs", "csto", FACT)), article("one", ("jeenbekov", "memberOf", "csto", CLAIM))
    other = article("two", ("kazakhstan", "memberOf", "csto", FACT))
    store = store_with(old, other)
    kept = merged(store, Source(rows(new)), MergeOptions(is_ours_preferred=True))
    assert kept.articles["kept"] == (old.article.key,)
    assert store.article_quads(old.article.key) == store_with(old).article_quads(old.article.key)
    report = merged(store, Source(rows(new)))
    assert report.articles["replaced"] == (old.article.key,)
    assert known(store) == known(store_with(new, other))


def test_a_dry_run_changes_nothing(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "none"
    assert run(["merge", str(built / "csto-2018.nq"), str(built / "csto-2018.ttl"), "--into", str(target), "--dry-run"]) == 0
    assert not target.exists()
    out = capsys.readouterr().out
    assert "csto-2018.nq would bring 865 new quads" in out or "would bring" in out
    assert "csto-2018.ttl would bring 0 new quads" in out
    assert "run:" not in out


SOURCES = [
    Source(rows(article("one", ("kyrgyzstan", "chairs", "csto", FACT)))),
    Source(rows(article("one", ("kyrgyzstan", "chairs", "csto", CLAIM), ("csto", "supports", "kyrgyzstan", FACT)))),
    Source(rows(article("two", ("kyrgyzstan", "chairs", "csto", FACT), ("kazakhstan", "memberOf", "csto", FACT)))),
    Source(rows(sample.reading())),
    turtle(OTHER),
    turtle(NAMESAKE),
    turtle('ex:g { id:Kyrgyzstan rdfs:label "Kyrgyzstan"@en ; a ng:Country . ex:kg owl:sameAs id:Kyrgyzstan }'),
    turtle('id:Kyrgyz_State owl:sameAs id:Kyrgyzstan ; rdfs:label "Kyrgyz State"@en ; ex:p [ ex:q id:Kyrgyz_State ] .'),
]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, len(SOURCES) - 1), min_size=1, max_size=6), st.integers(0, 6))
def test_merges_in_any_order_keep_the_promises_and_undo_exactly(order: list[int], n_articles: int) -> None:
    store = store_with(*[article("zero", ("kazakhstan", "memberOf", "csto", FACT))][:n_articles])
    states = [set(store)]
    for number in order:
        report = merged(store, SOURCES[number])
        assert_promises(store)
        if report.run:
            states.append(set(store))
        assert not merged(store, SOURCES[number]).run
    names = [each.name for each in runs_of(store)]
    assert len(names) == len(states) - 1
    for name, before in zip(reversed(names), reversed(states[:-1]), strict=True):
        undo(store, name)
        assert set(store) == before


def test_undo_is_refused_where_it_could_not_be_exact() -> None:
    store = store_with(article("zero", ("kazakhstan", "memberOf", "csto", FACT)))
    merged(store, Source(rows(article("one", ("kyrgyzstan", "chairs", "csto", FACT)))))
    merged(store, turtle(OTHER))
    with pytest.raises(StoreError, match="undo merge-2 first"):
        undo(store, "merge-1")
    with pytest.raises(StoreError, match="no merge 'merge-7' to undo; the store remembers merge-1, merge-2"):
        undo(store, "merge-7")
    late = article("late", ("kyrgyzstan", "memberOf", "csto", FACT))
    store.replace_article(rows(late), late.article.key)
    with pytest.raises(StoreError, match="came since and names things that it merged"):
        undo(store, "merge-2")
    store.remove_article(late.article.key)
    undo(store, "merge-2")
    far = article("far", ("council", "partOf", "csto", FACT))
    merged(store, turtle("ex:a ex:b ex:c ."))
    store.replace_article(rows(far), far.article.key)
    undo(store, "merge-2")
    zero = article("zero", ("kazakhstan", "supports", "csto", FACT))
    store.replace_article(rows(zero), zero.article.key)
    with pytest.raises(StoreError, match="had been there and changed since"):
        undo(store, "merge-1")


def test_an_article_that_is_read_later_takes_over_what_others_said_in_its_own_words() -> None:
    store = EmbeddedStore()
    later = article("one", ("kyrgyzstan", "chairs", "csto", FACT))
    copy = {quad for quad in rows(later) if quad.predicate.value.startswith((RDFS, SKOS)) and quad.graph_name == NamedNode(FACTS_GRAPH)}
    assert copy
    store.change(added={Quad(each.subject, each.predicate, each.object, NamedNode("http://example.org/g")) for each in copy})
    store.change(added={Quad(each.subject, each.predicate, each.object) for each in copy})
    store.replace_article(rows(later), later.article.key)
    assert set(store) == rows(later)


def test_a_file_grows_and_shrinks_like_a_store(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("g.trig", "g.jsonld", "g.nq"):
        path, other = tmp_path / name, tmp_path / "other.ttl"
        other.write_text(PREFIXES + OTHER)
        path.write_bytes((built / name.replace("g.", "csto-2018.")).read_bytes())
        before = path.read_bytes()
        assert run(["merge", str(other), "--into", str(path), "--report", str(tmp_path / "r.json")]) == 0
        assert json.loads((tmp_path / "r.json").read_text("utf-8"))[0]["run"] == "merge-1"
        assert "mergeStep" not in path.read_text("utf-8")
        assert run(["merge", "--runs", "--into", str(path)]) == 0
        assert run(["merge", "--undo", "merge-1", "--into", str(path)]) == 0
        assert path.read_bytes() == before
        assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(name)) == [name]
    out = capsys.readouterr().out
    assert out.count("merge-1  other.ttl\n") == 3
    assert out.count("merge-1 is undone: 12 quads taken away, 0 put back") == 3


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--into", "x"], 2, "give sources"),
        (["a.ttl", "--undo", "merge-1", "--into", "x"], 2, "give sources"),
        (["missing.ttl", "--into", "x"], 3, "there is no missing.ttl"),
        (["--runs", "--into", "missing"], 2, "there is no missing"),
        (["-", "--into", "x"], 3, "say it by --format"),
    ],
)
def test_calls_that_make_no_sense_are_told_in_a_line(
    arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["merge", *arguments]) == code
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1
    assert not (tmp_path / "x").exists()


def test_a_format_without_graphs_is_no_target(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["merge", str(built / "csto-2018.nq"), "--into", str(tmp_path / "x.ttl")]) == 3
    assert "has no named graphs" in capsys.readouterr().err


def test_what_is_merged_conforms(built: Path) -> None:
    store = EmbeddedStore()
    merged(store, Source(parsed_bytes((built / "csto-2018.nq").read_bytes(), form="nq", name="nq")))
    merged(store, turtle(OTHER))
    report = check_quads(store, name="merged")
    assert report.conforms, report.text()
    assert Quad(KYRGYZSTAN, NamedNode("http://www.w3.org/2002/07/owl#sameAs"), NamedNode("http://example.org/kg"), NamedNode(LINKS_GRAPH)) in set(
        store
    )
    assert Literal("Kyrgyzstan", language="en") in {quad.object for quad in store}
    assert written(known(store), "nq")
    assert Decisions().same == ()
