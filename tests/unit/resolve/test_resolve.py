"""From relations between parts of a text to statements between things, on grammar set by hand."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.expectations import rows
from tests.support.handmade import handmade

from newsgraph.authority import load_authority
from newsgraph.extract import FrameIndex, extract, repair
from newsgraph.lexicon import load_lexicon
from newsgraph.model import Reading, Scope
from newsgraph.ontology import Ontology, load
from newsgraph.resolve import resolve

MEETS = "{} NNP nsubj 2\nmet VBD ROOT 0 meet\n{} NNP dobj 2\n. . punct 2"
BORDERS = "{} NNP nsubj 2\nborders VBZ ROOT 0 border\n{} NNP dobj 2\n. . punct 2"
SIGNS = "{} PRP nsubj 2\nsigned VBD ROOT 0 sign\na DT det 4\ntreaty NN dobj 2\n. . punct 2"
NAMES = ("Norway = country:NO", "Iceland = country:IS", "Kenya = country:KE")


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load()


@pytest.fixture(scope="module")
def index(ontology: Ontology) -> FrameIndex:
    return FrameIndex(ontology)


@pytest.fixture
def read(ontology: Ontology, index: FrameIndex) -> _Reader:
    """Return a function that reads sentences, each a text and its table."""
    return _Reader(ontology, index)


class _Reader:
    def __init__(self, ontology: Ontology, index: FrameIndex) -> None:
        self._ontology = ontology
        self._index = index

    def __call__(self, *sentences: tuple[str, str], names: tuple[str, ...] = NAMES, closed: bool = False) -> Reading:
        text, table = " ".join(s[0] for s in sentences), "\n\n".join(s[1] for s in sentences)
        authority, lexicon = load_authority(), load_lexicon()
        used = [name for name in names if name.split(" = ")[0] in text]
        article, parse = handmade(text, table, names=used, issued=date(2021, 6, 15), authority=authority)
        repaired = repair(parse, lexicon)
        extraction = extract(repaired, self._ontology, authority, lexicon, self._index)
        return resolve(article, repaired, extraction, self._ontology, authority, lexicon, closed=closed)


def met(one: str, other: str) -> tuple[str, str]:
    return f"{one} met {other}.", MEETS.format(one, other)


def test_one_fact_said_twice_is_one_statement_with_two_evidences(read: _Reader) -> None:
    reading = read(met("Norway", "Kenya"), met("Iceland", "Kenya"), met("Norway", "Kenya"))
    assert [str(row) for row in rows(reading)] == ["Norway | meetsWith | Kenya", "Iceland | meetsWith | Kenya"]
    spans = [[reading.article.text[e.start_char : e.end_char] for e in s.evidence] for s in reading.statements]
    assert spans == [["Norway met Kenya.", "Norway met Kenya."], ["Iceland met Kenya."]]


def test_statements_stand_in_the_order_of_the_text(read: _Reader) -> None:
    reading = read(met("Norway", "Kenya"), met("Iceland", "Kenya"))
    starts = [s.evidence[0].start_char for s in reading.statements]
    assert starts == sorted(starts)
    assert [(e.start_char, e.end_char) for e in reading.sentences] == [(0, 17), (18, 36)]


def test_known_things_are_shared_and_carry_their_identity(read: _Reader) -> None:
    reading = read(met("Norway", "Kenya"))
    norway = next(e for e in reading.entities.values() if e.label == "Norway")
    assert (norway.type, norway.scope, norway.identity) == ("Country", Scope.SHARED, "Q20")
    assert {link.iri for link in norway.links} >= {"http://www.wikidata.org/entity/Q20"}


def test_only_things_that_are_spoken_of_are_kept(read: _Reader) -> None:
    reading = read(met("Norway", "Kenya"))
    assert {e.label for e in reading.entities.values()} == {"Norway", "Kenya"}
    assert {m for s in reading.statements for e in s.evidence for m in e.mentions} == set(reading.entities)


def test_open_statements_are_left_out_when_closed(read: _Reader) -> None:
    borders = ("Norway borders Iceland.", BORDERS.format("Norway", "Iceland"))
    assert [row.relation for row in rows(read(borders, met("Norway", "Kenya")))] == ["relatedTo", "meetsWith"]
    assert [row.relation for row in rows(read(borders, met("Norway", "Kenya"), closed=True))] == ["meetsWith"]


PERSON = ("Erna Solberg met Kenya.", "Erna NNP compound 2\nSolberg NNP nsubj 3\nmet VBD ROOT 0 meet\nKenya NNP dobj 3\n. . punct 3")


def signers(word: str, read: _Reader) -> list[str]:
    """Return who signs, after a sentence about Erna Solberg and Kenya, where a pronoun signs."""
    found = rows(read(PERSON, (f"{word} signed a treaty.", SIGNS.format(word)), names=(*NAMES, "Erna Solberg = Person")))
    return [row.subject[0] for row in found if row.relation == "signs"]


def test_she_means_the_woman_and_he_nobody(read: _Reader) -> None:
    assert signers("She", read) == ["Erna Solberg"]
    assert signers("He", read) == []


def test_it_means_no_person(read: _Reader) -> None:
    assert signers("It", read) == ["Kenya"]


def test_described_things_belong_to_the_article(read: _Reader) -> None:
    reading = read(("Norway signed a treaty.", SIGNS.format("Norway").replace("Norway PRP", "Norway NNP")))
    treaty = next(e for e in reading.entities.values() if e.label == "treaty")
    assert (treaty.scope, treaty.identity, treaty.type) == (Scope.ARTICLE, "", "Instrument")


def test_text_without_statements_gives_sentences_alone(read: _Reader) -> None:
    reading = read(("Yes.", "Yes UH ROOT 0\n. . punct 1"))
    assert (reading.statements, reading.entities, len(reading.sentences)) == ((), {}, 1)


def test_same_text_gives_the_same_reading(read: _Reader) -> None:
    sentences = [met("Norway", "Kenya"), met("Iceland", "Kenya")]
    assert read(*sentences) == read(*sentences)
