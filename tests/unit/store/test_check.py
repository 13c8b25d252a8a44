"""Test that a correct graph passes, and that each way of breaking it is caught and named."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad
from tests.unit.graph import sample_reading as sample

from newsgraph.errors import StoreError
from newsgraph.graph import quads
from newsgraph.model import Article, Entity, Evidence, Interval, Reading, Scope, Statement
from newsgraph.namespaces import FACTS_GRAPH, ID, LINKS_GRAPH, NG, OWL, RDF, RDFS, XSD
from newsgraph.store import CheckReport, EmbeddedStore, check, check_quads, serialize

TEXT = "Kyrgyzstan chairs the CSTO in 2019. It must grow, he said. The threat does not fall. «We will act,» he added."
KEY = Article(text=TEXT).key
GRAPH = NamedNode(f"https://w3id.org/newsgraph/graph/{KEY}")
FACTS = NamedNode(FACTS_GRAPH)

Quads = set[Quad]


def small() -> Reading:
    """Return a reading with a dated fact, a necessary, a negated and a quoted statement."""

    def entity(key: str, label: str, kind: str) -> Entity:
        return Entity(id=key, label=label, type=kind, scope=Scope.SHARED)

    def said(subject: str, relation: str, value: str, stance: sample.Stance, first: str, last: str) -> Statement:
        span = Evidence(start_char=TEXT.index(first), end_char=TEXT.index(last) + len(last), mentions=(subject,))
        source = () if stance is sample.FACT else ("leader",)
        return Statement(
            subject=subject,
            predicate=NG + relation,
            object=value,
            modality=stance.modality,
            polarity=stance.polarity,
            voice=stance.voice,
            attributed_to=source,
            predicate_text=relation,
            confidence=0.9,
            rule="hand.v1",
            evidence=(span,),
            when=Interval(start=date(2019, 1, 1), end=date(2019, 12, 31), text="in 2019") if relation == "chairs" else None,
        )

    found = [
        entity("state", "Kyrgyzstan", "Country"),
        entity("body", "CSTO", "InternationalOrganization"),
        entity("leader", "Sooronbai Jeenbekov", "Person"),
        entity("growth", "growth of the CSTO", "Measure"),
        entity("threat", "threat", "Topic"),
        entity("fall", "fall of the threat", "Event"),
        entity("town", "Astana", "Place"),
    ]
    statements = (
        said("state", "chairs", "body", sample.FACT, "Kyrgyzstan", "2019."),
        said("body", "undertakes", "growth", sample.NEEDED, "It must", "he said."),
        said("threat", "undergoes", "fall", sample.NEGATED, "The threat", "fall."),
        said("state", "undertakes", "growth", sample.INTENDED, "«We", "added."),
    )
    return Reading(article=Article(text=TEXT), entities={each.id: each for each in found}, statements=statements)


@pytest.fixture(scope="module")
def good() -> frozenset[Quad]:
    """Return the quads of the small reading."""
    return frozenset(quads(small(), run=sample.RUN))


def rules(report: CheckReport) -> set[str]:
    """Return the names of the broken rules; for shapes, their messages."""
    return {each.message if each.rule == "shape" else each.rule for each in report.violations}


def statement(rows: Quads, name: str, value: str) -> NamedNode:
    """Return the statement with one value of one property."""
    (found,) = {each.subject for each in rows if each.predicate.value == NG + name and each.object == NamedNode(NG + value)}
    assert isinstance(found, NamedNode)
    return found


def bare(rows: Quads, node: NamedNode) -> Quad:
    """Return a statement's triple as a bare fact."""
    part = {each.predicate.value: each.object for each in rows if each.subject == node}
    return Quad(part[RDF + "subject"], part[RDF + "predicate"], part[RDF + "object"], FACTS)  # type: ignore[arg-type]  # IRIs


def named(name: str) -> NamedNode:
    """Return an entity of the small reading."""
    return NamedNode(ID + name)


def without(rows: Quads, subject: NamedNode | None, name: str) -> Quads:
    """Return the quads without one property, of one subject or of all."""
    return {each for each in rows if each.predicate.value != name or (subject is not None and each.subject != subject)}


def with_value(rows: Quads, subject: NamedNode, name: str, value: Literal | NamedNode) -> Quads:
    """Return the quads with another value of one property."""
    return without(rows, subject, name) | {Quad(subject, NamedNode(name), value, GRAPH)}


def span(rows: Quads) -> NamedNode:
    """Return the first text span."""
    return min((each.subject for each in rows if each.object == NamedNode(NG + "TextSpan")), key=str)  # type: ignore[return-value]  # an IRI


CHAIRS = NG + "chairs"
DAY_AFTER = Literal("2020-01-01", datatype=NamedNode(XSD + "date"))

MUTATIONS: list[tuple[str, Callable[[Quads], Quads], set[str]]] = [
    (
        "necessary became fact",
        lambda rows: rows | {bare(rows, statement(rows, "modality", "Necessary"))},
        {"fact-without-statement", "a proposed, hedged, negated or reported statement has become a bare fact"},
    ),
    (
        "negated became fact",
        lambda rows: rows | {bare(rows, statement(rows, "polarity", "Negative"))},
        {"fact-without-statement", "a proposed, hedged, negated or reported statement has become a bare fact"},
    ),
    (
        "intended became fact",
        lambda rows: rows | {bare(rows, statement(rows, "modality", "Intended"))},
        {"fact-without-statement", "a proposed, hedged, negated or reported statement has become a bare fact"},
    ),
    ("bare triple dropped", lambda rows: without(rows, None, CHAIRS), {"the flat triple of a factual statement is missing"}),
    (
        "bare triple without statement",
        lambda rows: rows | {Quad(named("Astana"), NamedNode(NG + "locatedIn"), named("Kyrgyzstan"), FACTS)},
        {"fact-without-statement"},
    ),
    (
        "range error",
        lambda rows: rows | {Quad(named("Kyrgyzstan"), NamedNode(CHAIRS), named("Astana"), FACTS)},
        {"fact-without-statement", f"{CHAIRS} object of {CHAIRS} is outside its range"},
    ),
    (
        "domain error",
        lambda rows: rows | {Quad(named("threat"), NamedNode(CHAIRS), named("CSTO"), FACTS)},
        {"fact-without-statement", f"{CHAIRS} subject of {CHAIRS} is outside its domain"},
    ),
    ("span off by one", lambda rows: with_value(rows, span(rows), NG + "endOffset", Literal(999)), {"span-length", "span-iri"}),
    (
        "quote without source",
        lambda rows: without(rows, statement(rows, "voice", "DirectQuote"), NG + "attributedTo"),
        {"quoted or reported speech must name its source"},
    ),
    (
        "no evidence",
        lambda rows: without(rows, statement(rows, "modality", "Necessary"), NG + "evidence"),
        {f"{NG}evidence Less than 1 values on <evidence>"},
    ),
    (
        "start after end",
        lambda rows: with_value(rows, statement(rows, "voice", "AuthorVoice"), NG + "startDate", DAY_AFTER),
        {f"{NG}startDate dates in order"},
    ),
    (
        "unknown predicate",
        lambda rows: with_value(rows, statement(rows, "modality", "Necessary"), RDF + "predicate", NamedNode(NG + "frobnicates")),
        {f"the predicate {NG}frobnicates is not a relation of the ontology (ng:relatedTo or below)"},
    ),
    (
        "reported called factual",
        lambda rows: rows | {Quad(statement(rows, "modality", "Intended"), NamedNode(RDF + "type"), NamedNode(NG + "FactualStatement"), GRAPH)},
        {"hedged-fact"},
    ),
    (
        "fact not called factual",
        lambda rows: {each for each in rows if each.object != NamedNode(NG + "FactualStatement")},
        {"an actual, affirmative statement in the author's voice must be a ng:FactualStatement"},
    ),
    ("words changed", lambda rows: with_value(rows, span(rows), NG + "text", Literal("x" * 35)), {"span-text"}),
    ("blank node", lambda rows: rows | {Quad(BlankNode(), NamedNode(RDFS + "seeAlso"), named("CSTO"), FACTS)}, {"blank-node"}),
    (
        "triple in two graphs",
        lambda rows: rows | {Quad(each.subject, each.predicate, each.object, GRAPH) for each in rows if each.predicate.value == RDFS + "label"},
        {"one-graph"},
    ),
    (
        "fact in the article's graph",
        lambda rows: without(rows, None, CHAIRS) | {Quad(named("Kyrgyzstan"), NamedNode(CHAIRS), named("CSTO"), GRAPH)},
        {"fact-outside-facts"},
    ),
    (
        "triple in no graph",
        lambda rows: rows | {Quad(named("CSTO"), NamedNode(RDFS + "seeAlso"), named("Astana"), DefaultGraph())},
        {"one-graph"},
    ),
    (
        "two identities",
        lambda rows: (
            rows
            | {
                Quad(named("CSTO"), NamedNode(OWL + "sameAs"), NamedNode(f"http://www.wikidata.org/entity/Q{number}"), NamedNode(LINKS_GRAPH))
                for number in (1, 2)
            }
        ),
        {"two-identities"},
    ),
    ("entity without label", lambda rows: without(rows, named("CSTO"), RDFS + "label"), {f"{RDFS}label Less than 1 values on <label>"}),
]


def test_good_graph_conforms(good: frozenset[Quad]) -> None:
    """The small reading breaks nothing, with its text and without."""
    report = check_quads(good, name="small", text=TEXT)
    assert report.violations == ()
    assert report.conforms
    assert report.text() == f"small conforms: {len(good)} quads, 4 statements, 1 of them facts\n"


def short(message: str) -> str:
    """Return a shape's message without the parts that differ from one pyshacl to the next."""
    if "startDate" in message and "Less than 1" not in message:
        return f"{NG}startDate dates in order"
    if "Less than 1 values on" in message:
        path = message.split(maxsplit=1)[0]
        return f"{path} Less than 1 values on <{path.rpartition('#')[2]}>"
    return message


@pytest.mark.parametrize(("name", "mutate", "expected"), MUTATIONS, ids=[row[0] for row in MUTATIONS])
def test_every_mutation_is_caught(name: str, mutate: Callable[[Quads], Quads], expected: set[str], good: frozenset[Quad]) -> None:
    """Each broken graph differs from the good one and is reported for the right reason."""
    broken = mutate(set(good))
    assert broken != good, name
    report = check_quads(broken, name=name, text=TEXT)
    found = {short(each) for each in rules(report)}
    assert expected <= found
    assert not report.conforms
    assert f"{name} has {len(report.violations)} violation" in report.text()


def test_mutation_table_is_whole() -> None:
    """Guard the table against silent shrinking."""
    assert len(MUTATIONS) == 21


def test_another_text_is_reported(good: frozenset[Quad]) -> None:
    """The text must be the one that was read."""
    assert rules(check_quads(good, name="small", text=TEXT + " ")) == {"text-hash"}


def test_whole_sample_conforms() -> None:
    """The hand-made reading of the sample article obeys every shape and promise."""
    report = check_quads(quads(sample.reading(), run=sample.RUN), name="sample", text=sample.article().text)
    assert report.violations == ()
    assert (report.n_statements, report.n_facts) == (len(sample.TABLE), sum(row[4] is sample.FACT for row in sample.TABLE))


def test_files_and_stores_are_checked(good: frozenset[Quad], tmp_path: Path) -> None:
    """A TriG file, a Turtle file (which has no graphs to check), and a store's folder."""
    (tmp_path / "a.trig").write_bytes(serialize(good, "trig"))
    (tmp_path / "a.ttl").write_bytes(serialize(good, "ttl"))
    with EmbeddedStore(tmp_path / "store") as store:
        store.replace_article(good, KEY)
    for name in ("a.trig", "a.ttl", "store"):
        assert check(tmp_path / name, text=TEXT).conforms, name
    with pytest.raises(StoreError, match=r"cannot read .*none\.trig"):
        check(tmp_path / "none.trig")


def test_a_users_relation_is_known_from_his_file(tmp_path: Path) -> None:
    """Without the file the predicate is unknown and its bare triple is not looked at; with it, both are judged."""
    mine = tmp_path / "mine.ttl"
    mine.write_text(f"<{NG}mediates> <{RDFS}subPropertyOf> <{NG}relatedTo> .")
    one = small()
    changed = replace(one, statements=(replace(one.statements[0], predicate=NG + "mediates"), *one.statements[1:]))
    rows = quads(changed, run=sample.RUN)
    assert rules(check_quads(rows, name="x")) == {f"the predicate {NG}mediates is not a relation of the ontology (ng:relatedTo or below)"}
    assert check_quads(rows, name="x", ontology_files=[mine]).conforms
    stray = {*rows, Quad(named("CSTO"), NamedNode(NG + "mediates"), named("threat"), FACTS)}
    assert "fact-without-statement" in rules(check_quads(stray, name="x", ontology_files=[mine]))


def test_broken_ontology_is_reported(good: frozenset[Quad], tmp_path: Path) -> None:
    """Name the file."""
    (tmp_path / "bad.ttl").write_text("<a> <b")
    with pytest.raises(StoreError, match=r"ontology file .*bad\.ttl"):
        check_quads(good, name="x", ontology_files=[tmp_path / "bad.ttl"])


def test_a_missing_package_says_what_to_install() -> None:
    """Without pyshacl the check names the extra."""
    script = "import sys; sys.modules['pyshacl'] = None; from newsgraph.store import check_quads; check_quads([], name='x')"
    done = subprocess.run([sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {script}"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("pip install 'newsgraph[check]'")
    assert "ResourceError" in done.stderr
