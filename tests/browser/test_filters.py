"""Show search, filters, time, permalinks and the table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.browser.conftest import Open, Opened

from newsgraph.view import ViewGraph, page

pytestmark = pytest.mark.browser

CHAIRS = "Kyrgyzstan chairs Collective Security Treaty Organization"


def hits(opened: Opened, words: str) -> list[str]:
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(words)
    return [" ".join(text.split()) for text in opened.page.locator("#hits li").all_inner_texts()]


def statuses(opened: Opened) -> set[str]:
    return {line["status"] for line in opened.drawn("lines")}


def slide(opened: Opened, control: str, value: int) -> None:
    opened.page.eval_on_selector(control, "(box, value) => { box.value = value; box.dispatchEvent(new Event('input')); }", value)


def test_search_finds_names_and_aliases(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    assert hits(opened, "csto")[:2] == ["Collective Security Treaty Organization “CSTO”", "CSTO Council Organization"]
    opened.page.keyboard.press("Escape")
    assert hits(opened, "kyrgyz rep")[0] == "Kyrgyzstan “Kyrgyz Republic”"
    opened.page.keyboard.press("Enter")
    assert opened.text("#panel-details h3") == "Kyrgyzstan"


def test_search_finds_quotes_and_lists_all_in_the_table(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    found = hits(opened, "hotbeds of tension in the world")
    assert len(found) == 5
    assert found[-1] == "All 4 statements with “hotbeds of tension in the world”, as a table"
    opened.page.keyboard.press("ArrowUp")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#rows tr").count() == 4
    opened.page.get_by_role("button", name="clear", exact=True).click()
    assert opened.page.locator("#rows tr").count() == 42


def test_search_ignores_accents_and_says_when_there_is_nothing(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    assert hits(opened, "KÝRGYZSTÁN")[0].startswith("Kyrgyzstan")
    opened.page.keyboard.press("Escape")
    assert hits(opened, "xyzzy") == ["Nothing found"]


def test_legend_hides_and_shows_a_status(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    assert len(statuses(opened)) == 5
    button = opened.page.locator("#statuses .entry", has_text="Denied or negated")
    button.click()
    assert "Denied or negated" not in statuses(opened)
    assert button.get_attribute("aria-pressed") == "false"
    assert "41 of 42 statements" in opened.text("#count")
    button.click()
    assert len(statuses(opened)) == 5


def test_legend_shows_one_status_alone(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    row = opened.page.locator("#statuses li", has_text="Attributed")
    row.hover()
    row.get_by_role("button", name="Only Attributed").click()
    assert statuses(opened) == {"Attributed"}
    opened.page.get_by_role("button", name="Reset filters").first.click()
    assert len(statuses(opened)) == 5


def test_legend_hides_a_kind(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    opened.page.locator("#kinds .entry", has_text="Measure").click()
    labels = {each["label"] for each in opened.drawn("things")}
    assert "Kyrgyzstan" in labels
    assert "further enhance the capacity of the CSTO" not in labels


def test_time_slider_keeps_what_holds_then(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    assert opened.text("#time-text") == "Nov 2018 – Dec 2019"
    slide(opened, "#from", 2)
    assert [line["sentence"] for line in opened.drawn("lines")] == [CHAIRS]
    assert "from=2019-01-01" in opened.hash()
    slide(opened, "#from", 0)
    slide(opened, "#to", 0)
    assert CHAIRS not in {line["sentence"] for line in opened.drawn("lines")}
    assert len(opened.drawn("lines")) > 30


def test_time_begins_in_the_earliest_year_and_ends_in_the_last(open_page: Open, sample: ViewGraph) -> None:
    first, *rest = sample.statements
    old = replace(sample, statements=(replace(first, start="1919-06-28", end="1919-06-28"), *rest))
    opened = open_page(page(old))
    assert opened.text("#time-text") == "1919 – 2019"
    assert opened.page.get_attribute("#from", "aria-valuetext") == "1919"
    assert opened.page.get_attribute("#to", "aria-valuetext") == "2019"
    slide(opened, "#to", 0)
    assert [iri for line in opened.drawn("lines") for iri in line["statements"]] == [first.iri]


def test_confidence_hides_the_doubtful(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    slide(opened, "#confidence", 95)
    assert opened.drawn("lines") == []
    assert opened.page.locator("#empty").is_visible()
    opened.page.locator("#reset-empty").click()
    assert len(opened.drawn("lines")) > 30


def test_a_permalink_restores_everything(open_page: Open, sample_page: str) -> None:
    first = open_page(sample_page)
    first.page.locator("#statuses .entry", has_text="Attributed").click()
    first.page.locator("#kinds .entry", has_text="Topic").click()
    slide(first, "#to", 5)
    slide(first, "#confidence", 50)
    first.page.get_by_role("button", name="Light or dark").click()
    first.click(first.thing("Kyrgyzstan"))
    first.page.get_by_role("button", name="2 steps").click()
    second = open_page(sample_page, first.page.evaluate("location.hash"), name="again.html")
    for selector in ("#count", "#panel-details", "#time-text", "#confidence-text", "#focusbar", "#statuses", "#kinds"):
        assert second.text(selector) == first.text(selector)
    assert second.drawn("lines") == first.drawn("lines")
    assert second.hash() == first.hash()
    assert second.page.get_attribute("html", "data-theme") == "dark"


def test_a_permalink_to_a_statement_in_the_table(open_page: Open, sample_page: str, sample: ViewGraph) -> None:
    statement = next(each for each in sample.statements if each.predicate.endswith("#chairs"))
    opened = open_page(sample_page, f"#view=table&sort=when&down=1&statement={statement.iri}")
    assert opened.page.locator("#rows tr.on").count() == 1
    assert opened.text("#rows tr:first-child").startswith("Kyrgyzstan chairs")
    assert opened.text("#panel-details h3") == CHAIRS


@pytest.mark.parametrize(
    "state",
    [
        "#thing=nothing&statement=javascript:alert(1)&hide=x&from=tomorrow&detail=99&page=-3&sort=constructor&theme=pink&steps=9&between=a&open=__proto__",
        "#%E0%A4%A",
        "#view=table&page=99999999999&q=%00%FF",
        "#" + "a" * 20000,
    ],
)
def test_a_senseless_permalink_is_harmless(open_page: Open, sample_page: str, state: str) -> None:
    opened = open_page(sample_page, state)
    assert "42 statements" in opened.text("#count") or "of 42 statements" in opened.text("#count")


def test_changing_the_address_changes_the_view(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    opened.page.evaluate("location.hash = 'thing=~id/Astana'")
    opened.page.wait_for_selector("#focusbar:not([hidden])")
    assert opened.text("#panel-details h3") == "Astana"


def test_focus_given_at_build_is_where_the_page_starts(open_page: Open, sample: ViewGraph) -> None:
    opened = open_page(page(sample, focus="CSTO"))
    assert opened.text("#panel-details h3") == "Collective Security Treaty Organization"


def test_table_lists_and_sorts_every_statement(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    opened.page.get_by_role("button", name="Table").click()
    assert opened.page.locator("#rows tr").count() == 42
    head = opened.page.locator("#head th", has_text="Who or what").first
    head.get_by_role("button").click()
    names = opened.page.locator("#rows tr td:first-child").all_inner_texts()
    assert names == sorted(names, key=str.lower)
    assert head.get_attribute("aria-sort") == "ascending"
    opened.page.locator("#head th").first.get_by_role("button").click()
    assert opened.page.locator("#head th").first.get_attribute("aria-sort") == "descending"
    assert opened.page.locator("#rows tr td:first-child").all_inner_texts() == sorted(names, key=str.lower, reverse=True) or names[::-1]


def test_table_and_details_belong_together(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page, "#view=table")
    opened.page.get_by_role("button", name="Evidence: " + CHAIRS).click()
    assert opened.text("#panel-details blockquote") == "Kyrgyzstan chairs the CSTO in 2019."
    assert opened.page.locator("#rows tr.on").count() == 1
    assert opened.page.locator("#table").is_visible()
