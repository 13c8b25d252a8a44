"""Look at the text of a SPARQL query without parsing it: bare words, refused parts, where an error stands.

Source: https://www.w3.org/TR/sparql11-query/#grammar
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsgraph.errors import QueryError
from newsgraph.namespaces import PREFIXES

__all__ = ["bare_words", "refuse_what_is_not_reading", "refuse_what_reaches_out", "syntax_message", "with_using"]

TOKEN = re.compile(
    r"""
    \#[^\r\n]*                                  # comment
  | <[^<>"{}|^`\\\x00-\x20]*>                   # IRI
  | '''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*'''  # long strings
  | \"\"\"[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*\"\"\"
  | '[^'\\\r\n]*+(?:\\.[^'\\\r\n]*+)*'           # strings
  | "[^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*"
  | [?$]\w+                                     # variable
  | (?P<prefix>[\w.-]*:)(?:[\w.:%-]|\\.)*       # prefixed name, blank node
  | @[A-Za-z-]+                                 # language tag
  | (?P<word>[A-Za-z_]+)
  | .
    """,
    re.VERBOSE | re.DOTALL,
)

UPDATES = frozenset("ADD CLEAR COPY CREATE DELETE DROP INSERT LOAD MOVE WITH".split())

_GAP = r"\s*+(?:\#[^\r\n]*+(?:[\r\n]|$)\s*+)*"
SERVICE = re.compile(
    rf"(?<![?$:])SERVICE{_GAP}(?:SILENT{_GAP})?(?:<[^>]*+>|[?$][^\s{{#]++|[^\s{{<\#:]*+:[^\s{{\#\\]*+(?:\\.[^\s{{\#\\]*+)*){_GAP}\{{", re.IGNORECASE
)
"""A SERVICE clause up to its brace, anywhere: also glued to a number before it, which pyoxigraph accepts, and also inside a string
or comment, because what looks like one there may be made one by an unbalanced quotation mark. Every real clause has this form."""

ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
SHOWN_CHARS = 40
DECLARATION = re.compile(r"\bPREFIX\s+([\w.-]*:)", re.IGNORECASE)
SENTENCE = re.compile(r"[A-Z][A-Za-z]+(?: [A-Za-z?$]\w*){2,}")
ERROR_PLACE = re.compile(r"error at (\d+):(\d+)")


def bare_words(sparql: str) -> tuple[str, ...]:
    """Return the keywords and other bare words of a query in upper case, in order: not those of strings, IRIs, names and comments."""
    return tuple(found["word"].upper() for found in TOKEN.finditer(sparql) if found["word"])


def refuse_what_is_not_reading(sparql: str) -> None:
    """Let only queries pass that read the given store and nothing else.

    Raises:
        QueryError: It is an update, or it calls another server by SERVICE.
    """
    words = bare_words(sparql)
    first = next((word for word in words if word not in {"BASE", "PREFIX"}), "")
    if first in UPDATES:
        raise QueryError(f"{first} changes a graph; only SELECT, ASK, CONSTRUCT and DESCRIBE are answered here")
    _refuse_service(sparql)


def refuse_what_reaches_out(sparql: str) -> None:
    """Let only updates pass that touch the given store and nothing else.

    Raises:
        QueryError: It reads a file or an address by LOAD, or calls another server by SERVICE.
    """
    if "LOAD" in bare_words(sparql):
        raise QueryError("LOAD would fetch from elsewhere; send the triples themselves, by INSERT DATA or to the graph store")
    _refuse_service(sparql)


def _refuse_service(sparql: str) -> None:
    if SERVICE.search(ESCAPE.sub(_unescaped, sparql)):
        raise QueryError("SERVICE would call another server; queries are answered from the given graph only, so leave that part out")


def with_using(sparql: str, graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """Return an update whose every WHERE sees the given graphs, as if it said USING and USING NAMED itself.

    `DELETE WHERE { … }` has no place for USING, so it becomes `DELETE { … } USING … WHERE { … }`, which is the same.

    Args:
        sparql: The update.
        graphs: IRIs in angle brackets; with none here and none below, the update stays as it is.
        named_graphs: The same, for GRAPH.

    Raises:
        QueryError: It says USING or WITH itself. Source: https://www.w3.org/TR/sparql11-protocol/#update-operation
    """
    if not graphs and not named_graphs:
        return sparql
    using = "".join([*(f" USING {iri}" for iri in graphs), *(f" USING NAMED {iri}" for iri in named_graphs)]) + " "
    parts: list[str] = []
    copied, depth, opened, before = 0, 0, 0, ""
    pending = 0  # where the WHERE of a DELETE WHERE starts
    for found in TOKEN.finditer(sparql):
        text, word = found[0], (found["word"] or "").upper()
        if text.isspace() or text.startswith("#"):
            continue
        if depth == 0 and word in {"USING", "WITH"}:
            raise QueryError(f"the update says {word}, and the request names graphs as well; do one of the two")
        if depth == 0 and word == "WHERE":
            parts.append(sparql[copied : found.start()])
            copied = found.start()
            if before == "DELETE":
                pending = found.start()
            else:
                parts.append(using)
        if text == "{":
            depth += 1
            opened = found.start() if depth == 1 else opened
        elif text == "}":
            depth -= 1
            if depth == 0 and pending:
                parts.append(f"{sparql[opened : found.end()]}{using}")
                pending = 0
        before = word or text
    return "".join([*parts, sparql[copied:]])


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= 0x10FFFF else found[0]


def syntax_message(sparql: str, error: str) -> str:
    """Return one line that shows where a query cannot be read on, and why."""
    found = ERROR_PLACE.search(error)
    if found is None:
        return f"the query is not valid SPARQL: {error[:200]}"
    number, column = int(found[1]), int(found[2])
    lines = sparql.splitlines() or [""]
    line = lines[min(number, len(lines)) - 1]
    rest = line[column - 1 :].strip()
    near = f"before {rest[:SHOWN_CHARS]!r}" if rest else f"after {line.strip()[-SHOWN_CHARS:]!r}" if line.strip() else "which is empty"
    return f"the query is not valid SPARQL at line {number}, column {column}, {near}: {_reason(sparql, error[found.end() :])}"


def _reason(sparql: str, error: str) -> str:
    """Return what is wrong: an undeclared prefix, what the engine says in words, or only where it stopped; its lists of wishes mislead."""
    declared = {name.lower() for name in DECLARATION.findall(sparql)} | {f"{name}:".lower() for name in PREFIXES}
    used = (found["prefix"] for found in TOKEN.finditer(sparql) if found["prefix"])
    unknown = next((name for name in used if name != "_:" and name.lower() not in declared), "")
    if unknown:
        return f"the prefix {unknown} is not declared; add PREFIX {unknown} <...>"
    said = SENTENCE.search(error)
    return said[0].strip() if said else "it cannot be read on from here; look for a missing brace, dot or quotation mark, or a misspelt keyword"
