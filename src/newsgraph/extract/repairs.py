"""Repair what the parser is known to get wrong; each repair is named, narrow, and looks at grammar only.

A repair returns changed heads and labels or leaves the sentence alone; `repairing` runs them in the order of `REPAIRS`.
"""

from __future__ import annotations

from collections.abc import Callable

from newsgraph.extract.draft import SUBJECTS, VERBS, Draft, subtree

__all__ = ["REPAIRS"]

WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


def comma_splice(d: Draft, i: int) -> None:
    """For "X does not fall, the volumes of A, B and C remain high": the object after the comma is the next verb's subject."""
    p = d.p
    if d.deps[i] != "dobj" or d.poses[d.heads[i]] not in VERBS:
        return
    verb = d.heads[i]
    if not any(d.deps[k] == "conj" and k > i for k in d.kids(verb)):
        return
    left = min(subtree(d, i))
    if left - 1 <= verb or p.words[left - 1] != ",":
        return
    for k in d.kids(verb):
        if d.deps[k] == "conj" and k > i and d.poses[k] in VERBS:
            subject = next((s for s in d.kids(k) if d.deps[s] in SUBJECTS), -1)
            if subject > i and any(p.lowers[x] in ("and", "or") for x in range(i, subject + 1)):
                last = max(x for x in subtree(d, i) if x < subject)
                anchor = _nearest_noun(d, last, i)
                d.attach(subject, anchor, "conj")
                d.attach(i, k, "nsubj")
            elif subject < 0:
                d.attach(i, k, "nsubj")
            return


def _nearest_noun(d: Draft, last: int, stop: int) -> int:
    """The head of the list item that ends at `last`: what a further item is coordinated with."""
    i = last
    while i > stop and not (d.poses[i] in ("NOUN", "PROPN") and d.deps[i] in ("conj", "pobj", "nsubj", "dobj")):
        i -= 1
    return i


def list_complement(d: Draft, i: int) -> None:
    """For "The priorities were A of B, C and D": with a plural subject the list hangs on the first item, not on the noun inside it."""
    p = d.p
    if d.deps[i] != "attr" or p.tags[i] not in ("NN", "NNP", "VBG") or d.poses[d.heads[i]] not in VERBS:
        return
    subject = next((k for k in d.kids(d.heads[i]) if d.deps[k] in SUBJECTS), -1)
    if subject < 0 or p.tags[subject] != "NNS":
        return
    for k in sorted(subtree(d, i)):
        if d.deps[k] == "conj" and d.heads[k] != i and d.poses[d.heads[k]] in ("NOUN", "PROPN"):
            before = p.words[_left(d, k) - 1]
            if before in (",", "and"):
                d.attach(k, i, "conj")
                if d.poses[k] == "VERB":
                    d.poses[k], d.tags[k] = "NOUN", "NN"
                _lift_conjuncts(d, k)
                return


def _left(d: Draft, i: int) -> int:
    return min(subtree(d, i))


def _lift_conjuncts(d: Draft, k: int) -> None:
    for x in sorted(subtree(d, k)):
        if d.deps[x] == "conj" and x != k and d.poses[x] == "VERB" and d.tags[x] == "VB":
            d.poses[x], d.tags[x] = "NOUN", "NN"


def list_of_things(d: Draft, i: int) -> None:
    """For "the crisis in Syria and the increase in X": a common noun with an article is not coordinated with a name inside the first item."""
    p = d.p
    if d.deps[i] != "conj" or d.poses[i] != "NOUN" or not any(d.deps[k] == "det" for k in d.kids(i)):
        return
    first = d.heads[i]
    if d.poses[first] != "PROPN" or d.deps[first] != "pobj" or p.mention_of[first] < 0 or any(d.deps[k] == "conj" and k != i for k in d.kids(first)):
        return
    prep = d.heads[first]
    if d.deps[prep] == "prep" and d.poses[d.heads[prep]] == "NOUN":
        d.attach(i, d.heads[prep], "conj")


def listed_apposition(d: Draft, i: int) -> None:
    """For "a common space, a single list and registry": an apposition that is itself coordinated, with the same article, is a list item."""
    p = d.p
    if d.deps[i] != "appos" or d.poses[i] != "NOUN" or d.poses[d.heads[i]] != "NOUN":
        return
    kids = d.kids(i)
    if not any(d.deps[k] == "conj" and d.poses[k] in ("NOUN", "PROPN") for k in kids):
        return
    own = next((p.lowers[k] for k in kids if d.deps[k] == "det"), "")
    other = next((p.lowers[k] for k in d.kids(d.heads[i]) if d.deps[k] == "det"), "")
    if (own in ("a", "an")) == (other in ("a", "an")):
        d.deps[i] = "conj"
        d.is_changed = True


def plural_subject(d: Draft, i: int) -> None:
    """For "growing A, the B of C, continue to ...": with a plural verb an apposition to a singular subject is a list item."""
    p = d.p
    head = d.heads[i]
    if d.deps[i] != "appos" or d.deps[head] != "nsubj" or d.tags[head] not in ("NN", "NNP") or d.poses[i] != "NOUN":
        return
    verb = d.heads[head]
    finite = [verb, *(k for k in d.kids(verb) if d.deps[k] in ("aux", "auxpass"))]
    if any(d.tags[k] == "VBP" for k in finite) and p.lowers[head] != "i":
        d.deps[i] = "conj"
        d.is_changed = True


def inserted_source(d: Draft, i: int) -> None:
    """For "A, the B said, has done": B speaks, A does."""
    p = d.p
    if d.deps[i] != "parataxis" or d.poses[i] != "VERB" or d.heads[i] < i:
        return
    verb = d.heads[i]
    subject = next((k for k in d.kids(i) if d.deps[k] == "nsubj"), -1)
    source = next((k for k in d.kids(subject) if d.deps[k] == "appos" and k < i), -1) if subject >= 0 else -1
    if source >= 0 and not any(d.deps[k] in SUBJECTS for k in d.kids(verb)) and p.words[_left(d, source) - 1] == ",":
        d.attach(subject, verb, "nsubj")
        d.attach(source, i, "nsubj")


def trailing_source(d: Draft, i: int) -> None:
    """For "..., the daily B reported on Saturday": a past tense that seems to describe an apposition is the verb of saying."""
    p = d.p
    kids = d.kids(i)
    if d.tags[i] not in ("VBD", "VBN") or any(d.deps[k] in ("dobj", "agent", *SUBJECTS) for k in kids):
        return
    source = d.heads[i]
    if d.tags[i] == "VBN" and not (_can_report(d, source) and p.lemmas[i] in d.lexicon.words["source_verb"] and _closes(d, i)):
        return
    if d.deps[source] != "appos" or p.words[_left(d, source) - 1] != ",":
        return
    root = source
    for _ in range(len(p)):
        if d.heads[root] == root or (d.poses[root] in VERBS and root != i):
            break
        root = d.heads[root]
    if d.poses[root] in VERBS:
        d.attach(i, root, "parataxis")
        d.attach(source, i, "nsubj")


def _can_report(d: Draft, i: int) -> bool:
    kinds = d.lexicon.nouns.get(d.p.lemmas[i], frozenset())
    return bool(kinds & {"group", "person", "organization"}) or d.p.lemmas[i] in d.lexicon.words["document_noun"]


def _closes(d: Draft, i: int) -> bool:
    return max(subtree(d, i)) >= d.p.sentences[d.p.sentence_of[i]].end - 2


def nearest_participle(d: Draft, i: int) -> None:
    """For "the agreement between the government, led by A, and B": a participle after a comma describes the name before the comma."""
    p = d.p
    if d.deps[i] != "acl" or d.tags[i] != "VBN":
        return
    left = _left(d, i)
    before = left - 1 if p.words[left] != "," else left
    if before < 1 or p.words[before] != ",":
        return
    last = before - 1
    m = p.mention_of[last]
    if m >= 0 and p.mentions[m].type != "Demonym" and p.mention_of[d.heads[i]] != m and d.heads[i] < p.mentions[m].start:
        d.attach(i, last, "acl")


def finite_conjunct(d: Draft, i: int) -> None:
    """For "pressed for Russia to use X and underlined Y": a past tense is not coordinated with an infinitive but with the verb above.

    The same for "promised that X would pay, but did not say when": it is not coordinated with what would be.
    """
    head = d.heads[i]
    if d.deps[i] != "conj" or d.tags[head] != "VB" or d.poses[i] != "VERB" or any(d.deps[k] in SUBJECTS for k in d.kids(i)):
        return
    is_past = d.tags[i] == "VBD" or (d.tags[i] == "VB" and any(d.tags[k] == "VBD" and d.deps[k] == "aux" for k in d.kids(i)))
    if not is_past or not any(d.tags[k] in ("TO", "MD") for k in d.kids(head)):
        return
    top = d.heads[head]
    for _ in range(6):
        if d.poses[top] == "VERB" and d.tags[top] == "VBD":
            d.attach(i, top, "conj")
            return
        if d.heads[top] == top:
            return
        top = d.heads[top]


def reported_conjunct(d: Draft, i: int) -> None:
    """For "X says A has no future but indicated that B ...": what itself reports is coordinated with the verb of saying."""
    head = d.heads[i]
    if d.deps[i] != "conj" or d.poses[i] != "VERB" or d.deps[head] != "ccomp" or d.poses[d.heads[head]] != "VERB" or d.heads[head] > head:
        return
    kids = d.kids(i)
    if any(d.deps[k] == "ccomp" for k in kids) and not any(d.deps[k] in SUBJECTS for k in kids):
        d.attach(i, d.heads[head], "conj")


def not_only(d: Draft, i: int) -> None:
    """For "Not only A but also B did": A is coordinated with the verb's subject B."""
    p = d.p
    if d.heads[i] != i or d.poses[i] not in ("NOUN", "PROPN"):
        return
    verb = next((k for k in d.kids(i) if d.deps[k] == "conj" and d.poses[k] in VERBS), -1)
    if (
        verb < 0
        and i + 2 < len(p)
        and p.lowers[i + 1] == "and"
        and d.deps[i + 1] == "cc"
        and d.poses[d.heads[i + 1]] in VERBS
        and d.heads[i + 1] > i + 1
    ):
        verb = d.heads[i + 1]  # "A and B did": A was cut off
    elif verb < 0 or not any(p.lowers[x] == "but" for x in range(i, verb)):
        return
    subject = next((k for k in d.kids(verb) if d.deps[k] in SUBJECTS), -1)
    if subject > i:
        d.heads[verb], d.deps[verb] = verb, "ROOT"
        d.is_changed = True
        d.attach(i, subject, "conj")


def noun_for_verb(d: Draft, i: int) -> None:
    """For "proposed that Burundi chair the EAC": a noun after "that" that has an object is the verb, its modifier the subject."""
    p = d.p
    if d.poses[i] not in ("NOUN", "PROPN") or d.deps[i] not in ("ccomp", "ROOT"):
        return
    kids = d.kids(i)
    if not any(d.deps[k] == "dobj" for k in kids):
        return
    d.poses[i], d.tags[i] = "VERB", "VB" if any(d.deps[k] == "mark" for k in kids) else "VBZ"
    for k in kids:
        if d.deps[k] in ("compound", "nmod", "amod", "poss") and k < i and p.tags[k].startswith("NN"):
            d.attach(k, i, "nsubj")
    d.is_changed = True


def appositive_country(d: Draft, i: int) -> None:
    """For "Astana (Kazakhstan)": brackets keep together what they enclose."""
    if d.p.words[i] == "(" and i + 1 < len(d.p) and d.heads[i] > i + 1 and d.deps[i + 1] == "nmod":
        d.deps[i + 1] = "appos"
        d.is_changed = True


def fronted_place(d: Draft, i: int) -> None:
    """For "After a visit to A, the minister of B signed C": what stands before a verb without a subject is no apposition to A."""
    p = d.p
    whole = subtree(d, i)
    left, verb = min(whole), max(whole) + 1
    if left < 1 or p.words[left - 1] != "," or verb >= len(p) or p.sentence_of[verb] != p.sentence_of[i]:
        return
    while verb < len(p) and d.deps[verb] in ("aux", "auxpass", "neg", "advmod") and d.heads[verb] > verb:
        verb += 1
    if verb >= len(p) or d.poses[verb] not in VERBS or d.tags[verb] not in ("VBD", "VBZ", "VBP", "VB", "VBN") or d.is_below(verb, i):
        return
    top, fronted = d.heads[i], -1
    for _ in range(len(p)):
        if d.heads[top] == verb:
            fronted = top
            break
        if d.heads[top] == top or top == verb:
            break
        top = d.heads[top]
    kids = d.kids(verb)
    if fronted >= 0 and d.deps[fronted] == "prep" and not any(d.deps[k] in SUBJECTS for k in kids):
        d.attach(i, verb, "nsubjpass" if any(d.deps[k] == "auxpass" for k in kids) else "nsubj")


def that_clause(d: Draft, i: int) -> None:
    """For "told them that A had lost B": a "that" which seems to be a second subject or object only opens the clause."""
    p = d.p
    verb = d.heads[i]
    if p.lowers[i] != "that" or d.deps[verb] != "ccomp":
        return
    kids = d.kids(verb)
    subject = next((k for k in kids if d.deps[k] in SUBJECTS and k != i), -1)
    if subject > i and (d.deps[i] in SUBJECTS or any(d.deps[k] == "dobj" and k > verb for k in kids)):
        d.deps[i], d.tags[i] = "mark", "IN"
        d.is_changed = True


def inverted_source(d: Draft, i: int) -> None:
    """For "X has attacked Y, claims the minister": a verb of saying after a comma, with its subject behind it, is no further deed of X."""
    p = d.p
    said = p.lemmas[i] != "tell" and (p.lemmas[i], "verb", "that") in d.lexicon.embeddings and d.tags[i] in ("VBZ", "VBD") and d.heads[i] < i
    if d.deps[i] != "conj" or not said or p.words[i - 1] not in (",", "”", '"') or any(d.deps[k] in SUBJECTS for k in d.kids(i)):
        return
    end = p.sentences[p.sentence_of[i]].end
    source = next((k for k in d.kids(i) if d.deps[k] == "dobj" and k > i), -1)
    if source >= 0 and max(subtree(d, source)) >= end - 2 and not any(d.deps[k] in ("ccomp", "xcomp") for k in d.kids(i)):
        d.deps[i], d.deps[source] = "parataxis", "nsubj"
        d.is_changed = True


def named_object(d: Draft, i: int) -> None:
    """For "met Ban Ki-moon": a name right behind a verb that has no object is its object, whatever the parser takes it for."""
    p = d.p
    verb, m = d.heads[i], p.mention_at(i)
    if m is None or (m.type not in ("Person", "Country") and d.tags[i] != "RB") or d.poses[verb] != "VERB" or m.start != verb + 1 or i != m.end - 1:
        return
    if not any(d.deps[k] in ("dobj", "nsubjpass", "ccomp", "xcomp") for k in d.kids(verb)):
        d.deps[i] = "dobj"
        d.is_changed = True


def place_before_day(d: Draft, i: int) -> None:
    """For "opened in Addis Ababa Sunday": the place is the object of the preposition, the day stands beside the verb."""
    p = d.p
    if p.lowers[i] not in WEEKDAYS or d.poses[d.heads[i]] != "ADP":
        return
    place = next((k for k in d.kids(i) if k == i - 1 and d.deps[k] == "compound" and p.mention_of[k] >= 0), -1)
    preposition = d.heads[i]
    verb = d.heads[preposition]
    if place >= 0 and d.poses[verb] in VERBS:
        d.heads[place], d.deps[place] = preposition, "pobj"
        d.heads[i], d.deps[i] = verb, "npadvmod"
        d.is_changed = True


REPAIRS: tuple[tuple[Callable[[Draft, int], None], frozenset[str]], ...] = (
    (noun_for_verb, frozenset({"ccomp", "ROOT"})),
    (that_clause, frozenset({"dobj", "nsubj"})),
    (fronted_place, frozenset({"appos"})),
    (comma_splice, frozenset({"dobj"})),
    (list_complement, frozenset({"attr"})),
    (list_of_things, frozenset({"conj"})),
    (listed_apposition, frozenset({"appos"})),
    (plural_subject, frozenset({"appos"})),
    (inserted_source, frozenset({"parataxis"})),
    (trailing_source, frozenset({"acl", "relcl"})),
    (nearest_participle, frozenset({"acl"})),
    (finite_conjunct, frozenset({"conj"})),
    (reported_conjunct, frozenset({"conj"})),
    (not_only, frozenset({"ROOT"})),
    (appositive_country, frozenset({"punct"})),
    (inverted_source, frozenset({"conj"})),
    (named_object, frozenset({"advmod", "npadvmod", "dep"})),
    (place_before_day, frozenset({"pobj"})),
)
"""The repairs in order, each with the labels of the tokens it looks at."""
