"""Find what a phrase set off beside it is said of: "the Forum, currently under the chairmanship of X", "At the helm of Y, X ..."."""

from __future__ import annotations

from newsgraph.extract.clauses import Clause
from newsgraph.parse import Parse

__all__ = ["state_host"]

_DENIED = frozenset({"not", "never", "longer", "no", "without"})


def state_host(p: Parse, clauses: dict[int, Clause], noun: int) -> tuple[int, int]:
    """Return whose state the noun of a prepositional phrase is, and for "with X in the chair" what X chairs; -1 for none."""
    prep = p.heads[noun]
    if p.deps[noun] != "pobj" or p.deps[prep] != "prep" or any(p.lowers[k] in _DENIED for k in (*p.kids[prep], *p.kids[noun])):
        return -1, -1
    above = p.heads[prep]
    if p.deps[above] == "pobj" and p.lowers[p.heads[above]] == "with" and p.deps[p.heads[above]] == "dep" and prep == above + 1:
        c = clauses.get(p.heads[p.heads[above]])
        return (above, c.subjects[0]) if c is not None and c.subjects else (-1, -1)
    first = prep
    while first - 1 >= 0 and p.deps[first - 1] == "advmod" and p.sentence_of[first - 1] == p.sentence_of[prep]:
        first -= 1
    starts = first == p.sentences[p.sentence_of[prep]].start
    c = clauses.get(above)
    if c is None:
        closed = first > 0 and p.words[first - 1] in (",", "(", "-", "–", "—")
        return (above, -1) if above < prep and p.poses[above] in ("NOUN", "PROPN") and (closed or p.mention_of[above] >= 0) else (-1, -1)
    if not c.subjects or c.is_expletive:
        return -1, -1
    last = p.subtree(prep)[-1]
    subject = c.subjects[0]
    closed = last + 1 < len(p) and (p.words[last + 1] == "," or last + 1 == min(p.subtree(subject)))
    if closed and ((starts and prep < subject) or (subject < prep < c.head and p.words[first - 1] == ",")):
        return subject, -1
    return -1, -1
