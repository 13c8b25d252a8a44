"""Remember where in the text each entity was named and how prominently, so that a reference can look back for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from newsgraph.lexicon import Lexicon
from newsgraph.model import BlockKind
from newsgraph.parse import Parse
from newsgraph.resolve.registry import Draft, Registry

__all__ = ["SUBJECT", "Place", "Salience"]

SUBJECT = 100
"""What being a subject once counts against other mentions when the author of a text is looked for."""
_RANGE = 3
"""Sentences a pronoun may look back."""


class Place(NamedTuple):
    """Where an entity was mentioned: token, sentence, and how prominent (3 subject, 2 object, 1 elsewhere, 0 in a phrase of place).

    `is_people`: named by the adjective or the people of a country.
    """

    token: int
    sentence: int
    entity: str
    weight: int
    is_people: bool = False


class Salience:
    """The places of one article's named entities, in text order."""

    def __init__(self, p: Parse, by_mention: dict[int, Draft], registry: Registry, lexicon: Lexicon) -> None:
        self._p = p
        self._by_mention = by_mention
        self._registry = registry
        self._lexicon = lexicon
        self._genders: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._named: dict[str, list[int]] = {}
        self._worded: dict[str, list[Place]] = {}
        self.places: list[Place] = []
        self._note_places()

    def before(self, token: int) -> list[Place]:
        """Return the places before a token, in text order."""
        return self.places[: bisect_left(self.places, token, key=_token)]

    def back(self, token: int, test: tuple[str, ...], reach: int = _RANGE, *, gender: str = "", avoid: frozenset[str] = frozenset()) -> Draft | None:
        """Return the most prominent entity before a token: same sentence first, subjects first, then the nearest."""
        s = self._p.sentence_of[token]
        best: tuple[tuple[int, int, int], Draft] | None = None
        for i in range(bisect_left(self.places, token, key=_token) - 1, -1, -1):
            place = self.places[i]
            if s - place.sentence > reach:
                break
            if self._is_caption(place.sentence):
                continue
            draft = self._registry.drafts[place.entity]
            if place.entity in avoid or not self._registry.is_a(draft, test):
                continue
            if gender and self.gender(draft) not in ("", gender):
                continue
            score = (-(s - place.sentence), place.weight, place.token)
            if best is None or score > best[0]:
                best = (score, draft)
        return best[1] if best else None

    def back_with_word(self, token: int, word: str) -> Iterator[Place]:
        """Yield the places before a token of entities whose label has the word, the nearest first."""
        if not self._worded:
            for place in self.places:
                for each in set(self._registry.drafts[place.entity].label.split()):
                    self._worded.setdefault(each, []).append(place)
        places = self._worded.get(word, [])
        yield from reversed(places[: bisect_left(places, token, key=_token)])

    def prominence(self) -> dict[str, int]:
        """Return how prominent each entity is in the words of the article itself, in the order of first mention."""
        if not self._counts:
            for place in self.places:
                if not place.is_people and self._p.quote_of[place.token] < 0:  # "Syrians face ..." does not make Syria the author
                    self._counts[place.entity] = self._counts.get(place.entity, 0) + (SUBJECT if place.weight == 3 else 1)
        return self._counts

    def list_at(self, token: int) -> tuple[Draft, ...]:
        """Return the entities of the list of names that begins at a token, in the order of its chain; none if it is no list."""
        p = self._p
        found = [token]
        for i in found:
            found.extend(k for k in p.kids[i] if p.deps[k] == "conj" and p.mention_of[k] >= 0)
        return tuple(dict.fromkeys(self._by_mention[p.mention_of[i]] for i in found).keys()) if len(found) > 1 else ()

    def _note_places(self) -> None:
        p = self._p
        for i, m in enumerate(p.mentions):
            if m.type == "Demonym" and p.deps[m.end - 1] in ("amod", "compound"):
                continue
            head = m.end - 1
            top = head
            while p.deps[top] in ("conj", "appos", "compound", "poss") and p.heads[top] != top:
                top = p.heads[top]
            weight = self._weight(head, top)
            if p.deps[top] == "pobj" and p.lowers[p.heads[top]] in self._lexicon.words["local_prep"] and m.type in ("Country", "Place"):
                weight = 0
            entity = self._actor(self._by_mention[i], head).id
            place = Place(token=head, sentence=p.sentence_of[head], entity=entity, weight=weight, is_people=m.type == "Demonym")
            self.places.append(place)

    def _weight(self, head: int, top: int) -> int:
        """How prominent a name is by its place; `top` is the noun it belongs to."""
        p = self._p
        if p.deps[top] in ("nsubj", "nsubjpass"):
            return 3 if top in (head, *self._chain(head)) else 2 if p.deps[head] == "poss" and p.heads[head] == top else 1
        # "A's request to see B was refused": whom it is about stands behind who makes it
        return 2 if p.deps[top] == "dobj" and p.deps[p.heads[top]] != "acl" else 1

    def _actor(self, draft: Draft, head: int) -> Draft:
        """The country that a capital stands for where it acts: "Zagreb sent the note back, and its foreign minister ..."."""
        p = self._p
        if not draft.key.startswith("place:") or p.deps[head] != "nsubj" or p.lemmas[p.heads[head]] in self._lexicon.words["stative_verb"] | {"be"}:
            return draft
        return self._registry.country_of(draft)

    def _chain(self, head: int) -> list[int]:
        p, found = self._p, []
        while p.deps[head] in ("conj", "appos") and p.heads[head] != head:
            head = p.heads[head]
            found.append(head)
        return found

    def _is_caption(self, sentence: int) -> bool:
        return self._p.sentences[sentence].kind is BlockKind.CAPTION

    def gender(self, draft: Draft) -> str:
        """Return "f" or "m" if the first name or a title tells, else ""."""
        if draft.id not in self._genders:
            first = draft.label.split()[0] if draft.label.split() else ""
            gender = self._lexicon.genders.get(first, "")
            for start in self._starts(draft.id):
                if start and not gender:
                    before = self._p.lowers[start - 1].rstrip(".")
                    gender = "m" if before in self._lexicon.words["title_of_man"] else "f" if before in self._lexicon.words["title_of_woman"] else ""
            self._genders[draft.id] = gender
        return self._genders[draft.id]

    def _starts(self, entity: str) -> list[int]:
        """Return where the names of an entity begin."""
        if not self._named:
            for m in self._p.mentions:
                self._named.setdefault(self._by_mention[self._p.mention_of[m.start]].id, []).append(m.start)
        return self._named.get(entity, [])


def _token(place: Place) -> int:
    return place.token
