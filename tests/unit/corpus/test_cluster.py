"""A dask cluster gives the same bytes, also when its workers are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.unit.corpus.conftest import Build, news

from newsgraph.corpus import CorpusBuild, DaskEngine
from newsgraph.corpus.cluster import read_remotely
from newsgraph.corpus.part import Shard
from newsgraph.corpus.recipe import content_hash, recipe
from newsgraph.corpus.shard import shards
from newsgraph.errors import NewsgraphError, ResourceError, SettingsError
from newsgraph.settings import Settings

pytest.importorskip("distributed", reason="needs newsgraph[dask]")
pytestmark = pytest.mark.model

Content = Callable[..., list[str]]
WAIT_S = 60


def run_dask(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:], "--no-dashboard", "--host", "127.0.0.1"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """A real scheduler with two workers, each watched by a nanny that starts it again."""
    told = tmp_path / "scheduler.json"
    processes = [run_dask("scheduler", "--port", "0", "--scheduler-file", str(told))]
    try:
        end = time.monotonic() + WAIT_S
        while not told.exists() and time.monotonic() < end:
            time.sleep(0.1)
        time.sleep(0.1)
        address = str(json.loads(told.read_text("utf-8"))["address"])
        processes.append(run_dask("worker", address, "--nworkers", "2", "--nthreads", "1", "--memory-limit", "0"))
        yield address
    finally:
        for process in processes[::-1]:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def readers(address: str) -> list[int]:
    """Return the processes that run tasks: those the nannies started."""
    from distributed import Client

    with Client(address, timeout=WAIT_S) as client:
        return sorted(client.run(os.getpid).values())


def test_a_cluster_gives_the_same_bytes_also_when_a_worker_dies(scheduler: str, tmp_path: Path, build: Build, content: Content) -> None:
    articles = [news(i) for i in range(170)]
    end = time.monotonic() + WAIT_S
    while len(readers(scheduler)) < 2 and time.monotonic() < end:
        time.sleep(0.2)
    victim = readers(scheduler)[0]
    killed: list[int] = []

    def step(counts: object) -> None:
        if not killed and getattr(counts, "read", 0) >= 64:
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)

    task = CorpusBuild(
        settings=Settings(),
        store=tmp_path / "cluster",
        engine=lambda folder: DaskEngine(settings=Settings(), folder=folder, scheduler=scheduler),
        on_step=step,
    )
    counts = task.run(articles)
    assert killed
    assert (counts.read, counts.failed) == (170, 0)
    build(articles, "here")
    assert content("cluster") == content("here")


def test_a_worker_of_another_version_is_refused() -> None:
    (shard,) = shards(((each, content_hash(each), "") for each in [news(0)]), "another")
    assert isinstance(read_remotely(Settings(), shard), SettingsError)
    same = Shard(articles=shard.articles, contents=shard.contents, stems=shard.stems, recipe=recipe(Settings()))
    assert not isinstance(read_remotely(Settings(), same), NewsgraphError)


def test_no_scheduler_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsgraph.corpus import cluster

    monkeypatch.setattr(cluster, "CONNECT_S", 0.5)
    (shard,) = shards(((each, content_hash(each), "") for each in [news(0)]), "r")
    with pytest.raises(ResourceError, match=r"no dask scheduler answers at tcp://127\.0\.0\.1:9"):
        list(DaskEngine(settings=Settings(), folder=tmp_path, scheduler="tcp://127.0.0.1:9").parts([shard]))
