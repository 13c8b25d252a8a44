"""Do the work of `newsgraph build`: one article after the other, counting what fails."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from newsgraph.cli.exits import DONE, PARTLY, UNUSABLE
from newsgraph.cli.manifest import Manifest
from newsgraph.cli.reading import Notes, ReadingOptions
from newsgraph.cli.terminal import Progress, print_result, warn
from newsgraph.errors import InputError, NewsgraphError, StoreError
from newsgraph.model import Article, Reading
from newsgraph.output import Output, OutputFormat, file_stem
from newsgraph.pipeline import Pipeline, stage
from newsgraph.read import read_sources
from newsgraph.settings import Settings
from newsgraph.store import write_files

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["Build"]


class Build:
    """One run.

    Args:
        output: Folder for the files.
        formats: What to write for each article.
        quiet: Print nothing but errors.
        reading: How sources are read.
    """

    def __init__(self, settings: Settings, output: Path, formats: tuple[str, ...], *, quiet: bool, reading: ReadingOptions | None = None) -> None:
        self._pipeline = Pipeline(settings)
        self._output = output
        self._formats = cast("tuple[OutputFormat, ...]", formats)
        self._quiet = quiet
        self._progress = Progress(quiet=quiet)
        self._reading = reading or ReadingOptions()
        self._stems: set[str] = set()
        self._keys: set[str] = set()
        self._manifest = Manifest(output)
        self._n_failed = self._n_articles = 0
        self._n_statements = self._n_facts = 0

    def run(self, sources: Iterable[str], issued: date | None) -> int:
        """Read the sources, write the files, and return the exit code.

        Raises:
            NewsgraphError: Nothing can be done at all: settings are broken, or the output cannot be written.
        """
        _refuse(self._output)
        notes = Notes(quiet=self._quiet, clear=self._progress.clear)
        options = self._reading.options(issued, exclude=(self._output,))
        stdin = sys.stdin.buffer if sys.stdin else None
        articles = self._unique(read_sources(sources, options=options, on_error=self._fail, on_note=notes, stdin=stdin))
        with self._progress:
            for reading in self._pipeline.readings(articles, on_error=self._fail):
                try:
                    quads = self._pipeline.quads(reading)
                    files = self._files(reading.article, quads)
                except NewsgraphError as error:
                    self._fail(error)
                    continue
                self._write(files, reading)
                self._progress.show(f"{self._n_articles} articles, {self._n_statements} statements")
            if self._n_articles:
                self._manifest.write(self._pipeline.run)
        notes.close()
        self._summarize()
        if not self._n_failed:
            return DONE
        return PARTLY if self._n_articles else UNUSABLE

    def _unique(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Let each article through once."""
        for article in articles:
            if article.key in self._keys:
                self._fail(InputError(f"{article.identifier or article.stem} stands twice among the sources; give every article its own id"))
                continue
            self._keys.add(article.key)
            self._progress.show("reading", now=len(self._keys) == 1)
            yield article

    def _fail(self, error: NewsgraphError) -> None:
        self._n_failed += 1
        self._manifest.fail(str(error))
        self._progress.clear()
        warn(str(error))

    def _files(self, article: Article, quads: tuple[Quad, ...]) -> dict[Path, bytes]:
        """Return path and content of the article's files."""
        output = Output(quads, [article], ontology=self._pipeline.settings.ontology)
        with stage("view", article):
            return dict(output.files(self._output, self._stem(article), self._formats))

    def _stem(self, article: Article) -> str:
        """Return a name for the article's files that no other article of this run has, also where case does not count."""
        stem = file_stem(article.stem)
        if stem.casefold() in self._stems:
            stem = f"{stem}-{article.key}"
        self._stems.add(stem.casefold())
        return stem

    def _write(self, files: dict[Path, bytes], reading: Reading) -> None:
        """Write an article's files."""
        write_files(files)
        n_facts = sum(statement.is_factual for statement in reading.statements)
        self._n_statements += len(reading.statements)
        self._n_facts += n_facts
        article = reading.article
        names = tuple(sorted(path.name for path in files))
        self._n_articles += 1
        self._manifest.add(
            article.key,
            names,
            sha256=article.text_hash,
            id=article.identifier,
            issued=str(article.issued or ""),
            statements=len(reading.statements),
            facts=n_facts,
        )
        if not self._quiet:
            self._progress.clear()
            print_result("".join(f"{self._output / name}\n" for name in names))

    def _summarize(self) -> None:
        if self._quiet or not self._n_articles:
            return
        n, failed = self._n_articles, self._n_failed
        lost = f"; {failed} could not be read and {'is' if failed == 1 else 'are'} left out" if failed else ""
        warn(f"{n} article{'' if n == 1 else 's'}, {self._n_statements} statements, {self._n_facts} of them facts{lost}")


def _refuse(output: Path) -> None:
    """Say at once what would only show after minutes of reading.

    Raises:
        StoreError: The output is a file.
    """
    if output.exists() and not output.is_dir():
        raise StoreError(f"the output {output} is a file, not a folder; name another")
