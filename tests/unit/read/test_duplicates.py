"""Wire copy is found in every dress; reports of one event by different hands are not taken for it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.errors import ModelError
from newsgraph.read import article
from newsgraph.read.duplicates import Entry, Signature, article_signature, containment, find_copies, signature, similar

DAY = date(2021, 5, 4)
WIRE = """Port strike ends after night of talks

VALPARAISO, May 4 (Andes Wire) - Dock workers in Chile's main ports agreed early on Tuesday to end a nine-day strike after the government promised to restore pension rights that were cut last year.

The deal was reached after fourteen hours of talks in the building of the regional governor, where Labour Minister Elena Rojas met leaders of the dockers' union for the third time in a week.

"Nobody has won everything, but the ports will open at noon," Rojas told reporters outside the building. "The government keeps its word on pensions, and the union keeps its word on night shifts."

The strike had stopped copper and fruit exports worth about 60 million dollars a day, according to the chamber of commerce. Ships had waited off Valparaiso and San Antonio, and Peru had offered to handle some of the cargo in Callao.

Union president Marcos Vidal said members would vote on the agreement by Friday. He warned that work would stop again if parliament did not pass the necessary law before the end of June.

The opposition criticised the deal as a surrender. Senator Paula Cruz said the government had rewarded a blockade that hurt farmers and small exporters most.

Chile is the largest producer of copper in the world. Its ports handle more than nine tenths of its foreign trade.

A similar strike in 2014 lasted three weeks and ended only when the army moved containers under the eyes of striking workers.
"""
OTHER_HAND = """Chile's ports reopen as dockers accept pension offer

SANTIAGO - Cranes moved again in Chile's harbours on Tuesday afternoon, a few hours after the dockers' union and the labour ministry settled the longest port dispute in years.

Marcos Vidal, who leads the union, called the compromise "a beginning". His members get back the pension rights they lost in 2020; in return they accept longer night shifts.

"Nobody has won everything, but the ports will open at noon," Labour Minister Elena Rojas said at dawn.

Farmers had thrown away tons of grapes and cherries while some thirty vessels lay at anchor. Business leaders put the loss at half a billion dollars. Economists expect that growth in the second quarter will hardly suffer, because mines kept working and stocks can be shipped quickly.

Parliament still has to approve the change. A vote is not expected before the middle of June, and conservatives, who hold the Senate, have announced resistance.
"""
REPORT = "The central bank left its main rate at {rate} percent in {month}, saying that inflation of {inflation} percent was still above its target of two percent. Governor Ana Silva said that the council would wait for more data on wages and prices before it moved again. Analysts had expected the decision. The currency rose slightly against the dollar after the announcement, and bonds gained a little."


def paragraphs(text: str) -> list[str]:
    return text.strip().split("\n\n")


def edited(text: str) -> str:
    """Return the text as a sub-editor leaves it: words replaced all over."""
    swaps = {
        "Dock workers": "Dockers", "early on Tuesday": "on Tuesday", "promised": "pledged", "was reached": "came", "in the building of": "at the offices of",
        "told reporters": "said", "about 60": "some 60", "a day": "daily", "would vote": "will vote", "criticised": "attacked", "most": "the most",
        "the largest": "the biggest", "lasted": "went on for", "according to": "said", "leaders of": "chiefs of",
    }  # fmt: skip
    for old, new in swaps.items():
        text = text.replace(old, new)
    return text


COPIES = {
    "the same": WIRE,
    "another headline": WIRE.replace("Port strike ends after night of talks", "CHILE DOCKERS RETURN TO WORK"),
    "no headline and no dateline": "\n\n".join(paragraphs(WIRE)[1:]).replace("VALPARAISO, May 4 (Andes Wire) - ", ""),
    "another agency's name, a byline and a credit": WIRE.replace("(Andes Wire)", "(Pacific Press)").replace(
        "Port strike ends", "Strike over\n\nBy our correspondent\n\nPhoto: containers. © Archive\n\nPort strike ends"
    )
    + "\n\nReporting by Ann Lee; editing by Tom Fox.",
    "the last three paragraphs cut": "\n\n".join(paragraphs(WIRE)[:-3]),
    "the first four paragraphs only": "\n\n".join(paragraphs(WIRE)[:5]),
    "paragraphs in another order": "\n\n".join([*paragraphs(WIRE)[:3], *reversed(paragraphs(WIRE)[3:])]),
    "a local paragraph added": WIRE
    + "\n\nIn our town, the fruit market opened late on Monday because deliveries from the coast were missing for a week.",
    "words replaced by a sub-editor": edited(WIRE),
    "words replaced, end cut, headline changed": "Ports open again\n\n" + "\n\n".join(paragraphs(edited(WIRE))[1:-2]),
    "wrapped at a width, typographic quotes, other spaces": WIRE.replace('"', "”").replace("'", "’").replace(" ", "\u00a0 "),
    "in capitals": WIRE.upper(),
}
TEMPLATE = "{a} and {b} signed a trade agreement in Geneva on {day} after {n} months of talks, the government of {a} said.\n\n“We will open {n} new offices next year,” President {who} told reporters there. He said {b} may ask the United Nations for help with the costs.\n\nThe government of {b} denied that it had asked for money. The ministers of {a} and {b} plan to meet again in Geneva in {month} {year}."
OTHERS = {
    "another hand, with a quotation in common": OTHER_HAND,
    "another story with the same background": "Peru's congress opened an inquiry into port fees on Monday, two deputies said. The committee will hear the minister of transport next week. It has until the autumn to report. The government says that fees have not risen since 2017 and that the inquiry is an attempt to embarrass it before the vote.\n\nChile is the largest producer of copper in the world. Its ports handle more than nine tenths of its foreign trade.",
    "a follow-up that quotes a paragraph": "Dockers in Chile voted on Friday to accept the agreement that ended their strike, union officials said after counting in all ports. Turnout was high. Eight of ten members said yes, Marcos Vidal announced in San Antonio. He thanked the minister and the governor. Shipping firms said they had cleared the queue of vessels two days earlier than planned.\n\nThe opposition criticised the deal as a surrender. Senator Paula Cruz said the government had rewarded a blockade that hurt farmers and small exporters most.",
    "nothing to do with it": Path(__file__).parents[2].joinpath("data", "articles", "csto-2018.txt").read_text("utf-8"),
    "no words": "… — …",
}


def of(text: str) -> Signature:
    return article_signature(article(text, name="x")) if any(c.isalpha() for c in text) else signature(text)


@pytest.mark.parametrize("text", COPIES.values(), ids=COPIES)
def test_copy_is_recognised_in_every_dress(text: str) -> None:
    assert similar(of(WIRE), of(text))
    assert similar(of(text), of(WIRE))


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_another_article_is_no_copy(text: str) -> None:
    assert not similar(of(WIRE), of(text))
    assert containment(of(WIRE), of(text)) < 0.45


def test_reports_by_one_template_are_no_copies() -> None:
    """Most words are the same, but they speak of others."""
    one = TEMPLATE.format(a="Norway", b="Sweden", day="Monday", n=3, who="Nils Berg", month="October", year=2021)
    two = TEMPLATE.format(a="Kenya", b="Uganda", day="Tuesday", n=7, who="Grace Otieno", month="March", year=2022)
    assert not similar(of(one), of(two))
    assert similar(of(one), of(one.replace("The government of Sweden denied", "Sweden denied")))


def test_cases_are_collected() -> None:
    assert (len(COPIES), len(OTHERS)) == (12, 5)


def test_gold_articles_are_no_copies_of_each_other() -> None:
    texts = [path.read_text("utf-8") for path in sorted(Path(__file__).parents[2].joinpath("data", "gold").glob("*.txt"))]
    assert len(texts) == 8
    assert max(containment(signature(a), signature(b)) for a, b in combinations(texts, 2)) < 0.1


def test_short_texts_are_copies_only_if_all_words_are_the_same() -> None:
    assert similar(signature("Peru voted on the treaty."), signature("PERU voted, on the treaty"))
    assert not similar(signature("Peru voted on the treaty."), signature("Peru voted on the treaty today."))
    assert not similar(signature(""), signature(""))
    assert not similar(signature("Peru"), signature(""))


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8, 1.0])
def test_estimate_is_near_the_true_share(share: float) -> None:
    """Ten texts of 600 words of which the share stands in the other; the words are made up, so no sequence is there by chance."""
    errors = []
    for seed in range(10):
        rng = random.Random(seed)  # noqa: S311  # the same every time
        words = [f"w{rng.randrange(10**9)}" for _ in range(600)]
        fresh = [f"v{rng.randrange(10**9)}" for _ in range(600 - int(600 * share))]
        errors.append(containment(signature(" ".join(words)), signature(" ".join(words[: int(600 * share)] + fresh))) - share)
    assert abs(sum(errors)) / 10 < 0.04
    assert max(map(abs, errors)) < 0.15


@given(st.text())
def test_signature_survives_keeping(text: str) -> None:
    found = signature(text)
    assert Signature.from_bytes(found.to_bytes()) == found
    assert found.minima == signature(text.upper().lower()).minima or not text.isascii()


def test_signature_never_changes() -> None:
    """Signatures are kept beside articles, so another number here is another format."""
    found = signature("The quick brown fox jumps over the lazy dog.")
    assert found.n_shingles == 6
    assert found.minima[:12].hex() == "006bf61c7f330b0018262a60"


@pytest.mark.parametrize("content", [b"", b"\1\0\0\0", b"\1\0\0\0\0\0\0\0", b"\0\0\0\0\0\0\0\0x"])
def test_broken_signature_is_refused(content: bytes) -> None:
    with pytest.raises(ModelError):
        Signature.from_bytes(content)


def entries(*texts: str, days: list[date | None] | None = None) -> list[Entry]:
    given_days = days or [DAY] * len(texts)
    return [Entry(key=f"{n:016x}", issued=day, signature=of(text)) for n, (text, day) in enumerate(zip(texts, given_days, strict=True))]


def copies(found: list[Entry], folder: Path) -> list[tuple[int, int]]:
    folder.mkdir()
    return [(int(a, 16), int(b, 16)) for a, b in find_copies(found, folder)]


def test_copies_point_at_one_original_in_any_order(tmp_path: Path) -> None:
    """The original was issued first, though it is not the longest; a copy without a day comes last."""
    short = "\n\n".join(paragraphs(WIRE)[:5])
    found = entries(WIRE, OTHER_HAND, short, edited(WIRE), days=[DAY, DAY, DAY - timedelta(1), None])
    for number, order in enumerate(permutations(found)):
        assert copies(list(order), tmp_path / str(number)) == [(0, 2), (3, 2)]


def test_of_one_day_the_longest_is_the_original(tmp_path: Path) -> None:
    assert copies(entries("\n\n".join(paragraphs(WIRE)[:5]), WIRE, WIRE), tmp_path / "x") == [(0, 1), (2, 1)]


def test_report_of_another_month_is_no_copy(tmp_path: Path) -> None:
    """The same words in another week are another article; with other figures, in any week."""
    march, april = REPORT.format(rate="5.25", month="March", inflation="4.1"), REPORT.format(rate="5.25", month="April", inflation="3.9")
    assert containment(signature(march), signature(april)) > 0.6
    assert not similar(signature(march), signature(april))
    assert copies(entries(march, march, days=[DAY, DAY + timedelta(30)]), tmp_path / "a") == []
    assert copies(entries(march, march, days=[DAY, DAY + timedelta(2)]), tmp_path / "b") == [(1, 0)]
    assert copies(entries(march, april, days=[DAY, DAY]), tmp_path / "c") == []


def test_nothing_and_one_article_have_no_copies(tmp_path: Path) -> None:
    assert copies([], tmp_path / "a") == []
    assert copies(entries(WIRE), tmp_path / "b") == []
    assert copies(entries(WIRE, OTHER_HAND), tmp_path / "c") == []


def test_thousands_of_articles_with_a_crowd_of_copies(tmp_path: Path) -> None:
    """3,000 articles of their own and one that 500 papers print, shuffled: all copies are found, and nothing else."""
    rng = random.Random(1)  # noqa: S311  # the same every time
    vocabulary = [f"word{n}" for n in range(5_000)]
    texts = [" ".join(rng.choices(vocabulary, k=120)) for _ in range(3_000)]
    found = [Entry(key=f"{n + 1000:016x}", issued=DAY, signature=signature(text)) for n, text in enumerate(texts)]
    words = " ".join(rng.choices(vocabulary, k=300)).split()
    crowd = [signature(" ".join([*words[: 300 - rng.randrange(100)], f"paper{n}"])) for n in range(499)] + [
        signature(" ".join(words) + " and some more words")
    ]
    found += [Entry(key=f"{n:016x}", issued=DAY, signature=each) for n, each in enumerate(crowd)]
    rng.shuffle(found)
    assert copies(found, tmp_path / "x") == [(n, 499) for n in range(499)]
