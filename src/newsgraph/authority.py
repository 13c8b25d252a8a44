"""Load the authority tables: countries, organisations, places, and the user's own.

A user's table is a CSV with the columns `label` and `type`, and optionally `aliases` (joined by |) and `iri`.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from newsgraph.errors import OntologyError
from newsgraph.lexicon import read_table
from newsgraph.model import Link
from newsgraph.resources import data_path

__all__ = ["Authority", "Entry", "load_authority"]

_WIKIDATA = "http://www.wikidata.org/entity/"
_GEONAMES = "https://sws.geonames.org/"
_MIN_ALIAS = 2
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
"""RFC 3987, as far as a typing error shows: a scheme, and none of the characters that an IRI never has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a table.

    Attributes:
        key: Unique, such as "country:KG"; what a `Mention` carries.
        type: Ontology class.
        demonyms: Adjectives and names of the people; countries only.
        country: iso2 of the country a place lies in, or a body acts for ("Kremlin"), or "".
        capital_of: iso2, or "".
        seat: Name of the city that an organisation sits in, or "".
        parent: Canonical name of the organisation a body belongs to, or "".
        members: iso2 codes.
        ambiguous: Names of it that also mean something else; a national body is only meant if the article speaks of its country.
        where: File and line of a user's row, for errors; "" for ours.
        weight: Population of a place; the larger one wins between places of one name.
    """

    key: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    country: str = ""
    capital: str = ""
    capital_of: str = ""
    seat: str = ""
    parent: str = ""
    members: tuple[str, ...] = ()
    identity: str = ""
    links: tuple[Link, ...] = ()
    ambiguous: frozenset[str] = frozenset()
    stands_for: str = ""
    where: str = ""
    weight: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """All entries by key, the keys each name, alias and demonym stands for, and the keys that have a trait ("island", "27-member")."""

    entries: dict[str, Entry]
    names: dict[str, tuple[str, ...]]
    demonyms: dict[str, str]
    traits: dict[str, frozenset[str]] = field(default_factory=dict)

    def country(self, iso2: str) -> Entry | None:
        """Return the country of an ISO 3166-1 code, if there is one."""
        return self.entries.get("country:" + iso2)


def _many(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _surfaces(text: str) -> frozenset[str]:
    return frozenset(part.partition("=")[0] for part in _many(text))


def _links(wikidata: str, geonames: str, predicate: str) -> tuple[Link, ...]:
    links = [Link(predicate=predicate or "skos:exactMatch", iri=_WIKIDATA + wikidata)] if wikidata else []
    return tuple(links + ([Link(predicate="skos:exactMatch", iri=f"{_GEONAMES}{geonames}/")] if geonames else []))


def _countries(path: Path) -> list[Entry]:
    rows = read_table(path, ("name", "official", "aliases", "demonyms", "capital", "iso2", "wikidata", "geonames", "kind", "ambiguous"))
    return [
        Entry(
            key="country:" + (r["iso2"] or r["name"]),
            name=r["name"],
            type="Country",
            aliases=tuple(a for a in (*_many(r["aliases"]), r["official"]) if a and a != r["name"]),
            demonyms=_many(r["demonyms"]),
            country=r["iso2"],
            capital=r["capital"],
            identity=r["wikidata"],
            links=_links(r["wikidata"], r["geonames"], r.get("links", "")),
            ambiguous=_surfaces(r["ambiguous"]),
        )
        for r in rows
    ]


def _organizations(path: Path) -> list[Entry]:
    rows = read_table(path, ("name", "acronym", "aliases", "kind", "parent", "seat", "members", "wikidata", "stands_for", "ambiguous"))
    return [
        Entry(
            key="organization:" + r["name"],
            name=r["name"],
            type=r["kind"] or "Organization",
            aliases=tuple(a for a in (*_many(r["acronym"]), *_many(r["aliases"])) if a != r["name"]),
            seat=r["seat"],
            parent=r["parent"],
            country=r.get("country", ""),
            members=_many(r["members"]),
            identity=r["wikidata"],
            links=_links(r["wikidata"], "", "skos:exactMatch"),
            ambiguous=_surfaces(r["ambiguous"]),
            stands_for=r["stands_for"],
        )
        for r in rows
    ]


def _places(path: Path) -> list[Entry]:
    rows = read_table(path, ("name", "aliases", "country", "capital_of", "kind", "geonames", "population"))
    return [
        Entry(
            key=f"place:{r['name']}|{r['country']}",
            name=r["name"],
            type="Place",
            aliases=_many(r["aliases"]),
            country=r["country"],
            capital_of=r["capital_of"],
            links=_links("", r["geonames"], ""),
            ambiguous=_surfaces(r.get("ambiguous", "")),
            weight=int(r["population"] or 0),
        )
        for r in rows
    ]


def _traits(path: Path) -> dict[str, frozenset[str]]:
    return {r["trait"]: frozenset(f"{r['kind']}:{name}" for name in _many(r["of"])) for r in read_table(path, ("trait", "kind", "of"))}


def _own(path: Path) -> list[Entry]:
    try:
        reader = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
        missing = {"label", "type"} - set(reader.fieldnames or ())
        rows = [] if missing else [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OntologyError(f"cannot read authority file {path}: {error}") from error
    if missing:
        raise OntologyError(f"{path}:1: an authority file needs the columns 'label' and 'type' (an ontology class); found {reader.fieldnames or []}")
    entries = [_own_entry(row, f"{path}:{number}") for number, row in rows if any(row.values())]
    seen: dict[str, Entry] = {}
    for entry in entries:
        first = seen.setdefault(entry.name, entry)
        if first is not entry:
            raise OntologyError(f"{entry.where}: {entry.name!r} stands already in {first.where}; tell the two apart by their labels")
    return entries


def _own_entry(row: dict[str, str | None], where: str) -> Entry:
    label, kind, iri = ((row.get(name) or "").strip() for name in ("label", "type", "iri"))
    if not label or not kind:
        raise OntologyError(f"{where}: an authority row needs a 'label' and a 'type' (an ontology class)")
    if iri and not _IRI.fullmatch(iri):
        raise OntologyError(f"{where}: {iri!r} is not an absolute IRI; write for example {_WIKIDATA}Q42, or leave it empty")
    return Entry(
        key="own:" + label,
        name=label,
        type=kind.removeprefix("ng:"),
        aliases=tuple(alias.strip() for alias in _many(row.get("aliases") or "") if alias.strip()),
        links=(Link(predicate="skos:exactMatch", iri=iri),) if iri else (),
        identity=iri.removeprefix(_WIKIDATA) if iri.startswith(_WIKIDATA) else "",
        where=where,
    )


def _by_name(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Every name and alias with the keys it may mean: the user's first, then countries, organisations, places by size."""
    rank = {"own": 0, "country": 1, "organization": 2, "place": 3}
    found: dict[str, list[Entry]] = defaultdict(list)
    for e in entries:
        for name in {e.name, *e.aliases}:
            if len(name) >= _MIN_ALIAS:
                found[name].append(e)
    return {n: tuple(e.key for e in sorted(es, key=lambda e: (rank[e.key.split(":")[0]], -e.weight, e.key))) for n, es in sorted(found.items())}


@cache
def load_authority(extra: tuple[Path, ...] = ()) -> Authority:
    """Read the shipped tables and the user's `extra` ones.

    Raises:
        OntologyError: If a table cannot be read or a row lacks what it needs.
    """
    folder = data_path("ontology") / "authority"
    entries = [*_countries(folder / "countries.tsv"), *_organizations(folder / "organizations.tsv"), *_places(folder / "places.tsv")]
    for path in extra:
        entries.extend(_own(path))
    demonyms: dict[str, str] = {}
    for e in entries:
        for d in e.demonyms:
            demonyms.setdefault(d, e.key)
    by_key: dict[str, Entry] = {}
    for e in entries:
        by_key.setdefault(e.key, e)
    return Authority(entries=by_key, names=_by_name(by_key.values()), demonyms=demonyms, traits=_traits(folder / "traits.tsv"))
