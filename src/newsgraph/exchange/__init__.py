"""Exchange graphs with other files and stores: compare, merge, export, push, pull."""

from __future__ import annotations

from newsgraph.exchange.blanknodes import canonical_nquads, skolemized
from newsgraph.exchange.description import described, description, write_description
from newsgraph.exchange.difference import Difference, difference
from newsgraph.exchange.elsewhere import GraphTarget, RemoteTarget
from newsgraph.exchange.export import FORMATS as EXPORT_FORMATS
from newsgraph.exchange.export import ExportFormat, export_files, export_format, with_reifiers
from newsgraph.exchange.journal import Journal, journal_path
from newsgraph.exchange.merge import MergeOptions, NoSource, merge
from newsgraph.exchange.proposals import Decisions, decisions_from
from newsgraph.exchange.pull import PulledGraph, PullReport, pull
from newsgraph.exchange.push import Push, PushedGraph, PushReport, chosen_graphs
from newsgraph.exchange.report import MergeReport
from newsgraph.exchange.runs import RunRecord, Undone, runs_of, undo
from newsgraph.exchange.sources import EndpointSource, FileSource, GraphReader, GraphSource, StoreSource, all_quads, quads_of, source_of
from newsgraph.exchange.steps import by_article
from newsgraph.exchange.targets import merge_into, opened
from newsgraph.exchange.vocabulary import vocabulary

__all__ = [
    "EXPORT_FORMATS",
    "Decisions",
    "Difference",
    "EndpointSource",
    "ExportFormat",
    "FileSource",
    "GraphReader",
    "GraphSource",
    "GraphTarget",
    "Journal",
    "MergeOptions",
    "MergeReport",
    "NoSource",
    "PullReport",
    "PulledGraph",
    "Push",
    "PushReport",
    "PushedGraph",
    "RemoteTarget",
    "RunRecord",
    "StoreSource",
    "Undone",
    "all_quads",
    "by_article",
    "canonical_nquads",
    "chosen_graphs",
    "decisions_from",
    "described",
    "description",
    "difference",
    "export_files",
    "export_format",
    "journal_path",
    "merge",
    "merge_into",
    "opened",
    "pull",
    "quads_of",
    "runs_of",
    "skolemized",
    "source_of",
    "undo",
    "vocabulary",
    "with_reifiers",
    "write_description",
]
