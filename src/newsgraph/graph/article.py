"""Describe the article itself and say which run its graph comes from."""

from __future__ import annotations

import re

from newsgraph.graph.iri import article_iri, graph_iri
from newsgraph.graph.run import Run
from newsgraph.graph.terms import Triples, absolute_iri, date_literal, english, ref, string, term
from newsgraph.model import Article, BlockKind

__all__ = ["article_triples", "title_of"]

MAX_TITLE_CHARS = 160
"""A title made from the first words stops here: longer than 99 % of headlines, shorter than a paragraph."""

FIRST_SENTENCE = re.compile(r".{30,}?[.!?](?= )")
"""A sentence of at least 30 characters, so that "Mr." and "U.S." do not end it early in a text."""


def title_of(article: Article) -> str:
    """Return the article's title; failing that its headline, its first block or first words, its name, or its key.

    On one line; never empty.
    """
    texts = [article.title]
    texts += [article.text[block.start_char : block.end_char] for block in article.blocks if block.kind is BlockKind.HEADLINE]
    texts += [article.text[block.start_char : block.end_char] for block in article.blocks if block.kind is not BlockKind.HEADER]
    texts += [article.text, article.stem, article.identifier, article.key]
    words = next(filter(None, (" ".join(text.split()) for text in texts)))
    return words if article.title.strip() else _shortened(words)


def _shortened(words: str) -> str:
    """Return all of a short text, else its first sentence, else its first words and an ellipsis."""
    if len(words) <= MAX_TITLE_CHARS:
        return words
    head = words[:MAX_TITLE_CHARS]
    sentence = FIRST_SENTENCE.match(head)
    return sentence[0] if sentence else (head.rpartition(" ")[0] or head) + " …"


def article_triples(article: Article, run: Run) -> Triples:
    """Yield the triples of the article node and of its graph's origin, all in the article's graph."""
    key = article.key
    graph, node = ref(graph_iri(key)), ref(article_iri(key))
    rows = [
        (node, "rdf:type", term("ng:Article")),
        (node, "dcterms:title", english(title_of(article))),
        (node, "dcterms:language", string(article.language)),
        (node, "ng:textHash", string(article.text_hash)),
        (graph, "rdf:type", term("prov:Entity")),
        (graph, "prov:wasDerivedFrom", node),
        (graph, "prov:wasGeneratedBy", ref(run.iri)),
    ]
    if article.identifier:
        rows.append((node, "dcterms:identifier", string(article.identifier)))
    if article.issued:
        rows.append((node, "dcterms:issued", date_literal(article.issued)))
    rows += [(node, "dcterms:creator", string(author)) for author in article.authors]
    if article.media_type:
        rows.append((node, "dcterms:format", string(article.media_type)))
    if article.source:
        rows.append((node, "dcterms:source", absolute_iri(article.source) or string(article.source)))
    if article.url:
        rows.append((node, "schema:url", absolute_iri(article.url) or string(article.url)))
    yield graph, [f"{subject} {term(predicate)} {value}" for subject, predicate, value in rows]
