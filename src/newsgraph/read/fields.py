"""Make articles of records: objects of JSON, rows of tables, whatever their fields are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from newsgraph.errors import InputError
from newsgraph.model import Article
from newsgraph.read.article import article
from newsgraph.read.assembly import assemble
from newsgraph.read.dates import find_date
from newsgraph.read.fragment import html_parts, looks_like_html
from newsgraph.read.origin import Context, foreign, shown

__all__ = ["FIELDS", "Records"]

FIELDS = ("text", "date", "title", "id", "url", "source", "author")
"""What a record may say, by our names."""

_GUESSES: Mapping[str, list[str]] = {
    "text": (
        "text body articlebody articletext fulltext maintext bodytext plaintext cleantext rawtext storytext content contenttext contenthtml contentencoded article story "
        "bodyhtml html markdown description"
    ).split(),
    "date": (
        "date published publishedat publisheddate datepublished publicationdate publishdate datepublish publicationtime pubdate pubtime publishedon webpublicationdate "
        "issued dateissued firstpublished posteddate postedat createdat created datecreated datetime timestamp time day"
    ).split(),
    "title": "title headline webtitle articletitle name heading subject".split(),
    "id": "id articleid docid documentid uid uuid guid identifier storyid recordid".split(),
    "url": "url link weburl articleurl canonicalurl permalink sourceurl uri href".split(),
    "source": "source publisher sourcename publication outlet site sitename newspaper publishername sourcedomain domain agency feed".split(),
    "author": "author authors byline creator writer journalist".split(),
}
"""Names that data sets give these fields, likeliest first; case, blanks, dots, hyphens and underscores do not count."""

_NO_LETTER = re.compile(r"[\W_]+")
MIN_EPOCH_S = 100_000_000
"""Smaller numbers (2018, 20181109) are no seconds since 1970: this is March 1973."""
MAX_EPOCH_S = 100_000_000_000
"""Larger ones are milliseconds: this is the year 5138."""
MAX_NAMES = 12


class Records:
    """Makes articles of the records of one source.

    Args:
        name: What the source is called in notes.
        context: The options, with the user's own names of fields.
        by: How a note calls the fields: "fields", "columns".
    """

    def __init__(self, name: str, context: Context, *, by: str = "fields") -> None:
        self._name = name
        self._context = context
        self._by = by
        self._known: dict[tuple[str, ...], dict[str, str]] = {}
        self._is_told = self._is_html_told = False

    def columns(self, names: tuple[str, ...]) -> dict[str, str]:
        """Return which of a record's fields is which of ours; a field that the user names stands there even if the record lacks it."""
        if names not in self._known:
            found = {ours: theirs for ours in FIELDS if (theirs := _guess(ours, names))}
            taken: set[str] = set()
            for ours in list(found):  # one field is one thing: "article" is no title if it is the text
                if found[ours] in taken:
                    del found[ours]
                else:
                    taken.add(found[ours])
            found |= self._context.options.fields
            found = {ours: theirs for ours, theirs in found.items() if theirs}
            if len(self._known) > MAX_NAMES:
                self._known.clear()
            self._known[names] = found
            self._tell(found)
        return self._known[names]

    def _tell(self, found: Mapping[str, str]) -> None:
        guessed = [f"{ours} from {shown(theirs)!r}" for ours, theirs in found.items() if theirs != ours and ours not in self._context.options.fields]
        if guessed and not self._is_told and "text" in found:
            self._is_told = True
            self._context.note(f"fields: {guessed}", f"{self._name}: taking {', '.join(guessed)}; say otherwise with --fields")

    def article(self, record: object, name: str, stem: str, *, media_type: str = "", encoding: str = "") -> Article:
        """Return the article that a record holds.

        Args:
            record: A mapping of names to values, as JSON knows them; dates may be dates.
            name: What the record is called in errors.
            stem: What its files are named after if it has no id.
            media_type, encoding: As in `Article`.

        Raises:
            InputError: It is no mapping, has no text, or a field cannot be used.
        """
        if not isinstance(record, Mapping):
            raise InputError(f"{name} is not a JSON object; write one object with a text a line")
        columns = self.columns(tuple(str(each) for each in record))
        values = {ours: _value(record, columns[ours]) if ours in columns else None for ours in FIELDS}
        text = values["text"]
        if text is None:
            there = ", ".join(map(shown, list(record)[:MAX_NAMES]))
            if columns.get("text") in record:
                raise InputError(f"{name} has no text: {shown(columns['text'])!r} is empty; leave it out")
            wanted = f"no {self._by[:-1]} {shown(columns['text'])!r}" if "text" in columns else f"no {self._by[:-1]} that looks like one"
            raise InputError(f"{name} has no text: {wanted} among {there or 'none'}; name it with --fields text=NAME")
        if not isinstance(text, str):
            raise InputError(f"{name}: the field {shown(columns['text'])!r} must be a string")
        url = _line(values["url"], columns, "url", name)
        identifier = _line(values["id"], columns, "id", name)
        if url and identifier.isdecimal():  # the number of a row is that of another article in the next file
            identifier = ""
        blocks = None
        if looks_like_html(text):
            with foreign(name, "HTML"):
                text, blocks = assemble(html_parts(text))
            media_type = "text/html"
            self._tell_html(columns["text"])
        return article(
            text,
            name=f"{name} ({shown(identifier)})" if identifier else name,
            blocks=blocks,
            stem=identifier or stem,
            day=self._context.options.day or _day(values["date"], columns, name),
            title=_line(values["title"], columns, "title", name),
            identifier=identifier or url,
            url=url,
            source=_line(values["source"], columns, "source", name),
            authors=_authors(values["author"], columns, name),
            media_type=media_type,
            encoding=encoding,
        )

    def _tell_html(self, column: str) -> None:
        if not self._is_html_told:
            self._is_html_told = True
            self._context.note(
                "html", f"{self._name}: {shown(column)!r} holds HTML; offsets count in the text taken out of it (--keep-text writes it)"
            )


def _plain(name: str) -> str:
    return _NO_LETTER.sub("", name).casefold()


def _guess(ours: str, names: tuple[str, ...]) -> str:
    """Return the field that is likeliest what we call so, "" if none is."""
    by_plain: dict[str, str] = {}
    for name in names:
        by_plain.setdefault(_plain(name), name)
    return next((by_plain[each] for each in _GUESSES[ours] if each in by_plain), "")


def _value(record: Mapping[object, object], path: str) -> object:
    """Return a field, or the field of a field: a name that stands so wins over a path of names."""
    if path in record:
        return record[path]
    value: object = record
    for step in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def _line(value: object, columns: Mapping[str, str], ours: str, name: str) -> str:
    """Return a field as one line of text; an id may be a whole number, a source an object with a name."""
    if value is None:
        return ""
    if ours == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if ours in ("source", "author") and isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or ""
    if not isinstance(value, str):
        raise InputError(f"{name}: the field {shown(columns[ours])!r} must be a string")
    if any("\ud800" <= c <= "\udfff" or c == "\0" for c in value):
        raise InputError(f"{name}: the field {shown(columns[ours])!r} holds characters that are no text (NUL or half a surrogate pair)")
    return " ".join(value.split())


def _authors(value: object, columns: Mapping[str, str], name: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(filter(None, (_line(each, columns, "author", name) for each in values))))


def _day(value: object, columns: Mapping[str, str], name: str) -> date | None:
    """Return a day: ISO, as newspapers print it, or as seconds or milliseconds since 1970 (UTC)."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= MIN_EPOCH_S:
        seconds = value / 1000 if abs(value) >= MAX_EPOCH_S else value
        try:
            return datetime.fromtimestamp(seconds, UTC).date()
        except (ValueError, OverflowError, OSError) as error:
            raise InputError(f"{name}: the field {shown(columns['date'])!r} is no point in time: {shown(value)}") from error
    text = _line(value, columns, "date", name)
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        if day := find_date(text):
            return day
        raise InputError(f"{name}: the date {shown(text, 40)!r} is not a day of the calendar; write it as YYYY-MM-DD") from error
