"""Extract: from a parse to relations between parts of the text, each with stance, time and evidence."""

from __future__ import annotations

from newsgraph.authority import Authority
from newsgraph.extract.appositions import AppositionReader
from newsgraph.extract.attribution import Attribution
from newsgraph.extract.called import note_called
from newsgraph.extract.clauses import clauses, settle_relatives
from newsgraph.extract.frames import FrameIndex
from newsgraph.extract.groundwork import Groundwork
from newsgraph.extract.matcher import Matcher
from newsgraph.extract.nouns import NounClasses
from newsgraph.extract.offices import Offices
from newsgraph.extract.reader import Reader
from newsgraph.extract.repairing import repair
from newsgraph.extract.stance import StanceReader
from newsgraph.extract.structure import structure
from newsgraph.extract.when import Times
from newsgraph.lexicon import Lexicon
from newsgraph.ontology import Ontology
from newsgraph.parse import Parse
from newsgraph.relation import Extraction, Relation

__all__ = ["FrameIndex", "extract", "repair"]


def extract(p: Parse, ontology: Ontology, authority: Authority, lexicon: Lexicon, index: FrameIndex) -> Extraction:
    """Return the relations one article states, in text order.

    Args:
        p: The article's parse, already through `repair`.
        index: `FrameIndex(ontology)`, made once for many articles.
    """
    found = clauses(p, lexicon)
    for c in found.values():
        settle_relatives(p, c, found)
    nouns = NounClasses(p, lexicon)
    attribution = Attribution(p, found, lexicon)
    stances = StanceReader(p, found, lexicon, attribution)
    times = Times(p, found, nouns, lexicon)
    offices = Offices(p, lexicon, ontology, times)
    note_called(p, offices)
    matcher = Matcher(p, found, index, nouns, times, lexicon)
    ground = Groundwork(p=p, clauses=found, lexicon=lexicon, ontology=ontology, stances=stances, nouns=nouns, times=times)
    reader = Reader(ground, matcher, offices)
    relations: list[Relation] = list(offices.relations())
    for head in found:
        relations.extend(reader.clause(found[head]))
    for i in range(len(p)):
        if p.lemmas[i] in index.nouns and p.poses[i] in ("NOUN", "PROPN"):
            relations.extend(reader.noun(i))
        if p.deps[i] == "pobj" and (p.lemmas[i] in index.states or (p.lowers[p.heads[i]] == "as" and p.lemmas[i] in index.copulas)):
            relations.extend(reader.state(i))
    relations.extend(AppositionReader(ground, matcher, frozenset(offices.positions)).relations())
    relations.extend(structure(p, ontology, authority, lexicon, nouns, stances, times.by_noun))
    speakers = {q: s.token for q in range(len(p.quotes)) if (s := attribution.speaker_of_quote(q)) is not None}
    return Extraction(
        relations=tuple(sorted(relations, key=lambda r: (r.sentence, min(r.predicate), r.name))),
        noun_times=dict(times.by_noun),
        quote_speakers=speakers,
        holders=tuple((m.end - 1, q.office.canonical, q.office.kind, q.of) for m, q in offices.holders),
        positions={h: (q.office.canonical, q.office.kind, q.of) for h, q in offices.positions.items()},
    )
