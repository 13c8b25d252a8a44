"""Show that nothing covers anything when a page opens: at several sizes, in both themes, on a laptop and on a telephone."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from math import hypot

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests.browser.conftest import DESK, ONTOLOGY, PHONE, Open, Opened

from newsgraph.namespaces import BASE, DCTERMS, NG, RDF, RDFS, XSD
from newsgraph.view import page, view_graph

pytestmark = pytest.mark.browser

SHOWN = {20: (20, 20), 60: (60, 22), 111: (75, 22), 300: (75, 22)}
"""Things in the graph, and how many of them are drawn at first on a laptop and on a telephone."""
TOUCH_PX = 0.5
"""Rounding of the screen; more is an overlap."""
LABELLED = 0.8
"""At least this share of the things that are drawn bears a label."""
WORDS = (
    "further strengthening of the",
    "Council of Ministers",
    "Ukraine",
    "international community",
    "agreement on the withdrawal of all troops",
    "Li",
)


def news_like(n_things: int) -> Store:
    """Several articles, each a few names, long topics, and a speaker who says most of it: what makes pictures of news crowded."""
    store, graph = Store(), NamedNode(BASE + "graph/facts")

    def tell(subject: str, prop: str, value: NamedNode | Literal) -> None:
        store.add(Quad(NamedNode(BASE + subject), NamedNode(prop), value, graph))

    kinds = ("Person", "Topic", "Country", "Measure", "Organization", "Event")
    for index in range(n_things):
        tell(f"id/thing_{index}", RDF + "type", NamedNode(NG + kinds[index % 6]))
        tell(f"id/thing_{index}", RDFS + "label", Literal(f"{WORDS[index * 7 % 6]} {WORDS[index % 6]} {index}"[: 12 + index * 11 % 50].strip()))
    tell("article/0000000000000001", RDF + "type", NamedNode(NG + "Article"))
    tell("article/0000000000000001", DCTERMS + "issued", Literal("2020-02-02", datatype=NamedNode(XSD + "date")))
    for number in range(n_things):
        cluster = number // 12 * 12
        target = cluster + (number * 5 + 1) % 3
        pairs = (("subject", f"id/thing_{number}"), ("object", f"id/thing_{target if target != number else (number + 4) % n_things}"))
        name = f"statement/{number:04}"
        tell(name, RDF + "type", NamedNode(NG + "Statement"))
        tell(name, RDF + "predicate", NamedNode(NG + ("supports", "participatesIn", "locatedIn")[number % 3]))
        for prop, value in pairs:
            tell(name, RDF + prop, NamedNode(BASE + value))
        tell(name, NG + "voice", NamedNode(NG + ("AuthorVoice" if number % 3 else "IndirectSpeech")))
        if number % 3 == 0:
            tell(name, NG + "attributedTo", NamedNode(f"{BASE}id/thing_{cluster}"))
    return store


def boxes(opened: Opened) -> list[tuple[str, list[float]]]:
    """Return the box of every disc, badge, label of a thing and label of a line on the screen, with what it is."""
    return [(each["what"], each["box"]) for each in opened.drawn("boxes")]


def overlaps(found: list[tuple[str, list[float]]]) -> list[tuple[str, str]]:
    bad = []
    for (one, a), (other, b) in combinations(found, 2):
        what = (one.split(" ")[0], other.split(" ")[0])
        if what in {("disc", "disc"), ("disc", "badge")}:
            continue
        if in_disc(a, b) if what[0] == "disc" else in_box(a, b):
            bad.append((one, other))
    return bad


def in_box(a: list[float], b: list[float]) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > TOUCH_PX and min(a[3], b[3]) - max(a[1], b[1]) > TOUCH_PX


def in_disc(disc: list[float], box: list[float]) -> bool:
    x, y, radius = (disc[0] + disc[2]) / 2, (disc[1] + disc[3]) / 2, (disc[2] - disc[0]) / 2
    return hypot(x - min(max(x, box[0]), box[2]), y - min(max(y, box[1]), box[3])) < radius - TOUCH_PX


@cache
def news_page(n_things: int) -> str:
    return page(view_graph(news_like(n_things), ONTOLOGY), title="News")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize("n_things", SHOWN)
def test_nothing_covers_anything_when_the_page_opens(open_page: Open, n_things: int, size: tuple[int, int], *, dark: bool) -> None:
    opened = open_page(news_page(n_things), size=size, dark=dark)
    found = boxes(opened)
    kinds = [what.split(" ")[0] for what, _ in found]
    assert kinds.count("disc") == len(opened.drawn("things")) == SHOWN[n_things][size == PHONE]
    assert kinds.count("label") >= LABELLED * kinds.count("disc")
    assert kinds.count("line") >= 5
    assert overlaps(found) == []


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_nothing_of_the_sample_covers_anything(open_page: Open, sample_page: str, size: tuple[int, int]) -> None:
    assert overlaps(boxes(open_page(sample_page, size=size))) == []


def test_labels_lie_inside_the_drawing(open_page: Open) -> None:
    opened = open_page(news_page(111))
    stage = opened.page.eval_on_selector("#stage", "(box) => { const r = box.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; }")
    corner = opened.page.eval_on_selector(".zoom", "(box) => { const r = box.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; }")
    for what, (x0, y0, x1, y1) in boxes(opened):
        assert not in_box([x0, y0, x1, y1], corner), what
        assert stage[0] <= x0, what
        assert stage[1] <= y0, what
        assert x1 <= stage[2], what
        assert y1 <= stage[3], what
