"""Read what the shape of noun phrases says: places in places, events in places, meetings of bodies, bodies of organisations."""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.authority import Authority
from newsgraph.extract.clauses import prep_arguments
from newsgraph.extract.nouns import NounClasses
from newsgraph.extract.stance import StanceReader
from newsgraph.lexicon import Lexicon
from newsgraph.model import Interval, Modality
from newsgraph.ontology import Ontology
from newsgraph.parse import Mention, Parse
from newsgraph.relation import Argument, Relation, Stance

__all__ = ["structure"]

_BODIES = frozenset({"Organization", "InternationalOrganization"})
_OCCASIONS = frozenset({"event", "meeting"})
_INSIDE = frozenset({"compound", "amod", "poss"})


def structure(
    p: Parse, ontology: Ontology, authority: Authority, lexicon: Lexicon, nouns: NounClasses, stances: StanceReader, noun_times: dict[int, Interval]
) -> Iterator[Relation]:
    """Yield `locatedIn`, `organizedBy` and `partOf` from noun phrases, in text order."""
    reader = _Structure(p, ontology, authority, lexicon, nouns, stances, noun_times)
    for i, pos in enumerate(p.poses):
        if pos in ("NOUN", "PROPN"):
            if p.deps[i] not in _INSIDE and not nouns.of(i).isdisjoint(_OCCASIONS):
                yield from reader.event(i)
            if p.mention_of[i] < 0 and lexicon.is_noun(p.lemmas[i], "place"):
                yield from reader.place_noun(i)
    for m in p.mentions:
        if m.type in ("Place", "Entity"):
            yield from reader.place(m)
        if m.type in ("Place", "Country"):
            yield from reader.based(m)
        elif m.type in _BODIES:
            yield from reader.body(m)
        elif m.type == "Person":
            yield from reader.party(m)


class _Structure:
    def __init__(
        self,
        p: Parse,
        ontology: Ontology,
        authority: Authority,
        lexicon: Lexicon,
        nouns: NounClasses,
        stances: StanceReader,
        noun_times: dict[int, Interval],
    ) -> None:
        self._p = p
        self._ontology = ontology
        self._authority = authority
        self._lexicon = lexicon
        self._nouns = nouns
        self._stances = stances
        self._times = noun_times

    def event(self, i: int) -> Iterator[Relation]:
        """Yield where an event is and whose it is: "the session of the Council in Astana"."""
        classes = self._nouns.of(i)
        p = self._p
        arguments = list(prep_arguments(p, i))
        arguments += [b for a in arguments if a.word in ("of", "between") and not a.is_clause for b in prep_arguments(p, a.object)]
        place = next(
            (
                a
                for a in arguments
                if a.word in ("in", "at") and not a.is_clause and "place" in self._nouns.of(a.object) and self._named_place(a.object) >= 0
            ),
            None,
        )
        stance = self._stances.of_noun(i)
        stance = Stance(modality=stance.modality, voice=stance.voice, speakers=stance.speakers, cues=stance.cues)
        if place is not None and stance.modality in (Modality.ACTUAL, Modality.INTENDED, Modality.PREDICTED):
            named = self._named_place(place.object)
            yield self._relation(i, "locatedIn", named, (place.token, named), stance)
        if "meeting" not in classes or self._is_abstract(i):
            return
        owner = next((a.object for a in arguments[:2] if a.word == "of" and not a.is_clause and self._is_body(a.object)), -1)
        if owner >= 0:
            yield self._relation(i, "organizedBy", owner, (i,), stance)

    def _is_abstract(self, i: int) -> bool:
        return self._p.lemmas[i] in self._lexicon.words["unhosted_meeting"]

    def _named_place(self, token: int) -> int:
        """The name a place goes by: its own, or the one set off after "Malaysia's capital, ..."; -1 if it has none."""
        p = self._p
        if p.mention_of[token] >= 0:
            return token
        if self._lexicon.is_noun(p.lemmas[token], "place"):
            inner = [a.object for a in prep_arguments(p, token) if a.word == "of" and p.mention_of[a.object] >= 0]
            if inner:
                return inner[0]
        m = p.mention_at(token + 2) if token + 2 < len(p) and p.words[token + 1] == "," else None
        return m.end - 1 if m is not None and m.start == token + 2 and m.type == "Place" and self._lexicon.is_noun(p.lemmas[token], "place") else -1

    def _is_body(self, token: int) -> bool:
        m = self._p.mention_at(token)
        return m is not None and m.type in _BODIES

    def place(self, m: Mention) -> Iterator[Relation]:
        """Yield where a place lies: "Astana (Kazakhstan)", "Abidjan, Ivory Coast", "Amiens in France"."""
        p = self._p
        if m.end >= len(p):
            return
        i = m.end
        gap = p.words[i]
        if gap == "in" or (gap in ("(", ",") and i + 1 < len(p)):
            k = i + 1 + (p.lowers[i + 1 : i + 2] == ("the",))
            other = p.mention_at(k) if k < len(p) and p.sentence_of[k] == p.sentence_of[m.start] else None
            if other is None or other.start != k or other.type not in ("Country", "Place"):
                return
            entry = self._authority.entries.get(m.key)
            inside = entry is not None and entry.country and other.key == "country:" + entry.country
            closed = gap == "(" and p.words[other.end : other.end + 1] == (")",)
            if (gap == "," and not (inside or (m.type == "Place" and other.type == "Country" and self._is_apposed(m, other)))) or (
                gap == "(" and not closed
            ):
                return
            if gap == "in" and not inside and (m.type != "Place" or p.heads[i] not in range(m.start, m.end)):
                return
            yield self._relation(m.end - 1, "locatedIn", other.end - 1, (i, other.end - 1) if gap == "in" else (m.end - 1, other.end - 1), Stance())

    def based(self, m: Mention) -> Iterator[Relation]:
        """Yield where a body sits: "the Vienna-based agency"."""
        p = self._p
        verb = m.end + 1
        if verb >= len(p) or p.words[m.end] != "-" or p.lowers[verb] not in ("based", "headquartered"):
            return
        noun = p.heads[verb]
        other = p.mention_at(noun)
        is_body = other.type in _BODIES if other is not None else bool(self._lexicon.nouns.get(p.lemmas[noun], frozenset()) & {"organization"})
        if noun > verb and is_body:
            yield self._relation(noun, "locatedIn", m.end - 1, (verb,), Stance())

    def _is_apposed(self, m: Mention, other: Mention) -> bool:
        head = other.end - 1
        return self._p.deps[head] in ("appos", "npadvmod") and self._p.heads[head] in range(m.start, m.end)

    def place_noun(self, i: int) -> Iterator[Relation]:
        """Yield where a described place lies: "the Kenyan port of Mombasa", "Malaysia's capital, Kuala Lumpur"."""
        p = self._p
        owner = next(
            (
                k
                for k in p.kids[i]
                if (m := p.mention_at(k)) is not None and m.type in ("Demonym", "Country") and p.deps[k] in ("amod", "poss", "compound")
            ),
            -1,
        )
        if owner < 0:
            return
        named = [
            a.object for a in prep_arguments(p, i) if a.word == "of" and (m := p.mention_at(a.object)) is not None and m.type in ("Place", "Entity")
        ]
        named += [k for k in p.kids[i] if p.deps[k] == "appos" and (m := p.mention_at(k)) is not None and m.type in ("Place", "Entity")]
        if not named and (after := self._named_place(i)) >= 0:
            named = [after]
        for k in named[:1]:
            yield self._relation(k, "locatedIn", owner, (i,), Stance())

    def body(self, m: Mention) -> Iterator[Relation]:
        """Yield what a body belongs to: "CSTO Crisis Response Center" belongs to the CSTO; "Federal Aviation Office of Germany" to Germany."""
        p = self._p
        entry = self._authority.entries.get(m.key)
        if entry is not None:
            parent = self._authority.entries.get("organization:" + entry.parent) if entry.parent else None
            words = set(m.surface.split())
            if parent is not None and words & {parent.name, *parent.aliases}:
                yield self._relation(m.end - 1, "partOf", m.start, tuple(range(m.start, m.end)), Stance(), key=parent.key)
            return
        prefix = self._prefix(m)
        if prefix:
            yield self._relation(m.end - 1, "partOf", m.start, tuple(range(m.start, m.end)), Stance(), key=prefix)
        elif m.end + 1 < len(p) and p.lowers[m.end] == "of" and (other := p.mention_at(m.end + 1)) is not None and other.type == "Country":
            yield self._relation(m.end - 1, "partOf", other.end - 1, (m.end,), Stance())

    def party(self, m: Mention) -> Iterator[Relation]:
        """Yield the party a person belongs to: "Andrew Wan of the Democratic Party", "New People Party's Michael Tien"."""
        p = self._p
        after = m.end + 2 if p.lowers[m.end : m.end + 2] == ("of", "the") else m.end + 1 if p.lowers[m.end : m.end + 1] == ("of",) else -1
        other = p.mention_at(after) if 0 <= after < len(p) else None
        if other is not None and other.start == after and (self._is_party(other) or other.type in _BODIES):
            yield self._relation(m.end - 1, "memberOf", other.end - 1, (m.end,), Stance())
        elif other is None and after == m.end + 2:
            noun = next((a.object for a in prep_arguments(p, m.end - 1) if a.word == "of" and a.token == m.end and not a.is_clause), -1)
            if noun >= 0 and "organization" in self._lexicon.nouns.get(p.lemmas[noun], frozenset()):
                yield self._relation(m.end - 1, "memberOf", noun, (m.end,), Stance())  # "X of the growers' association"
        before = m.start - 2
        owner = p.mention_at(before) if before >= 0 and p.words[m.start - 1] == "'s" else None
        if owner is not None and owner.end == m.start - 1 and self._is_party(owner):
            yield self._relation(m.end - 1, "memberOf", owner.end - 1, (m.start - 1,), Stance())

    def _is_party(self, m: Mention) -> bool:
        last = m.surface.split()[-1].lower()
        return m.type in _BODIES and (last in self._lexicon.words["party_noun"] or (not m.key and m.surface.isupper() and len(m.surface) < 6))

    def _prefix(self, m: Mention) -> str:
        """Authority key of the longest leading part of a name that is an organisation by itself, or ""."""
        p = self._p
        inner = next((i for i in range(m.start, m.end - 1) if p.lowers[i] == "of"), -1)
        if inner >= 0:
            return ""  # "Federal Government of Iraq": the country is told by the name itself
        for end in range(m.end - 1, m.start, -1):
            keys = self._authority.names.get(p.text(m.start, end).strip(), ())
            found = next((k for k in keys if k.startswith("organization:")), "")
            if found:
                return found
        return ""

    def _relation(self, subject: int, name: str, obj: int, words: tuple[int, ...], stance: Stance, *, key: str = "") -> Relation:
        relation = self._ontology.relations[name]
        return Relation(
            subject=Argument(token=subject, wants=relation.domain),
            name=name,
            object=Argument(token=obj, key=key, wants=relation.range),
            stance=stance,
            predicate=tuple(sorted(set(words))),
            sentence=self._p.sentence_of[subject],
            when=self._times.get(subject),
            rule=f"structure.{name}.v1",
            confidence=0.85,
        )
