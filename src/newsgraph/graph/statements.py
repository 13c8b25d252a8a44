"""Write statements, the text spans they were read from, and the bare triples of those that are facts.

A bare triple stands in `graph/facts` only for what the article's own voice says as actual and affirmative.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from newsgraph.errors import ModelError
from newsgraph.graph.entities import look_up, time_pairs
from newsgraph.graph.iri import article_iri, graph_iri, span_iri, statement_iri
from newsgraph.graph.terms import Triples, decimal_literal, integer, named, ref, string, term
from newsgraph.model import Article, Evidence, Statement
from newsgraph.namespaces import FACTS_GRAPH, NG

__all__ = ["span_triples", "statement_triples"]


def statement_triples(statements: Iterable[Statement], iris: Mapping[str, str], key: str) -> Triples:
    """Yield the triples of every statement and of every fact.

    Statements of one content become one node with all their evidence; rule, cue and confidence are those of the most confident.

    Raises:
        ModelError: A statement names a missing entity, or its predicate is no IRI.
    """
    same: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        same[_iri(statement, iris, key)].append(statement)
    for iri, group in same.items():
        best = min(group, key=lambda each: (-each.confidence, each.rule, each.cue_text, each.evidence[0].start_char))
        spans = {span_iri(key, each.start_char, each.end_char) for statement in group for each in statement.evidence}
        yield from _one(ref(iri), best, spans, iris, key)


def _iri(statement: Statement, iris: Mapping[str, str], key: str) -> str:
    """Hash what makes a statement this one: content, stance, source, place and time, and the words of its relation."""
    who = f"the statement {statement.predicate_text!r}"
    named(statement.predicate, what=who)
    when = statement.when
    return statement_iri(
        key,
        (
            look_up(iris, statement.subject, whose=who),
            statement.predicate,
            look_up(iris, statement.object, whose=who),
            statement.modality.value,
            statement.polarity.value,
            statement.voice.value,
            [look_up(iris, agent, whose=who) for agent in statement.attributed_to],
            *(look_up(iris, each, whose=who) if each else "" for each in (statement.said_at, statement.place, statement.event)),
            [str(when.start or ""), str(when.end or ""), when.text] if when else "",
            statement.predicate_text,
        ),
    )


def _one(node: str, statement: Statement, spans: Iterable[str], iris: Mapping[str, str], key: str) -> Triples:
    subject, predicate, value = ref(iris[statement.subject]), ref(statement.predicate), ref(iris[statement.object])
    pairs: list[tuple[str, str]] = [
        ("rdf:type", term("ng:Statement")),
        ("rdf:subject", subject),
        ("rdf:predicate", predicate),
        ("rdf:object", value),
        ("ng:modality", ref(NG + statement.modality)),
        ("ng:polarity", ref(NG + statement.polarity)),
        ("ng:voice", ref(NG + statement.voice)),
        ("ng:predicateText", string(statement.predicate_text)),
        ("ng:confidence", decimal_literal(statement.confidence)),
        ("ng:rule", string(statement.rule)),
        *(("ng:attributedTo", ref(iris[agent])) for agent in statement.attributed_to),
        *(("ng:evidence", ref(span)) for span in spans),
        *time_pairs(statement.when),
    ]
    for name, entity in (("ng:saidAt", statement.said_at), ("ng:place", statement.place), ("ng:event", statement.event)):
        if entity:
            pairs.append((name, ref(iris[entity])))
    if statement.cue_text:
        pairs.append(("ng:cueText", string(statement.cue_text)))
    if statement.is_factual:
        pairs.append(("rdf:type", term("ng:FactualStatement")))
        yield ref(FACTS_GRAPH), (f"{subject} {predicate} {value}",)
    yield ref(graph_iri(key)), [f"{node} {term(name)} {each}" for name, each in pairs]


def span_triples(article: Article, spans: Iterable[Evidence], iris: Mapping[str, str]) -> Triples:
    """Yield the triples of every text span, with the exact characters it covers.

    Raises:
        ModelError: A span ends after the text, or names a missing entity.
    """
    key = article.key
    graph, whole = ref(graph_iri(key)), ref(article_iri(key))
    is_a, text_span, in_article = term("rdf:type"), term("ng:TextSpan"), term("ng:inArticle")
    start, end, text, mentions = term("ng:startOffset"), term("ng:endOffset"), term("ng:text"), term("ng:mentions")
    found: list[str] = []
    for span in spans:
        if span.end_char > len(article.text):
            raise ModelError(f"the evidence [{span.start_char}, {span.end_char}) ends after the text of {len(article.text)} characters")
        node = ref(span_iri(key, span.start_char, span.end_char))
        found += [
            f"{node} {is_a} {text_span}",
            f"{node} {in_article} {whole}",
            f"{node} {start} {integer(span.start_char)}",
            f"{node} {end} {integer(span.end_char)}",
            f"{node} {text} {string(article.text[span.start_char : span.end_char])}",
        ]
        whose = f"the span at {span.start_char}"
        found += [f"{node} {mentions} {ref(look_up(iris, entity, whose=whose))}" for entity in span.mentions]
    yield graph, found
