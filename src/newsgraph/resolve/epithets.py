"""Say which named thing an epithet stands for: "the Hashemite kingdom", "the 15-nation bloc", "the latter", "both".

What a country or body is like (`ontology/authority/traits.tsv`) decides only if it leaves one of those named before.
"""

from __future__ import annotations

import re

from newsgraph.authority import Authority
from newsgraph.lexicon import Lexicon
from newsgraph.model import BlockKind
from newsgraph.parse import Parse
from newsgraph.resolve.registry import Draft, Registry
from newsgraph.resolve.salience import Place, Salience

__all__ = ["Epithets", "descriptors"]

_REACH = 6
"""Sentences an epithet may look back."""
_NEAR = 2
"""Sentences back for a union of which only the size is told."""
_PAIR = 2
_MAX_WORDS = 3
_NUMBERS = {
    word: str(i)
    for i, word in enumerate("three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen".split(), 3)
}
_SIZED = re.compile(rf"(?:\d+|{'|'.join(_NUMBERS)})-(?:nation|member|country|state|strong)")
_DESCRIBED = ("Organization", "InternationalOrganization", "Instrument", "Meeting", "Entity", "Country")


class Epithets:
    """Answers for the epithets of one article."""

    def __init__(self, p: Parse, salience: Salience, registry: Registry, authority: Authority, lexicon: Lexicon) -> None:
        self._p = p
        self._salience = salience
        self._registry = registry
        self._traits = authority.traits
        self._words = lexicon.words

    def by_traits(self, token: int, lemma: str) -> tuple[Draft, ...] | None:
        """Return the one thing named before that has the traits of a description; None if it tells none, () if they do not decide."""
        words = [_in_figures(w) for w in self._words_before(token)]
        wanted = [self._traits[w] for w in (*words, *(" ".join(words[i : i + 2]) for i in range(len(words) - 1))) if w in self._traits]
        if lemma in self._traits:
            wanted.append(self._traits[lemma])
        if not wanted and lemma in self._words["bloc_word"] and any(_SIZED.fullmatch(w) for w in words):
            return self._of_some_size(token)
        if not wanted or not (lemma in self._words["country_word"] or lemma in self._words["bloc_word"]):
            return None
        keys = frozenset.intersection(*wanted)
        here = self._p.sentence_of[token]
        found = {x.entity for x in self._salience.before(token) if here - x.sentence <= _REACH and self._registry.drafts[x.entity].key in keys}
        return (self._registry.drafts[found.pop()],) if len(found) == 1 else ()

    def _of_some_size(self, token: int) -> tuple[Draft, ...]:
        """For "the six-nation bloc": the union named last, unless it is known to be of another size."""
        found = self._salience.back(token, ("InternationalOrganization",), _NEAR)
        sized = frozenset[str]().union(*(keys for trait, keys in self._traits.items() if _SIZED.fullmatch(trait)))
        return (found,) if found is not None and found.key not in sized else ()

    def _words_before(self, token: int) -> list[str]:
        """The words between the article and a noun, hyphens joined: "15-nation", "west african"."""
        p, i = self._p, token - 1
        text = ""
        while i >= 0 and token - i <= 2 * _MAX_WORDS and p.lowers[i] not in ("the", "this", "that") and p.sentence_of[i] == p.sentence_of[token]:
            text = p.lowers[i] + (" " if p.spaces[i] else "") + text
            i -= 1
        return text.split()

    def one_of_two(self, token: int) -> tuple[Draft, ...]:
        """For "the latter", "the former": that one of the two things of a kind that the sentence before, or this one, names."""
        p = self._p
        if p.tags[token + 1 : token + 2] and p.tags[min(token + 1, len(p) - 1)].startswith("NN"):
            return ()  # "the former president"
        pair = self._pair(token)
        return (pair[p.lowers[token] == "latter"],) if pair else ()

    def both(self, token: int) -> tuple[Draft, ...]:
        """For "both" by itself: the two things of a kind that the sentence before names, a list first."""
        return self._pair(token)

    def _pair(self, token: int) -> tuple[Draft, ...]:
        here = self._p.sentence_of[token]
        for number in (here, here - 1):
            if number < 0 or (number < here and self._p.sentences[number].kind is not self._p.sentences[here].kind):
                continue
            places = [x for x in self._salience.before(token) if x.sentence == number]
            lists = [g for g in (self._salience.list_at(x.token) for x in sorted(places, key=_rank)) if g]
            if lists:
                return lists[0] if len(lists[0]) == _PAIR else ()
            for kind in ("Country", "Person", "Organization"):
                named = list(dict.fromkeys(x.entity for x in places if x.weight and not x.is_people))
                named = [e for e in named if self._registry.is_a(self._registry.drafts[e], (kind,))]
                if named:
                    return tuple(self._registry.drafts[e] for e in named) if len(named) == _PAIR else ()
        return ()


def _in_figures(word: str) -> str:
    """Write a size as the tables do: "ten-country" is "10-nation"; other words stay."""
    number, hyphen, kind = word.partition("-")
    if not hyphen or not _SIZED.fullmatch(word):
        return word
    return f"{_NUMBERS.get(number, number)}-{'nation' if kind in ('country', 'state') else 'member' if kind == 'strong' else kind}"


def _rank(place: Place) -> tuple[int, int]:
    return -place.weight, place.token


def descriptors(p: Parse, by_mention: dict[int, Draft]) -> dict[str, list[tuple[int, Draft]]]:
    """What a name is called beside it ("Iranian airline Mahan Air", "Naftogaz, a gas company"): noun to (token, entity)."""
    found: dict[str, list[tuple[int, Draft]]] = {}
    for i, m in enumerate(p.mentions):
        if m.type not in _DESCRIBED or p.sentences[p.sentence_of[m.start]].kind is BlockKind.HEADLINE:
            continue
        head = m.end - 1
        nouns = [k for k in p.kids[head] if p.mention_of[k] < 0 and p.tags[k] == "NN" and p.deps[k] in ("compound", "nmod", "appos")]
        if p.deps[head] == "appos" and p.mention_of[p.heads[head]] < 0 and p.tags[p.heads[head]] == "NN":
            nouns.append(p.heads[head])
        for k in nouns:
            found.setdefault(p.lemmas[k], []).append((k, by_mention[i]))
    return found
