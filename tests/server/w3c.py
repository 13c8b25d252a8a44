"""Read the W3C's manifests of protocol tests: requests and what is expected of their answers.

The manifests are not ours to ship. They are looked for under $NEWSGRAPH_W3C_TESTS, then in a folder `shared/w3c-tests` beside or above the
checkout; as published in https://github.com/w3c/rdf-tests (sparql/sparql11).
"""

from __future__ import annotations

import http.client
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

__all__ = ["Answer", "Exchange", "ProtocolCase", "graph_store_cases", "protocol_cases", "send", "suites"]

CHECKOUT = Path(__file__).parents[2]

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
STATUS = "http://www.w3.org/2011/http-statusCodes#StatusCode"


@dataclass(frozen=True)
class Exchange:
    """A request, and what is expected of its answer."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    statuses: frozenset[str]
    form: str = ""
    boolean: bool | None = None


@dataclass(frozen=True)
class ProtocolCase:
    """A test of the protocol: data by graph name, and exchanges that must go as expected, in order."""

    name: str
    data: tuple[tuple[str, Path], ...]
    exchanges: tuple[Exchange, ...]

    @property
    def changes(self) -> bool:
        """Whether it can only pass where updates are allowed."""
        return self.name.startswith("update_")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def suites() -> Path | None:
    """Return the folder of the suites, if there is one."""
    named = os.environ.get("NEWSGRAPH_W3C_TESTS")
    places = [Path(named)] if named else [each / "shared" / "w3c-tests" for each in CHECKOUT.parents]
    return next((place for place in places if (place / "protocol" / "manifest.ttl").is_file()), None)


def send(host: str, exchange: Exchange, extra: Mapping[str, str] | None = None) -> Answer:
    """Send a request over a real connection, exactly as it is written, and return the answer."""
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        connection.request(exchange.method, exchange.target, body=exchange.body, headers={**dict(exchange.headers), **(extra or {})})
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


class _Manifest:
    """A manifest and ways to look into it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = Store()
        self.store.load(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri())

    def values(self, subject: object, predicate: str) -> list[object]:
        return [quad.object for quad in self.store.quads_for_pattern(subject, NamedNode(predicate), None, None)]  # type: ignore[arg-type]  # a term

    def value(self, subject: object, predicate: str) -> object:
        found = self.values(subject, predicate)
        return found[0] if found else None

    def text(self, subject: object, predicate: str) -> str:
        found = self.value(subject, predicate)
        return found.value if isinstance(found, Literal | NamedNode) else ""

    def items(self, head: object) -> Iterable[object]:
        while head is not None and head != NamedNode(RDF + "nil"):
            yield self.value(head, RDF + "first")
            head = self.value(head, RDF + "rest")

    def entries(self) -> Iterable[NamedNode]:
        for quad in self.store.quads_for_pattern(None, NamedNode(MF + "entries"), None, None):
            yield from (each for each in self.items(quad.object) if isinstance(each, NamedNode))


def protocol_cases(folder: Path) -> tuple[ProtocolCase, ...]:
    """Return the tests of query and update, in the order of the manifest."""
    manifest = _Manifest(folder / "protocol" / "manifest.ttl")
    return tuple(_protocol_case(manifest, entry) for entry in manifest.entries())


def _protocol_case(manifest: _Manifest, entry: NamedNode) -> ProtocolCase:
    data = []
    for node in manifest.values(entry, UT + "graphData"):
        file = manifest.text(node, UT + "graph").rpartition("/")[2]
        data.append((manifest.text(node, RDFS + "label"), manifest.path.parent / file))
    requests = manifest.items(manifest.value(manifest.value(entry, MF + "action"), HT + "requests"))
    return ProtocolCase(entry.value.partition("#")[2], tuple(sorted(data)), tuple(_exchange(manifest, each) for each in requests))


def _exchange(manifest: _Manifest, request: object) -> Exchange:
    headers = [
        (manifest.text(each, HT + "fieldName"), manifest.text(each, HT + "fieldValue"))
        for each in manifest.items(manifest.value(request, HT + "headers"))
    ]
    content = manifest.value(request, HT + "body")
    body = None
    if content is not None:
        body = manifest.text(content, CNT + "chars").encode(manifest.text(content, CNT + "characterEncoding"))
    expected = manifest.value(request, HT + "resp")
    boolean = manifest.text(expected, MF + "expectedBoolean")
    return Exchange(
        method=manifest.text(request, HT + "methodName"),
        target=manifest.text(request, HT + "absolutePath"),
        headers=tuple(headers),
        body=body,
        statuses=frozenset(
            each.value.removeprefix(STATUS) for each in manifest.values(expected, MF + "expectedStatus") if isinstance(each, NamedNode)
        ),
        form=manifest.text(expected, MF + "expectedFormat"),
        boolean={"true": True, "false": False}.get(boolean),
    )


@dataclass(frozen=True)
class GraphStoreCase:
    """A test of the graph store: a request as text, and the answer that is expected, as text, with places to fill in."""

    name: str
    request: str
    response: str


def graph_store_cases(folder: Path) -> tuple[GraphStoreCase, ...]:
    """Return the tests of the Graph Store Protocol, in the order of the manifest, which is that in which they are to run."""
    manifest = _Manifest(folder / "http-rdf-update" / "manifest.ttl")
    found = []
    for entry in manifest.entries():
        comment = next(text for each in manifest.values(entry, RDFS + "comment") if (text := getattr(each, "value", "")).count("####") == 2)
        request, response = (_unindented(part) for part in re.split(r"^#### (?:Request|Response)$", comment, flags=re.MULTILINE)[1:])
        found.append(GraphStoreCase(entry.value.partition("#")[2], request, response))
    return tuple(found)


def _unindented(text: str) -> str:
    return "\n".join(line.removeprefix("    ") for line in text.strip("\n").splitlines()).strip("\n") + "\n"
