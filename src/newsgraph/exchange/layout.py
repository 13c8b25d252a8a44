"""Put incoming quads where newsgraph keeps them: articles, what they share, and other people's graphs.

A file without named graphs that newsgraph wrote is taken apart again by the names of its subjects. What cannot be told to be
newsgraph's gets a graph of its own, named after what it says. A bare relation without a factual statement behind it never becomes a
fact: it stays in the other people's part.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Quad

from newsgraph.exchange.terms import (
    ABOUT,
    ALT_LABEL,
    FACTS,
    FACTUAL,
    IDENTITY,
    LABEL,
    LINKS,
    META,
    NAMED,
    OBJECT,
    PREDICATE,
    RUNS,
    SHARED,
    SUBJECT,
    TYPE,
    article_key,
    key_of_subject,
)
from newsgraph.namespaces import BASE, ID, NG
from newsgraph.store.meta import is_description

__all__ = ["IMPORT", "Incoming", "facts_of", "settled"]

GRAPH = BASE + "graph/"
IMPORT = GRAPH + "import-"
IMPORT_DIGITS = 16
OF_META = re.compile(re.escape(BASE) + r"(run/|software/|dataset$)")
DESCRIBING = {TYPE, LABEL, ALT_LABEL, ABOUT, *(NamedNode(NG + name) for name in ("startDate", "endDate", "timeText"))}
"""What `graph/facts` says of entities beside bare relations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """Quads of one source, each where it belongs.

    Attributes:
        articles: Quads of article graphs, by article key.
        shared: Quads of `graph/facts`, `graph/links` and `graph/meta`.
        foreign: Quads of other people's graphs; none stands in the default graph.
        n_unsupported: How many bare relations of `foreign` would be facts if a statement stood behind them.
    """

    articles: dict[str, set[Quad]]
    shared: set[Quad]
    foreign: set[Quad]
    n_unsupported: int


def settled(quads: Iterable[Quad], *, knows: Callable[[Quad], bool] = lambda _: False) -> Incoming:
    """Sort quads without blank nodes into articles, shared graphs and the rest.

    Args:
        quads: Everything one source holds.
        knows: Tells whether a fact (as a quad of `graph/facts`) stands already, whatever the source says about it.
    """
    articles: dict[str, set[Quad]] = defaultdict(set)
    shared: set[Quad] = set()
    rest: set[Quad] = set()
    loose: set[Quad] = set()
    for quad in quads:
        if is_description(quad):  # what counts another dataset is not true of this one
            continue
        if key := article_key(quad.graph_name):
            articles[key].add(quad)
        elif quad.graph_name in SHARED:
            shared.add(quad)
        elif isinstance(quad.graph_name, DefaultGraph):
            loose.add(quad)
        elif quad.graph_name != RUNS:  # how another store came to be is no knowledge
            rest.add(quad)
    loose = _rehomed(loose, articles, shared)
    facts = set().union(*map(facts_of, articles.values()))
    bare = {quad for quad in shared if quad.graph_name == FACTS and quad.predicate not in DESCRIBING}
    unsupported = {quad for quad in bare - facts if not knows(quad)}
    loose |= {Quad(each.subject, each.predicate, each.object) for each in unsupported}
    return Incoming(articles=dict(articles), shared=shared - unsupported, foreign=rest | _imported(loose), n_unsupported=len(unsupported))


def _rehomed(loose: set[Quad], articles: dict[str, set[Quad]], shared: set[Quad]) -> set[Quad]:
    """Move what the names of subjects show to be newsgraph's out of the default graph; return what is left there."""
    left: set[Quad] = set()
    for quad in loose:
        key = key_of_subject(quad.subject)
        if key and quad.predicate not in IDENTITY:
            articles[key].add(Quad(quad.subject, quad.predicate, quad.object, NamedNode(GRAPH + key)))
        else:
            left.add(quad)
    if not articles:
        return left
    for fact in set().union(*map(facts_of, articles.values())):
        key = key_of_subject(fact.subject)
        bare = Quad(fact.subject, fact.predicate, fact.object, NamedNode(GRAPH + key))
        if key and bare in articles[key]:
            articles[key].remove(bare)
            shared.add(fact)
    named: set[object] = {term for own in articles.values() for quad in own for term in (quad.subject, quad.object) if _is_entity(term)}
    named |= {quad.object for quad in left if quad.predicate == ABOUT and quad.subject in named}
    strange = set()
    for quad in left:
        home = _home(quad, named)
        if home is None:
            strange.add(quad)
        else:
            shared.add(Quad(quad.subject, quad.predicate, quad.object, home))
    return strange


def _home(quad: Quad, named: set[object]) -> NamedNode | None:
    """Return the shared graph that a triple of the default graph belongs to; None for other people's."""
    if isinstance(quad.subject, NamedNode) and OF_META.match(quad.subject.value):
        return META
    if quad.subject not in named:
        return None
    if quad.predicate in IDENTITY:
        return LINKS
    is_ours = quad.predicate in DESCRIBING or quad.object in named
    return FACTS if is_ours else None


def _is_entity(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(ID)


def facts_of(own: Iterable[Quad]) -> set[Quad]:
    """Return the bare triples, as quads of `graph/facts`, that the factual statements of an article's graph stand behind."""
    rows = list(own)
    parts: dict[object, dict[NamedNode, NamedNode]] = defaultdict(dict)
    factual = {quad.subject for quad in rows if quad.predicate == TYPE and quad.object == FACTUAL}
    for quad in rows:
        if quad.subject in factual and quad.predicate in NAMED and isinstance(quad.object, NamedNode):
            parts[quad.subject][quad.predicate] = quad.object
    return {Quad(each[SUBJECT], each[PREDICATE], each[OBJECT], FACTS) for each in parts.values() if len(each) == len(NAMED)}


def _imported(loose: set[Quad]) -> set[Quad]:
    """Give triples without a graph one that is named after the hash of all of them."""
    if not loose:
        return set()
    digest = hashlib.sha256("\n".join(sorted(map(str, loose))).encode()).hexdigest()[:IMPORT_DIGITS]
    graph = NamedNode(IMPORT + digest)
    return {Quad(each.subject, each.predicate, each.object, graph) for each in loose}
