"""Repair sources named after what they say: "A attacked B, C, the spokesman, told reporters", "'A backs B,' read a statement".

Until they are found, what somebody only says stands as a fact.
"""

from __future__ import annotations

from collections.abc import Callable

from newsgraph.extract.draft import SUBJECTS, VERBS, Draft, subtree

__all__ = ["SOURCES"]

_SOURCES = frozenset({"Person", "Organization", "InternationalOrganization"})
_FINITE = ("VBD", "VBZ", "VBP")
_REACH = 16
"""Tokens of each of the two parts of a source: a name and what it is."""


def described_source(d: Draft, i: int) -> None:
    """For "A attacked B, C, the spokesman, said": between commas before the verb stand who says it and what they are, not more of B."""
    p = d.p
    kids = d.kids(i)
    if i < 4 or p.words[i - 1] != "," or not _is_saying(d, i) or any(d.deps[k] in SUBJECTS for k in kids):
        return
    if any(
        k > i and (d.deps[k] in ("ccomp", "xcomp") or (d.deps[k] == "dobj" and p.lemmas[i] not in d.lexicon.words["addressing_verb"])) for k in kids
    ):
        return
    s = p.sentences[p.sentence_of[i]]
    middle = _aside_before(d, i - 1, s.start)
    first = _comma_before(d, middle, s.start) if middle > 0 else -1
    if first < 0:
        return
    source, other = _name_in(d, first + 1, middle), _name_in(d, middle + 1, i - 1)
    if source < 0 and other < 0 and not _is_aside(d, middle + 1):
        return
    source = source if source >= 0 else _head_of(d, first + 1, middle)
    other = other if other >= 0 else _head_of(d, middle + 1, i - 1)
    told = _main_verb(d, i, first)
    if told < 0 or source < 0 or other < 0:
        return
    if d.heads[told] == told:
        d.crown(i, told, "ccomp")
    d.attach(source, i, "nsubj")
    if d.poses[other] in VERBS:
        d.attach(other, *((source, "relcl") if d.tags[middle + 1] in ("WP", "WDT", "WP$") else (i, "advcl")))
    else:
        d.attach(other, source, "appos")


def _is_aside(d: Draft, first: int) -> bool:
    """Whether a part of a source is a clause: "which had tracked the drones", "citing the mayor"."""
    return d.tags[first] in ("WP", "WDT", "WP$", "VBG", "VBN")


def _aside_before(d: Draft, end: int, start: int) -> int:
    """The comma that opens the last part of a source, which may be a clause; -1 if there is none."""
    found = _comma_before(d, end, start)
    if found >= 0:
        return found
    commas = [k for k in range(max(start, end - _REACH), end) if d.p.words[k] == ","]
    return commas[-1] if commas and _is_aside(d, commas[-1] + 1) else -1


def _is_saying(d: Draft, i: int) -> bool:
    known = (d.p.lemmas[i], "verb", "that") in d.lexicon.embeddings and d.lexicon.embeddings[d.p.lemmas[i], "verb", "that"].is_indirect
    return d.tags[i] in (*_FINITE, "VBN") and known


def _comma_before(d: Draft, end: int, start: int) -> int:
    """The last comma before a token, unless a verb stands between them; -1 if there is none."""
    p = d.p
    for k in range(end - 1, max(start, end - _REACH) - 1, -1):
        if p.words[k] in (",", "”") or (p.words[k] == '"' and k > start):
            return k
        if d.tags[k] in _FINITE or d.tags[k] == "MD":
            return -1
    return -1


def _name_in(d: Draft, start: int, end: int) -> int:
    """The name of a person or body that fills a part of a source, after a title or not; -1 if there is none."""
    p = d.p
    m = p.mention_at(end - 1) if end > start else None
    if m is None or m.type not in _SOURCES or m.start < start:
        return -1
    return end - 1 if m.type == "Person" or m.start - start <= 1 else -1


def _head_of(d: Draft, start: int, end: int) -> int:
    """The noun of a phrase that stands alone between commas ("the spokesman for X"); -1 if there is none."""
    return next((k for k in range(start, end) if d.poses[k] in ("NOUN", "PROPN", "VERB", "AUX") and not start <= d.heads[k] < end), -1)


def _main_verb(d: Draft, i: int, first: int) -> int:
    """The verb of what is said: the root, or what already hangs under the verb of saying as a complement; -1 if there is none."""
    if d.heads[i] == i:
        return next((k for k in d.kids(i) if d.deps[k] == "ccomp" and k < first), -1)
    top = i
    for _ in range(len(d.heads)):
        if d.heads[top] == top:
            break
        top = d.heads[top]
    told = top < first and d.poses[top] in VERBS and any(d.deps[k] in SUBJECTS and k < top for k in d.kids(top))
    return top if told else -1


def source_as_relative(d: Draft, i: int) -> None:
    """For "A attacked B, prosecutors allege": after a comma and without "who" or "which" it is a source, no description of B."""
    p = d.p
    if d.tags[i] not in _FINITE or not _is_saying(d, i):
        return
    kids = d.kids(i)
    subject = next((k for k in kids if d.deps[k] in SUBJECTS), -1)
    left = min(subtree(d, i))
    if subject < 0 or subject > i or left < 2 or p.words[left - 1] != ",":
        return
    if any(d.tags[k] in ("WP", "WDT", "WP$", "WRB") or p.lowers[k] == "that" for k in range(left, i)) or any(
        d.deps[k] in ("dobj", "ccomp") for k in kids
    ):
        return
    top = d.heads[i]
    while d.heads[top] != top and d.poses[top] not in VERBS:
        top = d.heads[top]
    if d.poses[top] in VERBS:
        d.attach(i, top, "parataxis")


def borrowed_object(d: Draft, i: int) -> None:
    """For "A attacked B, the mayor of C, D, said": the name right after the first verb is what is attacked, not who says it."""
    p = d.p
    subject = next((k for k in d.kids(i) if d.deps[k] == "nsubj"), -1)
    told = next((k for k in d.kids(i) if d.deps[k] == "ccomp" and k < subject), -1)
    if told < 0 or p.mention_of[subject] < 0 or min(k for k in range(told + 1, subject + 1) if p.mention_of[k] == p.mention_of[subject]) != told + 1:
        return
    source = next((k for k in d.kids(subject) if d.deps[k] in ("appos", "conj") and k > subject + 1), -1)
    if source < 0 or p.words[subject + 1] != "," or any(d.deps[k] in ("dobj", "nsubjpass", "prep") for k in d.kids(told)):
        return
    d.attach(subject, told, "dobj")
    d.attach(source, i, "nsubj")


def read_out(d: Draft, i: int) -> None:
    """For "'A backs B,' read a statement issued by C": the statement is not read, it reads so."""
    p = d.p
    if p.lemmas[i] not in d.lexicon.words["wording_verb"] or d.tags[i] not in (*_FINITE, "VB") or not i or p.words[i - 1] not in (",", "”", '"'):
        return
    kids = d.kids(i)
    text = next((k for k in kids if d.deps[k] == "dobj" and k > i), -1)
    if text < 0 or p.lemmas[text] not in d.lexicon.words["document_noun"] or any(d.deps[k] in SUBJECTS for k in kids):
        return
    if any(d.deps[k] == "ccomp" and max(subtree(d, k)) < i for k in kids):
        d.deps[text], d.tags[i] = "nsubj", "VBD"
        d.is_changed = True


def called_claim(d: Draft, i: int) -> None:
    """For "A attacked B, a claim C denied": it is the whole sentence that is a claim, not B."""
    p = d.p
    if p.lemmas[i] not in d.lexicon.words["claim_apposition"]:
        return
    first = min((i, *(k for k in d.kids(i) if k < i)))
    if p.lowers[first] not in ("a", "an") or not first or p.words[first - 1] != ",":
        return
    top = d.heads[i]
    while d.heads[top] != top:
        if (p.lemmas[top], "verb", "that") in d.lexicon.embeddings or p.lemmas[top] in d.lexicon.words["accusing_verb"]:
            return  # "A claims that B did C, a charge ...": whose claim it is has been told
        top = d.heads[top]
    told = (p.lemmas[top], "verb", "that") in d.lexicon.embeddings or p.lemmas[top] in d.lexicon.words["accusing_verb"]
    if d.poses[top] in VERBS and top < i and not told:
        d.attach(i, top, "meta")


SOURCES: tuple[tuple[Callable[[Draft, int], None], frozenset[str]], ...] = (
    (described_source, frozenset({"ROOT", "conj", "advcl", "parataxis", "acl", "relcl", "dep", "ccomp"})),
    (borrowed_object, frozenset({"ROOT"})),
    (source_as_relative, frozenset({"relcl", "acl"})),
    (called_claim, frozenset({"appos", "conj", "npadvmod"})),
    (read_out, frozenset({"ROOT"})),
)
"""The repairs in order, each with the labels of the tokens it looks at."""
