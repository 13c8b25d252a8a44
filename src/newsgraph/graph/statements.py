"""Write statements, the text spans they were read from, and the bare triples of those that are facts.

A bare triple stands in `graph/facts` only for what the article's own voice says as actual and affirmative.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from newsgraph.errors import ModelError
from newsgraph.graph.entities import look_up, time_pairs
from newsgraph.graph.iri import article_iri, span_iri, statement_iri
from newsgraph.graph.terms import Triples, decimal_literal, integer, named, ref, string, term
from newsgraph.model import Article, Evidence, Statement
from newsgraph.namespaces import FACTS_GRAPH

__all__ = ["span_triples", "statement_triples"]

FACTS = ref(FACTS_GRAPH)


def statement_triples(statements: Iterable[Statement], iris: Mapping[str, str], nodes: Mapping[str, str], graph: str, key: str) -> Triples:
    """Yield the triples of every statement and of every fact; `nodes` are the entities' IRIs, `graph` the article's, as terms.

    Statements of one content become one node with all their evidence; rule, cue and confidence are those of the most confident.

    Raises:
        ModelError: A statement names a missing entity, or its predicate is no IRI.
    """
    same: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        same[_iri(statement, iris, key)].append(statement)
    for iri, group in same.items():
        best = min(group, key=_preference) if len(group) > 1 else group[0]
        if best.is_factual:
            yield FACTS, [f"{nodes[best.subject]} {ref(best.predicate)} {nodes[best.object]}"]
        spans = {(each.start_char, each.end_char) for statement in group for each in statement.evidence}
        yield graph, _one(ref(iri) + " ", best, [span_iri(key, *span) for span in spans], nodes)


def _preference(statement: Statement) -> tuple[float, str, str, int]:
    return -statement.confidence, statement.rule, statement.cue_text, statement.evidence[0].start_char


def _iri(statement: Statement, iris: Mapping[str, str], key: str) -> str:
    """Hash what makes a statement this one: content, stance, source, place and time, and the words of its relation."""
    when = statement.when
    try:
        named(statement.predicate, what="")
        return statement_iri(
            key,
            (
                iris[statement.subject],
                statement.predicate,
                iris[statement.object],
                statement.modality,
                statement.polarity,
                statement.voice,
                [iris[agent] for agent in statement.attributed_to],
                *([iris[each] if each else "" for each in (statement.said_at, statement.place, statement.event)]),
                [str(when.start or ""), str(when.end or ""), when.text] if when else "",
                statement.predicate_text,
            ),
        )
    except (KeyError, ModelError):
        _complain(statement, iris)
        raise


def _complain(statement: Statement, iris: Mapping[str, str]) -> None:
    """Raise `ModelError` for the entity or predicate that is wrong."""
    who = f"the statement {statement.predicate_text!r}"
    named(statement.predicate, what=who)
    for each in (statement.subject, statement.object, *statement.attributed_to, statement.said_at, statement.place, statement.event):
        if each:
            look_up(iris, each, whose=who)


def _one(start: str, statement: Statement, spans: list[str], nodes: Mapping[str, str]) -> list[str]:
    """Return the triples of a statement node, nearly in order; each begins with `start`, the node and a blank."""
    found = [
        f"{start}{term('rdf:object')} {nodes[statement.object]}",
        f"{start}{term('rdf:predicate')} {ref(statement.predicate)}",
        f"{start}{term('rdf:subject')} {nodes[statement.subject]}",
    ]
    if statement.is_factual:
        found.append(start + _pair("rdf:type", "ng:FactualStatement"))
    found.append(start + _pair("rdf:type", "ng:Statement"))
    found += [f"{start}{term('ng:attributedTo')} {nodes[agent]}" for agent in statement.attributed_to]
    found.append(f"{start}{term('ng:confidence')} {decimal_literal(statement.confidence)}")
    if statement.cue_text:
        found.append(f"{start}{term('ng:cueText')} {string(statement.cue_text)}")
    found += [f"{start}{term('ng:evidence')} <{span}>" for span in spans]
    found += [
        start + _pair("ng:modality", "ng:" + statement.modality),
        start + _pair("ng:polarity", "ng:" + statement.polarity),
        f"{start}{term('ng:predicateText')} {string(statement.predicate_text)}",
        f"{start}{term('ng:rule')} {string(statement.rule)}",
        start + _pair("ng:voice", "ng:" + statement.voice),
    ]
    if statement.when is not None:
        found += [f"{start}{term(name)} {each}" for name, each in time_pairs(statement.when)]
    for name, entity in (("ng:saidAt", statement.said_at), ("ng:place", statement.place), ("ng:event", statement.event)):
        if entity:
            found.append(f"{start}{term(name)} {nodes[entity]}")
    return found


@cache
def _pair(predicate: str, value: str) -> str:
    """Return predicate and object of a property that has few values."""
    return f"{term(predicate)} {term(value)}"


def span_triples(article: Article, spans: Iterable[Evidence], nodes: Mapping[str, str], graph: str, key: str) -> Triples:
    """Yield the triples of every text span, with the exact characters it covers.

    Raises:
        ModelError: A span ends after the text, or names a missing entity.
    """
    whole = ref(article_iri(key))
    is_a, text_span, in_article = term("rdf:type"), term("ng:TextSpan"), term("ng:inArticle")
    start, end, text, mentions = term("ng:startOffset"), term("ng:endOffset"), term("ng:text"), term("ng:mentions")
    for span in spans:
        if span.end_char > len(article.text):
            raise ModelError(f"the evidence [{span.start_char}, {span.end_char}) ends after the text of {len(article.text)} characters")
        node = ref(span_iri(key, span.start_char, span.end_char))
        found = [
            f"{node} {is_a} {text_span}",
            f"{node} {in_article} {whole}",
            f"{node} {start} {integer(span.start_char)}",
            f"{node} {end} {integer(span.end_char)}",
            f"{node} {text} {string(article.text[span.start_char : span.end_char])}",
        ]
        if span.mentions:
            whose = f"the span at {span.start_char}"
            found += [f"{node} {mentions} {look_up(nodes, entity, whose=whose)}" for entity in span.mentions]
        yield graph, found
