"""Repair what hangs on the wrong word: "who" on a place, an accusation on the accuser, a deed on the verb that only plans it."""

from __future__ import annotations

from collections.abc import Callable

from newsgraph.extract.draft import SUBJECTS, VERBS, Draft, subtree

__all__ = ["ATTACHMENTS"]

_NOBODY = frozenset({"Country", "Place", "City", "InternationalOrganization", "Instrument", "Event", "Meeting"})
_STATES = frozenset({"Country", "InternationalOrganization"})
_UPWARDS = 4
_NO: frozenset[str] = frozenset()
_EVENTS = frozenset({"event", "meeting"})


def who_is_meant(d: Draft, i: int) -> None:
    """For "A met B from C, who ...": who does something is no place and no body, but the person that comes from there."""
    p = d.p
    noun = d.heads[i]
    if "who" not in p.lowers[noun:i] or not _is_nobody(d, noun):
        return
    if not any(p.lowers[k] == "who" and d.deps[k] in SUBJECTS and k < i for k in d.kids(i)):
        return
    top = noun
    for _ in range(_UPWARDS):
        prep = d.heads[top]
        if d.deps[top] != "pobj" or d.deps[prep] != "prep":
            return
        above = d.heads[prep]
        before = p.mention_at(prep - 1) if prep else None
        if d.poses[above] in VERBS and before is not None and before.type == "Person":
            above = before.end - 1
        if _is_somebody(d, above):
            d.attach(i, above, "relcl")
            return
        top = above


def _is_nobody(d: Draft, i: int) -> bool:
    m = d.p.mention_at(i)
    if m is not None:
        return m.type in _NOBODY or (m.type == "Organization" and bool(m.key))
    kinds = d.lexicon.nouns.get(d.p.lemmas[i], frozenset())
    return d.tags[i] == "NN" and bool(kinds & {"organization", "place"}) and not kinds & {"person", "group"}


def _is_somebody(d: Draft, i: int) -> bool:
    m = d.p.mention_at(i)
    if m is not None:
        return m.type == "Person"
    lemma = d.p.lemmas[i]
    kinds = d.lexicon.nouns.get(lemma, frozenset())
    return d.poses[i] == "NOUN" and (not kinds or bool(kinds & {"person", "group"}) or lemma in d.lexicon.offices)


def accused_of(d: Draft, i: int) -> None:
    """For "was accused by A of killing B": what one is accused of hangs on the accusation, not on the accuser."""
    p = d.p
    if p.lowers[i] != "of":
        return
    accuser = d.heads[i]
    by = d.heads[accuser]
    verb = d.heads[by]
    if d.deps[by] != "agent" or p.lemmas[verb] not in d.lexicon.words["accusing_verb"]:
        return
    d.attach(i, verb, "prep")
    thing = next((k for k in d.kids(i) if d.deps[k] == "pobj"), -1)
    deed = next((k for k in d.kids(thing) if d.deps[k] == "amod" and d.tags[k] == "VBG" and k == i + 1), -1) if thing >= 0 else -1
    if deed >= 0:
        d.heads[deed], d.deps[deed] = i, "pcomp"
        d.heads[thing], d.deps[thing] = deed, "dobj"


def second_subject(d: Draft, i: int) -> None:
    """For "A, B insists, has done C": of two subjects before an inserted verb the first belongs to the verb of the sentence."""
    verb = d.heads[i]
    if d.deps[i] != "parataxis" or verb < i:
        return
    subjects = [k for k in d.kids(i) if d.deps[k] == "nsubj" and k < i]
    if len(subjects) == 2 and not any(d.deps[k] in SUBJECTS for k in d.kids(verb)) and d.p.words[max(subtree(d, subjects[0])) + 1] == ",":
        d.attach(subjects[0], verb, "nsubj")


def further_infinitive(d: Draft, i: int) -> None:
    """For "was scheduled to sign A, talk to B and meet C": a bare verb after a past tense goes on with the infinitive."""
    p = d.p
    verb = d.heads[i]
    if d.tags[i] not in ("VB", "VBP") or d.poses[verb] not in VERBS:
        return
    if any(d.deps[k] in ("aux", "auxpass", *SUBJECTS) for k in d.kids(i)):
        return
    finite = [verb, *(k for k in d.kids(verb) if d.deps[k] in ("aux", "auxpass"))]
    if not any(d.tags[k] in ("VBD", "VBZ") for k in finite) or any(d.tags[k] == "MD" for k in finite):
        return
    first = next((k for k in d.kids(verb) if d.deps[k] == "xcomp" and verb < k < i and any(d.tags[x] == "TO" for x in d.kids(k))), -1)
    if first >= 0:
        d.attach(i, first, "conj")
        d.tags[i] = "VB"
        for k in d.kids(verb):
            if p.words[k] == "," or (d.deps[k] == "cc" and k < i):
                d.heads[k] = first


def judged_as(d: Draft, i: int) -> None:
    """For "rejected as baseless a claim": the judgement before the article is none of the claim's own words."""
    p = d.p
    if i == 0 or p.lowers[i - 1] != "as":
        return
    thing = d.heads[i]
    verb = d.heads[thing]
    if d.heads[i - 1] != i or d.deps[thing] != "dobj" or not verb < i < thing:
        return
    if any(d.deps[k] == "det" and i < k < thing for k in d.kids(thing)):
        d.attach(i, verb, "oprd")


def not_to_another(d: Draft, i: int) -> None:
    """For "belongs to A but not to B": the second preposition is denied, and B is denied with it."""
    p = d.p
    no = i - 1
    if no < 1 or p.lowers[no] != "not" or d.heads[no] != i or p.lowers[no - 1] not in ("but", "and", ","):
        return
    head = d.heads[i]
    first = next((k for k in d.kids(head) if d.deps[k] == "prep" and k < no and p.lowers[k] == p.lowers[i]), -1)
    if p.poses[head] == "ADP" and p.lowers[head] == p.lowers[i]:
        first = head
    known = next((k for k in d.kids(first) if d.deps[k] == "pobj"), -1) if first >= 0 else -1
    denied = next((k for k in d.kids(i) if d.deps[k] == "pobj"), -1)
    if known >= 0 and denied >= 0:
        d.attach(denied, known, "conj")
        d.attach(no, denied, "neg")
        d.deps[i] = "dep"


def given_by(d: Draft, i: int) -> None:
    """For "were given a radar by Canada": who gives does not hang on the gift."""
    p = d.p
    gift = d.heads[i]
    verb = d.heads[gift]
    if p.lowers[i] != "by" or d.deps[gift] != "dobj" or d.tags[verb] != "VBN":
        return
    kids = [d.deps[k] for k in d.kids(verb)]
    giver = next((p.mention_at(k) for k in d.kids(i) if d.deps[k] == "pobj"), None)
    if "auxpass" in kids and "agent" not in kids and giver is not None and giver.type not in ("Time", "Event", "Instrument"):
        d.attach(i, verb, "agent")


def named_subject(d: Draft, i: int) -> None:
    """For "Tonga used its speech to ...": a country right before a finite verb that has no subject is its subject, not an adverb."""
    p = d.p
    verb, m = d.heads[i], p.mention_at(i)
    if m is None or m.type not in ("Country", "InternationalOrganization", "Person") or m.end != verb or i != m.end - 1:
        return
    if d.tags[verb] in ("VBD", "VBZ") and not any(d.deps[k] in (*SUBJECTS, "expl", "csubj") for k in d.kids(verb)):
        d.deps[i] = "nsubj"
        d.is_changed = True


def named_compound(d: Draft, i: int) -> None:
    """For "Organization of American States report": the whole name stands before the noun, not its last word."""
    p = d.p
    m = p.mention_at(i - 1) if i else None
    inner = d.heads[i]
    if m is None or m.end != i or p.mention_of[i] >= 0 or not m.start <= inner < m.end or d.heads[i - 1] != i or d.poses[i] != "NOUN":
        return
    top = inner
    while m.start <= d.heads[top] < m.end and d.heads[top] != top:
        top = d.heads[top]
    above, dep = d.heads[top], d.deps[top]
    if above == top or top >= inner:
        return
    d.attach(i - 1, inner, d.deps[i])
    d.attach(i, above, dep)
    d.attach(top, i, "compound")


def hosted_event(d: Draft, i: int) -> None:
    """For "the conference for Sudan, co-hosted by A": what is hosted is the event, not the name inside it."""
    p = d.p
    noun = d.heads[i]
    if d.tags[i] != "VBN" or d.lemmas[i] not in d.lexicon.words["hosting_verb"] or noun > i or d.lexicon.nouns.get(p.lemmas[noun], _NO) & _EVENTS:
        return
    top = noun
    for _ in range(_UPWARDS):
        if d.deps[top] != "pobj" or d.deps[d.heads[top]] != "prep":
            return
        top = d.heads[d.heads[top]]
        if d.lexicon.nouns.get(p.lemmas[top], _NO) & _EVENTS:
            d.attach(i, top, "acl")
            return


def in_the_chair(d: Draft, i: int) -> None:
    """For "met with A in the chair": A is not met, A chairs."""
    p = d.p
    if p.lowers[i : i + 3] != ("in", "the", "chair") or not any(k == i + 2 and d.deps[k] == "pobj" for k in d.kids(i)):
        return
    m = p.mention_at(i - 1) if i > 1 else None
    if m is None:
        return
    who = m.end - 1
    preposition = d.heads[who]
    if d.deps[who] == "pobj" and p.lowers[preposition] == "with" and preposition >= m.start - 2:
        d.attach(i, who, "prep")
        d.deps[preposition] = "dep"
        d.is_changed = True


def absolute_participle(d: Draft, i: int) -> None:
    """For "A threatened to do B, C being told to wait": the finite clause before the comma is the sentence, what is being done goes with it."""
    p = d.p
    if d.heads[i] != i or not any(d.deps[k] in ("aux", "auxpass") and p.lowers[k] in ("being", "having") for k in d.kids(i)):
        return
    if any(d.tags[k] in ("VBD", "VBZ", "VBP", "MD") and d.deps[k] in ("aux", "auxpass") for k in d.kids(i)):
        return
    subject = next((k for k in d.kids(i) if d.deps[k] in SUBJECTS), -1)
    first = next((k for k in d.kids(i) if d.deps[k] == "ccomp" and k < subject and d.tags[k] in ("VBD", "VBZ", "VBP")), -1)
    if first >= 0 and p.words[min(subtree(d, subject)) - 1] == ",":
        d.crown(first, i, "advcl")


def gapped(d: Draft, i: int) -> None:
    """For "A sent tanks to B, C howitzers and D missiles": C and its howitzers are no part of B; the verb is theirs too."""
    p, top = d.p, d.heads[i]
    name = p.mention_at(i - 1) if i else None
    own = p.mention_at(i)
    if name is None or name.type not in _STATES or name.end != i or d.heads[i - 1] != i or d.deps[i - 1] != "compound":
        return
    if d.poses[i] not in ("NOUN", "PROPN") or (d.tags[i] not in ("NNS", "NN") if own is None else own.type not in _STATES or own is name):
        return
    before = name.start - 1 - (p.lowers[name.start - 1] == "the")
    if p.words[before] not in (",", ";", "and") or (own is None and i + 1 < len(p) and p.poses[i + 1] in ("NOUN", "PROPN", "VERB", "AUX")):
        return
    while d.deps[top] in ("conj", "pobj", "prep", "dative", "dobj", "appos") and d.poses[top] not in VERBS:
        listed, top = top, d.heads[top]
        if own is None and d.deps[listed] == "dobj" and p.mention_of[listed] < 0 and d.deps[i] == "conj" and d.heads[i] == listed:
            return  # "sent French tanks and Kuwait generators": one list of goods
    if d.poses[top] in VERBS and top < before and any(d.deps[k] in SUBJECTS and k < top for k in d.kids(top)):
        d.attach(i, top, "conj")


def gapped_vote(d: Draft, i: int) -> None:
    """For "A voted for the resolution, B against it": B is no apposition, it votes too."""
    p, m = d.p, d.p.mention_at(i)
    if m is None or m.type not in _STATES or m.end != i + 1 or p.words[m.start - 1] not in (",", ";", "and") or p.mention_of[d.heads[i]] >= 0:
        return
    if i + 1 >= len(p) or p.lowers[i + 1] not in ("for", "against"):
        return
    verb = d.heads[i + 1]
    if d.poses[verb] in VERBS and verb < i and any(d.deps[k] == "prep" and p.lowers[k] in ("for", "against") and k < i for k in d.kids(verb)):
        d.attach(i, verb, "conj")
        d.attach(i + 1, i, "prep")


ATTACHMENTS: tuple[tuple[Callable[[Draft, int], None], frozenset[str]], ...] = (
    (who_is_meant, frozenset({"relcl"})),
    (accused_of, frozenset({"prep"})),
    (second_subject, frozenset({"parataxis"})),
    (further_infinitive, frozenset({"conj"})),
    (judged_as, frozenset({"amod"})),
    (not_to_another, frozenset({"prep", "conj"})),
    (given_by, frozenset({"prep"})),
    (named_compound, frozenset({"pobj"})),
    (hosted_event, frozenset({"acl"})),
    (named_subject, frozenset({"advmod", "npadvmod", "dep"})),
    (in_the_chair, frozenset({"prep"})),
    (absolute_participle, frozenset({"ROOT"})),
    (gapped, frozenset({"conj", "appos"})),
    (gapped_vote, frozenset({"appos"})),
)
"""The repairs in order, each with the labels of the tokens it looks at."""
