"""Show the page to readers without a mouse, without good sight, and with a small screen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.browser.conftest import DESK, ONTOLOGY, PHONE, ROOT, Open, Opened
from tests.browser.test_labels import news_like

from newsgraph.namespaces import BASE
from newsgraph.view import Live, page, view_graph

pytestmark = pytest.mark.browser

CHAIRS = "Kyrgyzstan chairs Collective Security Treaty Organization"
STATES = ("", "#thing=~id/Kyrgyzstan", "#thing=~id/Kyrgyzstan&tab=article", "#view=table")


def axe_script() -> Path | None:
    """Return axe-core's script from $NEWSGRAPH_AXE or from a `node_modules` beside or above the checkout."""
    asked = os.environ.get("NEWSGRAPH_AXE", "")
    places = [Path(asked)] if asked else [folder / "node_modules" / "axe-core" / "axe.min.js" for folder in (ROOT, *ROOT.parents)]
    return next((place for place in places if place.is_file()), None)


def test_everything_can_be_done_with_the_keyboard(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    press = opened.page.keyboard.press

    def focused() -> str:
        return str(opened.page.evaluate("document.activeElement.id || document.activeElement.textContent"))

    press("Tab")
    assert focused() == "skip"
    press("Enter")
    assert opened.page.locator("#table").is_visible()
    assert focused() == "table-scroll"
    press("Tab")
    assert focused() == "Who or what"
    press("Enter")
    assert opened.page.get_attribute("#head th", "aria-sort") == "ascending"
    for _ in range(7):
        press("Tab")
    assert opened.page.evaluate("document.activeElement.closest('td') !== null")
    press("Tab")
    assert opened.page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Evidence: ")
    press("Enter")
    assert opened.page.locator("#panel-details blockquote").is_visible()
    press("v")
    assert opened.page.locator("#stage").is_visible()
    press("Escape")
    press("/")
    opened.page.keyboard.type("astana")
    press("Enter")
    assert focused() == "selected"
    assert opened.text("#panel-details h3") == "Astana"


def test_the_drawing_moves_with_the_arrows_and_zooms(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    before = opened.thing("Astana")
    opened.page.focus("#net-frame")
    opened.page.keyboard.press("ArrowRight")
    moved = opened.thing("Astana")
    assert moved["x"] == pytest.approx(before["x"] - 80, abs=2)
    apart = abs(moved["y"] - opened.thing("Kazakhstan")["y"])
    opened.page.keyboard.press("+")
    assert abs(opened.thing("Astana")["y"] - opened.thing("Kazakhstan")["y"]) == pytest.approx(apart * 1.3, abs=2)
    opened.page.keyboard.press("f")
    assert opened.thing("Astana")["x"] == pytest.approx(before["x"], abs=2)


def test_tabs_answer_to_arrows(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    opened.page.focus("#tab-details")
    opened.page.keyboard.press("ArrowRight")
    assert opened.page.get_attribute("#tab-article", "aria-selected") == "true"
    assert opened.page.locator("#panel-article").is_visible()


def test_what_happens_is_announced(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    opened.click(opened.line(CHAIRS))
    assert opened.page.text_content("#live") == "Stated as fact: " + CHAIRS
    opened.page.locator("#statuses .entry", has_text="Attributed").click()
    assert "statements shown" in (opened.page.text_content("#live") or "")


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_follows_the_readers_theme_and_can_be_switched(open_page: Open, sample_page: str, *, dark: bool) -> None:
    opened = open_page(sample_page, dark=dark)
    paper = ["rgb(250, 249, 246)", "rgb(18, 21, 28)"]
    found = "getComputedStyle(document.body).backgroundColor"
    assert opened.page.evaluate(found) == paper[dark]
    opened.page.keyboard.press("t")
    assert opened.page.evaluate(found) == paper[not dark]
    assert ("theme=light" if dark else "theme=dark") in opened.hash()


@pytest.mark.parametrize("state", STATES)
def test_a_telephone_shows_all_without_scrolling_sideways(open_page: Open, sample_page: str, state: str) -> None:
    opened = open_page(sample_page, state, size=PHONE)
    assert opened.page.evaluate("document.scrollingElement.scrollWidth") <= PHONE[0]
    wide = opened.page.evaluate(
        "[...document.querySelectorAll('button, h1, h2, h3, p, td')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1"
        " && !e.closest('.menu, #skip')).map((e) => e.textContent)"
    )
    assert wide == []


def test_a_telephone_has_filters_and_details(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page, size=PHONE)
    assert not opened.page.locator("#statuses").is_visible()
    opened.page.get_by_role("button", name="Filters", exact=True).click()
    assert opened.page.locator("#statuses").is_visible()
    opened.page.locator("#statuses .entry", has_text="Attributed").click()
    opened.page.get_by_role("button", name="Filters", exact=True).click()
    assert "of 42 statements" in opened.text("#count")
    spot = opened.thing("Kyrgyzstan")
    opened.page.mouse.click(spot["x"], spot["y"])
    assert opened.text("#panel-details h3") == "Kyrgyzstan"
    opened.page.wait_for_timeout(300)
    top = opened.page.evaluate("document.getElementById('right').getBoundingClientRect().top")
    assert 0 <= top < PHONE[1] * 0.8


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_serious(open_page: Open, sample_page: str, *, dark: bool, size: tuple[int, int], state: str) -> None:
    assert serious(open_page(sample_page, state, dark=dark, size=size)) == []


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious_while_one_works(open_page: Open, *, dark: bool) -> None:
    live = Live(
        path="/view", around=(BASE + "id/thing_0",), query="thing", hits=((BASE + "id/thing_0", "thing", 5),), articles=(("urn:a", "An article"),)
    )
    graph = view_graph(news_like(150), ONTOLOGY)
    opened = open_page(page(graph, live=live), dark=dark)
    assert serious(opened) == []
    opened.page.locator("#export summary").click()
    assert serious(opened) == []
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("council")
    assert serious(opened) == []
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#focusbar").is_visible()
    assert serious(opened) == []


def serious(opened: Opened) -> list[tuple[str, str, list[str]]]:
    """Return what axe-core finds to be serious or critical: rule, impact, the first elements."""
    script = axe_script()
    if script is None:
        pytest.skip("axe-core is not installed: npm install axe-core, or set NEWSGRAPH_AXE to its axe.min.js")
    opened.page.evaluate(script.read_text("utf-8"))
    found = opened.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        (each["id"], each["impact"], [node["html"][:160] for node in each["nodes"][:3]])
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
    ]


def tree(opened: Opened) -> list[tuple[str, str]]:
    """Return role and name of everything that Chromium tells assistive technology, in order."""
    session = opened.page.context.new_cdp_session(opened.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [(each["role"]["value"], each.get("name", {}).get("value", "")) for each in nodes if not each["ignored"]]


@pytest.mark.parametrize("state", STATES)
def test_everything_one_can_use_has_a_name(open_page: Open, sample_page: str, state: str) -> None:
    found = tree(open_page(sample_page, state))
    used = {"button", "link", "slider", "combobox", "tab", "DisclosureTriangle", "columnheader", "option", "region", "tabpanel"}
    assert sum(role in used for role, _ in found) > 30
    assert [role for role, name in found if role in used and not name.strip()] == []


def test_a_screen_reader_is_told_what_the_page_is(open_page: Open, sample_page: str) -> None:
    found = tree(open_page(sample_page))
    for expected in (
        ("link", "Skip to the table of statements"),
        ("combobox", "Search names, statements and quotes"),
        ("button", "Graph"),
        ("DisclosureTriangle", "Export"),
        ("complementary", "Legend and filters"),
        ("button", "Only Denied or negated"),
        ("slider", "Least confidence"),
        ("complementary", "Evidence"),
        ("tab", "Article"),
    ):
        assert expected in found
    assert found.index(("link", "Skip to the table of statements")) < found.index(("button", "Graph"))


def test_a_screen_reader_finds_a_table_with_heads_and_statuses_in_words(open_page: Open, sample_page: str) -> None:
    found = tree(open_page(sample_page, "#view=table"))
    heads = [name for role, name in found if role == "columnheader"]
    assert heads == ["Who or what", "Relation", "Whom or what", "Status", "Says who", "When", "Confidence"]
    assert sum(role == "row" for role, _ in found) == 43
    assert ("button", "Evidence: " + CHAIRS) in found
    assert {name for role, name in found if role == "cell"} >= {"Stated as fact", "Denied or negated", "90 %"}


def test_what_is_selected_is_announced_and_headed(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page, "#view=table")
    opened.page.get_by_role("button", name="Evidence: " + CHAIRS).click()
    found = tree(opened)
    assert ("StaticText", "Stated as fact: " + CHAIRS) in found[found.index(("status", "")) :]
    assert ("heading", CHAIRS) in found
    assert opened.page.get_attribute("#live", "aria-live") == "polite"
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("astana")
    assert (opened.page.text_content("#live") or "").endswith(" results")
    assert opened.page.get_attribute("#q", "aria-activedescendant") == "hit0"
