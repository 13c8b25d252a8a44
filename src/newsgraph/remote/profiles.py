"""Say what differs between triple stores that speak the SPARQL 1.1 Graph Store Protocol.

A profile is a table, not code: paths, media types, authentication and habits. What each was tested with stands in
`docs/stores-remote.md`.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from newsgraph.errors import RemoteError

__all__ = ["GENERIC", "PROFILES", "Profile", "profile_of"]

N_TRIPLES = "application/n-triples"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How to speak to one kind of triple store.

    Attributes:
        name: What `--profile` calls it.
        title: What people call it.
        store_path, query_path, update_path: Appended to the endpoint; None if there is no such service.
        auth: How a user and password are sent; a token is always sent as `Authorization: Bearer`.
        media_type: What graphs are written and read as.
        update_form: Whether an update is the body of a request or the field `update` of a form; Neptune documents the form.
        max_bytes: Largest body of one request; a larger graph is put in several. None for no limit.
        has_head: Whether HEAD is answered; otherwise a graph is asked for by GET.
        keeps_literals: Whether numbers and booleans come back spelled as they were sent ("1.0" stays "1.0").
        server_header: How the header `Server` begins, in lower case; "" if it tells nothing.
        path_landmark: Part of a path that only this kind of store has; "" if there is none.
    """

    name: str
    title: str
    store_path: str
    query_path: str | None
    update_path: str | None
    auth: OneOf["basic", "digest"] = "basic"
    media_type: str = N_TRIPLES
    update_form: OneOf["body", "form"] = "body"
    max_bytes: int | None = None
    has_head: bool = True
    keeps_literals: bool = True
    server_header: str = ""
    path_landmark: str = ""


GENERIC = "generic"

_ALL = (
    Profile(
        name="newsgraph",
        title="newsgraph serve --write",
        store_path="/store",
        query_path="/sparql",
        update_path="/sparql",
        server_header="newsgraph",
    ),
    Profile(
        name="oxigraph",
        title="Oxigraph server",
        store_path="/store",
        query_path="/query",
        update_path="/update",
        server_header="oxigraph",
    ),
    Profile(
        name="virtuoso",
        title="Virtuoso 7",
        store_path="/sparql-graph-crud-auth",
        query_path="/sparql-auth",
        update_path="/sparql-auth",
        auth="digest",
        max_bytes=4 * MEGABYTE,
        has_head=False,
        keeps_literals=False,
        server_header="virtuoso",
        path_landmark="/sparql-graph-crud-auth",
    ),
    Profile(
        name="fuseki",
        title="Apache Jena Fuseki",
        store_path="/data",
        query_path="/query",
        update_path="/update",
        server_header="apache jena fuseki",
    ),
    Profile(
        name="rdf4j",
        title="Eclipse RDF4J Server",
        store_path="/rdf-graphs/service",
        query_path="",
        update_path="/statements",
        has_head=False,
        path_landmark="/rdf4j-server/repositories/",
    ),
    Profile(
        name="graphdb",
        title="Ontotext GraphDB",
        store_path="/rdf-graphs/service",
        query_path="",
        update_path="/statements",
        has_head=False,
        server_header="graphdb",
        path_landmark="/repositories/",
    ),
    Profile(name="stardog", title="Stardog", store_path="", query_path="/query", update_path="/update", server_header="stardog"),
    Profile(name="qlever", title="QLever", store_path="", query_path="", update_path="", has_head=False),
    Profile(
        name="neptune",
        title="Amazon Neptune",
        store_path="/sparql/gsp/",
        query_path="/sparql",
        update_path="/sparql",
        update_form="form",
        max_bytes=64 * MEGABYTE,
        path_landmark="/sparql/gsp",
    ),
    Profile(name=GENERIC, title="any other Graph Store", store_path="", query_path=None, update_path=None),
)

PROFILES: Mapping[str, Profile] = {each.name: each for each in _ALL}
"""Name to profile, in the order in which an endpoint is compared with them."""


def profile_of(name: str) -> Profile:
    """Return the profile of a name.

    Raises:
        RemoteError: There is none of that name.
    """
    try:
        return PROFILES[name]
    except KeyError:
        raise RemoteError(f"there is no profile {name!r}; choose one of {', '.join(PROFILES)}") from None
