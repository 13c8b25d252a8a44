"""Turn a reading into quads.

| graph | holds |
|---|---|
| `graph/<article>` | the article, its text spans, statements, and the entities that only it knows |
| `graph/facts` | shared entities (type, label, aliases) and the bare triples of facts |
| `graph/links` | `owl:sameAs`, `skos:exactMatch` |
| `graph/meta` | the run, its software, the data set |

Every triple lives in exactly one of them, because unions are not de-duplicated by every store. There are no blank nodes.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain

from pyoxigraph import Quad, RdfFormat, parse

from newsgraph.graph.article import article_triples
from newsgraph.graph.entities import entity_triples
from newsgraph.graph.iri import entity_iris, graph_iri
from newsgraph.graph.run import Run, run_triples
from newsgraph.graph.statements import span_triples, statement_triples
from newsgraph.graph.terms import ref
from newsgraph.model import Reading

__all__ = ["nquads", "quads"]


def nquads(reading: Reading, *, run: Run) -> tuple[str, ...]:
    """Return all that was read from an article, as lines of canonical N-Quads without their line ends, each once.

    Args:
        reading: The article with its entities and statements.
        run: The software, model and settings that made it.

    Returns:
        Sorted by graph, subject, predicate and object, each in code point order of its N-Quads form.

    Raises:
        ModelError: A statement, span or entity names an entity that the reading does not hold, or holds an invalid IRI or span.

    Source: https://www.w3.org/TR/n-quads/#canonical-quads
    """
    key = reading.article.key
    iris = entity_iris(reading.entities, key)
    nodes = {entity_id: ref(iri) for entity_id, iri in iris.items()}
    graph = ref(graph_iri(key))
    spans = dict.fromkeys(span for statement in reading.statements for span in statement.evidence)
    found = chain(
        article_triples(reading.article, run),
        entity_triples(reading.entities, nodes, graph),
        statement_triples(reading.statements, iris, nodes, graph, key),
        span_triples(reading.article, spans, nodes, graph, key),
        run_triples(run, key),
    )
    graphs: dict[str, list[list[str]]] = defaultdict(list)
    for home, triples in found:
        graphs[home].append(triples)
    # Within a graph, lines sort as their terms do: no term goes on with a blank where a shorter one ends. No term holds a line end.
    return tuple("\n".join(f" {home} .\n".join(_in_order(graphs[home])) + f" {home} ." for home in sorted(graphs)).split("\n"))


def _in_order(parts: list[list[str]]) -> list[str]:
    """Return the triples of one graph, each once, sorted; most parts are of one subject and nearly in order, so little is left to sort."""
    return sorted(dict.fromkeys(chain.from_iterable(sorted(parts))))


def quads(reading: Reading, *, run: Run) -> tuple[Quad, ...]:
    """Return the same as `nquads`, as quads."""
    return tuple(parse("\n".join(nquads(reading, run=run)), format=RdfFormat.N_QUADS))
