"""Evaluate: score built graphs against gold facts."""

from __future__ import annotations

from pathlib import Path

from newsgraph.errors import InputError
from newsgraph.evaluate.gold import load_gold
from newsgraph.evaluate.graph import load_statements
from newsgraph.evaluate.score import Score, score

__all__ = ["Score", "evaluate", "load_gold", "load_statements", "mean", "score"]

_SUFFIXES = (".trig", ".nq", ".ttl", ".nt")
_NOT_FACTS = (".entities.json", ".sentences.json", ".meta.json", ".questions.json")


def evaluate(graphs: Path, gold: Path) -> tuple[Score, ...]:
    """Return the scores of all gold articles `X.json` in a folder against `graphs/X.trig` (or .nq, .ttl, .nt), by name.

    Raises:
        InputError: If there is no gold file, or a graph is missing or broken.
    """
    files = sorted(p for p in gold.glob("*.json") if not p.name.endswith(_NOT_FACTS))
    if not files:
        raise InputError(f"{gold} holds no gold facts (X.json beside X.entities.json)")
    found: list[Score] = []
    for path in files:
        article = load_gold(path)
        graph = next((graphs / (article.name + s) for s in _SUFFIXES if (graphs / (article.name + s)).exists()), None)
        if graph is None:
            raise InputError(f"{graphs} holds no graph of {article.name}; build it with: newsgraph build {path.with_suffix('.txt')} -o {graphs}")
        found.append(score(article, load_statements(graph)))
    return tuple(found)


def mean(scores: tuple[Score, ...]) -> dict[str, float]:
    """Return the mean of each rate over the articles (macro average); false facts are summed."""
    rates = [s.rates() for s in scores]
    total = {name: sum(r[name] for r in rates) / len(rates) for name in rates[0]}
    total["false_facts"] = sum(r["false_facts"] for r in rates)
    return total
