"""Find things by name in a store of any size, and the statements around them, without reading the rest.

The names are read once (`name_index`): all else takes what its answer takes, not what the store holds.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Store

from newsgraph.errors import QueryError, SettingsError
from newsgraph.namespaces import DCTERMS, NG, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import BlankNode, Triple

__all__ = [
    "Hit",
    "NameIndex",
    "Nearby",
    "find_hits",
    "folded_name",
    "latest_articles",
    "name_index",
    "nearby",
    "statements_of_article",
    "thing_named",
]

MOST_NAMES = 2_000_000
"""Names that are kept for search: some 400 MB. Things beyond are found by their exact label only."""
MOST_PLACES = 20_000
"""Places looked at where the rarest word of a search stands; a search for one letter ends there."""
MOST_COUNTED = 100
"""Statements at a thing that are counted for its rank: above, a thing is well known anyhow."""
MOST_WEIGHED = 8_000
"""Statements around things among which the weightiest are chosen: 0.3 s. Of a thing with more, those the store gives first are weighed."""
_NAMES = (NamedNode(RDFS + "label"), NamedNode(SKOS + "altLabel"))
_ENDS = (NamedNode(RDF + "subject"), NamedNode(RDF + "object"), NamedNode(NG + "attributedTo"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A thing that was found: its label or the alias that was found, and how many statements name it, up to 100 in each role."""

    iri: str
    name: str
    n_statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """Statements around things: their IRIs, sorted, and how many more there are (at least)."""

    statements: tuple[str, ...]
    n_left_out: int


class NameIndex:
    """The names of a store, in a form that is quick to search.

    Args:
        pairs: Name and IRI, in any order; a thing may have several.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._pairs = sorted(set(pairs))
        folded = [folded_name(name).replace("\n", " ") for name, _ in self._pairs]
        self._text = "\n".join(folded)
        self._starts = list(accumulate((len(name) + 1 for name in folded), initial=0))[:-1]

    def __len__(self) -> int:
        """Return the number of names."""
        return len(self._pairs)

    def search(self, words: str) -> list[tuple[str, str]]:
        """Return (IRI, name) of things whose name contains all these words, whole names and beginnings first, then the shorter.

        Case and accents do not matter. Each thing comes once, with its best name.
        """
        wanted = sorted(folded_name(words).split(), key=len, reverse=True)
        if not wanted:
            return []
        phrase = " ".join(folded_name(words).split())
        ranked = sorted({number: self._rank(number, phrase) for number in self._with(wanted)}.items(), key=lambda item: (item[1], item[0]))
        best: dict[str, str] = {}
        for number, _ in ranked:
            name, iri = self._pairs[number]
            best.setdefault(iri, name)
        return list(best.items())

    def _with(self, wanted: Sequence[str]) -> Iterator[int]:
        """Yield numbers of names with all these words, the first of which is looked for."""
        for place in islice(_places(self._text, wanted[0]), MOST_PLACES):
            number = bisect_right(self._starts, place) - 1
            name = self._folded(number)
            if all(word in name for word in wanted[1:]):
                yield number

    def _folded(self, number: int) -> str:
        end = self._starts[number + 1] - 1 if number + 1 < len(self._starts) else len(self._text)
        return self._text[self._starts[number] : end]

    def _rank(self, number: int, phrase: str) -> tuple[int, int]:
        name = self._folded(number)
        order = (name != phrase, not name.startswith(phrase + " "), not name.startswith(phrase), f" {phrase}" not in name, phrase not in name)
        return (next((rank for rank, fails in enumerate(order) if not fails), len(order)), len(name))


def folded_name(text: str) -> str:
    """Return text without case and accents, as the page's own search folds it."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.category(char).startswith("M")).lower()


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


def name_index(store: Store, *, most: int = MOST_NAMES) -> NameIndex:
    """Read the names of all things; 7 µs a name, at most so many names."""
    quads = (quad for prop in _NAMES for quad in store.quads_for_pattern(None, prop, None, None))
    return NameIndex(
        (quad.object.value, quad.subject.value)
        for quad in islice(quads, most)
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode)
    )


def find_hits(store: Store, index: NameIndex, words: str, *, limit: int) -> tuple[Hit, ...]:
    """Return the things best meant by these words: those named by statements, of like names the one with more statements first."""
    found = index.search(words)[: limit * 10] or [(iri, words.strip()) for iri in _exactly(store, words.strip())]
    counted = [Hit(iri=iri, name=name, n_statements=_count(store, NamedNode(iri))) for iri, name in found]
    phrase = folded_name(" ".join(words.split()))
    known = [hit for hit in counted if hit.n_statements]
    return tuple(sorted(known, key=lambda hit: (folded_name(hit.name) != phrase, -hit.n_statements, hit.name, hit.iri))[:limit])


def _exactly(store: Store, name: str) -> list[str]:
    """Return the IRIs of things with exactly this name, in English or in no language, by the store's own index."""
    terms = (Literal(name), Literal(name, language="en"))
    quads = (quad for prop in _NAMES for term in terms for quad in store.quads_for_pattern(None, prop, term, None))
    return sorted({quad.subject.value for quad in islice(quads, MOST_COUNTED) if isinstance(quad.subject, NamedNode)})


def _count(store: Store, thing: NamedNode) -> int:
    return sum(sum(1 for _ in islice(store.quads_for_pattern(None, prop, thing, None), MOST_COUNTED)) for prop in _ENDS)


def thing_named(store: Store, name: str) -> str:
    """Return the IRI of the thing called `name`: its IRI as it stands, or its label or an alias in any case; of several the best known.

    Raises:
        SettingsError: No statement names such a thing.
    """
    if ":" in name:
        try:
            if _count(store, NamedNode(name)):
                return name
        except ValueError:
            pass  # a name with a colon in it
    hits = find_hits(store, name_index(store), name, limit=10)
    if hits and folded_name(hits[0].name).split() == folded_name(name).split():
        return hits[0].iri
    near = ", ".join(repr(hit.name[:60]) for hit in hits[:3])
    raise SettingsError(
        f"nothing in the graph is called {name[:100]!r}; " + (f"did you mean {near}?" if near else "give the label, an alias or the IRI of a thing")
    )


def nearby(store: Store, things: Sequence[str], *, most: int) -> Nearby:
    """Return the statements that name one of these things as subject, object or speaker; of too many those with the weightiest neighbours.

    Raises:
        QueryError: One of them is no IRI.
    """
    rows = _with_ends(store, things)
    asked = set(things)
    others = {iri: tuple(end for end in ends if end not in asked) for iri, ends in rows.items()}
    weight = Counter(end for ends in others.values() for end in ends)
    # Statements between the things themselves come first, then those of the neighbour with most.
    ranked = sorted(rows, key=lambda iri: (max((-weight[end] for end in others[iri]), default=-len(rows) - 1), others[iri], iri))
    return Nearby(statements=tuple(sorted(ranked[:most])), n_left_out=max(0, len(ranked) - most))


def _with_ends(store: Store, things: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return subject and object of the statements at these things, each thing's share of `MOST_WEIGHED` at most; lookups only, no join to be planned."""
    found: dict[str, tuple[str, str]] = {}
    share = MOST_WEIGHED // max(1, len(things))
    for iri in things:
        try:
            thing = NamedNode(iri)
        except ValueError as error:
            raise QueryError(f"a thing is asked for by what is no IRI: {error}; give the IRI as the graph has it") from error
        quads = (quad for prop in _ENDS for quad in store.quads_for_pattern(None, prop, thing, None))
        for quad in islice(quads, share):
            ends = tuple(_one(store, quad.subject, prop) for prop in _ENDS[:2])
            if isinstance(quad.subject, NamedNode) and all(ends) and _is_statement(store, quad.subject):
                found[quad.subject.value] = (ends[0], ends[1])
    return found


def _one(store: Store, statement: NamedNode | BlankNode | Triple, prop: NamedNode) -> str:
    values = (quad.object.value for quad in store.quads_for_pattern(statement, prop, None, None) if isinstance(quad.object, NamedNode))
    return next(values, "")


def _is_statement(store: Store, name: NamedNode) -> bool:
    return next(store.quads_for_pattern(name, NamedNode(RDF + "type"), NamedNode(NG + "Statement"), None), None) is not None


def latest_articles(store: Store, *, limit: int) -> tuple[tuple[str, str], ...]:
    """Return (IRI, title) of the articles with the latest days, latest first; articles without a day come last."""
    issued: dict[str, str] = {}
    for quad in store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(NG + "Article"), None):
        if isinstance(quad.subject, NamedNode) and len(issued) < MOST_NAMES:
            issued.setdefault(quad.subject.value, "")
    for quad in islice(store.quads_for_pattern(None, NamedNode(DCTERMS + "issued"), None, None), MOST_NAMES):
        if isinstance(quad.subject, NamedNode) and quad.subject.value in issued and isinstance(quad.object, Literal):
            issued[quad.subject.value] = max(issued[quad.subject.value], quad.object.value)
    newest = sorted(issued, key=lambda iri: (issued[iri], iri), reverse=True)[:limit]
    return tuple((iri, _title(store, NamedNode(iri))) for iri in newest)


def _title(store: Store, article: NamedNode) -> str:
    titles = [
        quad.object.value for quad in store.quads_for_pattern(article, NamedNode(DCTERMS + "title"), None, None) if isinstance(quad.object, Literal)
    ]
    return min(titles, default=article.value)


def statements_of_article(store: Store, article: str, *, most: int) -> Nearby:
    """Return the statements that rest on words of an article.

    Raises:
        ValueError: It is no IRI.
    """
    spans = [quad.subject for quad in store.quads_for_pattern(None, NamedNode(NG + "inArticle"), NamedNode(article), None)]
    found = sorted(
        {
            quad.subject.value
            for span in spans
            for quad in store.quads_for_pattern(None, NamedNode(NG + "evidence"), span, None)
            if isinstance(quad.subject, NamedNode)
        }
    )
    return Nearby(statements=tuple(found[:most]), n_left_out=max(0, len(found) - most))
