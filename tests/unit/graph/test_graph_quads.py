"""Test the layout of quads: which triple stands in which graph, and that nothing is there twice."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse, serialize
from tests.unit.graph import sample_reading as sample

from newsgraph.errors import ModelError
from newsgraph.graph import Run, nquads, quads
from newsgraph.graph.article import title_of
from newsgraph.model import Article, Block, BlockKind, Entity, Evidence, Interval, Link, Modality, Reading, Scope, Statement
from newsgraph.namespaces import BASE, DCTERMS, FACTS_GRAPH, ID, LINKS_GRAPH, META_GRAPH, NG, OWL, PREFIXES, PROV, RDF, RDFS, SCHEMA, SKOS, XSD

IDEAL = Path(__file__).parents[3].parent / "shared" / "design" / "ontology" / "ideal.trig"


def written(reading: Reading, run: Run = sample.RUN) -> set[tuple[str, str, str, str]]:
    """Return quads as (graph, subject, predicate, object) strings; IRIs bare, literals as N-Triples."""
    return {(text(each.graph_name), text(each.subject), text(each.predicate), text(each.object)) for each in quads(reading, run=run)}


def text(term: object) -> str:
    """Return an IRI's characters, or the N-Triples form of a literal."""
    return term.value if isinstance(term, NamedNode) else str(term)


@pytest.fixture(scope="module")
def reading() -> Reading:
    """Return the hand-made reading of the sample article."""
    return sample.reading()


@pytest.fixture(scope="module")
def found(reading: Reading) -> tuple[Quad, ...]:
    """Return its quads."""
    return quads(reading, run=sample.RUN)


def test_quads_are_sorted_and_single(found: tuple[Quad, ...]) -> None:
    """Give the order the docstring promises; no duplicates."""
    keys = [(str(each.graph_name), str(each.subject), str(each.predicate), str(each.object)) for each in found]
    assert keys == sorted(set(keys))
    assert len(found) > 700


def test_every_triple_stands_in_one_graph_and_has_no_blank_node(found: tuple[Quad, ...]) -> None:
    """Unions must not show a triple twice."""
    assert max(Counter(each.triple for each in found).values()) == 1
    assert not [each for each in found if not isinstance(each.subject, NamedNode) or isinstance(each.object, BlankNode)]
    key = sample.article().key
    assert {text(each.graph_name) for each in found} == {f"{BASE}graph/{key}", FACTS_GRAPH, LINKS_GRAPH, META_GRAPH}


def test_bare_triples_are_exactly_the_facts(reading: Reading, found: tuple[Quad, ...]) -> None:
    """No claim becomes a fact: relations in graph/facts are those of factual statements, one for one."""
    relations = {NG + row[1] for row in sample.TABLE}
    bare = {each.triple for each in found if each.predicate.value in relations}
    assert len(bare) == len({(one.subject, one.predicate, one.object) for one in reading.statements if one.is_factual})
    assert {text(each.graph_name) for each in found if each.predicate.value in relations} == {FACTS_GRAPH}
    factual = {each.subject for each in found if each.object == NamedNode(NG + "FactualStatement")}
    assert len(factual) == sum(one.is_factual for one in reading.statements)
    assert factual < {each.subject for each in found if each.object == NamedNode(NG + "Statement")}


def test_shared_entity_is_described_in_facts_and_links(found: tuple[Quad, ...]) -> None:
    """Type, label, alias and link of an organization."""
    csto = f"{ID}Collective_Security_Treaty_Organization"
    described = {(text(each.graph_name), text(each.predicate), text(each.object)) for each in found if text(each.subject) == csto}
    assert described == {
        (FACTS_GRAPH, RDF + "type", NG + "InternationalOrganization"),
        (FACTS_GRAPH, RDFS + "label", '"Collective Security Treaty Organization"@en'),
        (FACTS_GRAPH, SKOS + "altLabel", '"CSTO"@en'),
        (LINKS_GRAPH, OWL + "sameAs", "http://www.wikidata.org/entity/Q318693"),
    }


def test_article_scoped_entity_is_described_in_its_article(found: tuple[Quad, ...]) -> None:
    """Label, topic and time of a measure."""
    key = sample.article().key
    areas = f"{ID}{key}/six_priority_areas_of_work_for_the_CSTO_for_the_coming_year"
    described = {(text(each.graph_name), text(each.predicate), text(each.object)) for each in found if text(each.subject) == areas}
    assert described == {
        (f"{BASE}graph/{key}", RDF + "type", NG + "Measure"),
        (f"{BASE}graph/{key}", RDFS + "label", '"six priority areas of work for the CSTO for the coming year"@en'),
        (f"{BASE}graph/{key}", NG + "about", f"{ID}Collective_Security_Treaty_Organization"),
        (f"{BASE}graph/{key}", NG + "startDate", f'"2019-01-01"^^<{XSD}date>'),
        (f"{BASE}graph/{key}", NG + "endDate", f'"2019-12-31"^^<{XSD}date>'),
        (f"{BASE}graph/{key}", NG + "timeText", '"for the coming year"'),
    }


def test_statement_has_every_property(found: tuple[Quad, ...]) -> None:
    """An intended, quoted statement carries stance, source, event, words, rule and evidence."""
    key = sample.article().key
    image = f"{ID}{key}/improve_the_image_of_the_CSTO_in_the_international_arena"
    nodes = {each.subject for each in found if text(each.predicate) == RDF + "object" and text(each.object) == image}
    (node,) = (node for node in nodes if Quad(node, NamedNode(NG + "modality"), NamedNode(NG + "Intended"), NamedNode(f"{BASE}graph/{key}")) in found)
    assert text(node).startswith(f"{BASE}statement/{key}-")
    assert {(text(each.predicate), text(each.object)) for each in found if each.subject == node} == {
        (RDF + "type", NG + "Statement"),
        (RDF + "subject", ID + "Kyrgyzstan"),
        (RDF + "predicate", NG + "undertakes"),
        (RDF + "object", image),
        (NG + "modality", NG + "Intended"),
        (NG + "polarity", NG + "Affirmative"),
        (NG + "voice", NG + "DirectQuote"),
        (NG + "attributedTo", ID + "Sooronbai_Jeenbekov"),
        (NG + "saidAt", f"{ID}{key}/session_of_the_CSTO_Council_in_Astana"),
        (NG + "predicateText", '"will make every effort to"'),
        (NG + "cueText", '"said"'),
        (NG + "confidence", f'"0.9"^^<{XSD}decimal>'),
        (NG + "rule", '"hand.undertakes.v1"'),
        (NG + "evidence", f"{BASE}article/{key}#char=207,428"),
    }


def test_statement_says_where_and_at_which_event() -> None:
    """Place and event of what is said are properties of the statement."""
    one = sample.another_article("Kyrgyzstan chairs the CSTO.", [("kyrgyzstan", "chairs", "csto", sample.FACT)])
    rows = written(replace(one, statements=(replace(one.statements[0], place="kyrgyzstan", event="csto"),)))
    assert {value for _, _, predicate, value in rows if predicate == NG + "place"} == {ID + "Kyrgyzstan"}
    assert {value for _, _, predicate, value in rows if predicate == NG + "event"} == {ID + "Collective_Security_Treaty_Organization"}


def test_type_of_another_vocabulary_is_kept() -> None:
    """A class that a user's ontology file adds outside our namespace is named by its IRI."""
    entity = Entity(id="e", label="E", type="http://example.org/Treaty", scope=Scope.SHARED)
    rows = written(Reading(article=Article(text="x"), entities={"e": entity}, statements=()))
    assert (FACTS_GRAPH, ID + "E", RDF + "type", "http://example.org/Treaty") in rows


def test_span_holds_the_exact_characters(found: tuple[Quad, ...]) -> None:
    """Offsets and text agree with the article, and mentions are IRIs."""
    article = sample.article()
    span = f"{BASE}article/{article.key}#char=170,205"
    assert {(text(each.predicate), text(each.object)) for each in found if text(each.subject) == span} == {
        (RDF + "type", NG + "TextSpan"),
        (NG + "inArticle", f"{BASE}article/{article.key}"),
        (NG + "startOffset", f'"170"^^<{XSD}integer>'),
        (NG + "endOffset", f'"205"^^<{XSD}integer>'),
        (NG + "text", '"Kyrgyzstan chairs the CSTO in 2019."'),
        (NG + "mentions", ID + "Kyrgyzstan"),
        (NG + "mentions", f"{ID}Collective_Security_Treaty_Organization"),
    }
    assert article.text[170:205] == "Kyrgyzstan chairs the CSTO in 2019."


def test_article_without_metadata_still_has_a_title() -> None:
    """Title from the first paragraph, language, hash; nothing invented."""
    source = sample.article()
    described = {(predicate, value) for _, subject, predicate, value in written(sample.reading()) if subject == f"{BASE}article/{source.key}"}
    assert described == {
        (RDF + "type", NG + "Article"),
        (
            DCTERMS + "title",
            '"The President of Kyrgyzstan Sooronbai Jeenbekov outlined six priority areas of work for the Collective Security Treaty Organization for the coming year."@en',
        ),
        (DCTERMS + "language", '"en"'),
        (DCTERMS + "issued", f'"2018-11-09"^^<{XSD}date>'),
        (NG + "textHash", f'"{hashlib.sha256(sample.ARTICLE_FILE.read_bytes()).hexdigest()}"'),
    }


def test_article_metadata_is_written_when_given() -> None:
    """Identifier, source and address; an address with a blank in it is encoded; a source that is only a name is a string."""
    article = Article(text="x", identifier="urn:a:1", url="https://example.org/a b|c", source="The Example", title="T\n t", issued=date(2020, 2, 3))
    node = f"{BASE}article/{article.key}"
    described = {
        (predicate, value) for _, subject, predicate, value in written(Reading(article=article, entities={}, statements=())) if subject == node
    }
    assert described >= {
        (DCTERMS + "identifier", '"urn:a:1"'),
        (DCTERMS + "source", '"The Example"'),
        (SCHEMA + "url", "https://example.org/a%20b%7Cc"),
        (DCTERMS + "title", '"T t"@en'),
        (DCTERMS + "issued", f'"2020-02-03"^^<{XSD}date>'),
    }
    assert article.key == hashlib.sha256(b"urn:a:1").hexdigest()[:16]


TITLES = [
    (Article(text="body", title="  A  title "), "A title"),
    (
        Article(
            text="HEAD\nbody",
            blocks=(Block(kind=BlockKind.PARAGRAPH, start_char=5, end_char=9), Block(kind=BlockKind.HEADLINE, start_char=0, end_char=4)),
        ),
        "HEAD",
    ),
    (
        Article(
            text="date 2018 body",
            blocks=(Block(kind=BlockKind.HEADER, start_char=0, end_char=9), Block(kind=BlockKind.PARAGRAPH, start_char=10, end_char=14)),
        ),
        "body",
    ),
    (Article(text="word " * 60), "word " * 31 + "word …"),
    (Article(text="A first sentence that is long enough. " + "word " * 60), "A first sentence that is long enough."),
    (Article(text="x" * 300), "x" * 160 + " …"),
    (Article(text="", stem="report-7"), "report-7"),
    (Article(text=" \n"), Article(text=" \n").key),
]


@pytest.mark.parametrize(("article", "expected"), TITLES)
def test_title_falls_back(article: Article, expected: str) -> None:
    """Take the best there is; a table of eight."""
    assert len(TITLES) == 8
    assert title_of(article) == expected


def test_run_is_described_in_meta_without_a_clock(found: tuple[Quad, ...]) -> None:
    """The graph names its run; the run's IRI says version and configuration."""
    key = sample.article().key
    assert (
        Quad(NamedNode(f"{BASE}graph/{key}"), NamedNode(PROV + "wasGeneratedBy"), NamedNode(sample.RUN.iri), NamedNode(f"{BASE}graph/{key}")) in found
    )
    meta = {(text(each.subject), text(each.predicate), text(each.object)) for each in found if text(each.graph_name) == META_GRAPH}
    assert (sample.RUN.iri, RDF + "type", NG + "ExtractionRun") in meta
    assert (sample.RUN.iri, DCTERMS + "description", '"newsgraph 0.1.0 with by hand; closed=no"@en') in meta
    assert (BASE + "dataset", DCTERMS + "hasPart", f"{BASE}graph/{key}") in meta
    assert sample.RUN.iri.startswith(BASE + "run/newsgraph-0.1.0-")


def test_run_iri_depends_on_content_only() -> None:
    """Order of settings does not matter; each value does."""
    one = Run(version="1", model="m", settings=(("a", "1"), ("b", "2")))
    assert one.iri == replace(one, settings=(("b", "2"), ("a", "1"))).iri
    others = {one.iri, replace(one, version="2").iri, replace(one, model="n").iri, replace(one, settings=(("a", "1"),)).iri}
    assert len(others) == 4
    with pytest.raises(ModelError, match="twice"):
        replace(one, settings=(("a", "1"), ("a", "2")))


def test_order_of_entities_and_statements_does_not_matter(reading: Reading, found: tuple[Quad, ...]) -> None:
    """The same content in another order is the same graph."""
    turned = replace(reading, entities=dict(reversed(reading.entities.items())), statements=tuple(reversed(reading.statements)))
    assert quads(turned, run=sample.RUN) == found


def test_statements_of_one_content_become_one_with_all_evidence() -> None:
    """Keep the most confident one's rule and cue; count the evidence of both."""
    one = sample.another_article("Kyrgyzstan chairs the CSTO.", [("kyrgyzstan", "chairs", "csto", sample.FACT)])
    first = one.statements[0]
    second = replace(first, confidence=0.95, rule="other.v2", cue_text="cue", evidence=(replace(first.evidence[0], end_char=10),))
    both = written(replace(one, statements=(first, second)))
    key = one.article.key
    (node,) = {subject for _, subject, predicate, _ in both if predicate == RDF + "predicate"}
    values = sorted((predicate.removeprefix(NG), value) for _, subject, predicate, value in both if subject == node and predicate.startswith(NG))
    assert ("rule", '"other.v2"') in values
    assert ("cueText", '"cue"') in values
    assert [value for name, value in values if name == "confidence"] == [f'"0.95"^^<{XSD}decimal>']
    assert [value for name, value in values if name == "evidence"] == [f"{BASE}article/{key}#char=0,10", f"{BASE}article/{key}#char=0,27"]


CHANGES: list[tuple[str, dict[str, object]]] = [
    ("modality", {"modality": Modality.PREDICTED}),
    ("polarity", {"polarity": sample.NEGATED.polarity}),
    ("voice", {"voice": sample.QUOTED.voice, "attributed_to": (sample.SPEAKER,)}),
    ("source", {"attributed_to": (sample.SPEAKER,)}),
    ("time", {"when": Interval(start=None, end=date(2020, 1, 1), text="until")}),
    ("place", {"place": "csto"}),
    ("event", {"event": "csto"}),
    ("occasion", {"said_at": "csto"}),
    ("words", {"predicate_text": "presides over"}),
    ("direction", {"subject": "csto", "object": "kyrgyzstan"}),
    ("predicate", {"predicate": NG + "memberOf"}),
]


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_statement_iri_changes_with_content(name: str, change: dict[str, object]) -> None:
    """Each part of the content is in the hash; confidence, rule and evidence are not."""
    one = sample.another_article("Kyrgyzstan chairs the CSTO.", [("kyrgyzstan", "chairs", "csto", sample.FACT)])

    def node(statement: Statement) -> str:
        changed = written(replace(one, statements=(statement,)))
        return next(subject for _, subject, predicate, _ in changed if predicate == RDF + "predicate")

    base = one.statements[0]
    assert node(replace(base, **change)) != node(base), name  # type: ignore[arg-type]  # a table of keyword arguments
    assert node(replace(base, confidence=0.1, rule="x", cue_text="y")) == node(base)
    assert len(CHANGES) == 11


BROKEN: list[tuple[str, dict[str, object], str]] = [
    ("subject", {"subject": "nobody"}, "'nobody', which the reading does not hold"),
    ("source", {"attributed_to": ("nobody",)}, "'nobody', which the reading does not hold"),
    ("event", {"said_at": "nobody"}, "'nobody', which the reading does not hold"),
    ("predicate", {"predicate": "chairs"}, "'chairs' is not an IRI"),
    ("span", {"evidence": (Evidence(start_char=0, end_char=99),)}, r"\[0, 99\) ends after the text of 27"),
    ("mention", {"evidence": (Evidence(start_char=0, end_char=9, mentions=("nobody",)),)}, "span at 0 names the entity 'nobody'"),
]


@pytest.mark.parametrize(("name", "change", "message"), BROKEN)
def test_broken_statement_is_refused(name: str, change: dict[str, object], message: str) -> None:
    """Say which value is missing or invalid."""
    one = sample.another_article("Kyrgyzstan chairs the CSTO.", [("kyrgyzstan", "chairs", "csto", sample.FACT)])
    with pytest.raises(ModelError, match=message):
        quads(replace(one, statements=(replace(one.statements[0], **change),)), run=sample.RUN)  # type: ignore[arg-type]  # a table of arguments
    assert len(BROKEN) == 6, name


def test_broken_entity_is_refused() -> None:
    """A link needs a known predicate and an IRI; a topic needs to exist."""
    source = Article(text="x")
    base = Entity(id="a", label="A", type="Topic", scope=Scope.SHARED)
    for change, message in [
        ({"links": (Link(predicate="rdfs:seeAlso", iri="http://a.example/"),)}, "use owl:sameAs or skos:exactMatch"),
        ({"links": (Link(predicate="owl:sameAs", iri="Q1"),)}, "a link of 'A': 'Q1' is not an IRI"),
        ({"about": ("b",)}, "entity 'A' names the entity 'b'"),
        ({"type": "Big Topic"}, "the type of 'A'"),
    ]:
        with pytest.raises(ModelError, match=message):
            quads(Reading(article=source, entities={"a": replace(base, **change)}, statements=()), run=sample.RUN)  # type: ignore[arg-type]  # arguments


def test_confidence_is_canonical() -> None:
    """Write no trailing zeros, no exponent, two decimals at most."""
    one = sample.another_article("Kyrgyzstan chairs the CSTO.", [("kyrgyzstan", "chairs", "csto", sample.FACT)])
    for number, expected in [(1.0, "1"), (0.0, "0"), (0.9, "0.9"), (0.856, "0.86"), (0.1, "0.1")]:
        rows = written(replace(one, statements=(replace(one.statements[0], confidence=number),)))
        assert [value for _, _, predicate, value in rows if predicate == NG + "confidence"] == [f'"{expected}"^^<{XSD}decimal>']


@settings(deadline=None)
@given(st.text(min_size=1).filter(lambda label: label.strip()), st.sampled_from(Scope), st.text(max_size=30))
def test_any_label_survives_serializing_and_parsing(label: str, scope: Scope, body: str) -> None:
    """IRI, label and text come back from N-Quads and TriG as they were written: in NFC, on one line, a lone surrogate as U+FFFD."""
    entity = Entity(id="e", label=label, type="Topic", scope=scope, aliases=(label + "!",))
    made = quads(Reading(article=Article(text=body, title=label), entities={"e": entity}, statements=()), run=sample.RUN)
    for form in (RdfFormat.N_QUADS, RdfFormat.TRIG):
        raw = serialize(made, format=form, prefixes=PREFIXES) if form is RdfFormat.TRIG else serialize(made, format=form)
        assert raw is not None
        assert set(parse(raw, format=form)) == set(made)
    labels = [each.object for each in made if text(each.predicate) == RDFS + "label" and text(each.subject).startswith(ID)]
    expected = " ".join(unicodedata.normalize("NFC", label).split())
    assert labels == [Literal("".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in expected), language="en")]


SCRIPT = "import sys; sys.path[:0] = sys.argv[1:]; from tests.unit.graph import sample_reading as s; from newsgraph.graph import quads; print(*quads(s.reading(), run=s.RUN), sep='\\n')"


def test_same_bytes_under_any_hash_seed() -> None:
    """Print the quads in two processes with different string hashes."""
    outputs = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-c", SCRIPT, str(Path(__file__).parents[3]), str(Path(quads.__code__.co_filename).parents[2])]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        outputs.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    (output,) = outputs
    assert output.count(b"\n") == len(quads(sample.reading(), run=sample.RUN))


@pytest.mark.skipif(not IDEAL.is_file(), reason="the design's ideal graph is not beside this checkout")
def test_layout_is_that_of_the_design() -> None:
    """Every kind of triple of the design's hand-written graph is written here, in the same kind of graph."""
    names = {FACTS_GRAPH: "facts", LINKS_GRAPH: "links", META_GRAPH: "meta"}
    optional = {DCTERMS + "license", DCTERMS + "identifier", "http://rdfs.org/ns/void#exampleResource"}

    def kinds(rows: Iterable[Quad]) -> set[tuple[str, str]]:
        return {(names.get(text(each.graph_name), "article"), each.predicate.value) for each in rows}

    designed = {row for row in kinds(parse(path=IDEAL, format=RdfFormat.TRIG)) if row[1] not in optional}
    assert len(designed) > 40
    assert designed <= kinds(quads(sample.reading(), run=sample.RUN))


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_nquads_are_what_the_library_writes(words: str) -> None:
    """Lines are canonical whatever the texts hold: what pyoxigraph writes of the quads it reads from them."""
    label = words.strip() and f"x{words}"
    thing = Entity(id="e", label=label or "x", type="Topic", scope=Scope.ARTICLE, aliases=(words,))
    said = Statement(
        subject="e",
        predicate=NG + "relatedTo",
        object="e",
        predicate_text=words,
        confidence=0.5,
        rule="r.v1",
        evidence=(Evidence(start_char=0, end_char=1),),
    )
    found = Reading(article=Article(text=f"x{words}", title=words, authors=(words,)), entities={"e": thing}, statements=(said,))
    lines = nquads(found, run=sample.RUN)
    assert [f"{quad} ." for quad in quads(found, run=sample.RUN)] == list(lines)
