"""Show that strangers' text stays text: in every field, in every view, in every export."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx  # type: ignore[import-untyped]  # networkx ships no types
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib import Graph
from tests.browser.conftest import ONTOLOGY, Open, Opened

from newsgraph.namespaces import BASE, DCTERMS, NG, RDF, RDFS, SCHEMA, SKOS, XSD
from newsgraph.view import ViewGraph, notebook, page, view_graph

pytestmark = pytest.mark.browser

ATTACKS = {
    "script": "</script><script>document.title = 'owned'</script>",
    "image": "<img src=x onerror=\"document.title='owned'\">",
    "comment": "<!--<script>",
    "template": "{{ 7 * 7 }}{% raw %}${document.title='owned'}",
    "quotes": "\"'`\\\" onmouseover=document.title='owned' x='",
    "link": "javascript:document.title='owned'",
    "turned": "\u202eevil\u2066\u2067 \u200f\u202d",
    "nulls": "a\x00b\x01\x1b\x7f\ufffe\ufffd",
    "long": "W" * 10_000,
    "words": "many words " * 900,
    "spreadsheet": '=HYPERLINK("http://example.org";"x")',
    "separators": "a\u2028b\u2029c\r\nd\te",
    "entities": "&lt;b&gt; &amp;quot; &#x3c;",
    "regex": "(a+)+$ [^] \\p{L} *",
    "names": "__proto__",
    "blank": " ",
    "astral": "😀 \U0001f1f0\U0001f1ec 𝕂yrgyzstan",
}


def spoilt_store(attack: str, key: str = "") -> Store:
    """Three things, an article and three statements in which every text is the attack; things of different keys are different."""
    graph, article, span = (
        NamedNode(BASE + "graph/0000000000000001"),
        NamedNode(BASE + "article/0000000000000001"),
        NamedNode(BASE + "article/0000000000000001#char=0,9"),
    )
    things = [NamedNode(f"{name}{key}") for name in ("javascript:document.title='owned'", BASE + "id/%3Cimg%20src=x%3E", "urn:x:constructor")]
    store, text, day = Store(), Literal(attack), Literal("2020-02-02", datatype=NamedNode(XSD + "date"))

    def tell(subject: NamedNode, prop: str, value: NamedNode | Literal) -> None:
        store.add(Quad(subject, NamedNode(prop), value, graph))

    for number, thing in enumerate(things):
        tell(thing, RDF + "type", NamedNode(NG + ("Person" if number else "Topic")))
        for prop in (RDFS + "label", SKOS + "altLabel", NG + "timeText"):
            tell(thing, prop, text)
        tell(thing, SKOS + "exactMatch", NamedNode("javascript:document.title='owned'"))
        tell(thing, NG + "about", things[(number + 1) % 3])
    tell(article, RDF + "type", NamedNode(NG + "Article"))
    for prop in (DCTERMS + "title", DCTERMS + "publisher", DCTERMS + "identifier", SCHEMA + "url"):
        tell(article, prop, text)
    tell(article, DCTERMS + "issued", day)
    for prop, value in (
        (NG + "inArticle", article),
        (NG + "startOffset", Literal(0)),
        (NG + "endOffset", Literal(len(attack) + 9)),
        (NG + "text", text),
    ):
        tell(span, prop, value)
    for number, (modality, polarity, voice) in enumerate(
        (("Actual", "Affirmative", "AuthorVoice"), ("Possible", "Affirmative", "DirectQuote"), ("Actual", "Negative", "IndirectSpeech"))
    ):
        statement = NamedNode(f"{BASE}statement/0000000000000001-{key}{number}")
        tell(statement, RDF + "type", NamedNode(NG + "Statement"))
        tell(statement, RDF + "subject", things[number])
        tell(statement, RDF + "predicate", NamedNode(NG + "relatedTo") if number else NamedNode("javascript:x"))
        tell(statement, RDF + "object", things[(number + 1) % 3])
        for prop, name in ((NG + "modality", modality), (NG + "polarity", polarity), (NG + "voice", voice)):
            tell(statement, prop, NamedNode(NG + name))
        for prop in (NG + "predicateText", NG + "cueText", NG + "timeText", NG + "rule"):
            tell(statement, prop, text)
        tell(statement, NG + "attributedTo", things[2])
        tell(statement, NG + "evidence", span)
        tell(statement, NG + "startDate", day)
        tell(statement, NG + "endDate", Literal("9999-12-31" if number else "0001-01-01", datatype=NamedNode(XSD + "date")))
    return store


def spoilt(attack: str) -> ViewGraph:
    return view_graph(spoilt_store(attack), ONTOLOGY)


def unharmed(opened: Opened) -> None:
    assert "owned" not in opened.page.evaluate("document.title").split(" – ")[-1]
    assert opened.page.evaluate("document.querySelectorAll('img, iframe, object, embed, script[src]').length") == 0
    assert opened.page.evaluate("[...document.querySelectorAll('a')].filter((a) => !/^(https?:|file:|#)/i.test(a.href)).length") == 0
    opened.calm()


@pytest.mark.parametrize("name", list(ATTACKS))
def test_attack_is_inert_everywhere(open_page: Open, name: str) -> None:
    attack = ATTACKS[name]
    graph = spoilt(attack)
    opened = open_page(page(graph, title=attack, texts=dict.fromkeys(graph.articles, attack * 2)))
    assert len(opened.drawn("things")) == 3
    for step in (
        lambda: opened.click(opened.drawn("things")[0]),
        lambda: opened.page.keyboard.press("Escape"),
        lambda: opened.click(opened.drawn("lines")[0]),
        lambda: opened.page.get_by_role("tab", name="Article").click(),
        lambda: opened.page.get_by_role("tab", name="Details").click(),
        opened.page.locator("details.rdf summary").click,
        lambda: opened.page.get_by_role("button", name="Table").click(),
        lambda: opened.page.locator("#head button").nth(5).click(),
        opened.page.locator("#rows button.strong").first.click,
        lambda: opened.page.fill("#q", attack[:50]),
        lambda: opened.page.keyboard.press("Enter"),
        lambda: opened.page.get_by_role("button", name="Graph", exact=True).click(),
        lambda: opened.page.evaluate("dispatchEvent(new Event('beforeprint'))"),
    ):
        step()
        unharmed(opened)
    assert opened.page.evaluate("document.scrollingElement.scrollWidth") <= 1440


@pytest.mark.parametrize("name", list(ATTACKS))
def test_attack_survives_every_export_as_text(open_page: Open, name: str) -> None:
    readers: dict[str, Callable[[bytes], int]] = {
        "CSV": lambda content: len(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))),
        "Turtle": lambda content: len(list(Graph().parse(data=content, format="turtle").subjects(None, None, unique=True))) - 2 - 3,
        "GraphML": lambda content: int(nx.read_graphml(io.BytesIO(content), force_multigraph=True).number_of_edges()),
        "SVG": lambda content: len([each for each in ET.fromstring(content).iter() if each.tag.endswith("polyline")]),  # noqa: S314  # our own bytes
    }
    attack = ATTACKS[name]
    opened = open_page(page(spoilt(attack), title=attack))
    for form, count in readers.items():
        opened.page.locator("#export summary").click()
        with opened.page.expect_download() as download:
            opened.page.get_by_role("button", name=form).click()
        assert count(Path(download.value.path()).read_bytes()) == 3, form


def test_offsets_count_code_points_in_the_article(open_page: Open) -> None:
    attack = ATTACKS["astral"]
    graph = spoilt(attack)
    opened = open_page(page(graph, texts=dict.fromkeys(graph.articles, attack + "🏔 and more 🏔🏔")), "#tab=article")
    span = next(iter(graph.spans.values()))
    assert opened.page.text_content("#panel-article a.ev") == (attack + "🏔 and more 🏔🏔")[: span.end_char]


@pytest.mark.parametrize("name", ["script", "quotes", "entities"])
def test_a_notebook_shows_the_page_in_its_sandbox(open_page: Open, name: str) -> None:
    attack = ATTACKS[name]
    host = f"<!doctype html><title>host</title><html data-ready='1'><body>{notebook(spoilt(attack), title=attack)}</body></html>"
    opened = open_page(host)
    frame = opened.page.frame_locator("iframe")
    frame.locator("html[data-ready='1']").wait_for()
    assert frame.locator("#count").inner_text() == "3 things · 3 statements · 1 article"
    frame.locator("#view-table").click()
    assert frame.locator("#rows tr").count() == 3
    assert opened.page.title() == "host"


def test_labels_that_differ_only_in_hidden_marks_stay_apart(open_page: Open) -> None:
    graph = spoilt("\u202eA")
    opened = open_page(page(graph))
    assert {tuple(each["lines"]) for each in opened.drawn("labels")} == {("A",)}
    assert {each["label"] for each in opened.drawn("things")} == {"\u202eA"}
