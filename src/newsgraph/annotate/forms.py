"""Say which part of speech and lemma a word has, from its tag and label, as spaCy's attribute ruler and lemmatizer do, once for each case.

The ruler matches some 180 patterns against every token of every article. Nearly all look at one token alone and read nothing but its
spelling, tag and label, so their outcome can be kept: a case that was seen before costs one look-up. Patterns over several tokens
("going" + "to") are compiled too: a kept case says which places of which patterns it could fill, and only where neighbours fill a
whole pattern is the outcome worked out anew. Whatever is worked out, spaCy's own components work it out, on a document of one token.
"""

from __future__ import annotations

from collections.abc import Sequence
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

_LIMIT = 200_000
"""Cases kept at most; then all are forgotten, so that memory stays bounded in a long run."""
_READS = frozenset({"TAG", "DEP", "LOWER", "ORTH", "TEXT", "IS_SPACE", "IS_PUNCT", "IS_ALPHA", "IS_DIGIT", "LIKE_NUM"})
"""What a pattern may look at: all of it follows from a token's spelling, tag and label."""

Case = tuple[str, str, int]
"""Spelling, tag as the tagger gives it, and number of the label as the parser gives it."""


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


def forms_fit(nlp: Language) -> bool:
    """Whether the outcome of a pipeline's ruler and lemmatizer follows from spelling, tag and label alone, as is assumed here."""
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    if type(ruler) is not AttributeRuler or type(lemmatizer) is not EnglishLemmatizer or lemmatizer.mode not in ("rule", "lookup"):
        return False
    return all(
        pattern and all(str(key).upper() in _READS for token in pattern for key in token) and -len(pattern) <= index < len(pattern)
        for patterns, index in _rules(ruler)
        for pattern in patterns
    )


def _rules(ruler: Any) -> list[tuple[list[list[dict[str, Any]]], int]]:
    """Return of each rule its patterns and which of the matched tokens it changes."""
    return [(rule["patterns"], rule["index"]) for rule in ruler.patterns]


class WordForms:
    """The forms of words in one pipeline. Each case is worked out once, by the pipeline's own components."""

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._ruler: Any = nlp.get_pipe("attribute_ruler")
        self._lemmatizer: Any = nlp.get_pipe("lemmatizer")
        self._known: dict[Case, Form] = {}
        self._rules: dict[Case, tuple[int, ...]] = {}
        self._long: list[_Long] = []
        self._places = Matcher(nlp.vocab)
        for rule, (patterns, index) in enumerate(_rules(self._ruler)):
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
            self._rules.clear()
            self._lemmatizer.cache.clear()
        cases = list(zip(words, tags, deps, strict=True))
        try:
            forms = [known[case] for case in cases]
        except KeyError:
            forms = [known[case] if case in known else self._learn(case) for case in cases]
        marked = [i for i, form in enumerate(forms) if form.places]
        if len(marked) > 1:
            for i, more in self._matches(forms, marked).items():
                forms[i] = self._form(cases[i], (*self._rules[cases[i]], *more))
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
        doc = self._doc(case)
        strings = self._vocab.strings
        self._rules[case] = tuple(rule for rule, *_ in self._ruler.match(doc))
        places = frozenset((int(number), int(place)) for number, place in (strings[m].split() for m, _, _ in self._places(doc, allow_missing=True)))
        form = self._form(case, self._rules[case], places)
        self._known[case] = form
        return form

    def _form(self, case: Case, rules: Sequence[int], places: frozenset[tuple[int, int]] = frozenset()) -> Form:
        """Let the rules, in their order, and the lemmatizer have their say on one token."""
        doc = self._doc(case)
        token = doc[0]
        for rule in sorted(set(rules)):
            set_token_attrs(token, self._ruler.attrs[rule])
        self._lemmatizer(doc)
        return Form(token.text.lower(), token.lemma_.lower(), token.tag_, token.pos_, token.dep_, places)

    def _doc(self, case: Case) -> Doc:
        word, tag, dep = case
        doc = Doc(self._vocab, words=[word])
        doc[0].tag_ = tag
        doc[0].dep = dep
        return doc
