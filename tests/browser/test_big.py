"""Show that a graph too big to read at once is folded, counted, opened step by step, and quick."""

from __future__ import annotations

import importlib.util
import re
import time
from types import ModuleType

import pytest
from tests.browser.conftest import ONTOLOGY, ROOT, Open, Opened

from newsgraph.view import DEFAULT_LIMIT, ViewGraph, page, view_graph

pytestmark = pytest.mark.browser

N_THINGS = 1200
USABLE_S = 4.0
"""Many times what it takes here; only a page that tries to draw everything is slower."""


def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_view", ROOT / "benchmarks" / "view.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def big() -> ViewGraph:
    return view_graph(benchmark().synthetic_store(N_THINGS), ONTOLOGY)


@pytest.fixture(scope="module")
def big_page(big: ViewGraph) -> str:
    return page(big, title="Big")


def hidden(opened: Opened) -> int:
    """Return how many things the note counts as folded or not joined."""
    return sum(int(each.replace(",", "")) for each in re.findall(r"([\d,]+) (?:things? folded|not joined)", opened.text("#note")))


def test_what_is_hidden_is_counted(open_page: Open, big_page: str) -> None:
    opened = open_page(big_page)
    assert len(opened.drawn("things")) == DEFAULT_LIMIT
    assert hidden(opened) == N_THINGS - DEFAULT_LIMIT
    assert opened.text("#count").startswith(f"{DEFAULT_LIMIT} of 1,200 things")


def test_detail_shows_more(open_page: Open, big_page: str) -> None:
    opened = open_page(big_page, "#detail=200")
    assert len(opened.drawn("things")) == 200
    assert opened.text("#detail-text") == "top 200"
    opened.page.eval_on_selector("#detail", "(box) => { box.value = 99; box.dispatchEvent(new Event('input')); }")
    assert len(opened.drawn("things")) == N_THINGS
    assert not opened.page.locator("#note").is_visible()


def test_a_number_opens_what_is_folded_there(open_page: Open, big_page: str) -> None:
    opened = open_page(big_page)
    badge = max(opened.drawn("badges"), key=lambda each: int(each["folded"]))
    opened.click(badge)
    assert len(opened.drawn("things")) == DEFAULT_LIMIT + 24
    assert hidden(opened) == N_THINGS - DEFAULT_LIMIT - 24
    assert "open=" in opened.hash()
    again = open_page(big_page, opened.page.evaluate("location.hash"), name="again.html")
    assert {each["label"] for each in again.drawn("things")} == {each["label"] for each in opened.drawn("things")}


def test_opened_things_cover_nothing(open_page: Open, big_page: str) -> None:
    opened = open_page(big_page)
    opened.click(max(opened.drawn("badges"), key=lambda each: int(each["folded"])))
    spots = [(each["x"], each["y"]) for each in opened.drawn("things")]
    nearest = min(abs(a[0] - b[0]) + abs(a[1] - b[1]) for n, a in enumerate(spots) for b in spots[:n])
    assert nearest > 8


def test_a_thing_is_drawn_alone_with_its_neighbours(open_page: Open, big_page: str, big: ViewGraph) -> None:
    rare = min(big.nodes, key=lambda iri: sum(iri in {each.subject, each.object} for each in big.statements))
    opened = open_page(big_page, f"#thing={rare}")
    near = {each.subject if each.object == rare else each.object for each in big.statements if rare in {each.subject, each.object}}
    assert {each["iri"] for each in opened.drawn("things")} == near | {rare}
    opened.page.get_by_role("button", name="Everything").click()
    assert len(opened.drawn("things")) >= DEFAULT_LIMIT


def test_a_hub_tells_how_many_neighbours_it_leaves_out(open_page: Open, big_page: str) -> None:
    opened = open_page(big_page, "#thing=~id/thing_0")
    assert len(opened.drawn("things")) == 61
    assert re.search(r"\(60 of \d+\)", opened.text("#focusbar"))


def test_search_reaches_what_is_folded(open_page: Open, big_page: str, big: ViewGraph) -> None:
    opened = open_page(big_page)
    label = big.nodes["https://w3id.org/newsgraph/id/thing_1199"].label
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(label)
    opened.page.keyboard.press("Enter")
    assert opened.text("#panel-details h3") == label
    assert label in {each["label"] for each in opened.drawn("things")}


def test_the_table_holds_every_statement_on_pages(open_page: Open, big_page: str, big: ViewGraph) -> None:
    opened = open_page(big_page, "#view=table")
    assert opened.text("#table-note") == f"{len(big.statements):,} statements, 1 to 100"
    opened.page.get_by_role("button", name="further rows").click()
    assert "101 to 200" in opened.text("#table-note")


def test_filters_choose_the_weightiest_of_what_is_left(open_page: Open, big_page: str) -> None:
    opened = open_page(big_page, "#without=~view%23Stated%20~view%23Attributed%20~view%23CalledFor")
    lines = opened.drawn("lines")
    assert {line["status"] for line in lines} == {"Denied or negated"}
    assert len(opened.drawn("things")) == DEFAULT_LIMIT


def test_it_is_soon_usable(open_page: Open) -> None:
    content = page(view_graph(benchmark().synthetic_store(10_000), ONTOLOGY), title="Ten thousand")
    started = time.perf_counter()
    open_page(content)
    assert time.perf_counter() - started < USABLE_S
