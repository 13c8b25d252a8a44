"""Know the marks by which layout says what a line is: bylines, datelines, captions, list items, links to other pages."""

from __future__ import annotations

import re

from newsgraph.read.dates import DATE, DATE_LINE
from newsgraph.read.lines import ends_sentence

__all__ = [
    "bullet_length",
    "dateline_length",
    "is_byline",
    "is_caption",
    "is_date_line",
    "is_in_capitals",
    "is_label",
    "is_metadata",
    "is_name",
    "is_navigation",
    "is_special",
    "name_tail",
]

_UPPER = r"[^\W\d_a-zà-öø-ÿ]"
_NAME_WORD = rf"(?:{_UPPER}[\w'’.-]*)"
_LINK_WORD = r"(?:of|the|de|da|di|do|dos|du|la|le|el|al|bin|bint|ibn|van|von|den|der|and|&|y)"
_NAME = re.compile(rf"{_NAME_WORD}(?:,?\s(?:{_NAME_WORD}|{_LINK_WORD}\s(?:{_LINK_WORD}\s)?{_NAME_WORD}))*")
MAX_NAME_WORDS = 6
MAX_BYLINE_WORDS = 14
MAX_TAIL_CHARS = 160
MAX_CREDIT_WORDS = 12

_METADATA = re.compile(
    r"(?:title|headline|date|author|source|url|id|language|section|category|tags?|keywords?|published|updated)\s?[:=]\s?\S.*", re.IGNORECASE
)
_BY = re.compile(
    rf"(?-i:(?=[A-Z]))(?:by|written by|reported by|from our|reporting by|editing by|author:|text:)\s+(?P<who>(?-i:{_UPPER}).*)", re.IGNORECASE
)
_REPORTS = re.compile(rf"{_NAME.pattern}\sreports?(?:\s(?:from|for|in)\s{_NAME.pattern})?[.:]?")
_PICTURE = re.compile(
    r"(?:(?:file|stock|handout|archive)\s)?(?:photo(?:graph)?|image|picture|caption|foto|video|illustration|graphic|map)s?(?:\s(?:credit|courtesy|by|copyright|source))?\s?(?::|/|\||©|by\s)",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"(?:©|\(c\)\s|credit:|copyright\s|courtesy of\s|via\s[A-Z])", re.IGNORECASE)
_NAVIGATION = re.compile(
    r"(?:(?:read|see|watch|listen|learn|find out) (?:more|also|next|now)\b.*|(?:also|must) read\b.*|related(?: (?:articles?|stories|news|links|topics))?\s?(?::.*)?"
    r"|(?:more|latest) (?:on this|news|stories|from)\b.*|share (?:this|on|via)\b.*|(?:click|tap) here\b.*|follow us\b.*|sign up\b.*|subscribe\b.*|newsletter|print|comments?(?: \(?\d+\)?)?"
    r"|advertisement|tags?\s?:.*|topics?\s?:.*|all rights reserved.*|this article (?:was|is) (?:originally|first)\b.*)",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:(?:story|article) continues\b.*|(?:scroll|keep) (?:down |scrolling )?(?:to continue|for more)\b.*|sponsored(?: content| by\b.*)?|promoted(?: content)?|ads?|advert(?:isement)?\b.{0,60}"
    r"|(?:like|find|join|follow) (?:us|me|\S{1,30}) on (?:facebook|twitter|x|instagram|telegram|whatsapp|linkedin|youtube|social media)\b.*|(?:re)?tweet|@\w{2,30}|pic\.twitter\.com/\S+"
    r"|https?://\S+|(?:download|get) (?:the|our) (?:free )?app\b.*|listen to (?:this|the) (?:article|story|podcast)\b.*|\d{1,3} min(?:ute)?s?(?: read)?|\d{1,6} (?:shares?|comments?|likes?)"
    r"|(?:share|save|copy link|facebook|twitter|whatsapp|email|e-mail|telegram|linkedin|reddit))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:press|news|media) (?:release|statement|advisory|note)|for immediate release|embargoed\b.{0,60}|breaking(?: news)?|exclusive|urgent|(?:update|recast|refile|wrapup)(?: \d{1,2})?"
    r"|correct(?:ed|ion)|analysis|opinion|editorial|explainer|factbox|interview|commentary|live(?: updates)?|(?:world|international|foreign|top|latest|national|regional) news|(?:official )?statement)\s?[:.!]?",
    re.IGNORECASE,
)
_AGENCY_LINE = re.compile(rf"\({_UPPER}[\w&.]{{1,20}}(?:[ /-]{_UPPER}[\w&.]{{0,20}}){{0,3}}\)")
_CREDIT_LINE = re.compile(
    r"(?:(?:AP|AFP|EPA|Reuters|REUTERS|Getty(?: Images)?|TASS|Xinhua|dpa|DPA|ANSA)(?: Photo| Images)?(?:/\S.{0,80})?|image (?:source|caption|credit),? .*)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[•‣◦▪●·*]|[-–—](?=\s)|\(?(?:[0-9]{1,2}|[a-z])\)|[0-9]{1,2}\.)\s+(?=\S)")
_MONTH_DAY = r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?\s[0-3]?[0-9]|[0-3]?[0-9]\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?)(?:,?\s(?:19|20)[0-9]{2})?"
_PLACE = rf"{_NAME_WORD}(?:[ /]{_NAME_WORD}){{0,3}}"
_AGENCY = r"\([^()\n]{2,40}\)"
_OPENS = rf"(?=[“\"«'‘(\d]|{_UPPER})"
_DASH = rf"(?:\s?--+|\s?[–—]|\s-|:)\s*{_OPENS}"
_DATELINE = re.compile(
    rf"(?:(?P<place>{_PLACE}(?:,\s{_PLACE}){{0,2}})(?:[,.]?\s(?:{_MONTH_DAY}|{DATE}))?\.?\s(?:(?P<agency>{_AGENCY}){_DASH}|/[A-Za-z ]{{2,20}}/\.?(?:{_DASH}|\s+{_OPENS}))"
    rf"|{_PLACE}(?:,\s{_PLACE}){{0,2}},\s(?:{_MONTH_DAY}|{DATE})\.?{_DASH}"
    rf"|\({_UPPER}[^()\n]{{1,30}}\){_DASH})"
)
_BARE_DATELINE = re.compile(rf"{_UPPER}{{4,}}(?:[ '.-]{_UPPER}{{2,}}){{0,3}}(?:,\s[A-Z][\w.' ]{{2,30}})?(?:\s?--+|\s?[–—]|\s-)\s+{_OPENS}")
_PLACES = rf"{_PLACE}(?:,\s{_PLACE}){{0,2}}"
_PLACE_AND_DATE = re.compile(rf"{_PLACES}(?:,|\s?[–—-])\s(?i:{DATE_LINE.pattern})|(?i:{DATE})(?:,|\s?[–—-])\s{_PLACES}")
_ABBREVIATIONS = frozenset(
    "adm amb apr assn aug bros brig capt cmdr co col corp cpl dec dept det dr esq feb gen gov hon inc jan jr lt ltd maj messrs mr mrs ms mt mx no nov oct ph prof rep rev sen sept sgt sr st supt".split()
)
_TAIL = re.compile(r"(?P<word>[\w’'-]+)[.!?][\"'”’»)]*\s+(?P<name>[^.!?]+)$")


def is_name(text: str) -> bool:
    """Return whether a line holds nothing but a name: up to six capitalised words, joined by "of", "de" and the like, no final punctuation."""
    words = text.split()
    return 1 <= len(words) <= MAX_NAME_WORDS and not ends_sentence(text) and _NAME.fullmatch(" ".join(words)) is not None


def is_in_capitals(text: str) -> bool:
    """Return whether a line of two words or more has no small letter."""
    return len(text.split()) > 1 and text.upper() == text and sum(c.isalpha() for c in text) > 3


def is_date_line(text: str) -> bool:
    """Return whether a line holds a date and nothing else but a place: "9 November 2018", "Lisbon, 4 May 2022"."""
    return DATE_LINE.fullmatch(text) is not None or _PLACE_AND_DATE.fullmatch(text) is not None


def is_metadata(text: str) -> bool:
    """Return whether a line reads "key: value" with a key of catalogues, such as "source: Reuters"."""
    return _METADATA.fullmatch(text) is not None and not ends_sentence(text)


def is_label(text: str) -> bool:
    """Return whether a line says what kind of text follows: "PRESS RELEASE", "Breaking news", "UPDATE 2"."""
    return _LABEL.fullmatch(text) is not None


def is_byline(text: str) -> bool:
    """Return whether a line names who wrote: "By Maria Keller", "Maria Keller reports from Geneva"."""
    if len(text.split()) > MAX_BYLINE_WORDS:
        return False
    if _AGENCY_LINE.fullmatch(text):
        return True
    if _BY.fullmatch(text):
        return not ends_sentence(text) or re.match(r"(?:reporting|editing|written|reported)", text, re.IGNORECASE) is not None
    return _REPORTS.fullmatch(text) is not None


def is_caption(text: str) -> bool:
    """Return whether a line belongs to a picture: it starts with "Photo:" or the like, or is a short credit."""
    if _PICTURE.match(text) or (_CREDIT_LINE.fullmatch(text) and not ends_sentence(text)):
        return True
    credit = _CREDIT.search(text)
    return credit is not None and len(text[credit.start() :].split()) <= MAX_CREDIT_WORDS and (credit.start() == 0 or "©" in text)


def is_navigation(text: str) -> bool:
    """Return whether a line is furniture of a web page: a link to another article, a row of buttons."""
    return _NAVIGATION.fullmatch(text) is not None or _FURNITURE.fullmatch(text) is not None or (text.count(" | ") > 1 and not ends_sentence(text))


def bullet_length(text: str) -> int:
    """Return the number of characters of a list marker and the space after it at the start of a line, or 0."""
    match = _BULLET.match(text)
    return match.end() if match else 0


def is_special(text: str) -> bool:
    """Return whether a line is of a kind that shows by itself, so that it is joined with no other line."""
    return (
        is_label(text)
        or is_date_line(text)
        or is_byline(text)
        or is_caption(text)
        or is_navigation(text)
        or is_metadata(text)
        or is_in_capitals(text)
    )


def dateline_length(text: str, *, is_first: bool) -> int:
    """Return the number of characters of an agency's dateline at the start of a paragraph ("KYIV (AP) — "), or 0.

    Args:
        text: The paragraph.
        is_first: Whether it is the first; only there a place in capitals and a dash are enough.
    """
    match = _DATELINE.match(text)
    if match is None and is_first:
        match = _BARE_DATELINE.match(text)
    if match is None or match.end() >= len(text) or _is_definition(match):
        return 0
    return match.end()


def _is_definition(match: re.Match[str]) -> bool:
    """Whether what looks like a dateline introduces an acronym: "The African Union (AU) - a club of states - ..."."""
    groups = match.groupdict()
    place, agency = groups.get("place") or "", groups.get("agency") or ""
    initials = "".join(word[0] for word in place.split() if word[0].isupper())
    return place.startswith("The ") or (len(initials) > 1 and agency.strip("()") == initials)


def name_tail(text: str) -> int:
    """Return where a name begins that stands after a paragraph's last sentence, or -1.

    Pictures in web pages leave their caption there: "... foreign policy coordination. Sooronbai Jeenbekov".
    """
    offset = max(0, len(text) - MAX_TAIL_CHARS)
    match = _TAIL.search(text, offset)
    if match is None or match["word"].lower() in _ABBREVIATIONS or len(match["word"]) < 3 or match["word"].isupper():
        return -1
    name = match["name"]
    return match.start("name") if is_name(name) and len(name.split()) > 1 else -1
