"""Write statements, the text spans they were read from, and the bare triples of those that are facts.

A bare triple stands in `graph/facts` only for what the article's own voice says as actual and affirmative.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from newsgraph.errors import ModelError
from newsgraph.graph.entities import look_up, time_pairs
from newsgraph.graph.iri import article_iri, graph_iri, span_iri, statement_iri
from newsgraph.graph.terms import decimal_literal, integer, named, string, term
from newsgraph.model import Article, Evidence, Statement
from newsgraph.namespaces import FACTS_GRAPH, NG

__all__ = ["span_quads", "statement_quads"]


def statement_quads(statements: Iterable[Statement], iris: Mapping[str, NamedNode], key: str) -> list[Quad]:
    """Return the triples of every statement and of every fact.

    Statements of one content become one node with all their evidence; rule, cue and confidence are those of the most confident.

    Raises:
        ModelError: A statement names a missing entity, or its predicate is no IRI.
    """
    same: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        same[_iri(statement, iris, key).value].append(statement)
    found: list[Quad] = []
    for iri, group in same.items():
        best = min(group, key=lambda each: (-each.confidence, each.rule, each.cue_text, each.evidence[0].start_char))
        spans = {span_iri(key, each.start_char, each.end_char) for statement in group for each in statement.evidence}
        found += _one(NamedNode(iri), best, spans, iris, key)
    return found


def _iri(statement: Statement, iris: Mapping[str, NamedNode], key: str) -> NamedNode:
    """Hash what makes a statement this one: content, stance, source, place and time, and the words of its relation."""
    who = f"the statement {statement.predicate_text!r}"
    when = statement.when
    return statement_iri(
        key,
        (
            look_up(iris, statement.subject, whose=who).value,
            named(statement.predicate, what=who).value,
            look_up(iris, statement.object, whose=who).value,
            statement.modality.value,
            statement.polarity.value,
            statement.voice.value,
            [look_up(iris, agent, whose=who).value for agent in statement.attributed_to],
            *(look_up(iris, each, whose=who).value if each else "" for each in (statement.said_at, statement.place, statement.event)),
            [str(when.start or ""), str(when.end or ""), when.text] if when else "",
            statement.predicate_text,
        ),
    )


def _one(node: NamedNode, statement: Statement, spans: Iterable[NamedNode], iris: Mapping[str, NamedNode], key: str) -> list[Quad]:
    graph = graph_iri(key)
    subject, predicate, value = iris[statement.subject], NamedNode(statement.predicate), iris[statement.object]
    pairs: list[tuple[str, NamedNode | Literal]] = [
        ("rdf:type", term("ng:Statement")),
        ("rdf:subject", subject),
        ("rdf:predicate", predicate),
        ("rdf:object", value),
        ("ng:modality", NamedNode(NG + statement.modality)),
        ("ng:polarity", NamedNode(NG + statement.polarity)),
        ("ng:voice", NamedNode(NG + statement.voice)),
        ("ng:predicateText", string(statement.predicate_text)),
        ("ng:confidence", decimal_literal(statement.confidence)),
        ("ng:rule", string(statement.rule)),
        *(("ng:attributedTo", iris[agent]) for agent in statement.attributed_to),
        *(("ng:evidence", span) for span in spans),
        *time_pairs(statement.when),
    ]
    for name, entity in (("ng:saidAt", statement.said_at), ("ng:place", statement.place), ("ng:event", statement.event)):
        if entity:
            pairs.append((name, iris[entity]))
    if statement.cue_text:
        pairs.append(("ng:cueText", string(statement.cue_text)))
    found = [Quad(node, term(name), each, graph) for name, each in pairs]
    if statement.is_factual:
        found.append(Quad(node, term("rdf:type"), term("ng:FactualStatement"), graph))
        found.append(Quad(subject, predicate, value, NamedNode(FACTS_GRAPH)))
    return found


def span_quads(article: Article, spans: Iterable[Evidence], iris: Mapping[str, NamedNode]) -> list[Quad]:
    """Return the triples of every text span, with the exact characters it covers.

    Raises:
        ModelError: A span ends after the text, or names a missing entity.
    """
    key = article.key
    graph, whole = graph_iri(key), article_iri(key)
    is_a, text_span, in_article = term("rdf:type"), term("ng:TextSpan"), term("ng:inArticle")
    start, end, text, mentions = term("ng:startOffset"), term("ng:endOffset"), term("ng:text"), term("ng:mentions")
    found: list[Quad] = []
    for span in spans:
        if span.end_char > len(article.text):
            raise ModelError(f"the evidence [{span.start_char}, {span.end_char}) ends after the text of {len(article.text)} characters")
        node = span_iri(key, span.start_char, span.end_char)
        found += [
            Quad(node, is_a, text_span, graph),
            Quad(node, in_article, whole, graph),
            Quad(node, start, integer(span.start_char), graph),
            Quad(node, end, integer(span.end_char), graph),
            Quad(node, text, string(article.text[span.start_char : span.end_char]), graph),
        ]
        found += [Quad(node, mentions, look_up(iris, entity, whose=f"the span at {span.start_char}"), graph) for entity in span.mentions]
    return found
