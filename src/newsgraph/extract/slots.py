"""Say what may fill a slot of a phrasing: by class, by fixed noun, by who owns a noun or does what it names."""

from __future__ import annotations

from newsgraph.extract.clauses import Clause, PrepArgument, conjuncts, prep_arguments
from newsgraph.extract.frames import Roles
from newsgraph.extract.nouns import NounClasses
from newsgraph.extract.when import Times
from newsgraph.lexicon import Lexicon
from newsgraph.parse import Parse
from newsgraph.phrasing import Argument as Slot
from newsgraph.phrasing import Frame

__all__ = ["Slots", "beside", "complement_nouns", "is_wished", "listed"]


class Slots:
    """Answers for the tokens of one article."""

    def __init__(self, p: Parse, nouns: NounClasses, lexicon: Lexicon) -> None:
        self._p = p
        self._words = lexicon.words
        self._nouns = nouns

    def put(self, roles: Roles, slot: str, token: int) -> bool:
        """Fill a slot with a token; return False if the token cannot stand there (one person is no PAIR)."""
        p = self._p
        if slot == "SUBJ":
            roles.subject = token
        elif slot == "OBJ":
            roles.object = token
        elif slot == "WHO":
            roles.who = token
        elif slot == "PAIR":
            if len(conjuncts(p, token)) < 2 and p.tags[token] not in ("NNS", "NNPS") and p.lowers[token] not in ("they", "we", "both", "them", "us"):
                return False
            if not self._nouns.is_(token, "agent"):
                return False
            roles.pair = token
        elif slot == "SELF":
            return p.lowers[token].endswith(("self", "selves"))
        return True

    def fits(self, slot: Slot, token: int) -> bool:
        """Return whether a token is one of the fixed nouns of a slot, or of the class it is restricted to."""
        if slot.nouns:
            return self.is_noun(token, slot.nouns)
        return not slot.restriction or self._nouns.is_(token, slot.restriction)

    def is_noun(self, token: int, nouns: frozenset[str]) -> bool:
        """Return whether a token, with the word before it or without, is one of `nouns`."""
        p = self._p
        lemma = p.lemmas[token]
        if lemma in nouns or p.lowers[token] in nouns:
            return True
        return any(p.lemmas[k] + " " + lemma in nouns for k in p.kids[token] if p.deps[k] in ("compound", "amod"))

    def owner(self, noun: int) -> int:
        """Return the possessive, demonym or name before a noun: "Egypt's support", "Swiss sanctions", "CSTO council"; -1 if there is none."""
        p = self._p
        for k in p.kids[noun]:
            if p.deps[k] == "poss":
                return k
        for k in p.kids[noun]:
            m = p.mention_at(k)
            if (
                k < noun
                and m is not None
                and p.deps[k] in ("compound", "amod", "nmod")
                and m.type != "Person"
                and p.mention_of[k] != p.mention_of[noun]
            ):
                return k
        return -1

    def agent_of(self, roles: Roles, noun: int, arguments: list[PrepArgument]) -> int:
        """Return who does what a noun names ("Egypt's support", "support by Egypt"), or -1; the words that say so are added to `roles`."""
        owner = self.owner(noun)
        if owner >= 0 and owner != roles.object:
            return owner
        for word in ("by", "of", "from"):
            for a in arguments:
                if a.word == word and a.object != roles.object and not a.is_clause and self._nouns.is_(a.object, "agent"):
                    roles.words.append(a.token)
                    return a.object
        return -1

    def actor(self, token: int) -> int:
        """Return the country whose arms or whose strike it is ("Israeli warplanes", "Russia's missiles"); `token` if it acts itself or is nobody's."""
        if self._nouns.is_(token, "agent") or not self._nouns.of(token) & {"thing", "event"}:
            return token
        p = self._p
        i = self.owner(token)
        if i < 0 and (launcher := self._launcher(token)) >= 0 and self._nouns.is_(launcher, "agent"):
            return launcher
        m = p.mention_at(i) if i >= 0 else None
        return i if m is not None and m.type in ("Demonym", "Country", "Organization", "InternationalOrganization") else token

    def seated(self, token: int) -> int:
        """For "X, whose seat is in Y", "the seat of X is in Y": X, which sits there; else the token itself."""
        if not self.is_noun(token, self._words["seat_noun"]):
            return token
        owner = self.owner(token)
        if owner < 0:
            owner = next((a.object for a in prep_arguments(self._p, token) if a.word == "of" and not a.is_clause), token)
        return token if self._nouns.is_(owner, "country") and not self._nouns.is_(owner, "union") else owner

    def _launcher(self, token: int) -> int:
        """Who launched it: "drones launched by X", "raids carried out by X"; -1 if nobody is named."""
        p = self._p
        for k in p.kids[token]:
            if p.deps[k] == "acl" and p.tags[k] == "VBN" and p.lemmas[k] in self._words["launching_verb"]:
                return next((x for by in p.kids[k] if p.lowers[by] == "by" for x in p.kids[by] if p.deps[x] == "pobj"), -1)
        return -1

    def recipient(self, goods: int) -> list[int]:
        """For "gave Ukraine howitzers", read as one noun phrase: the country set before the goods; none if another word introduces them."""
        p = self._p
        if any(p.deps[k] in ("det", "poss", "nummod") and k < goods for k in p.kids[goods]):
            return []
        for k in p.kids[goods]:
            m = p.mention_at(k)
            if p.deps[k] == "compound" and m is not None and m.type == "Country" and k < goods and p.mention_of[k] != p.mention_of[goods]:
                return (
                    [k]
                    if not any(p.deps[x] in ("dative", "prep") and p.lowers[x] == "to" for h in (goods, p.heads[goods]) for x in p.kids[h])
                    else []
                )
        return []


def is_wished(p: Parse, frame: Frame, c: Clause) -> bool:
    """Whether a that-clause says what should be: "the demand that A withdraw", "a recommendation that A cut taxes", not "that A is weak"."""
    if frame.relation not in ("advocates", "demands") or c.marker != "that" or not c.own_subject:
        return False
    return p.tags[c.head] in ("VB", "VBP") or (p.lowers[c.head] == p.lemmas[c.head] and not c.auxiliaries)


def complement_nouns(p: Parse, c: Clause) -> list[int]:
    """Return what a copula says its subject is: its complements, and the many it is one of ("is one of the members of X", "was among the critics of Y")."""
    found = list(c.complements)
    for k in c.complements:
        if p.lowers[k] == "one":
            found += [a.object for a in prep_arguments(p, k) if a.word == "of" and not a.is_clause]
    return found + [a.object for a in c.preps if a.word == "among" and not a.is_clause]


def listed(p: Parse, c: Clause) -> list[tuple[int, int]]:
    """Return whom a clause tells after what they are: "Guests at the summit included A and B", "Among the critics (One of the critics) of X was A"."""
    if c.lemma == "include" and c.subjects and c.objects and p.tags[c.subjects[0]] == "NNS":
        return [(c.objects[0], c.subjects[0])]
    if c.lemma != "be" or not c.complements or p.mention_of[c.complements[0]] < 0 or c.complements[0] < c.head:
        return []
    if not c.subjects:
        return [(c.complements[0], a.object) for a in c.preps if a.word == "among" and not a.is_clause]
    first = c.subjects[0]
    return [(c.complements[0], a.object) for a in prep_arguments(p, first) if p.lowers[first] == "one" and a.word == "of" and not a.is_clause]


def beside(p: Parse, times: Times, frame: Frame, c: Clause) -> list[int]:
    """Return nouns that stand beside a verb without a preposition and are no time, for a frame that asks for one: "came face to face"."""
    if all(a.preps or not a.nouns for a in frame.arguments) or any(a.slot and not a.preps for a in frame.arguments):
        return []
    return [k for k in p.kids[c.head] if p.deps[k] == "npadvmod" and k > c.head and not times.is_time(k)]
