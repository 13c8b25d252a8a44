"""Put the words of a noun phrase or clause into a readable label, with references replaced by what they mean."""

from __future__ import annotations

from newsgraph.lexicon import Lexicon
from newsgraph.parse import Parse
from newsgraph.resolve.coreference import Coreference

__all__ = ["Labels"]

_DROPPED = frozenset({"conj", "cc", "preconj", "relcl", "appos", "punct", "parataxis", "meta"})
_CLAUSE_DROPPED = frozenset(
    {"nsubj", "nsubjpass", "aux", "auxpass", "mark", "conj", "cc", "punct", "neg", "parataxis", "advcl", "expl", "csubj", "preconj"}
)
_LEADING = frozenset("the no a an this that these those its' such also both either neither not , ; : - – — and or".split())
_LEFT_OUT = frozenset({"relcl", "appos", "parataxis"})
_BODY = frozenset({"organization", "organisation"})
_WH = frozenset({"whom", "which", "whose"})
_MAX_WORDS = 40
_MAX_OWNER_WORDS = 3


class Labels:
    """Makes the labels of one article."""

    def __init__(self, p: Parse, coreference: Coreference, lexicon: Lexicon) -> None:
        self._p = p
        self._coreference = coreference
        self._lexicon = lexicon
        self._open: set[int] = set()
        self._time_tokens = {i for t in p.times for i in range(t.start, t.end)}

    def noun(self, token: int, *, is_member: bool = False, member: int = -1) -> tuple[str, list[int]]:
        """Return the label of a noun phrase and the tokens it uses.

        Args:
            is_member: The phrase is one member of a list: the other members stay out, what they share comes in.
            member: The one item of a list inside the phrase that is meant ("co-operation on A, B and C"), or -1.
        """
        if member >= 0:
            kept = [i for k in self._p.kids[token] if self._p.deps[k] not in _DROPPED for i in self._below(k, member)]
            tokens = sorted({token, *kept})
            return self._text(tokens), tokens
        tokens = self._noun_tokens(token, is_member=is_member)
        if self._p.deps[token] == "poss" and len(tokens) > 1 and self._p.deps[tokens[-1]] == "case":
            tokens = tokens[:-1]  # "the summit's participants": the summit
        return self._text(tokens), tokens

    def measure(self, head: int, member: int = -1) -> tuple[str, list[int]]:
        """Return the label of a course of action ("develop a legal framework ...") and the tokens it uses.

        Args:
            head: Verb of the clause.
            member: The one item of the object's list that is meant, or -1.
        """
        p = self._p
        tokens: list[int] = [head]
        own_subject = next((k for k in p.kids[head] if p.deps[k] in ("nsubj", "nsubjpass") and p.tags[k] not in ("PRP", "WP", "WDT")), -1)
        keep_subject = own_subject >= 0 and p.deps[head] == "ccomp" and p.tags[head] in ("VB", "VBN")
        for k in p.kids[head]:
            dep = p.deps[k]
            if dep in ("nsubj", "nsubjpass") and keep_subject and k == own_subject:
                tokens.extend(self._noun_tokens(k))
            elif dep == "auxpass" and keep_subject:
                tokens.append(k)
            elif (
                (dep not in _CLAUSE_DROPPED or (dep == "advcl" and k > head and self._is_infinitive(k)))
                and not self._is_time(k)
                and not (k < head and not (dep == "advmod" and p.words[k + 1] != ","))
            ):
                tokens.extend(self._below(k, member))
        tokens = sorted(set(tokens))
        return self._text(tokens, base=head), tokens

    def _below(self, k: int, member: int) -> list[int]:
        """The tokens under a dependent of a clause; of a list that holds `member`, only that item."""
        p = self._p
        if member < 0 or member not in p.subtree(k):
            return self._kept(k)
        top = member
        while p.deps[top] == "conj":
            top = p.heads[top]
        outside = set(p.subtree(top))
        return sorted({i for i in p.subtree(k) if i not in outside and not self._in_dropped(i, k)} | set(self._noun_tokens(member, is_member=True)))

    def _in_dropped(self, i: int, top: int) -> bool:
        """Whether a token lies in a relative clause, an apposition or a bracket below `top`."""
        p = self._p
        while i != top and p.heads[i] != i:
            if p.deps[i] in ("relcl", "appos", "parataxis") and not self._is_infinitive(i):
                return True
            i = p.heads[i]
        return False

    def _kept(self, top: int) -> list[int]:
        """A token and all below it, without relative clauses, appositions and brackets."""
        p = self._p
        found = [top]
        for i in found:
            found += [k for k in p.kids[i] if p.deps[k] not in _LEFT_OUT or self._is_infinitive(k)]
        return found

    def _is_infinitive(self, k: int) -> bool:
        """Whether a clause on a noun is an infinitive ("measures to implement X"), which belongs to the label."""
        p = self._p
        return p.deps[k] in ("relcl", "acl", "advcl") and p.tags[k] == "VB" and any(p.tags[x] == "TO" for x in p.kids[k])

    def _is_time(self, k: int) -> bool:
        p = self._p
        if k in self._time_tokens:
            return True
        return p.deps[k] in ("prep", "npadvmod") and any(x in self._time_tokens for x in p.kids[k]) and len(p.subtree(k)) <= 8

    def _noun_tokens(self, token: int, *, is_member: bool = False) -> list[int]:
        p = self._p
        found = [token]
        for k in p.kids[token]:
            if (
                p.deps[k] in _DROPPED
                and not (p.deps[k] in ("conj", "cc", "punct") and not is_member and self._is_fixed_list(token))
                and not self._is_infinitive(k)
                and not (p.words[k] in ("-", "–", "/") and not p.spaces[k] and k > 0 and not p.spaces[k - 1])
            ):
                continue
            if self._is_time(k) or (p.deps[k] == "acl" and p.tags[k] in ("VBG", "VBN") and k > token + 1 and p.words[min(p.subtree(k)) - 1] == ","):
                continue
            if p.deps[k] not in _LEFT_OUT or self._is_infinitive(k):
                found += self._kept(k)
        if is_member:
            found.extend(self._shared(token))
        return sorted(set(found)) if len(found) > 1 else found

    def _is_fixed_list(self, token: int) -> bool:
        return self._p.deps[token] == "pobj" and self._p.lowers[self._p.heads[token]] == "between"

    def _shared(self, token: int) -> list[int]:
        """What list members share: adjectives of the first, a complement of the last ("improve the preparation and use of X")."""
        p = self._p
        top = token
        while p.deps[top] == "conj" and p.heads[top] != top:
            top = p.heads[top]
        members = [top]
        for i in members:
            members.extend(k for k in p.kids[i] if p.deps[k] == "conj")
        members.sort()
        found: list[int] = []
        mine = [k for k in p.kids[token] if p.deps[k] in ("det", "amod", "compound", "poss", "nummod")]
        if token != top and not mine and p.poses[token] == "NOUN" and p.words[token - 1] != ",":
            first = p.heads[token] if p.deps[token] == "conj" else top
            found.extend(k for k in p.kids[first] if p.deps[k] in ("amod", "nummod") and k < first)
        if not any(p.deps[k] in ("prep", "acl") for k in p.kids[token]) and p.mention_of[token] < 0:
            if p.tags[token] in ("NNP", "NNPS") or any(p.mention_of[k] >= 0 for k in p.kids[token]):
                return found
            neighbour = next(
                (
                    m
                    for m in members
                    if m != token and abs(m - token) <= 3 and not any(p.words[x] == "," for x in range(min(m, token), max(m, token)))
                ),
                -1,
            )
            determined = all(any(p.deps[k] == "det" for k in p.kids[m]) for m in (token, neighbour)) if neighbour >= 0 else False
            if neighbour >= 0 and not determined:  # "the rebels and the government of Sudan": each stands by itself
                for k in p.kids[neighbour]:
                    if p.deps[k] == "prep" and p.lowers[k] in ("of", "for", "in", "with", "on", "to") and k > max(members) and not self._is_time(k):
                        found.extend(i for i in p.subtree(k) if not self._in_dropped(i, k))
        return found

    # ------------------------------------------------------------------ words
    def _text(self, tokens: list[int], base: int = -1) -> str:
        p = self._p
        words: list[str] = []
        skip: set[int] = set()
        used = set(tokens)
        while tokens and tokens[0] != base and p.lowers[tokens[0]] in _LEADING and p.mention_of[tokens[0]] < 0:
            tokens = tokens[1:]
        for i in tokens[:_MAX_WORDS]:
            if i in skip:
                continue
            replacement = self._replacement(i) if i != base and self._may_refer(i) else None
            if replacement is not None:
                text, covered = replacement
                skip.update(covered)
                while words and covered and words[-1].strip().lower() in ("the", "this", "that"):
                    words.pop()
                words.append(text + (" " if p.spaces[max([i, *[c for c in covered if c == i]])] else ""))
                continue
            word = p.lemmas[i] if i == base and (p.tags[i] != "VBN" or self._is_perfect(i)) else p.words[i]
            words.append(word + (" " if p.spaces[i] or (i + 1 not in used and i != tokens[-1]) else ""))
        return _tidy("".join(words))

    def _is_perfect(self, verb: int) -> bool:
        """Whether a past participle is active: "have withdrawn", not "was withdrawn"."""
        p = self._p
        return any(p.deps[k] == "aux" and p.lemmas[k] == "have" for k in p.kids[verb]) and p.kid(verb, "auxpass") < 0

    def _may_refer(self, i: int) -> bool:
        """Whether a token is a pronoun, or a common noun with something before it."""
        p = self._p
        tag = p.tags[i]
        if tag == "NN":
            return p.mention_of[i] < 0 and (bool(p.kids[i]) or p.lowers[i] in _BODY)
        return tag in ("PRP", "PRP$") or p.lowers[i] in _WH

    def _replacement(self, i: int) -> tuple[str, list[int]] | None:
        """What stands in a label for a pronoun or for "the organization"."""
        p = self._p
        low = p.lowers[i]
        if low in ("whom", "which"):
            whole = p.whole_of(p.heads[p.heads[i]])
            return (self.noun(whole)[0], []) if whole >= 0 and whole not in self._open else None
        if low == "whose":
            owner = self._coreference.resolve(i)
            return (owner[0].short + "'s", []) if len(owner) == 1 else None
        if p.tags[i] == "PRP$" or (p.tags[i] == "PRP" and low != "it"):
            found = self._coreference.resolve(i)
            if len(found) == 1 and found[0].label:
                return found[0].short + ("'s" if p.tags[i] == "PRP$" else ""), []
            return self._noun_meant(i) if not found else None
        if p.mention_of[i] < 0 and p.tags[i] == "NN" and (low in _BODY or any(p.lowers[k] == "the" for k in p.kids[i] if k < i)):
            found = self._coreference.resolve(i)
            if len(found) == 1 and found[0].type in ("Country", "InternationalOrganization", "Organization"):
                return found[0].short, [k for k in p.kids[i] if p.deps[k] in ("det", "compound", "amod")]
        return None

    def _noun_meant(self, i: int) -> tuple[str, list[int]] | None:
        """The few words of the common noun that a pronoun goes back to: "the governments' tariffs" for "their tariffs"."""
        noun = self._coreference.antecedent(i)
        if noun < 0 or i in self._open:
            return None  # "people who fled their homes": the label of the people would hold itself
        self._open.add(i)
        label, tokens = self.noun(noun)
        self._open.discard(i)
        if len(label.split()) > _MAX_OWNER_WORDS or i in tokens:
            return None
        return label + ("" if self._p.tags[i] == "PRP" else "'" if label.endswith("s") else "'s"), []


def _tidy(text: str) -> str:
    text = " ".join(text.split())
    if text.replace(" ", "").isalnum():
        return _without_link(text)
    for mark in (",", ".", ";", ":", ")", "'s", "’s", "?", "!"):
        text = text.replace(" " + mark, mark)
    text = text.replace("( ", "(").replace("“", "").replace("”", "").replace('"', "").strip(" ,;:.-–—(")
    return _without_link(text)


def _without_link(text: str) -> str:
    """Return a label without a conjunction or preposition left over at its end."""
    words = text.split()
    while words and words[-1].lower() in ("and", "or", "but", "of", "in", "for", "to", "with"):
        words.pop()
    return " ".join(words)
