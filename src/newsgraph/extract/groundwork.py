"""Hold what is known of one article's grammar before its relations are read."""

from __future__ import annotations

from dataclasses import dataclass

from newsgraph.extract.clauses import Clause
from newsgraph.extract.nouns import NounClasses
from newsgraph.extract.stance import StanceReader
from newsgraph.extract.when import Times
from newsgraph.lexicon import Lexicon
from newsgraph.ontology import Ontology
from newsgraph.parse import Parse

__all__ = ["Groundwork"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Groundwork:
    """What every reader of relations looks things up in; `clauses` by head token, in text order."""

    p: Parse
    clauses: dict[int, Clause]
    lexicon: Lexicon
    ontology: Ontology
    stances: StanceReader
    nouns: NounClasses
    times: Times
