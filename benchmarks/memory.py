"""Measure memory over a long run: many short articles, each with invented words that no other has.

    python benchmarks/memory.py [--articles 20000]

Prints the resident memory of the process at ten points of the run, and how many spellings spaCy holds. Linux only.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from newsgraph.model import Article
from newsgraph.pipeline import Pipeline
from newsgraph.read.blocks import blocks
from newsgraph.settings import Settings

SYLLABLES = "ba ke lo mi nu ra se to vi zu".split()


def word(number: int) -> str:
    """Return the invented word of a number."""
    return "".join(SYLLABLES[int(digit)] for digit in str(number)).capitalize()


def articles(count: int) -> Iterator[Article]:
    """Yield distinct articles of two sentences, each with six words of its own."""
    for n in range(count):
        a, b, c, d, e, f = (word(6 * n + k) for k in range(6))
        text = (
            f"{a} {b}, the president of {c}, signed the {d} Treaty with Peru in 2019.\n\nThe {e}ian minister did not visit {f}stan, officials said."
        )
        yield Article(text=text, blocks=blocks(text), issued=date(2024, 1, 15), title=f"{a} {n}")


def resident() -> float:
    """Return the resident memory of this process in MB."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 / 1e6


def main() -> int:
    """Run and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    args = parser.parse_args()
    pipeline = Pipeline(Settings())
    pipeline.prepare()
    begin, n_quads = time.process_time(), 0
    for number, reading in enumerate(pipeline.readings(articles(args.articles)), 1):
        n_quads += len(pipeline.quads(reading))
        if number % max(1, args.articles // 10) == 0:
            sys.stdout.write(
                f"{number:7d} articles  {resident():6.0f} MB  {len(pipeline._model.vocab.strings):7d} spellings"
                f"  {n_quads:8d} quads  {number / (time.process_time() - begin):5.0f} articles/CPU-s\n"
            )
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
