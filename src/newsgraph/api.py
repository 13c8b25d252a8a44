"""Offer newsgraph to other programs: `build` reads articles, `load` reads files, both give a `Graph`.

import newsgraph

graph = newsgraph.build("article.txt")
for each in graph.statements:
    print(each.subject, each.relation, each.object, each.evidence)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # `date` is an argument here
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, cast

from newsgraph.errors import InputError, SettingsError
from newsgraph.model import Article
from newsgraph.namespaces import NG, XSD
from newsgraph.output import DEFAULT_FORMATS, FORMATS, Output, OutputFormat, file_stem
from newsgraph.read import article, is_known, read_sources, text_of
from newsgraph.settings import Settings
from newsgraph.store import EmbeddedStore, serialize, write_files

if TYPE_CHECKING:
    import networkx as nx  # type: ignore[import-untyped]  # networkx ships no types
    from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple
    from rdflib import Dataset, URIRef
    from rdflib import Literal as RdflibLiteral

    from newsgraph.query import Answer, Query
    from newsgraph.view import ViewGraph
    from newsgraph.view.viewgraph import ViewStatement

__all__ = ["EntityRow", "Graph", "StatementRow", "asked", "build", "load", "texts_of"]

MAX_PATH_CHARS = 1_000
NAME = re.compile(r"[\w-]+")
"""What a shipped query may be called; SPARQL has blanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow:
    """A thing that statements are about, for reading: `type` is the label of its class; `same_as` are IRIs of other data sets."""

    iri: str
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A statement for reading: labels in the place of IRIs. A list of them makes a table (`pandas.DataFrame(graph.statements)`).

    Attributes:
        modality, polarity, voice: Local names, such as "Actual", "Affirmative", "AuthorVoice".
        speakers: Labels of those it is attributed to, sorted by IRI; empty in the article's own voice.
        is_fact: Whether the article itself asserts it as actual and affirmative.
        start, end: Days (ISO) or "".
        evidence: Sentences or clauses it was read from, as they stand, in text order.
    """

    iri: str
    subject: str
    relation: str
    object: str
    subject_iri: str
    predicate_iri: str
    object_iri: str
    modality: str
    polarity: str
    voice: str
    speakers: tuple[str, ...]
    is_fact: bool
    start: str
    end: str
    time_text: str
    confidence: float
    evidence: tuple[str, ...]


class Graph:
    """What was read from one article or many: quads, and every use of them. Equal input gives equal graphs.

    Args:
        quads: In newsgraph's layout.
        articles: What they were read from, if at hand; then the page shows the text.
        ontology: The user's own Turtle files, for labels.
    """

    def __init__(self, quads: Iterable[Quad], *, articles: Iterable[Article] = (), ontology: Iterable[Path] = ()) -> None:
        self.articles = tuple(articles)
        self._output = Output(quads, self.articles, ontology=ontology)

    def __len__(self) -> int:
        """Return the number of statements."""
        return len(self._view.statements)

    def __repr__(self) -> str:
        """Return a line that says how much there is."""
        return f"<newsgraph.Graph: {len(self._view.articles)} articles, {len(self)} statements, {len(self.quads)} quads>"

    @property
    def quads(self) -> tuple[Quad, ...]:
        """All quads, as pyoxigraph terms."""
        return self._output.quads

    @property
    def article(self) -> Article:
        """The article, if there is exactly one.

        Raises:
            SettingsError: There are several, or none is at hand.
        """
        if len(self.articles) != 1:
            raise SettingsError(f"this graph holds {len(self.articles)} articles; use .articles")
        return self.articles[0]

    @property
    def _view(self) -> ViewGraph:
        return self._output.view

    @cached_property
    def statements(self) -> tuple[StatementRow, ...]:
        """All statements, in order of article day, article, and place in the text."""
        return tuple(_row(each, self._view) for each in self._view.statements)

    @cached_property
    def entities(self) -> tuple[EntityRow, ...]:
        """All things that statements name, in order of IRI."""
        return tuple(
            EntityRow(
                iri=each.iri,
                label=each.label,
                type=self._view.kinds[each.kind].label,
                aliases=each.aliases,
                same_as=tuple(link.iri for link in each.links),
            )
            for each in self._view.nodes.values()
        )

    def query(self, name_or_sparql: str, /, **parameters: str) -> Answer:
        """Ask a shipped query by name ("who-chairs"), or any SPARQL.

        Args:
            name_or_sparql: A name without blanks, or SPARQL text.
            parameters: Values for the query's variables, such as `organization="CSTO"`.

        Raises:
            QueryError: The query is unknown or malformed, a parameter is not its own, or it takes too long.

        Returns:
            `Rows` for SELECT (`.texts()` gives dictionaries), `Triples` for CONSTRUCT and DESCRIBE, a bool for ASK.
        """
        from newsgraph.query import run_query  # noqa: PLC0415  # not every graph is asked

        return run_query(asked(name_or_sparql), store=_Memory(self.quads), params=parameters)

    def to_rdflib(self) -> Dataset:
        """Return an rdflib `Dataset` with the same named graphs; its default graph is their union."""
        from rdflib import Dataset  # noqa: PLC0415  # takes 0.2 s to import

        dataset = Dataset(default_union=True)
        graphs = {quad.graph_name: dataset.graph(str(_rdflib_term(quad.graph_name))) for quad in self.quads}
        for quad in self.quads:
            graphs[quad.graph_name].add((_rdflib_term(quad.subject), _rdflib_term(quad.predicate), _rdflib_term(quad.object)))
        return dataset

    def to_networkx(self) -> nx.MultiDiGraph:
        """Return a networkx multigraph: nodes are IRIs, edges are statements, attributes are plain values."""
        from newsgraph.view import to_networkx  # noqa: PLC0415  # networkx takes 0.1 s to import

        return to_networkx(self._view)

    def co_mentions(self, *, min_articles: int = 1) -> nx.Graph:
        """Return a networkx network of who and what is named together in one sentence, with centrality.

        Nodes are IRIs of shared entities with `label`, `type`, `articles`, `degree`, `strength`, `betweenness`, `pagerank`; edges have `weight`,
        the number of articles, and those of fewer than `min_articles` are left out. Copies of one text count once.
        """
        from newsgraph.corpus.comention import co_mentions  # noqa: PLC0415  # networkx takes 0.1 s to import

        with EmbeddedStore() as store:
            store.change(added=self.quads)
            return co_mentions(store.oxigraph, min_articles=min_articles)

    def page(self, *, title: str = "", focus: str = "", limit: int | None = None, texts: Iterable[Path] = ()) -> str:
        """Return the picture as one HTML page.

        Args:
            title: Heading; the article's own if empty.
            focus: Thing to start from: its label, an alias or its IRI; "" for the whole graph.
            limit: Things drawn at first; None for as many as one can take in.
            texts: Text files of articles that are not at hand, to be shown beside the picture.

        Raises:
            SettingsError: Nothing is called `focus`.
            InputError: A text cannot be read, or belongs to no article of the graph.
        """
        from newsgraph.view import DEFAULT_LIMIT, page  # noqa: PLC0415  # pyvis takes half a second to import

        given = {**self._output.texts, **texts_of(texts, self._view)}
        return page(self._view, title=title or self._output.title, texts=given, focus=focus, limit=limit or DEFAULT_LIMIT)

    def write(self, path: Path | str, formats: Iterable[str] = DEFAULT_FORMATS) -> tuple[Path, ...]:
        """Write files whole or not at all, and return their paths, sorted.

        Args:
            path: A file whose ending names a format ("graph.trig", "page.html"; "x.csv" makes "x.nodes.csv" and "x.edges.csv"), or a
                folder, where files get the article's name (or "graph", if there are several).
            formats: What to write into a folder: some of trig, nq, ttl, jsonld, html, graphml, csv.

        Raises:
            SettingsError: A format is unknown; or what looks like a file has a suffix that names none.
            StoreError: A file cannot be written; nothing was changed.
        """
        target = Path(path)
        wanted = cast("Iterable[OutputFormat]", tuple(formats))
        ending = target.suffix.removeprefix(".").lower()
        if ending in FORMATS and not target.is_dir():
            files = self._output.file(ending)
            contents = (
                {target.with_name(target.stem + end): content for end, content in files.items()}
                if ending in {"csv", "txt"}
                else {target: next(iter(files.values()))}
            )
        elif ending and not target.is_dir():
            raise SettingsError(f"the suffix of {target} names no format; use one of {', '.join(FORMATS)}, or make the folder first")
        else:
            stem = file_stem(self.articles[0].stem) if len(self.articles) == 1 else "graph"
            contents = dict(self._output.files(target, stem, wanted))
        write_files(contents)
        return tuple(sorted(contents))

    def _repr_html_(self) -> str:
        """Return the picture for a notebook, shut in a frame of its own."""
        from newsgraph.view import notebook  # noqa: PLC0415  # pyvis takes half a second to import

        return notebook(self._view, title=self._output.title, texts=self._output.texts)


class _Memory:
    """Quads as a source that queries can be asked of."""

    path = None
    revision = 0

    def __init__(self, quads: tuple[Quad, ...]) -> None:
        self._quads = quads

    def nquads(self) -> bytes:
        """Return everything as N-Quads."""
        return serialize(self._quads, "nq")


def asked(name_or_sparql: str) -> str | Query:
    """Return the shipped query of a name, or SPARQL as it is.

    Raises:
        QueryError: No shipped query has this name.
    """
    from newsgraph.query import shipped_query  # noqa: PLC0415  # as above

    return shipped_query(name_or_sparql) if NAME.fullmatch(name_or_sparql) else name_or_sparql


def build(source: Path | str | Iterable[Path | str], /, *, date: Day | str | None = None, settings: Settings | None = None) -> Graph:
    """Read articles into a graph.

    Args:
        source: A file of any format that is read, or a folder; or the text of one article. A string of one line that ends like a file's name
            (".txt", ".html", ".pdf" …), or names a folder, is taken for a path. Several such
            sources, in a list, are read in their order.
        date: Day of publication, as `datetime.date` or "YYYY-MM-DD"; wins over what the source says.
        settings: Model, ontology and names to use; None for the usual.

    Raises:
        InputError: The source cannot be read, or is not English text.
        SettingsError: The date is not a day.
        ResourceError: The language model is not installed.
        OntologyError: A file of the settings is broken.
        ExtractorError: A stage failed.
    """
    from newsgraph.pipeline import Pipeline  # noqa: PLC0415  # loads spaCy

    pipeline = Pipeline(settings)
    readings = list(pipeline.readings(_articles(source, _day(date))))
    quads = {quad: None for reading in readings for quad in pipeline.quads(reading)}
    return Graph(quads, articles=[reading.article for reading in readings], ontology=pipeline.settings.ontology)


def load(*paths: Path | str) -> Graph:
    """Return the graph of files that newsgraph wrote before (.trig, .nq, .ttl, .jsonld).

    Raises:
        StoreError: A file cannot be read.
    """
    with EmbeddedStore() as store:
        store.load([Path(path) for path in paths])
        return Graph(sorted(store, key=str))


def _articles(source: object, day: Day | None) -> Iterator[Article]:
    if isinstance(source, Path) or (isinstance(source, str) and _is_path(source)):
        yield from read_sources([Path(source)], day=day)
    elif isinstance(source, str):
        yield article(source, name="the text", stem="article", day=day)
    elif isinstance(source, Iterable) and not isinstance(source, bytes):
        for each in source:
            yield from _articles(each, day)
    else:
        raise InputError(f"{type(source).__name__} is nothing to read; give a file, a folder, a text, or a list of them")


def _is_path(source: str) -> bool:
    is_line = len(source) < MAX_PATH_CHARS and len(source.splitlines()) == 1
    return is_line and (is_known(source) or Path(source).is_dir())


def _day(value: Day | str | None) -> Day | None:
    if not isinstance(value, str):
        return value
    try:
        return Day.fromisoformat(value)
    except ValueError as error:
        raise SettingsError(f"the date {value!r} is not a day of the calendar; write it as YYYY-MM-DD") from error


def texts_of(files: Iterable[Path], view: ViewGraph) -> dict[str, str]:
    """Return texts by the IRI of the article they are the text of.

    Raises:
        InputError: A file cannot be read, or is the text of no article of the graph.
    """
    by_hash = {each.text_hash: each.iri for each in view.articles.values()}
    found = {}
    for path in files:
        text = text_of(path)
        key = sha256(text.encode()).hexdigest()
        if key not in by_hash:
            raise InputError(f"{path} is not the text of an article in this graph; give the file that was read, unchanged")
        found[by_hash[key]] = text
    return found


def _row(each: ViewStatement, view: ViewGraph) -> StatementRow:
    modality, polarity, voice = (value.removeprefix(NG) for value in (each.modality, each.polarity, each.voice))
    return StatementRow(
        iri=each.iri,
        subject=view.nodes[each.subject].label,
        relation=view.relations[each.predicate].label,
        object=view.nodes[each.object].label,
        subject_iri=each.subject,
        predicate_iri=each.predicate,
        object_iri=each.object,
        modality=modality,
        polarity=polarity,
        voice=voice,
        speakers=tuple(view.nodes[iri].label for iri in each.speakers),
        is_fact=(modality, polarity, voice) == ("Actual", "Affirmative", "AuthorVoice"),
        start=each.start,
        end=each.end,
        time_text=each.time_text,
        confidence=each.confidence,
        evidence=tuple(view.spans[iri].text for iri in each.evidence),
    )


def _rdflib_term(term: NamedNode | BlankNode | Literal | Triple | DefaultGraph) -> URIRef | RdflibLiteral:
    """Return the rdflib term of a pyoxigraph term; ours are IRIs and literals."""
    import pyoxigraph as ox  # noqa: PLC0415  # as rdflib
    import rdflib  # noqa: PLC0415  # takes 0.2 s to import

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.Literal):
        # rdflib tells "x" from "x"^^xsd:string, which RDF 1.1 does not; its parsers give the former.
        is_plain = term.language is not None or term.datatype.value == XSD + "string"
        datatype = None if is_plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype)
    raise SettingsError(f"{term} cannot be given to rdflib: it is neither an IRI nor a literal")
