"""Quotations are found in every style, over several paragraphs, and where layout alone sets speech off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.annotate.quotes import find_quotes
from newsgraph.lexicon import load_lexicon
from newsgraph.model import BlockKind
from newsgraph.parse import Quote, Sentence

STYLES: list[tuple[str, tuple[str, ...], list[str]]] = [  # style, paragraphs, quotations; "+" goes on with the speech before it
    ("curly", ("“ Yes , ” he said .",), ["Yes ,"]),
    ("as the parser writes them", ("`` Yes , '' he said .",), ["Yes ,"]),
    ("straight", ('" Yes , " he said .',), ["Yes ,"]),
    ("single", ("' Yes , ' he said .",), ["Yes ,"]),
    ("two singles", ("' A , ' and ' B . '",), ["A ,", "B ."]),
    ("two straight ones", ('" A " and " B "',), ["A", "B"]),
    ("two curly ones", ("“ A ” and “ B ”",), ["A", "B"]),
    ("around the verb of saying", ("“ A , ” he said , “ B . ”",), ["A ,", "B ."]),
    ("genitive of a plural", ("the states ' votes",), []),
    ("feet and inches", ("5 ' tall and 6 '",), []),
    ("empty marks", ("“ ” he said .",), []),
    ("a closing mark alone", ("he ” said .",), []),
    ("never closed", ("“ One two",), ["One two"]),
    ("never closed, then a new paragraph", ("“ One .", "He left ."), ["One ."]),
    ("over two paragraphs", ("“ One .", "“ Two . ” he said ."), ["One .", "+Two ."]),
    ("over three paragraphs", ("“ One .", "“ Two .", "“ Three . ”"), ["One .", "+Two .", "+Three ."]),
    ("over two paragraphs, straight", ('" One .', '" Two . "'), ["One .", "+Two ."]),
    ("over two paragraphs, opened once", ("“ One .", "Two . ” he said ."), ["One .", "+Two ."]),
    ("one closed, then another", ("“ One . ” he said .", "“ Two . ”"), ["One .", "Two ."]),
    ("a label in capitals", ("MINISTER CLARK : We agree .",), ["We agree ."]),
    ("a label in small letters", ("Clark : We agree .",), []),
    ("a paragraph in the first person", ("Clark said :", "We agree .", "They left ."), ["We agree ."]),
    ("two paragraphs in the first person", ("Clark said :", "We agree .", "We hope ."), ["We agree .", "+We hope ."]),
    ("a colon, and then marks", ("Clark said :", "“ We agree . ”"), ["We agree ."]),
    ("a colon without a verb of saying", ("Three points :", "We agree ."), []),
]


def found(*paragraphs: str) -> list[str]:
    """Return the quotations of paragraphs whose tokens stand apart; a leading "+" stands for `follows`."""
    words: list[str] = []
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs):
        start = len(words)
        words.extend(paragraph.split())
        sentences.append(Sentence(start=start, end=len(words), block=number, kind=BlockKind.PARAGRAPH))
    return ["+" * q.follows + " ".join(words[q.start : q.end]) for q in quotes(words, sentences)]


def quotes(words: list[str], sentences: list[Sentence]) -> tuple[Quote, ...]:
    """Return the quotations; the only lemma that matters is that of "said"."""
    return find_quotes(words, ["say" if word == "said" else word.lower() for word in words], sentences, load_lexicon())


@pytest.mark.parametrize(("style", "paragraphs", "expected"), STYLES, ids=[row[0] for row in STYLES])
def test_quotation_is_found(style: str, paragraphs: tuple[str, ...], expected: list[str]) -> None:
    assert found(*paragraphs) == expected, style


def test_quotation_within_a_quotation_does_not_end_it() -> None:
    assert found("“ It is ' a farce , ' and we left , ” he said .")[-1].endswith("and we left ,")


@pytest.mark.xfail(strict=True, reason="each stray closing mark gives one more quotation from the start of the paragraph")
def test_quotations_do_not_overlap() -> None:
    assert found("“ One .", "Two . ” he said . ”") == ["One .", "+Two ."]


@given(st.lists(st.lists(st.sampled_from([*"“”\"':.,", "``", "''", "said", "We", "Clark", "s"]), min_size=1, max_size=12), min_size=1, max_size=4))
def test_quotations_are_inside_their_paragraphs_and_in_order(paragraphs: list[list[str]]) -> None:
    words = [word for paragraph in paragraphs for word in paragraph]
    ends = [sum(map(len, paragraphs[: k + 1])) for k in range(len(paragraphs))]
    sentences = [
        Sentence(start=end - len(p), end=end, block=k, kind=BlockKind.PARAGRAPH) for k, (p, end) in enumerate(zip(paragraphs, ends, strict=True))
    ]
    spans = quotes(words, sentences)
    assert all(q.start < q.end and any(s.start <= q.start and q.end <= s.end for s in sentences) for q in spans)
    assert [q.start for q in spans] == sorted(q.start for q in spans)


def test_table_is_complete() -> None:
    assert len(STYLES) == 25
