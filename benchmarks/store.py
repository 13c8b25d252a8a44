"""Measure the store: questions as ratios against rdflib and a real Oxigraph server, and what replacing one article of many costs.

    python benchmarks/store.py [--articles 1000] [--many 10000] [--rounds 5] [--skip-rdflib]

The articles are synthetic: their readings are made up by arithmetic (persons, countries and organisations that chair, join, support and
deny), and turned into quads by newsgraph's own generator, so that layout and sizes are those of real articles. The same number of articles
gives the same quads.

Every question is asked of the store in this process, of a `QuerySession` (a process of its own that can be stopped), of `oxigraph
serve-read-only` over HTTP, and of an rdflib `Dataset`, by turns; the median of the rounds counts. All see the union of the graphs, and all
have to give the same number of rows. Times are wall time, because the work is done in other processes; so look at the ratios.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket  # a free port
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from pyoxigraph import Quad

from newsgraph.graph import Run, quads
from newsgraph.model import Article, Entity, Evidence, Interval, Link, Modality, Polarity, Reading, Scope, Statement, Voice
from newsgraph.namespaces import NG, PREFIXES
from newsgraph.query import QuerySession, shipped_query
from newsgraph.store import EmbeddedStore, serialize

RUN = Run(version="0.0.0", model="synthetic")
RELATIONS = ("memberOf", "supports", "opposes", "meetsWith", "cooperatesWith", "raises", "relatedTo", "chairs")
N_STATEMENTS = 12
FIRST_DAY = date(2019, 1, 1)
N_REPLACED = 100

QUESTIONS: dict[str, str] = {
    "lookup: a name": "SELECT ?s { ?s rdfs:label 'Country 6'@en }",
    "lookup: all about one thing": "SELECT ?p ?o { id:Country_6 ?p ?o }",
    "lookup: statements of one thing": "SELECT ?s ?o { ?s rdf:subject id:Country_6 ; rdf:object ?o }",
    "join: statements with names and evidence": (
        "SELECT ?s ?name ?text { ?s rdf:subject id:Country_6 ; rdf:object/rdfs:label ?name ; ng:evidence/ng:text ?text }"
    ),
    "join: who chairs (shipped)": shipped_query("who-chairs").text,
    "join: timeline (shipped)": shipped_query("timeline").text,
    "join: count of facts by relation": "SELECT ?p (COUNT(*) AS ?n) { ?s a ng:FactualStatement ; rdf:predicate ?p } GROUP BY ?p",
}


def reading(number: int, n_things: int) -> Reading:
    """Return a made-up reading: a dozen statements about things that other articles name, too."""
    lines = [f"Sentence {place} of article {number} tells of something that happened." for place in range(N_STATEMENTS)]
    text = "\n".join(lines)
    source = Article(text=text, issued=FIRST_DAY + timedelta(days=number % 700), title=f"Article {number}", identifier=f"synthetic-{number}")
    entities: dict[str, Entity] = {}

    def thing(index: int) -> str:
        kind = ("Country", "Organization", "Person")[index % 3]
        key = f"{kind}-{index}"
        link = (Link(predicate="owl:sameAs", iri=f"http://www.wikidata.org/entity/Q{1000 + index}"),)
        entities[key] = Entity(id=key, label=f"{kind} {index}", type=kind, scope=Scope.SHARED, aliases=(f"Alias {index}",), links=link)
        return key

    statements = []
    start = 0
    for place, line in enumerate(lines):
        one, other = thing((number * 7 + place * 13) % n_things), thing((number * 11 + place * 5 + 1) % n_things)
        is_said = place % 3 == 0
        statements.append(
            Statement(
                subject=one,
                predicate=NG + RELATIONS[(number + place) % len(RELATIONS)],
                object=other,
                modality=Modality.POSSIBLE if place % 5 == 4 else Modality.ACTUAL,
                polarity=Polarity.NEGATIVE if place % 7 == 6 else Polarity.AFFIRMATIVE,
                voice=Voice.INDIRECT if is_said else Voice.AUTHOR,
                attributed_to=(thing(number % n_things),) if is_said else (),
                when=Interval(start=FIRST_DAY, end=FIRST_DAY + timedelta(days=number % 365), text="in 2019") if place % 2 else None,
                predicate_text="tells",
                confidence=0.9,
                rule="synthetic.v1",
                evidence=(Evidence(start_char=start, end_char=start + len(line), mentions=tuple(sorted({one, other}))),),
            )
        )
        start += len(line) + 1
    return Reading(article=source, entities=entities, statements=tuple(statements), sentences=())


def dataset(n_articles: int) -> Iterator[tuple[str, tuple[Quad, ...]]]:
    """Yield key and quads of every article."""
    for number in range(n_articles):
        made = reading(number, max(30, n_articles // 3))
        yield made.article.key, quads(made, run=RUN)


@contextmanager
def oxigraph_server(file: Path, folder: Path) -> Iterator[str]:
    """Give the address of a real server that holds the data; its default graph is the union."""
    program = str(Path(sys.executable).with_name("oxigraph"))
    location = folder / "oxigraph"
    subprocess.run([program, "load", "--location", str(location), "--file", str(file)], check=True, capture_output=True)  # a program of ours
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [program, "serve-read-only", "--location", str(location), "--bind", address, "--union-default-graph"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:  # as above
        try:
            url = f"http://{address}/query"
            for _ in range(100):
                try:
                    ask_server(url, "SELECT * {} LIMIT 1")
                    break
                except OSError:
                    time.sleep(0.1)
            yield url
        finally:
            server.terminate()


def ask_server(url: str, sparql: str) -> int:
    """Return the number of rows of an answer."""
    header = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    body = urllib.parse.urlencode({"query": header + sparql}).encode()
    request = urllib.request.Request(url, data=body, headers={"Accept": "application/sparql-results+json"})  # noqa: S310  # loopback
    with urllib.request.urlopen(request, timeout=300) as answer:  # noqa: S310  # as above
        return len(json.load(answer)["results"]["bindings"])


def ask_store(store: EmbeddedStore, sparql: str) -> int:
    """Return the number of rows of an answer."""
    return sum(1 for _ in store.oxigraph.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True))


def ask_session(session: QuerySession, sparql: str) -> int:
    """Return the number of rows of an answer."""
    answer = session.run(sparql, timeout_s=None)
    return 0 if isinstance(answer, bool) else len(answer)


def rdflib_asker(file: Path) -> tuple[Callable[[str], int], float]:
    """Return a function that asks rdflib, and the seconds it took to load."""
    import rdflib  # may be skipped

    begin = time.perf_counter()
    found = rdflib.Dataset(default_union=True)
    found.parse(file, format="nquads")
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace, override=True, replace=True)
    return lambda sparql: len(list(found.query(sparql, initNs=PREFIXES))), time.perf_counter() - begin


def compare(n_articles: int, rounds: int, folder: Path, *, has_rdflib: bool) -> None:
    """Print the table of questions."""
    store = EmbeddedStore(folder / "store")
    rows = {quad for _, found in dataset(n_articles) for quad in found}
    store.oxigraph.bulk_extend(rows)
    store.oxigraph.optimize()
    file = folder / "data.nq"
    file.write_bytes(serialize(rows, "nq"))
    print(f"{n_articles} synthetic articles, {len(rows)} quads")
    with oxigraph_server(file, folder) as url, QuerySession(store=store) as session:
        askers: dict[str, Callable[[str], int]] = {
            "store": lambda sparql: ask_store(store, sparql),
            "session": lambda sparql: ask_session(session, sparql),
            "oxigraph": lambda sparql: ask_server(url, sparql),
        }
        if has_rdflib:
            askers["rdflib"], seconds = rdflib_asker(file)
            print(f"rdflib took {seconds:.0f} s to load them")
        print(
            f"{'question':42} {'rows':>6} "
            + " ".join(f"{name + ' ms':>12}" for name in askers)
            + f" {'store/oxi':>10} {'session/oxi':>11} {'rdflib/store':>12}"
        )
        for name, sparql in QUESTIONS.items():
            measure(name, sparql, askers, rounds)
    store.close()


def measure(name: str, sparql: str, askers: dict[str, Callable[[str], int]], rounds: int) -> None:
    """Print a line of the table."""
    times: dict[str, list[float]] = {each: [] for each in askers}
    sizes: dict[str, int] = {}
    for _ in range(rounds + 1):
        for each, ask in askers.items():
            begin = time.perf_counter()
            sizes[each] = ask(sparql)
            times[each].append((time.perf_counter() - begin) * 1000)
    if len(set(sizes.values())) != 1:
        raise SystemExit(f"{name}: the answers differ in size: {sizes}")
    middle = {each: statistics.median(found[1:]) for each, found in times.items()}  # the first round warms up
    cells = " ".join(f"{middle[each]:12.2f}" for each in askers)
    slow = f"{middle['rdflib'] / middle['store']:12.0f}" if "rdflib" in middle else f"{'-':>12}"
    print(f"{name:42} {sizes['store']:6d} {cells} {middle['store'] / middle['oxigraph']:10.2f} {middle['session'] / middle['oxigraph']:11.2f} {slow}")


def replacing(n_articles: int, folder: Path) -> None:
    """Print what it costs to replace one article, in an empty store and in one of many."""
    for size in (N_REPLACED, n_articles):
        path = folder / f"many-{size}"
        with EmbeddedStore(path) as store:
            articles = []
            batch: list[Quad] = []
            for number, (key, rows) in enumerate(dataset(size)):
                batch += rows
                if number < N_REPLACED:
                    articles.append((key, rows))
                if len(batch) > 500_000:
                    store.oxigraph.bulk_extend(batch)
                    batch = []
            store.oxigraph.bulk_extend(batch)
            n_quads = len(store)
            costs = []
            for key, rows in articles:
                begin, cpu = time.perf_counter(), time.process_time()
                store.replace_article(rows[: len(rows) // 2], key)
                store.replace_article(rows, key)
                costs.append(((time.perf_counter() - begin) * 500, (time.process_time() - cpu) * 500))
            if len(store) != n_quads:
                raise SystemExit("replacing an article by itself changed the store")
        wall, cpu_ms = (statistics.median(values) for values in zip(*costs, strict=True))
        worst = sorted(each for each, _ in costs)[int(len(costs) * 0.95)]
        print(f"replace one article of {size} ({n_quads} quads): median {wall:.1f} ms ({cpu_ms:.1f} ms of CPU), 95 % below {worst:.1f} ms")
        shutil.rmtree(path)


def main() -> int:
    """Run both parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--skip-rdflib", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if args.articles:
            compare(args.articles, args.rounds, Path(name), has_rdflib=not args.skip_rdflib)
        if args.many:
            replacing(args.many, Path(name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
