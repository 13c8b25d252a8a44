"""Say which part of speech and lemma a word has, from its tag and label, as spaCy's attribute ruler and lemmatizer do, once for each case.

The ruler matches some 180 patterns against every token of every article. Nearly all look at one token alone and read nothing but its
spelling, tag and label, so their outcome can be kept: a case that was seen before costs one look-up. Patterns over several tokens
("going" + "to") are compiled too: a kept case says which places of which patterns it could fill, and only where neighbours fill a
whole pattern is the outcome worked out anew. Whatever is worked out, spaCy's own components work it out, on a document of one token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.pipeline.attributeruler import set_token_attrs  # type: ignore[attr-defined]  # compiled, without stubs
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Form", "WordForms", "forms_fit"]

_LIMIT = 60_000
"""Cases kept at most; then all are forgotten, so that memory stays bounded in a long run."""
_SPELLINGS = frozenset({"LOWER", "ORTH", "TEXT"})
_READS = _SPELLINGS | {"TAG", "DEP", "IS_SPACE"}
"""What a pattern may look at: all of it follows from a token's spelling, tag and label."""
_TESTS = frozenset({"IN", "NOT_IN", "REGEX"})

Case = tuple[str, str, int]
"""Spelling, tag as the tagger gives it, and number of the label as the parser gives it."""
Token = dict[str, Any]
"""What a pattern asks of one token."""


class Form(NamedTuple):
    """What is read of a token; `places` are the places of longer patterns that it could fill."""

    lower: str
    lemma: str
    tag: str
    pos: str
    dep: str
    places: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Long:
    """A pattern over several tokens: the rule it belongs to, how long it is, and which of its tokens the rule changes."""

    rule: int
    length: int
    target: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What rules make of a token, whatever its spelling; the lemma is "" if they set none."""

    tag: str
    pos: str
    pos_id: int
    morph: str
    lemma: str
    dep: str


def forms_fit(nlp: Language) -> bool:
    """Whether the outcome of a pipeline's ruler and lemmatizer follows from spelling, tag and label alone, as is assumed here."""
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    if type(ruler) is not AttributeRuler or type(lemmatizer) is not EnglishLemmatizer or lemmatizer.mode not in ("rule", "lookup"):
        return False
    return all(
        pattern and all(map(_is_understood, pattern)) and -len(pattern) <= index < len(pattern)
        for patterns, index in _rules(ruler)
        for pattern in patterns
    )


def _is_understood(token: Token) -> bool:
    return all(key in _READS and (not isinstance(value, dict) or set(value) <= _TESTS) for key, value in token.items())


def _rules(ruler: Any) -> list[tuple[list[list[Token]], int]]:
    """Return of each rule its patterns and which of the matched tokens it changes."""
    return [(rule["patterns"], rule["index"]) for rule in ruler.patterns]


class _Spellings:
    """Which spellings the rules tell apart: those that they name, and else what their regular expressions say."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        asked = [value for token in tokens for key, value in token.items() if key in _SPELLINGS]
        tests = [value if isinstance(value, dict) else {"IN": [value]} for value in asked]
        self._named = {str(word) for test in tests for name in ("IN", "NOT_IN") for word in test.get(name, ())}
        self._patterns = [re.compile(pattern) for pattern in dict.fromkeys(str(test["REGEX"]) for test in tests if "REGEX" in test)]
        self._known: dict[str, object] = {}

    def kind(self, word: str) -> object:
        """Return the same for two words only if no rule tells them apart."""
        if len(self._known) > _LIMIT:
            self._known.clear()
        found = self._known.get(word)
        if found is None:
            lower = word.lower()
            if word in self._named or lower in self._named:
                found = (word, lower)
            else:
                found = (word.isspace(), *(bool(p.search(text)) for p in self._patterns for text in (word, lower)))
            self._known[word] = found
        return found


class WordForms:
    """The forms of words in one pipeline. Each case is worked out once, by the pipeline's own components."""

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._ruler: Any = nlp.get_pipe("attribute_ruler")
        self._lemmatizer: Any = nlp.get_pipe("lemmatizer")
        self._known: dict[Case, Form] = {}
        self._lemmas: dict[tuple[str, int, str], str] = {}
        self._matched: dict[tuple[object, str, int], tuple[tuple[int, ...], frozenset[tuple[int, int]]]] = {}
        self._outcomes: dict[tuple[tuple[int, ...], str, int], _Outcome] = {}
        self._long: list[_Long] = []
        self._places = Matcher(nlp.vocab)
        rules = _rules(self._ruler)
        self._spellings = _Spellings(token for patterns, _ in rules for pattern in patterns for token in pattern)
        for rule, (patterns, index) in enumerate(rules):
            for pattern in patterns:
                if len(pattern) > 1:
                    for place, token in enumerate(pattern):
                        self._places.add(f"{len(self._long)} {place}", [[token]])
                    self._long.append(_Long(rule, len(pattern), index % len(pattern)))

    def of(self, words: Sequence[str], tags: Sequence[str], deps: Sequence[int]) -> list[Form]:
        """Return the form of each token of one article."""
        known = self._known
        if len(known) > _LIMIT:
            known.clear()
            self._lemmas.clear()
            self._lemmatizer.cache.clear()
        cases = list(zip(words, tags, deps, strict=True))
        try:
            forms = [known[case] for case in cases]
        except KeyError:
            forms = [known[case] if case in known else self._learn(case) for case in cases]
        marked = [i for i, form in enumerate(forms) if form.places]
        if len(marked) > 1:
            for i, more in self._matches(forms, marked).items():
                forms[i] = self._form(cases[i], (*self._match(cases[i])[0], *more))
        return forms

    def _matches(self, forms: Sequence[Form], marked: Sequence[int]) -> dict[int, list[int]]:
        """Return the rules of longer patterns that match, by the token they change."""
        found: dict[int, list[int]] = {}
        for i in marked:
            for number, place in forms[i].places:
                long = self._long[number]
                if (
                    not place
                    and i + long.length <= len(forms)
                    and all((number, k) in form.places for k, form in enumerate(forms[i : i + long.length]))
                ):
                    found.setdefault(i + long.target, []).append(long.rule)
        return found

    def _learn(self, case: Case) -> Form:
        rules, places = self._match(case)
        form = self._known[case] = self._form(case, rules, places)
        return form

    def _match(self, case: Case) -> tuple[tuple[int, ...], frozenset[tuple[int, int]]]:
        """Return the rules that match a token by itself, and the places of longer patterns it could fill."""
        word, tag, dep = case
        key = (self._spellings.kind(word), tag, dep)
        if key not in self._matched:
            doc, strings = self._doc(case), self._vocab.strings
            found = (strings[m].split() for m, _, _ in self._places(doc, allow_missing=True))
            self._matched[key] = (tuple(rule for rule, *_ in self._ruler.match(doc)), frozenset((int(number), int(place)) for number, place in found))
        return self._matched[key]

    def _form(self, case: Case, rules: Sequence[int], places: frozenset[tuple[int, int]] = frozenset()) -> Form:
        """Let the rules, in their order, and the lemmatizer have their say on one token."""
        word, tag, dep = case
        key = (tuple(sorted(set(rules))), tag, dep)
        found = self._outcomes.get(key) or self._outcomes.setdefault(key, self._outcome(case, key[0]))
        lemma = found.lemma
        if not lemma or self._lemmatizer.overwrite:
            known = (word, found.pos_id, found.morph)
            lemma = self._lemmas.get(known) or self._lemmas.setdefault(known, self._lemma(*known))
        return Form(word.lower(), lemma, found.tag, found.pos, found.dep, places)

    def _outcome(self, case: Case, rules: Sequence[int]) -> _Outcome:
        token = self._doc(case)[0]
        for rule in rules:
            set_token_attrs(token, self._ruler.attrs[rule])
        return _Outcome(token.tag_, token.pos_, token.pos, str(token.morph), token.lemma_.lower() if token.lemma else "", token.dep_)

    def _lemma(self, word: str, pos: int, morph: str) -> str:
        token: Any = Doc(self._vocab, words=[word])[0]
        token.pos = pos
        token.set_morph(morph)
        lemma: str = self._lemmatizer.lemmatize(token)[0]
        return lemma.lower()

    def _doc(self, case: Case) -> Doc:
        word, tag, dep = case
        doc = Doc(self._vocab, words=[word])
        doc[0].tag_ = tag
        doc[0].dep = dep
        return doc
