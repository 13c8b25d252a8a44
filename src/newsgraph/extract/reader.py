"""Read the relations of one article: every clause and every relational noun, by the ontology's phrasings first.

A clause that no phrasing covers still gives one open statement (`relatedTo`, `undergoes`), or `undertakes` when somebody
intends, proposes or needs to do it. Lists are split where each member is true alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extract.clauses import Clause, PrepArgument, conjuncts
from newsgraph.extract.frames import Matcher, Roles
from newsgraph.extract.nouns import NounClasses
from newsgraph.extract.stance import StanceReader
from newsgraph.extract.when import Times
from newsgraph.lexicon import Lexicon
from newsgraph.model import Interval, Modality, Voice
from newsgraph.ontology import Ontology
from newsgraph.parse import Parse
from newsgraph.relation import Argument, ArgumentKind, Relation, Stance

__all__ = ["Reader"]

_ACTS = frozenset({"advocates", "demands", "commitsTo", "raises"})
_OPEN = frozenset({Modality.INTENDED, Modality.PROPOSED, Modality.NECESSARY})
_FLAGS = {"Proposed": Modality.PROPOSED, "Intended": Modality.INTENDED, "Possible": Modality.POSSIBLE}


class Reader:
    """Reads clauses and nouns of one article into relations."""

    def __init__(
        self,
        p: Parse,
        clauses: dict[int, Clause],
        lexicon: Lexicon,
        ontology: Ontology,
        matcher: Matcher,
        stances: StanceReader,
        nouns: NounClasses,
        times: Times,
    ) -> None:
        self._p = p
        self._clauses = clauses
        self._lexicon = lexicon
        self._ontology = ontology
        self._matcher = matcher
        self._stances = stances
        self._nouns = nouns
        self._times = times
        self._used: set[int] = set()

    # ------------------------------------------------------------------ clauses
    def clause(self, c: Clause) -> Iterator[Relation]:
        """Yield the relations a clause states."""
        stance = self._stances.of(c.head)
        yield from self._necessity(c)
        agenda = list(self._agenda(c, stance))
        if agenda:
            yield from agenda
            return
        matched = False
        told = stance.modality is Modality.ACTUAL or self._is_told(c, stance)
        for roles in self._matcher.clause(c) if told else ():
            if roles.frame.relation == "affects" and stance.modality in _OPEN and "agent" in self._nouns.of(roles.subject):
                continue  # what somebody means to improve is a course of action
            self._used.update(roles.words)
            for relation in self._from_roles(roles, stance, self._predicate(c, roles.words), self._times.of_clause(c.head), c):
                matched = True
                yield relation
        if not matched:
            yield from self._open(c, stance)
        yield from self._attendance(c, stance)

    def _from_roles(self, roles: Roles, stance: Stance, predicate: tuple[int, ...], when: Interval | None, c: Clause | None) -> Iterator[Relation]:
        flags = roles.frame.flags
        if "Negative" in flags:
            stance = _with(stance, negative=not stance.is_negative)
        for flag, modality in _FLAGS.items():
            if flag in flags and stance.modality is Modality.ACTUAL:
                stance = _with(stance, modality=modality)
        if when is not None and "starts" in flags:
            when = Interval(start=when.start, end=None, text=when.text) if when.start else None
        elif when is not None and "ends" in flags:
            when = Interval(start=None, end=when.end, text=when.text) if when.end else None
        name = roles.frame.relation
        if name in _ACTS:
            stance = self._act_stance(stance, roles.subject)
        relation = self._ontology.relations[name]
        place, event = self._qualifiers(roles, c)
        rule = f"frame.{name}.v1" if roles.frame.text and c is not None else f"noun.{name}.v1"
        for subject, obj, negative in self._pairs(roles):
            yield Relation(
                subject=Argument(token=subject.token, kind=subject.kind, is_member=subject.is_member, wants=relation.domain),
                name=name,
                object=Argument(token=obj.token, kind=obj.kind, is_member=obj.is_member, member=obj.member, wants=relation.range),
                stance=_with(stance, negative=stance.is_negative != negative),
                predicate=predicate,
                sentence=self._p.sentence_of[roles.words[0]],
                when=when,
                place=place,
                event=event,
                rule=rule,
                confidence=0.9 if c is not None else 0.8,
            )

    def _act_stance(self, stance: Stance, subject: int) -> Stance:
        """An act of speech in the speaker's own words ("I propose ...", said X) is done by saying it."""
        if (
            stance.voice is Voice.DIRECT
            and stance.modality is Modality.ACTUAL
            and not stance.is_negative
            and self._p.lowers[subject] in ("i", "we")
            and len(stance.speakers) == 1
        ):
            return Stance(cues=stance.cues, is_negative=stance.is_negative)
        return stance

    def _pairs(self, roles: Roles) -> Iterator[tuple[Argument, Argument, bool]]:
        """Yield subject, object and extra negation for every combination of list members."""
        if roles.pair >= 0 and (roles.object < 0 or roles.frame.relation in self._symmetric()):
            members = self._members(roles.pair)
            if len(members) == 1:
                yield Argument(token=roles.pair), Argument(token=roles.pair), False
            for i, (a, _) in enumerate(members):
                for b, _ in members[i + 1 :]:
                    yield Argument(token=a, is_member=True), Argument(token=b, is_member=True), False
            return
        subjects = self._members(roles.subject if roles.subject >= 0 else roles.pair)
        objects = list(self._objects(roles))
        if self._is_respective(roles) and len(subjects) == len(objects):
            for (s, n), o in zip(subjects, objects, strict=True):
                yield Argument(token=s, is_member=True), o[0], n != o[1]
            return
        for s, n in subjects:
            for o, m in objects:
                yield Argument(token=s, is_member=len(subjects) > 1), o, n != m

    def _symmetric(self) -> frozenset[str]:
        return frozenset(n for n, r in self._ontology.relations.items() if r.is_symmetric)

    def _objects(self, roles: Roles) -> Iterator[tuple[Argument, bool]]:
        if roles.do:
            for k in roles.do:
                if roles.do_is_clause and k in self._clauses:
                    for argument in self._measures(k):
                        yield argument, False
                else:
                    for o, n in self._members(k):
                        yield Argument(token=o, is_member=o != k or len(self._members(k)) > 1), n
        elif "whole" in roles.frame.flags and roles.words[0] in self._clauses and not self._clauses[roles.words[0]].is_passive:
            for argument in self._measures(roles.words[0]):
                if argument.token == roles.words[0]:
                    yield argument, False
        elif roles.object >= 0:
            members = self._members(roles.object)
            members += [(x, False) for x in self._more(roles.object)]
            topics = self._topics(roles.object) if len(members) == 1 and roles.frame.relation == "raises" else []
            for t in topics:
                yield Argument(token=roles.object, member=t), False
            for o, n in members if not topics else ():
                yield Argument(token=o, is_member=len(members) > 1), n
        else:
            yield Argument(token=roles.words[0], kind=ArgumentKind.CHANGE), False

    def _more(self, token: int) -> list[int]:
        """For "spoke to A and to B": what a coordinated preposition introduces."""
        p = self._p
        prep = p.heads[token]
        if p.deps[token] != "pobj":
            return []
        return [
            x
            for k in p.kids[prep]
            if p.deps[k] == "conj" and p.poses[k] == "ADP" and p.lowers[k] == p.lowers[prep]
            for x in p.kids[k]
            if p.deps[x] == "pobj"
        ]

    def _amounts(self, token: int) -> list[int]:
        """For "the volumes of A, B and C": the things counted, when there are several."""
        p = self._p
        if p.lemmas[token] not in self._lexicon.words["amount_noun"]:
            return []
        inner = [x for k in p.kids[token] if p.lowers[k] == "of" for x in p.kids[k] if p.deps[x] == "pobj"]
        items = conjuncts(p, inner[0]) if inner else []
        return items if len(items) > 1 else []

    def _topics(self, token: int) -> list[int]:
        """For "co-operation on A, B and C": the topics of what is discussed, when there are several."""
        p = self._p
        inner = [
            x
            for k in p.kids[token]
            if p.deps[k] == "prep" and p.lowers[k] in ("on", "about", "over", "for")
            for x in p.kids[k]
            if p.deps[x] == "pobj"
        ]
        items = conjuncts(p, inner[0]) if inner else []
        return items if len(items) > 1 else []

    def _measures(self, head: int) -> Iterator[Argument]:
        """Yield the measures of an infinitive: its coordinated verbs, each with each item of its object list."""
        for verb in conjuncts(self._p, head):
            if verb not in self._clauses or (verb != head and self._clauses[verb].own_subject):
                continue
            items = self._list_inside(self._clauses[verb])
            if len(items) > 1:
                for item in items:
                    yield Argument(token=verb, kind=ArgumentKind.MEASURE, member=item)
            else:
                yield Argument(token=verb, kind=ArgumentKind.MEASURE)

    def _list_inside(self, c: Clause) -> list[int]:
        """The list an infinitive's object consists of ("the formation of A and B"), or nothing."""
        p = self._p
        if len(c.objects) != 1 or c.is_passive:
            return []
        items = conjuncts(p, c.objects[0])
        if len(items) > 1:
            return items
        of = [k for k in p.kids[c.objects[0]] if p.deps[k] == "prep" and p.lowers[k] in ("of", "with")]
        inner = [x for k in of[:1] for x in p.kids[k] if p.deps[x] == "pobj"]
        return conjuncts(p, inner[0]) if inner and all(p.lowers[k] != "both" for k in p.kids[inner[0]]) else []

    def _members(self, token: int) -> list[tuple[int, bool]]:
        """The members of a list and whether each is denied ("A, but not B"; "neither A nor B"); one for a plain noun."""
        p = self._p
        if token < 0:
            return []
        members = conjuncts(p, token)
        none = any(p.lowers[k] == "neither" for k in p.kids[token])
        result = []
        for m in members:
            denied = (
                any(p.deps[k] == "neg" or (p.lowers[k] == "not" and k < m and p.lowers[k + 1] not in ("only", "just")) for k in p.kids[m])
                and m != token
            )
            result.append((m, denied or none))
        return result

    def _is_respective(self, roles: Roles) -> bool:
        p = self._p
        s = p.sentences[p.sentence_of[roles.words[0]]]
        return any(p.lowers[i] in ("respectively", "respective") for i in range(s.start, s.end))

    # ------------------------------------------------------------------ special constructions
    def _necessity(self, c: Clause) -> Iterator[Relation]:
        """For "it is necessary to M", said by X: X advocates M."""
        p = self._p
        if not c.is_expletive and not (c.is_copula and any(p.lowers[s] == "it" for s in c.subjects)):
            return
        for k in [k for h in (c.head, *c.complements) for k in p.kids[h] if k in self._clauses and p.deps[k] in ("xcomp", "ccomp", "advcl", "csubj")]:
            entry = next(
                (
                    self._lexicon.embeddings.get((p.lemmas[a], "adjective", kind))
                    for a in (*c.complements, c.head)
                    if a <= k
                    for kind in ("to", "that")
                    if (p.lemmas[a], "adjective", kind) in self._lexicon.embeddings
                ),
                None,
            )
            stance = self._stances.of(k)
            if entry is None or not entry.act or not stance.speakers or stance.is_negative or self._stances.of(c.head).is_negative:
                continue
            relation = self._ontology.relations[entry.act]
            for measure in self._measures(k):
                yield Relation(
                    subject=Argument(token=stance.speakers[-1], wants=relation.domain),
                    name=entry.act,
                    object=Argument(token=measure.token, kind=measure.kind, member=measure.member, wants=relation.range),
                    stance=Stance(cues=(c.head,)),
                    predicate=tuple(sorted({c.head, *c.complements[:1], *[s for s in p.kids[c.head] if p.lowers[s] == "it"]})),
                    sentence=p.sentence_of[k],
                    when=self._times.of_clause(measure.token),
                    rule=f"necessity.{entry.act}.v1",
                    confidence=0.85,
                )

    def _agenda(self, c: Clause, stance: Stance) -> Iterator[Relation]:
        """For "X's priorities are A, B and C": X advocates A, and B, and C."""
        p = self._p
        if not c.is_copula or not c.subjects or not c.complements or p.lemmas[c.subjects[0]] not in self._lexicon.words["agenda_noun"]:
            return
        owner = self._owner(c.subjects[0])
        if owner < 0:
            return
        relation = self._ontology.relations["advocates"]
        act = stance if stance.is_negative or stance.voice is Voice.AUTHOR else stance
        for o, n in self._members(c.complements[0]):
            if p.tags[o] == "JJ":
                continue
            yield Relation(
                subject=Argument(token=owner, wants=relation.domain),
                name="advocates",
                object=Argument(token=o, is_member=True, wants=relation.range),
                stance=_with(act, negative=act.is_negative != n),
                predicate=tuple(sorted({c.subjects[0], c.head})),
                sentence=p.sentence_of[c.head],
                when=self._times.of_clause(c.head),
                rule="agenda.advocates.v1",
                confidence=0.8,
            )

    def _owner(self, noun: int, depth: int = 0) -> int:
        """Whose priorities they are: a possessive, a name before the noun, or the owner of the presidency they belong to."""
        p = self._p
        direct = p.kid(noun, "poss")
        if direct >= 0:
            return direct
        for k in p.kids[noun]:
            m = p.mention_at(k)
            if (
                m is not None
                and k < noun
                and p.deps[k] in ("compound", "amod", "nmod")
                and m.type in ("Country", "Demonym", "Organization", "InternationalOrganization")
            ):
                return k
        for a in _preps(p, noun):
            if a.word == "of" and not a.is_clause:
                if p.mention_of[a.object] >= 0:
                    return a.object
                return self._owner(a.object, depth + 1) if depth < 2 else -1
        return -1

    def _attendance(self, c: Clause, stance: Stance) -> Iterator[Relation]:
        """Who speaks at a meeting takes part in it ("said at the session", "in a meeting with")."""
        entry = self._lexicon.embeddings.get((c.lemma, "verb", "that"))
        if entry is None or not entry.is_indirect or c.is_passive or not c.subjects or not stance.is_plain:
            return
        for a in c.preps:
            if (
                a.word in ("at", "during", "in")
                and not a.is_clause
                and "meeting" in self._nouns.of(a.object)
                and "person" in self._nouns.of(c.subjects[0]) | {"person"}
            ):
                relation = self._ontology.relations["participatesIn"]
                for s, _ in self._members(c.subjects[0]):
                    yield Relation(
                        subject=Argument(token=s, wants=relation.domain),
                        name="participatesIn",
                        object=Argument(token=a.object, wants=relation.range),
                        stance=stance,
                        predicate=(c.head, a.token),
                        sentence=self._p.sentence_of[c.head],
                        when=self._times.of_clause(c.head),
                        rule="speaking.participatesIn.v1",
                        confidence=0.85,
                    )

    # ------------------------------------------------------------------ clauses no phrasing covers
    def _open(self, c: Clause, stance: Stance) -> Iterator[Relation]:
        p = self._p
        subjects = self._members(c.subjects[0]) if c.subjects else []
        amounts = self._amounts(c.subjects[0]) if len(subjects) == 1 and not c.is_passive else []
        if c.is_passive and c.agents:
            subjects, direct = self._members(c.agents[0]), c.subjects
        else:
            direct = c.objects
        if not subjects or self._is_carrier(c) or not self._is_told(c, stance):
            return
        if stance.modality in _OPEN and not c.is_passive and not c.is_copula and (direct or c.preps) and "agent" in self._nouns.of(subjects[0][0]):
            yield from self._undertaking(c, stance, subjects)
            return
        target, words = self._target(c, direct)
        gerund = (
            next((a for a in c.preps if a.is_clause and a.object in self._clauses and a.word in ("on", "at", "in")), None) if target < 0 else None
        )
        if gerund is not None:
            yield from self._course(c, stance, subjects, gerund)
            return
        change = target < 0
        name = "undergoes" if change else "relatedTo"
        infinitive = any(p.tags[a] == "TO" for a in c.auxiliaries) and c.attachment != "xcomp"
        if change and (c.is_copula or c.lemma in ("be", "have", "do") or infinitive):
            return
        relation = self._ontology.relations[name]
        members = [(c.head, False)] if change else self._members(target)
        topics = self._topics(target) if not change and len(members) == 1 and direct else []
        place, event = self._clause_qualifiers(c, {target})
        for s, n, part in [(c.subjects[0], False, x) for x in amounts] or [(x, y, -1) for x, y in subjects]:
            for o, m, inner in [(target, False, t) for t in topics] or [(x, y, -1) for x, y in members]:
                if s == o and not change:
                    continue
                yield Relation(
                    subject=Argument(token=s, is_member=len(subjects) > 1, member=part, wants=relation.domain),
                    name=name,
                    object=Argument(
                        token=o,
                        kind=ArgumentKind.CHANGE if change else ArgumentKind.NOUN,
                        is_member=len(members) > 1,
                        member=inner,
                        wants=relation.range,
                    ),
                    stance=_with(stance, negative=stance.is_negative != (n != m)),
                    predicate=self._predicate(c, words),
                    sentence=p.sentence_of[c.head],
                    when=self._times.of_clause(c.head),
                    place=place,
                    event=event,
                    rule=f"open.{name}.v1",
                    confidence=0.6,
                )

    def _course(self, c: Clause, stance: Stance, subjects: list[tuple[int, bool]], gerund: PrepArgument) -> Iterator[Relation]:
        """For "The approval focuses on improving X": what a verb leads to is a course of action."""
        relation = self._ontology.relations["relatedTo"]
        for s, n in subjects:
            for m in self._measures(gerund.object):
                yield Relation(
                    subject=Argument(token=s, is_member=len(subjects) > 1, wants=relation.domain),
                    name="relatedTo",
                    object=Argument(token=m.token, kind=m.kind, member=m.member, wants=relation.range),
                    stance=_with(stance, negative=stance.is_negative != n),
                    predicate=self._predicate(c, [c.head, gerund.token]),
                    sentence=self._p.sentence_of[c.head],
                    when=self._times.of_clause(c.head),
                    rule="open.relatedTo.v1",
                    confidence=0.6,
                )

    def _is_told(self, c: Clause, stance: Stance) -> bool:
        """Whether a clause tells something by itself: not a purpose, a bare gerund, or an infinitive that only describes a noun."""
        p = self._p
        if c.attachment == "advcl" and c.marker == "to":
            return False
        if c.attachment == "conj" and not c.own_subject and c.parent in self._clauses:
            return self._is_told(self._clauses[c.parent], stance)
        if c.attachment == "pcomp":
            return stance.is_negative
        infinitive = any(p.tags[a] == "TO" for a in c.auxiliaries)
        if c.attachment in ("acl", "relcl") and infinitive:
            noun = p.lemmas[c.via] if c.via >= 0 else ""
            return (noun, "noun", "to") in self._lexicon.embeddings and bool(c.subjects) and "agent" in self._nouns.of(c.subjects[0])
        if (
            c.attachment in ("acl", "relcl")
            and stance.modality is not Modality.ACTUAL
            and self._stances.of_token(p.heads[c.head]).modality is not Modality.ACTUAL
        ):
            return False  # it only describes what is itself not actual
        if c.attachment in ("acl", "advcl") and p.tags[c.head] == "VBN" and not c.own_subject:
            return bool(c.agents)
        return not (c.attachment == "acl" and p.tags[c.head] == "VBG" and not c.objects)

    def _undertaking(self, c: Clause, stance: Stance, subjects: list[tuple[int, bool]]) -> Iterator[Relation]:
        relation = self._ontology.relations["undertakes"]
        place, event = self._clause_qualifiers(c, set())
        measures = list(self._measures(c.head))[:1] if c.attachment != "root" else list(self._measures(c.head))
        measures = [m for m in self._measures(c.head) if m.token == c.head] or measures
        for s, n in subjects:
            for m in measures:
                yield Relation(
                    subject=Argument(token=s, is_member=len(subjects) > 1, wants=relation.domain),
                    name="undertakes",
                    object=Argument(token=m.token, kind=ArgumentKind.MEASURE, member=m.member, wants=relation.range),
                    stance=_with(stance, negative=stance.is_negative != n),
                    predicate=self._predicate(c, [c.head]),
                    sentence=self._p.sentence_of[c.head],
                    when=self._times.of_clause(c.head),
                    place=place,
                    event=event,
                    rule="open.undertakes.v1",
                    confidence=0.7,
                )

    def _is_carrier(self, c: Clause) -> bool:
        """Whether the clause only carries another one ("plans to ...", "said that ...") and says nothing of its own."""
        p = self._p
        if c.is_expletive or p.lowers[c.head] == "according":
            return True
        table = self._lexicon.embeddings
        if any(
            (p.lemmas[k], "adjective", "that") in table and table[p.lemmas[k], "adjective", "that"].is_indirect and p.tags[k] == "JJ"
            for k in c.complements
        ):
            return True
        if (
            (c.lemma, "verb", "that") in table
            and not c.objects
            and any(k in self._clauses and k > c.head and p.deps[k] in ("ccomp", "advcl", "xcomp") for k in p.kids[c.head])
        ):
            return True
        hosts = [c.head, *c.complements] + ([o for o in c.objects if c.lemma in self._lexicon.words["light_verb"]])
        for h in hosts:
            for k in p.kids[h]:
                if (k in self._clauses and p.deps[k] in ("xcomp", "ccomp")) or (
                    k in self._clauses and h in c.objects and p.deps[k] == "acl" and self._clauses[k].marker == "to"
                ):
                    return True
        entry = self._lexicon.embeddings.get((c.lemma, "verb", "that"))
        if (
            entry is not None
            and entry.is_indirect
            and not c.objects
            and not c.is_copula
            and ((c.lemma in self._lexicon.words["speech_verb"] and c.lemma != "continue") or not c.preps)
        ):
            return c.lemma not in self._lexicon.words["aspect_verb"]
        return any(
            self._clauses[k].attachment == "pcomp" and self._clauses[k].subjects
            for k in self._clauses
            if self._clauses[k].parent == c.head and not c.objects and c.lemma in self._lexicon.words["accusing_verb"]
        )

    def _target(self, c: Clause, direct: list[int]) -> tuple[int, list[int]]:
        """The other end of an open statement, and the words that lead to it; (-1, ...) if the verb has none."""
        if direct:
            return direct[0], [c.head]
        if c.complements:
            return c.complements[0], [c.head]
        for a in c.preps:
            if not a.is_clause and not self._is_time(a) and a.word != "according" and a.object not in c.agents:
                return a.object, [c.head, a.token]
        return -1, [c.head]

    def _is_time(self, a: PrepArgument) -> bool:
        return self._times.is_time(a.object) or self._p.lemmas[a.object] in self._lexicon.words["time_noun"]

    # ------------------------------------------------------------------ nouns
    def noun(self, token: int) -> Iterator[Relation]:
        """Yield the relations a noun states: "Egypt's support for X", "talks between A and B"."""
        if token in self._used:
            return
        for roles in self._matcher.noun(token):
            if not self._is_direct(token, roles):
                continue
            stance = self._stances.of_noun(token)
            c = self._clauses.get(self._p.heads[token])
            if stance.modality in _OPEN and c is not None and token in c.objects and c.attachment != "root":
                continue  # the measure that holds the noun says it
            when = self._times.of_noun(token) or self._carried_time(token)
            yield from self._from_roles(roles, stance, tuple(sorted(set(roles.words))), when, None)

    def _is_direct(self, token: int, roles: Roles) -> bool:
        """Whether a noun is close enough to its clause to be told by it, not buried in what is only wanted or described."""
        p = self._p
        top = token
        while p.deps[top] in ("conj", "appos") and p.heads[top] != top:
            top = p.heads[top]
        head = p.heads[top]
        is_argument = top == head or head in self._clauses
        if roles.frame.flags & {"event"} and roles.frame.relation == "undergoes":
            c = self._clauses.get(head)
            return is_argument and (
                p.deps[top] in ("nsubj", "nsubjpass", "ROOT")
                or (c is not None and p.lemmas[head] in ("see", "report", "record", "register", "witness", "note", "welcome", "discuss"))
            )
        if is_argument:
            return True
        return self._stances.of_noun(token).modality is Modality.ACTUAL and (p.deps[top] == "pobj" and p.heads[head] in self._clauses)

    def _carried_time(self, token: int) -> Interval | None:
        """The time of the clause a noun is the subject of ("the chairmanship began on ...")."""
        p = self._p
        c = self._clauses.get(p.heads[token])
        if c is None or token not in c.subjects:
            return None
        when = self._times.of_clause(c.head)
        if when is None:
            return None
        if c.lemma in ("begin", "start", "take", "commence", "enter"):
            return Interval(start=when.start, end=None, text=when.text) if when.start else None
        if c.lemma in ("end", "expire", "finish", "conclude"):
            return Interval(start=None, end=when.end, text=when.text) if when.end else None
        return when

    # ------------------------------------------------------------------ words and qualifiers
    def _predicate(self, c: Clause, words: list[int]) -> tuple[int, ...]:
        """The words that express the relation: the verb with its auxiliaries, negation and adverbs, and those matched."""
        p = self._p
        found = {*words, *c.auxiliaries, c.head}
        found.update(
            k
            for k in p.kids[c.head]
            if p.deps[k] in ("neg", "prt")
            or (
                p.deps[k] == "advmod"
                and k < c.head
                and p.sentence_of[k] == p.sentence_of[c.head]
                and p.tags[k] != "WRB"
                and p.lowers[k] not in ("also", "meanwhile", "however", "moreover")
            )
        )
        top = c
        while top.attachment == "xcomp" and top.parent in self._clauses and top.via < 0:
            above = self._clauses[top.parent]
            found.update((above.head, *above.auxiliaries))
            found.update(k for k in p.kids[above.head] if p.deps[k] in ("neg", "prt"))
            top = above
        return tuple(sorted(found))

    def _qualifiers(self, roles: Roles, c: Clause | None) -> tuple[int, int]:
        used = {roles.object, roles.subject, roles.who, *roles.do}
        return self._clause_qualifiers(c, used) if c is not None else self._noun_qualifiers(roles.words[0], used)

    def _clause_qualifiers(self, c: Clause, used: set[int]) -> tuple[int, int]:
        place = event = -1
        hosts = list(c.preps) + [a for o in c.objects for a in _preps(self._p, o)]
        for a in hosts:
            if a.is_clause or a.object in used:
                continue
            classes = self._nouns.of(a.object)
            if place < 0 and a.word in self._lexicon.words["place_prep"] and "place" in classes and "thing" not in classes:
                place = a.object
            elif event < 0 and a.word in self._lexicon.words["event_prep"] and classes & {"event", "meeting"}:
                event = a.object
        return place, event

    def _noun_qualifiers(self, token: int, used: set[int]) -> tuple[int, int]:
        for a in _preps(self._p, token):
            if a.word in self._lexicon.words["place_prep"] and not a.is_clause and a.object not in used and "place" in self._nouns.of(a.object):
                return a.object, -1
        return -1, -1


def _preps(p: Parse, token: int) -> list[PrepArgument]:
    from newsgraph.extract.clauses import prep_arguments

    return prep_arguments(p, token)


def _with(stance: Stance, *, negative: bool | None = None, modality: Modality | None = None) -> Stance:
    return Stance(
        modality=modality or stance.modality,
        is_negative=stance.is_negative if negative is None else negative,
        voice=stance.voice,
        speakers=stance.speakers,
        cues=stance.cues,
        said_at=stance.said_at,
    )
