"""Show that what the page saves is what it shows, in forms that other programs read."""

from __future__ import annotations

import csv
import io
import struct
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx  # type: ignore[import-untyped]  # networkx ships no types
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from tests.browser.conftest import Open, Opened

from newsgraph.namespaces import NG
from newsgraph.view import ViewGraph

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
WITHOUT_CLAIMS = "#without=~view%23Attributed%20~view%23CalledFor%20~view%23Uncertain"


def save(opened: Opened, name: str) -> bytes:
    opened.page.locator("#export summary").click()
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name=name).click()
    return Path(download.value.path()).read_bytes()


def test_turtle_is_the_graph(open_page: Open, sample_page: str, sample: ViewGraph) -> None:
    found = Graph().parse(data=save(open_page(sample_page), "Turtle"), format="turtle")
    ng = Namespace(NG)
    assert {str(each) for each in found.subjects(RDF.type, ng.Statement)} == {each.iri for each in sample.statements}
    for each in sample.statements:
        row = {str(prop): str(value) for prop, value in found.predicate_objects(URIRef(each.iri))}
        assert row[str(RDF.subject)] == each.subject
        assert row[str(RDF.predicate)] == each.predicate
        assert row[NG + "modality"] == each.modality
        assert row[NG + "rule"] == each.rule
    texts = {str(each) for each in found.objects(None, ng.text)}
    assert texts == {span.text for span in sample.spans.values()}


def test_graphml_is_read_by_networkx(open_page: Open, sample_page: str, sample: ViewGraph) -> None:
    found = nx.read_graphml(io.BytesIO(save(open_page(sample_page), "GraphML")), force_multigraph=True)
    assert {key for _, _, key in found.edges(keys=True)} == {each.iri for each in sample.statements}
    assert {data["label"] for _, data in found.nodes(data=True)} == {node.label for node in sample.nodes.values()}


def test_csv_holds_what_passes_the_filters(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page, WITHOUT_CLAIMS)
    rows = list(csv.DictReader(io.StringIO(save(opened, "CSV").decode("utf-8-sig"), newline="")))
    assert {row["status"] for row in rows} == {"Stated as fact", "Denied or negated"}
    chairs = next(row for row in rows if row["relation"] == "chairs")
    assert (chairs["source_label"], chairs["quote"], chairs["start"], chairs["start_char"]) == (
        "Kyrgyzstan",
        "Kyrgyzstan chairs the CSTO in 2019.",
        "2019-01-01",
        "170",
    )


def test_selection_is_what_is_saved(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page, "#thing=~id/Kazakhstan")
    rows = list(csv.DictReader(io.StringIO(save(opened, "CSV").decode("utf-8-sig"), newline="")))
    assert [(row["source_label"], row["target_label"]) for row in rows] == [("Astana", "Kazakhstan")]


def test_svg_draws_every_thing_and_line(open_page: Open, sample_page: str, sample: ViewGraph) -> None:
    opened = open_page(sample_page)
    root = ET.fromstring(save(opened, "SVG"))  # noqa: S314  # our own bytes
    assert root.tag == SVG + "svg"
    titles = {element.text for element in root.iter(SVG + "title")}
    assert {node.label for node in sample.nodes.values()} <= titles
    assert len(list(root.iter(SVG + "polyline"))) == len(opened.drawn("lines"))
    words = {element.text for element in root.iter(SVG + "text")}
    assert {"Kyrgyzstan and the CSTO", "Stated as fact", "Denied or negated", "Country"} <= words


def test_png_is_a_large_picture(open_page: Open, sample_page: str) -> None:
    content = save(open_page(sample_page), "PNG")
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    assert width > 1500
    assert height > 1000
    assert len(content) > 100_000


def test_the_picture_explains_its_thin_lines(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    words = [element.text for element in ET.fromstring(save(opened, "SVG")).iter(SVG + "text")]  # noqa: S314  # our own bytes
    assert {"Says it", "Place or occasion", "Is about"} <= set(words)
    assert [text for text in words if text and text.count("1 article") > 1] == []
    opened.page.locator("#statuses .entry", has_text="Says it").click()
    assert "Says it" not in {element.text for element in ET.fromstring(save(opened, "SVG")).iter(SVG + "text")}  # noqa: S314  # as above


def test_paper_is_white_whatever_the_theme(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page, dark=True)
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.page.get_attribute("#print svg rect", "fill") == "#faf9f6"
    assert opened.page.get_attribute("html", "data-theme") == "dark"


def test_paper_gets_the_picture_and_the_statements(open_page: Open, sample_page: str, tmp_path: Path) -> None:
    opened = open_page(sample_page)
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print")
    assert opened.page.locator("#print figure > svg").is_visible()
    assert opened.page.locator("#print tbody tr").count() == 42
    assert not opened.page.locator("main").is_visible()
    target = tmp_path / "page.pdf"
    opened.page.pdf(path=str(target))
    assert target.read_bytes().startswith(b"%PDF")
