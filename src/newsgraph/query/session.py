"""Keep a store or files open for several queries.

Every query runs in a child process: whatever it does, it can be stopped. Updates and SERVICE are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from pyoxigraph import Literal, NamedNode, Triple

from newsgraph.errors import QueryError
from newsgraph.namespaces import OWL, RDFS, SKOS
from newsgraph.query.catalog import Query, parse_query
from newsgraph.query.parameters import bind
from newsgraph.query.process import AnsweringProcess
from newsgraph.query.results import Answer, Rows, Triples
from newsgraph.query.text import bare_words, refuse_what_is_not_reading, syntax_message
from newsgraph.query.wire import from_wire

__all__ = ["DEFAULT_TIMEOUT_S", "QuadSource", "QuerySession"]

DEFAULT_TIMEOUT_S = 30.0
"""Long enough for every shipped query on a million quads, short enough to wait for."""

DATA_FILES = ("*.sst", "*.log", "MANIFEST-*")
"""What holds the data in a store's folder; readers touch other files there."""

STORE_LANDMARK = "CURRENT"
"""A file that every folder of a store holds."""

NEAR_NAMES = 5

EXACT_NAME = "SELECT DISTINCT ?e {{ VALUES ?name {{ {} }} ?e <%(label)s>|<%(alt)s> ?name FILTER(isIRI(?e)) }} ORDER BY ?e"
ANY_CASE_NAME = "SELECT DISTINCT ?e {{ ?e <%(label)s>|<%(alt)s> ?name FILTER(isIRI(?e) && LCASE(STR(?name)) = {}) }} ORDER BY ?e"
LINKED = "SELECT DISTINCT ?e {{ ?e <%(same)s>|<%(match)s> {} }} ORDER BY ?e"
NEAR = "SELECT DISTINCT ?name {{ ?e <%(label)s> ?name FILTER(CONTAINS(LCASE(STR(?name)), {})) }} ORDER BY STRLEN(STR(?name)) STR(?name) LIMIT %(n)d"
_WORDS = {"label": RDFS + "label", "alt": SKOS + "altLabel", "same": OWL + "sameAs", "match": SKOS + "exactMatch", "n": NEAR_NAMES}


class QuadSource(Protocol):
    """A store that can be asked: in a folder that another process may read, or in memory, with all its quads at hand."""

    @property
    def path(self) -> Path | None:
        """The store's folder, None in memory."""

    @property
    def revision(self) -> int:
        """A number that grows with every change."""

    def nquads(self) -> bytes:
        """Return everything as N-Quads."""


class QuerySession:
    """A store or files that several queries are asked of. What changed meanwhile is read again before the next query.

    One session answers one query at a time; use one per thread.

    Args:
        store: A store, or the folder of one.
        files: RDF files; exactly one of `store` and `files` is given.

    Raises:
        QueryError: Both or neither is given, or a path is missing.
    """

    def __init__(self, *, store: QuadSource | Path | None = None, files: Sequence[Path] | None = None) -> None:
        if (store is None) == (files is None):
            raise QueryError("ask either a store or files; give exactly one of the two")
        self._source = store if not isinstance(store, Path) else None
        folder = store if isinstance(store, Path) else store.path if store is not None else None
        self._folder = folder
        self._files = tuple(files or ())
        self._process: AnsweringProcess | None = None
        self._state: object = None
        missing = [str(path) for path in (*self._files, *([folder] if folder else [])) if not path.exists()]
        if missing:
            raise QueryError(f"there is no {missing[0]}; check the name")
        if folder is not None and not folder.is_dir():
            raise QueryError(f"{folder} is a file, not the folder of a store; give a file by --data")
        if folder is not None and not (folder / STORE_LANDMARK).is_file():
            raise QueryError(f"there is no store in {folder}; make one by building with --store, or name another folder")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the answering process; the next query starts another."""
        if self._process is not None:
            self._process.kill()
            self._process = None

    def run(
        self,
        query: str | Query,
        *,
        params: Mapping[str, str] | None = None,
        timeout_s: float | None = DEFAULT_TIMEOUT_S,
        max_rows: int | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Answer one query; arguments and errors are those of `run_query`."""
        asked = query if isinstance(query, Query) else parse_query(query, name="given")
        refuse_what_is_not_reading(asked.text)
        if timeout_s is not None and timeout_s <= 0:
            raise QueryError(f"a time limit of {timeout_s:g} s answers nothing; give more than 0, or None for no limit")
        self._refresh()
        sparql, unknown = bind(asked, params or {}, lambda name: self.entities(name, timeout_s=timeout_s))
        refuse_what_is_not_reading(sparql)
        graphs = {"default_graphs": list(default_graphs), "named_graphs": list(named_graphs)}
        reply = self._ask({"sparql": sparql, "max_rows": max_rows, **graphs}, timeout_s)
        notes = tuple(f"nothing here is called {name!r}{self._near(name, timeout_s)}" for name in unknown)
        return _answer(reply, sparql, notes)

    def entities(self, name: str, *, timeout_s: float | None = DEFAULT_TIMEOUT_S) -> tuple[NamedNode, ...]:
        """Return what bears a name (label or alias; as written, else in any case), or is linked to `<an IRI>`; sorted.

        Raises:
            QueryError: It took too long.
        """
        if name.startswith("<"):
            return self._column(LINKED % _WORDS, name, timeout_s)
        bare = name.strip()
        forms = f"{Literal(bare)} {Literal(bare, language='en')}"
        return self._column(EXACT_NAME % _WORDS, forms, timeout_s) or self._column(ANY_CASE_NAME % _WORDS, str(Literal(bare.lower())), timeout_s)

    def _column(self, template: str, words: str, timeout_s: float | None) -> tuple[NamedNode, ...]:
        self._refresh()
        answer = _answer(self._ask({"sparql": template.format(words)}, timeout_s), template, ())
        return tuple(row[0] for row in answer.rows if isinstance(row[0], NamedNode)) if isinstance(answer, Rows) else ()

    def _near(self, name: str, timeout_s: float | None) -> str:
        """Return the end of a note: labels that hold the longest word of a name, if there are any."""
        longest = max(re.findall(r"\w+", name), key=len, default="")
        if not longest:
            return ""
        answer = _answer(self._ask({"sparql": (NEAR % _WORDS).format(Literal(longest.lower()))}, timeout_s), "ORDER", ())
        near = [row["name"] for row in answer.texts()] if isinstance(answer, Rows) else []
        return f"; near it: {', '.join(near)}" if near else ""

    def _ask(self, request: Mapping[str, object], timeout_s: float | None) -> dict[str, object]:
        if self._process is None:
            raise QueryError("the session has no answering process; ask again")
        reply = self._process.ask(request, timeout_s=timeout_s)
        if reply.get("kind") == "SyntaxError":
            raise QueryError(syntax_message(str(request["sparql"]), str(reply["error"])))
        if "error" in reply:
            raise QueryError(f"the query cannot be answered: {reply['error']}")
        return reply

    def _refresh(self) -> None:
        """Start the answering process, or start it anew if the data have changed since."""
        state = _state(self._source, self._folder, self._files)
        if self._process is not None and self._process.is_alive and state == self._state:
            return
        self.close()
        payload = b""
        if self._folder is not None:
            opening: dict[str, object] = {"folder": str(self._folder)}
        elif self._source is not None:
            payload = self._source.nquads()
            opening = {"n_bytes": len(payload)}
        else:
            opening = {"files": [str(path) for path in self._files]}
        self._process = AnsweringProcess(opening, payload)
        self._state = state


def _state(source: QuadSource | None, folder: Path | None, files: Sequence[Path]) -> object:
    """Return something that is equal as long as the data are the same."""
    if folder is None and source is not None:
        return source.revision
    watched = [path for pattern in DATA_FILES for path in folder.glob(pattern)] if folder is not None else list(files)
    stamps = []
    for path in sorted(watched):
        try:
            status = path.stat()
        except OSError:
            continue  # a store's writer tidies up: the list itself has changed then
        stamps.append((str(path), status.st_size, status.st_mtime_ns))
    return tuple(stamps)


def _answer(reply: dict[str, object], sparql: str, notes: tuple[str, ...]) -> Answer:
    if isinstance(reply.get("boolean"), bool):
        return bool(reply["boolean"])
    is_cut = bool(reply.get("cut"))
    triples = reply.get("triples")
    if isinstance(triples, list):
        found = {each for each in map(from_wire, triples) if isinstance(each, Triple)}
        return Triples(triples=tuple(sorted(found, key=str)), is_cut=is_cut, notes=notes)
    variables, raw = reply.get("variables"), reply.get("rows")
    if not isinstance(variables, list) or not isinstance(raw, list):
        raise QueryError("the answering process sent no answer")
    rows = [tuple(None if term is None else from_wire(term) for term in row) for row in raw]
    if "ORDER" not in bare_words(sparql):
        rows.sort(key=lambda row: [str(term or "") for term in row])
    return Rows(variables=tuple(variables), rows=tuple(rows), is_cut=is_cut, notes=notes)
