"""Read what the SPARQL 1.1 Protocol sends: from a query string, a form, or a body.

Nothing here touches the network; every function takes text or bytes. Source: https://www.w3.org/TR/sparql11-protocol/#protocol
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

__all__ = ["FORM", "QUERY", "UPDATE", "Operation", "ProtocolError", "media_type", "operation", "parameters"]

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

MAX_FIELDS = 1000
CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\";\s]+)", re.IGNORECASE)
ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")

OFFERS = {"query": ("default-graph-uri", "named-graph-uri"), "update": ("using-graph-uri", "using-named-graph-uri")}
"""The parameters that name the default and the named graphs of an operation."""


class ProtocolError(Exception):
    """Say that a request is not one of the protocol.

    Args:
        status: The HTTP status to answer with.
    """

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A query or an update, as it was sent.

    Attributes:
        kind: Which of the two.
        text: SPARQL.
        default_graphs: IRIs of the graphs that make up the default graph; empty if the request names none.
        named_graphs: IRIs of the named graphs.
    """

    kind: Literal["query", "update"]
    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def media_type(header: str | None) -> str:
    """Return the media type of a Content-Type header in lower case, without parameters; "" if there is none.

    Raises:
        ProtocolError: It names an encoding other than UTF-8.
    """
    text = header or ""
    charset = CHARSET.search(text)
    if charset and charset[1].lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise ProtocolError(f"the body is said to be {charset[1][:40]}; send UTF-8", status=415)
    return text.partition(";")[0].strip().lower()


def parameters(encoded: bytes) -> list[tuple[str, str]]:
    """Return the names and values of a query string or form, decoded once, in order.

    Raises:
        ProtocolError: An escape is malformed, the bytes are not UTF-8, or there are too many of them.
    """
    if BAD_ESCAPE.search(encoded):
        raise ProtocolError("a percent sign is not followed by two hexadecimal digits; write a bare one as %25")
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError as error:
        raise ProtocolError("the parameters are not percent-encoded UTF-8") from error
    except ValueError as error:
        raise ProtocolError(f"there are more than {MAX_FIELDS} parameters") from error


def operation(method: str, query_string: bytes, content_type: str | None, body: bytes) -> Operation | None:
    """Return what a request to the SPARQL endpoint asks for, None if it is a GET or HEAD that asks nothing.

    Raises:
        ProtocolError: It is not a request of the protocol.
    """
    fields = parameters(query_string)
    if method in {"GET", "HEAD"}:
        if any(name == "update" for name, _ in fields):
            raise ProtocolError("an update cannot be sent by GET; use POST", status=405)
        return _of_fields(fields, ("query",)) if fields else None
    sent = media_type(content_type)
    if sent == FORM:
        return _of_fields([*fields, *parameters(body)], ("query", "update"))
    if sent in {QUERY, UPDATE}:
        if any(name in {"query", "update"} for name, _ in fields):
            raise ProtocolError("there is SPARQL both in the address and in the body; send it once")
        return _of_text("query" if sent == QUERY else "update", _text(body), fields)
    raise ProtocolError(f"the body is {sent or 'of no stated type'}; send {QUERY}, {UPDATE} or {FORM} (as Content-Type)", status=415)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(f"the body is not UTF-8: byte {error.start} cannot be read") from error


def _of_fields(fields: Sequence[tuple[str, str]], kinds: Sequence[Literal["query", "update"]]) -> Operation:
    found = [(kind, value) for kind in kinds for name, value in fields if name == kind]
    if len(found) != 1:
        what = " or ".join(kinds)
        raise ProtocolError(f"there are {len(found)} parameters {what}; send exactly one" if found else f"the parameter {what} is missing")
    return _of_text(*found[0], fields)


def _of_text(kind: Literal["query", "update"], text: str, fields: Sequence[tuple[str, str]]) -> Operation:
    values: Mapping[str, tuple[str, ...]] = {
        wanted: tuple(dict.fromkeys(_iri(name, value) for name, value in fields if name == wanted)) for pair in OFFERS.values() for wanted in pair
    }
    other = OFFERS["update" if kind == "query" else "query"]
    strays = [name for name in other if values[name]]
    if strays:
        raise ProtocolError(f"{strays[0]} has no meaning for a{'n' if kind == 'update' else ''} {kind}; use {' and '.join(OFFERS[kind])}")
    default, named = OFFERS[kind]
    return Operation(kind=kind, text=text, default_graphs=values[default], named_graphs=values[named])


def _iri(name: str, value: str) -> str:
    if name not in {each for pair in OFFERS.values() for each in pair}:
        return value
    if not ABSOLUTE_IRI.fullmatch(value):
        raise ProtocolError(f"{name} is {value[:200]!r}, which is no absolute IRI")
    return value
