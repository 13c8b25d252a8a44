"""Time expressions become intervals of days, relative to the day of the article: Friday, 9 November 2018."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.annotate.times import find_times, other_readings

TODAY = date(2018, 11, 9)

EXPRESSIONS: list[tuple[str, str, str]] = [  # text, words of the expression, first..last day
    ("in 2019", "2019", "2019-01-01..2019-12-31"),
    ("by 2025", "2025", "2025-01-01..2025-12-31"),
    ("the 2018 summit", "2018", "2018-01-01..2018-12-31"),
    ("on 9 November 2018", "9 November 2018", "2018-11-09..2018-11-09"),
    ("on November 9, 2018", "November 9, 2018", "2018-11-09..2018-11-09"),
    ("on the 9th of November", "9th of November", "2018-11-09..2018-11-09"),
    ("on Sept. 3, 2001, two", "Sept. 3, 2001", "2001-09-03..2001-09-03"),
    ("Nov. 9", "Nov. 9", "2018-11-09..2018-11-09"),
    ("on Jan. 2 it", "Jan. 2", "2019-01-02..2019-01-02"),
    ("Dec 31", "Dec 31", "2018-12-31..2018-12-31"),
    ("2018-11-09", "2018-11-09", "2018-11-09..2018-11-09"),
    ("in November", "November", "2018-11-01..2018-11-30"),
    ("in May 2018", "May 2018", "2018-05-01..2018-05-31"),
    ("in February 2020", "February 2020", "2020-02-01..2020-02-29"),
    ("last November", "last November", "2017-11-01..2017-11-30"),
    ("last March", "last March", "2018-03-01..2018-03-31"),
    ("next March", "next March", "2019-03-01..2019-03-31"),
    ("in early May", "early May", "2018-05-01..2018-05-10"),
    ("in mid-August", "mid-August", "2018-08-11..2018-08-20"),
    ("in late October", "late October", "2018-10-21..2018-10-31"),
    ("in the first half of 2019", "first half of 2019", "2019-01-01..2019-06-30"),
    ("the second half of the year", "second half of the year", "2018-07-01..2018-12-31"),
    ("the third quarter of 2018", "third quarter of 2018", "2018-07-01..2018-09-30"),
    ("the fourth quarter of 2018", "fourth quarter of 2018", "2018-10-01..2018-12-31"),
    ("in the last quarter of last year", "last quarter of last year", "2017-10-01..2017-12-31"),
    ("the first quarter of next year", "first quarter of next year", "2019-01-01..2019-03-31"),
    ("today", "today", "2018-11-09..2018-11-09"),
    ("tonight", "tonight", "2018-11-09..2018-11-09"),
    ("earlier this evening", "earlier this evening", "2018-11-09..2018-11-09"),
    ("yesterday", "yesterday", "2018-11-08..2018-11-08"),
    ("tomorrow", "tomorrow", "2018-11-10..2018-11-10"),
    ("the day before yesterday", "the day before yesterday", "2018-11-07..2018-11-07"),
    ("the day after tomorrow", "the day after tomorrow", "2018-11-11..2018-11-11"),
    ("on Friday", "Friday", "2018-11-09..2018-11-09"),
    ("on Monday", "Monday", "2018-11-05..2018-11-05"),
    ("last Friday", "last Friday", "2018-11-02..2018-11-02"),
    ("next Monday", "next Monday", "2018-11-12..2018-11-12"),
    ("this coming Thursday", "this coming Thursday", "2018-11-15..2018-11-15"),
    ("last week", "last week", "2018-10-29..2018-11-04"),
    ("this week", "this week", "2018-11-05..2018-11-11"),
    ("the upcoming week", "the upcoming week", "2018-11-12..2018-11-18"),
    ("over the past weekend", "the past weekend", "2018-11-03..2018-11-04"),
    ("last month", "last month", "2018-10-01..2018-10-31"),
    ("next month", "next month", "2018-12-01..2018-12-31"),
    ("last year", "last year", "2017-01-01..2017-12-31"),
    ("for the coming year", "the coming year", "2019-01-01..2019-12-31"),
    ("two days ago", "two days ago", "2018-11-07..2018-11-07"),
    ("a week ago", "a week ago", "2018-10-29..2018-11-04"),
    ("three months ago", "three months ago", "2018-08-01..2018-08-31"),
    ("11 months ago", "11 months ago", "2017-12-01..2017-12-31"),
    ("a year earlier", "a year earlier", "2017-01-01..2017-12-31"),
    ("in spring", "in spring", "2018-03-01..2018-05-31"),
    ("in autumn 2018", "in autumn 2018", "2018-09-01..2018-11-30"),
    ("in the winter of 2019", "in the winter of 2019", "2019-12-01..2020-02-29"),
    ("from 2014 to 2016", "from 2014 to 2016", "2014-01-01..2016-12-31"),
    ("between 2014 and 2016", "between 2014 and 2016", "2014-01-01..2016-12-31"),
    ("in 2014–2016", "2014–2016", "2014-01-01..2016-12-31"),
    ("from March to May", "March to May", "2018-03-01..2018-05-31"),
    ("December 2018 through January 2019", "December 2018 through January 2019", "2018-12-01..2019-01-31"),
    ("on 9-11 November", "9-11 November", "2018-11-09..2018-11-11"),
    ("November 9-11, 2018", "November 9-11, 2018", "2018-11-09..2018-11-11"),
    ("on 9 and 10 November", "9 and 10 November", "2018-11-09..2018-11-10"),
    ("in mid-2018", "mid-2018", "2018-05-01..2018-08-31"),
    ("the 1st half of 2019", "1st half of 2019", "2019-01-01..2019-06-30"),
    ("on 9.11.2018", "9.11.2018", "2018-11-09..2018-11-09"),
    ("late October 2018", "late October 2018", "2018-10-21..2018-10-31"),
    ("on May 1", "May 1", "2018-05-01..2018-05-01"),
]
NO_TIMES = [
    "2018 people fled",
    "in the 1990s",
    "1,200 men",
    "$2018",
    "they may march on",
    "2016-13-01",
    "9999 years ago",
    "flight 2018-7",
    "he augured well",
    "",
]


def found(text: str, today: date | None) -> list[tuple[str, str]]:
    """Return the words and days of each expression."""
    return [(text[a:b], f"{when.start or ''}..{when.end or ''}") for a, b, when in find_times(text, today)]


@pytest.mark.parametrize(("text", "words", "days"), EXPRESSIONS, ids=[row[0] for row in EXPRESSIONS])
def test_expression_is_an_interval(text: str, words: str, days: str) -> None:
    assert found(text, TODAY) == [(words, days)]
    assert [when.text for *_, when in find_times(text, TODAY)] == [words]


@pytest.mark.parametrize("text", NO_TIMES)
def test_numbers_and_verbs_are_no_times(text: str) -> None:
    assert found(text, TODAY) == []


def test_several_expressions_stand_in_order_without_overlap() -> None:
    text = "On Monday it said that from 2014 to 2016, and in May 2018, it had met; next week it will again."
    assert [words for words, _ in found(text, TODAY)] == ["Monday", "from 2014 to 2016", "May 2018", "next week"]


@pytest.mark.parametrize(
    "text", [row[0] for row in EXPRESSIONS if row[0].startswith(("on Mon", "last", "next", "yester", "two d", "this w", "in early"))]
)
def test_relative_expressions_need_the_day_of_the_article(text: str) -> None:
    assert found(text, None) == []


@pytest.mark.parametrize("text", ["in 2019", "on 9 November 2018", "the third quarter of 2018", "from 2014 to 2016"])
def test_absolute_expressions_do_not(text: str) -> None:
    assert found(text, None) == found(text, TODAY) != []


@pytest.mark.parametrize("today", [date(1, 1, 1), date(9999, 12, 31), date(2020, 2, 29)])
@pytest.mark.parametrize(
    "text", ["yesterday", "next week", "last month", "two years ago", "on 29 February", "in the winter of 2020", "tomorrow", "last year"]
)
def test_ends_of_the_calendar_do_no_harm(text: str, today: date) -> None:
    assert len(find_times(text, today)) <= 1


@given(text=st.lists(st.sampled_from([row[0] for row in EXPRESSIONS] + NO_TIMES + list(",.- 29")), max_size=12).map(" ".join), today=st.dates())
def test_intervals_are_ordered_and_disjoint(text: str, today: date) -> None:
    spans = find_times(text, today)
    assert all(0 <= a < b <= len(text) and when.text == text[a:b] for a, b, when in spans)
    assert all(b <= c for (_, b, _), (c, _, _) in pairwise(spans))
    assert all(when.start is None or when.end is None or when.start <= when.end for *_, when in spans)


def test_tables_are_complete() -> None:
    assert (len(EXPRESSIONS), len(NO_TIMES)) == (67, 10)


OTHERS: list[tuple[str, str, str]] = [  # text; what it means for what is to come, and for what is past; "" where that is no other day
    ("on Monday", "2018-11-12", ""),
    ("on Friday", "", ""),
    ("last Monday", "", ""),
    ("in November", "", ""),
    ("in December", "", "2017-12-01"),
    ("in March", "2019-03-01", ""),
    ("in March 2018", "", ""),
    ("yesterday", "", ""),
]


@pytest.mark.parametrize(("text", "ahead", "behind"), OTHERS, ids=[row[0] for row in OTHERS])
def test_expression_may_mean_another_day_by_tense(text: str, ahead: str, behind: str) -> None:
    ((*_, when),) = find_times(text, TODAY)
    assert tuple(str(other.start) if other else "" for other in other_readings(when, TODAY)) == (ahead, behind)
    assert other_readings(when, None) == (None, None)
