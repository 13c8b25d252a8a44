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

from pyoxigraph import Quad

from newsgraph.graph.article import article_quads
from newsgraph.graph.entities import entity_quads
from newsgraph.graph.iri import entity_iris, graph_iri
from newsgraph.graph.run import Run, run_quads
from newsgraph.graph.statements import span_quads, statement_quads
from newsgraph.model import Reading

__all__ = ["quads"]


def quads(reading: Reading, *, run: Run) -> tuple[Quad, ...]:
    """Return all that was read from an article, as quads without duplicates.

    Args:
        reading: The article with its entities and statements.
        run: The software, model and settings that made it.

    Returns:
        Sorted by graph, subject, predicate and object, each in code point order of its N-Quads form.

    Raises:
        ModelError: A statement, span or entity names an entity that the reading does not hold, or holds an invalid IRI or span.
    """
    key = reading.article.key
    iris = entity_iris(reading.entities, key)
    spans = dict.fromkeys(span for statement in reading.statements for span in statement.evidence)
    found = chain(
        article_quads(reading.article, run),
        entity_quads(reading.entities, iris, graph_iri(key)),
        statement_quads(reading.statements, iris, key),
        span_quads(reading.article, spans, iris),
        run_quads(run, key),
    )
    lines = {str(quad): quad for quad in found}
    graphs: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        graphs[line[line.rindex(" ") :]].append(line)
    # Within a graph, lines sort as their terms do: no term goes on with a blank where a shorter one ends.
    return tuple(lines[line] for graph in sorted(graphs) for line in sorted(graphs[graph]))
