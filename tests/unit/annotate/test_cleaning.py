"""Cleaning makes a text readable for the parser and never loses where a character came from."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsgraph.annotate.cleaning import CleanText, clean

CLEANED: list[tuple[str, str]] = [  # as it stands, as it is read
    ("plain words", "plain words"),
    ("", ""),
    (" \n\t ", ""),
    ("\u200b\ufeff", ""),
    ("  two  blanks ", "two blanks"),
    ("no\u00a0break\u2009thin", "no break thin"),
    ("line\nbreak\r\nand\u2028more", "line break and more"),
    ("a\x00b", "a b"),
    ("soft\u00adhyphen", "softhyphen"),
    ("zero\u200bwidth\u200d", "zerowidth"),
    ("\u202eright to left\u202c", "right to left"),
    ("«Yes»", "“Yes”"),
    ("‹Yes›", "“Yes”"),
    ("it’s `so´", "it's 'so'"),
    ("well‑known", "well-known"),
    ("AT&amp;T", "AT&T"),
    ("&lt;b&gt;", "<b>"),
    ("&#8217;s &#x2019;s", "'s 's"),
    ("&nbsp;x&nbsp;", "x"),
    ("&amp;lt;", "&lt;"),
    ("&bogus; & so on", "&bogus; & so on"),
    ("need.And we", "need. And we"),
    ("in 2018.The", "in 2018. The"),
    ("the end.“And", "the end. “And"),
    ("U.S.A and 3.5 and X.Y and e.g.This", "U.S.A and 3.5 and X.Y and e.g.This"),
    ("e\u0301 \U0001f600", "e\u0301 \U0001f600"),
]
CHARACTERS = st.characters(exclude_categories=["Cs"])
MANGLED = st.lists(
    st.one_of(CHARACTERS, st.sampled_from(["&amp;", "&#160;", "\u200b", "\u00ad", "need.And ", " ", "\n", "«", "„", "’", "The "]))
).map("".join)


@pytest.mark.parametrize(("raw", "text"), CLEANED, ids=[ascii(row[0]) for row in CLEANED])
def test_text_is_made_readable(raw: str, text: str) -> None:
    assert clean(raw, 0, len(raw)).text == text


@pytest.mark.xfail(strict=True, reason="a low quotation mark opens, but the high one that closes it is left as a further opening")
def test_german_quotation_marks_open_and_close() -> None:
    assert clean("„Ja“", 0, 4).text == "“Ja”"


def test_offsets_count_in_the_article() -> None:
    article = "Title\n\nA &amp; B\u200b went."
    found = clean(article, 7, len(article))
    assert found.text == "A & B went."
    assert [article[found.origin[i] : found.ends[i]] for i in range(len(found.text))] == ["A", " ", "&amp;", " ", "B", " ", "w", "e", "n", "t", "."]


def test_space_that_is_put_back_has_no_width() -> None:
    found = clean("need.And", 0, 8)
    assert (found.origin[5], found.ends[5]) == (5, 5)


def test_a_word_is_found_again_by_its_offsets() -> None:
    article = "The  «Treaty&nbsp;of Lis\u00adbon»"
    found = clean(article, 0, len(article))
    first = found.text.index("Treaty")
    last = found.text.index("Lisbon") + len("Lisbon") - 1
    assert article[found.origin[first] : found.ends[last]] == "Treaty&nbsp;of Lis\u00adbon"


def _check(article: str, start: int, end: int, found: CleanText) -> None:
    assert len(found.text) == len(found.origin) == len(found.ends)
    assert all(start <= a <= b <= end for a, b in zip(found.origin, found.ends, strict=True))
    assert list(found.origin) == sorted(found.origin)
    assert all(b <= c for b, c in zip(found.ends, found.origin[1:], strict=False))
    assert found.text == found.text.strip()
    assert "  " not in found.text
    for char, a, b in zip(found.text, found.origin, found.ends, strict=True):
        raw = article[a:b]
        assert raw == char or clean(raw, 0, len(raw)).text == char.strip()


@given(article=MANGLED, data=st.data())
@example(article="\u2028.A", data=None)
def test_every_character_knows_where_it_stood(article: str, data: st.DataObject | None) -> None:
    start = data.draw(st.integers(0, len(article))) if data else 0
    end = data.draw(st.integers(start, len(article))) if data else len(article)
    _check(article, start, end, clean(article, start, end))


@given(article=MANGLED.filter(lambda text: "&" not in text))
def test_clean_text_stays_as_it_is(article: str) -> None:
    once = clean(article, 0, len(article)).text
    assert clean(once, 0, len(once)).text == once


@given(article=st.text(st.sampled_from("abc XYZ,;-"), max_size=40), before=st.text(CHARACTERS, max_size=5))
def test_plain_text_is_not_changed(article: str, before: str) -> None:
    found = clean(before + article, len(before), len(before + article))
    assert found.text == " ".join(article.split())
    assert all((before + article)[a] == char for char, a in zip(found.text, found.origin, strict=True))


def test_table_is_complete() -> None:
    assert len(CLEANED) == 26
