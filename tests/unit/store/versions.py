"""Articles in several versions each, for the test that kills their writer."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import Quad
from tests.unit.graph import sample_reading as sample

from newsgraph.exchange import GraphSource
from newsgraph.graph import quads
from newsgraph.model import Reading

__all__ = ["VERSIONS", "source_of"]

FACT, CLAIM = sample.FACT, sample.REPORTED


def without_strangers(text: str, rows: list[tuple[str, str, str, sample.Stance]], *, identifier: str) -> Reading:
    """Return a reading of an article that holds only what its statements name."""
    reading = sample.another_article(text, rows, identifier=identifier)
    named = {each for statement in reading.statements for each in (statement.subject, statement.object, *statement.attributed_to)}
    named |= {other for each in named for other in reading.entities[each].about}
    return replace(reading, entities={key: entity for key, entity in reading.entities.items() if key in named})


N_ARTICLES, N_VERSIONS = 3, 3
READINGS = [
    without_strangers(f"Article {number}, version {version}.", rows, identifier=f"article {number}")
    for number in range(N_ARTICLES)
    for version, rows in enumerate(
        [
            [("kyrgyzstan", "chairs", "csto", FACT)],
            [("kyrgyzstan", "chairs", "csto", CLAIM), ("csto", "supports", "kazakhstan", FACT)],
            [("jeenbekov", "memberOf", "council", FACT), ("session", "locatedIn", "astana", FACT), ("kyrgyzstan", "chairs", "csto", FACT)],
        ]
    )
]
READINGS.append(sample.reading())
VERSIONS: tuple[tuple[str, frozenset[Quad]], ...] = tuple((each.article.key, frozenset(quads(each, run=sample.RUN))) for each in READINGS)


class Version:
    """One version of every article, as a source to merge."""

    def __init__(self, number: int) -> None:
        self.name = f"version {number}"
        self._rows = frozenset().union(*(VERSIONS[each][1] for each in range(number % N_VERSIONS, N_ARTICLES * N_VERSIONS, N_VERSIONS)))

    def parts(self) -> list[frozenset[Quad]]:
        """Return it."""
        return [self._rows]


def source_of(number: int) -> GraphSource:
    """Return the articles in the version that goes with a number, as a source."""
    return Version(number)  # type: ignore[return-value]  # a list will do where an iterator is promised
