"""Repair clauses whose auxiliary stands before the subject, and conditions that open with a noun or a participle.

"Should Turkey attack Kobani", "at no time did Cuba sanction Chad", "in case A invades B", "provided that A signs": whether these are
taken for what they are decides whether something that never was stands as a fact.
"""

from __future__ import annotations

from collections.abc import Callable

from newsgraph.extract.draft import SUBJECTS, VERBS, Draft, subtree

__all__ = ["INVERSIONS"]

_BEFORE_BARE = frozenset("did does do should will would shall may might can could must".split())
_BEFORE_PARTICIPLE = frozenset("has have had".split())
_IF = frozenset("should had were".split())
_CONDITION_NOUNS = frozenset("case condition event".split())
_CONDITION_PARTICIPLES = frozenset("provided providing supposing assuming".split())


def inverted_verb(d: Draft, i: int) -> None:
    """For "should Turkey attack Kobani" and "did Cuba sanction Chad": what stands after auxiliary and name is the verb, no part of a name."""
    p = d.p
    m = p.mention_at(i - 1) if i else None
    if m is None or m.end != i or not p.words[i].islower() or p.mention_of[i] >= 0:
        return
    front = m.start - 1 - (p.lowers[m.start - 1] == "the")
    if front < 0 or p.lowers[front] not in _BEFORE_BARE or p.sentence_of[front] != p.sentence_of[i] or d.tags[i] not in ("NN", "VB", "VBP", "JJ"):
        return
    name, noun = i - 1, d.heads[i]
    if d.poses[i] in VERBS and d.deps[name] == "compound" and d.heads[name] == i:
        d.attach(name, i, "nsubj")  # "never again will Germany attack Poland"
    if d.deps[i] != "compound" or noun < i or d.poses[noun] in VERBS or d.heads[name] not in (i, noun):
        return
    above, label = d.heads[noun], d.deps[noun]
    is_root = above in (front, noun)
    if above == front and d.heads[front] != front:
        above, is_root = d.heads[front], False
    d.poses[i], d.tags[i] = "VERB", "VB"
    d.heads[i], d.deps[i] = (i, "ROOT") if is_root else (above, "advcl")
    d.is_changed = True
    if is_root:
        for k in d.kids(front):
            if k != noun:
                d.attach(k, i, d.deps[k] if d.deps[k] not in SUBJECTS else "npadvmod")
    for k in d.kids(noun):
        if d.deps[k] == "appos" and label in SUBJECTS and not is_root:
            d.attach(k, above, label)  # "should A attack B, C will ...": C is no apposition to B
    d.attach(noun, i, "dobj")
    d.attach(name, i, "nsubj")
    d.attach(front, i, "aux")


def inverted_perfect(d: Draft, i: int) -> None:
    """For "at no stage has A recognised B": the participle is the verb, "has" only helps it."""
    p, have = d.p, d.heads[i]
    if p.lowers[have] not in _BEFORE_PARTICIPLE or have > i or d.tags[i] not in ("VBD", "VBN") or d.poses[i] not in VERBS:
        return
    subject = next((k for k in d.kids(i) if d.deps[k] in SUBJECTS), -1)
    if not have < subject < i or any(d.deps[k] in (*SUBJECTS, "dobj") and p.lowers[k] != "neither" for k in d.kids(have)):
        return
    is_root = d.heads[have] == have
    d.heads[i], d.deps[i] = (i, "ROOT") if is_root else (d.heads[have], d.deps[have])
    d.is_changed = True
    for k in d.kids(have):
        if k != i:
            d.attach(k, i, d.deps[k])
    d.attach(have, i, "aux")


def fronted_neither(d: Draft, i: int) -> None:
    """For "Neither did A condemn B": of two subjects the first only denies."""
    p, verb = d.p, d.heads[i]
    if p.lowers[i] == "neither" and any(d.deps[k] in SUBJECTS and k > i for k in d.kids(verb)):
        d.deps[i] = "preconj"
        d.is_changed = True


def opening_condition(d: Draft, i: int) -> None:
    """For "Should A invade B, C would respond": a clause that opens with the auxiliary is a condition, nothing C says."""
    p, verb = d.p, d.heads[i]
    if verb < i or d.poses[i] not in VERBS:
        return
    first = min((i, *d.kids(i)))
    subject = next((k for k in d.kids(i) if d.deps[k] in SUBJECTS), -1)
    if p.lowers[first] in _IF and first < subject and (first == p.sentences[p.sentence_of[i]].start or p.words[first - 1] in (",", ";", "“", '"')):
        d.deps[i] = "advcl"
        d.is_changed = True


def crowned_condition(d: Draft, i: int) -> None:
    """For "Should A block B, C will act": the clause that opens with the auxiliary hangs on the other, not that on it."""
    p = d.p
    first = min((i, *d.kids(i)))
    if p.lowers[first] not in _IF or first != p.sentences[p.sentence_of[i]].start or d.poses[i] not in VERBS:
        return
    main = next((k for k in d.kids(i) if d.deps[k] == "ccomp" and k > i and any(d.deps[x] in SUBJECTS for x in d.kids(k))), -1)
    if main >= 0 and p.words[min(subtree(d, main)) - 1] == ",":
        d.crown(main, i, "advcl")


def fronted_participle(d: Draft, i: int) -> None:
    """For "Adopting the text, the Council called on A to do B": where nothing else is finite, what seems to describe the noun is the verb."""
    p = d.p
    s = p.sentences[p.sentence_of[i]]
    if d.tags[i] != "VBG" or i > s.start + 1 or any(d.deps[k] in (*SUBJECTS, "aux") for k in d.kids(i)):
        return
    if any(d.tags[k] in ("VBZ", "VBP", "MD") or (d.tags[k] == "VBD" and d.deps[k] not in ("acl", "conj")) for k in range(i + 1, s.end)):
        return
    for verb in range(i + 2, s.end):
        noun = d.heads[verb]
        if d.deps[verb] == "acl" and d.tags[verb] in ("VBN", "VBD") and verb == noun + 1 and d.deps[noun] in ("dobj", "appos", "conj"):
            if p.words[min(k for k in subtree(d, noun)) - 1] == "," and not any(d.deps[k] == "agent" for k in d.kids(verb)):
                d.tags[verb] = "VBD"
                d.crown(verb, i, "advcl")
                d.attach(noun, verb, "nsubj")
            return


def after_aside(d: Draft, i: int) -> None:
    """For "The party, led by A, called on B": what follows the aside is the verb of the noun before it, not something A did."""
    p = d.p
    if i < 4 or d.tags[i] not in ("VBD", "VBZ") or p.words[i - 1] != "," or any(d.deps[k] in SUBJECTS for k in d.kids(i)):
        return
    top = d.heads[i]
    while d.heads[top] != top:
        top = d.heads[top]
    if top > i - 3 or d.poses[top] not in ("NOUN", "PROPN") or p.words[top + 1] != ",":
        return
    aside = next((k for k in d.kids(top) if d.deps[k] == "acl" and top + 1 < k < i and d.tags[k] in ("VBN", "VBG")), -1)
    if aside >= 0 and d.is_below(i, aside):
        d.crown(i, top, "nsubj")


def were_to(d: Draft, i: int) -> None:
    """For "Were A to join B, C would protest": the infinitive completes "were", it is no purpose."""
    p, be = d.p, d.heads[i]
    if p.lowers[be] != "were" or be > i or not any(d.tags[k] == "TO" for k in d.kids(i)):
        return
    if any(d.deps[k] in SUBJECTS and be < k < i for k in d.kids(be)):
        d.deps[i] = "xcomp"
        d.is_changed = True


def condition_noun(d: Draft, i: int) -> None:
    """For "in case A invades B", "on condition that A signs", "in the event that A leaves": a condition, whatever the noun hangs on."""
    p, prep = d.p, d.heads[i]
    if p.lowers[i] not in _CONDITION_NOUNS or p.lowers[prep] not in ("in", "on") or not i - 2 <= prep < i:
        return
    that = i + 1 if p.lowers[i + 1 : i + 2] == ("that",) else -1
    verb = next((k for k in d.kids(i) if d.deps[k] in ("acl", "relcl") and d.poses[k] in VERBS), -1)
    top = d.heads[prep]
    if verb < 0 and d.poses[top] in VERBS and top > i and prep == i - 1:
        verb, top = top, d.heads[top]
    past = d.tags[verb] == "VBD" and p.lowers[i] != "condition"
    if verb < 0 or past or (that < 0 and prep != i - 1) or p.words[i + 1] == "," or any(d.deps[k] == "prep" for k in d.kids(i)):
        return
    subject = next((k for k in d.kids(verb) if d.deps[k] in SUBJECTS and k > i), -1)
    if subject < 0 or subject == that:
        return
    if d.deps[verb] in ("acl", "relcl"):
        d.attach(verb, top, "advcl")
    d.attach(i, verb, "mark")
    d.attach(prep, verb, "dep")
    if that >= 0:
        d.deps[that] = "dep"


def condition_participle(d: Draft, i: int) -> None:
    """For "provided that A signs", "providing A signs": the participle opens the condition and says nothing of its own."""
    p = d.p
    kids = d.kids(i)
    if p.lowers[i] not in _CONDITION_PARTICIPLES or any(d.deps[k] in (*SUBJECTS, "aux", "auxpass") for k in kids):
        return
    verb = next((k for k in kids if d.deps[k] == "ccomp" and k > i and any(d.deps[x] in SUBJECTS for x in d.kids(k))), -1)
    if verb >= 0 and d.heads[i] != i:
        d.attach(verb, d.heads[i], "advcl")
    elif d.deps[i] == "csubj" and d.heads[i] > i:
        verb = d.heads[i]
        subject = next((k for k in kids if d.deps[k] == "dobj" and k > i), -1)
        if subject < 0:
            return
        d.attach(subject, verb, "nsubj")
    else:
        return
    for k in d.kids(verb):
        if d.deps[k] == "mark" and p.lowers[k] == "that":
            d.deps[k] = "dep"
    d.attach(i, verb, "mark")


INVERSIONS: tuple[tuple[Callable[[Draft, int], None], frozenset[str]], ...] = (
    (inverted_verb, frozenset({"compound", "ROOT"})),
    (inverted_perfect, frozenset({"ccomp"})),
    (fronted_neither, frozenset({"nsubj"})),
    (opening_condition, frozenset({"ccomp"})),
    (crowned_condition, frozenset({"ROOT"})),
    (fronted_participle, frozenset({"ROOT"})),
    (after_aside, frozenset({"acl", "relcl"})),
    (were_to, frozenset({"advcl"})),
    (condition_noun, frozenset({"pobj"})),
    (condition_participle, frozenset({"advcl", "csubj", "prep"})),
)
"""The repairs in order, each with the labels of the tokens it looks at."""
