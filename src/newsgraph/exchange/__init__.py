"""Exchange graphs with other files and stores: compare, merge."""

from __future__ import annotations

from newsgraph.exchange.blanknodes import canonical_nquads, skolemized
from newsgraph.exchange.difference import Difference, difference
from newsgraph.exchange.merge import MergeOptions, NoSource, merge
from newsgraph.exchange.proposals import Decisions, decisions_from
from newsgraph.exchange.report import MergeReport
from newsgraph.exchange.runs import runs_of, undo
from newsgraph.exchange.sources import FileSource, GraphSource, StoreSource, all_quads, source_of
from newsgraph.exchange.targets import merge_into, opened
from newsgraph.exchange.vocabulary import vocabulary

__all__ = [
    "Decisions",
    "Difference",
    "FileSource",
    "GraphSource",
    "MergeOptions",
    "MergeReport",
    "NoSource",
    "StoreSource",
    "all_quads",
    "canonical_nquads",
    "decisions_from",
    "difference",
    "merge",
    "merge_into",
    "opened",
    "runs_of",
    "skolemized",
    "source_of",
    "undo",
    "vocabulary",
]
