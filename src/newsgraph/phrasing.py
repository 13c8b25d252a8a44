"""Read the notation in which the ontology says how a relation is put into English words.

A phrasing is one line such as `SUBJ impose sanction|embargo on|against OBJ {starts}`; docs/phrasings.md describes the
notation. A phrasing becomes a `Frame`: a head (verb, copula complement or noun) and the arguments it must have.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from newsgraph.errors import OntologyError

__all__ = ["Argument", "Frame", "FrameKind", "parse_phrasing"]

SLOTS = frozenset({"SUBJ", "OBJ", "DO", "WHO", "X", "PAIR", "SELF", "WITH"})
PREPOSITIONS = frozenset(
    "of on in at for from by to with against between among into upon over about under after before through during behind around as within without near "
    "regarding towards toward onto across".split()
)
PARTICLES = frozenset("up down out off over on together forward forth along away back aside in put".split())
RESTRICTIONS = frozenset(
    "agent person organization union country place city position policy event meeting instrument measure change thing goods group facility".split()
)
"""Classes of `NounClasses` and of ontology/lexicon/nouns.tsv that a slot can be restricted to."""
FLAGS = frozenset({"starts", "ends", "Negative", "Proposed", "Intended", "Possible", "event", "whole"})
MIN_NOUN_WORDS = 2


class FrameKind(StrEnum):
    """What the head of a phrasing is."""

    VERB = "verb"
    COPULA = "copula"
    NOUN = "noun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One element after the head.

    Attributes:
        preps: Prepositions that may introduce it; empty for a direct object.
        slot: SUBJ, OBJ, DO, WHO, X, PAIR, SELF or WITH; "" for a fixed noun.
        nouns: Lemmas of the fixed noun; empty for a slot.
        restriction: Class name after the colon, or "".
    """

    preps: frozenset[str] = frozenset()
    slot: str = ""
    nouns: frozenset[str] = frozenset()
    restriction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One phrasing, parsed.

    Attributes:
        relation: Local name of the relation.
        kind: What `heads` are: verb lemmas, lemmas after "be", or nouns.
        first: Slot of the grammatical subject (SUBJ, OBJ, PAIR or X); "" for noun frames.
        particle: Verb particle that must be there, or "".
        arguments: In order; a fixed noun's own prepositions follow it.
        flags: Subset of `FLAGS`.
        text: The phrasing as written.
        is_own: A user's file says it; it wins over one of ours that asks for as much, or for a class more.
        specificity: How much a clause must have for this frame to match; the most specific frame wins.
    """

    relation: str
    kind: FrameKind
    heads: frozenset[str]
    first: str
    first_restriction: str
    particle: str
    arguments: tuple[Argument, ...]
    flags: frozenset[str]
    text: str
    is_own: bool = False
    specificity: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        fixed = sum(3 if a.nouns else 1 for a in self.arguments)
        extra = sum(1 for a in self.arguments if a.preps) + sum(1 for a in self.arguments if a.restriction)
        object.__setattr__(self, "specificity", fixed + (2 if self.particle else 0) + extra)


def _alternatives(word: str) -> frozenset[str]:
    return frozenset(part.replace("_", " ") for part in word.split("|") if part)


def _check_restrictions(words: list[str], text: str, where: str) -> None:
    for word in words:
        slot = _slot(word)
        if slot and ":" in word and slot[1] not in RESTRICTIONS:
            raise OntologyError(f"{where}: unknown class {slot[1]!r} in phrasing {text!r}; use one of {', '.join(sorted(RESTRICTIONS))}")


def _slot(word: str) -> tuple[str, str] | None:
    name, _, restriction = word.partition(":")
    return (name, restriction) if name in SLOTS else None


def _split_flags(text: str, where: str) -> tuple[list[str], frozenset[str]]:
    words: list[str] = []
    flags: set[str] = set()
    for word in text.split():
        if word.startswith("{") and word.endswith("}"):
            if word[1:-1] not in FLAGS:
                raise OntologyError(f"{where}: unknown flag {word} in phrasing {text!r}; use one of {', '.join(sorted(FLAGS))}")
            flags.add(word[1:-1])
        elif any(c in word for c in "{}[]()"):
            raise OntologyError(f"{where}: stray bracket in phrasing {text!r}; flags are written as {{starts}}")
        else:
            words.append(word)
    return words, frozenset(flags)


def _arguments(words: list[str], text: str, where: str) -> tuple[Argument, ...]:
    found: list[Argument] = []
    preps: frozenset[str] = frozenset()
    for word in words:
        slot = _slot(word)
        options = _alternatives(word)
        if slot:
            found.append(Argument(preps=preps, slot=slot[0], restriction=slot[1]))
            preps = frozenset()
        elif options <= PREPOSITIONS:
            if preps:
                raise OntologyError(f"{where}: two prepositions in a row in phrasing {text!r}")
            preps = options
        else:
            found.append(Argument(preps=preps, nouns=options))
            preps = frozenset()
    if preps:
        raise OntologyError(f"{where}: phrasing {text!r} ends in a preposition; say what follows it, such as OBJ")
    return tuple(found)


def _check_heads(heads: frozenset[str], text: str, where: str) -> None:
    strange = sorted(head for head in heads if not head.replace("-", "").isalpha())
    if strange or not heads:
        raise OntologyError(
            f"{where}: {strange[0].replace(' ', '_') if strange else '|'!r} in phrasing {text!r} is no verb; write one word, a particle after it"
        )


def parse_phrasing(relation: str, text: str, where: str) -> Frame:
    """Return the frame a phrasing stands for.

    Args:
        relation: Local name or IRI of the relation it belongs to.
        text: The phrasing, such as `SUBJ preside over OBJ`.
        where: File and line, for errors.

    Raises:
        OntologyError: If the phrasing is empty, has an unknown slot, class or flag, or says neither OBJ nor DO nor PAIR.
    """
    words, flags = _split_flags(text, where)
    for word in words:
        if word.partition(":")[0].isupper() and _slot(word) is None and len(word) > 1:
            raise OntologyError(f"{where}: unknown slot {word} in phrasing {text!r}; use one of {', '.join(sorted(SLOTS))}")
    if len(words) < MIN_NOUN_WORDS:
        raise OntologyError(f"{where}: phrasing {text!r} is too short; write for example 'SUBJ chair OBJ'")
    _check_restrictions(words, text, where)
    first = _slot(words[0])
    if first and _slot(words[1]):
        raise OntologyError(f"{where}: phrasing {text!r} has no verb after {words[0]}")
    particle = ""
    if first is None:
        kind, heads, rest = FrameKind.NOUN, _alternatives(words[0]), words[1:]
    elif words[1] == "be" and len(words) > MIN_NOUN_WORDS and not (_alternatives(words[2]) <= PREPOSITIONS or _slot(words[2])):
        kind, heads, rest = FrameKind.COPULA, _alternatives(words[2]), words[3:]
    else:
        kind, heads, rest = FrameKind.VERB, _alternatives(words[1]), words[2:]
        _check_heads(heads, text, where)
        if rest and _alternatives(rest[0]) <= PARTICLES and (rest[0] not in PREPOSITIONS or _is_particle(rest)):
            particle, rest = rest[0], rest[1:]
    arguments = _arguments(rest, text, where)
    _check_slots(kind, first[0] if first else "", arguments, text, where)
    return Frame(
        relation=relation,
        kind=kind,
        heads=heads,
        first=first[0] if first else "",
        first_restriction=first[1] if first else "",
        particle=particle,
        arguments=arguments,
        flags=flags,
        text=text,
    )


def _is_particle(rest: list[str]) -> bool:
    """Whether `rest[0]`, which can be a preposition, is a particle here: "stay on as", "take over leadership", not "lie in east of"."""
    return len(rest) == 1 or (_slot(rest[1]) is None and (rest[0] == "over" or _alternatives(rest[1]) <= PREPOSITIONS))


def _check_slots(kind: FrameKind, first: str, arguments: tuple[Argument, ...], text: str, where: str) -> None:
    slots = {first, *(a.slot for a in arguments)}
    has_pair = "PAIR" in slots
    owned = first == "OBJ" and any(a.nouns for a in arguments)
    has_two = ("SUBJ" in slots or kind is FrameKind.NOUN or owned) and bool({"OBJ", "DO"} & slots)
    has_change = "SUBJ" in slots and not {"OBJ", "DO"} & slots and (not arguments or kind is FrameKind.NOUN)
    if not (has_pair or has_two or has_change):
        raise OntologyError(f"{where}: phrasing {text!r} does not say who (SUBJ) and whom or what (OBJ, DO or PAIR)")
