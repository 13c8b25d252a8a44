"""Turn each end of a relation into the entities it stands for: named, referred to, or described in the article's own words."""

from __future__ import annotations

import re

from newsgraph.authority import Authority, Entry
from newsgraph.lexicon import Lexicon
from newsgraph.ontology import Ontology
from newsgraph.parse import Parse
from newsgraph.relation import Argument, ArgumentKind, Extraction
from newsgraph.resolve.coreference import Coreference
from newsgraph.resolve.labels import Labels
from newsgraph.resolve.registry import Draft, Registry

__all__ = ["Arguments"]

_MAX_LABEL = 240
"""Characters of a label; longer ones end at the last whole word before."""
_AGENTIVE = ("er", "or", "ist", "ian", "ant", "man", "woman")
"""How nouns for people end: what says something and ends so is somebody."""
_BY_NAME = {
    "Person": "Person",
    "Organization": "Organization",
    "InternationalOrganization": "Organization",
    "Meeting": "Meeting",
    "Event": "Event",
    "Instrument": "Instrument",
    "Country": "AgentGroup",
    "Demonym": "AgentGroup",
}
_SPECIAL = frozenset(
    "who which that what there this these those it he she they we i you me him them us all some many few several none one others both each everyone someone anyone nobody something anything".split()
)

_SHORT = re.compile(r"(?:[^aeiou]+|qu)[aeiou][bdfgklmnprt]|[aeiou][bdgmnpt]")
"""A verb of one syllable with one vowel and one consonant after it: stop, quit, up."""


class Arguments:
    """Resolves the arguments of one article's relations."""

    def __init__(
        self,
        p: Parse,
        extraction: Extraction,
        ontology: Ontology,
        authority: Authority,
        lexicon: Lexicon,
        registry: Registry,
        coreference: Coreference,
    ) -> None:
        self._p = p
        self._x = extraction
        self._ontology = ontology
        self._authority = authority
        self._lexicon = lexicon
        self._registry = registry
        self._coreference = coreference
        self._labels = Labels(p, coreference, lexicon)
        self._introduced: dict[tuple[str, str], Draft] = {}
        self._known: dict[Argument, tuple[Draft, ...]] = {}

    def entities(self, a: Argument) -> tuple[Draft, ...]:
        """Return the entities an argument stands for; none if it is a pronoun nobody can resolve. What was found once stays found."""
        known = self._known.get(a)
        if known is None:
            known = self._known[a] = self._entities(a)
        return known

    def _entities(self, a: Argument) -> tuple[Draft, ...]:
        if a.key:
            return (self._registry.from_key(a.key),)
        if a.kind is ArgumentKind.POSITION:
            return self._position(a.office, a.of)
        if a.kind is ArgumentKind.MEASURE:
            label, tokens = self._labels.measure(a.token, a.member)
            label = "not " + label if a.is_negated else label
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
            return tuple([self._stand_in(d, a.wants, token) for d in found])
        if found and p.mention_of[token] < 0:
            return found
        noun = self._coreference.antecedent(token)
        if noun >= 0 and noun != token:
            return self._noun(a._replace(token=noun))
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
        iso = entry.stands_for or (entry.capital_of if ("Agent" in wants and "Entity" not in wants) or self._is_addressed(token) else "")
        country = self._authority.country(iso) if iso and (self._acts(token, wants) or self._is_addressed(token)) else None
        if country is None:
            return d
        return self._seated(entry) or self._registry.from_key(country.key)

    def _seated(self, city: Entry) -> Draft | None:
        """For "Brussels accused Minsk": the union that sits there, if the article names it, and not the country."""
        if city.name.lower() not in self._lexicon.words["seat_of_union"]:
            return None
        named = [(draft, self._authority.entries[draft.key]) for draft in self._coreference.by_mention.values() if draft.key]
        if any(entry.key == f"country:{city.capital_of}" for _, entry in named):
            return None
        unions = [draft for draft, entry in named if entry.seat == city.name and "union" in draft.label.lower().split()]
        return unions[0] if unions and all(each is unions[0] for each in unions) else None

    def _acts(self, token: int, wants: tuple[str, ...]) -> bool:
        p = self._p
        return "Agent" in wants or p.deps[token] in ("nsubj", "poss")

    def _is_addressed(self, token: int) -> bool:
        """Whether a name is the one accused or spoken to: "accused Kyiv of burying the accord"."""
        p = self._p
        verb = p.heads[token]
        return p.deps[token] == "dobj" and p.lemmas[verb] in self._lexicon.words["accusing_verb"] | self._lexicon.words["addressing_verb"]

    def _position(self, office: str, of: int) -> tuple[Draft, ...]:
        owner = self._coreference.resolve(of) if of >= 0 else ()
        if not owner and of >= 0 and self._p.mention_of[of] < 0 and self._p.tags[of] not in ("PRP", "PRP$"):
            label, _ = self._labels.noun(of)
            draft = self._registry.described(f"{office} of {label}", "Position")
            return (draft,)
        if not owner:
            return (self._registry.described(office, "Position"),)
        body = self._registry.country_of(owner[0])
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

    def _change(self, a: Argument) -> tuple[Draft, ...]:
        """The event of a verb that needs no object: "decrease of the terrorist threat"."""
        p = self._p
        if p.poses[a.token] in ("NOUN", "PROPN"):
            label, tokens = self._labels.noun(a.token)
            return self._described(label, tokens, "Event", a.token)
        subject = p.kid(a.token, "nsubj", "nsubjpass")
        name = p.lemmas[a.token]
        noun = (
            name
            if name in self._lexicon.words["change_noun"] or self._lexicon.is_noun(name, "event")
            else _gerund(name, self._lexicon.words["doubling_verb"])
        )
        particle = p.kid(a.token, "prt")
        noun += f" {p.words[particle]}" if particle >= 0 else ""
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
        parts: list[str] = []
        used: list[int] = []
        for s in subjects:
            label, tokens = self._labels.noun(s)
            members = [self._labels.noun(k, is_member=True)[0] for k in p.kids[s] if p.deps[k] == "conj"]
            parts.extend(part for part in (label, *members) if part)
            used.extend(tokens)
        if not parts:
            return ()
        label = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]
        return self._described(label, used, "Topic", token)

    def _described(self, label: str, tokens: list[int], kind: str, token: int) -> tuple[Draft, ...]:
        label = label if len(label) <= _MAX_LABEL else label[:_MAX_LABEL].rsplit(" ", 1)[0]
        if not label or not (label[0].isalnum() or any(c.isalnum() for c in label)):
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
        m = p.mention_at(token)
        if m is not None and m.type in _BY_NAME:
            return _BY_NAME[m.type]
        lemma = p.lemmas[token]
        classes = self._lexicon.classes(p.lowers[token - 1] if token else "", lemma)
        if lemma in self._lexicon.words["abstract_area"] and any(p.lemmas[k] in self._lexicon.words["abstract_modifier"] for k in p.kids[token]):
            classes -= {"place"}  # "six priority areas"
        plural = p.tags[token] in ("NNS", "NNPS")
        if "Measure" in wants and "person" not in classes and "Agent" not in wants:
            return "Measure"  # "proposed talks", "called for a commission"
        for kind, plain, many in (
            ("group", "AgentGroup", "AgentGroup"),
            ("person", "Person", "AgentGroup"),
            ("organization", "Organization", "AgentGroup"),
            ("meeting", "Meeting", "Meeting"),
        ):
            if kind in classes:
                return many if plural else plain
        if token in self._x.positions or ("Document" in wants and "Agent" in wants and lemma.endswith(_AGENTIVE)):
            return "AgentGroup" if plural else "Person"
        if lemma in self._lexicon.words["document_noun"] and "Document" in wants:
            return "Document"
        order = (("Place", "place"), ("Instrument", "instrument"), ("Event", "event"))
        for kind, name in order:
            if name in classes and (not wants or self._ontology.is_a(kind, wants)):
                return kind
        wanted = next((k for k in ("Measure", "Event", "Instrument") if k in wants and (k == "Measure" or "Entity" not in wants)), "")
        return wanted or next((kind for kind, name in order if name in classes), "Topic")


def _gerund(verb: str, doubling: frozenset[str]) -> str:
    """Return the -ing form; the last consonant doubles after one short vowel of a stressed syllable."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + (verb[-1] if verb in doubling or _SHORT.fullmatch(verb) else "") + "ing"
