"""Say which clauses after a verb are no course of action: what is only told, and what somebody said word for word."""

from __future__ import annotations

from newsgraph.extract.clauses import Clause, embedding_complement
from newsgraph.lexicon import Lexicon
from newsgraph.parse import Parse
from newsgraph.phrasing import Frame

__all__ = ["is_quotation", "is_report"]

_DUTIES = frozenset({"should", "must", "shall"})


def is_report(p: Parse, c: Clause, inner: Clause, lexicon: Lexicon) -> bool:
    """Whether a finite clause only says what is the case ("agreed that there is work"), and is no course of action."""
    kind = embedding_complement(p, inner)
    if kind != "that":
        return kind == "whether"
    entry = lexicon.embeddings.get((c.lemma, "verb", "that"))
    is_told = entry is not None and not entry.act
    modals = _DUTIES if is_told else _DUTIES | {"will", "would"}
    modal = any(p.lowers[a] in modals for a in inner.auxiliaries)
    return not (
        modal
        or (p.tags[inner.head] == "VB" and not inner.auxiliaries)
        or (
            p.tags[inner.head] == "VBN"
            and any(p.lowers[a] == "be" for a in inner.auxiliaries)
            and not any(p.tags[a] == "MD" for a in inner.auxiliaries)
        )
    ) and not (entry is not None and entry.act)


def is_quotation(p: Parse, c: Clause, inner: Clause, frame: Frame) -> bool:
    """Whether a clause is what somebody said word for word, and no course of action: "told reporters, 'We depend on nobody'"."""
    promised = frame.relation == "commitsTo" and any(p.lowers[a] in ("will", "'ll", "shall") for a in inner.auxiliaries)
    whole = inner.own_subject and not inner.marker and not promised
    return p.quote_of[inner.head] >= 0 and p.quote_of[c.head] < 0 and (whole or p.poses[inner.head] == "AUX")
