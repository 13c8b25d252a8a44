"""Decide which entity each name stands for: by authority key, by the acronyms the article defines, by the parts of a person's name."""

from __future__ import annotations

import re

from newsgraph.authority import Authority
from newsgraph.parse import Mention, Parse
from newsgraph.resolve.registry import Draft, Registry

__all__ = ["named_entities"]


def named_entities(p: Parse, registry: Registry, authority: Authority) -> dict[int, Draft]:
    """Return the entity of every mention, by its index in `p.mentions`; new ones are added to the registry in text order."""
    names = _Names(p, registry, authority)
    return {i: names.entity(m) for i, m in enumerate(p.mentions)}


class _Names:
    def __init__(self, p: Parse, registry: Registry, authority: Authority) -> None:
        self._p = p
        self._registry = registry
        self._authority = authority
        self._acronyms = self._find_acronyms()
        self._names = dict.fromkeys(m.name for m in p.mentions if m.type == "Person" and " " in m.name)
        self._full: dict[str, str] = {}
        self._countries = [m for m in p.mentions if m.key.startswith("country:")]

    def entity(self, m: Mention) -> Draft:
        """Return the entity of a mention: the article's acronym, the authority row, the full name, or the name as it stands."""
        target = self._acronyms.get(m.surface)
        if target is not None and not m.key:
            if target in self._authority.entries:
                return self._registry.from_key(target)
            draft = self._registry.named(target, "Organization")
            draft.aliases.add(m.surface)
            draft.short = m.surface
            return draft
        if m.key:
            draft = self._registry.from_key(self._disambiguate(m) if m.candidates else m.key, m.surface)
            if m.surface.isupper() and len(m.surface) > 2 and m.type != "Demonym":
                draft.short = m.surface
            return draft
        if m.type == "Person" or self._is_surname(m):
            full = self._full.get(m.name) or self._full.setdefault(m.name, self._full_name(m))
            draft = self._registry.named(full, "Person")
            if m.name != full:
                draft.aliases.add(m.name)
            return draft
        return self._registry.named(m.name, "Topic" if m.type == "Demonym" else m.type)

    def _is_surname(self, m: Mention) -> bool:
        """Whether a sentence begins with the surname of somebody named before, taken for something else: "Von der Leyen praised ..."."""
        return " " in m.name and self._full_name(m) != m.name

    def _find_acronyms(self) -> dict[str, str]:
        """Acronyms the article defines: "Syria Recovery Trust Fund (SRTF)"."""
        p = self._p
        found: dict[str, str] = {}
        for m in p.mentions:
            i = m.end
            if i + 2 < len(p) and p.words[i] == "(" and p.words[i + 2] == ")" and re.fullmatch(r"[A-Z][A-Za-z&-]*[A-Z]", p.words[i + 1]):
                found[p.words[i + 1]] = m.key or m.name
        return found

    def _disambiguate(self, m: Mention) -> str:
        """Among rows of one name, the one whose country the article names elsewhere; else the first."""
        present = {x.key for x in self._countries if x is not m}
        for key in m.candidates:
            entry = self._authority.entries[key]
            if entry.country and key != "country:" + entry.country and "country:" + entry.country in present:
                return key
        return m.key

    def _full_name(self, m: Mention) -> str:
        """The full name a part of a name belongs to: the same last word, else any word of it, nearest first."""
        words = m.name.split()
        if m.name.isupper() and (same := next((n for n in self._names if n.upper().split()[-len(words) :] == words and not n.isupper()), "")):
            return same
        if m.name in self._names:
            longer = [n for n in self._names if n != m.name and n.split()[-1] == words[-1] and set(words) < set(n.split())]
            return longer[0] if longer else m.name
        small = [words[0].lower(), *words[1:]]  # "Von der Leyen" where a sentence begins
        ends = [n for n in self._names if n.split()[-len(words) :] in (words, small)]
        if ends:
            return ends[0]
        inside = [n for n in self._names if len(words) == 1 and words[0] in n.split()]
        return inside[0] if inside else m.name
