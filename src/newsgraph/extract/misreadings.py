"""Repair clauses the parser takes for something else: verbs of saying read as nouns, claims read as relative clauses.

What hangs on these is whether somebody's claim stands as a fact, so they are mended before everything else.
"""

from __future__ import annotations

from collections.abc import Callable

from newsgraph.extract.draft import SUBJECTS, VERBS, Draft, subtree

__all__ = ["MISREADINGS"]

_PLURAL = ("NNS", "NNPS")
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET", "ADP", "PART", "NUM"})
_PROFORMS = frozenset({"do", "have", "be", "will", "would", "can", "may", "might", "could", "should"})
_SILENT = ("s", "c", "v", "g", "z", "u", "at", "ut", "ir", "ur", "ov", "am", "os")
_LABEL = 6
"""Tokens of a source set off by a colon."""


def verb_of_saying(d: Draft, i: int) -> None:
    """For "Critics allege that ...", "Growers in X fear that ...": a verb of saying after a plural noun, read as a noun."""
    p = d.p
    if not d.tags[i].startswith("NN") or p.lowers[i] != p.lemmas[i] or (p.lemmas[i], "verb", "that") not in d.lexicon.embeddings:
        return
    kids = d.kids(i)
    if not any(d.deps[k] in ("ccomp", "acl", "relcl") and k > i and d.poses[k] in VERBS and _first(d, k) == i + 1 for k in kids):
        return
    root = i if d.heads[i] == i else d.heads[d.heads[i]] if d.deps[i] == "pobj" else -1
    if root < 0 or d.heads[root] != root or d.poses[root] in VERBS:
        return
    if root == i:
        subject = next((k for k in kids if k == i - 1 and d.deps[k] == "compound" and d.tags[k] in _PLURAL), -1)
        if subject < 0:
            return
        before = [k for k in kids if k < subject]
    else:
        subject = root
        name = next((k for k in kids if k == i - 1 and d.deps[k] == "compound"), -1)
        if d.tags[subject] not in _PLURAL or name < 0 or any(d.deps[k] == "det" for k in kids if k < i):
            return
        d.attach(name, d.heads[i], "pobj")
        before = []
    d.poses[i], d.tags[i] = "VERB", "VBP"
    if root == i:
        d.attach(subject, i, "nsubj")
    else:
        d.crown(i, subject, "nsubj")
    for k in before:
        d.attach(k, subject, d.deps[k])
    for k in kids:
        if d.heads[k] == i and d.deps[k] in ("acl", "relcl"):
            d.deps[k] = "ccomp"


def _first(d: Draft, k: int) -> int:
    return min(subtree(d, k))


def voiced_claim(d: Draft, i: int) -> None:
    """For "X's minister voiced concern that ...": a past tense between two nouns, read as an adjective of the second."""
    p = d.p
    if d.heads[i] != i or d.poses[i] != "NOUN":
        return
    kids = d.kids(i)
    verb = next((k for k in kids if d.deps[k] == "amod" and d.tags[k] in ("VBN", "VBD") and k < i and d.poses[k] == "VERB"), -1)
    claim = any(d.deps[k] in ("acl", "ccomp") and p.lowers[_first(d, k)] == "that" for k in kids)
    if verb < 1 or not claim or (p.lemmas[i], "noun", "that") not in d.lexicon.embeddings:
        return
    subject = verb - 1
    if not p.tags[subject].startswith("NN") or d.heads[subject] not in (verb, i) or any(p.words[k] in (",", ":") for k in kids if k < verb):
        return
    d.tags[verb] = "VBD"
    d.crown(verb, i, "dobj")
    d.attach(subject, verb, "nsubj")
    for k in kids:
        if k < subject and d.deps[k] in ("poss", "det", "amod", "compound", "nmod"):
            d.attach(k, subject, d.deps[k])


def content_clause(d: Draft, i: int) -> None:
    """For "the rumour that A met B": a clause that has all its parts is what the rumour says, not a description of it."""
    p = d.p
    noun = d.heads[i]
    if (p.lemmas[noun], "noun", "that") not in d.lexicon.embeddings or d.poses[i] not in VERBS or d.poses[noun] != "NOUN" or noun > i:
        return
    kids = d.kids(i)
    that = next((k for k in kids if p.lowers[k] == "that" and k < i), -1)
    subject = next((k for k in kids if d.deps[k] in SUBJECTS and k < i), -1)
    if subject < 0 or subject == that or p.tags[subject] in ("WDT", "WP"):
        return
    others = [k for k in kids if d.deps[k] in ("dobj", "acomp", "attr", "prep", "ccomp", "xcomp", "auxpass") and k > subject and k != that]
    if that >= 0 and d.deps[that] != "mark" and not any(d.deps[k] != "prep" for k in others):
        return  # "the claim that A made in May": there the claim is what was made
    if that < 0 and (not others or d.deps[others[0]] == "prep" or subject != _first(d, i)):
        return
    d.deps[i] = "acl"
    if that >= 0:
        d.deps[that], d.tags[that] = "mark", "IN"
    if p.tags[i] == "VBP" and not any(d.deps[k] == "aux" for k in kids) and p.tags[subject] in ("NN", "NNP"):
        d.tags[i] = "VB"  # "the proposal that Sudan join": after a singular this is no present tense
    d.is_changed = True


def semicolon(d: Draft, i: int) -> None:
    """For "A left the pact; B signed it": what a semicolon divides are two sentences, not a claim and its verb."""
    p = d.p
    verb = d.heads[i]
    if d.poses[i] not in VERBS or verb < i or not any(d.deps[k] in SUBJECTS for k in d.kids(i)):
        return
    if d.deps[i] == "ccomp" and any(p.words[x] == ";" for x in range(max(subtree(d, i)), verb)):
        top = d.heads[verb] == verb
        if top:
            d.heads[i], d.deps[i] = i, "ROOT"
            d.is_changed = True


def bare_passive(d: Draft, i: int) -> None:
    """For the headline "Peru urged to leave pact": who asks another to do something has an object; without one, the subject is asked."""
    p = d.p
    if d.poses[i] != "VERB" or d.tags[i] not in ("VBD", "VBN") or p.lemmas[i] not in d.lexicon.words["addressing_verb"]:
        return
    kids = d.kids(i)
    subject = next((k for k in kids if d.deps[k] == "nsubj"), -1)
    if subject < 0 or any(d.deps[k] in ("dobj", "dative", "aux", "auxpass", "ccomp") for k in kids):
        return
    if any(d.deps[k] == "xcomp" and p.lowers[_first(d, k)] == "to" for k in kids):
        d.deps[subject], d.tags[i] = "nsubjpass", "VBN"
        d.is_changed = True


def echo(d: Draft, i: int) -> None:
    """For "A met C, and so did B", "A met C, as did B" and "A did not meet C, nor did B": B does what A does."""
    p = d.p
    if p.lemmas[i] not in _PROFORMS:
        return
    kids = d.kids(i)
    words = ("as",) if d.deps[i] == "advcl" else ("so", "nor", "neither")
    if d.deps[i] == "advcl" and d.deps[d.heads[i]] == "ccomp":
        return  # "A denied that B had left, as did C"
    if not any(p.lowers[k] in words for k in (*kids, i - 1) if k < i) or any(d.deps[k] in ("neg", "prep") for k in kids):
        return
    subject = next((k for k in kids if d.deps[k] in ("nsubj", "dobj") and k > i), -1)
    other = next((k for k in d.kids(d.heads[i]) if d.deps[k] in SUBJECTS and k < i), -1)
    if subject < 0 or other < 0 or any(d.deps[k] in ("dobj", "xcomp", "ccomp", "attr", "acomp", "nsubj") and k != subject for k in kids):
        return
    d.attach(subject, other, "conj")
    d.deps[i] = "intj"


def hyphenated(d: Draft, i: int) -> None:
    """For "Peru's ex-president was arrested": the office is the noun, what stands before its hyphen describes it."""
    p = d.p
    noun = i + 2
    if p.lowers[i] != "ex" or noun >= len(p) or p.words[i + 1] != "-" or d.poses[noun] not in ("NOUN", "PROPN"):
        return
    if d.heads[i] != noun and d.heads[i] != i:
        d.heads[noun], d.deps[noun] = d.heads[i] if d.heads[i] != i + 1 else d.heads[i + 1], d.deps[i] if d.deps[i] != "compound" else "nsubj"
    for k in (*d.kids(i), *d.kids(i + 1)):
        if k != noun and k not in (i, i + 1):
            d.heads[k] = noun
    d.heads[i], d.deps[i] = noun, "amod"
    d.heads[i + 1], d.deps[i + 1] = noun, "punct"
    d.is_changed = True


def bare_participle(d: Draft, i: int) -> None:
    """For "that the borders were closed": with a passive auxiliary and a subject it is a verb, not an adjective."""
    p = d.p
    if d.tags[i] != "JJ" or not p.lowers[i].endswith("ed"):
        return
    deps = {d.deps[k] for k in d.kids(i)}
    if "auxpass" in deps or "nsubjpass" in deps:
        d.poses[i], d.tags[i] = "VERB", "VBN"
        d.lemmas[i] = _stem(p.lowers[i])
        d.is_changed = True


def _stem(participle: str) -> str:
    """The verb of a regular participle: closed, close; stopped, stop; signed, sign."""
    base = participle[:-2]
    if base.endswith(_SILENT) and not base.endswith("ss"):
        return base + "e"
    return base[:-1] if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "sl" else base


def late_source(d: Draft, i: int) -> None:
    """For "It is necessary to strengthen the border, the president said": what stands right before the verb of saying says it."""
    p = d.p
    if d.poses[i] != "VERB" or d.tags[i] not in ("VBD", "VBZ", "VBP") or (p.lemmas[i], "verb", "that") not in d.lexicon.embeddings:
        return
    kids = d.kids(i)
    if any(d.deps[k] in SUBJECTS for k in kids) or not any(d.deps[k] == "ccomp" and k < i for k in kids):
        return
    source = next((k for k in range(i - 1, p.sentences[p.sentence_of[i]].start, -1) if d.deps[k] == "appos" and max(subtree(d, k)) == i - 1), -1)
    if source >= 0 and p.words[_first(d, source) - 1] == ",":
        d.attach(source, i, "nsubj")


def label(d: Draft, i: int) -> None:
    """For "UN envoy: Peru left the pact": what stands before the colon has no grammar with what follows."""
    p = d.p
    s = p.sentences[p.sentence_of[i]]
    if p.words[i] != ":" or not s.start < i <= s.start + _LABEL or any(p.poses[k] not in _NOMINAL for k in range(s.start, i)):
        return
    if not any(p.poses[k] in VERBS for k in range(i + 1, s.end)):
        return
    for k in range(s.start, s.end):
        if (k < i) != (d.heads[k] < i) and k != i and d.heads[k] != k:
            d.heads[k], d.deps[k] = k, "ROOT"
            d.is_changed = True


def text_topic(d: Draft, i: int) -> None:
    """For "signed a treaty on the border": "on" and "against" behind the object, a text, say what the text is about; a day is none."""
    p, verb = d.p, d.heads[i]
    words = d.lexicon.words["text_word"]
    if p.lowers[i] not in ("on", "against") or not i or d.lemmas[i - 1] not in words or d.deps[i - 1] != "dobj" or d.heads[i - 1] != verb:
        return
    if any(t.start <= k < t.end for k in d.kids(i) for t in p.times) or not any(d.deps[k] == "pobj" for k in d.kids(i)):
        return
    d.attach(i, i - 1, "prep")


def joined_by_with(d: Draft, i: int) -> None:
    """For "A, together with B and C, signed": B and C sign too."""
    p, prep = d.p, d.heads[i]
    first = d.heads[prep]
    if p.lowers[prep] != "with" or p.lowers[prep - 1] not in ("together", "along", "jointly") or d.deps[first] not in SUBJECTS:
        return
    if first < prep and p.mention_of[i] >= 0 and p.mention_of[first] >= 0 and p.words[prep - 2] == ",":
        d.attach(i, first, "conj")


MISREADINGS: tuple[tuple[Callable[[Draft, int], None], frozenset[str]], ...] = (
    (verb_of_saying, frozenset({"ROOT", "pobj"})),
    (voiced_claim, frozenset({"ROOT"})),
    (content_clause, frozenset({"relcl", "ccomp", "acl"})),
    (semicolon, frozenset({"ccomp"})),
    (hyphenated, frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})),
    (echo, frozenset({"conj", "advcl"})),
    (bare_participle, frozenset({"ROOT", "conj", "ccomp", "relcl", "advcl", "xcomp"})),
    (late_source, frozenset({"ROOT"})),
    (label, frozenset({"punct"})),
    (bare_passive, frozenset({"ROOT", "ccomp"})),
    (text_topic, frozenset({"prep"})),
    (joined_by_with, frozenset({"pobj"})),
)
"""The repairs in order, each with the labels of the tokens it looks at."""
