"""Load the service with many clients at once, and with queries that never end.

    python benchmarks/service.py [--clients 200] [--seconds 60] [--articles 1000] [--workers N] [--store DIR]

Makes a store of real articles (the graph of the sample, repeated: every article has its own key, every ten of them share their entities), starts
`newsgraph serve` on it, and lets every client ask one shipped query after the other. A query's entity parameter is set to an entity of the store,
as people do. Prints answers, errors and times, then how late queries that never end are stopped, and how lookups fare meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from newsgraph.namespaces import BASE, ID, RDFS
from newsgraph.query import catalog

GOLDEN = Path(__file__).parent.parent / "tests" / "golden" / "csto-2018.nq"
SHARED_BY = 10
TIME_LIMIT_S = 2.0
PATHOLOGICAL = {
    "cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "property path": "SELECT (COUNT(*) AS ?n) { ?a (<urn:x>|!<urn:y>)* ?b }",
    "regular expression": 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(a|b|ab)*(.*x)*$")) }',
    "aggregate": "SELECT ?a (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a",
    "sorting": "SELECT ?a { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
}
LOOKUP = "SELECT ?p ?o { id:v0-Kyrgyzstan ?p ?o }"


def make_store(folder: Path, n_articles: int) -> int:
    """Fill a store and return its number of quads."""
    text = GOLDEN.read_text("utf-8")
    key = re.search(re.escape(f"<{BASE}graph/") + r"([0-9a-f]{16})>", text)[1]  # type: ignore[index]
    store = Store(str(folder))
    for number in range(n_articles):
        own = text.replace(key, f"{number:016x}").replace(f"<{ID}", f"<{ID}v{number // SHARED_BY}-")
        store.load(own.encode("utf-8"), RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    return len(store)


def questions(folder: Path) -> list[tuple[str, str]]:
    """Return name and text of the shipped queries, with an entity of the store for the first entity parameter of each."""
    store = Store.read_only(str(folder))
    entities = sorted(
        {quad.subject.value for quad in store.quads_for_pattern(None, NamedNode(RDFS + "label"), Literal("Kyrgyzstan", language="en"), None)}
    ) or [f"{ID}v0-Kyrgyzstan"]
    turns = itertools.cycle(entities)
    found = []
    for query in catalog():
        text = query.text
        for parameter in query.parameters:
            if parameter.kind == "entity":
                text = re.sub(rf"VALUES \?{parameter.name} {{ UNDEF }}", f"VALUES ?{parameter.name} {{ <{next(turns)}> }}", text)
                break
        found.append((query.name, text))
    return found


def start(folder: Path, *options: str) -> tuple[subprocess.Popen[str], str]:
    """Start the service and return its process and its address."""
    command = [sys.executable, "-m", "newsgraph", "serve", "--store", str(folder), "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return process, process.stdout.readline().strip()  # type: ignore[union-attr]


async def ask_in_turn(address: str, asked: list[tuple[str, str]], first: int, until: float, times: dict[str, list[float]], errors: list[str]) -> None:
    """Be one client: ask one query after the other until time is up."""
    async with httpx.AsyncClient(base_url=address, timeout=120, trust_env=False) as client:
        for number in itertools.count(first):
            if time.monotonic() >= until:
                return
            name, sparql = asked[number % len(asked)]
            begin = time.monotonic()
            try:
                answer = await client.post("/sparql", data={"query": sparql})
                if answer.status_code != httpx.codes.OK:
                    errors.append(f"{name}: {answer.status_code} {answer.text[:100].strip()}")
            except httpx.HTTPError as error:
                errors.append(f"{name}: {type(error).__name__} {error}")
            times.setdefault(name, []).append(time.monotonic() - begin)


async def load(address: str, asked: list[tuple[str, str]], n_clients: int, seconds: float) -> tuple[dict[str, list[float]], list[str]]:
    """Let many clients ask at once."""
    times: dict[str, list[float]] = {}
    errors: list[str] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(ask_in_turn(address, asked, number, until, times, errors) for number in range(n_clients)))
    return times, errors


async def runaway(address: str, sparql: str) -> tuple[int, float, list[float]]:
    """Ask what never ends; return the status, the seconds it took, and those of lookups meanwhile."""
    waits: list[float] = []
    async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as client:

        async def look_up() -> None:
            while True:
                begin = time.monotonic()
                (await client.post("/sparql", data={"query": f"{LOOKUP} # {len(waits)}"})).raise_for_status()
                waits.append(time.monotonic() - begin)
                await asyncio.sleep(0.01)

        lookups = asyncio.ensure_future(look_up())
        begin = time.monotonic()
        answer = await client.post("/sparql", data={"query": sparql})
        took = time.monotonic() - begin
        lookups.cancel()
    return answer.status_code, took, waits


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def report(times: dict[str, list[float]], errors: list[str], seconds: float) -> None:
    """Print what the clients saw."""
    everything = [each for found in times.values() for each in found]
    for name, found in sorted(times.items()):
        print(f"  {name:24} {len(found):6} answers   median {statistics.median(found):7.3f} s   p99 {percentile(found, 0.99):7.3f} s")
    shares = "   ".join(f"p{int(share * 100)} {percentile(everything, share):.3f} s" for share in (0.5, 0.95, 0.99))
    print(
        f"load: {len(everything)} answers, {len(errors)} errors, {len(everything) / seconds:.0f} a second   {shares}   longest {max(everything):.3f} s"
    )
    for each in errors[:10]:
        print("  error:", each)


def main() -> int:
    """Run both parts; the exit code is 1 if a client saw an error or a query was stopped more than 0.5 s late."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--store", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.store or Path(scratch) / "store"
        if not folder.exists():
            print(f"store: {args.articles} articles, {make_store(folder, args.articles)} quads")
        asked = questions(folder)
        process, address = start(folder, "--workers", str(args.workers), "--timeout", "60")
        try:
            times, errors = asyncio.run(load(address, asked, args.clients, args.seconds))
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait()
        report(times, errors, args.seconds)
        print(f"the service ended with code {code}")
        process, address = start(folder, "--workers", str(args.workers), "--timeout", str(TIME_LIMIT_S))
        is_late = False
        try:
            for name, sparql in PATHOLOGICAL.items():
                status, took, waits = asyncio.run(runaway(address, sparql))
                is_late |= status != httpx.codes.GATEWAY_TIMEOUT or took > TIME_LIMIT_S + 0.5
                print(
                    f"runaway: {name:20} answered {status} {took - TIME_LIMIT_S:.3f} s after its limit of {TIME_LIMIT_S:g} s; "
                    f"{len(waits)} lookups meanwhile, median {statistics.median(waits) * 1000:.1f} ms, longest {max(waits) * 1000:.0f} ms"
                )
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
    return int(bool(errors) or is_late)


if __name__ == "__main__":
    sys.exit(main())
