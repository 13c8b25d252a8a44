"""Hold what a picture of the graph is made from: plain values, no RDF terms, no HTML.

Every IRI is a string. Every date is an ISO day ("2019-01-01") or "". Tuples of IRIs are sorted unless said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Kind", "Live", "Look", "Status", "Term", "ViewArticle", "ViewGraph", "ViewLink", "ViewNode", "ViewSpan", "ViewStatement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of the ontology as a reader meets it: a relation, a modality, a polarity, a voice."""

    iri: str
    label: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A class of things and how it is drawn.

    Attributes:
        color, color_dark: "#rrggbb" for the light and the dark page.
        icon: SVG path data in a box of 24 by 24, filled even-odd.
        order: Place in the legend; smaller is higher.
    """

    iri: str
    label: str
    comment: str = ""
    color: str
    color_dark: str
    icon: str
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How far a statement may be taken for a fact, and how its line is drawn.

    Attributes:
        dash: Lengths of line and gap in page units; empty for a solid line.
        symbol: SVG path data in a box of 24 by 24 for the middle of the line; "" for none.
    """

    iri: str
    label: str
    comment: str = ""
    color: str
    color_dark: str
    dash: tuple[float, ...] = ()
    symbol: str = ""
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the ontology says about names and drawing.

    Attributes:
        terms: By IRI; every labelled term that is neither a kind nor a status.
        kinds: By class IRI; every class that has a look, its own or inherited.
        statuses: By IRI.
        weights: Value of an axis (modality, polarity, voice) to (precedence, status IRI); the greatest wins.
    """

    terms: dict[str, Term]
    kinds: dict[str, Kind]
    statuses: dict[str, Status]
    weights: dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewLink:
    """An identity link to another data set, such as owl:sameAs."""

    predicate: str
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewNode:
    """A thing; `kind` is a key of `ViewGraph.kinds`."""

    iri: str
    label: str
    kind: str
    aliases: tuple[str, ...] = ()
    links: tuple[ViewLink, ...] = ()
    about: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewArticle:
    """An article that statements were read from; `text_hash` is its SHA-256 in hexadecimal, or ""."""

    iri: str
    title: str
    issued: str = ""
    url: str = ""
    publisher: str = ""
    identifier: str = ""
    text_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewSpan:
    """A stretch of an article; offsets count Unicode code points, half-open."""

    iri: str
    article: str
    start_char: int
    end_char: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewStatement:
    """A line of the picture.

    Attributes:
        predicate: Key of `ViewGraph.relations`.
        modality, polarity, voice: Keys of `ViewGraph.terms`, or "".
        status: Key of `ViewGraph.statuses`.
        speakers: IRIs of those it is attributed to.
        said_at, place, event: IRI of the event it was said at, of the place and of the event where what it says happens, or "".
        confidence: 0 to 1; -1 when the graph does not say.
        evidence: IRIs of spans, in text order.
    """

    iri: str
    subject: str
    predicate: str
    object: str
    status: str
    modality: str = ""
    polarity: str = ""
    voice: str = ""
    speakers: tuple[str, ...] = ()
    said_at: str = ""
    place: str = ""
    event: str = ""
    start: str = ""
    end: str = ""
    time_text: str = ""
    predicate_text: str = ""
    cue_text: str = ""
    confidence: float = -1.0
    rule: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What a page needs to know that shows a part of a service's store.

    Attributes:
        path: On the page's own server; answers `?q=WORDS`, `?thing=IRI&thing=IRI…` and `?article=IRI` with such a page.
        around: IRIs of the things it was read around, so that a link can add to them.
        query: The words that were looked for; "" if none were.
        hits: IRI, name and number of statements of what was found.
        articles: IRI and title of the latest articles, to start from.
        n_left_out: Statements around these things that the page does not hold.
    """

    path: str
    around: tuple[str, ...] = ()
    query: str = ""
    hits: tuple[tuple[str, str, int], ...] = ()
    articles: tuple[tuple[str, str], ...] = ()
    n_left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewGraph:
    """All a page, a table or a network library needs to know.

    Attributes:
        nodes: By IRI, in order of IRI; all things statements name, and what those are about.
        statements: In order of article day, article, place in the text, IRI.
        articles, spans: By IRI, in order of IRI.
        kinds, statuses: Those in use, by IRI, in legend order.
        relations, terms: Those in use, by IRI, in order of IRI.
    """

    nodes: dict[str, ViewNode]
    statements: tuple[ViewStatement, ...]
    articles: dict[str, ViewArticle]
    spans: dict[str, ViewSpan]
    kinds: dict[str, Kind]
    statuses: dict[str, Status]
    relations: dict[str, Term]
    terms: dict[str, Term]

    def statement_day(self, statement: ViewStatement) -> str:
        """Return the day a statement is first valid or, if it names none, its earliest article's day; "" if neither is known."""
        if statement.start or statement.end:
            return statement.start or statement.end
        days = sorted(self.articles[self.spans[iri].article].issued for iri in statement.evidence if self.articles[self.spans[iri].article].issued)
        return days[0] if days else ""
