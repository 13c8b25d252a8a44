"""Build a store from many articles: several processes read, one writer loads, and a build that was cut short goes on where it stopped.

Beside the store stands a work folder, `<store>.build`:

| file | holds |
|---|---|
| `ledger.sqlite` | what the store was built from: each article's hash, and what it was read with |
| `parts/` | what was read and is not in the store yet |
| `failures.jsonl` | the articles and sources that the last build could not use, and why |
| `run.json` | what the last build did |

An article goes from source to shard to part to store to ledger; each step is repeatable, so a kill at any moment costs the shards that
were being read and nothing else.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

from newsgraph import __version__
from newsgraph.corpus.copies import link_copies
from newsgraph.corpus.ledger import Ledger
from newsgraph.corpus.part import ArticleRecord, Failure, Part, Shard, parts_in
from newsgraph.corpus.recipe import content_hash, recipe
from newsgraph.corpus.shard import shards
from newsgraph.corpus.writer import StoreWriter, WriterThread
from newsgraph.errors import InputError, NewsgraphError, StoreError
from newsgraph.model import Article
from newsgraph.output import file_stem
from newsgraph.settings import Settings
from newsgraph.store import EmbeddedStore, write_files

__all__ = ["CorpusBuild", "Counts", "Engine", "interrupted", "work_folder"]

RUNNING, DONE = "running", "done"


class Engine(Protocol):
    """Whatever reads shards."""

    def parts(self, shards: Iterable[Shard]) -> Iterator[Part]:
        """Yield what comes of each shard, in any order."""
        ...


@dataclass(slots=True, kw_only=True)
class Counts:
    """How far a build is.

    Attributes:
        read: Articles read in this run.
        loaded: Articles that a killed run had read, and that this one only loaded.
        unchanged: Articles that the store held already.
        repeated: Articles that stand among the sources more than once, word for word.
        removed: Articles taken out because they are no longer among the sources.
        vanished: Articles that are no longer among the sources and stay.
        failed: Articles and sources that could not be used.
        statements, facts: Of the articles read in this run.
        words: Their length.
    """

    read: int = 0
    loaded: int = 0
    unchanged: int = 0
    repeated: int = 0
    removed: int = 0
    vanished: int = 0
    failed: int = 0
    statements: int = 0
    facts: int = 0
    words: int = 0


def work_folder(store: Path) -> Path:
    """Return the folder beside a store that its builds work in."""
    return store.parent / f"{store.name}.build"


@dataclass(slots=True, kw_only=True)
class CorpusBuild:
    """One run of a build into a store.

    Args:
        settings: What to read with.
        store: Folder of the store, made if missing.
        engine: Makes an engine that writes parts to a folder.
        prune: Remove articles that are no longer among the sources.
        command: What to do, as plain values; kept for `--resume`.
        on_step: Called after every article or shard with the counts so far.
        on_failure: Called for every article or source that cannot be used.
        on_article: Called for every article that was read.
        is_complete: Tells whether all is there that an unchanged article is to have besides its quads in the store.
    """

    settings: Settings
    store: Path
    engine: Callable[[Path], Engine]
    prune: bool = False
    command: dict[str, object] = field(default_factory=dict)
    on_step: Callable[[Counts], None] = lambda _: None
    on_failure: Callable[[Failure], None] = lambda _: None
    on_article: Callable[[ArticleRecord], None] = lambda _: None
    is_complete: Callable[[str], bool] = lambda _: True
    counts: Counts = field(default_factory=Counts, init=False)
    _failures: list[Failure] = field(default_factory=list, init=False)
    _stems: set[str] = field(default_factory=set, init=False)
    _words: dict[str, int] = field(default_factory=dict, init=False)
    _stack: ExitStack = field(default_factory=ExitStack, init=False)
    _base: EmbeddedStore | None = field(default=None, init=False)
    _ledger: Ledger | None = field(default=None, init=False)

    @property
    def folder(self) -> Path:
        """The work folder."""
        return work_folder(self.store)

    def fail(self, error: NewsgraphError) -> None:
        """Note a source that cannot be used (an `on_error` for readers of sources)."""
        self._fail(Failure(article="", name="", reason=str(error)))

    def run(self, articles: Iterable[Article]) -> Counts:
        """Read what is new and changed into the store.

        Nothing is made on disk before the first article comes.

        Raises:
            NewsgraphError: Nothing more can be done: settings are broken, the disk is full. What is done is kept.
        """
        digest = recipe(self.settings)
        with self._stack:
            if self._has_ledger():
                self._open()
            wanted = self._wanted(articles, digest)
            for part in self._parts(shards(wanted, digest)):
                self._count(part)
            if self._ledger is not None and self._base is not None:
                self._finish(self._ledger, self._base)
        return self.counts

    @property
    def is_begun(self) -> bool:
        """Whether this run, or one before, got as far as the store."""
        return self._ledger is not None

    def _has_ledger(self) -> bool:
        return (self.folder / "ledger.sqlite").exists()

    def _open(self) -> tuple[Ledger, EmbeddedStore]:
        """Open store and ledger, and load what a killed run left; the first to come makes them."""
        if self._ledger is None or self._base is None:
            parts = self.folder / "parts"
            try:
                self.store.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"cannot make the folder {self.store.parent}: {error.strerror or error}; name another") from error
            self._base = self._stack.enter_context(EmbeddedStore(self.store))
            try:
                parts.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"cannot make the folder {parts}: {error.strerror or error}; name another store") from error
            self._ledger = self._stack.enter_context(Ledger(self.folder / "ledger.sqlite"))
            self._begin(self._ledger, self._base, parts)
        return self._ledger, self._base

    def _begin(self, ledger: Ledger, base: EmbeddedStore, parts: Path) -> None:
        for failure in self._failures:
            ledger.fail(failure)
        ledger.set_state("state", RUNNING)
        ledger.set_state("command", json.dumps(self.command, sort_keys=True))
        writer = StoreWriter(base, ledger)
        for left in self.folder.glob("copies-*"):
            shutil.rmtree(left, ignore_errors=True)
        for path in parts_in(parts):
            self.counts.loaded += writer.load([path])
            self.on_step(self.counts)

    def _wanted(self, articles: Iterable[Article], digest: str) -> Iterator[tuple[Article, str, str]]:
        """Yield each article that must be read, once, with its content hash and a name for its files."""
        for article in articles:
            ledger, base = self._open()
            content = content_hash(article)
            before = ledger.see(article.key, content)
            if before:
                self._repeated(article, is_same=before == content or not article.identifier)  # without an id the key is the text
            elif ledger.known(article.key) == (content, digest) and base.holds(article.key) and self.is_complete(article.key):
                self.counts.unchanged += 1
            else:
                self._words[article.key] = len(article.text.split())
                yield article, content, self._stem(article)
            self.on_step(self.counts)

    def _parts(self, found: Iterator[Shard]) -> Iterator[Part]:
        """Have shards read, and load their parts beside; nothing is started if there is none."""
        first = next(found, None)
        if first is None:
            return
        _, base = self._open()
        thread = WriterThread(base, self.folder / "ledger.sqlite")
        try:
            for part in self.engine(self.folder / "parts").parts(_chained(first, found)):
                thread.put(part)
                yield part
        except BaseException:
            thread.stop()
            raise
        thread.finish()

    def _count(self, part: Part) -> None:
        for record in part.articles:
            self.counts.read += 1
            self.counts.statements += record.statements
            self.counts.facts += record.facts
            self.counts.words += self._words.pop(record.key, 0)
            self.on_article(record)
        for failure in part.failures:
            self._fail(failure)
        self.on_step(self.counts)

    def _fail(self, failure: Failure) -> None:
        self.counts.failed += 1
        if self._ledger is None:
            self._failures.append(failure)
        else:
            self._ledger.fail(failure)
        self._words.pop(failure.article, None)
        self.on_failure(failure)

    def _repeated(self, article: Article, *, is_same: bool) -> None:
        if is_same:
            self.counts.repeated += 1
            return
        name = article.identifier or article.stem
        self.fail(InputError(f"{name} stands twice among the sources with different content; give every article its own id"))

    def _stem(self, article: Article) -> str:
        """Return a name for the article's files that no other article of this run has, also where case does not count."""
        if not self.command.get("output"):
            return article.stem
        stem = file_stem(article.stem)
        if stem.casefold() in self._stems:
            stem = f"{stem}-{article.key}"
        self._stems.add(stem.casefold())
        return stem

    def _finish(self, ledger: Ledger, base: EmbeddedStore) -> None:
        """Deal with articles that are no longer among the sources, and say what was done."""
        writer = StoreWriter(base, ledger)
        # A source that failed may hold some of them, so nothing is removed then.
        may_prune = self.prune and not self.counts.failed
        for key, _ in ledger.unseen():
            if may_prune:
                writer.remove(key)
                self.counts.removed += 1
            else:
                self.counts.vanished += 1
        n_copies = link_copies(base, ledger, self.folder)
        ledger.set_state("state", DONE)
        n_articles, n_statements, n_facts = ledger.totals()
        record = {
            "newsgraph": __version__,
            "model": self.settings.model,
            "command": self.command,
            "run": asdict(self.counts),
            "store": {"articles": n_articles, "statements": n_statements, "facts": n_facts, "copies": n_copies},
        }
        lines = [json.dumps(asdict(each), ensure_ascii=False, sort_keys=True) + "\n" for each in ledger.failures()]
        write_files(
            {
                self.folder / "run.json": (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8", "replace"),
                self.folder / "failures.jsonl": "".join(lines).encode("utf-8", "replace"),
            }
        )


def _chained(first: Shard, rest: Iterator[Shard]) -> Iterator[Shard]:
    yield first
    yield from rest


def interrupted(store: Path) -> dict[str, object]:
    """Return what a build into a store was told to do that did not reach its end, {} if there is none."""
    path = work_folder(store) / "ledger.sqlite"
    if not path.exists():
        return {}
    with Ledger(path) as ledger:
        return ledger.command() if ledger.state("state") == RUNNING else {}
