"""Write expected statements on one line, and find them in what was read.

    Kyrgyzstan | chairs | CSTO | from 2019-01-01 | to 2019-12-31
    ~oil tanker | undergoes | * | Negative | IndirectSpeech | by Qatar

The first three fields name subject, relation (local name) and object. A plain name equals a label or an alias, whatever the
case; `~some words` stands for a label that has all these words; `*` is anything. The rest are qualifiers: a modality, a
polarity, a voice, `by` a speaker, `from`, `to` and `on` a day (`-`: none), `in` a place, `at` an event; `/` separates alternatives; `fact` stands for all of `Actual`,
`Affirmative` and `AuthorVoice`.
An expectation that names no modality, polarity or voice wants `Actual`, `Affirmative`, `AuthorVoice`; a prohibition that
names none forbids all of them. Time, place and event are looked at only where they are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from newsgraph.model import Entity, Modality, Polarity, Reading, Voice

__all__ = ["Row", "Wanted", "allowed", "complaint", "is_name", "match", "rows", "wanted"]

LOCAL_NAME = re.compile(r"[#/]")
SYMMETRIC = frozenset({"meetsWith", "cooperatesWith"})
WORDED = {"by": "speaker", "from": "start", "to": "end", "on": "day", "in": "place", "at": "event"}
AXES: tuple[tuple[str, frozenset[str]], ...] = (
    ("modality", frozenset(m.value for m in Modality)),
    ("polarity", frozenset(p.value for p in Polarity)),
    ("voice", frozenset(v.value for v in Voice)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A statement as people read it: each thing by all its names, the label first; days in ISO form or ""."""

    subject: tuple[str, ...]
    relation: str
    object: tuple[str, ...]
    modality: str
    polarity: str
    voice: str
    speakers: tuple[str, ...]
    start: str
    end: str
    place: tuple[str, ...]
    event: tuple[str, ...]
    is_fact: bool

    def __str__(self) -> str:
        """Return the row in the notation of expectations."""
        marks = [v for v in (self.modality, self.polarity, self.voice) if v not in ("Actual", "Affirmative", "AuthorVoice")]
        marks += [f"by {s}" for s in self.speakers]
        marks += [f"{word} {value}" for word, value in (("from", self.start), ("to", self.end)) if value]
        marks += [f"{word} {names[0]}" for word, names in (("in", self.place), ("at", self.event)) if names]
        return " | ".join((self.subject[0], self.relation, self.object[0], *marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One line of expectation; empty tuples ask for nothing."""

    text: str
    subject: tuple[str, ...]
    relation: tuple[str, ...]
    object: tuple[str, ...]
    qualifiers: tuple[tuple[str, tuple[str, ...]], ...]

    def fits(self, row: Row) -> bool:
        """Whether a row says this."""
        if "*" not in self.relation and row.relation not in self.relation:
            return False
        ends = [(row.subject, row.object), *([(row.object, row.subject)] if row.relation in SYMMETRIC else [])]
        return any(_named(self.subject, s) and _named(self.object, o) for s, o in ends) and all(
            _has(row, axis, values) for axis, values in self.qualifiers
        )


def rows(reading: Reading) -> list[Row]:
    """Return the statements of a reading, in its order."""

    def names(iri: str) -> tuple[str, ...]:
        entity: Entity | None = reading.entities.get(iri)
        return (entity.label, *entity.aliases) if entity else ()

    return [
        Row(
            subject=names(s.subject),
            relation=LOCAL_NAME.split(s.predicate)[-1],
            object=names(s.object),
            modality=s.modality.value,
            polarity=s.polarity.value,
            voice=s.voice.value,
            speakers=tuple(n for who in s.attributed_to for n in names(who)),
            start=s.when.start.isoformat() if s.when and s.when.start else "",
            end=s.when.end.isoformat() if s.when and s.when.end else "",
            place=names(s.place),
            event=names(s.event),
            is_fact=s.is_factual,
        )
        for s in reading.statements
    ]


def wanted(text: str) -> Wanted:
    """Read an expectation, with the usual stance where it names none.

    Raises:
        ValueError: The line has fewer than three fields, or a qualifier is unknown.
    """
    plain = allowed(text)
    named = dict(plain.qualifiers)
    usual = (("modality", "Actual"), ("polarity", "Affirmative"), ("voice", "AuthorVoice"))
    return replace(plain, qualifiers=(*plain.qualifiers, *((axis, (value,)) for axis, value in usual if axis not in named)))


def allowed(text: str) -> Wanted:
    """Read a line whose unnamed qualifiers may be anything: a prohibition.

    Raises:
        ValueError: As `wanted`.
    """
    fields = [field.strip() for field in text.split(" | ")]
    if len(fields) < 3 or not all(fields):
        raise ValueError(f"{text!r} does not read 'subject | relation | object'")
    return Wanted(
        text=text,
        subject=_options(fields[0]),
        relation=_options(fields[1]),
        object=_options(fields[2]),
        qualifiers=tuple(_qualifier(field, text) for field in fields[3:]),
    )


def match(lines: Sequence[Wanted], found: Sequence[Row]) -> tuple[list[Wanted], list[Row]]:
    """Give each line a row of its own; return the lines left without one, and the rows that no line took."""
    options = [[j for j, row in enumerate(found) if line.fits(row)] for line in lines]
    taken: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in options[i]:
            if j not in seen:
                seen.add(j)
                if j not in taken or place(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    missing = [line for i, line in enumerate(lines) if not place(i, set())]
    return missing, [row for j, row in enumerate(found) if j not in taken]


def complaint(expect: Iterable[str], forbid: Iterable[str], found: Sequence[Row]) -> str:
    """Return what is wrong with the rows, in words; "" if all that is expected is there and nothing that is forbidden.

    What an expectation took is not forbidden, so that `* | chairs | *` forbids any further chair.
    """
    missing, left = match([wanted(line) for line in expect], found)
    bad = [(line, row) for line in (allowed(text) for text in forbid) for row in left if line.fits(row)]
    if not missing and not bad:
        return ""
    lines = [f"missing    {line.text}" for line in missing] + [f"forbidden  {row}    by    {line.text}" for line, row in bad]
    return "\n".join([*lines, "found:", *(f"    {row}" for row in found)])


def _options(field: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in field.split("/"))


def _qualifier(field: str, text: str) -> tuple[str, tuple[str, ...]]:
    values = _options(field)
    for axis, names in AXES:
        if set(values) <= names:
            return axis, values
    word, _, rest = field.partition(" ")
    if word in WORDED and rest:
        return WORDED[word], tuple("" if value == "-" else value for value in _options(rest))
    if field == "fact":
        return "fact", ()
    raise ValueError(f"unknown qualifier {field!r} in {text!r}")


def _named(patterns: tuple[str, ...], names: tuple[str, ...]) -> bool:
    return any(is_name(pattern, name) for pattern in patterns for name in names)


def is_name(pattern: str, name: str) -> bool:
    """Whether a name or label is the one that a pattern stands for: `*`, `~some words` or the name itself."""
    if pattern == "*":
        return True
    if pattern.startswith("~"):
        return set(pattern[1:].casefold().split()) <= set(name.casefold().replace(",", " ").split())
    return pattern.casefold() == name.casefold()


def _has(row: Row, axis: str, values: tuple[str, ...]) -> bool:
    if axis == "fact":
        return row.is_fact
    if axis == "speaker":
        return _named(values, row.speakers)
    if axis == "day":
        return row.start in values and row.end in values
    if axis in ("place", "event"):
        return _named(values, row.place if axis == "place" else row.event)
    return {"modality": row.modality, "polarity": row.polarity, "voice": row.voice, "start": row.start, "end": row.end}[axis] in values
