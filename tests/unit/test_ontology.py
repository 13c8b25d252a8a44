"""Adding a relation is adding Turtle: no code, and a broken file is told by file and line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.support.expectations import complaint, rows

from newsgraph.errors import OntologyError
from newsgraph.model import Reading
from newsgraph.ontology import Ontology, load
from newsgraph.phrasing import FrameKind
from newsgraph.pipeline import Pipeline
from newsgraph.read import article
from newsgraph.settings import Settings
from newsgraph.store import check_quads

EX = "https://example.org/news#"
PREFIXES = f"""@prefix ex: <{EX}> .
@prefix ng: <https://w3id.org/newsgraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

"""
EXTRA = """ex:extradites a owl:ObjectProperty ;
    rdfs:label "extradites"@en ;
    rdfs:subPropertyOf ng:relatedTo ;
    rdfs:domain ng:Agent ;
    rdfs:range ng:Person ;
    ng:phrasing "SUBJ extradite OBJ:person" , "SUBJ hand over OBJ:person" , "extradition of OBJ:person by SUBJ" , "extradition of OBJ:person" .
ex:insures a owl:ObjectProperty ;
    rdfs:label "insures"@en ;
    rdfs:subPropertyOf ng:relatedTo ;
    rdfs:domain ng:Organization ;
    rdfs:range ng:Entity ;
    ng:phrasing "SUBJ insure OBJ" .
ex:recognizes a owl:ObjectProperty ;
    rdfs:label "recognizes"@en ;
    rdfs:subPropertyOf ng:relatedTo ;
    rdfs:domain ng:Agent ;
    rdfs:range ng:Agent ;
    ng:phrasing "SUBJ recognise|recognize OBJ" .
"""
MAN = "Hugo Carvajal"

PHRASED: list[tuple[str, str, list[str], list[str]]] = [  # form, text, expected, forbidden
    ("active", f"Spain extradited {MAN} to the United States.", [f"Spain | extradites | {MAN}"], ["* | relatedTo | *"]),
    ("passive", f"{MAN} was extradited by Spain.", [f"Spain | extradites | {MAN}"], [f"{MAN} | * | Spain"]),
    ("noun with by", f"The extradition of {MAN} by Spain drew protests.", [f"Spain | extradites | {MAN}"], [f"{MAN} | * | Spain"]),
    ("noun with an owner", f"Spain's extradition of {MAN} drew protests.", [f"Spain | extradites | {MAN}"], [f"{MAN} | * | Spain"]),
    ("particle before the object", f"Spain handed over {MAN} on Monday.", [f"Spain | extradites | {MAN}"], ["* | relatedTo | *"]),
    ("particle after the object", f"Spain handed {MAN} over on Monday.", [f"Spain | extradites | {MAN}"], ["* | relatedTo | *"]),
    ("particle in the passive", f"{MAN} was handed over by Spain.", [f"Spain | extradites | {MAN}"], [f"{MAN} | * | Spain"]),
    ("another particle", f"Spain handed in {MAN}'s appeal.", [], ["* | extradites | *"]),
    ("possible", f"Spain may extradite {MAN}.", [f"Spain | extradites | {MAN} | Possible"], ["* | * | * | fact"]),
    (
        "denied by somebody",
        f"Colombia has not extradited {MAN}, Bogota said.",
        [f"Colombia | extradites | {MAN} | Negative | IndirectSpeech | by Colombia"],
        ["* | * | * | fact"],
    ),
    ("said by one of ours too", "Peru recognized Palestine.", ["Peru | recognizes | Palestine"], ["* | supports | *"]),
    ("outside the range", "Spain extradited the painting.", ["Spain | undertakes | ~painting"], ["* | extradites | *"]),
    ("inside the domain", "The World Bank insured the ship.", ["World Bank | insures | ship"], ["* | relatedTo | *"]),
    ("outside the domain", "Spain insured the ship.", ["Spain | relatedTo | ship"], ["* | insures | *"]),
]

BROKEN: list[tuple[str, str, str]] = [  # what, Turtle after the prefixes, message
    ("empty", 'ex:lends rdfs:subPropertyOf ng:relatedTo ;\n  ng:phrasing "" .', r":7: phrasing '' is too short"),
    ("one word", 'ex:lends rdfs:subPropertyOf ng:relatedTo ;\n  ng:phrasing "lend" .', r":7: phrasing 'lend' is too short"),
    ("no object", 'ex:lends rdfs:subPropertyOf ng:relatedTo ;\n  ng:phrasing "OBJ lend" .', r":7: .*does not say who \(SUBJ\)"),
    ("two subjects", 'ex:lends rdfs:subPropertyOf ng:relatedTo ; ng:phrasing "SUBJ lend SUBJ" .', r":6: .*does not say who"),
    ("no verb", 'ex:lends rdfs:subPropertyOf ng:relatedTo ; ng:phrasing "SUBJ OBJ lend" .', r":6: .*has no verb after SUBJ"),
    ("open end", 'ex:lends rdfs:subPropertyOf ng:relatedTo ; ng:phrasing "SUBJ lend to" .', r":6: .*ends in a preposition"),
    ("unknown slot", 'ex:lends rdfs:subPropertyOf ng:relatedTo ; ng:phrasing "SUBJ lend OBJECT" .', r":6: unknown slot OBJECT"),
    ("unknown flag", 'ex:lends rdfs:subPropertyOf ng:relatedTo ; ng:phrasing "SUBJ lend OBJ {often}" .', r":6: unknown flag \{often\}"),
    ("bracket", 'ex:lends rdfs:subPropertyOf ng:relatedTo ; ng:phrasing "SUBJ lend [OBJ]" .', r":6: stray bracket"),
    ("two prepositions", 'ex:lends rdfs:subPropertyOf ng:relatedTo ; ng:phrasing "SUBJ lend OBJ to with X" .', r":6: two prepositions in a row"),
    ("no relation", '\nex:lends ng:phrasing "SUBJ lend OBJ" .', r":7: .*lends has a phrasing but is not an rdfs:subPropertyOf"),
    ("bad Turtle", "ex:lends ; .", r" is not valid Turtle: .*line 6"),
    ("cut off", "ex:lends rdfs:subPropertyOf", r" is not valid Turtle: .*line \d"),
    ("unknown range", "ex:lends rdfs:subPropertyOf ng:relatedTo ; rdfs:range ng:Dragon .", r"names the class Dragon, which no ontology file defines"),
    (
        "unknown domain",
        "ex:lends rdfs:subPropertyOf ng:relatedTo ; rdfs:domain ex:Bank .",
        r"names the class \S+Bank, which no ontology file defines",
    ),
]

Extra = Callable[[str], Path]


@pytest.fixture
def extra(tmp_path: Path) -> Extra:
    """Return a function that writes Turtle, after the usual prefixes, to a file."""

    def write(turtle: str) -> Path:
        path = tmp_path / "extra.ttl"
        path.write_text(PREFIXES + turtle, "utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    path = tmp_path_factory.mktemp("ontology") / "extra.ttl"
    path.write_text(PREFIXES + EXTRA, "utf-8")
    return Pipeline(Settings(ontology=(path,)))


def read(text: str, pipeline: Pipeline) -> Reading:
    """Return what is read from a text."""
    (reading,) = pipeline.readings([article(text, name="the text", day=date(2023, 7, 20))])
    return reading


def phrasings(turtle: Path, name: str) -> Ontology:
    """Return the ontology after asserting that the file added a relation."""
    ontology = load([turtle])
    assert set(ontology.relations) - set(load().relations) == {EX + name}
    return ontology


@pytest.mark.model
@pytest.mark.parametrize(("form", "text", "expect", "forbid"), PHRASED, ids=[row[0] for row in PHRASED])
def test_added_relation_is_read(form: str, text: str, expect: list[str], forbid: list[str], pipeline: Pipeline) -> None:
    wrong = complaint(expect, forbid, rows(read(text, pipeline)))
    assert not wrong, f"{form}: {text}\n{wrong}"


@pytest.mark.model
@pytest.mark.parametrize("text", [row[1] for row in PHRASED], ids=[row[0] for row in PHRASED])
def test_graph_of_added_relation_conforms(text: str, pipeline: Pipeline) -> None:
    report = check_quads(pipeline.quads(read(text, pipeline)), name="the text", text=text, ontology_files=pipeline.settings.ontology)
    assert report.n_statements >= 1
    assert report.conforms, report.text()


@pytest.mark.model
def test_graph_of_added_relation_needs_its_ontology_to_conform(pipeline: Pipeline) -> None:
    report = check_quads(pipeline.quads(read(PHRASED[0][1], pipeline)), name="the text")
    assert {"is not a relation of the ontology" in each.message for each in report.violations} == {True}


@pytest.mark.model
def test_relation_is_unknown_without_its_file() -> None:
    found = rows(read(PHRASED[0][1], Pipeline()))
    assert [(row.relation, row.object[0]) for row in found] == [("undertakes", f"extradite {MAN} to the United States")]


def test_one_phrasing_is_verb_copula_or_noun(extra: Extra) -> None:
    path = extra('ex:lends rdfs:subPropertyOf ng:relatedTo ; ng:phrasing "SUBJ lend OBJ" , "SUBJ be lender of OBJ" , "loan of OBJ" .')
    frames = phrasings(path, "lends").relations[EX + "lends"].frames
    assert {frame.kind for frame in frames} == {FrameKind.VERB, FrameKind.COPULA, FrameKind.NOUN}


def test_relation_below_another_is_a_relation(extra: Extra) -> None:
    ontology = phrasings(extra('ex:invades rdfs:subPropertyOf ng:attacks ; rdfs:label "invades"@en .'), "invades")
    assert ontology.relations[EX + "invades"].parents == ("attacks",)
    assert ontology.relations[EX + "invades"].label == "invades"


def test_added_class_may_be_domain_and_range(extra: Extra) -> None:
    path = extra(
        "ex:Ship a owl:Class ; rdfs:subClassOf ng:Entity . ex:Tanker a owl:Class ; rdfs:subClassOf ex:Ship .\n"
        "ex:escorts rdfs:subPropertyOf ng:relatedTo ; rdfs:domain ex:Ship ; rdfs:range ex:Ship ."
    )
    ontology = phrasings(path, "escorts")
    assert ontology.relations[EX + "escorts"].domain == (EX + "Ship",)
    assert ontology.is_a(EX + "Tanker", [EX + "Ship"])
    assert ontology.is_a(EX + "Tanker", ["Entity"])
    assert not ontology.is_a("Person", [EX + "Ship"])


def test_shipped_relation_may_get_a_further_phrasing(extra: Extra) -> None:
    before = {frame.text for frame in load().relations["sanctions"].frames}
    path = extra('ng:sanctions ng:phrasing "SUBJ quarantine OBJ:agent" .')
    assert {frame.text for frame in load([path]).relations["sanctions"].frames} - before == {"SUBJ quarantine OBJ:agent"}


def test_circles_of_classes_and_relations_end(extra: Extra) -> None:
    path = extra(
        "ex:A a owl:Class ; rdfs:subClassOf ex:B . ex:B a owl:Class ; rdfs:subClassOf ex:A .\n"
        "ex:a rdfs:subPropertyOf ng:relatedTo . ng:relatedTo rdfs:subPropertyOf ex:a ."
    )
    assert phrasings(path, "a").ancestors(EX + "A") == {EX + "A", EX + "B"}


@pytest.mark.parametrize(("what", "turtle", "message"), BROKEN, ids=[row[0] for row in BROKEN])
def test_broken_file_is_told_by_file_and_line(what: str, turtle: str, message: str, extra: Extra) -> None:
    path = extra(turtle)
    with pytest.raises(OntologyError, match=message) as caught:
        load([path])
    assert str(path) in str(caught.value), what


def test_unknown_class_is_told_by_file_and_line(extra: Extra) -> None:
    path = extra("ex:lends rdfs:subPropertyOf ng:relatedTo ; rdfs:range ng:Dragon .")
    with pytest.raises(OntologyError) as caught:
        load([path])
    assert f"{path}:6" in str(caught.value)


def test_restriction_to_an_unknown_class_is_refused(extra: Extra) -> None:
    path = extra('ex:lends rdfs:subPropertyOf ng:relatedTo ; ng:phrasing "SUBJ lend OBJ:dragon" .')
    with pytest.raises(OntologyError, match="dragon"):
        load([path])


@pytest.mark.parametrize("name", ["none.ttl", "."])
def test_file_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"cannot read ontology file"):
        load([tmp_path / name])


def test_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "extra.ttl"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(OntologyError, match=r"cannot read ontology file .*extra\.ttl"):
        load([path])


def test_shipped_ontology_is_whole() -> None:
    ontology = load()
    without = {name for name, relation in ontology.relations.items() if not relation.frames}
    assert without == {"positionIn"}  # it is read from offices alone
    assert all(relation.label and relation.comment for relation in ontology.relations.values())
    assert {parent for relation in ontology.relations.values() for parent in relation.parents} == {"relatedTo", "advocates"}
    assert len(ontology.relations) == 26


def test_tables_are_complete() -> None:
    assert (len(PHRASED), len(BROKEN)) == (14, 15)
