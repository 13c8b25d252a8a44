"""Texts on the left, their blocks on the right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.model import BlockKind
from newsgraph.read.blocks import blocks, headline, issued

SAMPLE = Path(__file__).parents[2] / "data" / "articles" / "csto-2018.txt"
SHORT = {
    BlockKind.HEADER: "header",
    BlockKind.HEADLINE: "headline",
    BlockKind.DATELINE: "dateline",
    BlockKind.BYLINE: "byline",
    BlockKind.CAPTION: "caption",
    BlockKind.PARAGRAPH: "p",
}


def kinds(text: str) -> list[tuple[str, str]]:
    return [(SHORT[b.kind], text[b.start_char : b.end_char]) for b in blocks(text)]


CASES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "one sentence": ("Mali left the accord.", [("p", "Mali left the accord.")]),
    "one sentence without a full stop is no headline": ("Mali left the accord", [("p", "Mali left the accord")]),
    "metadata before the first sentence": (
        " date 2018-11-09 The president spoke.",
        [("header", "date 2018-11-09"), ("p", "The president spoke.")],
    ),
    "catalogue lines": (
        "source: Andes Wire\ndate: 2020-02-01\n\nPeru signed.",
        [("header", "source: Andes Wire"), ("header", "date: 2020-02-01"), ("p", "Peru signed.")],
    ),
    "a catalogue line after the text began is text": (
        "Peru signed.\n\nSource: two officials said so.",
        [("p", "Peru signed."), ("p", "Source: two officials said so.")],
    ),
    "headline and date line": (
        "Germany bans Mahan Air of Iran, citing 'security'\n\nWednesday, January 23, 2019\n\nGermany banned an airline.",
        [
            ("headline", "Germany bans Mahan Air of Iran, citing 'security'"),
            ("header", "Wednesday, January 23, 2019"),
            ("p", "Germany banned an airline."),
        ],
    ),
    "place and date above the headline": (
        "Lisbon, 4 May 2022\n\nPortugal and Cape Verde sign fisheries agreement\n\nThey signed.",
        [("header", "Lisbon, 4 May 2022"), ("headline", "Portugal and Cape Verde sign fisheries agreement"), ("p", "They signed.")],
    ),
    "place and date below the headline": (
        "Ministers meet\n\nWASHINGTON, D.C. – Wednesday, May 4, 2022\n\nThey met.",
        [("headline", "Ministers meet"), ("header", "WASHINGTON, D.C. – Wednesday, May 4, 2022"), ("p", "They met.")],
    ),
    "date and place": ("4 May 2022, New York\n\nOman voted.", [("header", "4 May 2022, New York"), ("p", "Oman voted.")]),
    "a headline with a date and more is a headline": (
        "Portugal votes on 4 May 2022\n\nThey voted.",
        [("headline", "Portugal votes on 4 May 2022"), ("p", "They voted.")],
    ),
    "a sentence that begins with place and date": (
        "Lisbon, 4 May 2022 was the day.\n\nThey signed.",
        [("p", "Lisbon, 4 May 2022 was the day."), ("p", "They signed.")],
    ),
    "headline in capitals": ("CHAD, NIGER SIGN PACT\n\nChad signed.", [("headline", "CHAD, NIGER SIGN PACT"), ("p", "Chad signed.")]),
    "byline without an empty line": ("By Maria Keller\nSwitzerland voted.", [("byline", "By Maria Keller"), ("p", "Switzerland voted.")]),
    "byline of a reporter": (
        "Oman voted.\n\nMaria Keller reports from Geneva.",
        [("p", "Oman voted."), ("byline", "Maria Keller reports from Geneva.")],
    ),
    "a sentence that begins with By": (
        "By Friday the talks had ended.\n\nNobody spoke.",
        [("p", "By Friday the talks had ended."), ("p", "Nobody spoke.")],
    ),
    "dateline with day and agency": (
        "LIMA, March 4 (Andes Wire) - Peru voted.",
        [("dateline", "LIMA, March 4 (Andes Wire) -"), ("p", "Peru voted.")],
    ),
    "dateline with agency": ("KYIV (AP) — Ukraine voted.", [("dateline", "KYIV (AP) —"), ("p", "Ukraine voted.")]),
    "dateline between slashes": (
        "MOSCOW, November 9. /TASS/. The council met.",
        [("dateline", "MOSCOW, November 9. /TASS/."), ("p", "The council met.")],
    ),
    "dateline of a place alone": ("WASHINGTON — The president left.", [("dateline", "WASHINGTON —"), ("p", "The president left.")]),
    "agency alone": ("(Reuters) - Peru voted.", [("dateline", "(Reuters) -"), ("p", "Peru voted.")]),
    "an organisation with an aside is no dateline": ("NATO — the alliance of the West — met.", [("p", "NATO — the alliance of the West — met.")]),
    "an acronym is no agency": ("African Union (AU) — A club of states — met.", [("p", "African Union (AU) — A club of states — met.")]),
    "an acronym without a dash": ("The Caribbean Community (CARICOM) met.", [("p", "The Caribbean Community (CARICOM) met.")]),
    "picture with its credit": (
        "Photo: Evo Morales waves. © Archive\n\nBolivia objected.",
        [("caption", "Photo: Evo Morales waves. © Archive"), ("p", "Bolivia objected.")],
    ),
    "credit alone": ("Bolivia objected.\n\n© Fjord Images", [("p", "Bolivia objected."), ("caption", "© Fjord Images")]),
    "a name between paragraphs": (
        "UN meets\n\nIt met today.\nBoris Johnson\nNothing was said.",
        [("headline", "UN meets"), ("p", "It met today."), ("caption", "Boris Johnson"), ("p", "Nothing was said.")],
    ),
    "a name with small words": ("Polls closed.\n\nMichael Tien of NPP", [("p", "Polls closed."), ("caption", "Michael Tien of NPP")]),
    "a name after the last sentence": (
        "All wanted coordination. Sooronbai Jeenbekov\n\nHe left.",
        [("p", "All wanted coordination."), ("caption", "Sooronbai Jeenbekov"), ("p", "He left.")],
    ),
    "a name after an abbreviation belongs to the sentence": (
        "The envoy met Gen. Abdel Fattah\n\nHe left.",
        [("headline", "The envoy met Gen. Abdel Fattah"), ("p", "He left.")],
    ),
    "initials are no end of a sentence": ("He left. She greeted U.S. President Obama", [("p", "He left. She greeted U.S. President Obama")]),
    "words in small letters are no name": ("He left. She stayed in town", [("p", "He left. She stayed in town")]),
    "list items": (
        "Key points\n\n•  Latvia signed.\n- Estonia did not.\n1. Malta waits\n\nThe end came.",
        [("headline", "Key points"), ("p", "Latvia signed."), ("p", "Estonia did not."), ("p", "Malta waits"), ("p", "The end came.")],
    ),
    "lines that were not wrapped": (
        (
            "Defence Secretary secures progress on sales as the unmanned aircraft project moves forward\nfurther joint action between UK and France in Calais\n"
            "Read the summit documents on issues including counter-terrorism, migration, defence and energy."
        ),
        [
            ("headline", "Defence Secretary secures progress on sales as the unmanned aircraft project moves forward"),
            ("p", "further joint action between UK and France in Calais"),
            ("p", "Read the summit documents on issues including counter-terrorism, migration, defence and energy."),
        ],
    ),
    "lines that were wrapped": (
        "Peru talks end\n\nThe ministers of Peru and Chile met for a second day of talks on\nfish, trade and the border between their countries, and ended\nwithout result.\n\nThey meet again.",
        [
            ("headline", "Peru talks end"),
            (
                "p",
                "The ministers of Peru and Chile met for a second day of talks on\nfish, trade and the border between their countries, and ended\nwithout result.",
            ),
            ("p", "They meet again."),
        ],
    ),
    "wrapped, with Windows line ends and soft hyphens": (
        "The Euro\u00adpean Union imposed sanctions on\r\nMyan\u00admar after the verdict, while its mission\r\nin Yangon stayed open.",
        [("p", "The Euro\u00adpean Union imposed sanctions on\r\nMyan\u00admar after the verdict, while its mission\r\nin Yangon stayed open.")],
    ),
    "wrapped, with a paragraph that ends in the middle": (
        "The ministers of Peru and Chile met for a second day of talks on\nfish, trade and the border.\nPeru then left the talks on the border, as it had done in the years\nbefore.",
        [
            ("p", "The ministers of Peru and Chile met for a second day of talks on\nfish, trade and the border."),
            ("p", "Peru then left the talks on the border, as it had done in the years\nbefore."),
        ],
    ),
    "links to other pages lie in no block": (
        "Norway objected.\n\nRead more: Iran threatens Norway\n\nShare this article | Print | Newsletter\n\n* * *",
        [("p", "Norway objected.")],
    ),
    "margins are left out": ("\ufeff\u00a0 Peru voted. \u200b\n", [("p", "Peru voted.")]),
    "a label above the headline is not the title": (
        "PRESS RELEASE\nFOR IMMEDIATE RELEASE\n\nPeru and Chile sign treaty\n\nPeru signed.",
        [("header", "PRESS RELEASE"), ("header", "FOR IMMEDIATE RELEASE"), ("headline", "Peru and Chile sign treaty"), ("p", "Peru signed.")],
    ),
    "an agency's label": ("UPDATE 2\nPeru signs\n\nPeru signed.", [("header", "UPDATE 2"), ("headline", "Peru signs"), ("p", "Peru signed.")]),
    "a label alone is all there is": ("Breaking news", [("p", "Breaking news")]),
    "agency at the end": (
        "Peru signed.\n\n(Reuters)\n\n(Pacific Press)",
        [("p", "Peru signed."), ("byline", "(Reuters)"), ("byline", "(Pacific Press)")],
    ),
    "an aside in brackets is text": ("Peru signed.\n\n(The president was ill.)", [("p", "Peru signed."), ("p", "(The president was ill.)")]),
    "buttons, handles and advertisements lie in no block": (
        "Peru signed.\n\nAdvertisement\n\nStory continues below\n\n@andeswire\n\nFollow us on Twitter\n\nhttps://t.co/abc\n\n3 min read\n\n12 comments\n\nShare\n\nIt was late.",
        [("p", "Peru signed."), ("p", "It was late.")],
    ),
    "credits without a sign": (
        "Peru signed.\n\nGetty Images\n\nREUTERS/Ann Lee\n\nImage caption, The port of Callao\n\nReuters reported it.",
        [
            ("p", "Peru signed."),
            ("caption", "Getty Images"),
            ("caption", "REUTERS/Ann Lee"),
            ("caption", "Image caption, The port of Callao"),
            ("p", "Reuters reported it."),
        ],
    ),
    "nothing": (" \n\t\n", []),
}


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES)
def test_blocks_are_found_by_layout(text: str, wanted: list[tuple[str, str]]) -> None:
    assert kinds(text) == wanted


def test_all_cases_are_collected() -> None:
    assert len(CASES) == 46


DATES = [
    (" date 2018-11-09 The president spoke.", date(2018, 11, 9)),
    ("Polls open\n\nFriday, September 9, 2016\n\nThey did.", date(2016, 9, 9)),
    ("Polls open\n\nPublished: 9 Nov. 2018, 14:05 GMT\n\nThey did.", date(2018, 11, 9)),
    ("Updated on 09.11.2018\n\nThey did.", date(2018, 11, 9)),
    ("LIMA, March 4, 2020 (Andes Wire) - Peru voted.", date(2020, 3, 4)),
    ("date: 2018-02-30\n\n2018-03-01\n\nThey did.", date(2018, 3, 1)),
    ("LIMA, March 4 (Andes Wire) - Peru voted.", None),
    ("The law of September 9, 2016 was repealed.", None),
]


@pytest.mark.parametrize(("text", "day"), DATES)
def test_issued_comes_from_layout_only(text: str, day: date | None) -> None:
    assert issued(text, blocks(text)) == day


def test_headline_is_one_line() -> None:
    text = "Peru and\tChile talk\n\nThey did."
    assert headline(text, blocks(text)) == "Peru and Chile talk"
    assert headline("They did.", blocks("They did.")) == ""


def test_sample_has_header_paragraphs_and_two_captions() -> None:
    text = SAMPLE.read_text("utf-8")
    found = kinds(text)
    assert found[0] == ("header", "date 2018-11-09")
    assert [content for kind, content in found if kind == "caption"] == ["Sooronbai Jeenbekov"] * 2
    assert [kind for kind, _ in found].count("p") == 9
    assert found[1][1].startswith("The President of Kyrgyzstan")
    assert found[5][1] == "Sooronbai Jeenbekov"
    assert found[4][1].endswith("foreign policy coordination.")


pieces = st.sampled_from(
    [
        "By Ann Lee",
        "Photo: x",
        "©",
        "date 2018-11-09",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\u2028",
        "LIMA (AP) — ",
        "• ",
        "A",
        "He left.",
        "Boris Johnson",
        "x" * 70,
        "|",
        "\ufeff",
        "“",
        "Read more",
        "*",
    ]
)


@given(st.one_of(st.text(), st.lists(pieces).map("".join), st.text(alphabet="Aa .\n-–(/)1")))
def test_any_text_gives_blocks_in_order_without_overlap(text: str) -> None:
    found = blocks(text)
    last = 0
    for block in found:
        content = text[block.start_char : block.end_char]
        assert last <= block.start_char
        assert content
        assert content == content.strip()
        last = block.end_char
    assert last <= len(text)
    assert found == blocks(text)


@given(
    st.lists(
        st.sampled_from(["Peru voted on the treaty.", "Chile did not vote, and nobody asked why.", "The ministers met."]), min_size=1, max_size=8
    )
)
def test_paragraphs_of_prose_are_all_kept(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    assert kinds(text) == [("p", each) for each in paragraphs]


@pytest.mark.parametrize("unit", ["A-", "Aa ", "of ", "(", ". A ", "12 ", "a.b ", "By A ", "A, "])
def test_long_lines_take_no_more_time_than_their_length_asks(unit: str) -> None:
    """A pattern that tries every split of a line would not come back within the time of the whole test run."""
    text = unit * 100_000
    assert all(block.end_char <= len(text) for block in blocks(text))
