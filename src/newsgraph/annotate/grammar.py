"""Hold what goes into the statistical model and what comes out, and run the model as spaCy does.

`StockReader` is the reference and works with every spaCy pipeline; `newsgraph.annotate.swift` gives the same for less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Grammar", "Reader", "Sheet", "StockReader"]

_BATCH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The tokens of one article, before anything is known of them.

    Attributes:
        spaces: Whether a space follows the token.
        begins: Tokens that begin a block, ascending; a sentence begins there. None is without tokens.
    """

    words: Sequence[str]
    spaces: Sequence[bool]
    begins: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What the model says of the tokens of one article; the names are those of `Parse`.

    Attributes:
        lemmas: In lower case.
        starts: Tokens that begin a sentence, ascending.
        entities: (start, end, label) in text order.
    """

    lowers: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    poses: tuple[str, ...] = ()
    deps: tuple[str, ...] = ()
    heads: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()
    entities: tuple[tuple[int, int, str], ...] = ()


class Reader(Protocol):
    """Reads the grammar of articles."""

    def grammars(self, sheets: Sequence[Sheet]) -> Iterable[Grammar]:
        """Return one grammar for each sheet, in order."""
        ...


class StockReader:
    """Runs a pipeline component by component, as `nlp.pipe` does."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def grammars(self, sheets: Sequence[Sheet]) -> Iterator[Grammar]:
        """Yield one grammar for each sheet, in order."""
        from spacy.tokens import Doc  # noqa: PLC0415  # costs 0.5 s, only needed here

        def docs() -> Iterator[Doc]:
            for sheet in sheets:
                flags: list[bool | int | None] = [None] * len(sheet.words)
                for i in sheet.begins:
                    flags[i] = True
                yield Doc(self._nlp.vocab, words=list(sheet.words), spaces=list(sheet.spaces), sent_starts=flags)

        for doc in self._nlp.pipe(docs(), batch_size=_BATCH):
            yield _columns(doc)


def _columns(doc: Doc) -> Grammar:
    """Read a document in one walk: each time a token of spaCy's is made costs as much as all that is read from it here."""
    rows = [(t.text.lower(), t.lemma_.lower(), t.tag_, t.pos_, t.dep_, t.head.i, t.is_sent_start) for t in doc]
    if not rows:
        return Grammar()
    lowers, lemmas, tags, poses, deps, heads, begins = zip(*rows, strict=True)
    return Grammar(
        lowers=lowers,
        lemmas=lemmas,
        tags=tags,
        poses=poses,
        deps=deps,
        heads=heads,
        starts=tuple(i for i, is_start in enumerate(begins) if is_start),
        entities=tuple((e.start, e.end, e.label_) for e in doc.ents),
    )
