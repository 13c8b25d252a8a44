"""Read gold files: facts that people found in an article, with the readings they accept.

A gold article is a pair of files `X.json` (facts) and `X.entities.json` (entities with their aliases); tests/data/README.md
describes the fields.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsgraph.errors import InputError

__all__ = ["GoldArticle", "GoldFact", "GoldReading", "load_gold"]

_KEYS = ("subject", "predicate", "object", "speaker", "modality", "polarity")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldReading:
    """One accepted way to put a fact. `object` and `speaker` are "" for none; modality is a word such as "asserted"."""

    subject: str
    predicate: str
    object: str
    speaker: str
    modality: str
    is_negative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldFact:
    """A fact with all its accepted readings, the first being the main one.

    Attributes:
        start_char, end_char: Its evidence in the article.
    """

    id: str
    importance: str
    start_char: int
    end_char: int
    readings: tuple[GoldReading, ...]

    @property
    def is_core(self) -> bool:
        """Whether a reader would miss it in the graph."""
        return self.importance == "core"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldArticle:
    """The facts of one article, and for each name of an entity all names of that entity."""

    name: str
    facts: tuple[GoldFact, ...]
    aliases: dict[str, tuple[str, ...]]


def _reading(fact: dict[str, Any]) -> GoldReading:
    return GoldReading(
        subject=fact.get("subject") or "",
        predicate=fact.get("predicate") or "",
        object=fact.get("object") or "",
        speaker=fact.get("speaker") or "",
        modality=fact["modality"],
        is_negative=fact["polarity"] == "negative",
    )


def _readings(fact: dict[str, Any]) -> tuple[GoldReading, ...]:
    base = {k: fact.get(k) for k in _KEYS}
    others = [{k: a[k] for k in _KEYS if k in a} for a in fact.get("acceptable_alternatives", [])]
    stances = [a for a in others if a and set(a) <= {"speaker", "modality"}]
    wordings = [a for a in others if set(a) & {"subject", "predicate", "object"} and not set(a) & {"speaker", "modality", "polarity"}]
    found = [base, *({**base, **a} for a in others), *({**base, **w, **s} for w in wordings for s in stances)]
    if fact.get("speaker") and fact["modality"] in ("proposed", "intended"):  # "X advocates <to do it>" says it too
        found.append({**base, "subject": fact["speaker"], "predicate": "advocates", "speaker": None, "modality": "asserted"})
    return tuple(dict.fromkeys(_reading(f) for f in found))


def load_gold(path: Path) -> GoldArticle:
    """Return the gold article of a facts file `X.json`.

    Raises:
        InputError: If the file cannot be read or lacks a field.
    """
    try:
        facts = json.loads(path.read_text("utf-8"))
        entities_path = path.with_suffix("").with_suffix(".entities.json")
        entities = json.loads(entities_path.read_text("utf-8")) if entities_path.exists() else []
        found = tuple(
            GoldFact(id=f["id"], importance=f["importance"], start_char=f["evidence_start"], end_char=f["evidence_end"], readings=_readings(f))
            for f in facts
        )
        aliases: dict[str, tuple[str, ...]] = {}
        for e in entities:
            names = (e["canonical"], *e.get("aliases", []))
            for name in names:
                aliases.setdefault(name, names)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is not a file of gold facts: {error!r}; tests/data/README.md describes the fields") from error
    return GoldArticle(name=path.name.removesuffix(".json"), facts=found, aliases=aliases)
