"""Say of a noun phrase what it may be: a set of classes, from its name, its head noun, or the kind of pronoun."""

from __future__ import annotations

from newsgraph.lexicon import Lexicon
from newsgraph.parse import Parse

__all__ = ["NounClasses"]

_BY_TYPE = {
    "Person": frozenset({"agent", "person"}),
    "Organization": frozenset({"agent", "organization", "union"}),
    "InternationalOrganization": frozenset({"agent", "organization", "union"}),
    "AgentGroup": frozenset({"agent", "group"}),
    "Country": frozenset({"agent", "place", "country"}),
    "Place": frozenset({"place"}),
    "Instrument": frozenset({"instrument", "measure", "thing"}),
    "Meeting": frozenset({"event", "meeting", "thing"}),
    "Event": frozenset({"event", "thing"}),
    "Demonym": frozenset({"agent", "group"}),
    "Entity": frozenset({"agent", "place", "organization", "union", "thing", "instrument", "country", "person"}),
}
_ANY = frozenset({"agent", "person", "organization", "place", "event", "meeting", "instrument", "measure", "thing", "country", "union", "group"})
_PEOPLE = frozenset({"agent", "person", "group", "organization", "country"})
_PERSONAL = frozenset("he she him her i me we us they them you who whom himself herself themselves".split())
_POSSESSIVE = frozenset("his her my our their your".split())
_OPEN = "this that these those which one ones both all others some many".split()
_PRONOUNS = {
    **dict.fromkeys(_OPEN, _ANY),
    **dict.fromkeys(("it", "itself", "its"), _ANY - {"person"}),
    **dict.fromkeys(_PERSONAL | _POSSESSIVE, _PEOPLE),
}
_THING = frozenset({"thing", "measure"})


class NounClasses:
    """Answers for one article what its noun phrases may be; works each token out once."""

    def __init__(self, p: Parse, lexicon: Lexicon) -> None:
        self._p = p
        self._lexicon = lexicon
        self._known: dict[int, frozenset[str]] = {}

    def of(self, token: int) -> frozenset[str]:
        """Return the classes of the noun phrase headed by a token."""
        if token not in self._known:
            self._known[token] = self._compute(token)
        return self._known[token]

    def office(self, token: int) -> bool:
        """Return whether the head noun is an office ("foreign minister")."""
        return self._p.lemmas[token] in self._lexicon.offices or self._p.lowers[token] in self._lexicon.offices

    def is_(self, token: int, kind: str) -> bool:
        """Return whether the phrase may be of a kind: one of the classes above, or a class of the noun lexicon."""
        if not kind:
            return True
        if kind == "position":
            return self.office(token)
        if kind == "change":
            return self._p.lemmas[token] in self._lexicon.words["change_noun"]
        if kind == "goods":
            return self._is_goods(token)
        if kind == "policy":
            return self._p.lemmas[token] in self._lexicon.words["policy_noun"] or "instrument" in self.of(token)
        if kind == "city":
            return "place" in self.of(token) and "agent" not in self.of(token)
        if kind == "union":
            return self._is_union(token)
        return kind in self.of(token)

    def _is_goods(self, token: int) -> bool:
        p = self._p
        money = any(p.lemmas[k] in ("$", "€", "£") or p.tags[k] == "$" for k in p.kids[token])
        units = p.lemmas[token] in self._lexicon.words["unit_of_goods"]
        return (
            money
            or units
            or any("goods" in self._lexicon.classes(p.lowers[token - 1] if token else "", word) for word in (p.lemmas[token], p.lowers[token]))
            or any(self._lexicon.is_noun(p.lemmas[k], "goods") for k in self._members(token))
        )

    def _members(self, token: int) -> list[int]:
        p = self._p
        direct = [k for k in p.kids[token] if p.deps[k] in ("conj", "compound")]
        inner = [x for k in p.kids[token] if p.deps[k] == "prep" and p.lowers[k] in ("of", "in") for x in p.kids[k] if p.deps[x] == "pobj"]
        return direct + inner

    def _is_union(self, token: int) -> bool:
        m = self._p.mention_at(token)
        if m is not None:
            return m.type in ("InternationalOrganization", "Organization", "Instrument", "Entity")
        return self._p.lemmas[token] in self._lexicon.words["union_word"]

    def _compute(self, token: int) -> frozenset[str]:
        p = self._p
        pronoun = _PRONOUNS.get(p.lowers[token])
        if pronoun is not None:
            return pronoun
        m = p.mention_at(token)
        if m is not None:
            return _BY_TYPE.get(m.type, _ANY)
        lemma, words = p.lemmas[token], self._lexicon.words
        classes = self._lexicon.classes(p.lowers[token - 1] if token else "", lemma)
        if not classes and lemma not in words["part_noun"] and lemma not in words["change_noun"] and not self.office(token):
            return _THING
        found = set(classes)
        if lemma in words["part_noun"]:
            inner = [x for k in p.kids[token] if p.lowers[k] == "of" for x in p.kids[k] if p.deps[x] == "pobj"]
            found |= set(self._compute(inner[0])) if inner else set()
        if self.office(token):
            found |= {"person", "agent"}
        if found & {"group", "person", "organization"}:
            found.add("agent")
        if "meeting" in found:
            found.add("event")
        if not found & {"agent", "place"}:
            found.add("thing")
        if p.tags[token] == "VBG" or not found & {"agent", "place"}:
            found.add("measure")
        if lemma in words["change_noun"]:
            found |= {"change", "event", "thing"}
        return frozenset(found)
