"""Questions over HTTP: every way to send one, every form of an answer, every way to be refused."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import time
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import httpx
import pytest
from pyoxigraph import RdfFormat, Store, parse
from tests.server.running import done

from newsgraph.query import catalog, render, run_query
from newsgraph.server.negotiate import GRAPHS, TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.running import Running, Serve

CHAIRS = "SELECT ?chair { ?chair ng:chairs id:Collective_Security_Treaty_Organization } ORDER BY ?chair"
FACTS = "https://w3id.org/newsgraph/graph/facts"


def test_one_query_has_one_answer_however_it_is_sent(reading: Running) -> None:
    client = reading.client
    answers = [
        client.get("/sparql", params={"query": CHAIRS}),
        client.post("/sparql", data={"query": CHAIRS}),
        client.post("/sparql", content=CHAIRS, headers={"Content-Type": "application/sparql-query"}),
        client.post("/sparql/", content=CHAIRS, headers={"Content-Type": "Application/SPARQL-Query; charset=UTF-8"}),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    rows = answers[0].json()["results"]["bindings"]
    assert rows
    assert all(row["chair"]["type"] == "uri" for row in rows)


def test_shipped_queries_have_the_rows_they_have_elsewhere(reading: Running, sample_store: Path) -> None:
    queries = catalog()
    assert len(queries) == 21
    n_rows = 0
    for query in queries:
        table = reading.ask(query.text, "text/csv").text
        there = list(csv.reader(io.StringIO(render(run_query(query.text, store=sample_store), "csv"))))
        here = list(csv.reader(io.StringIO(table)))
        assert here[0] == there[0]
        assert sorted(here) == sorted(there), query.name
        n_rows += len(here) - 1
    assert n_rows > 100


@pytest.mark.parametrize("media_type", TABLES)
def test_tables_come_in_every_format(reading: Running, media_type: str) -> None:
    answer = reading.ask("SELECT ?a ?b { VALUES (?a ?b) { (1 'x') (2 UNDEF) } }", media_type)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["vary"] == "Accept"
    if TABLES[media_type] == "json":
        assert [list(row) for row in answer.json()["results"]["bindings"]] == [["a", "b"], ["a"]]
    elif TABLES[media_type] == "xml":
        assert len(list(ET.fromstring(answer.text).iter("{http://www.w3.org/2005/sparql-results#}result"))) == 2  # noqa: S314  our own
    else:
        assert len(answer.text.splitlines()) == 3


@pytest.mark.parametrize("media_type", GRAPHS)
def test_graphs_come_in_every_format(reading: Running, media_type: str) -> None:
    formats = {
        "turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdfxml": RdfFormat.RDF_XML,
        "nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG,
    }  # fmt: skip
    wanted = {str(quad.triple) for quad in parse(reading.ask("CONSTRUCT WHERE { ?s ng:chairs ?o }", "text/turtle").content, RdfFormat.TURTLE)}
    answer = reading.ask("CONSTRUCT WHERE { ?s ng:chairs ?o }", media_type)
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert {str(quad.triple) for quad in parse(answer.content, formats[GRAPHS[media_type]])} == wanted
    assert wanted


def test_describe_and_ask(reading: Running) -> None:
    assert "ng:chairs" in reading.ask("DESCRIBE id:Kyrgyzstan", "text/turtle").text
    assert reading.truth("ASK { id:Kyrgyzstan ?p ?o }")
    assert not reading.truth("ASK { id:Atlantis ?p ?o }")


def test_a_query_sees_the_union_unless_a_dataset_is_given(reading: Running) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def counted(**parameters: str | list[str]) -> int:
        answer = reading.client.get("/sparql", params={"query": count, **parameters})
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    graphs = [row["g"]["value"] for row in reading.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").json()["results"]["bindings"]]
    parts = [counted(**{"default-graph-uri": graph}) for graph in graphs]
    assert len(parts) == 4
    assert counted() == sum(parts)
    assert counted(**{"default-graph-uri": graphs}) == sum(parts)
    assert counted(**{"named-graph-uri": graphs}) == 0
    assert reading.truth(f"ASK FROM NAMED <{FACTS}> {{ GRAPH ?g {{ ?s ng:chairs ?o }} }}")
    from_facts = count.replace("{", f"FROM <{FACTS}> {{")
    assert int(reading.ask(from_facts).json()["results"]["bindings"][0]["n"]["value"]) == parts[graphs.index(FACTS)]


def test_a_graph_of_the_request_wins_over_from(reading: Running) -> None:
    query = "ASK FROM <http://example.org/none> { ?s ng:chairs ?o }"
    assert not reading.truth(query)
    assert reading.client.get("/sparql", params={"query": query, "default-graph-uri": FACTS}).json()["boolean"]


@pytest.mark.parametrize(
    ("sparql", "accept", "status", "words"),
    [
        ("SELECT * { ?s ?p", "*/*", 400, "line 1, column 17"),
        ("", "*/*", 400, "line 1, column 1"),
        ("SELECT *\n{ ?s ?p ?o }\nLIMIT x", "*/*", 400, "line 3, column 7"),
        ("DELETE WHERE { ?s ?p ?o }", "*/*", 403, "DELETE changes a graph"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "*/*", 403, "SERVICE"),
        ("ASK {}", "image/png", 406, "application/sparql-results+json"),
        ("ASK {}", "text/turtle", 406, "application/sparql-results+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv", 406, "text/turtle"),
    ],
)
def test_refusals_say_why(reading: Running, sparql: str, accept: str, status: int, words: str) -> None:
    answer = reading.ask(sparql, accept)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert words in answer.text


def test_answers_that_are_too_long_are_refused_not_cut(serve: Serve) -> None:
    found = serve(max_rows=10, max_bytes=20_000, workers=1)
    for accept in TABLES:
        assert found.ask("SELECT * { ?s ?p ?o } LIMIT 10", accept).status_code == 200, accept
        answer = found.ask("SELECT * { ?s ?p ?o } LIMIT 11", accept)
        assert (answer.status_code, answer.text) == (422, "the answer has more than 10 rows; add LIMIT, or ask for less\n"), accept
    for accept in GRAPHS:
        assert found.ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 10", accept).status_code == 200
        assert "more than 10 triples" in found.ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 11", accept).text
    answer = found.ask(f'SELECT (REPLACE("{"x" * 200}", "x", "{"y" * 200}") AS ?long) {{}}')
    assert (answer.status_code, "more than 20,000 bytes" in answer.text) == (422, True)


def test_rows_are_counted_not_what_looks_like_rows(serve: Serve) -> None:
    traps = ['},{"a":', "\\n\\n\\n", '\\",{', "<result>", '""\\r\\n""', "],[{"]
    values = " ".join(f"('''{trap}''')" for trap in traps)
    found = serve(max_rows=len(traps), workers=1)
    for accept in TABLES:
        answer = found.ask(f"SELECT ?a {{ VALUES (?a) {{ {values} }} }}", accept)
        assert answer.status_code == 200, (accept, answer.text)
        assert found.ask(f"SELECT ?a {{ VALUES (?a) {{ {values} ('one more') }} }}", accept).status_code == 422


def test_bare_address_describes_the_service_to_programs_and_shows_a_page_to_people(reading: Running) -> None:
    told = reading.client.get("/sparql", headers={"Accept": "text/turtle"})
    assert told.headers["content-type"] == "text/turtle; charset=utf-8"
    assert "sd:UnionDefaultGraph" in told.text
    assert "SPARQL11Update" not in told.text
    assert json.loads(reading.client.get("/sparql", headers={"Accept": "application/ld+json"}).content)
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert reading.client.get("/sparql", headers=browser).headers["content-type"] == "text/html; charset=utf-8"
    assert reading.client.get("/", headers=browser).headers["content-type"] == "text/html; charset=utf-8"


def test_what_another_program_writes_is_seen_soon(tmp_path: Path, serve: Serve) -> None:
    writer = Store(str(tmp_path / "store"))
    writer.flush()
    found = serve(store=tmp_path / "store")
    assert not found.truth("ASK { <http://example.org/s> ?p ?o }")
    writer.update("INSERT DATA { GRAPH <http://example.org/g> { <http://example.org/s> <http://example.org/p> 1 } }")
    time.sleep(0.6)
    assert found.truth("ASK { <http://example.org/s> ?p ?o }")


def test_health_and_metrics(reading: Running) -> None:
    assert reading.client.get("/health").json() == {"status": "ok", "workers": 2, "busy": 0, "waiting": 0}
    text = reading.client.get("/metrics").text
    assert 'newsgraph_workers_up{pool="read"} 2' in text
    assert 'newsgraph_requests_total{method="GET",route="/health",status="200"}' in text
    assert reading.client.get("/nothing").status_code == 404
    assert reading.client.request("PUT", "/sparql").status_code == 405


def test_many_at_once_are_all_answered(reading: Running) -> None:
    async def ask_all() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=reading.url, timeout=30, trust_env=False) as client:
            return await asyncio.gather(*(client.get("/sparql", params={"query": f"SELECT ({n} AS ?n) {{}}"}) for n in range(100)))

    answers = done(ask_all())
    assert [int(answer.json()["results"]["bindings"][0]["n"]["value"]) for answer in answers] == list(range(100))


def test_answers_do_not_wait_for_acknowledgements(reading: Running) -> None:
    """Without TCP_NODELAY every answer takes 40 ms. The best of many, because other work may be going on."""
    times = []
    for _ in range(30):
        begin = time.perf_counter()
        assert reading.truth("ASK { id:Kyrgyzstan ?p ?o }")
        times.append(time.perf_counter() - begin)
    assert sorted(times)[len(times) // 4] < 0.03
