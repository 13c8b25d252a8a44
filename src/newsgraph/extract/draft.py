"""Hold a parse that repairs may change: heads, labels, tags and parts of speech."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Sequence

from newsgraph.lexicon import Lexicon
from newsgraph.parse import Parse

__all__ = ["SUBJECTS", "VERBS", "Draft", "Labels", "subtree"]

SUBJECTS = ("nsubj", "nsubjpass")
VERBS = ("VERB", "AUX")


class Labels(list[str]):
    """The label of each token, and where each label stands: 28 repairs look for theirs in every article."""

    def __init__(self, labels: Iterable[str]) -> None:
        super().__init__(labels)
        places: dict[str, list[int]] = defaultdict(list)
        for i, label in enumerate(self):
            places[label].append(i)
        self._asked: dict[frozenset[str], list[int]] = {}
        """What was asked for since a label changed: many repairs look at the same labels."""
        self._places = places
        """In text order; a token stays where it stood once, so what is found there is looked at again."""

    def __setitem__(self, i: int, label: str) -> None:  # type: ignore[override]  # one token at a time
        super().__setitem__(i, label)
        self._asked.clear()
        stands = self._places[label]
        if i not in stands:
            insort(stands, i)

    def places(self, labels: frozenset[str]) -> list[int]:
        """Return the tokens that have one of some labels, in text order."""
        known = self._asked.get(labels)
        if known is None:
            found = [i for label in labels if label in self._places for i in self._places[label] if self[i] == label]
            known = self._asked[labels] = sorted(found) if len(labels) > 1 else found
        return known


class Heads(list[int]):
    """The head of each token, and the dependents of each as the heads stand."""

    def __init__(self, heads: Iterable[int], kids: Sequence[tuple[int, ...]]) -> None:
        super().__init__(heads)
        self._first = kids
        self._now: dict[int, tuple[int, ...]] = {}

    def __setitem__(self, i: int, head: int) -> None:  # type: ignore[override]  # one token at a time
        old = self[i]
        super().__setitem__(i, head)
        if old != i:
            self._now[old] = tuple(k for k in self.kids(old) if k != i)
        if head != i:
            self._now[head] = tuple(sorted((*self.kids(head), i)))

    def kids(self, i: int) -> tuple[int, ...]:
        """Return the dependents of a token, in text order."""
        return self._now[i] if i in self._now else self._first[i]


class Draft:
    """Heads, labels, tags and parts of speech that repairs may change."""

    def __init__(self, p: Parse, lexicon: Lexicon) -> None:
        self.p = p
        self.lexicon = lexicon
        self.heads = Heads(p.heads, p.kids)
        self.deps = Labels(p.deps)
        self.poses = list(p.poses)
        self.tags = list(p.tags)
        self.lemmas = list(p.lemmas)
        self.is_changed = False

    def kids(self, i: int) -> tuple[int, ...]:
        """Return the dependents of a token as they are now, in text order."""
        return self.heads.kids(i)

    def attach(self, i: int, head: int, dep: str) -> None:
        """Hang a token under another head, unless that would make a circle."""
        if i == head or self.is_below(head, i):
            return
        self.heads[i], self.deps[i] = head, dep
        self.is_changed = True

    def crown(self, verb: int, old: int, dep: str) -> None:
        """Make a verb the root of its sentence, and hang the old root under it."""
        self.heads[verb], self.deps[verb] = verb, "ROOT"
        self.heads[old], self.deps[old] = verb, dep
        self.is_changed = True

    def is_below(self, i: int, top: int) -> bool:
        """Whether `i` hangs under `top`: attaching `top` there would make a circle."""
        for _ in range(len(self.heads)):
            if i == top:
                return True
            if self.heads[i] == i:
                return False
            i = self.heads[i]
        return True


def subtree(d: Draft, i: int) -> list[int]:
    """Return a token and all below it as the draft has them now."""
    found, todo = [], [i]
    while todo:
        x = todo.pop()
        found.append(x)
        todo.extend(d.kids(x))
    return found
