"""Find the noun a pronoun goes back to where no name is meant: "The ministers ... they", "a spokesman ... he", "people ... their claims".

Two rules, the precise one first: the subject of the pronoun's own clause (Chomsky 1981 on control, as far as a dependency tree shows it),
then the most prominent noun phrase of the sentences before (Hobbs 1978, Resolving Pronoun References; Lappin and Leass 1994 for the weights).
"""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.lexicon import Lexicon
from newsgraph.model import BlockKind
from newsgraph.parse import Parse

__all__ = ["IT", "PERSONAL", "THEY", "Antecedents"]

THEY = frozenset("they them their theirs themselves".split())
PERSONAL = frozenset("he him his himself she her hers herself".split())
IT = frozenset("it its itself".split())
_REACH = 2
"""Sentences a pronoun may look back for a common noun."""
_SUBJECTS = ("nsubj", "nsubjpass")
_OPEN_CLAUSES = ("xcomp", "advcl", "acl", "pcomp", "ccomp", "prep", "conj")
_THINGS = frozenset({"organization", "instrument", "event", "meeting"})
_NAMED_THINGS = frozenset({"Organization", "InternationalOrganization", "Country", "Instrument", "Meeting", "Event"})
_PEOPLE = frozenset({"person", "group", "organization", "agent"})


class Antecedents:
    """Answers for the pronouns of one article."""

    def __init__(self, p: Parse, lexicon: Lexicon) -> None:
        self._p = p
        self._lexicon = lexicon

    def agrees(self, pronoun: int, noun: int) -> bool:
        """Return whether a pronoun may mean a noun phrase: plural and able to act for "they", one person for "he" and "she"."""
        p = self._p
        low, m = p.lowers[pronoun], p.mention_at(noun)
        if self._is_inside(pronoun, noun):
            return False
        if low in THEY:
            is_list = any(p.deps[k] == "conj" for k in p.kids[noun])
            if m is not None:
                return is_list or (m.type == "Demonym" and p.tags[noun] in ("NNS", "NNPS"))
            return (p.tags[noun] == "NNS" or (is_list and p.tags[noun] == "NN")) and bool(self._classes(noun) & _PEOPLE)
        if low in PERSONAL:
            return m.type == "Person" if m is not None else p.tags[noun] == "NN" and "person" in self._classes(noun)
        if low in IT:
            return m.type in _NAMED_THINGS | {"Place"} if m is not None else p.tags[noun] == "NN" and bool(self._classes(noun) & _THINGS)
        return False

    def _is_inside(self, pronoun: int, noun: int) -> bool:
        """Whether the pronoun stands in the noun phrase itself, outside any clause of it: "the president of his country"."""
        p, i = self._p, pronoun
        while p.heads[i] != i and p.poses[i] not in ("VERB", "AUX"):
            i = p.heads[i]
            if i == noun:
                return True
        return False

    def of_clause(self, pronoun: int) -> int:
        """Return the subject, or the one who is made to act, of the clauses around a pronoun that agrees with it; -1 if there is none.

        For "obliges both governments to publish their tariffs" these are the governments, for "turns people back without hearing
        their claims" whoever turns them back, unless it is one.
        """
        p = self._p
        i = pronoun
        while p.heads[i] != i:
            i = p.heads[i]
            for noun in self._subjects(i):
                if noun < pronoun and noun != pronoun and p.deps[pronoun] not in _SUBJECTS and self.agrees(pronoun, noun):
                    return noun if not self._is_own_object(pronoun, noun) else -1
            if p.deps[i] not in _OPEN_CLAUSES and p.poses[i] in ("VERB", "AUX") and p.deps[i] != "relcl":
                break
        return -1

    def _subjects(self, i: int) -> Iterator[int]:
        """Yield who acts in the clause of a verb: its subject, the noun it describes, or the object of the verb above."""
        p = self._p
        if p.poses[i] not in ("VERB", "AUX"):
            return
        own = [k for k in p.kids[i] if p.deps[k] in _SUBJECTS]
        for k in own:
            yield p.heads[i] if p.lowers[k] in ("who", "which", "that") and p.deps[i] == "relcl" else k
        if not own and p.deps[i] == "acl":
            yield p.heads[i]
        if not own and p.deps[i] in ("xcomp", "ccomp"):
            yield from (k for k in p.kids[p.heads[i]] if p.deps[k] == "dobj" and k < i)
        if not own and p.deps[i] == "pcomp":
            verb = p.heads[p.heads[i]]
            yield from (k for k in p.kids[verb] if p.deps[k] == "dobj" and k < i)

    def _is_own_object(self, pronoun: int, noun: int) -> bool:
        """Whether the noun is the subject of the verb whose object the pronoun is: "they met them" names two groups."""
        p = self._p
        verb = p.heads[pronoun] if p.deps[pronoun] == "dobj" else p.heads[p.heads[pronoun]] if p.deps[pronoun] == "pobj" else -1
        return verb >= 0 and p.heads[noun] == verb and p.deps[noun] in _SUBJECTS

    def same_before(self, pronoun: int) -> int:
        """Return the subject pronoun of the same kind in the sentence before, which the text goes on with; -1 if there is none."""
        p = self._p
        kind = next((words for words in (THEY, PERSONAL, IT) if p.lowers[pronoun] in words), frozenset[str]())
        here = p.sentence_of[pronoun]
        if not here or p.deps[pronoun] not in _SUBJECTS or p.sentences[here - 1].block != p.sentences[here].block:
            return -1
        s = p.sentences[here - 1]
        return next(
            (i for i in range(s.start, s.end) if p.lowers[i] in kind and p.deps[i] in _SUBJECTS and p.poses[p.heads[i]] in ("VERB", "AUX")), -1
        )

    def before(self, pronoun: int) -> tuple[int, int]:
        """Return (noun, score) of the most prominent common noun before a pronoun that agrees with it; (-1, 0) if there is none.

        The score grows with nearness in sentences and with grammatical role, as that of the places of names does.
        """
        p = self._p
        here = p.sentence_of[pronoun]
        best = (-1, 0)
        for number in range(here, max(-1, here - _REACH - 1), -1):
            s = p.sentences[number]
            if s.kind is BlockKind.CAPTION or (number < here and s.kind is BlockKind.HEADLINE):
                continue
            for i in range(s.start, min(s.end, pronoun)):
                if p.tags[i] not in ("NN", "NNS") or p.mention_of[i] >= 0 or not self.agrees(pronoun, i) or self._is_own_object(pronoun, i):
                    continue
                score = self.score(pronoun, i)
                if score > best[1]:
                    best = (i, score)
        return best

    def score(self, pronoun: int, noun: int) -> int:
        """Return how prominent a noun is, seen from a pronoun: 10 for each sentence nearer, 3 for a subject, 2 for an object, 1 elsewhere."""
        p = self._p
        top = noun
        while p.deps[top] in ("conj", "appos") and p.heads[top] != top:
            top = p.heads[top]
        role = 3 if p.deps[top] in _SUBJECTS else 2 if p.deps[top] == "dobj" else 1
        return 10 * (_REACH + 1 - (p.sentence_of[pronoun] - p.sentence_of[noun])) + role

    def is_near(self, pronoun: int, sentence: int) -> bool:
        """Whether a noun of that sentence or a later one can have a score above 0."""
        return self._p.sentence_of[pronoun] - sentence <= _REACH + 1

    def _classes(self, noun: int) -> frozenset[str]:
        p = self._p
        found = frozenset(self._lexicon.classes(p.lowers[noun - 1] if noun else "", p.lemmas[noun]))
        return found | {"person"} if p.lemmas[noun] in self._lexicon.offices else found
