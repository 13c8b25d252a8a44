"""Turn relations into statements: every argument becomes an entity, types are enforced, repeats become evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from newsgraph.authority import Authority
from newsgraph.lexicon import Lexicon
from newsgraph.model import Article, Evidence, Modality, Polarity, Reading, Scope, Statement, Voice
from newsgraph.ontology import Ontology
from newsgraph.parse import Parse
from newsgraph.relation import Argument, ArgumentKind, Extraction, Relation, Stance
from newsgraph.resolve.coreference import Coreference
from newsgraph.resolve.labels import Labels
from newsgraph.resolve.registry import Draft, Registry

__all__ = ["Resolver"]

_UNNAMED = -2
_UNNAMED_LABEL = "unnamed source"
_FALLBACK = "relatedTo"
_MAX_LABEL = 240
_SOURCES = ("Agent", "Document")
_SPECIAL = frozenset(
    "who which that what there this these those it he she they we i you me him them us all some many few several none one others both each everyone someone anyone nobody something anything".split()
)


class Resolver:
    """Resolves one article."""

    def __init__(
        self, article: Article, p: Parse, extraction: Extraction, ontology: Ontology, authority: Authority, lexicon: Lexicon, *, closed: bool = False
    ) -> None:
        self._article = article
        self._p = p
        self._x = extraction
        self._ontology = ontology
        self._authority = authority
        self._lexicon = lexicon
        self._closed = closed
        self._registry = Registry(ontology, authority)
        self._coreference = Coreference(p, extraction, self._registry, authority, lexicon)
        self._labels = Labels(p, self._coreference, lexicon)
        self._evidence: dict[int, Evidence] = {}
        self._introduced: dict[tuple[str, str], Draft] = {}

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
        """Drop an undated copy of a dated statement, and a mirror image of a symmetric one."""
        kept: list[Statement] = []
        dated = {(s.subject, s.predicate, s.object, s.modality, s.polarity, s.voice, s.attributed_to) for s in statements if s.when is not None}
        symmetric = {r.iri for r in self._ontology.relations.values() if r.is_symmetric}
        seen: set[tuple[object, ...]] = set()
        for s in statements:
            key = (s.subject, s.predicate, s.object, s.modality, s.polarity, s.voice, s.attributed_to)
            if s.when is None and key in dated:
                continue
            mirror = (s.object, s.predicate, s.subject, *key[3:])
            if s.predicate in symmetric and mirror in seen:
                continue
            seen.add(key)
            kept.append(s)
        return kept

    # ------------------------------------------------------------------ one relation
    def _statements(self, r: Relation) -> Iterator[Statement]:
        if self._closed and r.name == _FALLBACK:
            return
        if r.subject.token == r.object.token and r.subject.kind is ArgumentKind.NOUN and r.object.kind is ArgumentKind.NOUN:
            group = self._coreference.resolve(r.subject.token)
            for i, a in enumerate(group):
                for b in group[i + 1 :]:
                    yield from self._statement(r, a, b)
            return
        subjects = self._entities(r.subject)
        objects = self._entities(r.object)
        for a in subjects:
            for b in objects:
                if a is not b:
                    yield from self._statement(r, a, b)

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
            attributed_to=tuple(dict.fromkeys(d.id for d in speakers)),
            said_at=self._qualifier(stance.said_at, ("Event",)) if speakers else "",
            place=self._qualifier(r.place, ("Place",)),
            event=self._qualifier(r.event, ("Event",)),
            when=r.when,
            predicate_text=self._words(r.predicate),
            cue_text=self._words(tuple(sorted({c for c in stance.cues if c >= 0}))),
            confidence=round(r.confidence * (1.0 if name == r.name else 0.7), 2),
            rule=r.rule,
            evidence=sentences,
        )

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
            speakers.extend(d for d in self._entities(Argument(token=token, wants=_SOURCES)) if self._fits(d, _SOURCES))
        if speakers:
            return stance, tuple(speakers)
        weak = Modality.POSSIBLE if stance.modality is Modality.ACTUAL else stance.modality
        return Stance(modality=weak, is_negative=stance.is_negative, cues=stance.cues), ()

    def _qualifier(self, token: int, wanted: tuple[str, ...]) -> str:
        if token < 0:
            return ""
        for d in self._entities(Argument(token=token, wants=wanted)):
            if self._registry.is_a(d, wanted):
                return d.id
        return ""

    def _sentences(self, r: Relation, stance: Stance) -> tuple[Evidence, ...]:
        """The sentence the relation stands in, and the one that names the speaker when that is another."""
        p = self._p
        numbers = {r.sentence}
        for token in stance.speakers:
            if token >= 0:
                numbers.add(p.sentence_of[token])
        return tuple(self._sentence(n) for n in sorted(numbers))

    def _sentence(self, number: int) -> Evidence:
        if number not in self._evidence:
            s = self._p.sentences[number]
            ids = {self._coreference.by_mention[self._p.mention_of[i]].id for i in range(s.start, s.end) if self._p.mention_of[i] >= 0}
            self._evidence[number] = Evidence(start_char=self._p.starts[s.start], end_char=self._p.ends[s.end - 1], mentions=tuple(sorted(ids)))
        return self._evidence[number]

    def _words(self, tokens: tuple[int, ...]) -> str:
        return " ".join(self._p.words[t] for t in tokens)

    # ------------------------------------------------------------------ arguments
    def _entities(self, a: Argument) -> tuple[Draft, ...]:
        """The entities an argument stands for; none if it is a pronoun nobody can resolve."""
        if a.key:
            return (self._registry.from_key(a.key),)
        if a.kind is ArgumentKind.POSITION:
            return self._position(a.office, a.of)
        if a.kind is ArgumentKind.MEASURE:
            label, tokens = self._labels.measure(a.token, a.member)
            return self._described(label, tokens, "Measure", a.token)
        if a.kind is ArgumentKind.CHANGE:
            return self._change(a)
        return self._noun(a)

    def _noun(self, a: Argument) -> tuple[Draft, ...]:
        p = self._p
        token = a.token
        if token in self._x.positions and "Position" in a.wants:
            office, _, of = self._x.positions[token]
            return self._position(office, of)
        found = self._coreference.resolve(token, a.wants)
        if found and self._is_whole(token):
            return tuple(self._stand_in(d, a.wants, token) for d in found)
        if found and p.mention_of[token] < 0:
            return found
        if p.lowers[token] in _SPECIAL and p.lowers[token] not in ("many", "others"):
            return self._summary(token) if p.lowers[token] in ("this", "that", "all", "these") else ()
        if p.tags[token] in ("PRP", "WP", "WDT", "EX", "DT", "IN", "PRP$"):
            return ()
        known = self._known_description(token)
        if known is not None:
            return (known,)
        label, tokens = self._labels.noun(token, is_member=a.is_member, member=a.member)
        found = self._described(label, tokens, self._type(token, a.wants), token)
        if found and len(tokens) > 1 and p.tags[token] in ("NN", "NNS") and not a.is_member:
            self._introduced.setdefault((p.lemmas[token], p.tags[token]), found[0])
        return found

    def _known_description(self, token: int) -> Draft | None:
        """For "the ban", "this regime": the thing of that noun that was described in more words before."""
        p = self._p
        kids = p.kids[token]
        if p.mention_of[token] >= 0 or not any(p.lowers[k] in ("the", "this", "these", "such") for k in kids if k < token):
            return None
        if any(p.deps[k] not in ("det", "predet", "punct", "conj", "cc", "case") for k in kids):
            return None
        return self._introduced.get((p.lemmas[token], p.tags[token]))

    def _is_whole(self, token: int) -> bool:
        """Whether a noun phrase is no more than the name itself, its title and what merely describes it."""
        p = self._p
        index = p.mention_of[token]
        if index < 0:
            return True
        m = p.mentions[index]
        if m.type == "Demonym":
            return p.deps[token] in ("amod", "compound", "poss", "nmod")
        if p.deps[token] in ("compound", "amod", "nmod", "poss"):
            return True
        return not any(
            p.deps[k] == "prep" and p.lowers[k] == "of" and k > m.end - 1 and m.type not in ("Person", "Country", "Place") for k in p.kids[token]
        )

    def _stand_in(self, d: Draft, wants: tuple[str, ...], token: int) -> Draft:
        """A capital or seat of power that acts stands for its country ("Moscow said")."""
        entry = self._authority.entries.get(d.key) if d.key else None
        if entry is None:
            return d
        iso = entry.stands_for or (entry.capital_of if "Agent" in wants and "Entity" not in wants else "")
        country = self._authority.country(iso) if iso and self._acts(token, wants) else None
        return self._registry.from_key(country.key) if country is not None else d

    def _acts(self, token: int, wants: tuple[str, ...]) -> bool:
        return "Agent" in wants or self._p.deps[token] in ("nsubj", "poss")

    def _position(self, office: str, of: int) -> tuple[Draft, ...]:
        owner = self._coreference.resolve(of) if of >= 0 else ()
        if not owner and of >= 0 and self._p.mention_of[of] < 0 and self._p.tags[of] not in ("PRP", "PRP$"):
            label, _ = self._labels.noun(of)
            draft = self._registry.described(f"{office} of {label}", "Position")
            return (draft,)
        if not owner:
            return (self._registry.described(office, "Position"),)
        body = self._country_of(owner[0])
        draft = self._registry.named(f"{office} of {body.label}", "Position")
        draft.aliases.add(f"{body.label}'s {office}")
        draft.aliases.add(f"{body.label} {office}")
        if body.short != body.label:
            draft.aliases.add(f"{body.short} {office}")
        entry = self._authority.entries.get(body.key) if body.key else None
        if entry is not None and entry.demonyms:
            draft.aliases.add(f"{entry.demonyms[0]} {office}")
        draft.about.add(body.id)
        return (draft,)

    def _country_of(self, d: Draft) -> Draft:
        entry = self._authority.entries.get(d.key) if d.key else None
        iso = (entry.stands_for or entry.capital_of) if entry is not None else ""
        country = self._authority.country(iso) if iso else None
        return self._registry.from_key(country.key) if country is not None else d

    def _change(self, a: Argument) -> tuple[Draft, ...]:
        """The event of a verb that needs no object: "decrease of the terrorist threat"."""
        p = self._p
        if p.poses[a.token] in ("NOUN", "PROPN"):
            label, tokens = self._labels.noun(a.token)
            return self._described(label, tokens, "Event", a.token)
        subject = p.kid(a.token, "nsubj", "nsubjpass")
        name = p.lemmas[a.token]
        noun = name if name in self._lexicon.words["change_noun"] or self._lexicon.is_noun(name, "event") else _gerund(name)
        found = self._coreference.resolve(subject) if subject >= 0 else ()
        if found:
            label, tokens = found[0].short, [subject]
        elif subject >= 0:
            label, tokens = self._labels.noun(subject)
        else:
            label, tokens = "", []
        return self._described(f"{noun} of {label}" if label else noun, [*tokens, a.token], "Event", a.token)

    def _summary(self, token: int) -> tuple[Draft, ...]:
        """For "All this dictates ...": what the sentence before was about."""
        p = self._p
        number = p.sentence_of[token]
        if p.deps[token] not in ("nsubj", "nsubjpass") or number == 0:
            return ()
        before = p.sentences[number - 1]
        subjects = [i for i in range(before.start, before.end) if p.deps[i] in ("nsubj", "nsubjpass") and p.tags[i].startswith("NN")]
        parts = []
        used: list[int] = []
        for s in subjects:
            label, tokens = self._labels.noun(s)
            members = [self._labels.noun(k, is_member=True)[0] for k in p.kids[s] if p.deps[k] == "conj"]
            parts.extend([label, *members])
            used.extend(tokens)
        if not parts:
            return ()
        label = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]
        return self._described(label, used, "Topic", token)

    def _described(self, label: str, tokens: list[int], kind: str, token: int) -> tuple[Draft, ...]:
        label = label if len(label) <= _MAX_LABEL else label[:_MAX_LABEL].rsplit(" ", 1)[0]
        if not any(c.isalnum() for c in label):
            return ()
        draft = self._registry.described(label, kind)
        for i in tokens:
            index = self._p.mention_of[i]
            if index >= 0:
                draft.about.add(self._coreference.by_mention[index].id)
            elif self._p.tags[i] in ("PRP$", "PRP"):
                draft.about.update(d.id for d in self._coreference.resolve(i))
        when = self._x.noun_times.get(token)
        if when is not None and draft.when is None and kind in ("Event", "Meeting", "Measure"):
            draft.when = when
        return (draft,)

    def _type(self, token: int, wants: tuple[str, ...]) -> str:
        """Class of a described thing: by its head noun, else by what the relation wants there."""
        p = self._p
        lemma = p.lemmas[token]
        classes = self._lexicon.nouns.get(lemma, frozenset())
        plural = p.tags[token] in ("NNS", "NNPS")
        m = p.mention_at(token)
        if (
            m is not None
            and m.type in ("Person", "Organization", "InternationalOrganization", "Meeting", "Event", "Instrument")
            and m.type != "Demonym"
        ):
            return m.type if m.type != "InternationalOrganization" else "Organization"
        if m is not None and m.type in ("Country", "Demonym"):
            return "AgentGroup"
        for kind, plain, many in (
            ("group", "AgentGroup", "AgentGroup"),
            ("person", "Person", "AgentGroup"),
            ("organization", "Organization", "AgentGroup"),
            ("meeting", "Meeting", "Meeting"),
        ):
            if kind in classes:
                return many if plural else plain
        if token in self._x.positions:
            return "AgentGroup" if plural else "Person"
        if lemma in self._lexicon.words["document_noun"] and "Document" in wants:
            return "Document"
        order = (("Place", "place"), ("Instrument", "instrument"), ("Event", "event"))
        for kind, name in order:
            if name in classes and (not wants or self._ontology.is_a(kind, wants)):
                return kind
        if "Measure" in wants:
            return "Measure"
        if "Event" in wants and "Entity" not in wants:
            return "Event"
        if "Instrument" in wants and "Entity" not in wants:
            return "Instrument"
        return next((kind for kind, name in order if name in classes), "Topic")

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


def _gerund(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + "ing"
