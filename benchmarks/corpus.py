"""Measure a build of many articles: is its rate the same at the end as at the start, and does memory stay flat?

    python benchmarks/corpus.py 20000 --jobs 1

Rates are words per CPU-second of the reading processes; memory is the resident set of the building process and of each reader, sampled as
parts come in. A CPU-second is not worth the same all the time where others share the machine, so beside the reading a fixed piece of work
is timed at every step; rates are also given in units of it ("steady").
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

from newsroom import record

from newsgraph.corpus import CorpusBuild, Counts, LocalEngine
from newsgraph.model import Article
from newsgraph.read import article
from newsgraph.settings import Settings

TICKS = os.sysconf("SC_CLK_TCK")
STICK_EVERY = 60
"""Articles between two looks at what a CPU-second is worth; with several jobs there is no CPU left for that."""
MADE_BEFORE = 5000
"""So many articles are made before the clock starts; more would take memory, and are made on the way."""


def articles(n: int) -> Iterator[Article]:
    for number in range(n):
        row = record(number)
        yield article(row["text"], name=row["id"], stem=row["id"], identifier=row["id"], day=date.fromisoformat(row["date"]), source=row["source"])


def readers() -> list[int]:
    children = [int(each) for path in Path("/proc/self/task").glob("*/children") for each in path.read_text().split()]
    return [pid for pid in children if b"newsgraph.corpus.child" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def rss_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def yardstick() -> float:
    """Return the CPU-seconds that a fixed piece of work takes now."""
    begin = time.thread_time()
    counts: dict[str, int] = {}
    for number in range(60_000):
        word = f"w{number % 977}"
        counts[word] = counts.get(word, 0) + len(word)
    return time.thread_time() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("n", type=int)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    samples: list[tuple[int, int, float, float, float, float]] = []
    made = list(articles(options.n)) if options.n <= MADE_BEFORE else articles(options.n)
    begin, own = time.monotonic(), time.process_time()
    sticks: list[tuple[int, float]] = []

    def step(counts: Counts) -> None:
        if options.jobs == 1 and counts.read and (not sticks or counts.read - sticks[-1][0] >= STICK_EVERY):
            sticks.append((counts.read, yardstick()))
        if counts.read and (not samples or counts.read - samples[-1][0] >= options.n / 40):
            pids = readers()
            samples.append(
                (counts.read, counts.words, sum(map(cpu_s, pids)), time.process_time() - own, max(map(rss_mb, pids), default=0), rss_mb(os.getpid()))
            )

    settings = Settings()
    task = CorpusBuild(
        settings=settings, store=folder / "store", engine=lambda parts: LocalEngine(settings=settings, folder=parts, jobs=options.jobs), on_step=step
    )
    counts = task.run(made)
    wall, used = time.monotonic() - begin, time.process_time() - own
    size = sum(each.stat().st_size for each in (folder / "store").iterdir())
    shutil.rmtree(folder)
    rates = [(b[0], (b[1] - a[1]) / (b[2] - a[2]), b[4], b[5]) for a, b in pairwise(samples)]
    for n, rate, reader, main_rss in rates[:: max(len(rates) // 10, 1)]:
        print(f"{n:>8} articles  {rate:>8.0f} words per CPU-second  reader {reader:>4.0f} MB  main {main_rss:>4.0f} MB")
    fifth = max(len(rates) // 5, 1)
    first, last = (sum(rate for _, rate, _, _ in part) / fifth for part in (rates[:fifth], rates[-fifth:]))
    count = max(len(sticks) // 5, 1)
    steady = [statistics.mean(s for _, s in part) for part in (sticks[:count], sticks[-count:])] if sticks else [1.0, 1.0]
    print(json.dumps({
        "articles": counts.read, "words": counts.words, "statements": counts.statements, "failed": counts.failed, "jobs": options.jobs, "wall_s": round(wall, 1),
        "reader_cpu_s": round(samples[-1][2], 1), "main_cpu_s": round(used, 1), "main_ms_per_article": round(1000 * used / max(counts.read, 1), 1), "first_fifth": round(first), "last_fifth": round(last),
        "last_to_first": round(last / first, 3), "last_to_first_steady": round(last * steady[1] / (first * steady[0]), 3), "max_reader_mb": round(max(each[4] for each in samples)), "max_main_mb": round(max(each[5] for each in samples)),
        "store_mb": round(size / 1e6),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
