"""Put values into a query: as RDF terms, in the place that the query names for them, never as text.

A query offers a parameter by a block `VALUES ?name { UNDEF }`. Values are turned into terms and written by pyoxigraph, so no value
can end a string or open a clause. A name that several entities have stands for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from newsgraph.errors import QueryError
from newsgraph.namespaces import NG, PREFIXES, XSD
from newsgraph.query.catalog import Kind, Parameter, Query

__all__ = ["Names", "bind"]

Names = Callable[[str], tuple[NamedNode, ...]]
"""Gives the entities that bear a name or are linked to an IRI; none for an unknown one."""

BLOCK = re.compile(r"\bVALUES\s+\?(\w+)\s*\{[^{}]*\}", re.IGNORECASE)
DECLARATION = re.compile(r"^\s*PREFIX\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE | re.MULTILINE)
ANGLED = re.compile(r"<([^<>]*)>")
ABSOLUTE = re.compile(r"(?:https?|urn):\S+")
PREFIXED = re.compile(r"([\w.-]*):(\S*)")
INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
SURROGATE = re.compile("[\ud800-\udfff]")
SIMPLE_NAME = re.compile(r"[A-Za-z]\w*")


def bind(query: Query, values: Mapping[str, str], names: Names) -> tuple[str, tuple[str, ...]]:
    """Return the text of a query with its parameters set, and the names among the values that no entity bears.

    A parameter without value and default is left free. A name that no entity bears makes the answer empty.

    Args:
        query: The query; a variable with a VALUES block may be set even if the header does not name it.
        values: Parameter name to value: a name, an IRI (in angle brackets or not), a prefixed name, words, a day or a number.
        names: Looks up entities.

    Raises:
        QueryError: The query has no such parameter, or a value is not of its kind.
    """
    offered = {found[1] for found in BLOCK.finditer(query.text)}
    known = {each.name: each for each in query.parameters}
    known.update({name: Parameter(name=name, kind="any", default="", description="") for name in values if name in offered and name not in known})
    for name, value in values.items():
        if SURROGATE.search(value):
            raise QueryError(f"{name}={value!r} holds half of a character (a lone surrogate); write it again")
        if name not in known:
            offers = f"it has {', '.join(sorted(known))}" if known else "it has none"
            raise QueryError(f"the query {query.name} has no parameter {name!r}: {offers}; a query offers one by VALUES ?{name} {{ UNDEF }}")
    prefixes = {**PREFIXES, **dict(DECLARATION.findall(query.text))}
    blocks: dict[str, str] = {}
    unknown: list[str] = []
    for name, parameter in known.items():
        if name not in offered:
            raise QueryError(f"the query {query.name} declares the parameter {name!r} but has no block VALUES ?{name} {{ UNDEF }}; add one")
        value = values.get(name, parameter.default).strip()
        terms = _terms(parameter, value, prefixes, names) if value else ()
        if value and not terms:
            unknown.append(value)
        blocks[name] = f"VALUES ?{name} {{ {' '.join(sorted(str(term) for term in terms))} }}" if value else ""
    # One pass: what was put in is never looked at again, so no value can stand for another parameter's block.
    return BLOCK.sub(lambda found: blocks.get(found[1], found[0]), query.text), tuple(unknown)


def _terms(parameter: Parameter, value: str, prefixes: Mapping[str, str], names: Names) -> tuple[NamedNode | Literal, ...]:
    readers: dict[Kind, Callable[[], tuple[NamedNode | Literal, ...]]] = {
        "entity": lambda: _entities(value, prefixes, names),
        "relation": lambda: (_schema_term(parameter, value, prefixes),),
        "class": lambda: (_schema_term(parameter, value, prefixes),),
        "text": lambda: (Literal(value),),
        "date": lambda: (_day(parameter, value),),
        "integer": lambda: (_integer(parameter, value),),
        "any": lambda: _anything(parameter, value, prefixes, names),
    }
    return readers[parameter.kind]()


def _iri(value: str, prefixes: Mapping[str, str]) -> NamedNode | None:
    """Return the IRI that a value spells, None if it spells none.

    Raises:
        QueryError: It is written as an IRI but is not one.
    """
    angled = ANGLED.fullmatch(value)
    prefixed = PREFIXED.fullmatch(value)
    if angled:
        spelled = angled[1]
    elif prefixed and prefixed[1] in prefixes:
        spelled = prefixes[prefixed[1]] + prefixed[2]
    elif ABSOLUTE.fullmatch(value):
        spelled = value
    else:
        return None
    try:
        return NamedNode(spelled)
    except ValueError as error:
        raise QueryError(f"{value!r} is not an IRI: {error}; write a name, a prefixed name such as id:Kyrgyzstan, or <an absolute IRI>") from error


def _entities(value: str, prefixes: Mapping[str, str], names: Names) -> tuple[NamedNode, ...]:
    iri = _iri(value, prefixes)
    return names(value) if iri is None else tuple({iri, *names(str(iri))})


def _schema_term(parameter: Parameter, value: str, prefixes: Mapping[str, str]) -> NamedNode:
    """Return a relation or class: "holds position", "holdsPosition" and "ng:holdsPosition" are the same."""
    iri = _iri(value, prefixes)
    if iri is not None:
        return iri
    first, *rest = value.split()
    local = (first if parameter.kind == "relation" else first[:1].upper() + first[1:]) + "".join(word[:1].upper() + word[1:] for word in rest)
    if not SIMPLE_NAME.fullmatch(local):
        raise QueryError(
            f"{parameter.name}={value!r} is not the name of a {parameter.kind}; write for example {'chairs' if parameter.kind == 'relation' else 'Country'}"
        )
    return NamedNode(NG + local)


def _day(parameter: Parameter, value: str) -> Literal:
    try:
        return Literal(date.fromisoformat(value).isoformat(), datatype=NamedNode(XSD + "date"))
    except ValueError as error:
        raise QueryError(f"{parameter.name}={value!r} is not a day; write it as 2019-06-30") from error


def _integer(parameter: Parameter, value: str) -> Literal:
    if not INTEGER.fullmatch(value):
        raise QueryError(f"{parameter.name}={value!r} is not a whole number")
    return Literal(str(int(value)), datatype=NamedNode(XSD + "integer"))


def _anything(parameter: Parameter, value: str, prefixes: Mapping[str, str], names: Names) -> tuple[NamedNode | Literal, ...]:
    """Read a value of a parameter that the header does not describe: IRI, number, day, else the entities of that name."""
    iri = _iri(value, prefixes)
    if iri is not None:
        return (iri,)
    if INTEGER.fullmatch(value):
        return (_integer(parameter, value),)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return (_day(parameter, value),)
    return names(value)
