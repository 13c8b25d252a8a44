"""Call `newsgraph build --store` as a user does, and disturb it."""

from __future__ import annotations

import json
import os
import pty
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.corpus.conftest import text_of

from newsgraph.cli import exits
from newsgraph.cli.estimate import estimate
from newsgraph.cli.main import run
from newsgraph.corpus import work_folder
from newsgraph.corpus.ledger import Ledger
from newsgraph.store import EmbeddedStore

pytestmark = pytest.mark.model
BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


def archive(folder: Path, n: int) -> Path:
    path = folder / "news.jsonl"
    path.write_text("\n".join(json.dumps({"id": f"n{i}", "text": text_of(i)}) for i in range(n)), "utf-8")
    return path


def lines(store: Path) -> list[str]:
    with EmbeddedStore(store, read_only=True) as opened:
        return sorted(map(str, opened))


def test_a_build_needs_no_output_folder_and_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, store = archive(tmp_path, 3), tmp_path / "store"
    assert run(["build", str(source), "--store", str(store)]) == exits.DONE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("newsgraph: 3 articles, ")
    assert run(["build", str(source), "--store", str(store)]) == exits.DONE
    assert "3 articles stood in the store already" in capsys.readouterr().err
    source.write_text(source.read_text("utf-8").splitlines()[0] + "\n{\n", "utf-8")
    assert run(["build", str(source), "--store", str(store), "--prune"]) == exits.PARTLY
    assert "2 articles in the store are no longer among the sources" in capsys.readouterr().err
    (failure,) = [json.loads(each) for each in (work_folder(store) / "failures.jsonl").read_text("utf-8").splitlines()]
    assert "news.jsonl:2 is not JSON" in failure["reason"]


def test_resume_goes_on_with_what_was_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, store = archive(tmp_path, 3), tmp_path / "store"
    assert run(["build", "--store", str(store), "--resume"]) == exits.UNUSABLE
    assert "was stopped before its end" in capsys.readouterr().err
    assert run(["build", str(source), "--store", str(store), "--date", "2020-02-03", "-q"]) == exits.DONE
    before = lines(store)
    with Ledger(work_folder(store) / "ledger.sqlite") as ledger, EmbeddedStore(store) as opened:
        (key, _), *_ = ledger.unseen()
        ledger.forget(key)
        ledger.set_state("state", "running")
        opened.remove_article(key)
    assert run(["build", "--store", str(store), "--resume"]) == exits.DONE
    told = capsys.readouterr().err
    assert "did not reach its end; going on with it" in told
    assert "1 article, " in told
    assert lines(store) == before


def test_a_full_disk_is_one_line_and_does_no_harm(tmp_path: Path) -> None:
    source, store = archive(tmp_path, 40), tmp_path / "store"
    command = [sys.executable, "-m", "newsgraph", "build", str(source), "--store", str(store)]

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, resource.RLIM_INFINITY))

    stopped = subprocess.run(command, preexec_fn=little, capture_output=True, text=True, check=False)  # limits of the child alone
    assert stopped.returncode == exits.STOPPED
    (told,) = stopped.stderr.splitlines()
    assert "make room" in told
    assert told.endswith("go on with --resume")
    assert run(["build", "--store", str(store), "--resume", "-q"]) == exits.DONE
    assert run(["build", str(source), "--store", str(tmp_path / "fresh"), "-q"]) == exits.DONE
    assert lines(store) == lines(tmp_path / "fresh")


def test_a_terminal_shows_how_far_it_is(tmp_path: Path) -> None:
    source = archive(tmp_path, 3)
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "newsgraph", "build", str(source), "--store", str(tmp_path / "store")]
    result = subprocess.run(command, stderr=follower, check=False)
    os.close(follower)
    told = os.read(leader, 100_000).decode()
    os.close(leader)
    assert result.returncode == exits.DONE
    assert "a second" in told
    assert "0 failed" in told


def test_how_many_articles_there_are_is_guessed(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "c.jpg", ".d.txt"):
        (tmp_path / name).write_text("Peru voted.")
    (tmp_path / "e.jsonl").write_text("{}\n{}\n{}\n")
    assert estimate([str(tmp_path)]) == 5
    (tmp_path / "f.xml").write_text("<rss/>")
    assert estimate([str(tmp_path)]) is None
    assert estimate(["https://x.example/feed"]) is None


def test_chaos(tmp_path: Path) -> None:
    """The harness of benchmarks/chaos.py, for a few kills."""
    command = [sys.executable, str(BENCHMARKS / "chaos.py"), "--kills", "3", "--articles", "20", "--no-disks", "--seed", "3"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    record = json.loads(result.stdout.splitlines()[-1])
    assert record["different"] == 0
    assert record["kills"]["builder"] + record["kills"]["reader"] == 3
