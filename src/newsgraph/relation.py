"""Define what extraction gives and resolving takes: relations between parts of the text, before anyone knows which entities they are.

What is made by the hundred for each article is a named tuple, not a frozen dataclass: made in 40 % of the time, changed
(`stance._replace(…)`) in a quarter; together that was a sixth of the time of extracting and resolving. Give fields by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from newsgraph.model import Interval, Modality, Voice

__all__ = ["Argument", "ArgumentKind", "Extraction", "Relation", "Stance"]


class Stance(NamedTuple):
    """How a clause is put forward.

    Attributes:
        speakers: Head tokens of those who say it, outermost first.
        cues: Tokens of the words that signal it, in the order they were met.
        said_at: Token of the event it was said at, or -1.
    """

    modality: Modality = Modality.ACTUAL
    is_negative: bool = False
    voice: Voice = Voice.AUTHOR
    speakers: tuple[int, ...] = ()
    cues: tuple[int, ...] = ()
    said_at: int = -1

    @property
    def is_plain(self) -> bool:
        """Whether it may stand as a fact: actual, affirmed, in the article's own voice."""
        return self.modality is Modality.ACTUAL and not self.is_negative and self.voice is Voice.AUTHOR


class ArgumentKind(StrEnum):
    """What part of the text an argument is."""

    NOUN = "noun"
    MEASURE = "measure"
    CHANGE = "change"
    POSITION = "position"


class Argument(NamedTuple):
    """One end of a relation.

    Attributes:
        token: Head token of the noun phrase, or of the clause that is a measure or a change.
        kind: How `token` is to be read.
        is_member: It is one member of a list and is named without the others.
        office: Canonical office of a position.
        of: Head token of the country or organisation a position belongs to, or -1.
        member: For a measure whose object is a list: the one item meant, or -1.
        is_negated: For a measure: it is not to be done ("pledged not to sign").
        key: Authority key that overrides what the token names (a name inside a name), or "".
        wants: Ontology classes the relation allows here; empty for any.
    """

    token: int
    kind: ArgumentKind = ArgumentKind.NOUN
    is_member: bool = False
    office: str = ""
    of: int = -1
    member: int = -1
    is_negated: bool = False
    key: str = ""
    wants: tuple[str, ...] = ()


class Relation(NamedTuple):
    """What one clause or noun phrase says between two arguments.

    Attributes:
        predicate: Tokens of the words that express the relation, in text order.
        sentence: Index of the sentence that is the evidence.
        place, event: Head tokens of qualifiers, or -1.
        rule: Name and version of the rule that made it.
        is_over: The words say that it ended before the article appeared ("former president").
    """

    subject: Argument
    name: str
    object: Argument
    stance: Stance
    predicate: tuple[int, ...]
    sentence: int
    rule: str
    confidence: float
    when: Interval | None = None
    place: int = -1
    event: int = -1
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All relations of one article, in text order, and what resolving needs to know beside them.

    Attributes:
        noun_times: Head token of an event or measure to its time.
        quote_speakers: Index of a quotation to the head token of its speaker (-2: nobody is named).
        holders: (head token of a person, canonical office, kind of office, head token of what it belongs to or -1), in text order.
        positions: Head token of an office noun to (canonical office, kind, head token of what it belongs to or -1).
    """

    relations: tuple[Relation, ...]
    noun_times: dict[int, Interval]
    quote_speakers: dict[int, int]
    holders: tuple[tuple[int, str, str, int], ...]
    positions: dict[int, tuple[str, str, int]]
