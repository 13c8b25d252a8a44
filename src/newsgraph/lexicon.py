"""Load the word lists of `ontology/lexicon`: clause-embedding words, offices, noun classes, given names.

Lists are tab-separated with a header line. They hold the words; the code holds only what the classes mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from newsgraph.errors import OntologyError
from newsgraph.model import Modality
from newsgraph.resources import data_path

__all__ = ["Embedding", "Lexicon", "Office", "load_lexicon", "read_table"]

_MAX_OFFICE_WORDS = 6


def read_table(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows of a tab-separated file as dictionaries.

    Raises:
        OntologyError: If the file cannot be read, a column is missing, or a row has too many or too few fields.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"cannot read {path}: {error}") from error
    header = lines[0].split("\t")
    missing = [c for c in columns if c not in header]
    if missing:
        raise OntologyError(f"{path} lacks the column(s) {', '.join(missing)}")
    rows: list[dict[str, str]] = []
    for number, line in enumerate(lines[1:], start=2):
        if not line:
            continue
        fields = line.split("\t")
        if len(fields) != len(header):
            raise OntologyError(f"{path}:{number}: {len(fields)} fields, but the header has {len(header)}")
        rows.append(dict(zip(header, fields, strict=True)))
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedding:
    """What a verb, adjective or noun says about the clause it takes.

    Attributes:
        complement: "that", "to", "ing", "whether", "from" or "bare".
        is_indirect: Whether the clause is somebody's words or thoughts, and so attributed to the subject.
        act: Relation of the act itself ("advocates", "commitsTo"), or "".
        control: "subject" or "object": whose the unspoken subject of the clause is.
    """

    modality: Modality
    is_negative: bool
    is_indirect: bool
    act: str
    control: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office by its lower-case name: canonical form, kind, and whether it takes a portfolio ("minister of X")."""

    canonical: str
    kind: str
    has_portfolio: bool
    is_plural: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All word lists.

    Attributes:
        embeddings: (lemma, part of speech, complement) to what it says.
        nouns: Lemma to the classes it belongs to.
        offices: Lower-case name, singular or plural, to the office.
        genders: Given name to "f" or "m".
        words: Other closed classes by name (function words, cues).
    """

    embeddings: dict[tuple[str, str, str], Embedding]
    nouns: dict[str, frozenset[str]]
    offices: dict[str, Office]
    genders: dict[str, str]
    words: dict[str, frozenset[str]]
    _prefixes: set[str] = field(default_factory=set, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._prefixes.update(name[:n] for name in self.offices for n in range(1, len(name) + 1))

    def may_be_office(self, first: str) -> bool:
        """Return whether an office may begin with a token: a quick look before `office_at`."""
        return first in self._prefixes

    def office_at(self, lowers: Sequence[str], spaces: Sequence[bool], start: int, end: int) -> tuple[int, Office | None]:
        """Return the longest office whose words begin at token `start` and end by `end`, after its length in tokens; (0, None) if none."""
        found: tuple[int, Office | None] = (0, None)
        text = ""
        for i in range(start, min(end, start + _MAX_OFFICE_WORDS)):
            text += lowers[i]
            office = self.offices.get(text)
            if office is not None:
                found = (i + 1 - start, office)
            text += " " if spaces[i] else ""
            if text not in self._prefixes:
                break
        return found

    def is_noun(self, lemma: str, kind: str) -> bool:
        """Return whether a lemma belongs to a noun class."""
        return kind in self.nouns.get(lemma, ())

    def classes(self, before: str, lemma: str) -> frozenset[str]:
        """Return the classes of a noun after the word `before` ("round table" is one word of the list)."""
        return self.nouns.get(before + " " + lemma) or self.nouns.get(lemma, frozenset())


def _embeddings(folder: Path) -> dict[tuple[str, str, str], Embedding]:
    found: dict[tuple[str, str, str], Embedding] = {}
    for row in read_table(folder / "embedding.tsv", ("word", "pos", "complement", "modality", "polarity", "voice", "act", "control")):
        found[row["word"], row["pos"], row["complement"]] = Embedding(
            modality=Modality(row["modality"]),
            is_negative=row["polarity"] == "-",
            is_indirect=row["voice"] == "indirect",
            act=row["act"],
            control=row["control"],
        )
    return found


def _classes(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_table(path, ("class", "lemma")):
        found[row["lemma"]].add(row["class"])
    return found


def _offices(folder: Path) -> dict[str, Office]:
    found: dict[str, Office] = {}
    for row in read_table(folder / "offices.tsv", ("office", "canonical", "kind", "plural", "portfolio_pattern")):
        for name, is_plural in ((row["office"], False), (row["plural"], True)):
            if name:
                found.setdefault(
                    name, Office(canonical=row["canonical"], kind=row["kind"], has_portfolio=row["portfolio_pattern"] == "yes", is_plural=is_plural)
                )
    return found


@cache
def load_lexicon() -> Lexicon:
    """Read all shipped word lists, once per process."""
    folder = data_path("ontology") / "lexicon"
    words: dict[str, set[str]] = defaultdict(set)
    for lemma, classes in _classes(folder / "words.tsv").items():
        for name in classes:
            words[name].add(lemma)
    return Lexicon(
        embeddings=_embeddings(folder),
        nouns={lemma: frozenset(classes) for lemma, classes in sorted(_classes(folder / "nouns.tsv").items())},
        offices=_offices(folder),
        genders={row["name"]: row["gender"] for row in read_table(folder / "given_names.tsv", ("name", "gender"))},
        words={name: frozenset(lemmas) for name, lemmas in sorted(words.items())},
    )
