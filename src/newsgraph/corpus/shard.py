"""Read the articles of a shard: the one function that does the work, in this process, in another, or on another machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from newsgraph.corpus.part import ArticleRecord, Failure, Shard
from newsgraph.corpus.recipe import recipe
from newsgraph.errors import NewsgraphError, SettingsError, StoreError
from newsgraph.model import Article, Reading
from newsgraph.namespaces import FACTS_GRAPH, LINKS_GRAPH
from newsgraph.output import Output, OutputFormat
from newsgraph.pipeline import Pipeline, stage
from newsgraph.read.duplicates import article_signature
from newsgraph.settings import Settings
from newsgraph.store import write_files

__all__ = ["SHARED_DIGITS", "ShardReader", "name_of", "quad_hash", "shards"]

MAX_ARTICLES = 64
MAX_CHARS = 200_000
"""A shard has at most so many articles, or so much text: about five seconds of work, lost at most when a process dies."""

SHARED_DIGITS = 16
SHARED_ENDS = tuple(f" <{graph}> ." for graph in (FACTS_GRAPH, LINKS_GRAPH))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardReader:
    """Reads shards with one choice of settings; the model is loaded when the first is read.

    Args:
        settings: What to read with.
        output: Folder for files of each article, or None.
        formats: What to write there.
    """

    pipeline: Pipeline
    recipe: str
    output: Path | None = None
    formats: tuple[OutputFormat, ...] = ()

    @classmethod
    def of(cls, settings: Settings, output: Path | None = None, formats: tuple[str, ...] = ()) -> ShardReader:
        """Return a reader.

        Raises:
            ResourceError: The language model is not installed.
        """
        return cls(pipeline=Pipeline(settings), recipe=recipe(settings), output=output, formats=cast("tuple[OutputFormat, ...]", formats))

    def read(self, shard: Shard) -> tuple[list[tuple[ArticleRecord, bytes]], list[Failure]]:
        """Return each article of a shard with its N-Quads, in order, and those that failed.

        Raises:
            SettingsError: This is not the program that the shard is meant for.
            NewsgraphError: Settings are broken, or a file cannot be written: no article can be read.
        """
        if shard.recipe != self.recipe:
            raise SettingsError("another version of newsgraph, its model or its word lists runs here; install the same everywhere")
        self.pipeline.prepare()
        told = {article.key: (content, stem) for article, content, stem in zip(shard.articles, shard.contents, shard.stems, strict=True)}
        errors: list[NewsgraphError] = []
        failures: list[Failure] = []
        found: list[tuple[ArticleRecord, bytes]] = []
        for reading in self.pipeline.readings(shard.articles, on_error=errors.append):
            content, stem = told.pop(reading.article.key)
            try:
                found.append(self._block(reading, content, stem))
            except StoreError:
                raise
            except NewsgraphError as error:
                failures.append(Failure(article=reading.article.key, name=name_of(reading.article), reason=str(error)))
        # The pipeline keeps the order of the input, so those that are missing are those of the errors, in the same order.
        missing = [each for each in shard.articles if each.key in told]
        failures += [Failure(article=each.key, name=name_of(each), reason=str(error)) for each, error in zip(missing, errors, strict=True)]
        return found, failures

    def _block(self, reading: Reading, content: str, stem: str) -> tuple[ArticleRecord, bytes]:
        article = reading.article
        lines = self.pipeline.nquads(reading)
        record = ArticleRecord(
            key=article.key,
            identifier=article.identifier,
            name=name_of(article),
            content=content,
            text_hash=article.text_hash,
            recipe=self.recipe,
            issued=str(article.issued or ""),
            statements=len(reading.statements),
            facts=sum(each.is_factual for each in reading.statements),
            signature=article_signature(article).to_bytes().hex(),
            shared="".join(sorted(quad_hash(line.removesuffix(" .")) for line in lines if line.endswith(SHARED_ENDS))),
            files=self._files(reading, stem),
        )
        return record, "".join(f"{line}\n" for line in lines).encode()

    def _files(self, reading: Reading, stem: str) -> tuple[str, ...]:
        """Write the article's own files, if any are wanted, and return their names."""
        if self.output is None:
            return ()
        quads = self.pipeline.quads(reading)
        with stage("view", reading.article):
            files = Output(quads, [reading.article], ontology=self.pipeline.settings.ontology).files(self.output, stem, self.formats)
        write_files(files)
        return tuple(sorted(path.name for path in files))


def shards(articles: Iterable[tuple[Article, str, str]], digest: str) -> Iterator[Shard]:
    """Yield (article, content hash, name for files) in shards of bounded number and size, in order."""
    batch: list[tuple[Article, str, str]] = []
    n_chars = 0
    for row in articles:
        if batch and (len(batch) == MAX_ARTICLES or n_chars + len(row[0].text) > MAX_CHARS):
            yield _shard(batch, digest)
            batch, n_chars = [], 0
        batch.append(row)
        n_chars += len(row[0].text)
    if batch:
        yield _shard(batch, digest)


def _shard(batch: list[tuple[Article, str, str]], digest: str) -> Shard:
    articles, contents, stems = zip(*batch, strict=True)
    return Shard(articles=articles, contents=contents, stems=stems, recipe=digest)


def name_of(article: Article) -> str:
    """Return what people call an article: its identifier, else the name of its source, else its key."""
    return article.identifier or article.stem or article.key


def quad_hash(quad: str) -> str:
    """Return 16 hexadecimal digits that stand for a quad, given in its N-Quads form without the full stop."""
    return hashlib.blake2b(quad.encode(), digest_size=SHARED_DIGITS // 2).hexdigest()
