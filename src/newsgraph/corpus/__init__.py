"""Build many articles: several processes, one store, resumable."""

from __future__ import annotations

from newsgraph.corpus.build import CorpusBuild, Counts, Engine, interrupted, work_folder
from newsgraph.corpus.local import LocalEngine
from newsgraph.corpus.part import Failure

__all__ = ["CorpusBuild", "Counts", "Engine", "Failure", "LocalEngine", "interrupted", "work_folder"]
