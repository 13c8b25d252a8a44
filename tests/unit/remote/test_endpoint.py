"""Addresses, graphs and profiles: what is refused, and where services lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgraph.errors import RemoteError
from newsgraph.remote import PROFILES, Credentials, Endpoint, GraphStore, checked_address, checked_graph, credentials_from_netrc, profile_of
from newsgraph.remote.endpoint import guessed_profile, is_loopback

SECRET = "s3cret-w0rd"  # noqa: S105  # made up


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (f"http://user:{SECRET}@example.org/", "user or password in its address"),
        (f"https://{SECRET}@example.org/store", "user or password in its address"),
        (f"https://:{SECRET}@example.org/store", "user or password in its address"),
        (f"https://example.org/store?token={SECRET}", "has a \\? or #"),
        (f"https://example.org/store#{SECRET}", "has a \\? or #"),
        (f"file:///etc/{SECRET}", "not an http or https address"),
        (f"ftp://example.org/{SECRET}", "not an http or https address"),
        (f"{SECRET}", "not an http or https address"),
        (f"https:///{SECRET}", "not an http or https address"),
        (f"http://example.org:99999/{SECRET}", "not a valid address"),
        (f"http://[::1/{SECRET}", "not a valid address"),
        (f"http://example.org/a b{SECRET}", "blanks or control characters"),
        (f"http://example.org/\t{SECRET}", "not an http|blanks|not a valid"),
    ],
)
def test_addresses_that_are_none_or_hold_secrets_are_refused_without_repeating_them(address: str, message: str) -> None:
    with pytest.raises(RemoteError, match=message) as caught:
        checked_address(address)
    assert SECRET not in str(caught.value)


def test_an_address_loses_its_last_slash_only() -> None:
    assert checked_address("HTTP://Example.org:3030/ds/") == "http://example.org:3030/ds"
    assert checked_address("https://[::1]:80/a") == "https://[::1]:80/a"


@pytest.mark.parametrize("graph", ["", "facts", "/graph", "urn:a b", "urn:<x>", 'urn:"', "urn:{a}", "http://a/\nb", "1x:y"])
def test_no_request_goes_without_the_iri_of_a_graph(graph: str) -> None:
    """Not even a connection is tried: the port is closed."""
    endpoint = Endpoint(address="http://127.0.0.1:9", profile=PROFILES["oxigraph"])
    with GraphStore(endpoint) as store:
        for touch in (store.get, store.head, store.delete, store.count, lambda name: store.put(name, b""), lambda name: store.post(name, b"")):
            with pytest.raises(RemoteError, match=r"no graph was named|not an absolute IRI"):
                touch(graph)
    with pytest.raises(RemoteError):
        checked_graph(graph)


SERVICES = [
    ("newsgraph", "http://h:1", "http://h:1/store", "http://h:1/sparql", "http://h:1/sparql"),
    ("oxigraph", "http://h:1", "http://h:1/store", "http://h:1/query", "http://h:1/update"),
    ("oxigraph", "http://h:1/store", "http://h:1/store", "http://h:1/query", "http://h:1/update"),
    ("virtuoso", "http://h:1", "http://h:1/sparql-graph-crud-auth", "http://h:1/sparql-auth", "http://h:1/sparql-auth"),
    ("virtuoso", "http://h:1/sparql-graph-crud-auth", "http://h:1/sparql-graph-crud-auth", "http://h:1/sparql-auth", "http://h:1/sparql-auth"),
    ("fuseki", "http://h:1/ds", "http://h:1/ds/data", "http://h:1/ds/query", "http://h:1/ds/update"),
    ("fuseki", "http://h:1/ds/data", "http://h:1/ds/data", "http://h:1/ds/query", "http://h:1/ds/update"),
    (
        "rdf4j",
        "http://h:1/rdf4j-server/repositories/x",
        "http://h:1/rdf4j-server/repositories/x/rdf-graphs/service",
        "http://h:1/rdf4j-server/repositories/x",
        "http://h:1/rdf4j-server/repositories/x/statements",
    ),
    (
        "graphdb",
        "http://h:1/repositories/x",
        "http://h:1/repositories/x/rdf-graphs/service",
        "http://h:1/repositories/x",
        "http://h:1/repositories/x/statements",
    ),
    ("stardog", "http://h:1/db", "http://h:1/db", "http://h:1/db/query", "http://h:1/db/update"),
    ("qlever", "http://h:1/wiki", "http://h:1/wiki", "http://h:1/wiki", "http://h:1/wiki"),
    ("neptune", "https://h:1", "https://h:1/sparql/gsp/", "https://h:1/sparql", "https://h:1/sparql"),
    ("neptune", "https://h:1/sparql/gsp", "https://h:1/sparql/gsp/", "https://h:1/sparql", "https://h:1/sparql"),
    ("generic", "https://h/any/where", "https://h/any/where", None, None),
]


@pytest.mark.parametrize(("name", "address", "store", "query", "update"), SERVICES)
def test_services_lie_where_each_store_has_them(name: str, address: str, store: str, query: str | None, update: str | None) -> None:
    endpoint = Endpoint(address=checked_address(address), profile=profile_of(name))
    assert (endpoint.store_url, endpoint.query_url, endpoint.update_url) == (store, query, update)


def test_every_profile_is_in_the_table() -> None:
    assert {row[0] for row in SERVICES} == set(PROFILES)
    assert len(PROFILES) == 10
    assert all(name == profile.name for name, profile in PROFILES.items())
    with pytest.raises(RemoteError, match=r"no profile 'mysql'.*oxigraph"):
        profile_of("mysql")


@pytest.mark.parametrize(
    ("address", "header", "name"),
    [
        ("http://h", "Oxigraph/0.5.13", "oxigraph"),
        ("http://h", "Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu  ", "virtuoso"),
        ("http://h/ds", "Apache Jena Fuseki (5.2.0)", "fuseki"),
        ("http://h/repositories/x", "GraphDB/10.7", "graphdb"),
        ("http://h/repositories/x", "", "graphdb"),
        ("http://h/rdf4j-server/repositories/x", "Apache-Coyote/1.1", "rdf4j"),
        ("http://h", "newsgraph/0.1.0", "newsgraph"),
        ("http://h/sparql-graph-crud-auth", "nginx", "virtuoso"),
        ("http://h/sparql/gsp/", "", "neptune"),
        ("http://h/db", "nginx", None),
    ],
)
def test_a_store_is_known_by_its_header_or_path(address: str, header: str, name: str | None) -> None:
    found = guessed_profile(address, header)
    assert (found.name if found else None) == name


def test_loopback() -> None:
    assert all(map(is_loopback, ("http://localhost:1", "http://127.3.2.1", "http://[::1]:80/x")))
    assert not any(map(is_loopback, ("http://localhost.example.org", "http://10.0.0.1", "http://example.org", "http://0.0.0.0")))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"user": "a"}, "without a password"),
        ({"password": SECRET}, "without a user"),
        ({"user": "a", "password": SECRET, "token": "t"}, "both a password and a token"),
        ({"user": "a:b", "password": SECRET}, "colon"),
        ({"user": "a", "password": SECRET + "\r\nX: y"}, "line end"),
        ({"token": SECRET + " x"}, "blanks"),
        ({"token": SECRET + "é"}, "ASCII"),
    ],
)
def test_credentials_that_cannot_be_sent_are_refused_without_showing_them(values: dict[str, str], message: str) -> None:
    with pytest.raises(RemoteError, match=message) as caught:
        Credentials(**values)
    assert SECRET not in str(caught.value)


def test_credentials_do_not_show_themselves() -> None:
    password, token = "pa ss/'wörd", "tok-en+123/="
    shown = Credentials(user="dba", password=password)
    assert password not in repr(shown)
    assert shown.hide(f"x {password} y pa%20ss/%27w%C3%B6rd pa+ss%2F%27w%C3%B6rd ZGJhOnBhIHNzLyd3w7ZyZA== z") in {
        "x *** y *** *** *** z",
        "x *** y pa%20ss/%27w%C3%B6rd *** *** z",
    }
    assert token not in repr(Credentials(token=token))
    assert Credentials(token=token).hide(f"Bearer {token} tok-en%2B123%2F%3D") == "Bearer *** ***"
    assert Credentials().hide("nothing to hide") == "nothing to hide"


def netrc(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "netrc"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def test_netrc_gives_what_it_holds_for_the_host_and_no_other(tmp_path: Path) -> None:
    path = netrc(tmp_path, f"machine example.org login ann password {SECRET}\ndefault login any password other\n")
    found = credentials_from_netrc(path, "https://example.org:8890/x")
    assert (found.user, found.password) == ("ann", SECRET)
    assert not credentials_from_netrc(path, "https://elsewhere.org").is_given
    assert not credentials_from_netrc(tmp_path / "none", "https://example.org").is_given


def test_a_netrc_that_others_can_read_or_that_is_broken_is_refused(tmp_path: Path) -> None:
    path = netrc(tmp_path, f"machine example.org login ann password {SECRET}\n", 0o644)
    with pytest.raises(RemoteError, match="chmod 600"):
        credentials_from_netrc(path, "https://example.org")
    broken = netrc(tmp_path, f"machine example.org\nlogin ann\npasswort {SECRET}\n")
    with pytest.raises(RemoteError, match="not a valid netrc file at line 3") as caught:
        credentials_from_netrc(broken, "https://example.org")
    assert SECRET not in str(caught.value)
