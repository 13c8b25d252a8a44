"""Damage files as disks, networks and people do; the same seed damages in the same way."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from newsgraph.errors import InputError
from newsgraph.model import Article
from newsgraph.read import SUFFIXES, Context, read_items

__all__ = ["DAMAGES", "check", "mutants"]

Damage = Callable[[bytes, random.Random], bytes]


def truncated(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content))]


def flipped(content: bytes, rng: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(rng.choice([1, 5, 50])):
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return bytes(made)


def with_nuls(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content))
    return content[:at] + b"\0" * rng.choice([1, 16, 5_000]) + content[at:]


def holed(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content))
    return content[:at] + content[at + rng.choice([1, 30, 300]) :]


def doubled(content: bytes, rng: random.Random) -> bytes:
    at, end = sorted((rng.randrange(len(content)), rng.randrange(len(content))))
    return content[:end] + content[at:end] * rng.choice([1, 2, 40]) + content[end:]


def recoded(content: bytes, rng: random.Random) -> bytes:
    text = content.decode("latin-1") if rng.random() < 0.3 else content.decode("utf-8", "replace")
    return text.encode(rng.choice(["cp1252", "utf-16", "utf-16-be", "utf-32", "mac_roman", "cp1251", "utf-7", "shift_jis", "cp500"]), "replace")


def packed(content: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.choice([1, 2, 5])):
        content = gzip.compress(content, mtime=0)
    return content


def swollen(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content))
    unit = rng.choice([b"A", b"<b>", b"[", b'{"a":', b"(", b"> ", b"\n", b"- ", b"&amp;", b"\xc3\xa9", b"**", b'"', b"word ", b"1,"])
    return content[:at] + unit * rng.choice([1_000, 100_000, 300_000]) + content[at:]


def numbered(content: bytes, rng: random.Random) -> bytes:
    """Digits give lengths, offsets and sizes in many formats."""
    made = bytearray(content)
    places = [k for k, byte in enumerate(made) if 48 <= byte <= 57] or [0]
    for _ in range(10):
        made[rng.choice(places)] = rng.choice(b"0123456789-")
    return bytes(made)


def shuffled(content: bytes, rng: random.Random) -> bytes:
    size = rng.choice([16, 64, 512])
    parts = [content[k : k + size] for k in range(0, len(content), size)]
    rng.shuffle(parts)
    return b"".join(parts)


def same(content: bytes, rng: random.Random) -> bytes:  # noqa: ARG001  # its name is another
    return content


DAMAGES: Mapping[str, Damage] = {
    "truncated": truncated, "flipped": flipped, "NULs": with_nuls, "holed": holed, "doubled": doubled, "recoded": recoded, "packed": packed, "swollen": swollen,
    "numbered": numbered, "shuffled": shuffled, "renamed": same, "renamed and flipped": flipped,
}  # fmt: skip


def mutants(folder: Path, rounds: int, *, seed: int = 0) -> Iterator[tuple[str, str, bytes]]:
    """Yield (what was done, name, content): every file of a folder with every damage, so many times."""
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix != ".py")
    for number in range(rounds):
        for path in paths:
            for kind, damage in DAMAGES.items():
                rng = random.Random(f"{seed} {number} {path.name} {kind}")  # noqa: S311  # the same every time
                name = path.name
                if kind.startswith("renamed"):
                    name = "renamed" + rng.choice([*SUFFIXES, "", ".gz", ".log"])
                elif kind == "packed":
                    name += rng.choice(["", ".gz"])
                yield f"{path.name}, {kind} {number}", name, damage(path.read_bytes(), rng)


def check(path: Path) -> tuple[int, int]:
    """Read a file and return the number of articles and of failures; each must be as promised."""
    n_articles = n_failures = 0
    for item in read_items([path], Context()):
        if isinstance(item, InputError):
            n_failures += 1
            assert 0 < len(str(item)) < 700, str(item)
            assert len(str(item).splitlines()) == 1, str(item)
            assert str(path) in str(item)
        else:
            n_articles += 1
            check_article(item)
    assert n_articles + n_failures
    return n_articles, n_failures


def check_article(article: Article) -> None:
    article.text.encode("utf-8")
    assert article.blocks
    last = 0
    for block in article.blocks:
        content = article.text[block.start_char : block.end_char]
        assert last <= block.start_char < block.end_char <= len(article.text)
        assert content == content.strip()
        assert all(block.start_char <= start < end <= block.end_char for start, end in block.hidden)
        last = block.end_char
