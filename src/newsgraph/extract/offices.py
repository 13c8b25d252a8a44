"""Read offices: "the President of Kyrgyzstan", "Russian Foreign Minister Sergei Lavrov", "X, head of Y".

An office with a person beside it gives `holdsPosition`; an office with a country or body gives `positionIn`; and who holds
an office that leads or chairs something also heads or chairs it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from newsgraph.extract.clauses import prep_arguments
from newsgraph.extract.when import Times
from newsgraph.lexicon import Lexicon, Office
from newsgraph.ontology import Ontology
from newsgraph.parse import Mention, Parse
from newsgraph.relation import Argument, ArgumentKind, Relation, Stance

__all__ = ["Offices", "Position"]

_OWNERS = frozenset({"Country", "Organization", "InternationalOrganization", "Demonym", "Place", "Entity"})
_LEADS = frozenset({"head_of_state", "head_of_government", "royal"})
_OF_PARTY = frozenset({"head", "chair", "spokesperson", "deputy"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """An office named in the text: tokens of its words, and the head token of what it belongs to (-1: not said)."""

    start: int
    end: int
    head: int
    office: Office
    of: int = -1
    is_former: bool = False
    is_held: bool = True


class Offices:
    """Finds the offices of one article."""

    def __init__(self, p: Parse, lexicon: Lexicon, ontology: Ontology, times: Times) -> None:
        self._p = p
        self._lexicon = lexicon
        self._ontology = ontology
        self._times = times
        self._describers = lexicon.words["office_describer"]
        self.positions: dict[int, Position] = {}
        self.holders: list[tuple[Mention, Position]] = []
        self._find_positions()
        self._by_start = {q.start: q for q in self.positions.values()}
        self._by_owner: dict[int, list[Position]] = {}
        for q in self.positions.values():
            if q.of >= 0:
                self._by_owner.setdefault(q.of, []).append(q)
        self._find_holders()
        self._bridge()
        self._counterparts()

    def at(self, token: int) -> Position | None:
        """Return the position whose head noun is this token."""
        return self.positions.get(token)

    # ------------------------------------------------------------------ positions
    def _find_positions(self) -> None:
        p, done = self._p, 0
        for i, pos in enumerate(p.poses):
            if i < done or pos not in _NOMINAL or not self._lexicon.may_be_office(p.lowers[i]):
                continue
            size, office = self._longest(i)
            if office is not None:
                self._add(i, i + size, office)
                done = i + size

    def _longest(self, i: int) -> tuple[int, Office | None]:
        p = self._p
        if p.mention_of[i] >= 0 and p.mentions[p.mention_of[i]].type in ("Country", "InternationalOrganization"):
            return 0, None
        return self._lexicon.office_at(p.lowers, p.spaces, i, p.sentences[p.sentence_of[i]].end)

    def _add(self, start: int, end: int, office: Office) -> None:
        p = self._p
        inside = range(start, end)
        cut = next((k for k in inside if p.lowers[k] in ("of", "for", "to")), end)
        head = cut - 1
        mention = p.mention_at(head)
        if mention is not None and mention.type not in ("Person", "Entity") and mention.end - mention.start > end - start:
            return  # "Presidents Club": the office is only a part of another name
        if (
            p.deps[head] == "compound"
            and p.heads[head] not in inside
            and p.poses[p.heads[head]] == "NOUN"
            and p.heads[head] > head
            and p.mention_of[p.heads[head]] < 0
        ):
            return  # "chair legs", "minister talks"
        words = {p.lowers[k] for k in range(max(0, start - 3), start)}
        after = p.lowers[end : end + 2]
        held = not (words | set(after)) & self._lexicon.words["office_denier"] and p.lowers[max(0, start - 3) : start] != ("would", "-", "be")
        before = start
        while before - 1 >= 0 and p.lowers[before - 1] in self._describers:
            before -= 1
        first = before
        while first - 1 >= 0 and (p.lowers[first - 1] in self._describers or ((m := p.mention_at(first - 1)) is not None and m.type == "Demonym")):
            first -= 1
        described = {p.lowers[k] for k in range(first, start)}
        self.positions[head] = Position(
            start=start,
            end=end,
            head=head,
            office=office,
            of=self._owner(end, head, before, office),
            is_former=bool(described & self._lexicon.words["office_ender"]) or p.lowers[end : end + 3] == ("at", "the", "time"),
            is_held=held,
        )

    def _owner(self, end: int, head: int, before: int, office: Office) -> int:
        """What the office belongs to: a name or pronoun before it, or "of X" after it."""
        p = self._p
        if office.kind in ("envoy", "minister") and (own := self._owner_before(before, head)) >= 0:
            return own  # the United States ambassador to Germany acts for the United States, "Nigeria's Minister of State for Petroleum" for Nigeria
        for a in prep_arguments(p, head):
            if (
                a.word in ("of", "to", "for", "in", "at")
                and a.token >= end - 1
                and not a.is_clause
                and a.token < end + 2
                and self._is_owner(a.object)
            ):
                m = p.mention_at(a.object)
                return m.end - 1 if m is not None else a.object
        if end < len(p) and p.lowers[end] in ("of", "to", "for", "in", "at"):
            k = end + 1
            while k < len(p) and p.lowers[k] in ("the", "both"):
                k += 1
            if k < len(p) and (m := p.mention_at(k)) is not None and m.type in _OWNERS:
                return m.end - 1
        own = self._owner_before(before, head)
        is_label = own == before - 1 >= 0 and p.lowers[own] in self._lexicon.words["party_label"] and office.kind not in _OF_PARTY
        return -1 if is_label else own  # "Republican President Donald Trump" is no president of Republicans

    def _owner_before(self, before: int, head: int) -> int:
        p = self._p
        k = before - 1
        if k >= 0 and p.words[k] in ("'s", "'"):
            k -= 1
        if k < 0 or p.sentence_of[k] != p.sentence_of[head]:
            return -1
        m = p.mention_at(k)
        if m is not None and m.type in _OWNERS and m.end == k + 1:
            return k
        if p.tags[k] in ("PRP$", "WP$"):
            return k
        return k if p.words[k + 1] in ("'s", "'") and p.poses[k] in ("NOUN", "PROPN") and (m is None or m.type != "Person") else -1

    def _is_owner(self, token: int) -> bool:
        p = self._p
        m = p.mention_at(token)
        if m is not None:
            return m.type in _OWNERS
        return p.tags[token] == "PRP" or bool(self._lexicon.nouns.get(p.lemmas[token], frozenset()) & {"organization", "group", "place"})

    # ------------------------------------------------------------------ holders
    def _find_holders(self) -> None:
        p = self._p
        by_end = {q.end: q for q in self.positions.values()}
        taken: set[int] = set()
        for m in p.mentions:
            if m.type not in ("Person", "Entity", "Country") or m.start in taken:
                continue
            if m.type == "Country":
                position = by_end.get(m.start)
                if position is not None and position.office.kind == "chair" and position.of >= 0 and position.of != m.end - 1:
                    self.holders.append((m, position))
                continue
            first = self._before(m, by_end)
            for position in (first, self._further(first, by_end), self._after(m)):
                if position is None or not position.is_held or not (m.type == "Person" or position.end == m.start):
                    continue
                for holder in self._shared(m, position):
                    self.holders.append((holder, position))

    def _bridge(self) -> None:
        """For "Ukraine's foreign minister says ... . Boris Tarasyuk told reporters ...": the next subject is the one the office announced.

        Only if the office has an owner and no holder, and a full name that was not met before opens the next sentence.
        """
        if not self.positions:
            return
        p = self._p
        held = {q.head for _, q in self.holders}
        known: set[str] = set()
        announced: Position | None = None
        by_sentence: dict[int, list[Mention]] = defaultdict(list)
        for x in p.mentions:
            by_sentence[p.sentence_of[x.start]].append(x)
        for k, s in enumerate(p.sentences):
            mentions = by_sentence[k]
            subjects = [i for i in range(s.start, s.end) if p.deps[i] == "nsubj" and p.deps[p.heads[i]] in ("ROOT", "ccomp")]
            m = p.mention_at(subjects[0]) if subjects else None
            if (
                announced is not None
                and m is not None
                and m.type == "Person"
                and " " in m.name
                and m.name not in known
                and m.start - s.start <= 1
                and p.sentences[k - 1].block == s.block
            ):
                self.holders.append((m, announced))
            known.update(x.name for x in mentions)
            announced = None
            if subjects and not any(x.type == "Person" and x.start < subjects[0] + 4 for x in mentions):
                q = self.positions.get(subjects[0])
                if q is not None and q.of >= 0 and q.head not in held and not q.office.is_plural and p.tags[q.of] != "PRP$":
                    announced = q

    def _counterparts(self) -> None:
        """For "Ban told his Japanese counterpart, Taro Aso": the same office in another country."""
        p = self._p
        for m in list(p.mentions):
            if m.type not in ("Person", "Entity"):
                continue
            i = m.start - 1
            i -= i >= 0 and p.words[i] == ","
            if i < 1 or p.lemmas[i] != "counterpart" or p.sentence_of[i] != p.sentence_of[m.start]:
                continue
            owner = next((k for k in (i - 1, i - 2) if k >= 0 and (x := p.mention_at(k)) is not None and x.type in ("Demonym", "Country")), -1)
            before = [q for h, q in self.holders if h.start < m.start and q.office.kind in ("minister", *_LEADS)]
            if owner >= 0 and before:
                last = before[-1]
                self.holders.append((m, Position(start=i, end=i + 1, head=i, office=last.office, of=owner)))

    def _before(self, m: Mention, by_end: dict[int, Position]) -> Position | None:
        """The office before a name: directly, after "of X", or set off by a comma."""
        p = self._p
        i = m.start
        if i in by_end:
            return by_end[i]
        place = p.mention_at(i - 1) if i else None
        if place is not None and place.end == i and place.type in _OWNERS and p.sentence_of[place.start] == p.sentence_of[i]:
            j = place.start - 1 - (p.lowers[place.start - 1] == "the")
            if j > 0 and p.lowers[j] in ("of", "to", "for", "in", "at") and j in by_end:
                return by_end[j]
        owned = next((q for q in self._by_owner.get(i - 1, ()) if q.end <= q.of), None)
        if owned is not None:
            return owned
        while (
            i > 1
            and (self._lexicon.is_noun(p.lemmas[i - 1], "person") or ((x := p.mention_at(i - 1)) is not None and x.type == "Demonym"))
            and i - 1 not in self.positions
        ):
            i -= 1  # "the envoy - Norwegian diplomat Kai Eide"
        place = p.mention_at(i - 2) if i > 2 and p.words[i - 1] == "," else None
        if place is not None and place.type in _OWNERS and p.deps[m.end - 1] == "appos":  # "Kuwait's ambassador to the United Nations, A B, ..."
            j = place.start - 1 - (p.lowers[place.start - 1] == "the")
            if j > 0 and p.lowers[j] in ("of", "to", "for") and j in by_end and not by_end[j].office.is_plural:
                return by_end[j]
        if i >= 2 and p.words[i - 1] in (",", "-", "–", "—") and p.sentence_of[i - 2] == p.sentence_of[i]:
            q = by_end.get(i - 1) or next((q for q in self._by_owner.get(i - 2, ()) if q.end <= q.of), None)
            q = q or next(iter(self._by_owner.get(i - 2, ())), None)
            if q is not None and not q.office.is_plural and (p.deps[m.end - 1] == "appos" or q.of >= 0) and p.words[m.end : m.end + 1] != ("and",):
                return q
        return None

    def _further(self, q: Position | None, by_end: dict[int, Position]) -> Position | None:
        """For "its leader, former dictator Desi Bouterse": a second office set off before the first."""
        p = self._p
        if q is None:
            return None
        i = q.start - 1
        while i > 0 and p.lowers[i] in self._describers | _ARTICLES:
            i -= 1
        if i <= 0 or p.words[i] != "," or p.sentence_of[i] != p.sentence_of[q.head]:
            return None
        other = by_end.get(i)
        return other if other is not None and other.of >= 0 and not other.office.is_plural else None

    def _after(self, m: Mention) -> Position | None:
        """For "Ian Khama, president of Botswana": an apposition that begins right after the name."""
        p = self._p
        i = m.end
        if i >= len(p) or p.words[i] not in (",", "(", "-", "–", "—"):
            return None
        i += 1
        while i < len(p) and (
            p.lowers[i] in self._describers | _ARTICLES
            or p.lowers[i] in ("who", "is", "was")
            or (p.mention_of[i] >= 0 and p.mentions[p.mention_of[i]].type in _OWNERS)
            or p.words[i] in ("'s", "'")
            or p.tags[i] == "PRP$"
        ):
            if p.lowers[i] in ("is", "was") and p.lowers[i - 1] != "who":
                return None
            i += 1
        q = self._by_start.get(i)
        if q is None or p.sentence_of[q.head] != p.sentence_of[m.start] or q.office.is_plural:
            return None
        following = p.mention_at(q.end) if q.end < len(p) else None
        return None if following is not None and following.type == "Person" else q

    def _shared(self, m: Mention, q: Position) -> list[Mention]:
        """For "Presidents A of X and B of Y": a plural title is shared by the names coordinated with the first."""
        if not q.office.is_plural:
            return [m]
        p = self._p
        end = p.sentences[p.sentence_of[m.start]].end
        found = [m]
        k = m.end
        while k < end:
            other = p.mention_at(k)
            if other is not None and other.type == "Person":
                found.append(other)
                k = other.end
            elif p.lowers[k] in (",", "and", "of", "the") or (other is not None and other.type in _OWNERS):
                k += 1
            else:
                break
        return found

    def _owner_of(self, m: Mention, q: Position) -> int:
        """Under a shared title, "A of X": the country after the name."""
        p = self._p
        if m.end + 1 < len(p) and p.lowers[m.end] == "of":
            k = m.end + 1 + (p.lowers[m.end + 1] == "the")
            other = p.mention_at(k) if k < len(p) else None
            if other is not None and other.type in _OWNERS:
                return other.end - 1
        return q.of

    # ------------------------------------------------------------------ relations
    def relations(self) -> Iterator[Relation]:
        """Yield what the offices say, in text order."""
        for m, q in sorted(self.holders, key=lambda x: x[0].start):
            of = self._owner_of(m, q)
            person = m.end - 1
            position = Argument(token=q.head, kind=ArgumentKind.POSITION, office=q.office.canonical, of=of)
            if m.type == "Country":
                yield self._relation(Argument(token=person), "chairs", Argument(token=of), q)
                continue
            yield self._relation(Argument(token=person), "holdsPosition", position, q)
            if of < 0:
                continue
            if q.office.kind != "regional":
                yield self._relation(position, "positionIn", Argument(token=of), q)
            if q.office.kind in _LEADS or (q.office.kind == "head" and self._is_body(of)):
                yield self._relation(Argument(token=person), "heads", Argument(token=of), q)
            elif q.office.kind == "chair" and self._is_body(of):
                yield self._relation(Argument(token=person), "chairs", Argument(token=of), q)

    def _is_body(self, token: int) -> bool:
        m = self._p.mention_at(token)
        return m is not None and m.type in ("Organization", "InternationalOrganization")

    def _relation(self, subject: Argument, name: str, obj: Argument, q: Position) -> Relation:
        words = tuple(range(q.start, q.end))
        relation = self._ontology.relations[name]
        return Relation(
            subject=Argument(token=subject.token, kind=subject.kind, office=subject.office, of=subject.of, wants=relation.domain),
            name=name,
            object=Argument(token=obj.token, kind=obj.kind, office=obj.office, of=obj.of, wants=relation.range),
            stance=Stance(),
            predicate=words,
            sentence=self._p.sentence_of[q.head],
            when=self._times.of_noun(q.head) if name != "positionIn" else None,
            rule=f"office.{name}.v1",
            confidence=0.95,
            is_over=q.is_former and name != "positionIn",
        )
