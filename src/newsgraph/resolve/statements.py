"""Turn relations into statements: every argument becomes an entity, types are enforced, repeats become evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from newsgraph.authority import Authority
from newsgraph.lexicon import Lexicon
from newsgraph.model import Article, Evidence, Interval, Modality, Polarity, Reading, Scope, Statement, Voice
from newsgraph.ontology import Ontology
from newsgraph.parse import Parse
from newsgraph.relation import Argument, ArgumentKind, Extraction, Relation, Stance
from newsgraph.resolve.arguments import Arguments
from newsgraph.resolve.coreference import Coreference
from newsgraph.resolve.registry import Draft, Registry

__all__ = ["Resolver"]

_UNNAMED = -2
_UNNAMED_LABEL = "unnamed source"
_FALLBACK = "relatedTo"
_MEETING, _TAKING_PART = "meetsWith", "participatesIn"
_SOURCES = ("Agent", "Document")


class Resolver:
    """Resolves one article."""

    def __init__(
        self, article: Article, p: Parse, extraction: Extraction, ontology: Ontology, authority: Authority, lexicon: Lexicon, *, closed: bool = False
    ) -> None:
        self._article = article
        self._p = p
        self._x = extraction
        self._ontology = ontology
        self._lexicon = lexicon
        self._closed = closed
        self._registry = Registry(ontology, authority)
        self._coreference = Coreference(p, extraction, self._registry, authority, lexicon)
        self._arguments = Arguments(p, extraction, ontology, authority, lexicon, self._registry, self._coreference)
        self._evidence: dict[int, Evidence] = {}

    def reading(self) -> Reading:
        """Return the article with its entities and statements."""
        merged: dict[tuple[object, ...], Statement] = {}
        for r in self._x.relations:
            for s in self._statements(r):
                key = (s.subject, s.predicate, s.object, s.modality, s.polarity, s.voice, s.attributed_to, s.when)
                known = merged.get(key)
                if known is None:
                    merged[key] = s
                else:
                    merged[key] = self._merge(known, s)
        statements = self._without_repeats(self._told_apart(list(merged.values())))
        return self._finish(tuple(statements))

    def _told_apart(self, statements: list[Statement]) -> list[Statement]:
        """Keep what is denied or only said from standing as the bare triple of something else.

        An open triple ("A related to B") does not say which verb it stands for. If A was convicted in B but never sent to B, the
        second statement is told of an event instead, so that no bare triple seems to assert it.
        """
        iri = self._ontology.relations[_FALLBACK].iri
        facts = {(s.subject, s.object) for s in statements if s.predicate == iri and s.is_factual}
        result: list[Statement] = []
        for s in statements:
            if s.predicate == iri and not s.is_factual and (s.subject, s.object) in facts:
                obj = self._registry.drafts[s.object]
                event = self._registry.described(f"{_plain_words(s.predicate_text, self._lexicon)} {obj.label}".strip(), "Event")
                event.about.add(obj.id)
                result.append(replace(s, predicate=self._ontology.relations["undergoes"].iri, object=event.id))
            else:
                result.append(s)
        return result

    def _merge(self, a: Statement, b: Statement) -> Statement:
        evidence = tuple(sorted({(e.start_char, e.end_char): e for e in (*a.evidence, *b.evidence)}.values(), key=lambda e: e.start_char))
        best = a if a.confidence >= b.confidence else b
        return replace(best, evidence=evidence)

    def _without_repeats(self, statements: list[Statement]) -> list[Statement]:
        """Drop an undated copy of a dated statement, a mirror image of a symmetric one, and "President" beside "President of Chad"."""
        full = {(s.subject, self._registry.drafts[s.object].label.partition(" of ")[0]) for s in statements if self._is_full_office(s.object)}
        kept: list[Statement] = []
        dated = {(s.subject, s.predicate, s.object, s.modality, s.polarity, s.voice, s.attributed_to) for s in statements if s.when is not None}
        symmetric = {r.iri for r in self._ontology.relations.values() if r.is_symmetric}
        seen: set[tuple[object, ...]] = set()
        for s in statements:
            key = (s.subject, s.predicate, s.object, s.modality, s.polarity, s.voice, s.attributed_to)
            if s.when is None and (key in dated or self._is_bare_office(s, full)):
                continue
            mirror = (s.object, s.predicate, s.subject, *key[3:])
            if s.predicate in symmetric and mirror in seen:
                continue
            seen.add(key)
            kept.append(s)
        return kept

    def _is_full_office(self, thing: str) -> bool:
        draft = self._registry.drafts[thing]
        return draft.type == "Position" and " of " in draft.label

    def _is_bare_office(self, s: Statement, full: set[tuple[str, str]]) -> bool:
        draft = self._registry.drafts[s.object]
        return draft.type == "Position" and " of " not in draft.label and (s.subject, draft.label) in full

    # ------------------------------------------------------------------ one relation
    def _statements(self, r: Relation) -> Iterator[Statement]:
        if self._closed and r.name == _FALLBACK:
            return
        if r.subject.token == r.object.token and r.subject.kind is ArgumentKind.NOUN and r.object.kind is ArgumentKind.NOUN:
            group = self._coreference.resolve(r.subject.token)
            if not group:
                yield from self._gathering(r)
            for i, a in enumerate(group):
                for b in group[i + 1 :]:
                    yield from self._statement(r, a, b)
            return
        subjects = self._arguments.entities(r.subject)
        objects = self._arguments.entities(r.object)
        for a in subjects:
            for b in objects:
                if a is not b:
                    yield from self._statement(r, a, b)

    def _gathering(self, r: Relation) -> Iterator[Statement]:
        """For "the foreign ministers of A, B and C met": a group that meets takes part in its meeting."""
        verb = next((i for i in r.predicate if self._p.poses[i] in ("VERB", "NOUN")), -1)
        if r.name != _MEETING or verb < 0:
            return
        told = r._replace(name=_TAKING_PART, object=Argument(token=verb, kind=ArgumentKind.CHANGE))
        for a in self._arguments.entities(told.subject):
            for b in self._arguments.entities(told.object):
                yield from self._statement(told, a, b)

    def _statement(self, r: Relation, subject: Draft, obj: Draft) -> Iterator[Statement]:
        name = r.name
        relation = self._ontology.relations[name]
        if not (self._fits(subject, relation.domain) and self._fits(obj, relation.range)):
            if self._closed or (
                name in ("locatedIn", "positionIn", "heads", "holdsPosition", "participatesIn", "organizedBy", "chairs")
                and not r.rule.startswith("frame.")
            ):
                return
            name, relation = _FALLBACK, self._ontology.relations[_FALLBACK]
        stance, speakers = self._voice(r.stance)
        sentences = self._sentences(r, stance)
        yield Statement(
            subject=subject.id,
            predicate=relation.iri,
            object=obj.id,
            modality=stance.modality,
            polarity=Polarity.NEGATIVE if stance.is_negative else Polarity.AFFIRMATIVE,
            voice=stance.voice,
            attributed_to=tuple(dict.fromkeys([d.id for d in speakers])) if speakers else (),
            said_at=self._qualifier(stance.said_at, ("Event",)) if speakers else "",
            place=self._qualifier(r.place, ("Place",)),
            event=self._qualifier(r.event, ("Event",)),
            when=r.when or (self._past() if r.is_over else None),
            predicate_text=self._words(r.predicate),
            cue_text=self._words(tuple(sorted({c for c in stance.cues if c >= 0}))) if stance.cues else "",
            confidence=r.confidence if name == r.name else round(r.confidence * 0.7, 2),
            rule=r.rule,
            evidence=sentences,
        )

    def _past(self) -> Interval | None:
        """The time of what was over when the article appeared: it ended the day before at the latest."""
        issued = self._article.issued
        return Interval(start=None, end=issued - timedelta(days=1), text="former") if issued is not None and issued > date.min else None

    def _fits(self, draft: Draft, wanted: tuple[str, ...]) -> bool:
        if self._registry.is_a(draft, wanted):
            return True
        if (
            wanted == ("Person",)
            and draft.scope is Scope.SHARED
            and not draft.key
            and draft.type in ("Entity", "Agent", "Organization", "Place")
            and self._is_personal(draft.label)
        ):
            draft.type = "Person"
            return True
        if draft.type == "Entity" and draft.scope is Scope.SHARED and wanted:
            for kind in ("Agent", "Place", "Organization", "Instrument", "Event"):
                if self._ontology.is_a(kind, wanted):
                    draft.type = kind
                    return True
        if (
            draft.type in ("Agent", "Place")
            and draft.scope is Scope.SHARED
            and not draft.key
            and self._ontology.is_a("Organization", wanted)
            and draft.type == "Agent"
        ):
            draft.type = "Organization"
            return True
        return False

    def _is_personal(self, label: str) -> bool:
        """Whether a name the model mistook could be a person's: two to four words, none of which says it is a body or place."""
        words = label.split()
        kinds = ("organization", "place", "instrument", "meeting", "group")
        return 2 <= len(words) <= 4 and not any(self._lexicon.is_noun(w.lower(), k) for w in words for k in kinds)

    def _voice(self, stance: Stance) -> tuple[Stance, tuple[Draft, ...]]:
        """Resolve the speakers; what nobody who can speak says is weakened instead of attributed."""
        if stance.voice is Voice.AUTHOR:
            return stance, ()
        speakers: list[Draft] = []
        for token in stance.speakers:
            if token == _UNNAMED:
                speakers.append(self._registry.described(_UNNAMED_LABEL, "AgentGroup"))
                continue
            for each in self._joint(token):
                speakers.extend(d for d in self._arguments.entities(Argument(token=each, wants=_SOURCES)) if self._fits(d, _SOURCES))
        if speakers:
            return stance, tuple(speakers)
        weak = Modality.POSSIBLE if stance.modality is Modality.ACTUAL else stance.modality
        return Stance(modality=weak, is_negative=stance.is_negative, cues=stance.cues), ()

    def _joint(self, token: int) -> list[int]:
        """Return a speaker and those who say it with him: "Peru and Chile said"."""
        p = self._p
        found = [token]
        for i in found:
            found.extend(k for k in p.kids[i] if k > i and p.deps[k] == "conj" and p.poses[k] in ("NOUN", "PROPN"))
        return found

    def _qualifier(self, token: int, wanted: tuple[str, ...]) -> str:
        if token < 0:
            return ""
        for d in self._arguments.entities(Argument(token=token, wants=wanted)):
            if self._registry.is_a(d, wanted):
                return d.id
        return ""

    def _sentences(self, r: Relation, stance: Stance) -> tuple[Evidence, ...]:
        """The sentence the relation stands in, and the one that names the speaker when that is another."""
        if not stance.speakers:
            return (self._sentence(r.sentence),)
        p = self._p
        numbers = {r.sentence}
        for token in stance.speakers:
            if token >= 0:
                numbers.add(p.sentence_of[token])
        return tuple(self._sentence(n) for n in sorted(numbers))

    def _sentence(self, number: int) -> Evidence:
        if number not in self._evidence:
            s = self._p.sentences[number]
            ids = {self._coreference.by_mention[m].id for m in set(self._p.mention_of[s.start : s.end]) if m >= 0}
            self._evidence[number] = Evidence(start_char=self._p.starts[s.start], end_char=self._p.ends[s.end - 1], mentions=tuple(sorted(ids)))
        return self._evidence[number]

    def _words(self, tokens: tuple[int, ...]) -> str:
        return " ".join([self._p.words[t] for t in tokens])

    # ------------------------------------------------------------------ finish
    def _finish(self, statements: tuple[Statement, ...]) -> Reading:
        used: set[str] = set()
        for s in statements:
            used.update((s.subject, s.object, *s.attributed_to, *(x for x in (s.said_at, s.place, s.event) if x)))
            for e in s.evidence:
                used.update(e.mentions)
        for i in sorted(used):
            used.update(a for a in self._registry.drafts[i].about)
        known = frozenset(used)
        entities = {i: self._registry.drafts[i].freeze(known) for i in sorted(known, key=lambda e: int(e[1:]))}
        sentences = tuple(self._sentence(n) for n in range(len(self._p.sentences)))
        entities |= {i: self._registry.drafts[i].freeze(known) for s in sentences for i in s.mentions if i not in entities}
        ordered = tuple(sorted(statements, key=lambda s: (s.evidence[0].start_char, s.rule, s.predicate, s.subject, s.object)))
        return Reading(article=self._article, entities=entities, statements=ordered, sentences=sentences)


def _plain_words(text: str, lexicon: Lexicon) -> str:
    """The words of a predicate without negation and auxiliaries: "was never sent to" is "sent to"."""
    dropped = lexicon.words["negator"] | lexicon.words["auxiliary"]
    return " ".join(w for w in text.split() if w.lower() not in dropped)
