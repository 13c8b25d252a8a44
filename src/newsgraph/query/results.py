"""Hold answers and write them: as a table for people, and in the formats of the W3C.

Sources: https://www.w3.org/TR/sparql11-results-json/ https://www.w3.org/TR/sparql11-results-csv-tsv/ https://www.w3.org/TR/rdf-sparql-XMLres/
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import get_args
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from newsgraph.errors import QueryError
from newsgraph.namespaces import PREFIXES, XSD

__all__ = ["FORMATS", "Answer", "Format", "Rows", "Term", "Triples", "render"]

Term = NamedNode | BlankNode | Literal | Triple
Format = OneOf["table", "csv", "tsv", "json", "xml", "turtle", "nt"]
FORMATS: tuple[str, ...] = get_args(Format)

LOCAL_NAME = re.compile(r"[\w%](?:[\w%.-]*[\w%-])?")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
END_BLANKS = re.compile(r"\A\s+|\s+\Z")
WIDE = frozenset("WF")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The answer to SELECT.

    Attributes:
        variables: Names of the columns, in the order of the query, without "?".
        rows: A term or None (unbound) for each variable. In the query's order; sorted if it gives none.
        is_cut: Whether there were more rows than were asked for.
        notes: Sentences for the asker, such as a name that no entity has.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    is_cut: bool = False
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield each row as `texts` does."""
        return iter(self.texts())

    def texts(self) -> list[dict[str, str]]:
        """Return each row as a dictionary of plain strings: characters of literals, IRIs in full, "" for unbound."""
        return [{name: _plain(term) for name, term in zip(self.variables, row, strict=True)} for row in self.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Triples:
    """The answer to CONSTRUCT or DESCRIBE: sorted, without duplicates."""

    triples: tuple[Triple, ...]
    is_cut: bool = False
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)


Answer = Rows | Triples | bool


def render(answer: Answer, format: Format, *, prefixes: Mapping[str, str] = PREFIXES) -> str:  # noqa: A002  the word of rdflib and pyoxigraph
    """Return an answer as text; it ends with a line end.

    Args:
        answer: What `run_query` returned.
        format: "table" (every answer), "csv", "tsv", "json", "xml" (SELECT and ASK), "turtle", "nt" (CONSTRUCT and DESCRIBE).
        prefixes: Short names for IRIs in "table" and "turtle".

    Raises:
        QueryError: The format is unknown or cannot hold this kind of answer.
    """
    if format not in FORMATS:
        raise QueryError(f"there is no format {format!r} for answers; choose one of {', '.join(FORMATS)}")
    if isinstance(answer, Triples):
        if format in {"turtle", "nt"}:
            return _graph(answer, format, prefixes)
        if format != "table":
            raise QueryError(f"the answer is a graph, which {format} cannot hold; choose turtle, nt or table")
        rows = tuple((each.subject, each.predicate, each.object) for each in answer.triples)
        return _table(Rows(variables=("subject", "predicate", "object"), rows=rows, is_cut=answer.is_cut), prefixes)
    if format in {"turtle", "nt"}:
        raise QueryError(f"the answer is a table, which {format} cannot hold; choose table, csv, tsv, json or xml")
    if isinstance(answer, bool):
        return _boolean(answer, format)
    writers: dict[str, Callable[[Rows], str]] = {"csv": _csv, "tsv": _tsv, "json": _json, "xml": _xml}
    return _table(answer, prefixes) if format == "table" else writers[format](answer)


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _boolean(answer: bool, form: str) -> str:  # noqa: FBT001  the answer is a boolean
    word = "true" if answer else "false"
    if form == "json":
        return f'{{"head":{{}},"boolean":{word}}}\n'
    if form == "xml":
        return f'<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>{word}</boolean></sparql>\n'
    return f"{word}\n"


def _csv(rows: Rows) -> str:
    """Write bare characters; lines end with CR LF as the recommendation asks."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(rows.variables)
    writer.writerows([_plain(term) for term in row] for row in rows.rows)
    return text.getvalue()


def _tsv(rows: Rows) -> str:
    lines = ["\t".join(f"?{name}" for name in rows.variables)]
    lines += ["\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in rows.rows]
    return "\n".join(lines) + "\n"


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        return {"type": "triple", "value": {name: _json_term(getattr(term, name)) for name in ("subject", "predicate", "object")}}
    found: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language is not None:
        found["xml:lang"] = term.language
    elif term.datatype.value != XSD + "string":
        found["datatype"] = term.datatype.value
    return found


def _json(rows: Rows) -> str:
    bindings = [{name: _json_term(term) for name, term in zip(rows.variables, row, strict=True) if term is not None} for row in rows.rows]
    return json.dumps({"head": {"vars": list(rows.variables)}, "results": {"bindings": bindings}}, ensure_ascii=False, indent=1) + "\n"


def _xml_text(text: str) -> str:
    """Escape for XML 1.0, which cannot hold most control characters at all: they become U+FFFD.

    Blanks at the ends are written as references, because some readers trim what stands between tags.
    """
    escaped = escape(NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})
    return END_BLANKS.sub(lambda found: "".join(f"&#{ord(char)};" for char in found[0]), escaped)


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, Triple):
        parts = "".join(f"<{name}>{_xml_term(getattr(term, name))}</{name}>" for name in ("subject", "predicate", "object"))
        return f"<triple>{parts}</triple>"
    if term.language is not None:
        return f"<literal xml:lang={quoteattr(term.language)}>{_xml_text(term.value)}</literal>"
    datatype = "" if term.datatype.value == XSD + "string" else f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{datatype}>{_xml_text(term.value)}</literal>"


def _xml(rows: Rows) -> str:
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in rows.variables)
    lines = ['<?xml version="1.0"?>', '<sparql xmlns="http://www.w3.org/2005/sparql-results#">', f"<head>{head}</head>", "<results>"]
    for row in rows.rows:
        pairs = zip(rows.variables, row, strict=True)
        lines.append(
            "<result>"
            + "".join(f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in pairs if term is not None)
            + "</result>"
        )
    return "\n".join([*lines, "</results>", "</sparql>"]) + "\n"


def _graph(answer: Triples, form: str, prefixes: Mapping[str, str]) -> str:
    if form == "nt":
        raw = serialize(answer.triples, format=RdfFormat.N_TRIPLES)
        return (raw or b"").decode("utf-8")
    text = (serialize(answer.triples, format=RdfFormat.TURTLE, prefixes=dict(prefixes)) or b"").decode("utf-8")
    lines = text.splitlines(keepends=True)
    n_prefixes = next((number for number, line in enumerate(lines) if not line.startswith("@prefix ")), len(lines))
    body = "".join(lines[n_prefixes:])
    used = [line for line in sorted(lines[:n_prefixes]) if line.split()[1] in body]
    return "".join([*used, "\n", body]) if used else body


def _cell(term: Term | None, prefixes: Mapping[str, str]) -> str:
    """Return a term as people read it: literals without type, IRIs by prefixed name, on one line."""
    if isinstance(term, NamedNode):
        for prefix, namespace in prefixes.items():
            local = term.value.removeprefix(namespace)
            if local != term.value and LOCAL_NAME.fullmatch(local):
                return f"{prefix}:{local}"
    return " ".join(_plain(term).split())


def _width(text: str) -> int:
    """Return the columns a text takes in a terminal."""
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in WIDE else 1 for char in text)


def _table(answer: Rows, prefixes: Mapping[str, str]) -> str:
    cells = [list(answer.variables), *([_cell(term, prefixes) for term in row] for row in answer.rows)]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(answer.variables))]
    lines = ["  ".join(text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    more = ", and there are more" if answer.is_cut else ""
    lines.append(f"({len(answer)} row{'' if len(answer) == 1 else 's'}{more})")
    return "\n".join(lines) + "\n"
