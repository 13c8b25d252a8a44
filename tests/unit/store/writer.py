"""Change a store for ever, until somebody kills the process; run by `test_embedded_killed.py`.

    python writer.py CHECKOUT FOLDER

For every number on standard input a child is born that opens the store and works, with that number for a seed; its process id is
printed when its first change is done. Children are forks, because starting Python anew would take longer than the work; the parent
opens no store.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

sys.path.insert(0, sys.argv[1])

from tests.unit.store.versions import VERSIONS, source_of

from newsgraph.exchange import merge, runs_of, undo
from newsgraph.store import EmbeddedStore


def main() -> None:
    """Bear a child for every line."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            work(Path(sys.argv[2]), int(line))
        os.waitpid(child, 0)


def work(folder: Path, seed: int) -> None:
    """Write for ever."""
    with EmbeddedStore(folder) as store:
        for step in count(seed):
            number = (step * 7 + seed) % len(VERSIONS)
            key, rows = VERSIONS[number]
            if step % 11 == 0 and runs_of(store):
                undo_last(store)
            elif step % 5 == 0:
                merge(store, [source_of(number)])
            elif step % 13 == 0:
                store.remove_article(key)
            else:
                store.replace_article(rows, key)
            if step == seed:
                print(os.getpid(), flush=True)  # noqa: T201  # the test waits for it


def undo_last(store: EmbeddedStore) -> None:
    """Undo the last merge, if nothing builds on it."""
    from newsgraph.errors import StoreError

    try:
        undo(store, runs_of(store)[-1].name)
    except StoreError:
        return


if __name__ == "__main__":
    main()
