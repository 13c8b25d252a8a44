"""Make all repairs of a parse, each only where it can have something to do."""

from __future__ import annotations

from dataclasses import replace

from newsgraph.extract.attachments import ATTACHMENTS
from newsgraph.extract.draft import Draft
from newsgraph.extract.inversions import INVERSIONS
from newsgraph.extract.misreadings import MISREADINGS
from newsgraph.extract.repairs import REPAIRS, WEEKDAYS
from newsgraph.extract.sources import SOURCES
from newsgraph.lexicon import Lexicon
from newsgraph.parse import Parse

__all__ = ["ALL_REPAIRS", "NEEDED", "ONLY", "repair"]

ONLY = {
    "accused_of": frozenset({"of"}),
    "appositive_country": frozenset({"("}),
    "condition_noun": frozenset({"case", "condition", "event"}),
    "condition_participle": frozenset({"provided", "providing", "supposing", "assuming"}),
    "given_by": frozenset({"by"}),
    "hyphenated": frozenset({"ex"}),
    "in_the_chair": frozenset({"in"}),
    "label": frozenset({":"}),
    "place_before_day": WEEKDAYS,
    "text_topic": frozenset({"on", "against"}),
    "that_clause": frozenset({"that"}),
}
"""The only words that some repairs look at."""
NEEDED = {
    "absolute_participle": frozenset({"being", "having"}),
    "crowned_condition": frozenset({"should", "had", "were"}),
    "joined_by_with": frozenset({"together", "along", "jointly"}),
    "not_to_another": frozenset({"not"}),
    **ONLY,
}
"""Words of which an article must hold one, or the repair has nothing to do."""
_EVERY: frozenset[str] = frozenset()
ALL_REPAIRS = tuple(
    (rule, labels, ONLY.get(rule.__name__, _EVERY), NEEDED.get(rule.__name__, _EVERY))
    for rule, labels in (*INVERSIONS, *SOURCES, *MISREADINGS, *REPAIRS, *ATTACHMENTS)
)


def repair(p: Parse, lexicon: Lexicon) -> Parse:
    """Return the parse with all repairs made; the same object if there was nothing to repair."""
    d = Draft(p, lexicon)
    deps, lowers = d.deps, p.lowers
    present = frozenset(lowers)
    for rule, labels, only, needed in ALL_REPAIRS:
        if needed and needed.isdisjoint(present):
            continue
        for i in deps.places(labels):
            if deps[i] in labels and (not only or lowers[i] in only):
                rule(d, i)
    if not d.is_changed:
        return p
    return replace(
        p,
        heads=tuple(d.heads),
        deps=tuple(d.deps),
        poses=tuple(d.poses),
        tags=tuple(d.tags),
        lemmas=tuple(d.lemmas),
        kids=tuple([d.kids(i) for i in range(len(d.heads))]),
    )
