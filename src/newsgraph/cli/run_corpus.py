"""Do the work of `newsgraph build --store`: many articles into one store, resumable."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from newsgraph.cli.estimate import estimate_beside
from newsgraph.cli.exits import DONE, PARTLY, STOPPED, UNUSABLE
from newsgraph.cli.manifest import Manifest
from newsgraph.cli.progress import BuildProgress
from newsgraph.cli.reading import Notes, ReadingOptions
from newsgraph.cli.terminal import print_result, warn
from newsgraph.corpus import ArticleRecord, CorpusBuild, Counts, DaskEngine, Engine, Failure, LocalEngine, interrupted, model_meta
from newsgraph.errors import StoreError
from newsgraph.pipeline import run_of
from newsgraph.read import read_sources
from newsgraph.settings import Settings

__all__ = ["Readers", "StoreBuild"]


MAX_TOLD = 20
"""Failures that are told one by one; a folder of the wrong files has thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """The processes that read: how many, and what runs them ("local", or "dask" with the address of a scheduler or "")."""

    jobs: int = 1
    engine: str = "local"
    scheduler: str = ""


class StoreBuild:
    """One run.

    Args:
        settings: What to read with.
        store: Folder of the store.
        readers: What reads.
        output: Folder for files of each article, or None; `formats` says which.
        prune: Remove articles that are no longer among the sources.
        quiet: Print nothing but errors.
        command: The options as plain values, kept for `--resume`.
        reading: How sources are read.
    """

    def __init__(  # one for every option
        self,
        settings: Settings,
        store: Path,
        *,
        readers: Readers,
        output: Path | None,
        formats: tuple[str, ...],
        prune: bool,
        quiet: bool,
        command: dict[str, object],
        reading: ReadingOptions,
    ) -> None:
        self._settings, self._store, self._quiet = settings, store, quiet
        self._output = output
        self._reading = reading
        self._progress = BuildProgress(quiet=quiet)
        self._n_told = 0
        self._manifest = Manifest(output) if output else None
        complete = self._manifest.complete() if self._manifest else frozenset()

        def engine(folder: Path) -> Engine:
            if readers.engine == "dask":
                return DaskEngine(settings=settings, folder=folder, jobs=readers.jobs, scheduler=readers.scheduler)
            return LocalEngine(settings=settings, folder=folder, jobs=readers.jobs, output=output, formats=formats)

        self._build = CorpusBuild(
            settings=settings, store=store, engine=engine, prune=prune, command=command,
            on_step=self._progress.show, on_failure=self._tell, on_article=self._note,
            is_complete=lambda key: output is None or key in complete,
        )  # fmt: skip

    def run(self, sources: tuple[str, ...], issued: date | None) -> int:
        """Read the sources, fill the store, and return the exit code.

        Raises:
            NewsgraphError: Nothing more can be done; what is done is kept.
        """
        if interrupted(self._store) and not self._quiet:
            warn(f"the last build into {self._store} did not reach its end; going on with it")
        notes = Notes(quiet=self._quiet, say=self._progress.say)
        options = self._reading.options(issued, exclude=tuple(each for each in (self._output, self._store, self._build.folder) if each))
        stdin = sys.stdin.buffer if sys.stdin else None
        estimate_beside(sources, self._progress.expect)
        with self._progress:
            try:
                counts = self._build.run(read_sources(sources, options=options, on_error=self._build.fail, on_note=notes, stdin=stdin))
            except StoreError as error:
                if not self._build.is_begun:
                    raise
                self._progress.say(f"{error}; what is done is kept: go on with --resume")
                return STOPPED
        notes.close()
        if self._manifest:
            self._manifest.write(run_of(self._settings, model_meta(self._settings.model)))
        n_held = counts.read + counts.unchanged + counts.loaded + counts.repeated
        if n_held and not self._quiet:
            self._summarize(counts)
        if not counts.failed:
            return DONE
        return PARTLY if n_held else UNUSABLE

    def _tell(self, failure: Failure) -> None:
        self._n_told += 1
        if self._n_told <= MAX_TOLD:
            self._progress.say(failure.reason)
        elif self._n_told == MAX_TOLD + 1:
            self._progress.say(f"more that cannot be used is noted in {self._build.folder / 'failures.jsonl'}, not told here")
        if self._manifest is not None:
            self._manifest.fail(failure.reason)

    def _note(self, record: ArticleRecord) -> None:
        """Say which files an article has, if they are wanted."""
        if self._manifest is None or self._output is None:
            return
        more = {"sha256": record.text_hash, "id": record.identifier, "issued": record.issued, "statements": record.statements, "facts": record.facts}
        self._manifest.add(record.key, record.files, **more)
        if not self._quiet:
            print_result("".join(f"{self._output / name}\n" for name in record.files))

    def _summarize(self, counts: Counts) -> None:
        warn(f"{_articles(counts.read)}, {counts.statements} statements, {counts.facts} of them facts{_lost(counts.failed)}")
        for n, words in (
            (counts.loaded, "had been read by the build that was stopped, and are in the store now"),
            (counts.unchanged, "stood in the store already and did not have to be read"),
            (counts.repeated, "stood among the sources again, word for word, and counted once"),
            (counts.vanished, f"in the store {'is' if counts.vanished == 1 else 'are'} no longer among the sources; --prune removes them"),
            (counts.removed, "no longer among the sources and were removed from the store"),
        ):
            if n:
                warn(f"{_articles(n)} {words}")
        if counts.failed:
            warn(f"what failed, and why, is in {self._build.folder / 'failures.jsonl'}")


def _articles(n: int) -> str:
    return f"{n} article{'' if n == 1 else 's'}"


def _lost(n: int) -> str:
    return f"; {n} could not be read and {'is' if n == 1 else 'are'} left out" if n else ""
