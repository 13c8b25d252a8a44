"""Show that a reader can explore a store of any size in the browser: a real Chromium, and `newsgraph serve` as it runs for everybody."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from pyoxigraph import Store
from tests.browser.conftest import OWN_WARNING
from tests.browser.test_big import benchmark
from tests.browser.test_hostile import ATTACKS, spoilt_store

from newsgraph.namespaces import BASE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

pytestmark = pytest.mark.browser

N_THINGS = 3000
HUB = BASE + "id/thing_0"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 50,000 quads with strangers' labels among them."""
    found = tmp_path_factory.mktemp("live") / "store"
    store = Store(str(found))
    store.bulk_extend(list(benchmark().synthetic_store(N_THINGS)))
    for attack in ("script", "image", "quotes", "turned", "nulls", "long", "regex"):
        store.extend(list(spoilt_store(attack_named(attack), key=attack)))
    store.flush()
    del store
    return found


def attack_named(name: str) -> str:
    return f"hostile {name} {ATTACKS[name]}"


@pytest.fixture(scope="module")
def home(folder: Path) -> Iterator[str]:
    """The address of a running service."""
    command = [sys.executable, "-m", "newsgraph", "serve", "--store", str(folder), "--port", "0", "--workers", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip() + "view"
        finally:
            process.terminate()
            process.wait(timeout=30)
    assert process.returncode == 0


@pytest.fixture
def live(browser: Browser, home: str) -> Iterator[Page]:
    """A tab that asks nobody but the service, for whole pages only, and never complains."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    tab = context.new_page()
    complaints: list[str] = []

    def noted(dialog: Dialog) -> None:
        complaints.append(dialog.message)
        dialog.dismiss()

    asked: list[tuple[str, str]] = []
    tab.on("console", lambda each: complaints.append(each.text) if each.type in {"error", "warning"} and OWN_WARNING not in each.text else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("dialog", noted)
    tab.on("request", lambda request: asked.append((request.resource_type, request.url)))
    yield tab
    assert complaints == []
    assert asked
    assert {(kind, url.startswith((home, "data:"))) for kind, url in asked} <= {("document", True), ("image", True), ("other", True)}
    context.close()


def opened(tab: Page, address: str) -> Page:
    tab.goto(address)
    tab.wait_for_selector("html[data-ready='1']")
    return tab


def labels(tab: Page) -> set[str]:
    return {each["label"] for each in tab.evaluate("newsgraph.things()")}


def n_things(tab: Page) -> int:
    return int(tab.inner_text("#count").split(" thing")[0].split(" of ")[-1].replace(",", ""))


def test_it_begins_with_the_latest_article(live: Page, home: str) -> None:
    opened(live, home)
    assert len(labels(live)) > 5
    rows = live.locator("#panel-details a.row")
    assert rows.count() == 12
    before = live.title()
    rows.nth(3).click()
    live.wait_for_url("**article=**")
    live.wait_for_selector("html[data-ready='1']")
    assert live.title() != before
    assert len(labels(live)) > 5


def test_a_search_starts_and_neighbours_are_added(live: Page, home: str) -> None:
    opened(live, home + "?q=northern+TREATY+36")
    first = labels(live)
    assert "Northern Treaty 36" in first
    assert "Found for “northern TREATY 36”" in live.inner_text("#panel-details")
    assert "Northern Treaty 36" in live.locator("#panel-details a.row").all_inner_texts()[0]
    live.locator("#panel-details a.row").first.click()
    live.wait_for_url("**thing=**")
    live.wait_for_selector("html[data-ready='1']")
    before = n_things(live)
    assert live.inner_text("#panel-details h3") == "Northern Treaty 36"
    other = next(each for each in live.evaluate("newsgraph.things()") if each["label"] != "Northern Treaty 36")
    live.evaluate("(iri) => { location.hash = 'thing=' + encodeURIComponent(iri); }", other["iri"])
    live.get_by_role("link", name="Add its neighbours to this picture").click()
    live.wait_for_url("**thing=**thing=**")
    live.wait_for_selector("html[data-ready='1']")
    assert n_things(live) > before
    assert "Northern Treaty 36" in labels(live)


def test_the_whole_store_can_be_searched_from_the_page(live: Page, home: str) -> None:
    opened(live, home)
    live.keyboard.press("/")
    live.keyboard.type("Border Treaty 33")
    assert live.locator("#hits li").all_inner_texts()[-1].strip() == "Search the whole store for “Border Treaty 33”"
    live.keyboard.press("ArrowUp")
    live.keyboard.press("Enter")
    live.wait_for_url("**q=Border**")
    live.wait_for_selector("html[data-ready='1']")
    assert "Border Treaty 33" in labels(live)


def test_the_theme_goes_along(live: Page, home: str) -> None:
    opened(live, home + "#theme=dark")
    live.locator("#panel-details a.row").nth(1).click()
    live.wait_for_url("**article=**")
    live.wait_for_selector("html[data-ready='1']")
    assert live.get_attribute("html", "data-theme") == "dark"


def test_what_is_not_there_is_said_so(live: Page, home: str) -> None:
    opened(live, home + "?q=xyzzy")
    assert "Nothing in the store is called “xyzzy”" in live.inner_text("#panel-details")
    assert live.locator("#empty").inner_text() == "There is nothing to draw."
    opened(live, home + "?thing=" + quote(BASE + "id/nobody"))
    assert labels(live) == set()


def test_a_hub_tells_what_the_page_leaves_out(live: Page, home: str) -> None:
    opened(live, home + "?thing=" + quote(HUB))
    assert live.inner_text("#panel-details h3") == "Council Council 0"
    if "more statements of what was asked for" not in live.inner_text("#note"):
        assert "Drawn alone" in live.inner_text("#note")
    assert 60 < n_things(live) < N_THINGS


@pytest.mark.parametrize("name", ["script", "image", "quotes", "turned", "nulls", "long", "regex"])
def test_hostile_labels_and_searches_are_text(live: Page, home: str, name: str) -> None:
    opened(live, f"{home}?q=hostile+{name}")
    assert live.locator("#panel-details a.row").count() == 3
    assert "owned" not in live.title().split(" – ")[-1]
    assert live.evaluate("document.querySelectorAll('img, iframe, object, embed, script[src]').length") == 0
    assert live.evaluate("[...document.querySelectorAll('a')].filter((a) => !/^https?:/.test(a.href)).length") == 0
    live.locator("#panel-details a.row").first.click()
    live.wait_for_url("**thing=**")
    live.wait_for_selector("html[data-ready='1']")
    opened(live, f"{home}?q={quote(ATTACKS[name][:150])}")
    assert "owned" not in live.title().split(" – ")[-1]
