"""Show that a service can answer the page's searches and expansions: an in-process one, reached without a socket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.browser.conftest import ONTOLOGY
from tests.browser.test_big import benchmark

from newsgraph.namespaces import BASE
from newsgraph.view import find_things, page, view_graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

HOME = "http://newsgraph.invalid/view"
STORE = benchmark().synthetic_store(3000)


def answer(route: Route) -> None:
    """Answer as a service would: a search starts from what is found, a thing brings its neighbours."""
    asked = parse_qs(urlsplit(route.request.url).query)
    around = asked.get("thing", []) or list(find_things(STORE, asked.get("q", [""])[0], limit=3))
    found = view_graph(STORE, ONTOLOGY, around=around) if around else view_graph(benchmark().synthetic_store(0), ONTOLOGY)
    route.fulfill(body=page(found, title="Live", live="/view", around=around), content_type="text/html; charset=utf-8")


@pytest.fixture
def live(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.route("**/*", answer)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    assert complaints == []
    context.close()


def labels(tab: Page) -> set[str]:
    return {each["label"] for each in tab.evaluate("newsgraph.things()")}


def test_a_search_starts_and_neighbours_are_added(live: Page) -> None:
    live.goto(HOME + "?q=Northern+Treaty+36")
    live.wait_for_selector("html[data-ready='1']")
    first = labels(live)
    assert "Northern Treaty 36" in first
    assert len(first) < 200
    other = next(each for each in live.evaluate("newsgraph.things()") if each["iri"] == BASE + "id/thing_1")
    live.mouse.click(other["x"], other["y"])
    live.get_by_role("link", name="Add its neighbours to this picture").click()
    live.wait_for_selector("html[data-ready='1']")
    live.wait_for_url("**thing=**thing=**")
    total = live.inner_text("#count")
    assert int(total.split(" things")[0].split(" of ")[-1].replace(",", "")) > len(first)


def test_the_whole_store_can_be_searched_from_the_page(live: Page) -> None:
    live.goto(HOME)
    live.wait_for_selector("html[data-ready='1']")
    assert labels(live) == set()
    live.keyboard.press("/")
    live.keyboard.type("Border Treaty 33")
    assert live.locator("#hits li").all_inner_texts()[-1].strip() == "Search the whole store for “Border Treaty 33”"
    live.keyboard.press("Enter")
    live.wait_for_url("**q=Border**")
    live.wait_for_selector("html[data-ready='1']")
    assert "Border Treaty 33" in labels(live)
