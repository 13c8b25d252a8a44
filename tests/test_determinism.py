"""Same input, same bytes: in other processes, with other hash seeds, alone or in company."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import newsgraph
from newsgraph.output import FORMATS

pytestmark = pytest.mark.model

TEXTS = {
    "peru": "LIMA, March 4 (Andes Wire) - Peru and Chile signed the Lima Fisheries Accord on Tuesday. “Peru will ratify it in May,” President Ana Ruiz said.",
    "mali": "Mali said it may leave the African Union in 2021, if the sanctions are not lifted. Niger, Chad and Togo criticised the plan.",
}


def build(source: Path, out: Path, *, seed: str) -> dict[str, bytes]:
    """Build in a process of its own and return all files but those of the store."""
    command = [sys.executable, "-m", "newsgraph", "build", str(source), "-o", str(out), "--formats", ",".join(FORMATS), "--store", "-q"]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    return {each.name: each.read_bytes() for each in sorted(out.iterdir()) if each.is_file()}


def test_two_processes_with_other_hash_seeds_write_the_same_bytes(tmp_path: Path, sample: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / sample.name).write_bytes(sample.read_bytes())
    (folder / "more.jsonl").write_text("".join(json.dumps({"id": name, "text": text, "date": "2020-03-05"}) + "\n" for name, text in TEXTS.items()))
    first = build(folder, tmp_path / "one", seed="1")
    second = build(folder, tmp_path / "two", seed="4321")
    assert len(first) == 3 * (len(FORMATS) + 1) + 1
    differing = [name for name in first if first[name] != second.get(name)]
    assert not differing


def test_two_processes_fill_equal_stores(tmp_path: Path, sample: Path) -> None:
    from newsgraph.store import EmbeddedStore, serialize

    contents = []
    for seed in ("7", "99"):
        out = tmp_path / seed
        build(sample, out, seed=seed)
        with EmbeddedStore(out / "store", read_only=True) as store:
            contents.append(serialize(store, "nq"))
    is_same = contents[0] == contents[1] == (tmp_path / "7" / "csto-2018.nq").read_bytes()
    assert is_same


def test_an_article_reads_the_same_alone_and_in_company(tmp_path: Path) -> None:
    lines = {name: json.dumps({"id": name, "text": text}) + "\n" for name, text in TEXTS.items()}
    both, one = tmp_path / "both.jsonl", tmp_path / "one.jsonl"
    both.write_text("".join(lines.values()))
    one.write_text(lines["mali"])
    alone = set(newsgraph.build(one).quads)
    assert alone
    assert alone <= set(newsgraph.build(both).quads)


def test_the_order_of_sources_changes_no_file(tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    files = []
    for names in (["mali", "peru"], ["peru", "mali"]):
        out = tmp_path / "-".join(names)
        command = [sys.executable, "-m", "newsgraph", "build", *(str(tmp_path / f"{name}.txt") for name in names), "-o", str(out), "-q"]
        subprocess.run(command, check=True)
        files.append({each.name: each.read_bytes() for each in out.iterdir() if each.name != "run.json"})
    assert len(files[0]) == 6
    assert sorted(files[0]) == sorted(files[1])
    differing = [name for name in files[0] if files[0][name] != files[1][name]]
    assert not differing
