"""Resolve: from relations between parts of the text to statements between entities."""

from __future__ import annotations

from newsgraph.authority import Authority
from newsgraph.lexicon import Lexicon
from newsgraph.model import Article, Reading
from newsgraph.ontology import Ontology
from newsgraph.parse import Parse
from newsgraph.relation import Extraction
from newsgraph.resolve.statements import Resolver

__all__ = ["resolve"]


def resolve(
    article: Article, p: Parse, extraction: Extraction, ontology: Ontology, authority: Authority, lexicon: Lexicon, *, closed: bool = False
) -> Reading:
    """Return what the article says as entities and statements.

    Args:
        closed: Leave out open statements (`relatedTo`).
    """
    return Resolver(article, p, extraction, ontology, authority, lexicon, closed=closed).reading()
