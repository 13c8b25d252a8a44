"""Build many articles: several processes, one store, resumable."""

from __future__ import annotations

from newsgraph.corpus.build import CorpusBuild, Counts, Engine, interrupted, work_folder
from newsgraph.corpus.cluster import DaskEngine
from newsgraph.corpus.local import LocalEngine
from newsgraph.corpus.part import ArticleRecord, Failure
from newsgraph.corpus.recipe import model_meta

__all__ = ["ArticleRecord", "CorpusBuild", "Counts", "DaskEngine", "Engine", "Failure", "LocalEngine", "interrupted", "model_meta", "work_folder"]
