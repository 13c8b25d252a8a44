"""Measure a store of millions of quads: bulk load, size on disk, and the time of every shipped query.

    python benchmarks/store_scale.py 10000000

The quads are in newsgraph's layout: 200 articles are read, and their quads are repeated under other article keys until there are enough. So
articles, statements and spans are as many as in a real store of that size; the shared entities are those of 200 articles, so queries about
one of them find more than they would in a real store.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from newsroom import record

from newsgraph.errors import QueryError
from newsgraph.pipeline import Pipeline
from newsgraph.query import catalog, run_query
from newsgraph.read import article
from newsgraph.store import EmbeddedStore

N_TEMPLATES = 200
LOAD_BYTES = 40_000_000
ASKED = {
    "affects": {"effect": "Peru"},
    "claims-by-speaker": {"speaker": "Nadia Silva"},
    "commitments": {"who": "Peru"},
    "demands": {"who": "Peru"},
    "disagreements": {"entity": "Peru"},
    "evidence-of": {"subject": "Peru", "relation": "chairs"},
    "meetings": {"participant": "Peru"},
    "mentions": {"name": "Peru"},
    "necessary": {"who": "Peru"},
    "negated": {"entity": "Peru"},
    "not-facts": {"entity": "Peru"},
    "offices": {"country": "Peru"},
    "proposals": {"who": "Peru"},
    "proposals-over-time": {"who": "Peru"},
    "sources-per-claim": {"entity": "Peru", "relation": "chairs"},
    "statements-about": {"entity": "Peru"},
    "status-of": {"subject": "Peru", "relation": "chairs"},
    "timeline": {"entity": "Peru"},
    "who-chairs": {"organization": "NATO"},
    "who-chairs-on-date": {"date": "2020-06-30", "organization": "NATO"},
}


def templates() -> list[tuple[bytes, bytes]]:
    """Return key and N-Quads of the articles that are repeated."""
    pipeline = Pipeline()
    rows = (record(number) for number in range(N_TEMPLATES))
    articles = (article(row["text"], name=row["id"], identifier=row["id"]) for row in rows)
    return [(each.article.key.encode(), b"".join(f"{quad} .\n".encode() for quad in pipeline.quads(each))) for each in pipeline.readings(articles)]


def groups(n_quads: int) -> Iterator[tuple[int, bytes]]:
    """Yield (articles, N-Quads) up to a number of quads, in pieces as a build loads them."""
    found = templates()
    n = n_articles = number = 0
    pieces: list[bytes] = []
    size = 0
    while n < n_quads:
        key, nquads = found[number % N_TEMPLATES]
        pieces.append(nquads.replace(key, f"{number:016x}".encode()))
        n += nquads.count(b"\n")
        n_articles, number, size = n_articles + 1, number + 1, size + len(nquads)
        if size >= LOAD_BYTES or n >= n_quads:
            yield n_articles, b"".join(pieces)
            pieces, size, n_articles = [], 0, 0


def size_mb(folder: Path) -> int:
    return round(sum(each.stat().st_size for each in folder.iterdir()) / 1e6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("quads", type=int)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--timeout", type=float, default=60)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=options.folder)) / "store"
    seconds: list[float] = []
    cpu = n_articles = n_bytes = 0.0
    with EmbeddedStore(folder) as store:
        for n, nquads in groups(options.quads):
            begin, begin_cpu = time.perf_counter(), time.process_time()
            store.add_nquads(nquads)
            store.flush()
            seconds.append(time.perf_counter() - begin)
            cpu += time.process_time() - begin_cpu
            n_articles += n
            n_bytes += len(nquads)
        loaded_mb = size_mb(folder)
        begin = time.perf_counter()
        store.oxigraph.optimize()
        optimize_s = time.perf_counter() - begin
        n_quads = len(store)
    print(json.dumps({
        "articles": round(n_articles), "quads": n_quads, "nquads_mb": round(n_bytes / 1e6), "load_s": round(sum(seconds), 1), "load_cpu_s": round(cpu, 1),
        "first_pieces_s": [round(each, 2) for each in seconds[:3]], "last_pieces_s": [round(each, 2) for each in seconds[-3:]],
        "store_mb": loaded_mb, "optimize_s": round(optimize_s, 1), "optimized_mb": size_mb(folder),
    }), flush=True)  # fmt: skip
    for query in catalog():
        begin = time.perf_counter()
        try:
            answer = run_query(query, store=folder, params=ASKED.get(query.name, {}), timeout_s=options.timeout)
            told = f"{len(getattr(answer, 'rows', ()))} rows"
        except QueryError as error:
            told = str(error)[:60]
        asked = " ".join(f"{name}={value}" for name, value in ASKED.get(query.name, {}).items())
        print(f"{query.name:22} {asked:40} {time.perf_counter() - begin:7.2f} s  {told}", flush=True)
    shutil.rmtree(folder.parent)


if __name__ == "__main__":
    main()
