"""List the queries that come with newsgraph, and read the headers that say what they ask.

A header is a block of comments on top of a query, so that the file runs in any SPARQL tool as it stands:

    # title: Who chairs what
    # asks: Who chairs an organization or a meeting, and when?
    # params:
    #   organization | entity | any | the organization or meeting
    # expects: one row per chair ...

A parameter line names a variable, its kind, its default (`any` for none) and what it means. The query binds the variable in a
block `VALUES ?organization { UNDEF }`, or with the default's term in the place of UNDEF; a given value replaces what is in the braces.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from newsgraph.errors import QueryError
from newsgraph.resources import data_path

__all__ = ["Kind", "Parameter", "Query", "catalog", "parse_query", "shipped_query"]

Kind = Literal["entity", "relation", "class", "text", "date", "integer", "any"]
KINDS: tuple[str, ...] = get_args(Kind)
NO_DEFAULT = "any"

FIELD = re.compile(r"#\s*(title|asks|params|expects):\s*(.*)")
CONTINUATION = re.compile(r"#\s{2,}(\S.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A variable that the asker may set.

    Attributes:
        kind: How a value is understood: an entity by name or IRI, a relation or class by name, words, a day (2019-06-30), a number, or
            "any" (whatever the value looks like).
        default: Value if none is given; "" for none: the variable is then free.
    """

    name: str
    kind: Kind
    default: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query with its header.

    Attributes:
        name: File name without suffix.
        expects: What the columns of the answer are.
    """

    name: str
    title: str
    asks: str
    expects: str
    parameters: tuple[Parameter, ...]
    text: str


def parse_query(text: str, *, name: str) -> Query:
    """Return a query with what its header says; missing fields are "".

    Raises:
        QueryError: A parameter line is malformed.
    """
    fields: dict[str, list[str]] = {"title": [], "asks": [], "params": [], "expects": []}
    current: list[str] | None = None
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if found := FIELD.match(line):
            current = fields[found[1]]
            current += [found[2]] if found[2] else []
        elif current is not None and (more := CONTINUATION.match(line)):
            current.append(more[1])
    return Query(
        name=name,
        title=" ".join(fields["title"]),
        asks=" ".join(fields["asks"]),
        expects=" ".join(fields["expects"]),
        parameters=tuple(_parameter(line, name) for line in fields["params"]),
        text=text,
    )


def _parameter(line: str, query: str) -> Parameter:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != len(("name", "kind", "default", "description")) or parts[1] not in KINDS:
        raise QueryError(f"query {query}: the parameter line {line!r} is not of the form: name | {' or '.join(KINDS)} | default or any | meaning")
    name, kind, default, description = parts
    return Parameter(name=name, kind=cast("Kind", kind), default="" if default == NO_DEFAULT else default, description=description)


def catalog(folder: Path | None = None) -> tuple[Query, ...]:
    """Return all queries of a folder of `.rq` files, by default the shipped ones, sorted by name.

    Raises:
        ResourceError: The shipped queries are missing.
        QueryError: A file cannot be read or its header is malformed.
    """
    found = []
    for path in sorted((folder or data_path("queries")).glob("*.rq"), key=lambda each: each.stem):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"cannot read the query {path}: {error}") from error
        found.append(parse_query(text, name=path.stem))
    return tuple(found)


def shipped_query(name: str) -> Query:
    """Return one shipped query.

    Raises:
        QueryError: There is none of that name; the message offers near ones.
    """
    queries = {query.name: query for query in catalog()}
    if name not in queries:
        near = difflib.get_close_matches(name, queries, n=3) or sorted(queries)
        raise QueryError(f"there is no query {name!r}; try {', '.join(near)}")
    return queries[name]
