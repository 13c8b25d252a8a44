"""Hold the values that pass between rooms: frozen, slotted, keyword-only dataclasses.

Offsets count Unicode code points of `Article.text` and are half-open: `text[start_char:end_char]`.

Order of the rooms: read gives `Article`; annotate and extract give `Mention` and `Relation`; resolve gives
`Reading`, which is the article with its `Entity` and `Statement` values; graph turns a `Reading` into quads.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from newsgraph.errors import ModelError

__all__ = [
    "Article",
    "Block",
    "BlockKind",
    "Entity",
    "Evidence",
    "Interval",
    "Link",
    "Modality",
    "Polarity",
    "Reading",
    "Scope",
    "Statement",
    "Voice",
]

KEY_LENGTH = 16
"""Hexadecimal digits of an article key: 64 bits, so a million articles collide with probability below 1e-7."""


class Modality(StrEnum):
    """How the source commits to a statement; the names of the ontology's individuals."""

    ACTUAL = "Actual"
    POSSIBLE = "Possible"
    NECESSARY = "Necessary"
    PROPOSED = "Proposed"
    INTENDED = "Intended"
    PREDICTED = "Predicted"
    HYPOTHETICAL = "Hypothetical"


class Polarity(StrEnum):
    """Whether the statement is affirmed or negated."""

    AFFIRMATIVE = "Affirmative"
    NEGATIVE = "Negative"


class Voice(StrEnum):
    """Whose words carry the statement."""

    AUTHOR = "AuthorVoice"
    DIRECT = "DirectQuote"
    INDIRECT = "IndirectSpeech"


class BlockKind(StrEnum):
    """What a stretch of layout is."""

    HEADER = "header"
    HEADLINE = "headline"
    DATELINE = "dateline"
    BYLINE = "byline"
    CAPTION = "caption"
    PARAGRAPH = "paragraph"


class Scope(StrEnum):
    """Whether an entity is the same thing in every article or belongs to one."""

    SHARED = "shared"
    ARTICLE = "article"


def _check_span(start_char: int, end_char: int) -> None:
    if not 0 <= start_char < end_char:
        raise ModelError(f"empty or negative span [{start_char}, {end_char})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of article text that layout sets apart; sentences never cross blocks.

    Attributes:
        hidden: Spans inside that are markup and no words (`**`, the target of a link), in text order, without overlap.
    """

    kind: BlockKind
    start_char: int
    end_char: int
    hidden: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        _check_span(self.start_char, self.end_char)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news text as it was read.

    Attributes:
        text: The characters every offset counts in, never rewritten.
        blocks: Non-overlapping, in text order; they need not cover the text.
        issued: Day of publication, if the source, the caller or the text's header says it.
        identifier: The source's own name for the article (id of a record, canonical URL), or "".
        stem: File name without suffix, or the record's id: what output files are named after.
        authors: Names, as the source gives them.
        media_type: What the text was taken out of ("text/html", "application/pdf"); "" if the source is the text itself.
        encoding: In which encoding the source was written, if it is text: "utf-8", "windows-1252"; else "".
    """

    text: str
    blocks: tuple[Block, ...] = ()
    issued: date | None = None
    title: str = ""
    identifier: str = ""
    url: str = ""
    source: str = ""
    stem: str = ""
    language: str = "en"
    authors: tuple[str, ...] = ()
    media_type: str = ""
    encoding: str = ""

    @property
    def text_hash(self) -> str:
        """SHA-256 of the text (UTF-8), 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def key(self) -> str:
        """The article's part of IRIs: hash of the identifier if there is one, else of the text.

        So an article re-read under its identifier replaces its graph even when the text was edited.
        """
        if not self.identifier:
            return self.text_hash[:KEY_LENGTH]
        return hashlib.sha256(self.identifier.encode("utf-8", "surrogatepass")).hexdigest()[:KEY_LENGTH]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A time expression: first and last day (either may be open) and the words that gave it."""

    start: date | None
    end: date | None
    text: str

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ModelError(f"interval ends {self.end} before it starts {self.start}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A stretch of article text a statement was read from.

    Attributes:
        mentions: ids of the entities named inside, sorted.
    """

    start_char: int
    end_char: int
    mentions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_span(self.start_char, self.end_char)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An identity link to another data set: `predicate` is "owl:sameAs" or "skos:exactMatch"."""

    predicate: str
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing statements are about.

    Attributes:
        id: Unique within one `Reading`; opaque, not an IRI.
        label: Canonical name, or a readable noun or verb phrase.
        type: Local name of an ontology class, such as "Person" or "Measure".
        scope: SHARED gets `id/<slug>`, ARTICLE gets `id/<article>/<slug>`.
        identity: A registry's key (Wikidata "Q318693") that tells same-named things apart, or "".
        aliases: Other names seen or known, sorted, without the label.
        about: ids of the entities that the label speaks of, sorted; measures, events, topics and groups have them.
        when: Time of an event or measure.
    """

    id: str
    label: str
    type: str
    scope: Scope
    identity: str = ""
    aliases: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    about: tuple[str, ...] = ()
    when: Interval | None = None

    def __post_init__(self) -> None:
        if not self.label.strip():
            raise ModelError(f"entity {self.id} has no label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One reading of the text: subject, relation, object, and everything that qualifies it.

    Attributes:
        subject, object: ids of `Entity` values in the same `Reading`.
        predicate: IRI of a relation of the ontology.
        attributed_to: ids of the agents who say it, outermost first; empty in the author's voice.
        said_at: id of the event it was said at, or "".
        place, event: ids of the place where and the event at which it happens, or "".
        predicate_text: Words of the text that express the relation, as they stand (parts joined by a space).
        cue_text: Words that signal attribution, modality or negation, or "".
        confidence: 0 to 1, two decimals.
        rule: Name and version of the rule that made it, such as "frame.chairs.v1".
        evidence: At least one, in text order.
    """

    subject: str
    predicate: str
    object: str
    modality: Modality = Modality.ACTUAL
    polarity: Polarity = Polarity.AFFIRMATIVE
    voice: Voice = Voice.AUTHOR
    attributed_to: tuple[str, ...] = ()
    said_at: str = ""
    place: str = ""
    event: str = ""
    when: Interval | None = None
    predicate_text: str
    cue_text: str = ""
    confidence: float
    rule: str
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ModelError(f"statement {self.subject} {self.predicate} {self.object} has no evidence")
        if not 0 <= self.confidence <= 1:
            raise ModelError(f"confidence {self.confidence} is outside 0 to 1")
        if self.voice is not Voice.AUTHOR and not self.attributed_to:
            raise ModelError(f"{self.voice} without a source: {self.predicate_text!r}")

    @property
    def is_factual(self) -> bool:
        """Whether the article's own voice asserts it as actual and affirmative, so that its triple may stand bare."""
        return self.modality is Modality.ACTUAL and self.polarity is Polarity.AFFIRMATIVE and self.voice is Voice.AUTHOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read from one article.

    Attributes:
        entities: By id; only those that statements, `about` or evidence name.
        statements: Without duplicates, in text order of their first evidence.
        sentences: Spans of all sentences, in text order; for pages that show the text.
    """

    article: Article
    entities: dict[str, Entity]
    statements: tuple[Statement, ...]
    sentences: tuple[Evidence, ...] = field(default=())
