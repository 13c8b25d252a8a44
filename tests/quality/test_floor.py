"""Quality may only rise: what is read from the gold articles and the probes, scored, against the floor in `floor.json`.

`pytest tests/quality --update-floor` raises the floor to what is measured, in steps of a hundredth, and refuses to lower it.
Where NEWSGRAPH_GOLD names a folder of further gold articles, or there is one beside the checkout, these are scored too.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.quality.scorer import ProbeScore, load_probes, score_probe

from newsgraph.evaluate import evaluate, mean
from newsgraph.model import Article
from newsgraph.pipeline import Pipeline
from newsgraph.read import article, read_sources
from newsgraph.store import serialize

pytestmark = pytest.mark.model

DATA = Path(__file__).parents[1] / "data"
GOLD = DATA / "gold"
PROBES = DATA / "probes" / "own-1.jsonl"
FLOOR = Path(__file__).parent / "floor.json"
CORPUS = {"articles": 8, "facts": 240, "probes": 160, "expectations": 187}
SHA256 = "da736c7712d28e77b3fa8ffd23acd5d0318d9df9478189ded90a05862b18705d"
"""Of the names and bytes of all files that are scored: another corpus is another measure."""
STEP = 100
"""The floor is kept in hundredths, so that noise in the third digit stops nobody."""
COUNTED = frozenset({"gold false facts", "probes forbidden"})
"""Measures that may only fall; all others are rates from 0 to 1."""
SLACK = {"gold polarity": 0.02, "gold modality": 0.02, "gold speaker": 0.02}
"""These are shares of the facts that were found, some 140: who finds one more fact, but not its speaker, loses 0.007 and has gained all the same."""
OUTSIDE_FALSE_FACTS = 0


def corpus_files() -> list[Path]:
    """Return the files that are scored, sorted."""
    return sorted([*GOLD.iterdir(), PROBES])


def fingerprint(files: Iterable[Path]) -> str:
    """Return the SHA-256 of names and contents."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def outside() -> Path | None:
    """Return the folder of further gold articles, if there is one."""
    named = os.environ.get("NEWSGRAPH_GOLD")
    folder = Path(named) if named else Path(__file__).parents[3] / "shared" / "gold"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def write_graphs(articles: Iterable[Article], folder: Path, pipeline: Pipeline) -> Path:
    """Write the graph of each article as `stem.nq`, and return the folder."""
    for reading in pipeline.readings(articles):
        (folder / f"{reading.article.stem}.nq").write_bytes(serialize(pipeline.quads(reading), "nq"))
    return folder


def gold_articles(folder: Path) -> Iterator[Article]:
    """Yield the articles of a folder with the dates that their metadata give."""
    for path in sorted(folder.glob("*.txt")):
        meta = path.with_suffix(".meta.json")
        day = json.loads(meta.read_text("utf-8")).get("date") if meta.exists() else None
        yield from read_sources([path], day=date.fromisoformat(day) if day else None)


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory, pipeline: Pipeline) -> dict[str, float]:
    folder = write_graphs(gold_articles(GOLD), tmp_path_factory.mktemp("gold"), pipeline)
    return mean(evaluate(folder, GOLD))


@pytest.fixture(scope="module")
def probes(pipeline: Pipeline) -> dict[str, ProbeScore]:
    rows = load_probes(PROBES)
    articles = [article(row.text, name=row.id, stem=row.id, day=date.fromisoformat(row.day)) for row in rows]
    readings = pipeline.readings(articles)
    return {row.id: score_probe(row, pipeline.quads(reading)) for row, reading in zip(rows, readings, strict=True)}


@pytest.fixture(scope="module")
def measured(gold: dict[str, float], probes: dict[str, ProbeScore]) -> dict[str, float]:
    """What is measured now, by the names of the floor: rates are rounded down to a hundredth."""
    n_expected = sum(each.n_expected for each in probes.values())
    rates = {
        "gold f1": gold["f1"],
        "gold strict f1": gold["strict_f1"],
        "gold polarity": 1 - gold["polarity_errors"],
        "gold modality": 1 - gold["modality_errors"],
        "gold speaker": 1 - gold["speaker_errors"],
        "gold evidence": 1 - gold["evidence_errors"],
        "probes right": sum(each.is_right for each in probes.values()) / len(probes),
        "probes found": sum(each.n_found for each in probes.values()) / n_expected,
        "probes met": sum(each.n_met for each in probes.values()) / n_expected,
    }
    counts = {"gold false facts": gold["false_facts"], "probes forbidden": float(sum(len(each.forbidden) for each in probes.values()))}
    return {**{name: math.floor(rate * STEP + 1e-9) / STEP for name, rate in rates.items()}, **counts}


def worse(found: dict[str, float], floor: dict[str, float]) -> dict[str, str]:
    """Return what is worse than the floor, as "measured, floor"."""

    def is_worse(name: str, value: float) -> bool:
        return found[name] > value if name in COUNTED else found[name] < value - SLACK.get(name, 0) - 1e-9

    return {name: f"{found[name]}, floor {value}" for name, value in floor.items() if is_worse(name, value)}


def test_quality_does_not_fall(measured: dict[str, float], request: pytest.FixtureRequest) -> None:
    floor = json.loads(FLOOR.read_text("utf-8")) if FLOOR.exists() else {}
    assert worse(measured, floor) == {}, "quality fell; the floor is never lowered"
    if request.config.getoption("--update-floor", default=False):
        floor = {name: (min if name in COUNTED else max)(value, floor.get(name, value)) for name, value in measured.items()}
        FLOOR.write_text(json.dumps(floor, indent=1, sort_keys=True) + "\n", "utf-8", newline="\n")
    assert floor.keys() == measured.keys()


def test_floor_is_a_floor() -> None:
    floor = {"gold f1": 0.5, "gold false facts": 1.0, "gold speaker": 0.9}
    below = {"gold f1": 0.49, "gold false facts": 2.0, "gold speaker": 0.87}
    assert worse(below, floor) == {name: f"{below[name]}, floor {floor[name]}" for name in floor}
    assert worse({"gold f1": 0.51, "gold false facts": 0.0, "gold speaker": 0.88}, floor) == worse(floor, floor) == {}


def test_every_claim_of_gold_keeps_its_evidence(gold: dict[str, float]) -> None:
    assert gold["evidence_errors"] == 0


def test_corpus_is_the_one_that_the_floor_was_measured_on(probes: dict[str, ProbeScore]) -> None:
    facts = [json.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob("[0-9][0-9].json"))]
    counts = {
        "articles": len(facts),
        "facts": sum(map(len, facts)),
        "probes": len(probes),
        "expectations": sum(s.n_expected for s in probes.values()),
    }
    assert counts == CORPUS
    assert fingerprint(corpus_files()) == SHA256


def test_scorer_tells_right_from_wrong(pipeline: Pipeline) -> None:
    (probe,) = [each for each in load_probes(PROBES) if each.id == "own-rel-heads-01"]
    (right, wrong) = pipeline.readings([article(text, name="x", day=date.fromisoformat(probe.day)) for text in (probe.text, "Nobody met anybody.")])
    assert score_probe(probe, pipeline.quads(right)).is_right
    score = score_probe(probe, pipeline.quads(wrong))
    assert (score.n_met, score.n_found, score.is_right) == (0, 0, False)


@pytest.fixture(scope="module")
def outside_folder() -> Path:
    folder = outside()
    if folder is None:
        pytest.skip("no further gold articles: NEWSGRAPH_GOLD is not set, and there is no folder shared/gold beside the checkout")
    return folder


def run_tool(tool: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    if not tool.is_file():
        pytest.skip(f"there is no {tool.name} beside the gold articles")
    return subprocess.run([sys.executable, str(tool), *arguments], capture_output=True, text=True, check=False)


def test_further_gold_articles_hold_no_false_fact(outside_folder: Path, tmp_path: Path, pipeline: Pipeline) -> None:
    texts = [folder for folder in (outside_folder, outside_folder / "dev") if any(folder.glob("*.txt"))]
    assert texts, f"{outside_folder} holds no X.txt"
    scored = 0
    for folder in texts:
        write_graphs(gold_articles(folder), tmp_path, pipeline)
        for path in sorted(folder.glob("*.txt")):
            result = run_tool(
                outside_folder.parent / "tools" / "score_facts.py", str(tmp_path / f"{path.stem}.nq"), str(path.with_suffix("")), "--json"
            )
            assert result.returncode == 0, result.stderr
            assert json.loads(result.stdout)["false_facts"] == OUTSIDE_FALSE_FACTS, path.stem
            scored += 1
    assert scored >= 1


def test_further_probes_hold_nothing_forbidden(outside_folder: Path, tmp_path: Path, pipeline: Pipeline) -> None:
    path = outside_folder / "probes.dev.jsonl"
    if not path.is_file():
        pytest.skip(f"{outside_folder} holds no probes.dev.jsonl")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    write_graphs([article(row["text"], name=row["id"], stem=row["id"], day=date.fromisoformat(row["date"])) for row in rows], tmp_path, pipeline)
    result = run_tool(outside_folder.parent / "tools" / "score_probes.py", str(path), str(tmp_path), "--json")
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr
    total = json.loads(result.stdout)["categories"]["TOTAL"]
    assert total["probes"] == len(rows)
    assert total["forbidden"] == 0
