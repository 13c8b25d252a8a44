"""Read calendar dates as newspapers print them: "2018-11-09", "Friday, September 9, 2016", "9 Nov. 2018", "09.11.2018"."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["DATE", "DATE_LINE", "LEADING_DATE", "find_date"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]|20)[0-9]{2}"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?"

DATE = rf"(?:{_YEAR}-[01][0-9]-[0-3][0-9](?![0-9])|{_YEAR}/[01]?[0-9]/[0-3]?[0-9](?![0-9])|[0-3]?[0-9]\.[01]?[0-9]\.{_YEAR}|{_MONTH}\s{_DAY},?\s{_YEAR}|{_DAY}\s{_MONTH},?\s{_YEAR})"
"""Pattern of a date with day, month and year; use with `re.IGNORECASE`."""

_KEY = r"(?:(?:date|dated|published|publication date|updated|last updated|posted|issued|released)\s?(?:on\b|at\b)?\s?[:=]?)"
_TIME = r"(?:[,|•·–-]?\s*(?:at\s)?[0-2]?[0-9][:.][0-5][0-9](?::[0-5][0-9])?\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,5}(?:[+-][0-9:]+)?\)?)?|T[0-9:.]+(?:Z|[+-][0-9:]+)?)"

DATE_LINE = re.compile(rf"(?:{_KEY}\s*)?(?:{_WEEKDAY},?\s+)?{DATE}{_TIME}?\s*\.?", re.IGNORECASE)
"""A line that holds a date and nothing else (for `fullmatch`)."""

LEADING_DATE = re.compile(rf"{_KEY}\s*(?:{_WEEKDAY},?\s+)?{DATE}(?=\s|$)", re.IGNORECASE)
"""A date with its key word, at the start of a line that goes on."""

_ISO = re.compile(rf"({_YEAR})[-/]([0-9]{{1,2}})[-/]([0-9]{{1,2}})(?![0-9])")
_DOTTED = re.compile(rf"([0-9]{{1,2}})\.([0-9]{{1,2}})\.({_YEAR})")
_MONTH_FIRST = re.compile(rf"({_MONTH})\s({_DAY}),?\s({_YEAR})", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"({_DAY})\s({_MONTH}),?\s({_YEAR})", re.IGNORECASE)
_PARTS = ((_ISO, (0, 1, 2)), (_DOTTED, (2, 1, 0)), (_MONTH_FIRST, (2, 0, 1)), (_DAY_FIRST, (2, 1, 0)))


def _number(part: str) -> int:
    """Return the number of a day, a year, or a month by name or number."""
    digits = re.match(r"[0-9]+", part)
    return int(digits.group()) if digits else _MONTHS.index(part[:3].lower()) + 1


def find_date(text: str) -> date | None:
    """Return the first date with day, month and year that the calendar knows, or None. Dotted dates are read day first."""
    found: list[tuple[int, date]] = []
    for pattern, order in _PARTS:
        for match in pattern.finditer(text):
            year, month, day = (_number(match.group(k + 1)) for k in order)
            try:
                found.append((match.start(), date(year, month, day)))
            except ValueError:
                continue
    return min(found)[1] if found else None
