"""Hold one article's grammar as plain values: what annotate finds and extract and resolve read.

Nothing here is spaCy's, so that every rule downstream can be tested on a hand-built `Parse` and costs list look-ups
instead of calls into the parser's objects. Tokens are numbered from 0 over the whole article; spans are half-open.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from newsgraph.model import BlockKind, Interval

__all__ = ["Mention", "Parse", "Quote", "Sentence", "TimeMention"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of tokens that names one thing.

    Attributes:
        type: Ontology class; "Demonym" for an adjective of nationality; "Entity" when nothing tells.
        name: Canonical name: of the authority row if there is one, else the surface without line breaks.
        surface: The characters as cleaned for reading.
        key: Authority key ("country:KG", "organization:United Nations", "place:Astana|KZ"), or "".
        identity: Wikidata id of the authority row, or "".
        candidates: Keys of all rows the name could mean, when it is ambiguous; empty otherwise.
    """

    start: int
    end: int
    type: str
    name: str
    surface: str
    key: str = ""
    identity: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quotation: tokens between the marks. `follows` says that it goes on with the speech of the quotation before it."""

    start: int
    end: int
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time expression with its interval; `role` is "at", "since" or "until".

    Attributes:
        ahead, behind: The interval if what is dated is still to come ("on Monday" with "will"), or is past, where that differs.
    """

    start: int
    end: int
    when: Interval
    role: str = "at"
    ahead: Interval | None = None
    behind: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Tokens of one sentence and the kind of block it stands in."""

    start: int
    end: int
    block: int
    kind: BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """One article, parsed. All per-token tuples have the same length.

    Attributes:
        heads: Index of the head; a root is its own head.
        kids: Dependents in text order.
        starts, ends: Offsets into the article's original text.
        spaces: Whether a space follows the token.
        sentence_of: Index into `sentences`.
        mention_of: Index into `mentions` of the mention a token is in, or -1.
        quote_of: Index into `quotes` of the innermost quotation a token is in, or -1.
    """

    words: tuple[str, ...]
    lowers: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    poses: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    kids: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    spaces: tuple[bool, ...]
    sentences: tuple[Sentence, ...]
    sentence_of: tuple[int, ...]
    mentions: tuple[Mention, ...] = ()
    mention_of: tuple[int, ...] = field(default=())
    quotes: tuple[Quote, ...] = ()
    quote_of: tuple[int, ...] = field(default=())
    times: tuple[TimeMention, ...] = ()

    def __len__(self) -> int:
        return len(self.words)

    def text(self, start: int, end: int) -> str:
        """Return the cleaned words of tokens `start` to `end`, with the spaces between them."""
        return "".join(self.words[i] + (" " if self.spaces[i] and i + 1 < end else "") for i in range(start, end))

    def subtree(self, head: int) -> list[int]:
        """Return `head` and all its descendants, in text order."""
        found: list[int] = []
        todo = [head]
        while todo:
            i = todo.pop()
            found.append(i)
            todo.extend(self.kids[i])
        return sorted(found)

    def kid(self, head: int, *deps: str) -> int:
        """Return the first dependent with one of the labels, or -1."""
        for k in self.kids[head]:
            if self.deps[k] in deps:
                return k
        return -1

    def with_deps(self, head: int, *deps: str) -> list[int]:
        """Return the dependents with one of the labels, in text order."""
        return [k for k in self.kids[head] if self.deps[k] in deps]

    def whole_of(self, part: int) -> int:
        """Return the noun that "both of whom", "two of which" are taken from: the head of what stands before the comma; -1 if it is none."""
        if part < 2 or self.words[part - 1] != ",":
            return -1
        if not any(self.lowers[x] in ("whom", "which") for k in self.kids[part] if self.lowers[k] == "of" for x in self.kids[k]):
            return -1
        noun = part - 2
        while self.deps[noun] in ("conj", "appos") and self.sentence_of[self.heads[noun]] == self.sentence_of[part]:
            noun = self.heads[noun]
        return noun if self.poses[noun] in ("NOUN", "PROPN") else -1

    def mention_at(self, token: int) -> Mention | None:
        """Return the mention that covers a token, if any."""
        index = self.mention_of[token] if self.mention_of else -1
        return self.mentions[index] if index >= 0 else None
