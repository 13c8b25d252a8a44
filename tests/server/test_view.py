"""Show that the live page answers within limits, and says clearly what it does not answer."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from tests.server.running import Running, Serve

from newsgraph.namespaces import BASE

CSTO = BASE + "id/Collective_Security_Treaty_Organization"


def model(running: Running, **asked: str | list[str]) -> dict[str, Any]:
    """Return the data of the page that is answered."""
    answer = running.client.get("/view", params=asked).raise_for_status()
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', answer.text, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def test_it_begins_with_the_latest_article(reading: Running) -> None:
    found = model(reading)
    assert len(found["live"]["articles"]) == 1
    assert len(found["statements"]["iri"]) > 30
    assert found["title"] == found["live"]["articles"][0][1]
    assert model(reading, article=found["live"]["articles"][0][0])["statements"] == found["statements"]


@pytest.mark.parametrize("words", ["CSTO", "csto", "collective treaty", "Colléctive  SECURITY treaty organization"])
def test_words_find_names_and_aliases(reading: Running, words: str) -> None:
    live = model(reading, q=words)["live"]
    assert CSTO in {iri for iri, _, _ in live["hits"]}
    assert CSTO in live["around"]


def test_a_thing_brings_its_statements(reading: Running) -> None:
    found = model(reading, thing=CSTO)
    assert found["live"]["around"] == [CSTO]
    assert found["title"] == "Collective Security Treaty Organization"
    asked = f"SELECT DISTINCT ?s {{ VALUES ?p {{ rdf:subject rdf:object ng:attributedTo }} ?s ?p <{CSTO}> ; a ng:Statement }}"
    prefixes = f"PREFIX ng: <{BASE}ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
    rows = reading.ask(prefixes + asked).json()["results"]["bindings"]
    assert {each.replace("~", BASE) for each in found["statements"]["iri"]} == {row["s"]["value"] for row in rows}
    both = model(reading, thing=[CSTO, BASE + "id/Kazakhstan"])
    assert len(both["statements"]["iri"]) > len(found["statements"]["iri"])


def test_the_policy_lets_nothing_in(reading: Running) -> None:
    answer = reading.client.get("/view", params={"q": "CSTO"})
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert policy.endswith("frame-ancestors 'none'")
    assert "unsafe" not in policy
    assert policy.removesuffix("; frame-ancestors 'none'") in answer.text.replace("&#39;", "'")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/view?q=" + "x" * 201, 400, "200 characters"),
        ("/view?" + "&".join(f"thing=urn:x:{n}" for n in range(25)), 400, "24 things"),
        ("/view?thing=not an iri", 400, "no IRI"),
        ("/view?thing=urn:x:%3E%20%7D%20DROP%20ALL", 400, "no IRI"),
        ("/view?thing=" + "urn:x:" + "y" * 2000, 400, "2000 characters"),
        ("/view?article=not an iri", 400, "IRI"),
        ("/view/nothing", 404, "nothing at this address"),
    ],
)
def test_what_cannot_be_answered(reading: Running, address: str, status: int, says: str) -> None:
    answer = reading.client.get(address)
    assert answer.status_code == status
    assert says in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


def test_it_only_reads(reading: Running) -> None:
    assert reading.client.post("/view").status_code == 405
    assert reading.client.head("/view").status_code == 200


def test_what_takes_too_long_is_stopped_and_the_service_goes_on(serve: Serve) -> None:
    running = serve(timeout_s=0.01, workers=1)
    answer = running.client.get("/view", params={"q": "CSTO"})
    assert answer.status_code == 504
    assert "was stopped" in answer.text
    deadline = time.monotonic() + 30
    while running.client.get("/health").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.05)
