"""Turn the parse into clauses: one per predicate, with who, what, to whom, and where the clause hangs.

Unspoken subjects are filled in: relative pronouns, participles, infinitives (by the control of the verb above), coordinated
verbs. A clause's arguments are head tokens of noun phrases; coordination is expanded later, by `conjuncts`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from newsgraph.extract.understood import is_done
from newsgraph.lexicon import Lexicon
from newsgraph.parse import Parse

__all__ = ["Clause", "PrepArgument", "clauses", "conjuncts", "embedding_complement"]

_CLAUSE_DEPS = frozenset(
    {"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "csubj", "csubjpass", "parataxis", "dep", "appos", "oprd", "pobj", "attr"}
)
_SUBJECT_DEPS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_BE = frozenset({"be"})
_NAMING = frozenset({"call", "term", "dub", "label", "describe", "consider", "deem", "brand", "name"})


class PrepArgument(NamedTuple):
    """A prepositional phrase of a clause or noun: the preposition's token, its word, and what it introduces (-1 if nothing)."""

    token: int
    word: str
    object: int
    is_clause: bool = False


@dataclass(slots=True, kw_only=True)
class Clause:
    """One predicate and its arguments.

    Attributes:
        head: Predicate token.
        lemma: Lemma of the predicate; "be" for the copula.
        subjects: Heads of the grammatical subject; one, or none. `is_expletive` for "it is ..." and "there is ...".
        objects: Direct objects; the subject of an "it" clause is never one.
        complements: Attribute, adjective or object predicative of a copula or of "elect X president".
        parent: Head of the clause above, or -1.
        attachment: How the clause hangs on it: "root", "ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "csubj", "parataxis".
        via: Noun or preposition between the clause and its parent, or -1.
        marker: Subordinating word in lower case ("that", "if", "to", ...), or "".
    """

    head: int
    lemma: str
    is_passive: bool = False
    is_copula: bool = False
    is_expletive: bool = False
    subjects: list[int] = field(default_factory=list)
    own_subject: bool = False
    agents: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    complements: list[int] = field(default_factory=list)
    preps: list[PrepArgument] = field(default_factory=list)
    particle: str = ""
    auxiliaries: list[int] = field(default_factory=list)
    parent: int = -1
    attachment: str = "root"
    via: int = -1
    marker: str = ""


def conjuncts(p: Parse, token: int) -> list[int]:
    """Return `token` and what is coordinated with it, in text order.

    Source: UD relation `conj`; spaCy chains conjuncts, so the chain is followed.
    """
    found = [token]
    for i in found:
        found += [k for k in p.kids[i] if p.deps[k] == "conj" and _same_kind(p, token, k)]
    return sorted(found) if len(found) > 2 else found


def _same_kind(p: Parse, a: int, b: int) -> bool:
    verbs = ("VERB", "AUX")
    return (p.poses[a] in verbs) == (p.poses[b] in verbs)


def prep_arguments(p: Parse, head: int) -> list[PrepArgument]:
    """Return the prepositional phrases of a token, in text order, nested ones ("from X to Y", "along with") included."""
    found: list[PrepArgument] = []
    for k in p.kids[head]:
        dep = p.deps[k]
        if dep not in ("prep", "dative", "agent") or (dep == "dative" and p.poses[k] not in ("ADP", "PART", "SCONJ")):
            continue
        _introduced(p, k, found)
        for x in p.kids[k]:
            if p.deps[x] == "prep":
                _introduced(p, x, found)
            elif p.deps[x] == "conj" and p.poses[x] == "ADP" and (y := p.kid(x, "pobj")) >= 0:
                found.append(PrepArgument(x, p.lowers[x], y))
    return found


def _introduced(p: Parse, preposition: int, found: list[PrepArgument]) -> None:
    """Add what a preposition introduces, if anything."""
    for x in p.kids[preposition]:
        dep = p.deps[x]
        if dep in ("pobj", "pcomp"):
            found.append(PrepArgument(preposition, p.lowers[preposition], x, dep == "pcomp" and p.poses[x] in ("VERB", "AUX")))
            return


def is_predicate(p: Parse, i: int) -> bool:
    """Return whether a verb heads a clause."""
    dep = p.deps[i]
    if dep not in _CLAUSE_DEPS:
        return False
    if dep == "conj":
        head = p.heads[i]
        return p.poses[head] in ("VERB", "AUX") or bool(p.with_deps(i, *_SUBJECT_DEPS))
    return not (dep in ("pobj", "attr", "appos") and p.tags[i] != "VBG" and not p.with_deps(i, "dobj", "nsubj"))


def clauses(p: Parse, lexicon: Lexicon) -> dict[int, Clause]:
    """Return the clauses of the article by head token, in text order."""
    found: dict[int, Clause] = {}
    for i, pos in enumerate(p.poses):
        if pos in ("VERB", "AUX") and is_predicate(p, i):
            found[i] = _bare(p, i, lexicon.words["impersonal_verb"])
    for c in found.values():
        _hang(p, c, found)
    for c in found.values():
        _share_object(p, c, found)
    for c in sorted([c for c in found.values() if not c.subjects], key=lambda c: _depth(p, c.head)):
        if is_done(p, c, found.get(c.parent), lexicon):
            c.attachment, c.marker, c.auxiliaries, c.subjects = "xcomp", "", [], list(found[c.parent].subjects)
        else:
            _control(p, c, found, lexicon)
    return found


def _share_object(p: Parse, c: Clause, found: dict[int, Clause]) -> None:
    """For "A has signed but not ratified B": the object after the second verb is that of the first as well."""
    first = found.get(c.parent)
    if c.attachment != "conj" or first is None or not c.objects or c.own_subject or c.head <= first.head:
        return
    if first.objects or first.complements or first.preps or first.is_passive or c.is_passive:
        return
    between = range(first.head + 1, c.head)
    if all(p.deps[x] in ("cc", "neg", "advmod") or p.lowers[x] in ("n't", "did", "not") for x in between) and p.tags[c.head] in (
        "VBD",
        "VBN",
        p.tags[first.head],
    ):
        first.objects = list(c.objects)


def _depth(p: Parse, i: int) -> int:
    n = 0
    while p.heads[i] != i and n < len(p):
        i = p.heads[i]
        n += 1
    return n


def _bare(p: Parse, i: int, impersonal: frozenset[str]) -> Clause:
    c = Clause(head=i, lemma=p.lemmas[i])
    for k in p.kids[i]:
        dep = p.deps[k]
        if dep in _SUBJECT_DEPS:
            if (p.lowers[k] in ("it", "there") and dep == "expl") or (p.lowers[k] == "it" and _is_extraposed(p, i, impersonal)):
                c.is_expletive = True
            else:
                c.subjects.append(k)
                c.own_subject = True
            c.is_passive = c.is_passive or dep.endswith("pass")
        elif dep == "auxpass":
            c.is_passive = True
            c.auxiliaries.append(k)
        elif dep == "aux":
            c.auxiliaries.append(k)
        elif dep == "dobj" or (dep == "dative" and p.poses[k] not in ("ADP", "PART", "SCONJ")):
            c.objects.append(k)
        elif dep in ("attr", "acomp", "oprd"):
            c.complements.append(k)
        elif dep == "prt":
            c.particle = p.lowers[k]
        elif dep == "mark":
            c.marker = p.lowers[k]
    c.is_copula = c.lemma in _BE or (bool(c.complements) and p.kid(i, "attr", "acomp") >= 0 and not c.objects and not c.is_passive)
    c.preps = prep_arguments(p, i)
    bare = p.deps[i] in ("acl", "advcl") or (p.deps[i] == "xcomp" and not c.auxiliaries)  # "stands accused of ..."
    bare = bare or (not c.auxiliaries and p.kid(i, "agent") >= 0)  # "based in A and chaired by B"
    participle = p.tags[i] == "VBN" and bare and not c.own_subject
    if c.is_passive or (participle and not any(p.lemmas[a] in ("have", "having") for a in c.auxiliaries)):  # "having closed X, Y ..." is active
        c.is_passive = True
        c.agents = [a.object for a in c.preps if a.word == "by" and not a.is_clause]
    return c


def _is_extraposed(p: Parse, i: int, impersonal: frozenset[str]) -> bool:
    """Whether "it" only announces a clause: "it is necessary to ...", "it is unclear if ..."."""
    adjective = p.kid(i, "acomp", "attr", "oprd")
    bare = p.tags[i] in ("VB", "JJ") and p.kid(i, "aux") < 0  # "consider it expedient to": the adjective read as a verb
    if p.lemmas[i] not in impersonal and adjective < 0 and p.kid(i, "auxpass") < 0 and not bare:
        return False
    hosts = [i, adjective] if adjective >= 0 else [i]
    return any(p.deps[k] in ("ccomp", "xcomp", "advcl", "csubj", "acl") for h in hosts for k in p.kids[h])


def _hang(p: Parse, c: Clause, found: dict[int, Clause]) -> None:
    i = c.head
    dep = p.deps[i]
    if p.heads[i] == i:
        return
    up = p.heads[i]
    c.attachment = (
        dep
        if dep in ("ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "csubj", "parataxis")
        else "ccomp"
        if dep in ("dep", "csubjpass")
        else "acl"
    )
    if dep == "parataxis" and p.tags[i] == "VBN" and p.poses[up] in ("NOUN", "PROPN") and not c.own_subject:
        c.attachment = "acl"  # "the union (currently chaired by B)"
    if dep == "advcl" and c.marker == "for" and any(p.tags[a] == "TO" for a in c.auxiliaries):
        c.attachment, c.marker = ("ccomp" if p.poses[up] in ("VERB", "AUX") else "acl"), "to"  # "pressed for Russia to use ..."
    if not c.marker and any(p.lowers[a] == "to" and p.tags[a] == "TO" for a in c.auxiliaries):
        c.marker = "to"
    if up not in found:
        c.via = up
    seen = 0
    while up not in found and p.heads[up] != up and seen < len(p):
        up = p.heads[up]
        seen += 1
    c.parent = up if up in found else -1
    if dep == "conj" and p.heads[i] not in found:
        c.attachment, c.parent = "root", -1
    if dep == "advcl" and not c.marker:
        first = p.kids[i][0] if p.kids[i] else i
        if p.lowers[first] in ("when", "where", "while", "as", "whether", "how", "why", "once"):
            c.marker = p.lowers[first]


def embedding_complement(p: Parse, c: Clause) -> str:
    """Return which complement a clause is to the word above it: "whether", "that", "to", "ing", "from" or "bare"."""
    words = {p.lowers[k] for k in p.kids[c.head] if p.deps[k] in ("mark", "advmod", "dobj", "nsubj", "attr")}
    if c.marker in ("whether", "if") or (
        c.attachment == "ccomp" and words & {"who", "what", "why", "how", "whether", "where"} and c.marker != "that"
    ):
        return "whether"
    if c.marker == "to" or any(p.tags[a] == "TO" for a in c.auxiliaries):
        return "to"
    if c.attachment == "pcomp":
        return "from" if c.via >= 0 and p.lowers[c.via] == "from" else "ing"
    if c.attachment == "xcomp" and p.tags[c.head] == "VBG":
        return "ing"
    if p.tags[c.head] == "VBG" and not c.auxiliaries:
        return "ing"
    if p.tags[c.head] == "VB" and not c.auxiliaries and c.marker != "that" and c.attachment in ("xcomp", "ccomp"):
        return "bare"
    return "that"


def _control(p: Parse, c: Clause, found: dict[int, Clause], lexicon: Lexicon) -> None:
    """Give a clause without a subject the one it is understood to have."""
    i = c.head
    if c.is_expletive:
        return
    if c.attachment in ("relcl", "acl") and c.via >= 0:
        noun = c.via
        if p.deps[i] == "acl" and c.marker == "to":
            parent = found.get(c.parent)
            owner = p.kid(noun, "poss")
            light = parent is not None and parent.lemma in lexicon.words["light_verb"] and noun in parent.objects
            c.subjects = [owner] if owner >= 0 else list(parent.subjects) if parent is not None and light else [noun]
        elif not any(p.lowers[k] in _RELATIVE for k in c.objects):
            c.subjects = [_among(p, noun, found)]
        return
    parent = found.get(c.parent)
    if parent is None:
        return
    if _is_order(p, c, parent, lexicon):
        c.attachment, c.subjects = "ccomp", list(parent.objects[:1])
    elif c.attachment == "conj":
        c.subjects = list(parent.subjects)
        c.is_expletive = parent.is_expletive and not c.subjects
    elif c.attachment in ("xcomp", "ccomp"):
        c.subjects = _complement_subjects(p, c, parent, lexicon)
    elif c.attachment == "pcomp" and c.via >= 0 and (own := p.kid(c.via, "pobj")) >= 0 and own < i:
        c.subjects, c.own_subject = [own], True  # "depends on A doing B"
    elif c.attachment in ("advcl", "pcomp", "parataxis"):
        kept_from = c.attachment == "pcomp" and c.via >= 0 and p.lowers[c.via] == "from" and (parent.lemma, "verb", "from") in lexicon.embeddings
        accused = c.attachment == "pcomp" and c.via >= 0 and p.lowers[c.via] in ("of", "for") and parent.lemma in lexicon.words["accusing_verb"]
        c.subjects = list(parent.objects[:1] if (kept_from or (accused and not parent.is_passive)) and parent.objects else parent.subjects)
    if parent.is_passive and c.attachment == "pcomp" and c.via >= 0 and p.lowers[c.via] == "by":
        c.subjects = []


def _complement_subjects(p: Parse, c: Clause, parent: Clause, lexicon: Lexicon) -> list[int]:
    """The unspoken subject of an infinitive or another complement: the object of the verb above, else its subject."""
    owner = _purpose_owner(p, parent, lexicon) if parent.lemma in _BE and c.marker == "to" else -1
    if owner >= 0:
        return [owner]  # "the aim of X is to do Y"
    if parent.objects and not parent.is_passive and not (c.marker == "to" and parent.lemma in lexicon.words["means_verb"]):
        return list(parent.objects[:1])  # who uses a speech to press for something is the one who presses
    if parent.subjects or parent.objects or parent.is_copula:
        return list(parent.subjects)
    return [a.object for a in parent.preps if a.word in ("on", "upon", "to", "for") and not a.is_clause][:1]


def _is_order(p: Parse, c: Clause, parent: Clause, lexicon: Lexicon) -> bool:
    """Whether a bare verb before a verb of saying is what somebody is told to do: "Sign the treaty, X told Y"."""
    bare = p.tags[c.head] == "VB" and not c.auxiliaries and not c.marker and c.attachment in ("ccomp", "advcl")
    return bare and c.head < parent.head and any((parent.lemma, "verb", kind) in lexicon.embeddings for kind in ("that", "to"))


def _purpose_owner(p: Parse, c: Clause, lexicon: Lexicon) -> int:
    """Whose aim, plan or task the subject of "is to" is: "the aim of X", "X's priority"; -1 if it is none or nobody's."""
    if len(c.subjects) != 1 or p.lemmas[c.subjects[0]] not in lexicon.words["purpose_noun"]:
        return -1
    noun = c.subjects[0]
    owner = p.kid(noun, "poss")
    return owner if owner >= 0 else next((a.object for a in prep_arguments(p, noun) if a.word == "of" and not a.is_clause), -1)


def _among(p: Parse, noun: int, found: dict[int, Clause]) -> int:
    """Return who is meant by "those" in "X is among those calling for Y": X; else the noun itself."""
    prep = p.heads[noun]
    above = found.get(p.heads[prep])
    if p.lowers[noun] == "those" and p.lowers[prep] == "among" and above is not None and above.is_copula and above.subjects:
        return above.subjects[0]
    return noun


def _those_of_whom(p: Parse, c: Clause) -> list[int]:
    """For "A and B, both of whom signed": A and B."""
    first = c.subjects[0] if c.subjects else -1
    whole = p.whole_of(first) if first >= 0 and p.lowers[first] in ("both", "all", "each") else -1
    return [whole] if whole >= 0 else c.subjects


def _first_conjunct(c: Clause, found: dict[int, Clause]) -> Clause:
    for _ in range(len(found)):
        if c.attachment != "conj" or c.parent not in found:
            break
        c = found[c.parent]
    return c


def _take_named(p: Parse, c: Clause, found: dict[int, Clause]) -> None:
    """For "condemned what it called a coup": what is condemned is the coup."""
    if c.objects or c.is_passive:
        return
    for k in p.kids[c.head]:
        inner = found.get(k)
        named = inner is not None and p.deps[k] in ("ccomp", "dobj") and k > c.head and inner.lemma in _NAMING
        if inner is not None and named and inner.complements and any(p.lowers[o] == "what" for o in inner.objects):
            c.objects = [inner.complements[0]]


def relative_target(p: Parse, c: Clause, token: int) -> int:
    """Return the noun a relative pronoun of the clause stands for, or the token itself."""
    if p.lowers[token] in _RELATIVE and p.tags[token] in ("WDT", "WP", "IN", "DT", "WP$") and c.attachment == "relcl" and c.via >= 0:
        return c.via
    return token


def settle_relatives(p: Parse, c: Clause, found: dict[int, Clause]) -> None:
    """Put the described noun in the place of the relative pronoun, or of the gap it left ("the ban that X imposed")."""
    _take_named(p, c, found)
    c.subjects = _those_of_whom(p, c)
    if c.attachment == "conj" and any(p.lowers[k] in ("which", "whom", "who") for k in (*c.subjects, *c.objects)):
        first = _first_conjunct(c, found)  # "which A signed and which B left"
        if first.attachment == "relcl" and first.via >= 0:
            c.subjects = [first.via if p.tags[s] in ("WDT", "WP") else s for s in c.subjects]
            c.objects = [first.via if p.tags[o] in ("WDT", "WP") else o for o in c.objects]
        return
    if c.attachment != "relcl" or c.via < 0:
        return
    if p.deps[c.via] == "appos" and p.mention_of[p.heads[c.via]] >= 0 and p.mention_of[c.via] < 0:
        c.via = p.heads[c.via]  # "X, a former general who won the election"
    whose = any(p.lowers[x] == "whose" for k in (*c.subjects, *c.objects) for x in p.kids[k])
    had = whose or any(p.lowers[k] in _RELATIVE or p.whole_of(k) >= 0 for k in (*c.subjects, *c.objects))
    # "at a time when A refused to do B": neither a time nor what is done fills the gap
    had = had or any(p.tags[k] == "WRB" or p.deps[k] in ("xcomp", "ccomp") for k in p.kids[c.head])
    c.subjects = [relative_target(p, c, s) for s in c.subjects]
    c.objects = [relative_target(p, c, o) for o in c.objects]
    c.preps = [PrepArgument(token=a.token, word=a.word, object=relative_target(p, c, a.object), is_clause=a.is_clause) for a in c.preps]
    if not had and c.own_subject and not c.objects and not c.is_passive and not c.is_copula and not any(a.object == c.via for a in c.preps):
        c.objects = [c.via]
