"""Recognise near-duplicates: the same wire copy in several papers, trimmed, with another headline, dateline or agency line.

Two articles are one text if most word sequences of the shorter stand in the other, and nearly all its names and numbers: two reports made
by one template say different things. How many do is estimated from a `Signature` of fixed size, so neither text is needed again. For many
articles:

    with tempfile.TemporaryDirectory() as folder:
        for copy, original in find_copies(entries, Path(folder)):   # one `Entry` for each article, in any order
            ...

The answer depends on the articles alone, not on their order and not on what was read before: keep `Signature.to_bytes()` with every
article and ask again after each build. `graph.copy_quads` makes the answer quads of `graph/links`.

Sources: A. Broder, "On the resemblance and containment of documents" (1997), https://doi.org/10.1109/SEQUEN.1997.666900; banding as in
J. Leskovec, A. Rajaraman, J. Ullman, "Mining of Massive Datasets", section 3.4.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from newsgraph.errors import ModelError
from newsgraph.model import Article, BlockKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.uint64]

__all__ = ["Entry", "Signature", "article_signature", "containment", "find_copies", "signature", "similar"]

SHINGLE_WORDS = 4
"""Words in a row that are compared: four are rarely the same by chance, and an edited word spoils four of them only."""

N_BANDS, BAND_ROWS = 85, 3
N_MINIMA = N_BANDS * BAND_ROWS
"""Of texts that share 30 % of their word sequences, 90 % become candidates, and 99.6 % of those that share 40 %; of two unrelated
articles, which share about 0.2 %, one pair in a million."""

MIN_CONTAINMENT = 0.6
"""Copies share more: a third of the words edited by hand leaves 0.6. Two reports of one event by different hands share under 0.1, or 0.3
if both quote at length."""

MIN_AGREEING = N_MINIMA // 5
"""Below, an estimate says little: a text cut to less than a fifth is not recognised."""

N_NAMES = 128
"""Numbers by which names and numbers of two texts are compared."""

MIN_NAMES_SHARED = 0.75
"""Of the names and numbers of the shorter text, so many stand in a copy; between reports by one template, under 0.6."""

MIN_NAMES = 6
"""Fewer names say nothing."""

MIN_SHINGLES = 24
"""Shorter texts are copies only if all their words are the same."""

MAX_DAYS = 7
"""Wire copy is printed within a week; a text that comes again later (a monthly report with other figures) is another article."""

MAX_EARLIER = 16
"""Of a crowd of candidates, each is compared with so many of the earliest."""

CHUNK = 1024
HEAD_BYTES = 8
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?<=[\w,;%)’'-]\s)[^\W\d_a-z]\w+|\w*\d\w*")
"""A capital inside a sentence, or a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A text's word sequences and names in 1.5 kB.

    Attributes:
        n_shingles: Distinct sequences of `SHINGLE_WORDS` words.
        n_names: Distinct names and numbers.
        minima: `N_MINIMA` unsigned numbers of 32 bits, little-endian, for the sequences; empty for a text without words.
        names: `N_NAMES` such numbers for the names and numbers; empty for a text without words.
    """

    n_shingles: int
    n_names: int
    minima: bytes
    names: bytes

    def __post_init__(self) -> None:
        """Raise `ModelError` if the parts do not fit."""
        n_bytes = len(self.minima), len(self.names)
        if n_bytes != ((4 * N_MINIMA, 4 * N_NAMES) if self.n_shingles else (0, 0)):
            raise ModelError(f"a signature of {self.n_shingles} shingles has {sum(n_bytes)} bytes")

    def to_bytes(self) -> bytes:
        """Return the signature as bytes to keep."""
        return self.n_shingles.to_bytes(4, "little") + self.n_names.to_bytes(4, "little") + self.minima + self.names

    @classmethod
    def from_bytes(cls, content: bytes) -> Signature:
        """Return the signature that `to_bytes` kept.

        Raises:
            ModelError: The bytes are none.
        """
        if len(content) < HEAD_BYTES:
            raise ModelError(f"{len(content)} bytes are no signature")
        n_shingles, n_names = int.from_bytes(content[:4], "little"), int.from_bytes(content[4:HEAD_BYTES], "little")
        end = HEAD_BYTES + 4 * N_MINIMA
        return cls(n_shingles=n_shingles, n_names=n_names, minima=content[HEAD_BYTES:end], names=content[end:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What `find_copies` must know of an article."""

    key: str
    issued: date | None
    signature: Signature


def article_signature(article: Article) -> Signature:
    """Return the signature of an article's paragraphs: headlines, datelines, bylines and captions differ from paper to paper.

    Of an article without paragraphs (all in capitals), everything counts.
    """
    paragraphs = "\n".join(article.text[b.start_char : b.end_char] for b in article.blocks if b.kind is BlockKind.PARAGRAPH)
    return signature(paragraphs or article.text)


def signature(text: str) -> Signature:
    """Return the signature of a text; punctuation and white space do not matter, and case only tells what is a name. The same on every machine.

    A text of 600 words takes about 1 ms.
    """
    import numpy as np  # noqa: PLC0415  # takes 0.1 s to import

    words = _WORD.findall(text.casefold().replace("’", "'"))
    if not words:
        return Signature(n_shingles=0, n_names=0, minima=b"", names=b"")
    hashes = _hashed(words)
    n = max(len(words) - SHINGLE_WORDS + 1, 1)
    shingles = np.zeros(n, dtype=np.uint64)
    for place in range(min(SHINGLE_WORDS, len(words))):
        shingles = _mixed(shingles * np.uint64(31) + hashes[place : place + n])
    shingles = np.unique(shingles)
    names = np.unique(_hashed([each.casefold() for each in _NAME.findall(text)]))
    return Signature(n_shingles=len(shingles), n_names=len(names), minima=_minima(shingles, N_MINIMA), names=_minima(names, N_NAMES))


def _hashed(words: list[str]) -> Numbers:
    import numpy as np  # noqa: PLC0415  # as in `signature`

    return _mixed(np.array([zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words], dtype=np.uint64))


def _minima(values: Numbers, n: int) -> bytes:
    """Return the least of the values in each of `n` orders, as unsigned numbers of 32 bits, little-endian."""
    import numpy as np  # noqa: PLC0415  # as in `signature`

    found = np.full(n, 2**32 - 1, dtype=np.uint64)
    for start in range(0, len(values), CHUNK):
        part = values[start : start + CHUNK]
        found = np.minimum(found, ((part[None, :] * _multipliers()[:n, None]) >> np.uint64(32)).min(axis=1))
    return found.astype("<u4").tobytes()


def containment(one: Signature, other: Signature) -> float:
    """Return about which share of the shorter text's word sequences stands in the other, 0 to 1 (standard error about 0.05)."""
    import numpy as np  # noqa: PLC0415  # as in `signature`

    if not one.n_shingles or not other.n_shingles:
        return 0.0
    return _containment(_agreeing(np.frombuffer(one.minima, "<u4"), np.frombuffer(other.minima, "<u4")) / N_MINIMA, one.n_shingles, other.n_shingles)


def similar(one: Signature, other: Signature) -> bool:
    """Return whether two texts are one text in two versions."""
    import numpy as np  # noqa: PLC0415  # as in `signature`

    if not one.n_shingles or not other.n_shingles:
        return False
    minima, names = (_agreeing(np.frombuffer(a, "<u4"), np.frombuffer(b, "<u4")) for a, b in ((one.minima, other.minima), (one.names, other.names)))
    return _is_copy(minima, one.n_shingles, other.n_shingles) and _has_its_names(names, one.n_names, other.n_names)


def find_copies(entries: Iterable[Entry], folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (key of a copy, key of its original), sorted; no original is itself a copy.

    Of several versions, the original is the one issued first, of one day the longest, then the one with the smallest key. A version is
    a copy only if it is itself similar to the original, so that a story that changes from day to day does not become one text.

    Args:
        entries: One for each article; keys of 16 hexadecimal digits, each once. Read once.
        folder: An empty folder on a disk with 2.5 kB for each article; its content is of no use afterwards.

    Memory: 40 bytes for each article and some more for each pair of copies.
    """
    table = _Table(entries, folder)
    accepted: dict[int, list[int]] = {}
    for later, earlier in sorted(table.pairs()):
        accepted.setdefault(later, []).append(earlier)
    copies: dict[int, int] = {}
    for rank in sorted(accepted):
        leaders = [each for each in accepted[rank] if each not in copies]
        if leaders:
            copies[rank] = min(leaders)
    yield from sorted((table.key(copy), table.key(original)) for copy, original in copies.items())


class _Table:
    """Signatures and their bands on disk, articles by rank: 0 is the one that would be the original of all others."""

    def __init__(self, entries: Iterable[Entry], folder: Path) -> None:
        import numpy as np  # noqa: PLC0415  # as in `signature`

        self._folder = folder
        keys: list[Numbers] = []
        days: list[NDArray[np.int64]] = []
        sizes: list[NDArray[np.int64]] = []
        n_names: list[NDArray[np.int64]] = []
        for chunk in _chunks(entry for entry in entries if entry.signature.n_shingles):
            keys.append(np.array([int(each.key, 16) for each in chunk], dtype=np.uint64))
            days.append(np.array([each.issued.toordinal() if each.issued else 0 for each in chunk], dtype=np.int64))
            sizes.append(np.array([each.signature.n_shingles for each in chunk], dtype=np.int64))
            n_names.append(np.array([each.signature.n_names for each in chunk], dtype=np.int64))
            self._keep(chunk)
        self._keys = np.concatenate([np.empty(0, np.uint64), *keys])
        self._days = np.concatenate([np.empty(0, np.int64), *days])
        self._sizes = np.concatenate([np.empty(0, np.int64), *sizes])
        self._n_names = np.concatenate([np.empty(0, np.int64), *n_names])
        unknown_last = np.where(self._days == 0, np.iinfo(np.int64).max, self._days)
        self._order = np.lexsort((self._keys, -self._sizes, unknown_last))
        self._rank = np.empty(len(self._order), dtype=np.int64)
        self._rank[self._order] = np.arange(len(self._order))
        self._minima, self._names = (
            np.memmap(folder / name, "<u4", "r", shape=(len(self._keys), width)) if len(self._keys) else np.empty((0, width), np.uint32)
            for name, width in (("minima", N_MINIMA), ("names", N_NAMES))
        )

    def _keep(self, chunk: list[Entry]) -> None:
        """Append a chunk's signatures to one file and its bands to a file each."""
        import numpy as np  # noqa: PLC0415  # as in `signature`

        minima = np.frombuffer(b"".join(each.signature.minima for each in chunk), "<u4").reshape(len(chunk), N_BANDS, BAND_ROWS).astype(np.uint64)
        with (self._folder / "minima").open("ab") as file:
            file.write(minima.astype("<u4").tobytes())
        with (self._folder / "names").open("ab") as file:
            file.write(b"".join(each.signature.names for each in chunk))
        bands = np.zeros((len(chunk), N_BANDS), dtype=np.uint64)
        for row in range(BAND_ROWS):
            bands = _mixed(bands * np.uint64(31) + minima[:, :, row])
        for band in range(N_BANDS):
            with (self._folder / f"band-{band}").open("ab") as file:
                file.write(np.ascontiguousarray(bands[:, band]).tobytes())

    def key(self, rank: int) -> str:
        """Return the key of the article of a rank."""
        return f"{int(self._keys[self._order[rank]]):016x}"

    def pairs(self) -> set[tuple[int, int]]:
        """Return (later rank, earlier rank) of articles that are one text."""
        found: set[tuple[int, int]] = set()
        for band in range(N_BANDS if len(self._keys) > 1 else 0):
            for group in self._groups(band):
                for place, later in enumerate(group):
                    for earlier in group[: min(place, MAX_EARLIER)]:
                        if (later, earlier) not in found and self._is_pair(later, earlier):
                            found.add((later, earlier))
        return found

    def _groups(self, band: int) -> Iterator[list[int]]:
        """Yield the ranks, ascending, of articles that agree in a band; groups of one are left out."""
        import numpy as np  # noqa: PLC0415  # as in `signature`

        values = np.fromfile(self._folder / f"band-{band}", np.uint64)
        order = np.argsort(values, kind="stable")
        values = values[order]
        starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
        ends = np.append(starts[1:], len(values))
        crowded = ends - starts > 1
        for start, end in zip(starts[crowded], ends[crowded], strict=True):
            yield sorted(self._rank[order[start:end]].tolist())

    def _is_pair(self, later: int, earlier: int) -> bool:
        a, b = self._order[later], self._order[earlier]
        if self._days[a] and self._days[b] and abs(int(self._days[a] - self._days[b])) > MAX_DAYS:
            return False
        if not _is_copy(_agreeing(self._minima[a], self._minima[b]), int(self._sizes[a]), int(self._sizes[b])):
            return False
        return _has_its_names(_agreeing(self._names[a], self._names[b]), int(self._n_names[a]), int(self._n_names[b]))


def _agreeing(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> int:
    """Return in how many minima two texts agree."""
    return int((one == other).sum())


def _containment(resemblance: float, n_one: int, n_other: int) -> float:
    """Return the share of the smaller set in the larger that follows from the resemblance of two."""
    shared = resemblance * (n_one + n_other) / (1 + resemblance)
    return min(shared / min(n_one, n_other), 1.0)


def _is_copy(agreeing: int, n_one: int, n_other: int) -> bool:
    """Decide, from what is known of two texts."""
    if min(n_one, n_other) < MIN_SHINGLES:
        return agreeing == N_MINIMA and n_one == n_other
    return agreeing >= MIN_AGREEING and _containment(agreeing / N_MINIMA, n_one, n_other) >= MIN_CONTAINMENT


def _has_its_names(agreeing: int, n_one: int, n_other: int) -> bool:
    """Decide whether the text with fewer names says nothing of others."""
    return min(n_one, n_other) < MIN_NAMES or _containment(agreeing / N_NAMES, n_one, n_other) >= MIN_NAMES_SHARED


def _mixed(values: Numbers) -> Numbers:
    """Return numbers whose every bit depends on every bit of the given ones (the finalizer of splitmix64), modulo 2**64.

    Source: S. Vigna, https://prng.di.unimi.it/splitmix64.c
    """
    import numpy as np  # noqa: PLC0415  # as in `signature`

    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@cache
def _multipliers() -> Numbers:
    """Return the odd factors whose high bits order the sequences in `N_MINIMA` ways."""
    import numpy as np  # noqa: PLC0415  # as in `signature`

    return _mixed(np.arange(N_MINIMA, dtype=np.uint64)) | np.uint64(1)


def _chunks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    chunk: list[Entry] = []
    for entry in entries:
        chunk.append(entry)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
