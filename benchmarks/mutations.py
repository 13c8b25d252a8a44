"""Read thousands of damaged files of all formats: python benchmarks/mutations.py [ROUNDS [SEED]]

Each must give articles with valid offsets, or one clear line, within 10 seconds. Prints how many gave what, the slowest, and the memory.
"""

from __future__ import annotations

import faulthandler
import logging
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.mutation import check, mutants  # noqa: E402  # after the path is set

MAX_S = 10


def main(rounds: int = 5, seed: int = 0) -> int:
    logging.getLogger().addHandler(logging.NullHandler())
    found: Counter[str] = Counter()
    faults: list[str] = []
    slowest = (0.0, "")
    with tempfile.TemporaryDirectory() as folder:
        for what, name, content in mutants(ROOT / "tests" / "data" / "formats", rounds, seed=seed):
            path = Path(folder) / name
            path.write_bytes(content)
            faulthandler.dump_traceback_later(6 * MAX_S, exit=True)
            begin = time.process_time()
            try:
                n_articles, n_failures = check(path)
            except Exception as error:  # noqa: BLE001  # that is what is looked for
                faults.append(f"{what}: {type(error).__name__}: {str(error)[:200]}")
            else:
                found["articles only" if not n_failures else "failures only" if not n_articles else "both"] += 1
            faulthandler.cancel_dump_traceback_later()
            spent = time.process_time() - begin
            slowest = max(slowest, (spent, what))
            if spent > MAX_S:
                faults.append(f"{what}: took {spent:.1f} s")
            path.unlink()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{sum(found.values()) + len(faults)} files: {dict(found)}; {len(faults)} faults; slowest {slowest[0]:.2f} s CPU ({slowest[1]}); peak {memory:.0f} MB"
    )
    for fault in faults:
        print(" ", fault)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
