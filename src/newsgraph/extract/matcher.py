"""Match clauses and nouns against the ontology's phrasings.

The active, passive and participial forms of a verb frame, and the appositive form of a copula frame, are derived here from the
one phrasing the ontology gives.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsgraph.extract.clauses import Clause, PrepArgument, conjuncts, prep_arguments
from newsgraph.extract.courses import is_quotation, is_report
from newsgraph.extract.frames import FrameIndex, Roles, best, takes_two
from newsgraph.extract.nouns import NounClasses
from newsgraph.extract.screen import SCREENED, Screen
from newsgraph.extract.slots import Slots, beside, complement_nouns, is_wished, listed
from newsgraph.extract.when import Times
from newsgraph.lexicon import Lexicon
from newsgraph.parse import Parse
from newsgraph.phrasing import Argument as Slot
from newsgraph.phrasing import Frame

__all__ = ["Matcher"]

_MEASURE_KIDS = ("xcomp", "ccomp")


class Matcher:
    """Matches frames in one article."""

    def __init__(self, p: Parse, clauses: dict[int, Clause], index: FrameIndex, nouns: NounClasses, times: Times, lexicon: Lexicon) -> None:
        self._times = times
        self._lexicon = lexicon
        self._p = p
        self._clauses = clauses
        self.index = index
        self._nouns = nouns
        self._slots = Slots(p, nouns, lexicon)
        self._screen = Screen(p, lexicon)

    # ------------------------------------------------------------------ clauses
    def clause(self, c: Clause) -> list[Roles]:
        """Return the frames that match a clause, the most specific first, each object token taken once."""
        found: list[Roles] = []
        candidates = self.index.needs.get(c.lemma, ())
        words = self._screen.words(c) if candidates else frozenset()
        for frame, needs in candidates:
            for need in needs:
                if words.isdisjoint(need):
                    break
            else:
                roles = self._verb(frame, c)
                if roles is not None:
                    found.append(roles)
        found += self._copulas(c)
        found += [roles for one, noun in listed(self._p, c) for roles in self.apposition(one, noun)]
        return best(found)

    def _copulas(self, c: Clause) -> list[Roles]:
        """Return the copula frames that match what a clause says its subject is."""
        nouns = complement_nouns(self._p, c) if c.is_copula else [c.head] if c.is_passive and self._p.tags[c.head] == "VBN" else []
        found = []
        for noun in nouns:
            for frame in self.index.copulas.get(self._p.lowers[noun] if noun == c.head else self._p.lemmas[noun], ()):
                if (frame.relation == "heads" and noun not in c.complements) or not self._slots.is_noun(noun, frame.heads):
                    continue  # "one of the leaders of X" heads nothing
                roles = self._copula(frame, c, noun)
                if roles is not None:
                    found.append(roles)
        return found

    def _verb(self, frame: Frame, c: Clause) -> Roles | None:
        if frame.first != "X" and not (c.agents if c.is_passive else c.subjects):
            return None  # most frames fail here or below: nothing dear comes before
        if (frame.particle or c.particle or frame.relation in SCREENED) and not self._screen.passes(frame, c):
            return None
        if c.is_passive and not any(not a.preps or c.particle in a.preps or a.slot == "DO" for a in frame.arguments):
            return None
        roles = Roles(frame=frame, words=[c.head])
        if not self._first(roles, frame, c):
            return None
        surface_object = c.subjects if c.is_passive else c.objects
        hosts = [c.head]
        direct = list(surface_object)
        extra = [*c.objects, *c.complements] if c.is_passive else [*c.objects[1:], *c.complements, *beside(self._p, self._times, frame, c)]
        if len(direct) == 1 and not c.is_passive and takes_two(frame):
            direct[:0] = self._slots.recipient(direct[0])
        for slot in frame.arguments:
            filled = self._fill(roles, slot, c, hosts, direct, extra)
            if not filled:
                return None
        if roles.subject < 0 and frame.first == "OBJ":
            self._owned_subject(roles, hosts)
        return roles if self._complete(roles) else None

    def _owned_subject(self, roles: Roles, hosts: list[int]) -> None:
        """For "Belarus is under European Union sanctions": the one not named by the verb owns the fixed noun."""
        for noun in hosts[1:]:
            owner = self._slots.agent_of(roles, noun, prep_arguments(self._p, noun))
            if owner >= 0 and owner != roles.object:
                roles.subject = owner
                return

    def _first(self, roles: Roles, frame: Frame, c: Clause) -> bool:
        """Fill the slot of the (deep) grammatical subject."""
        deep = c.agents if c.is_passive else c.subjects
        if frame.first == "X":
            return True
        if not deep:
            return False
        token = deep[0]
        if frame.first_restriction and not self._nouns.is_(token, frame.first_restriction):
            return False
        if frame.relation == "affects" and c.lemma in self.index.blows and (self._nouns.is_(token, "agent") or self._slots.actor(token) != token):
            return False  # who hits a depot, also with drones, attacks it
        if frame.relation == "attacks" and c.objects and self._p.lemmas[c.objects[0]] in self._lexicon.words["opening_noun"]:
            return False  # "seized the occasion"
        if frame.relation == "attacks" and frame.first == "SUBJ":
            token = self._slots.actor(token)
        if frame.relation == "locatedIn":
            token = self._slots.seated(token)
        return self._slots.put(roles, frame.first, token)

    def _fill(self, roles: Roles, slot: Slot, c: Clause, hosts: list[int], direct: list[int], extra: list[int]) -> bool:
        if slot.preps and not (c.particle in slot.preps and slot.slot in ("OBJ", "SUBJ", "X")):  # "handed over the suspect", "handed him over"
            return self._fill_prep(roles, slot, c, hosts)
        if slot.slot == "DO":
            return self._fill_do(roles, c, direct)
        if slot.nouns:
            return self._fill_fixed(roles, slot, hosts, direct, extra)
        pool = direct or extra
        if not pool:
            return False
        token = pool[0]
        if slot.restriction and not self._nouns.is_(token, slot.restriction):
            other = next((t for t in pool[1:] + extra if self._nouns.is_(t, slot.restriction)), -1)
            if other < 0 or slot.slot not in ("OBJ", "X"):
                return False
            token = other
        for source in (direct, extra):
            if token in source:
                source.remove(token)
        hosts.append(token)
        return self._slots.put(roles, slot.slot, token)

    def _fill_fixed(self, roles: Roles, slot: Slot, hosts: list[int], direct: list[int], extra: list[int]) -> bool:
        for source in (direct, extra):
            for token in source:
                if self._slots.is_noun(token, slot.nouns):
                    source.remove(token)
                    hosts.extend(k for k in conjuncts(self._p, token) if k == token or self._slots.is_noun(k, slot.nouns))
                    roles.words.append(token)
                    return True
        return False

    def _fill_prep(self, roles: Roles, slot: Slot, c: Clause, hosts: list[int]) -> bool:
        for a in self._prep_arguments(c, hosts):
            if (
                a.word not in slot.preps
                or a.object in (roles.subject, roles.object)
                or (c.is_passive and a.object in c.agents and roles.subject == a.object)
            ):
                continue
            if self._times.is_time(a.object):
                continue
            if slot.slot == "DO":
                roles.do, roles.do_is_clause = [a.object], a.is_clause
                roles.words.append(a.token)
                return True
            if a.is_clause:
                continue
            if slot.nouns:
                if not self._slots.is_noun(a.object, slot.nouns):
                    continue
                hosts.append(a.object)
                roles.words.extend((a.token, a.object))
                return True
            if (slot.restriction and not self._nouns.is_(a.object, slot.restriction)) or self._times.is_time(a.object):
                continue
            hosts.append(a.object)
            roles.words.append(a.token)
            return self._slots.put(roles, slot.slot, a.object)
        if slot.slot == "DO" and slot.preps & {"to", "for"}:
            return self._fill_do(roles, c, [], only_clause=True)
        return False

    def _prep_arguments(self, c: Clause, hosts: list[int]) -> list[PrepArgument]:
        found = list(c.preps)
        for h in hosts[1:]:
            found.extend(prep_arguments(self._p, h))
        return found

    def _fill_do(self, roles: Roles, c: Clause, direct: list[int], *, only_clause: bool = False) -> bool:
        p = self._p
        hosts = [c.head, *c.objects, *c.complements]
        for h in hosts:
            for k in p.kids[h]:
                wanted = (
                    p.deps[k] in _MEASURE_KIDS
                    or (k in self._clauses and p.deps[k] == "advcl" and self._clauses[k].attachment == "ccomp")
                    or (h != c.head and p.deps[k] in ("acl", "relcl") and p.tags[k] == "VB")
                )
                if wanted and k in self._clauses and k not in roles.words:
                    if is_quotation(p, c, self._clauses[k], roles.frame) or is_report(p, c, self._clauses[k], self._lexicon):
                        continue
                    roles.do, roles.do_is_clause = [k], True
                    return True
        if only_clause or not direct:
            return False
        token = direct[0]
        if self._nouns.is_(token, "person") or (p.mention_at(token) is not None and self._nouns.is_(token, "agent")):
            return False
        roles.do = [token]
        return True

    def _complete(self, roles: Roles) -> bool:
        if roles.pair >= 0:
            c = self._clauses.get(roles.words[0])
            takes_object = any(a.nouns or not a.preps for a in roles.frame.arguments)
            return c is None or takes_object or not c.objects
        if roles.subject < 0:
            return False
        slots = {a.slot for a in roles.frame.arguments} | {roles.frame.first}
        if "DO" in slots:
            return bool(roles.do)
        return roles.object >= 0 or "OBJ" not in slots

    def _copula(self, frame: Frame, c: Clause, complement: int) -> Roles | None:
        subjects = c.subjects
        if not subjects:
            return None
        roles = Roles(frame=frame, words=[c.head, complement] if complement != c.head else [c.head])
        self._slots.put(roles, frame.first, subjects[0])
        if not self._of_noun(roles, frame.arguments, complement, c.preps):
            return None
        if roles.subject < 0 and frame.first == "OBJ":
            self._owned_subject(roles, roles.words[1:])
        return roles if roles.subject >= 0 or roles.pair >= 0 else None

    def apposition(self, head: int, noun: int) -> list[Roles]:
        """Return the copula frames that match a noun set beside a name: the name is what the frame's subject is."""
        found = []
        for frame in self.index.copulas.get(self._p.lemmas[noun], ()):
            roles = Roles(frame=frame, words=[noun])
            if (
                self._slots.is_noun(noun, frame.heads)
                and self._slots.put(roles, frame.first, head)
                and self._of_noun(roles, frame.arguments, noun, [])
            ):
                found.append(roles)
        return best(found)

    def state(self, host: int, noun: int, chaired: int) -> list[Roles]:
        """Return the frames of "be" that match a phrase set beside a name: "the Forum, under the chairmanship of X"; `chaired`: where no "of" says what."""
        p = self._p
        if p.lowers[p.heads[noun]] == "as":
            found = self.apposition(host, noun)  # "as part of the deal" makes nobody a part
            return [roles for roles in found if not roles.frame.flags and roles.frame.relation != "partOf"]
        found = []
        for frame in self.index.states.get(p.lemmas[noun], ()):
            first, *rest = frame.arguments
            if p.lowers[p.heads[noun]] not in (first.preps or (frame.particle,)) or not self._slots.is_noun(noun, first.nouns):
                continue
            roles = Roles(frame=frame, words=[p.heads[noun], noun])
            if frame.first_restriction and not self._nouns.is_(host, frame.first_restriction):
                continue
            if not self._slots.put(roles, frame.first, host):
                continue
            if chaired >= 0 and frame.relation == "chairs":
                roles.object = chaired
            elif not self._of_noun(roles, rest, noun, []):
                continue
            if roles.subject < 0 and frame.first == "OBJ":
                self._owned_subject(roles, roles.words[1:])
            if self._complete(roles):
                found.append(roles)
        return best(found)

    def _of_noun(self, roles: Roles, slots: Iterable[Slot], noun: int, more: list[PrepArgument]) -> bool:
        """Fill the arguments of a noun: prepositions, a possessive, or a name before it."""
        p = self._p
        arguments = [*prep_arguments(p, noun), *more]
        used: set[int] = set()
        for slot in slots:
            hit = next(
                (
                    a
                    for a in arguments
                    if a.word in slot.preps
                    and not a.is_clause
                    and a.object not in (roles.subject, roles.object, *used)
                    and self._slots.fits(slot, a.object)
                ),
                None,
            )
            if hit is not None:
                roles.words.append(hit.token)
                if slot.nouns:
                    used.add(hit.object)
                    arguments = [*prep_arguments(p, hit.object), *arguments]
                    roles.words.append(hit.object)
                    continue
                self._slots.put(roles, slot.slot, hit.object)
                continue
            owner = self._slots.owner(noun) if "of" in slot.preps and slot.slot in ("OBJ", "SUBJ") else -1
            if owner < 0 or owner in (roles.subject, roles.object) or not self._slots.fits(slot, owner):
                return False
            self._slots.put(roles, slot.slot, owner)
        return True

    # ------------------------------------------------------------------ nouns
    def noun(self, token: int) -> list[Roles]:
        """Return the noun frames that match a noun, the most specific first."""
        found = []
        for frame in self.index.nouns.get(self._p.lemmas[token], ()):
            roles = self._noun(frame, token) if self._slots.is_noun(token, frame.heads) else None
            if roles is not None:
                found.append(roles)
        return best(found)

    def _noun(self, frame: Frame, noun: int) -> Roles | None:
        p = self._p
        roles = Roles(frame=frame, words=[noun])
        arguments = prep_arguments(p, noun)
        for slot in frame.arguments:
            if slot.slot == "DO":
                if not self._noun_do(roles, slot, noun, arguments):
                    return None
                continue
            hit = next(
                (
                    a
                    for a in arguments
                    if a.word in slot.preps
                    and not a.is_clause
                    and a.object not in (roles.subject, roles.object)
                    and self._slots.fits(slot, a.object)
                    and not self._times.is_time(a.object)
                ),
                None,
            )
            if hit is None:
                return None
            roles.words.append(hit.token)
            if slot.nouns:
                arguments = [*prep_arguments(p, hit.object), *arguments]
                continue
            if not self._slots.put(roles, slot.slot, hit.object):
                return None
            arguments = [*arguments, *prep_arguments(p, hit.object)]
        if roles.pair >= 0:
            return roles
        if roles.subject < 0:
            roles.subject = self._slots.agent_of(roles, noun, arguments)
        if roles.subject < 0 and frame.relation == "meetsWith":
            roles.subject = self._party(noun)
        if roles.subject < 0:
            roles.subject = self._planner(noun)
        return roles if roles.subject >= 0 and roles.subject != roles.object else None

    def _party(self, noun: int) -> int:
        """For "X raised it in a call with Y": who acts in the course of a meeting takes part in it."""
        p = self._p
        prep = p.heads[noun]
        c = self._clauses.get(p.heads[prep])
        if (
            p.deps[noun] == "pobj"
            and p.lowers[prep] in ("in", "during", "at", "after", "before")
            and c is not None
            and c.subjects
            and not c.is_passive
        ):
            return c.subjects[0]
        return -1

    def _planner(self, noun: int) -> int:
        """For "A plans an attack on B", "A has not ruled out sanctions on B": who plans, weighs or refuses a deed is the one who does it."""
        c = self._clauses.get(self._p.heads[noun])
        if c is None or c.is_passive or noun not in c.objects or not c.subjects:
            return -1
        own = c.lemma in self._lexicon.words["own_deed_verb"] or (c.lemma + " " + c.particle, "verb", "ing") in self._lexicon.embeddings
        return c.subjects[0] if own and self._nouns.is_(c.subjects[0], "agent") else -1

    def _noun_do(self, roles: Roles, slot: Slot, noun: int, arguments: list[PrepArgument]) -> bool:
        p = self._p
        for k in p.kids[noun]:
            c = self._clauses.get(k)
            if c is None or k < noun:
                continue
            if is_wished(p, roles.frame, c) or ("to" in slot.preps and p.deps[k] in ("acl", "relcl", "xcomp") and c.marker == "to"):
                roles.do, roles.do_is_clause = [k], True
                return True
        hit = next((a for a in arguments if a.word in slot.preps), None)
        if hit is None:
            return False
        roles.do, roles.do_is_clause = [hit.object], hit.is_clause
        roles.words.append(hit.token)
        return True
