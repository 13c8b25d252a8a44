"""Keep the entities of one article: one per thing, whatever it was called."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from newsgraph.authority import Authority
from newsgraph.model import Entity, Interval, Link, Scope
from newsgraph.ontology import Ontology

__all__ = ["Draft", "Registry"]

_MAX_ALIASES = 6


@dataclass(slots=True, kw_only=True, eq=False)
class Draft:
    """An entity under construction."""

    id: str
    label: str
    type: str
    scope: Scope
    key: str = ""
    identity: str = ""
    aliases: set[str] = field(default_factory=set)
    links: tuple[Link, ...] = ()
    about: set[str] = field(default_factory=set)
    when: Interval | None = None
    short: str = ""

    def freeze(self, known: frozenset[str]) -> Entity:
        """Return the finished entity; `known` are the ids that exist."""
        return Entity(
            id=self.id,
            label=self.label,
            type=self.type,
            scope=self.scope,
            identity=self.identity,
            aliases=tuple(sorted([a for a in self.aliases if a and a != self.label])) if self.aliases else (),
            links=self.links,
            about=tuple(sorted([a for a in self.about if a in known and a != self.id])) if self.about else (),
            when=self.when,
        )


@lru_cache(maxsize=2048)
def _shown(name: str, aliases: tuple[str, ...]) -> frozenset[str]:
    """Return the aliases of an authority row that an entity gets: the first few, without those that are only a part of the name."""
    words = set(name.split())
    return frozenset(a for a in aliases[:_MAX_ALIASES] if not set(a.split()) < words)


class Registry:
    """Entities by authority key, by name, and by label within the article."""

    def __init__(self, ontology: Ontology, authority: Authority) -> None:
        self._ontology = ontology
        self._authority = authority
        self.drafts: dict[str, Draft] = {}
        self._index: dict[tuple[str, ...], str] = {}

    def from_key(self, key: str, surface: str = "") -> Draft:
        """Return the entity of an authority row."""
        if ("key", key) not in self._index:
            e = self._authority.entries[key]
            aliases = set(_shown(e.name, e.aliases))
            self._add(
                ("key", key),
                Draft(
                    id="", label=e.name, type=e.type, scope=Scope.SHARED, key=key, identity=e.identity, aliases=aliases, links=e.links, short=e.name
                ),
            )
        draft = self.drafts[self._index["key", key]]
        if surface and surface != draft.label and surface in self._authority.entries[key].aliases:
            draft.aliases.add(surface)
        return draft

    def country_of(self, draft: Draft) -> Draft:
        """Return the country that a capital or a seat of power stands for, else the entity itself."""
        entry = self._authority.entries.get(draft.key) if draft.key else None
        iso = (entry.stands_for or entry.capital_of) if entry is not None else ""
        country = self._authority.country(iso) if iso else None
        return self.from_key(country.key) if country is not None else draft

    def named(self, name: str, kind: str) -> Draft:
        """Return the shared entity of a name that no authority table has."""
        if ("name", name) not in self._index:
            self._add(("name", name), Draft(id="", label=name, type=kind, scope=Scope.SHARED, short=name))
        draft = self.drafts[self._index["name", name]]
        if draft.type in ("Entity", "Agent") and kind not in ("Entity", "Agent"):
            draft.type = kind
        return draft

    def described(self, label: str, kind: str) -> Draft:
        """Return the entity that this article describes rather than names; label and class tell it from others."""
        index = ("label", label.casefold(), kind)
        if index not in self._index:
            self._add(index, Draft(id="", label=label, type=kind, scope=Scope.ARTICLE, short=label))
        return self.drafts[self._index[index]]

    def _add(self, index: tuple[str, ...], draft: Draft) -> None:
        draft.id = f"e{len(self.drafts)}"
        self._index[index] = draft.id
        self.drafts[draft.id] = draft

    def is_a(self, draft: Draft, wanted: tuple[str, ...]) -> bool:
        """Return whether an entity is of one of the wanted classes; any will do if none is wanted."""
        return self._ontology.is_a(draft.type, wanted)
