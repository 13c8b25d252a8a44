"""Read and write the named graphs of a triple store elsewhere.

Sources: https://www.w3.org/TR/sparql11-http-rdf-update/ https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from newsgraph.errors import RemoteError
from newsgraph.remote.credentials import NOBODY, Credentials
from newsgraph.remote.endpoint import Endpoint, checked_address, checked_graph, guessed_profile
from newsgraph.remote.profiles import PROFILES, Profile
from newsgraph.remote.replies import Reply
from newsgraph.remote.transport import Limits, Transport

__all__ = ["GraphStore", "detect_profile"]

RESULTS = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"
GRAPH_TYPES = frozenset({"application/n-triples", "text/plain", "text/ntriples"})
"""What N-Triples may be labelled; some stores still use the older names."""

LIST_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


class GraphStore:
    """The named graphs of one endpoint; every method that touches a graph wants its absolute IRI.

    Graphs are N-Triples in UTF-8. Use it as a context manager, or close it.

    Args:
        endpoint: Where, and what kind of store.
        credentials, is_plain_allowed, ca_file, limits, sleep: As `Transport` takes them.
    """

    def __init__(  # all but the first have defaults
        self,
        endpoint: Endpoint,
        *,
        credentials: Credentials = NOBODY,
        is_plain_allowed: bool = False,
        ca_file: Path | None = None,
        limits: Limits = Limits(),  # noqa: B008  # frozen
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = endpoint
        self._transport = Transport(
            endpoint.store_url,
            auth=endpoint.profile.auth,
            credentials=credentials,
            is_plain_allowed=is_plain_allowed,
            ca_file=ca_file,
            limits=limits,
            sleep=sleep,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._transport.close()

    @property
    def profile(self) -> Profile:
        """What kind of store it is."""
        return self.endpoint.profile

    def put(self, graph: str, triples: bytes) -> None:
        """Make a graph hold these triples and no others.

        A graph beyond the profile's limit is put in several requests: then a failure leaves a part, which putting again heals.

        Raises:
            RemoteError: No graph is named, or the store refuses or fails.
        """
        first, *rest = self._parts(triples)
        self._write("PUT", graph, first)
        for part in rest:
            self._write("POST", graph, part)

    def post(self, graph: str, triples: bytes) -> None:
        """Add triples to a graph.

        Raises:
            RemoteError: As `put`; a part may have been added.
        """
        for part in self._parts(triples):
            self._write("POST", graph, part)

    def get(self, graph: str) -> bytes | None:
        """Return a graph, None if the store has none of that name.

        Raises:
            RemoteError: No graph is named, the store refuses or fails, or sends something else than N-Triples.
        """
        reply = self._send("GET", graph, headers={"Accept": self.profile.media_type})
        if reply.status == 404:
            return None
        if not reply.is_good or (reply.body.strip() and reply.media_type not in GRAPH_TYPES):
            raise self._transport.refused(f"give the graph {graph}", reply)
        return reply.body

    def head(self, graph: str) -> bool:
        """Whether the store has a graph of that name; asked by GET where HEAD is not answered.

        Raises:
            RemoteError: No graph is named, or the store refuses or fails.
        """
        if not self.profile.has_head:
            return bool(self.get(graph))
        reply = self._send("HEAD", graph)
        if reply.status == 404:
            return False
        if not reply.is_good:
            raise self._transport.refused(f"tell of the graph {graph}", reply)
        return True

    def delete(self, graph: str) -> bool:
        """Remove a graph; return whether there was one.

        Raises:
            RemoteError: No graph is named, or the store refuses or fails.
        """
        reply = self._send("DELETE", graph)
        if reply.status == 404:
            return False
        if not reply.is_good:
            raise self._transport.refused(f"delete the graph {graph}", reply)
        return True

    def select(self, sparql: str) -> list[dict[str, str]]:
        """Return the rows of a SELECT: variable to value (IRIs and literals by their characters); unbound ones are left out.

        Raises:
            RemoteError: The store answers no queries, refuses or fails.
        """
        if self.endpoint.query_url is None:
            raise RemoteError(f"queries cannot be asked of {self.endpoint.address} with the profile {self.profile.name}; choose another --profile")
        reply = self._transport.send(
            "POST",
            self.endpoint.query_url,
            content=urlencode({"query": sparql}).encode("ascii"),
            headers={"Accept": RESULTS, "Content-Type": FORM},
            is_repeatable=True,
        )
        if not reply.is_good:
            raise self._transport.refused("answer a query", reply)
        try:
            bindings = json.loads(reply.body)["results"]["bindings"]
            return [{name: str(term["value"]) for name, term in row.items()} for row in bindings]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise self._transport.refused("answer a query in JSON", reply) from None

    def update(self, sparql: str) -> None:
        """Run an update that does no harm when it comes twice, such as DELETE DATA.

        Raises:
            RemoteError: The store takes no updates, refuses or fails.
        """
        if self.endpoint.update_url is None:
            raise RemoteError(f"updates cannot be sent to {self.endpoint.address} with the profile {self.profile.name}; choose another --profile")
        is_form = self.profile.update_form == "form"
        reply = self._transport.send(
            "POST",
            self.endpoint.update_url,
            content=urlencode({"update": sparql}).encode("ascii") if is_form else sparql.encode("utf-8"),
            headers={"Content-Type": FORM if is_form else "application/sparql-update"},
            is_repeatable=True,
        )
        if not reply.is_good:
            raise self._transport.refused("run an update", reply)

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of all named graphs that are not empty, sorted. The protocol has no list, so a query is asked.

        Raises:
            RemoteError: As `select`.
        """
        return tuple(sorted({row["g"] for row in self.select(LIST_GRAPHS) if "g" in row}))

    def count(self, graph: str) -> int:
        """Return the number of triples of a graph.

        Raises:
            RemoteError: No graph is named, or as `select`.
        """
        rows = self.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{checked_graph(graph)}> {{ ?s ?p ?o }} }}")
        try:
            return int(float(rows[0]["n"]))
        except (IndexError, KeyError, ValueError):
            raise RemoteError(f"{self.endpoint.address} did not count the graph {graph}; check the profile") from None

    def _write(self, method: str, graph: str, triples: bytes) -> None:
        reply = self._send(method, graph, content=triples, headers={"Content-Type": self.profile.media_type})
        if not reply.is_good:
            raise self._transport.refused(f"take the graph {graph}", reply)

    def _send(self, method: str, graph: str, *, content: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
        """Send a request about one graph: every one goes through here, so that none goes without a graph."""
        return self._transport.send(method, self.endpoint.store_url, params={"graph": checked_graph(graph)}, content=content, headers=headers)

    def _parts(self, triples: bytes) -> list[bytes]:
        """Return N-Triples in parts within the profile's limit, cut between lines; at least one, which may be empty."""
        limit = self.profile.max_bytes
        if limit is None or len(triples) <= limit:
            return [triples]
        parts: list[bytes] = []
        lines: list[bytes] = []
        size = 0
        for line in triples.splitlines(keepends=True):
            if lines and size + len(line) > limit:
                parts.append(b"".join(lines))
                lines, size = [], 0
            lines.append(line)
            size += len(line)
        return [*parts, b"".join(lines)]


def detect_profile(address: str, *, ca_file: Path | None = None, limits: Limits = Limits()) -> Profile:  # noqa: B008  # frozen
    """Ask a server, without saying who we are, what kind of store it is.

    Raises:
        RemoteError: It cannot be reached, or tells nothing that is known.
    """
    checked = checked_address(address)
    with Transport(checked, ca_file=ca_file, limits=limits) as transport:
        reply = transport.send("GET", checked + "/", headers={"Accept": "*/*"}, is_repeatable=True)
    found = guessed_profile(checked, reply.headers.get("server", ""))
    if found is None:
        named = ", ".join(PROFILES)
        raise RemoteError(f"{checked} does not tell what kind of store it is; say so by --profile, which is one of {named}")
    return found
