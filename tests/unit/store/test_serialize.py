"""Test that files hold exactly the quads, read well, and are the same bytes for the same quads."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from tests.unit.graph import sample_reading as sample

from newsgraph.errors import StoreError
from newsgraph.graph import quads
from newsgraph.graph.iri import slug
from newsgraph.namespaces import ID, NG, RDF, XSD
from newsgraph.resources import data_path
from newsgraph.store.jsonld import load_context
from newsgraph.store.serialize import FORMATS, Format, serialize

pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")

OXIGRAPH = {"trig": RdfFormat.TRIG, "nq": RdfFormat.N_QUADS, "ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}
RDFLIB = {"trig": "trig", "nq": "nquads", "jsonld": "json-ld"}


@pytest.fixture(scope="module")
def rows() -> tuple[Quad, ...]:
    """Return the quads of the sample reading."""
    return quads(sample.reading(), run=sample.RUN)


def read_back(raw: bytes, format_name: str) -> set[Quad]:
    """Return the quads that pyoxigraph finds in a file."""
    return set(parse(raw, format=OXIGRAPH[format_name]))


def rdflib_lines(raw: bytes, format_name: str) -> set[str]:
    """Return what rdflib finds in a file as N-Quads lines."""
    dataset = rdflib.Dataset()
    dataset.parse(data=raw, format=RDFLIB[format_name])
    return {" ".join(part.n3() for part in (s, p, o)) + f" {rdflib.URIRef(str(g)).n3()}" for s, p, o, g in dataset.quads()}


@pytest.mark.parametrize("name", ["trig", "nq", "jsonld"])
def test_formats_hold_exactly_the_quads(name: Format, rows: tuple[Quad, ...]) -> None:
    """Both RDF libraries read back what was written."""
    raw = serialize(rows, name)
    assert read_back(raw, name) == set(rows)
    assert rdflib_lines(raw, name) == rdflib_lines(serialize(rows, "nq"), "nq")
    assert len(rdflib_lines(raw, name)) == len(rows)


def test_turtle_is_the_union_without_duplicates(rows: tuple[Quad, ...]) -> None:
    """A triple of two graphs is written once."""
    twice = [*rows, *(Quad(each.subject, each.predicate, each.object, NamedNode("http://other.example/g")) for each in rows)]
    raw = serialize(twice, "ttl")
    assert raw == serialize(rows, "ttl")
    assert {each.triple for each in read_back(raw, "ttl")} == {each.triple for each in rows}
    assert raw.count(b'rdfs:label "Kyrgyzstan"@en') == 1
    assert len(rdflib.Graph().parse(data=raw, format="turtle")) == len(rows)


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_do_not_depend_on_order_or_repetition(name: Format, rows: tuple[Quad, ...]) -> None:
    """Shuffled and doubled input gives the same file."""
    mixed = [*rows, *rows]
    random.Random(7).shuffle(mixed)  # noqa: S311  a test's order
    assert serialize(mixed, name) == serialize(rows, name)


def test_trig_reads_well(rows: tuple[Quad, ...]) -> None:
    """One block per subject, `a` first, label second, short names, spans in text order, only prefixes that are used."""
    text = serialize(rows, "trig").decode()
    assert (
        """  id:Kyrgyzstan a ng:Country ;
      rdfs:label "Kyrgyzstan"@en ;
      skos:altLabel "Kyrgyz Republic"@en ;
      ng:chairs id:Collective_Security_Treaty_Organization .
"""
        in text
    )
    assert "here:session_of_the_CSTO_Council_in_Astana a ng:Meeting ;" in text
    assert 'ng:startDate "2019-01-01"^^xsd:date' in text
    assert "ng:confidence 0.9 ;" in text
    assert text.index("#char=170,205> a") < text.index("#char=1061,") < text.index("<https://w3id.org/newsgraph/graph/facts> {")
    declared = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert declared == sorted(declared)
    assert "schema:" not in declared
    assert text.count("id:Kyrgyzstan a ") == 1


def test_jsonld_reads_well(rows: tuple[Quad, ...]) -> None:
    """A statement is plain JSON: bare words, numbers and dates without wrapping."""
    document = json.loads(serialize(rows, "jsonld"))
    key = sample.article().key
    (graph,) = (each for each in document["@graph"] if each.get("@id") == f"graph:{key}")
    (node,) = (each for each in graph["@graph"] if each.get("predicate") == "chairs")
    assert node["@id"].startswith(f"st:{key}-")
    assert {name: value for name, value in node.items() if name != "@id"} == {
        "@type": ["FactualStatement", "Statement"],
        "subject": "id:Kyrgyzstan",
        "predicate": "chairs",
        "object": "id:Collective_Security_Treaty_Organization",
        "modality": "Actual",
        "polarity": "Affirmative",
        "voice": "AuthorVoice",
        "startDate": "2019-01-01",
        "endDate": "2019-12-31",
        "timeText": "in 2019",
        "predicateText": "chairs",
        "confidence": "0.9",
        "rule": "hand.chairs.v1",
        "evidence": f"art:{key}#char=170,205",
    }
    (span,) = (each for each in graph["@graph"] if each["@id"] == f"art:{key}#char=170,205")
    assert (span["startOffset"], span["endOffset"]) == (170, 205)


def test_context_knows_every_property_of_the_ontology() -> None:
    """Object properties are coerced to IRIs, so that a new relation needs a line in the context."""
    ontology = rdflib.Graph().parse(data_path("ontology") / "newsgraph.ttl")
    properties = {str(each).removeprefix(NG) for each in ontology.subjects(rdflib.RDF.type, rdflib.OWL.ObjectProperty) if str(each).startswith(NG)}
    context = load_context()
    assert {name for name in properties if name not in context.terms or not context.terms[name].coercion.startswith("@")} == set()
    assert len(properties) > 30
    assert all(context.expand(term.key) == NG + term.key for term in context.terms.values() if term.iri == NG + term.key)


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(lambda name: name.strip()).map(slug)
NODES = st.one_of(
    st.builds(lambda name: NamedNode(ID + name), NAMES),
    st.builds(lambda name: NamedNode(f"{ID}0123456789abcdef/{name}"), NAMES),
    st.builds(lambda name: NamedNode(f"{ID}{name}~Q1"), NAMES),
    st.builds(lambda name: NamedNode("http://other.example/a#" + name), NAMES),
    st.sampled_from([NamedNode(NG + "Actual"), NamedNode(NG + "label"), NamedNode("https://w3id.org/newsgraph/id/"), NamedNode("urn:x:y")]),
)
WORDS = st.text(st.characters(codec="utf-8"), max_size=20)
VALUES = st.one_of(
    NODES,
    st.builds(Literal, WORDS),
    st.builds(lambda word: Literal(word, language="en"), WORDS),
    st.builds(lambda word: Literal(word, language="fr"), WORDS),
    st.builds(lambda kind, word: Literal(word, datatype=NamedNode(XSD + kind)), st.sampled_from(["integer", "decimal", "date", "boolean"]), WORDS),
    st.builds(lambda number: Literal(str(number), datatype=NamedNode(XSD + "integer")), st.integers()),
    st.sampled_from([Literal(text, datatype=NamedNode(XSD + "decimal")) for text in ("0.9", "1", "-0.10", "1.", ".5")]),
    st.sampled_from([Literal(text, datatype=NamedNode(XSD + "integer")) for text in ("01", "-0", "+1")]),
)
PREDICATES = st.one_of(
    NODES, st.sampled_from([NamedNode(NG + name) for name in ("modality", "chairs", "confidence", "text", "label", "startDate")])
).map(lambda node: node)
GRAPHS = st.one_of(st.just(None), NODES)
QUADS = st.lists(st.builds(lambda s, p, o, g: Quad(s, p, o, g) if g else Quad(s, p, o), NODES, PREDICATES, VALUES, GRAPHS), max_size=6)


@settings(deadline=None, max_examples=200)
@given(QUADS)
def test_any_quads_survive(rows: list[Quad]) -> None:
    """What other people put into a store is written and read back unchanged in every format."""
    for name in ("trig", "nq", "jsonld"):
        assert read_back(serialize(rows, name), name) == set(rows), name
    assert {each.triple for each in read_back(serialize(rows, "ttl"), "ttl")} == {each.triple for each in rows}


@settings(deadline=None, max_examples=100)
@given(QUADS)
def test_rdflib_reads_any_trig(rows: list[Quad]) -> None:
    """The short names are ones that rdflib accepts too."""
    dataset = rdflib.Dataset()
    dataset.parse(data=serialize(rows, "trig"), format="trig")
    subjects = {str(each) for each, _, _, _ in dataset.quads()}
    assert subjects == {each.subject.value for each in rows if isinstance(each.subject, NamedNode)}


def test_blank_nodes_and_types_that_are_no_iris_are_kept() -> None:
    """A file of somebody else may hold them."""
    rows = [Quad(BlankNode("a"), NamedNode(RDF + "type"), BlankNode("b")), Quad(BlankNode("a"), NamedNode(NG + "text"), Literal("x"))]
    for name in FORMATS:
        found = read_back(serialize(rows, name), name)  # type: ignore[arg-type]  # names of formats
        assert sorted(each.predicate.value for each in found) == sorted([NG + "text", RDF + "type"]), name


def test_terms_without_a_form_are_refused() -> None:
    """JSON-LD 1.1 has no triple terms."""
    inner = Triple(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c"))
    with pytest.raises(StoreError, match="write trig or nq"):
        serialize([Quad(NamedNode("urn:a"), NamedNode("urn:b"), inner)], "jsonld")


def test_unknown_format_is_refused_and_empty_is_empty() -> None:
    """Name the formats there are."""
    with pytest.raises(StoreError, match="choose one of trig, nq, ttl, jsonld"):
        serialize([], "xml")  # type: ignore[arg-type]  # what a caller without types may write
    assert serialize([], "trig") == serialize([], "nq") == serialize([], "ttl") == b""


SCRIPT = """
import sys; sys.path[:0] = sys.argv[1:]
from tests.unit.graph import sample_reading as s
from newsgraph.graph import quads
from newsgraph.store.serialize import FORMATS, serialize
for name in FORMATS: sys.stdout.buffer.write(serialize(quads(s.reading(), run=s.RUN), name))
"""


def test_same_bytes_under_any_hash_seed() -> None:
    """Write all formats in two processes with different string hashes."""
    source = Path(serialize.__code__.co_filename).parents[2]
    command = [sys.executable, "-c", SCRIPT, str(source), str(Path(__file__).parents[3])]
    outputs = {subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout for seed in ("1", "2")}
    assert len(outputs) == 1
    assert len(outputs.pop()) > 100_000
