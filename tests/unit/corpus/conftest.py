"""Offer small articles and builds of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from newsgraph.corpus import CorpusBuild, Counts, Engine, LocalEngine
from newsgraph.corpus.child import part_of
from newsgraph.corpus.part import Part, Shard
from newsgraph.corpus.shard import ShardReader
from newsgraph.model import Article
from newsgraph.read import article
from newsgraph.settings import Settings
from newsgraph.store import EmbeddedStore

COUNTRIES = ("Peru", "Chile", "Mali", "Kenya", "Cuba", "Nepal", "Ghana", "Japan", "Fiji", "Laos", "Togo", "Oman")


def text_of(number: int) -> str:
    one, other = COUNTRIES[number % 12], COUNTRIES[(number * 5 + 3) % 12]
    return (
        f"{one} chairs the African Union in {2000 + number % 20}. President Amara Selle{number % 7} of {one} met the foreign minister of {other} on Monday. "
        f'"We will leave the United Nations," said the minister. {other} may join NATO, he said in report {number}.'
    )


def news(number: int, text: str = "") -> Article:
    return article(text or text_of(number), name=f"n{number}", stem=f"n{number}", identifier=f"n{number}")


class Inline:
    """An engine that reads in this process."""

    reader = ShardReader.of(Settings())

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def parts(self, shards: Iterable[Shard]) -> Iterable[Part]:
        for shard in shards:
            yield part_of(self.reader, shard, self._folder)


Build = Callable[..., Counts]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Build articles into a store in this process, or with `jobs` others."""

    def run(articles: Iterable[Article], name: str = "store", *, jobs: int = 0, prune: bool = False) -> Counts:
        def engine(folder: Path) -> Engine:
            return LocalEngine(settings=Settings(), folder=folder, jobs=jobs) if jobs else Inline(folder)  # type: ignore[return-value]

        return CorpusBuild(settings=Settings(), store=tmp_path / name, engine=engine, prune=prune).run(articles)

    return run


@pytest.fixture
def content(tmp_path: Path) -> Callable[..., list[str]]:
    """All quads of a store, sorted."""

    def read(name: str = "store") -> list[str]:
        with EmbeddedStore(tmp_path / name, read_only=True) as store:
            return sorted(str(quad) for quad in store)

    return read
