"""Show that the drawing stands, answers, and tells the truth about each statement."""

from __future__ import annotations

import pytest
from tests.browser.conftest import Open

from newsgraph.view import ViewGraph

pytestmark = pytest.mark.browser

CHAIRS = "Kyrgyzstan chairs Collective Security Treaty Organization"
NEGATED = "terrorist threat not: undergoes decrease of the terrorist threat"


def test_every_thing_and_statement_is_drawn(open_page: Open, sample_page: str, sample: ViewGraph) -> None:
    opened = open_page(sample_page)
    assert {each["label"] for each in opened.drawn("things")} == {node.label for node in sample.nodes.values()}
    drawn = [iri for line in opened.drawn("lines") for iri in line["statements"]]
    assert sorted(drawn) == sorted(each.iri for each in sample.statements)
    assert opened.text("#count") == f"{len(sample.nodes)} things · 42 statements · 1 article"


def test_things_have_the_color_of_their_kind_on_the_canvas(open_page: Open, sample_page: str, sample: ViewGraph) -> None:
    opened = open_page(sample_page)
    for label in ("Sooronbai Jeenbekov", "Kyrgyzstan", "Astana"):
        spot, node = opened.thing(label), next(node for node in sample.nodes.values() if node.label == label)
        found = opened.page.evaluate(
            """([x, y]) => {
              const canvas = document.querySelector("#net canvas"), frame = canvas.getBoundingClientRect(), k = canvas.width / frame.width;
              const data = canvas.getContext("2d").getImageData((x - frame.left - 12) * k, (y - frame.top - 12) * k, 24 * k, 24 * k).data, found = new Set();
              for (let i = 0; i < data.length; i += 4) found.add("#" + [0, 1, 2].map((n) => data[i + n].toString(16).padStart(2, "0")).join(""));
              return [...found];
            }""",
            [spot["x"], spot["y"]],
        )
        assert sample.kinds[node.kind].color in found


def test_no_two_labels_overlap_on_the_screen(open_page: Open, sample_page: str) -> None:
    labels = open_page(sample_page).drawn("labels")
    assert len(labels) > 30
    for n, one in enumerate(labels):
        for other in labels[:n]:
            wide = min(one["box"][2], other["box"][2]) - max(one["box"][0], other["box"][0])
            high = min(one["box"][3], other["box"][3]) - max(one["box"][1], other["box"][1])
            assert min(wide, high) < 6, (one, other)


def test_click_on_a_line_shows_its_sentence_with_the_words_marked(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    opened.click(opened.line(CHAIRS))
    panel = opened.page.locator("#panel-details")
    assert opened.text("#panel-details h3") == CHAIRS
    assert opened.text("#panel-details blockquote") == "Kyrgyzstan chairs the CSTO in 2019."
    assert panel.locator("blockquote .m-rel").all_inner_texts() == ["chairs"]
    assert panel.locator("blockquote .m-name").all_inner_texts() == ["Kyrgyzstan", "CSTO"]
    facts = opened.text("#panel-details .facts")
    for words in ("1 Jan 2019 – 31 Dec 2019", "in 2019", "90 %", "hand.chairs.v1", "actual · affirmative · author's voice"):
        assert words in facts
    caption = opened.text("#panel-details figcaption")
    assert "9 Nov 2018" in caption
    assert "characters 170–205" in caption
    assert "Stated as fact" in opened.text("#panel-details .eyebrow")


def test_a_claim_names_speaker_occasion_and_signal_words(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    opened.click(opened.line("Kyrgyzstan undertakes further enhance the capacity of the CSTO"))
    facts = opened.text("#panel-details .facts")
    assert "Says who Sooronbai Jeenbekov" in facts
    assert "Said at session of the CSTO Council in Astana" in facts
    assert "Planned or called for" in opened.text("#panel-details .eyebrow")
    assert opened.page.locator("blockquote .m-cue").all_inner_texts() == ["said"]


def test_negation_can_be_seen_and_read(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    line = opened.line(NEGATED)
    assert line["status"] == "Denied or negated"
    opened.click(line)
    assert opened.text("#panel-details h3") == NEGATED
    assert opened.page.locator("#panel-details .eyebrow svg path").count() == 1


def test_click_on_a_thing_shows_what_is_said_of_it(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    opened.click(opened.thing("Kyrgyzstan"))
    assert opened.text("#panel-details h3") == "Kyrgyzstan"
    panel = opened.text("#panel-details")
    assert "Kyrgyz Republic" in panel
    assert opened.page.locator("#panel-details a[href='http://www.wikidata.org/entity/Q813']").count() == 1
    assert opened.page.locator("#panel-details .row").count() == 5
    opened.page.locator("#panel-details .row", has_text="chairs").click()
    assert opened.text("#panel-details h3") == CHAIRS


def test_selection_is_lit_and_can_be_widened_and_cleared(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page, "#thing=~id/Kazakhstan")
    lit = [each["label"] for each in opened.drawn("things") if not each["dimmed"]]
    assert sorted(lit) == ["Astana", "Kazakhstan"]
    opened.page.get_by_role("button", name="2 steps").click()
    wider = [each["label"] for each in opened.drawn("things") if not each["dimmed"]]
    assert sorted(wider) == ["Astana", "Kazakhstan", "session of the CSTO Council in Astana"]
    opened.page.keyboard.press("Escape")
    assert not [each for each in opened.drawn("things") if each["dimmed"]]
    assert opened.hash() == ""


def test_article_and_graph_lead_to_each_other(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    opened.click(opened.line(CHAIRS))
    opened.page.get_by_role("button", name="Read it in the article").click()
    assert opened.text("#panel-article .now") == "Kyrgyzstan chairs the CSTO in 2019."
    article = opened.page.inner_text("#panel-article .article")
    assert "«I am sure that the mentioned areas" in article
    opened.page.locator("#panel-article a.ev", has_text="The terrorist threat does not decrease").first.click()
    assert opened.page.locator("#panel-article").is_visible()
    assert "statement=" in opened.hash()
    opened.page.get_by_role("tab", name="Details").click()
    assert opened.text("#panel-details blockquote").startswith("The terrorist threat does not decrease")


def test_words_that_carry_several_statements_lead_to_each(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page, "#tab=article")
    found = set()
    for _ in range(4):
        opened.page.locator("#panel-article a.ev", has_text="The terrorist threat does not decrease").first.click()
        found.add(opened.text("#panel-article .chosen .row"))
    assert len(found) == 4
    assert "3 other statements rest on the same words" in opened.text("#panel-article .chosen")


def test_hovering_tells_what_lies_there(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page)
    spot = opened.thing("Astana")
    opened.page.mouse.move(spot["x"] - 40, spot["y"])
    opened.page.mouse.move(spot["x"], spot["y"])
    opened.page.wait_for_selector("#tip:not([hidden])")
    assert "Astana" in opened.text("#tip")
    assert "Place · 2 statements" in opened.text("#tip")


def test_names_with_hyphens_are_marked(open_page: Open, sample_page: str) -> None:
    opened = open_page(sample_page, "#thing=~id/UN_Global_Counter-Terrorism_Strategy&tab=article")
    assert opened.page.locator("#panel-article .m-name").all_inner_texts() == ["UN Global Counter-Terrorism Strategy"]


def test_a_graph_without_anything_opens(open_page: Open) -> None:
    from newsgraph.view import page

    empty = ViewGraph(nodes={}, statements=(), articles={}, spans={}, kinds={}, statuses={}, relations={}, terms={})
    opened = open_page(page(empty, title="Nothing"))
    assert opened.text("#count") == "0 things · 0 statements · 0 articles"
    opened.page.get_by_role("button", name="Table").click()
    opened.page.get_by_role("tab", name="Article").click()
    assert "no article" in opened.text("#panel-article")


def test_who_says_it_and_where_are_joined_to_the_line(open_page: Open, sample_page: str, sample: ViewGraph) -> None:
    opened = open_page(sample_page)
    found = {(each["label"], each["says"], each["sentence"]) for each in opened.drawn("ties")}
    label = {iri: node.label for iri, node in sample.nodes.items()}
    said = next(each for each in sample.statements if each.speakers and each.speakers[0] not in {each.subject, each.object})
    assert (label[said.speakers[0]], True) in {(who, says) for who, says, _ in found}
    assert {says for _, says, _ in found} == {True, False}
    opened.page.locator("#statuses .entry", has_text="Says it").click()
    assert {each["says"] for each in opened.drawn("ties")} == {False}
    assert "said=0" in opened.hash()
    opened.page.locator("#statuses .entry", has_text="Place or occasion").click()
    assert opened.drawn("ties") == []
    again = open_page(sample_page, opened.page.evaluate("location.hash"), name="again.html")
    assert again.drawn("ties") == []
    again.page.get_by_role("button", name="Reset filters").first.click()
    assert len(again.drawn("ties")) == len(found)


def test_nothing_stands_without_a_line(open_page: Open, sample_page: str, sample: ViewGraph) -> None:
    opened = open_page(sample_page)
    joined = {each["label"] for each in opened.drawn("ties")}
    for each in sample.statements:
        joined |= {sample.nodes[each.subject].label, sample.nodes[each.object].label}
    for node in sample.nodes.values():
        joined |= {node.label, *(sample.nodes[iri].label for iri in node.about)} if node.about else set()
    assert {each["label"] for each in opened.drawn("things")} == joined


def test_a_speaker_lights_what_it_says(open_page: Open, sample_page: str, sample: ViewGraph) -> None:
    said = next(each for each in sample.statements if each.speakers and each.speakers[0] not in {each.subject, each.object})
    opened = open_page(sample_page, f"#thing={said.speakers[0]}")
    lit = {each["iri"] for each in opened.drawn("things") if not each["dimmed"]}
    assert {said.subject, said.object, said.speakers[0]} <= lit
    assert said.iri in {iri for line in opened.drawn("lines") if not line["dimmed"] for iri in line["statements"]}
    assert "says this (" in opened.text("#panel-details").lower()
