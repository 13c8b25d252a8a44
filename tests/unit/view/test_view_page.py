"""Show that the page is whole, safe and always the same; what it does in a browser is shown in tests/browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from newsgraph.errors import InputError, SettingsError
from newsgraph.view import ViewGraph, notebook, page
from newsgraph.view.network import SCRIPTS, STYLES, NewsNetwork

MAX_LINES = 400
ATTACK = "</script></title><img src=x onerror=alert(1)>\"'\u202e\x00"


class Outline(HTMLParser):
    """Collect elements with their attributes, and the text of scripts, styles and the title."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, dict[str, str | None], str]] = []
        self.open = ""
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open = tag

    def handle_endtag(self, tag: str) -> None:
        assert tag
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open in {"script", "style", "title"}:
            self.texts.append((self.open, self.elements[-1][1], data))

    def data(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(next(text for _, attributes, text in self.texts if attributes.get("id") == "data"))
        return loaded


def source(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def test_policy_allows_exactly_the_pages_own_scripts_and_style(graph: ViewGraph) -> None:
    outline = Outline(page(graph))
    policy = next(attributes["content"] for _, attributes in outline.elements if attributes.get("http-equiv") == "Content-Security-Policy") or ""
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    scripts = [text for tag, attributes, text in outline.texts if tag == "script" and "type" not in attributes]
    styles = [text for tag, _, text in outline.texts if tag == "style"]
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == [source(text) for text in scripts]
    assert rules["style-src"].split() == [source(text) for text in styles]
    assert (len(scripts), len(styles)) == (2, 1)
    assert "unsafe" not in policy
    assert "http" not in policy


def test_page_loads_nothing(graph: ViewGraph) -> None:
    for tag, attributes in Outline(page(graph)).elements:
        assert tag not in {"iframe", "object", "embed", "base", "img"}
        assert tag != "link" or attributes == {"rel": "icon", "href": "data:,"}  # else a browser asks a server for one
        assert "src" not in attributes
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_page_holds_the_graph(graph: ViewGraph, texts: Mapping[str, str]) -> None:
    data = Outline(page(graph, title="Sample", texts=texts)).data()
    assert data["title"] == "Sample"
    assert len(data["things"]["iri"]) == len(graph.nodes)
    assert len(data["statements"]["iri"]) == len(graph.statements)
    assert data["articles"]["text"] == list(texts.values())
    assert set(data["spans"]["text"]) == {0}
    things, statements = data["things"], data["statements"]
    told = {
        (things["label"][s], data["relations"][r]["label"], things["label"][o])
        for s, r, o in zip(statements["subject"], statements["relation"], statements["object"], strict=True)
    }
    assert ("Kyrgyzstan", "chairs", "Collective Security Treaty Organization") in told


def test_labels_and_colors_on_the_page_are_the_ontologys(graph: ViewGraph) -> None:
    changed = replace(graph, kinds={iri: replace(kind, label="Wight", color="#123456") for iri, kind in graph.kinds.items()})
    assert {(kind["label"], kind["color"][0]) for kind in Outline(page(changed)).data()["kinds"]} == {("Wight", "#123456")}


def test_same_graph_same_page(graph: ViewGraph) -> None:
    assert page(graph, title="x", limit=20) == page(graph, title="x", limit=20)


def test_without_texts_the_page_quotes_its_evidence(graph: ViewGraph) -> None:
    data = Outline(page(graph)).data()
    assert data["articles"]["text"] == [0]
    assert "Kyrgyzstan chairs the CSTO in 2019." in data["spans"]["text"]


def test_a_wrong_text_is_refused(graph: ViewGraph, texts: Mapping[str, str]) -> None:
    with pytest.raises(InputError, match="SHA-256"):
        page(graph, texts={iri: text + " " for iri, text in texts.items()})


def test_hostile_title_and_texts_stay_text(graph: ViewGraph) -> None:
    nodes = {iri: replace(node, label=ATTACK, aliases=(ATTACK,)) for iri, node in graph.nodes.items()}
    content = page(replace(graph, nodes=nodes), title=ATTACK)
    outline = Outline(content)
    assert [tag for tag, _ in outline.elements].count("script") == 3
    assert not [tag for tag, _ in outline.elements if tag == "img"]
    assert set(outline.data()["things"]["label"]) == {ATTACK}
    assert "\x00" not in content


@pytest.mark.parametrize(
    "name", ["CSTO", "csto", "Collective Security Treaty Organization", "https://w3id.org/newsgraph/id/Collective_Security_Treaty_Organization"]
)
def test_focus_finds_label_alias_and_iri(graph: ViewGraph, name: str) -> None:
    data = Outline(page(graph, focus=name)).data()
    assert data["things"]["label"][data["focus"]] == "Collective Security Treaty Organization"


def test_focus_on_nothing_names_what_is_near(graph: ViewGraph) -> None:
    with pytest.raises(SettingsError, match="did you mean 'Kazakhstan'"):
        page(graph, focus="kazakh")
    with pytest.raises(SettingsError, match="give the label"):
        page(graph, focus="Atlantis")


@pytest.mark.parametrize("limit", [0, -1])
def test_limit_must_be_positive(graph: ViewGraph, limit: int) -> None:
    with pytest.raises(SettingsError, match="at least 1"):
        page(graph, limit=limit)


def test_limit_folds_and_loses_nothing(graph: ViewGraph) -> None:
    data = Outline(page(graph, limit=10)).data()
    assert len(data["vis"]["nodes"]) == 10
    assert len(data["things"]["iri"]) == len(graph.nodes)
    assert [len(level["x"]) for level in data["levels"]] == [len(graph.nodes)]


def test_notebook_shuts_the_page_in_a_sandbox(graph: ViewGraph) -> None:
    frame = notebook(graph, title='"><script>')
    outline = Outline(frame)
    assert [tag for tag, _ in outline.elements] == ["iframe"]
    attributes = outline.elements[0][1]
    assert attributes["sandbox"] == "allow-scripts allow-downloads"
    assert attributes["srcdoc"] == page(graph, title='"><script>')
    assert unescape(attributes["title"] or "") == '"><script>'


def test_network_is_a_pyvis_network(graph: ViewGraph, tmp_path: Path) -> None:
    network = NewsNetwork(Outline(page(graph)).data(), heading="Mine")
    network.add_node("a", label="A")
    network.add_node("b", label="B")
    network.add_edge("a", "b")
    assert (network.num_nodes(), network.num_edges()) == (2, 1)
    target = tmp_path / "page.html"
    network.write_html(str(target))
    assert target.read_text("utf-8") == network.generate_html()
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_tables_do_not_wait_for_pyvis() -> None:
    program = "import sys; import newsgraph.view; print(sorted({'pyvis', 'IPython', 'numpy'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert "pyvis" not in found.stdout
    assert "IPython" not in found.stdout


def test_scripts_and_styles_are_small_rooms_and_all_are_used() -> None:
    root = files("newsgraph.view") / "assets"
    assert {path.name for path in (root / "js").iterdir()} == set(SCRIPTS)
    assert {path.name for path in (root / "css").iterdir()} == set(STYLES)
    for folder, names in (("js", SCRIPTS), ("css", STYLES)):
        for name in names:
            text = (root / folder / name).read_text("utf-8")
            assert text.count("\n") <= MAX_LINES, name
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), name
