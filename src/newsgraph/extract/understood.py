"""Say which infinitives after a noun tell what the subject did: "became the first country to sign", "took the occasion to urge"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.lexicon import Lexicon
from newsgraph.parse import Parse

if TYPE_CHECKING:
    from newsgraph.extract.clauses import Clause

__all__ = ["is_done"]


def is_done(p: Parse, c: Clause, above: Clause | None, lexicon: Lexicon) -> bool:
    """Whether a clause is as real as the one above it, and of the same subject, though an infinitive that describes a noun."""
    return above is not None and c.marker == "to" and (_is_distinction(p, c, above, lexicon) or _is_seized(p, c, above, lexicon))


def _is_distinction(p: Parse, c: Clause, above: Clause, lexicon: Lexicon) -> bool:
    """Whether it tells what its subject did before others: "was the last to leave", "was among the first to help"; "not the first" tells nothing."""
    if above.lemma not in ("be", "become", "remain") or p.kid(above.head, "neg") >= 0:
        return False
    hosts = list(above.complements)
    for x in (above.head, *above.complements):
        hosts += [y for k in p.kids[x] if p.lowers[k] == "among" or (p.lowers[x] == "one" and p.deps[k] == "prep") for y in p.with_deps(k, "pobj")]
    firsts = lexicon.words["first_word"]
    return c.via in (-1, *hosts) and any(p.lowers[x] in firsts for k in hosts if k < c.head for x in (k, *p.kids[k]))


def _is_seized(p: Parse, c: Clause, above: Clause, lexicon: Lexicon) -> bool:
    """Whether it tells what an opportunity was taken for: "seized the occasion to urge NATO"."""
    taken = above.objects if c.via < 0 else [c.via]
    return above.lemma in ("take", "seize", "use") and any(o in above.objects and p.lemmas[o] in lexicon.words["opening_noun"] for o in taken)
