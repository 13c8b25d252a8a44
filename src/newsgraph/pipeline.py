"""Put the rooms in a row: articles go in, what was read from them comes out.

read → **annotate → extract → resolve → graph**. These rooms are joined here and nowhere else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph import __version__
from newsgraph.annotate import Annotator, load_model
from newsgraph.authority import Authority, load_authority
from newsgraph.errors import ExtractorError, NewsgraphError, OntologyError
from newsgraph.extract import FrameIndex, extract, repair
from newsgraph.graph import Run, nquads, quads
from newsgraph.lexicon import Lexicon, load_lexicon
from newsgraph.model import Article, Reading
from newsgraph.ontology import Ontology, load
from newsgraph.parse import Parse
from newsgraph.resolve import resolve
from newsgraph.settings import Settings

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from spacy.language import Language

__all__ = ["Pipeline", "run_of", "stage"]

BATCH_ARTICLES = 16
BATCH_CHARS = 200_000
"""Articles are parsed in batches of at most so many, or so much text; larger ones gain nothing on a CPU and cost memory."""

Report = Callable[[NewsgraphError], None]


class Pipeline:
    """Reads articles with one choice of model, ontology and names. Each part is loaded once, when first needed.

    Args:
        settings: What to use; None for the usual.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    @cached_property
    def ontology(self) -> Ontology:
        """The shipped ontology with the user's files."""
        return load(self.settings.ontology)

    @cached_property
    def authority(self) -> Authority:
        """The shipped tables of names with the user's files."""
        authority = load_authority(self.settings.authority)
        for entry in authority.entries.values():
            if entry.where and (entry.type not in self.ontology.classes or not self.ontology.is_a(entry.type, ["Entity"])):
                known = ", ".join(sorted(name for name in self.ontology.classes if self.ontology.is_a(name, ["Entity"])))
                raise OntologyError(f"{entry.where}: {entry.type!r} is no class of things in the ontology; use one of {known}")
        return authority

    @cached_property
    def lexicon(self) -> Lexicon:
        """The word lists."""
        return load_lexicon()

    @cached_property
    def run(self) -> Run:
        """The software, model and settings, as the graph names them; equal content gives an equal run, wherever the files lie."""
        return run_of(self.settings, self._model.meta)

    @cached_property
    def _model(self) -> Language:
        return load_model(self.settings.model)

    @cached_property
    def _annotator(self) -> Annotator:
        return Annotator(self._model, self.authority, self.lexicon)

    @cached_property
    def _index(self) -> FrameIndex:
        return FrameIndex(self.ontology)

    def prepare(self) -> None:
        """Load everything now, the cheap parts first, so that a broken file is reported before the model takes its time.

        Raises:
            OntologyError: A file of the ontology, the lexicon or the names is broken.
            ResourceError: The language model is not installed.
        """
        _ = (self._index, self._annotator, self.run)

    def readings(self, articles: Iterable[Article], *, on_error: Report | None = None) -> Iterator[Reading]:
        """Yield what each article says, in input order.

        Args:
            articles: Taken in batches as readings are asked for; if there is none, nothing is loaded.
            on_error: Called for an article that a stage fails on, which is then left out; without it such an article raises.

        Raises:
            As `prepare`.
            ExtractorError: A stage failed and `on_error` is None.
        """
        for batch in _batches(articles):
            self.prepare()
            for article, parse in self._parses(batch, on_error):
                try:
                    yield self._reading(article, parse)
                except NewsgraphError as error:
                    if on_error is None:
                        raise
                    on_error(error)

    def quads(self, reading: Reading) -> tuple[Quad, ...]:
        """Return the quads of a reading, sorted."""
        with stage("graph", reading.article):
            return quads(reading, run=self.run)

    def nquads(self, reading: Reading) -> tuple[str, ...]:
        """Return the same as lines of canonical N-Quads without their line ends: what goes into files and stores, at half the cost."""
        with stage("graph", reading.article):
            return nquads(reading, run=self.run)

    def _parses(self, batch: list[Article], on_error: Report | None) -> Iterator[tuple[Article, Parse]]:
        """Parse a batch; if that fails, parse its articles one by one, so that only the one at fault is lost."""
        try:
            with stage("annotate", batch[0] if len(batch) == 1 else None):
                parses = list(self._annotator.annotate(batch))
        except NewsgraphError as error:
            if len(batch) > 1:
                for article in batch:
                    yield from self._parses([article], on_error)
            elif on_error is None:
                raise
            else:
                on_error(error)
            return
        yield from parses

    def _reading(self, article: Article, parse: Parse) -> Reading:
        with stage("extract", article):
            repaired = repair(parse, self.lexicon)
            extraction = extract(repaired, self.ontology, self.authority, self.lexicon, self._index)
        with stage("resolve", article):
            return resolve(article, repaired, extraction, self.ontology, self.authority, self.lexicon, closed=self.settings.closed)


def run_of(settings: Settings, meta: Mapping[str, object]) -> Run:
    """Return the run of some settings with a language model of this description (its `meta.json`)."""
    choices = {
        "closed": "yes" if settings.closed else "no",
        "language": settings.language,
        "ontology": _digest(settings.ontology),
        "authority": _digest(settings.authority),
    }
    return Run(
        version=__version__,
        model=f"{meta['lang']}_{meta['name']} {meta['version']}",
        settings=tuple((name, value) for name, value in choices.items() if value),
    )


@contextmanager
def stage(name: str, article: Article | None) -> Iterator[None]:
    """Let our own errors through; wrap any other once, with the stage and the article named."""
    try:
        yield
    except NewsgraphError:
        raise
    except Exception as error:
        what = (article.identifier or article.stem or f"the article {article.key}") if article else "a batch of articles"
        raise ExtractorError(f"{what}: the stage {name!r} failed ({type(error).__name__}: {error}); please report this article") from error


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Yield articles in lists of bounded number and size; none is empty."""
    batch: list[Article] = []
    n_chars = 0
    for article in articles:
        if batch and (len(batch) == BATCH_ARTICLES or n_chars + len(article.text) > BATCH_CHARS):
            yield batch
            batch, n_chars = [], 0
        batch.append(article)
        n_chars += len(article.text)
    if batch:
        yield batch


def _digest(files: tuple[Path, ...]) -> str:
    """Return 12 hexadecimal digits that stand for the content of files in their order; "" for no files."""
    if not files:
        return ""
    return hashlib.sha256(b"\0".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()[:12]
