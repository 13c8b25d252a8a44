"""What is special about Virtuoso 7, on a real one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from tests.contract.conftest import empty
from tests.support.stores import RunningStore

from newsgraph.errors import RemoteError
from newsgraph.exchange import Push, RemoteTarget
from newsgraph.namespaces import XSD
from newsgraph.remote import Credentials, GraphStore
from newsgraph.store import EmbeddedStore

GRAPH = "urn:test:g"
S, P = NamedNode("https://example.org/s"), NamedNode("https://example.org/p")


def store_of(*objects: Literal | NamedNode, graph: str = GRAPH) -> EmbeddedStore:
    store = EmbeddedStore()
    store.change(added=[Quad(S, P, each, NamedNode(graph)) for each in objects])
    return store


def test_spellings_that_it_changes_are_no_differences(virtuoso_server: RunningStore) -> None:
    empty(virtuoso_server)
    values = [
        ("2.50", "decimal"),
        ("05", "integer"),
        ("1.0E3", "double"),
        ("1", "boolean"),
        ("12345678901234567890", "integer"),
        ("2019-01-01", "date"),
    ]
    source = store_of(*(Literal(value, datatype=NamedNode(XSD + name)) for value, name in values), Literal('é 北京 😀 \\ " \n\t', language="en-GB"))
    with virtuoso_server.client() as client:
        assert Push(source, RemoteTarget(client)).run().differences == ()
        there = client.get(GRAPH) or b""
        assert b'"1000.0"^^<http://www.w3.org/2001/XMLSchema#double>' in there
        assert b'"12345678901234567890"^^<http://www.w3.org/2001/XMLSchema#decimal>' in there
        assert Push(source, RemoteTarget(client)).run().is_same


def test_what_it_cuts_or_makes_one_is_found(virtuoso_server: RunningStore) -> None:
    empty(virtuoso_server)
    with virtuoso_server.client() as client:
        one = (Literal("1", datatype=NamedNode(XSD + "integer")), Literal("true", datatype=NamedNode(XSD + "boolean")))
        assert Push(store_of(*one), RemoteTarget(client)).run().differences == (f"graph {GRAPH} lacks 1 of our triples there",)
    empty(virtuoso_server)
    with virtuoso_server.client() as client:
        report = Push(store_of(NamedNode("https://example.org/" + "a" * 3000)), RemoteTarget(client)).run()
        assert report.differences == (f"graph {GRAPH} lacks 1 of our triples there",)


def test_numbers_of_two_types_that_become_one_are_compared_by_value(virtuoso_server: RunningStore) -> None:
    empty(virtuoso_server)
    source = store_of(*(Literal("1.5", datatype=NamedNode(XSD + name)) for name in ("decimal", "double")))
    with virtuoso_server.client() as client:
        assert Push(source, RemoteTarget(client)).run().differences == ()


def test_a_large_graph_arrives_in_parts(virtuoso_server: RunningStore) -> None:
    empty(virtuoso_server)
    with virtuoso_server.client() as client:
        parts = GraphStore(replace(client.endpoint, profile=replace(client.profile, max_bytes=5_000)), credentials=virtuoso_server.credentials)
        triples = b"".join(f'<urn:s:{number}> <urn:p> "value {number}"@en .\n'.encode() for number in range(2_000))
        with parts:
            parts.put(GRAPH, triples)
        assert client.count(GRAPH) == 2_000
        client.put(GRAPH, b"<urn:a> <urn:b> <urn:c> .\n")
        assert client.count(GRAPH) == 1


def test_more_orphans_than_it_compiles_at_once_are_removed(virtuoso_server: RunningStore) -> None:
    empty(virtuoso_server)
    source = store_of(*(Literal(f"word {number} “é”", language="en") for number in range(1_200)))
    with virtuoso_server.client() as client:
        target = RemoteTarget(client)
        Push(source, target).run()
        target.remove(set(source))
        assert client.count(GRAPH) == 0


def test_it_has_no_head_and_deletes_once(virtuoso_server: RunningStore) -> None:
    empty(virtuoso_server)
    with virtuoso_server.client() as client:
        assert not client.head(GRAPH)
        client.post(GRAPH, b"<urn:a> <urn:b> <urn:c> .\n")
        assert client.head(GRAPH)
        assert client.delete(GRAPH)
        assert not client.delete(GRAPH)


def test_a_wrong_password_and_a_user_without_rights_are_told_and_not_shown(virtuoso_server: RunningStore) -> None:
    wrong = Credentials(user="tester", password="wr0ng-Passw0rd")  # noqa: S106  # made up
    with (
        GraphStore(virtuoso_server.client().endpoint, credentials=wrong) as client,
        pytest.raises(RemoteError, match=r"answered 401.*NEWSGRAPH_USER") as caught,
    ):
        client.put(GRAPH, b"<urn:a> <urn:b> <urn:c> .\n")
    assert "wr0ng" not in str(caught.value)
    with GraphStore(virtuoso_server.client().endpoint) as client, pytest.raises(RemoteError, match=r"answered 401"):
        client.put(GRAPH, b"<urn:a> <urn:b> <urn:c> .\n")


def test_a_literal_that_it_does_not_take_is_told(virtuoso_server: RunningStore) -> None:
    with virtuoso_server.client() as client, pytest.raises(RemoteError, match=r"answered 500.*unsupported type"):
        client.put(GRAPH, f'<urn:a> <urn:b> "{"long " * 40_000}" .\n'.encode())
