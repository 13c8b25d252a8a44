"""Build a `Parse` by hand from a compact table, so that no language model can change what a rule sees.

A table has one line for a token: word, tag, label of the dependency, number of the head in its sentence (from 1; 0 for the
root), and the lemma where it is not the word in lower case. `tag:POS` overrides the part of speech that follows from the tag.
An empty line ends a sentence, `---` ends a paragraph.

    Kenya   NNP  nsubj  2
    chairs  VBZ  ROOT   0  chair
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from newsgraph.authority import Authority
from newsgraph.model import Article, Block, BlockKind, Interval
from newsgraph.parse import Mention, Parse, Quote, Sentence, TimeMention

__all__ = ["handmade"]

POSES = {
    "CC": "CCONJ", "CD": "NUM", "DT": "DET", "EX": "PRON", "IN": "ADP", "MD": "AUX", "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN",
    "PDT": "DET", "POS": "PART", "PRP": "PRON", "PRP$": "PRON", "RP": "ADP", "TO": "PART", "WDT": "PRON", "WP": "PRON", "WRB": "SCONJ",
}  # fmt: skip
OPENING, CLOSING = "“", "”"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    word: str
    tag: str
    pos: str
    dep: str
    head: int
    lemma: str


def handmade(
    text: str, table: str, *, names: Iterable[str] = (), times: Iterable[str] = (), issued: date | None = None, authority: Authority
) -> tuple[Article, Parse]:
    """Return the article and its parse.

    Args:
        text: The article; the words of the table must be its words, in order.
        table: As the module says.
        names: "Kenya = country:KE" for a name of the authority, "Kenyan = Demonym country:KE", "Ann Smith = Person" for any other;
            a name is marked wherever it stands.
        times: "since 2019 = since 2019-01-01.." gives the words, the role ("at" if left out) and first and last day.

    Raises:
        ValueError: The table and the text do not agree, or a name or time is not in the text.
    """
    blocks = [[_rows(part) for part in _parts(block)] for block in table.strip().split("\n---\n")]
    rows = [row for block in blocks for sentence in block for row in sentence]
    starts, ends = _offsets(text, rows)
    spaces = tuple(i + 1 == len(rows) or starts[i + 1] > ends[i] for i in range(len(rows)))
    heads, sentences = _sentences(blocks)
    words = tuple(row.word for row in rows)
    mentions = tuple(sorted((m for line in names for m in _mentions(line, words, authority)), key=lambda m: m.start))
    quotes = tuple(_quotes(words))
    article = Article(text=text, blocks=tuple(_blocks(sentences, starts, ends)), issued=issued, title=text[:60])
    return article, Parse(
        words=words,
        lowers=tuple(w.lower() for w in words),
        lemmas=tuple(row.lemma for row in rows),
        tags=tuple(row.tag for row in rows),
        poses=tuple(row.pos for row in rows),
        deps=tuple(row.dep for row in rows),
        heads=heads,
        kids=tuple(tuple(k for k, h in enumerate(heads) if h == i != k) for i in range(len(rows))),
        starts=starts,
        ends=ends,
        spaces=spaces,
        sentences=sentences,
        sentence_of=tuple(k for k, s in enumerate(sentences) for _ in range(s.start, s.end)),
        mentions=mentions,
        mention_of=_cover([(m.start, m.end) for m in mentions], len(rows)),
        quotes=quotes,
        quote_of=_cover([(q.start, q.end) for q in quotes], len(rows)),
        times=tuple(_times(times, words)),
    )


def _parts(block: str) -> list[str]:
    return [part for part in block.split("\n\n") if part.strip()]


def _rows(part: str) -> list[_Row]:
    found = []
    lines = [line.split() for line in part.strip().splitlines()]
    for fields in lines:
        if not 4 <= len(fields) <= 5 or not fields[3].isdecimal() or int(fields[3]) > len(lines):
            raise ValueError(f"{' '.join(fields)!r} does not read 'word tag label head [lemma]' in a sentence of {len(lines)} words")
        word, full, dep, head = fields[:4]
        tag, _, pos = full.partition(":")
        lemma = fields[4] if len(fields) > 4 else word.lower()
        found.append(_Row(word=word, tag=tag, pos=pos or _pos(tag, dep, lemma), dep=dep, head=int(head), lemma=lemma))
    return found


def _pos(tag: str, dep: str, lemma: str) -> str:
    if tag in POSES:
        return "SCONJ" if tag == "IN" and dep == "mark" else POSES[tag]
    if tag.startswith("V"):
        return "AUX" if lemma == "be" or dep in ("aux", "auxpass") else "VERB"
    if tag.startswith("J"):
        return "ADJ"
    if tag.startswith("RB"):
        return "PART" if lemma == "not" else "ADV"
    return "PUNCT"


def _offsets(text: str, rows: Sequence[_Row]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for row in rows:
        start = text.find(row.word, at)
        if start < 0 or text[at:start].strip():
            raise ValueError(f"after {text[:at]!r} the table has {row.word!r}, the text {text[at : at + 20]!r}")
        at = start + len(row.word)
        starts.append(start)
        ends.append(at)
    if text[at:].strip():
        raise ValueError(f"the table ends before {text[at:]!r}")
    return tuple(starts), tuple(ends)


def _sentences(blocks: Sequence[Sequence[Sequence[_Row]]]) -> tuple[tuple[int, ...], tuple[Sentence, ...]]:
    heads: list[int] = []
    sentences: list[Sentence] = []
    for number, block in enumerate(blocks):
        for rows in block:
            first = len(heads)
            heads.extend(first + (i if row.head == 0 else row.head - 1) for i, row in enumerate(rows))
            sentences.append(Sentence(start=first, end=len(heads), block=number, kind=BlockKind.PARAGRAPH))
    return tuple(heads), tuple(sentences)


def _blocks(sentences: Sequence[Sentence], starts: Sequence[int], ends: Sequence[int]) -> Iterable[Block]:
    for number in sorted({s.block for s in sentences}):
        inside = [s for s in sentences if s.block == number]
        yield Block(kind=BlockKind.PARAGRAPH, start_char=starts[inside[0].start], end_char=ends[inside[-1].end - 1])


def _places(phrase: str, words: Sequence[str]) -> list[int]:
    parts = phrase.split()
    return [i for i in range(len(words)) if list(words[i : i + len(parts)]) == parts]


def _mentions(line: str, words: Sequence[str], authority: Authority) -> Iterable[Mention]:
    surface, _, what = (part.strip() for part in line.partition("="))
    kind, key = ("Demonym", what.removeprefix("Demonym ")) if what.startswith("Demonym ") else ("", what)
    entry = authority.entries.get(key)
    if not what or (":" in key and entry is None):
        raise ValueError(f"{line!r} does not read 'name = class' or 'name = key of the authority'")
    found = _places(surface, words)
    if not found:
        raise ValueError(f"the table has no name {surface!r}")
    for i in found:
        end = i + len(surface.split())
        if entry is None:
            yield Mention(start=i, end=end, type=what, name=surface, surface=surface)
        else:
            yield Mention(start=i, end=end, type=kind or entry.type, name=entry.name, surface=surface, key=entry.key, identity=entry.identity)


def _times(lines: Iterable[str], words: Sequence[str]) -> Iterable[TimeMention]:
    for line in lines:
        surface, _, what = (part.strip() for part in line.partition("="))
        role, _, days = what.rpartition(" ")
        first, _, last = days.partition("..")
        found = _places(surface, words)
        if not found:
            raise ValueError(f"the table has no time {surface!r}")
        when = Interval(start=date.fromisoformat(first) if first else None, end=date.fromisoformat(last) if last else None, text=surface)
        yield TimeMention(start=found[0], end=found[0] + len(surface.split()), when=when, role=role or "at")


def _quotes(words: Sequence[str]) -> Iterable[Quote]:
    opened = -1
    for i, word in enumerate(words):
        if word == OPENING:
            opened = i
        elif word == CLOSING and opened >= 0:
            yield Quote(start=opened + 1, end=i)
            opened = -1


def _cover(spans: Iterable[tuple[int, int]], n: int) -> tuple[int, ...]:
    index = [-1] * n
    for k, (a, b) in enumerate(spans):
        index[a:b] = [k] * (b - a)
    return tuple(index)
