"""Find time expressions and turn them into intervals of days, relative to the article's date.

Source: the readings follow TIMEX3 (ISO 24617-1) where it has one: a week runs from Monday to Sunday, a season or half-year has
its calendar months, and a bare weekday in news is the last such day up to the article's date.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from ahocorasick_rs import AhoCorasick

from newsgraph.model import Interval

__all__ = ["find_times", "other_readings"]

_MONTHS = (
    {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
    | {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name}
    | {"sept": 9}
)
_DAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
_NUMBERS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())} | {"a": 1, "an": 1}
_MONTH = r"(?P<{}>January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
_YEAR = r"(?P<{}>1[6-9]\d\d|20\d\d)"
_DAY = r"(?P<{}>[0-3]?\d)(?:st|nd|rd|th)?"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_AHEAD = 1.3
"""A day ahead counts as so many days back, where a date has no year."""
Span = tuple[date | None, date | None]


def _month(text: str) -> int:
    return _MONTHS[text.lower().rstrip(".")]


def _month_span(year: int, month: int) -> Span:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> Span:
    try:
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None, None


def _nearest_year(month: int, day: int, today: date | None) -> int | None:
    """The year of a date given without one: the one nearest to the article's date; news tells more of what was than of what will be."""
    if today is None:
        return None
    options = [y for y in (today.year - 1, today.year, today.year + 1) if _day(y, month, day)[0]]
    return min(options, key=lambda y: max((today - date(y, month, day)).days, (date(y, month, day) - today).days * _AHEAD), default=None)


def _full(m: re.Match[str], today: date | None) -> Span:
    month, day = _month(m["m"]), int(m["d"])
    year = int(m["y"]) if m["y"] else _nearest_year(month, day, today)
    return _day(year, month, day) if year else (None, None)


def _ordinal(m: re.Match[str], today: date | None) -> Span:
    month, day = _month(m["m"]), ("first", "second", "third", "fourth", "fifth").index(m["nth"].lower()) + 1
    year = int(m["y"]) if m["y"] else _nearest_year(month, day, today)
    return _day(year, month, day) if year else (None, None)


def _iso(m: re.Match[str], _today: date | None) -> Span:
    return _day(int(m["y"]), int(m["mm"]), int(m["d"])) if 1 <= int(m["mm"]) <= 12 else (None, None)


def _month_year(m: re.Match[str], today: date | None) -> Span:
    month = _month(m["m"])
    if m["y"]:
        return _part_of_month(int(m["y"]), month, m["part"])
    if today is None:
        return None, None
    which = (m["which"] or "").lower()
    year = today.year
    if which == "last" or (not which and month > today.month + 6):
        year -= 1 if which != "last" or month >= today.month else 0
    if which == "next" and month <= today.month:
        year += 1
    return _part_of_month(year, month, m["part"])


def _part_of_month(year: int, month: int, part: str | None) -> Span:
    first, last = _month_span(year, month)
    if first is None or last is None:
        return first, last
    third = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}.get((part or "").lower().strip(" -"))
    return (date(year, month, third[0]), date(year, month, third[1])) if third else (first, last)


def _year(m: re.Match[str], _today: date | None) -> Span:
    return date(int(m["y"]), 1, 1), date(int(m["y"]), 12, 31)


def _part_of_year(m: re.Match[str], today: date | None) -> Span:
    year = int(m["y"]) if m["y"] else _relative_year(m["rel"], today)
    if year is None:
        return None, None
    order = {"f": 1, "1": 1, "s": 2, "2": 2, "t": 3, "3": 3, "4": 4, "l": -1}[m["nth"][0].lower()] if m["nth"].lower() != "fourth" else 4
    if m["unit"].lower() == "half":
        return (date(year, 1, 1), date(year, 6, 30)) if order == 1 else (date(year, 7, 1), date(year, 12, 31))
    quarter = 4 if order == -1 else order
    return date(year, 3 * quarter - 2, 1), _month_span(year, 3 * quarter)[1]


def _third_of_year(m: re.Match[str], _today: date | None) -> Span:
    first = {"early": 1, "mid": 5, "late": 9}[m["part"].lower()]
    year = int(m["y"])
    return date(year, first, 1), _month_span(year, first + 3)[1]


def _dotted(m: re.Match[str], _today: date | None) -> Span:
    return _day(int(m["y"]), int(m["mm"]), int(m["d"])) if 1 <= int(m["mm"]) <= 12 else (None, None)


def _relative_year(text: str | None, today: date | None) -> int | None:
    if today is None:
        return None
    word = (text or "this").lower()
    return today.year + (
        1
        if word.startswith(("next", "the coming", "coming", "the next", "the following"))
        else -1
        if word.startswith(("last", "the previous"))
        else 0
    )


def _month_range(m: re.Match[str], today: date | None) -> Span:
    year2 = int(m["y2"]) if m["y2"] else (today.year if today else None)
    if year2 is None:
        return None, None
    year1 = int(m["y1"]) if m["y1"] else year2
    start, end = _month_span(year1, _month(m["m1"]))[0], _month_span(year2, _month(m["m2"]))[1]
    return (start, end) if start and end and start <= end else (None, None)


def _day_range(m: re.Match[str], today: date | None) -> Span:
    month = _month(m["m"])
    year = int(m["y"]) if m["y"] else _nearest_year(month, 1, today)
    if year is None:
        return None, None
    start, end = _day(year, month, int(m["d1"]))[0], _day(year, month, int(m["d2"]))[0]
    return (start, end) if start and end and start <= end else (None, None)


def _year_range(m: re.Match[str], _today: date | None) -> Span:
    start, end = int(m["y1"]), int(m["y2"])
    return (date(start, 1, 1), date(end, 12, 31)) if start <= end else (None, None)


def _weekday(m: re.Match[str], today: date | None) -> Span:
    if today is None:
        return None, None
    which = (m["which"] or "").lower()
    back = (today.weekday() - _DAYS[m["weekday"].lower()]) % 7
    day = today - timedelta(days=back)
    if which == "next" or which in ("this coming", "coming"):
        day = today + timedelta(days=7 - back)
    elif which == "last" and back == 0:
        day -= timedelta(days=7)
    return day, day


def other_readings(when: Interval, today: date | None) -> tuple[Interval | None, Interval | None]:
    """Return what a bare weekday or month means for what is still to come, and for what is past; None where that is no other day.

    Args:
        when: As `find_times` reads it without knowing the tense.
    """
    word = when.text.lower().rstrip(".")
    if today is None or when.start is None or when.end is None or not (word in _DAYS or word in _MONTHS):
        return None, None
    if word in _DAYS:
        day = when.start + timedelta(days=7)
        return (Interval(start=day, end=day, text=when.text) if when.start < today else None), None
    month = _MONTHS[word]
    coming, gone = (_month_interval(today.year + shift, month, when.text) for shift in (int(month < today.month), -int(month > today.month)))
    return (coming if coming != when else None), (gone if gone != when else None)


def _month_interval(year: int, month: int, text: str) -> Interval:
    start, end = _month_span(year, month)
    return Interval(start=start, end=end, text=text)


def _relative_day(m: re.Match[str], today: date | None) -> Span:
    if today is None:
        return None, None
    shift = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(m.group().lower(), 0)
    day = today + timedelta(days=shift)
    return day, day


def _relative_unit(m: re.Match[str], today: date | None) -> Span:
    if today is None:
        return None, None
    which, unit = m["which"].lower(), m["unit"].lower()
    step = -1 if which in ("last", "past", "previous") else 1 if which in ("next", "coming", "following", "upcoming") else 0
    if unit == "year":
        return date(today.year + step, 1, 1), date(today.year + step, 12, 31)
    if unit == "month":
        index = today.year * 12 + today.month - 1 + step
        return _month_span(index // 12, index % 12 + 1)
    monday = today - timedelta(days=today.weekday() - 7 * step)
    return (monday + timedelta(days=5), monday + timedelta(days=6)) if unit == "weekend" else (monday, monday + timedelta(days=6))


def _ago(m: re.Match[str], today: date | None) -> Span:
    if today is None:
        return None, None
    count = _NUMBERS.get(m["n"].lower()) or (int(m["n"]) if m["n"].isdigit() else 0)
    if not 0 < count < 1000:
        return None, None
    unit = m["unit"].lower()
    if unit.startswith("day"):
        day = today - timedelta(days=count)
        return day, day
    if unit.startswith("week"):
        monday = today - timedelta(days=today.weekday() + 7 * count)
        return monday, monday + timedelta(days=6)
    if unit.startswith("month"):
        index = today.year * 12 + today.month - 1 - count
        return _month_span(index // 12, index % 12 + 1)
    return (date(today.year - count, 1, 1), date(today.year - count, 12, 31)) if count < today.year else (None, None)


def _season(m: re.Match[str], today: date | None) -> Span:
    year = int(m["y"]) if m["y"] else (_relative_year(m["which"], today) if today else None)
    if year is None:
        return None, None
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[m["s"].lower()]
    end = first + 2
    return date(year, first, 1), _month_span(year + (end > 12), end - 12 if end > 12 else end)[1]


_PATTERNS: tuple[tuple[str, str, Callable[[re.Match[str], date | None], Span]], ...] = (
    (
        _MONTH.format("m1") + rf"(?: {_YEAR.format('y1')})? (?:to|until|through|-|–) " + _MONTH.format("m2") + rf"(?:,? {_YEAR.format('y2')})?",
        "M",
        _month_range,
    ),
    (_DAY.format("d1") + r" ?(?:to|and|-|–) ?" + _DAY.format("d2") + r" " + _MONTH.format("m") + rf"(?:,? {_YEAR.format('y')})?", "M", _day_range),
    (
        _MONTH.format("m") + " " + _DAY.format("d1") + r" ?(?:to|and|-|–) ?" + _DAY.format("d2") + rf"(?:,? {_YEAR.format('y')})?(?!\d)",
        "M",
        _day_range,
    ),
    (r"(?:the )?(?P<nth>first|second|third|fourth|fifth) of " + _MONTH.format("m") + rf"(?:,? {_YEAR.format('y')})?", "M", _ordinal),
    (_DAY.format("d") + r"(?: of)? " + _MONTH.format("m") + rf"(?:,? {_YEAR.format('y')})?", "M", _full),
    (_MONTH.format("m") + " " + _DAY.format("d") + rf"(?!\d)(?:,? {_YEAR.format('y')})?", "M", _full),
    (rf"{_YEAR.format('y')}-(?P<mm>[01]\d)-(?P<d>[0-3]\d)(?!\d)", "Y", _iso),
    (rf"(?P<d>[0-3]?\d)\.(?P<mm>[01]?\d)\.{_YEAR.format('y')}(?!\d)", "Y", _dotted),
    (r"(?P<part>early|mid|late)[ -]" + _YEAR.format("y") + r"(?![\d-])", "Y", _third_of_year),
    (
        r"(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th) (?P<unit>half|quarter) of (?:"
        + _YEAR.format("y")
        + r"|(?P<rel>this year|next year|last year|the year|the coming year|the next year|the following year))",
        "YU",
        _part_of_year,
    ),
    (
        r"(?:(?P<part>early|mid|late)[ -])?(?:(?P<which>last|next|this) )?" + _MONTH.format("m") + rf"(?: (?:of )?{_YEAR.format('y')})?",
        "M",
        _month_year,
    ),
    (r"(?:(?P<which>last|next|this coming|coming|this|past) )?" + _WEEKDAY, "W", _weekday),
    (
        r"the day before yesterday|the day after tomorrow|yesterday|today|tomorrow|tonight|(?:early |later |earlier )?(?:this morning|this afternoon|this evening)",
        "D",
        _relative_day,
    ),
    (r"(?:the )?(?P<which>last|past|previous|this|next|coming|following|upcoming) (?P<unit>week|weekend|month|year)(?!s)", "U", _relative_unit),
    (
        r"(?P<n>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?P<unit>days?|weeks?|months?|years?) (?:ago|earlier)",
        "A",
        _ago,
    ),
    (
        r"(?:(?P<which>last|next|this|the coming) |in (?:the )?)(?P<s>spring|summer|autumn|fall|winter)(?: of)?(?: " + _YEAR.format("y") + ")?",
        "S",
        _season,
    ),
    (
        rf"(?:between |from ){_YEAR.format('y1')} (?:and|to|until) {_YEAR.format('y2')}|(?<!\d){_YEAR.format('y3')}[-–]{_YEAR.format('y4')}",
        "Y",
        _year_range,
    ),
    (
        r"(?<![\d,.$€£-])"
        + _YEAR.format("y")
        + r"(?![\d,.]*\d|-|s\b| (?:GMT|UTC|hours|people|troops|soldiers|dollars|euros|men|women|km|kilometers|miles))",
        "Y",
        _year,
    ),
)
_COMPILED = tuple(
    (re.compile(r"(?<!\w)(?:" + pattern + r")(?!\w)", re.IGNORECASE if "weekday" not in pattern and "January" not in pattern else 0), hints, read)
    for pattern, hints, read in _PATTERNS
)
_NUMBER = re.compile(r"\d{4}")
_HINTS = {
    **dict.fromkeys("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), "M"),
    **dict.fromkeys("Mon Tue Wed Thu Fri Sat Sun".split(), "W"),
    **{
        form: kind
        for kind, words in {
            "D": "day tonight tomorrow morning afternoon evening",
            "U": "year month week weekend",
            "A": "ago earlier",
            "S": "spring summer autumn fall winter",
        }.items()
        for word in words.split()
        for form in (word, word.capitalize(), word.upper())
    },
}
"""Every time expression holds one of these or a number of four digits (Y), and so has a kind. Months and days of the week are only begun."""
_AUTOMATON = AhoCorasick(list(_HINTS))
_KINDS = list(_HINTS.values())
_BEGUN = "MW"
_REACH = 48
"""Characters to each side of a hint that are looked at: more than any expression, with what must not follow it, is long."""


def find_times(text: str, today: date | None) -> list[tuple[int, int, Interval]]:
    """Return (start, end, interval) for the time expressions of one sentence, block or article, in order, without overlaps.

    Args:
        text: Cleaned text; offsets in the result count in it.
        today: The article's date; without it, relative expressions are not read.
    """
    windows = _windows(text)
    if not windows:
        return []
    found: list[tuple[int, int, Interval]] = []
    taken = [False] * (len(text) + 1)
    for regex, hints, read in _COMPILED:
        for m in [m for hint in hints for start, end in windows.get(hint, ()) for m in regex.finditer(text, start, end)]:
            if any(taken[m.start() : m.end()]):
                continue
            try:
                start, end = _safe(read, m, today)
            except (OverflowError, ValueError):
                continue
            if start or end:
                taken[m.start() : m.end()] = [True] * (m.end() - m.start())
                found.append((m.start(), m.end(), Interval(start=start, end=end, text=m.group())))
    return sorted(found, key=lambda f: f[:2])


def _windows(text: str) -> dict[str, list[tuple[int, int]]]:
    """Return the stretches around the hints of each kind, in order, without overlaps: most patterns find none of theirs in a text."""
    windows: dict[str, list[tuple[int, int]]] = {}
    for number in _NUMBER.finditer(text):
        _widen(windows.setdefault("Y", []), number.start(), number.end(), len(text))
    for hint, start, end in _AUTOMATON.find_matches_as_indexes(text, overlapping=True):
        kind = _KINDS[hint]
        is_inside = start > 0 and text[start - 1].isalnum() and kind != "D"  # "Tuesday", "yesterday"
        if not is_inside and (kind in _BEGUN or not text[end : end + 1].isalnum()):
            _widen(windows.setdefault(kind, []), start, end, len(text))
    return windows


def _widen(windows: list[tuple[int, int]], start: int, end: int, size: int) -> None:
    """Add the stretch around a hint to those before it."""
    start, end = max(0, start - _REACH), min(size, end + _REACH)
    while windows and start <= windows[-1][1]:
        before = windows.pop()
        start, end = min(before[0], start), max(before[1], end)
    windows.append((start, end))


def _safe(read: Callable[[re.Match[str], date | None], Span], m: re.Match[str], today: date | None) -> Span:
    groups = m.groupdict()
    if groups.get("y3"):
        return date(int(groups["y3"]), 1, 1), date(int(groups["y4"]), 12, 31)
    return read(m, today)
