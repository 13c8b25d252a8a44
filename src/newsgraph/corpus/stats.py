"""Count what a store holds: statements by relation, stance, speaker, source and year; agency copy that several papers print counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad, Store

from newsgraph.namespaces import BASE, DCTERMS, FACTS_GRAPH, ID, LINKS_GRAPH, NG, RDF, RDFS

__all__ = ["Stats", "article_graphs", "label_of", "stats"]

GRAPH, ARTICLE = BASE + "graph/", BASE + "article/"
FACTS, LINKS = NamedNode(FACTS_GRAPH), NamedNode(LINKS_GRAPH)
TYPE, LABEL, COPY_OF = NamedNode(RDF + "type"), NamedNode(RDFS + "label"), NamedNode(NG + "copyOf")
ISSUED, SOURCE = NamedNode(DCTERMS + "issued"), NamedNode(DCTERMS + "source")
PREDICATE, SPEAKER = NamedNode(RDF + "predicate"), NamedNode(NG + "attributedTo")
STATEMENT, FACTUAL = NamedNode(NG + "Statement"), NamedNode(NG + "FactualStatement")
STANCE = {NamedNode(NG + name): name for name in ("modality", "polarity", "voice")}
KEY_CHARS = 16
NO_YEAR = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What a store holds. Counters are by name, and count statements; `articles_by_year` and `articles_by_source` count articles.

    Attributes:
        articles: Articles, without copies.
        copies: Articles that are copies of another; neither they nor their statements are counted anywhere else.
        statements: Statements; `factual` of them are what the article itself says is so.
        facts: Different facts (bare triples) among all articles.
        entities: Shared entities.
        relations, modalities, polarities, voices, speakers: Statements by local name, or by the speaker's label.
        years, sources: Statements by year of publication, and by source of the article.
    """

    articles: int
    copies: int
    statements: int
    factual: int
    facts: int
    entities: int
    relations: Counter[str] = field(default_factory=Counter)
    modalities: Counter[str] = field(default_factory=Counter)
    polarities: Counter[str] = field(default_factory=Counter)
    voices: Counter[str] = field(default_factory=Counter)
    speakers: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    articles_by_year: Counter[str] = field(default_factory=Counter)
    articles_by_source: Counter[str] = field(default_factory=Counter)


def stats(store: Store) -> Stats:
    """Return counts of all that a store holds, in one pass over its articles; memory does not grow with them."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("relation", "speaker", "year", "source", "issued", "origin", *STANCE.values())}
    n_articles = n_statements = n_factual = 0
    for graph in article_graphs(store):
        n_articles += 1
        of_article = _Article(store, graph, counts)
        n_statements += of_article.statements
        n_factual += of_article.factual
    facts, entities = _shared(store)
    speakers = Counter({label_of(store, NamedNode(iri)): 0 for iri in counts["speaker"]})
    for iri, n in counts["speaker"].items():
        speakers[label_of(store, NamedNode(iri))] += n
    return Stats(
        articles=n_articles,
        copies=len(_copies(store)),
        statements=n_statements,
        factual=n_factual,
        facts=facts,
        entities=entities,
        relations=counts["relation"],
        modalities=counts["modality"],
        polarities=counts["polarity"],
        voices=counts["voice"],
        speakers=speakers,
        years=counts["year"],
        sources=counts["source"],
        articles_by_year=counts["issued"],
        articles_by_source=counts["origin"],
    )


def article_graphs(store: Store) -> Iterator[NamedNode]:
    """Yield the graphs of all articles that are not copies of another, in no particular order."""
    copies = _copies(store)
    for graph in store.named_graphs():
        if isinstance(graph, NamedNode) and graph.value.startswith(GRAPH):
            key = graph.value.removeprefix(GRAPH)
            if len(key) == KEY_CHARS and key not in copies:
                yield graph


def label_of(store: Store, node: NamedNode) -> str:
    """Return what a thing is called; the end of its IRI, if nothing says so."""
    for quad in store.quads_for_pattern(node, LABEL, None, None):
        if isinstance(quad.object, Literal):
            return quad.object.value
    return _local(node)


class _Article:
    """Counts of one article, added to those of all."""

    def __init__(self, store: Store, graph: NamedNode, counts: dict[str, Counter[str]]) -> None:
        self.statements = self.factual = 0
        year, source = NO_YEAR, ""
        for quad in store.quads_for_pattern(None, None, None, graph):
            self._count(quad, counts)
            if quad.predicate == ISSUED and isinstance(quad.object, Literal):
                year = quad.object.value[:4]
            elif quad.predicate == SOURCE and isinstance(quad.object, Literal | NamedNode):
                source = quad.object.value
        for name, key in (("year", year), ("source", source)):
            if key:
                counts[name][key] += self.statements
        for name, key in (("issued", year), ("origin", source)):
            if key:
                counts[name][key] += 1

    def _count(self, quad: Quad, counts: dict[str, Counter[str]]) -> None:
        if quad.predicate == TYPE:
            self.statements += quad.object == STATEMENT
            self.factual += quad.object == FACTUAL
        elif quad.predicate == PREDICATE and isinstance(quad.object, NamedNode):
            counts["relation"][_local(quad.object)] += 1
        elif quad.predicate == SPEAKER and isinstance(quad.object, NamedNode):
            counts["speaker"][quad.object.value] += 1
        elif quad.predicate in STANCE and isinstance(quad.object, NamedNode):
            counts[STANCE[quad.predicate]][_local(quad.object)] += 1


def _shared(store: Store) -> tuple[int, int]:
    """Return how many facts and entities the articles share: what stands in `graph/facts` about `id/` and is no description."""
    described = {TYPE.value, LABEL.value, NG + "about", NG + "startDate", NG + "endDate", NG + "timeText"}
    facts = entities = 0
    for quad in store.quads_for_pattern(None, None, None, FACTS):
        if quad.predicate == LABEL:
            entities += 1
        elif quad.predicate.value not in described and isinstance(quad.object, NamedNode) and quad.object.value.startswith(ID):
            facts += 1
    return facts, entities


def _copies(store: Store) -> frozenset[str]:
    """Return the keys of the articles that are copies of another."""
    found = (quad.subject for quad in store.quads_for_pattern(None, COPY_OF, None, LINKS))
    return frozenset(node.value.removeprefix(ARTICLE) for node in found if isinstance(node, NamedNode))


def _local(node: NamedNode) -> str:
    return node.value.rpartition("#")[2].rpartition("/")[2]
