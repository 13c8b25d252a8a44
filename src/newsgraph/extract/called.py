"""Say who is called by an office in the next sentence: "Denis Moncada landed in Caracas. The Nicaraguan foreign minister met ..."."""

from __future__ import annotations

from newsgraph.extract.offices import Offices, Position
from newsgraph.parse import Mention, Parse

__all__ = ["note_called"]

_KINDS = frozenset({"head_of_state", "head_of_government", "minister"})
_ANSWERS = frozenset("reply respond answer react retort counter host welcome greet receive".split())
_OTHERS = frozenset("also too meanwhile likewise instead".split())
"""What says that somebody else acts now."""
_SUBJECTS = ("nsubj", "nsubjpass")


def note_called(p: Parse, offices: Offices) -> None:
    """Take down the holder of an office that is the subject of a sentence, if the sentence before is about the only person named so far."""
    open_ones = sorted({q.head: q for q in offices.positions.values() if _is_open(p, q)}.items())
    held = {q.head for _, q in offices.holders}
    known = {m.name for m, _ in offices.holders}
    for head, q in open_ones:
        m = _only_subject(p, q) if head not in held else None
        if m is not None and m.name not in known:
            offices.holders.append((m, q))
            known.add(m.name)


def _is_open(p: Parse, q: Position) -> bool:
    """Whether an office in the singular, with its owner, acts in a sentence: "the Nicaraguan foreign minister met ..."."""
    if q.office.kind not in _KINDS or q.of < 0 or q.office.is_plural or not q.is_held or q.is_former:
        return False
    verb = p.heads[q.head]
    if p.lemmas[verb] in _ANSWERS or any(p.lowers[k] in _OTHERS for k in p.kids[verb]):
        return False
    if p.deps[q.head] not in _SUBJECTS or p.quote_of[q.head] >= 0 or p.tags[q.of] in ("PRP", "PRP$"):
        return False
    return p.deps[p.heads[q.head]] == "ROOT" and any(p.lowers[k] == "the" or p.deps[k] == "poss" for k in p.kids[q.head])


def _only_subject(p: Parse, q: Position) -> Mention | None:
    """The subject of the sentence before, if it is a full name and nobody else is named up to the office."""
    here = p.sentence_of[q.head]
    people = [m for m in p.mentions if m.type == "Person" and m.start < q.head]
    names = {m.name.split()[-1] for m in people}
    if here == 0 or len(names) != 1 or p.sentence_of[people[-1].start] != here - 1 or p.sentences[here].block != p.sentences[here - 1].block:
        return None
    owner = p.mention_at(q.of)
    if owner is None or any(m.key == owner.key and m.start < q.start and m is not owner for m in p.mentions):
        return None  # "A criticised Spain. The Spanish minister ..." tells of somebody else
    m = next((m for m in people if " " in m.name), None)
    acts = any(p.deps[x.end - 1] in _SUBJECTS and p.sentence_of[x.start] == here - 1 for x in people)
    return m if m is not None and acts else None
