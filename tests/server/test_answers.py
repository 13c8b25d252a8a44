"""The same question on the same store is evaluated once, and never answered from a store that has changed."""

from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.server.running import TOKEN, Serve, done, running

from newsgraph.server.answers import Answers
from newsgraph.server.settings import ServiceSettings
from newsgraph.server.tasks import Reply


def evaluated(text: str) -> int:
    """Return how many queries workers were asked, by the service's own count."""
    found = [line for line in text.splitlines() if line.startswith('newsgraph_tasks_total{task="query",outcome="done"}')]
    return int(found[0].split()[1]) if found else 0


def test_the_same_question_is_evaluated_once(serve: Serve) -> None:
    found = serve(workers=2)
    sparql = "SELECT ?s { ?s ng:chairs ?o } ORDER BY ?s"
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _: found.ask(sparql), range(64)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert evaluated(found.client.get("/metrics").text) == 1
    assert found.ask(sparql, "text/csv").content != answers[0].content
    assert found.client.get("/sparql", params={"query": sparql, "default-graph-uri": "urn:none"}).json()["results"]["bindings"] == []


@pytest.mark.parametrize("volatile", ["RAND()", "STRUUID()", "uuid()"])
def test_what_is_new_each_time_is_asked_anew(serve: Serve, volatile: str) -> None:
    found = serve(workers=1)
    assert len({found.ask(f"SELECT ({volatile} AS ?x) {{}}").text for _ in range(5)}) == 5


def test_kept_answers_do_not_outlive_a_change(tmp_path: Path) -> None:
    with running(ServiceSettings(store=tmp_path / "store", port=0, workers=2, token=TOKEN)) as found:
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
        for number in range(10):
            count = found.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"]["value"]
            assert count == str(number)
            assert found.client.post("/sparql", content=f"INSERT DATA {{ <urn:{number}> <urn:p> 1 }}", headers=headers).status_code == 204


def test_no_more_is_kept_than_allowed() -> None:
    async def fill() -> int:
        answers = Answers(1000)
        for number in range(50):
            assert answers.find(0, number) is None
            await answers.make(0, number, lambda: asyncio.sleep(0, Reply({}, b"x" * 100)))
            assert answers.find(0, number) is not None
            await answers.make(0, f"long {number}", lambda: asyncio.sleep(0, Reply({}, b"x" * 300)))
            assert answers.find(0, f"long {number}") is None
        assert answers.find(0, 0) is None
        size = answers.size
        assert answers.find(1, 49) is None
        assert answers.size == 0
        return size

    assert done(fill()) == 1000


def test_an_evaluation_goes_on_as_long_as_somebody_waits() -> None:
    ended: Counter[str] = Counter()

    async def slow() -> Reply:
        try:
            await asyncio.sleep(0.3)
        except asyncio.CancelledError:
            ended["given up"] += 1
            raise
        ended["done"] += 1
        return Reply({}, b"x")

    async def impatient() -> None:
        answers = Answers(1000)
        answers.find(0, "q")
        first, second = (asyncio.ensure_future(answers.make(0, "q", slow)) for _ in range(2))
        await asyncio.sleep(0.05)
        first.cancel()
        assert (await second).body == b"x"
        third = asyncio.ensure_future(answers.make(0, "other", slow))
        await asyncio.sleep(0.05)
        third.cancel()
        await asyncio.gather(first, third, return_exceptions=True)

    done(impatient())
    assert ended == {"done": 1, "given up": 1}


def test_failures_are_not_kept() -> None:
    attempts: list[int] = []

    async def fail() -> Reply:
        attempts.append(1)
        raise LookupError("no")

    async def twice() -> None:
        answers = Answers(1000)
        for _ in range(2):
            with pytest.raises(LookupError, match="no"):
                await answers.make(None, "q", fail)

    done(twice())
    assert len(attempts) == 2
