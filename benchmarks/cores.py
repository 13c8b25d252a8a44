"""Measure what a second process is worth on this machine: plain spaCy in one process, and in two at once.

    python benchmarks/cores.py [--rounds 3]

Two jobs of a build cannot gain more than two processes that do nothing but parse. 2.0 would be two cores that share nothing.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

from cost import BATCH, texts

from newsgraph.annotate import load_model
from newsgraph.settings import Settings

TIMES = 4
"""Each process reads the texts so often: about five seconds."""


def work() -> None:
    """Load the model, say so, wait for a line, parse, and print the seconds."""
    nlp = load_model(Settings().model)
    batch = texts() * TIMES
    list(nlp.pipe(batch[: 2 * BATCH], batch_size=BATCH))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    begin = time.monotonic()
    for _ in nlp.pipe(batch, batch_size=BATCH):
        pass
    sys.stdout.write(f"{time.monotonic() - begin}\n")


def seconds(n_processes: int) -> float:
    """Return the seconds until the last of so many processes is done."""
    command = [sys.executable, str(Path(__file__)), "--work"]
    started = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(n_processes)]
    for each in started:
        assert each.stdout is not None
        each.stdout.readline()
    for each in started:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    return max(float(each.communicate()[0]) for each in started)


def main() -> None:
    """Run the rounds and print the ratio of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work()
        return
    ratios = []
    for number in range(options.rounds):
        one, two = seconds(1), seconds(2)
        ratios.append(2 * one / two)
        sys.stdout.write(f"round {number + 1}: one process {one:.2f} s, two at once {two:.2f} s, worth {ratios[-1]:.2f}\n")
    sys.stdout.write(f"two processes at once are worth {statistics.median(ratios):.2f} of one\n")


if __name__ == "__main__":
    main()
