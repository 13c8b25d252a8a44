"""Decide which entity a mention, a pronoun or a definite description stands for, by sieves from precise to weak.

Names are settled first, in `names`; descriptions go by office, class and the words of the name
("the Union"); pronouns by gender, number, grammar and nearness. What no sieve decides stays unresolved rather than wrong.

Source: the order of sieves follows Lee et al. 2013, Deterministic Coreference Resolution Based on Entity-Centric, Precision-Ranked Rules.
"""

from __future__ import annotations

from newsgraph.authority import Authority
from newsgraph.lexicon import Lexicon
from newsgraph.model import BlockKind
from newsgraph.parse import Parse
from newsgraph.relation import Extraction
from newsgraph.resolve.antecedents import IT, PERSONAL, THEY, Antecedents
from newsgraph.resolve.epithets import Epithets, descriptors
from newsgraph.resolve.groups import Groups
from newsgraph.resolve.holders import Holders
from newsgraph.resolve.names import named_entities
from newsgraph.resolve.registry import Draft, Registry
from newsgraph.resolve.salience import SUBJECT, Salience

__all__ = ["Coreference"]

_HE = frozenset("he him his himself".split())
_SHE = frozenset("she her hers herself".split())
_TITLE_WORDS = 7
"""At most so many words from "by" to the name: "by EU Foreign Policy High Representative X"."""
_I = frozenset("i me my mine myself".split())
_WE = frozenset("we us our ours ourselves".split())
_ANY_PRONOUN = _HE | _SHE | IT | THEY | _I | _WE
_PAIR_WORDS = frozenset({"two", "both", "2"})
_NUMBERS = _PAIR_WORDS | {"three"}
_BODIES = ("InternationalOrganization", "Organization")


class Coreference:
    """Resolves the references of one article."""

    def __init__(self, p: Parse, extraction: Extraction, registry: Registry, authority: Authority, lexicon: Lexicon) -> None:
        self._p = p
        self._x = extraction
        self._registry = registry
        self._lexicon = lexicon
        self._words = lexicon.words
        self.by_mention = named_entities(p, registry, authority)
        self._salience = Salience(p, self.by_mention, registry, lexicon)
        self._groups = Groups(self._salience, registry, lexicon)
        self._epithets = Epithets(p, self._salience, registry, authority, lexicon)
        self._antecedents = Antecedents(p, lexicon)
        self._topics: dict[int, int] = {}
        self._cache: dict[int, tuple[Draft, ...]] = {}
        self._called = descriptors(p, self.by_mention)
        self.holders = Holders(p, extraction, registry, lexicon, self._salience)
        self.holders.note(self.by_mention, self.resolve)
        self._cache.clear()

    # ------------------------------------------------------------------ references
    def resolve(self, token: int, wants: tuple[str, ...] = ()) -> tuple[Draft, ...]:
        """Return the entities a token refers to: several for "the two countries", none if it stays open or is no reference."""
        if token < 0:
            return ()
        if self._p.lowers[token] in IT and wants and "Entity" not in wants and self.antecedent(token) < 0:
            avoid = self._arguments_of_verb(token)
            found = self._salience.back(token, wants, 1, avoid=avoid | self._people())
            return (found,) if found else ()
        if token not in self._cache:
            self._cache[token] = ()  # a reference that leads back to itself stays open
            self._cache[token] = self._find(token)
        return self._cache[token]

    def _find(self, token: int) -> tuple[Draft, ...]:
        p = self._p
        index = p.mention_of[token]
        if index >= 0:
            return (self.by_mention[index],)
        low = p.lowers[token]
        if low == "whose":
            return self._described_by(token)
        if p.tags[token] in ("PRP", "PRP$") or low in _ANY_PRONOUN:
            return self._pronoun(token, low)
        if p.tags[token] in ("NN", "NNS", "NNP", "NNPS", "CD", "DT", "JJ"):
            return self._description(token)
        return ()

    def antecedent(self, token: int) -> int:
        """Return the common noun that a pronoun goes back to ("a spokesman ... he"), -1 if it means a name, nothing, or is none."""
        p = self._p
        if p.tags[token] not in ("PRP", "PRP$") or p.lowers[token] not in THEY | PERSONAL | IT:
            return -1
        same = self._topic(token)
        if same >= 0:
            return self.antecedent(same)
        noun = self._antecedents.of_clause(token)
        if noun < 0:
            noun, score = self._antecedents.before(token)
            if noun < 0 or self._is_outdone(token, score):
                return -1
        return noun if p.mention_of[noun] < 0 else -1

    def _topic(self, token: int) -> int:
        """Return the first of the subject pronouns, sentence after sentence, that a subject pronoun goes on with; -1 if it begins anew."""
        path, current = [], token
        while current not in self._topics:
            path.append(current)
            before = self._goes_on_with(current)
            if before < 0:
                self._topics[current] = -1
            else:
                current = before
        first = self._topics[current] if self._topics[current] >= 0 else current
        self._topics.update({i: first for i in path if i != first})
        return self._topics[token]

    def _goes_on_with(self, token: int) -> int:
        """Return the pronoun of the sentence before, unless this sentence names somebody first; else -1."""
        same = self._antecedents.same_before(token)
        if same < 0:
            return -1
        noun, score = self._antecedents.before(token)
        if noun >= 0 and score > self._antecedents.score(token, same):
            return -1
        return -1 if self._is_outdone(token, self._antecedents.score(token, same) + 1) else same

    def _is_outdone(self, token: int, score: int) -> bool:
        """Whether a name that the pronoun may mean stands out as much as the best common noun."""
        for place in reversed(self._salience.before(token)):
            if not self._antecedents.is_near(token, place.sentence):
                return False
            if self._may_mean(token, place.token, place.entity) and self._antecedents.score(token, place.token) >= score:
                return True
        return False

    def _may_mean(self, pronoun: int, token: int, entity: str) -> bool:
        low, draft = self._p.lowers[pronoun], self._registry.drafts[entity]
        if low in THEY:
            return len(self._salience.list_at(token)) > 1
        return draft.type == "Person" if low in PERSONAL else self._registry.is_a(draft, ("Country", "Organization", "Instrument", "Event"))

    def _people(self) -> frozenset[str]:
        """Ids of all persons named so far: "it" never means one."""
        return frozenset(d.id for d in self.by_mention.values() if d.type == "Person")

    def speaker(self, token: int) -> Draft | None:
        """Return who speaks at a token, if it stands in a quotation with a known speaker."""
        quote = self._p.quote_of[token]
        source = self._x.quote_speakers.get(quote, -1) if quote >= 0 else -1
        found = self.resolve(source) if source >= 0 and source != token else ()
        return found[0] if found else None

    def _pronoun(self, token: int, low: str) -> tuple[Draft, ...]:
        speaker = self.speaker(token)
        if low in _I:
            return (speaker,) if speaker is not None else self._author(("Person",))
        if low in _WE:
            return (
                (speaker,)
                if speaker is not None and low == "we"
                else self._author(("Country", "InternationalOrganization"))
                if speaker is None
                else ()
            )
        noun = self.antecedent(token)
        if noun >= 0:
            return self.resolve(noun)
        topic = self._topic(token)
        if topic >= 0 and self.resolve(topic):
            return self.resolve(topic)
        avoid = frozenset({speaker.id}) if speaker is not None else frozenset()
        avoid |= self._arguments_of_verb(token)
        if low in _HE | _SHE:
            same = self._same_speaker(token, "m" if low in _HE else "f")
            if same is not None:
                return (same,)
            found = self._salience.back(token, ("Person",), gender="m" if low in _HE else "f", avoid=avoid)
            return (found,) if found else ()
        if low in IT:
            parallel = self._parallel(token)
            if parallel is not None:
                return (parallel,)
            found = self._salience.back(token, ("Country", "Organization"), 1, avoid=avoid) or self._salience.back(
                token, ("Instrument", "Event"), 1, avoid=avoid
            )
            return (found,) if found else ()
        if low in THEY:
            return self._plural(token)
        return ()

    def _described_by(self, token: int) -> tuple[Draft, ...]:
        """For "X, whose foreign minister ...": the noun that the relative clause describes."""
        p = self._p
        i = token
        for _ in range(len(p)):
            if p.deps[i] == "relcl":
                return self.resolve(p.heads[i])
            if p.heads[i] == i:
                break
            i = p.heads[i]
        return ()

    def _same_speaker(self, token: int, gender: str) -> Draft | None:
        """For "..., he added": who spoke last before goes on speaking."""
        p = self._p
        if p.deps[token] != "nsubj" or p.lemmas[p.heads[token]] not in self._words["speech_verb"] or p.quote_of[token] >= 0:
            return None
        first = p.sentences[max(0, p.sentence_of[token] - 1)].start
        for i in range(token - 1, first - 1, -1):
            if p.deps[i] == "nsubj" and p.lemmas[p.heads[i]] in self._words["speech_verb"] and p.quote_of[i] < 0:
                found = self.resolve(i)
                if len(found) == 1 and found[0].type == "Person" and self._salience.gender(found[0]) in ("", gender):
                    return found[0]
        return None

    def _parallel(self, token: int) -> Draft | None:
        """For "enhance the capacity of X and improve its image": "its" in the second object means what the first object is of."""
        p = self._p
        noun = p.heads[token]
        verb = p.heads[noun]
        if p.deps[token] != "poss" or p.deps[noun] != "dobj" or p.deps[verb] != "conj":
            return None
        first = p.kid(p.heads[verb], "dobj")
        if first < 0:
            return None
        for i in p.subtree(first):
            if i < token and i != first and (p.mention_of[i] >= 0 or p.tags[i] == "NN"):
                found = self.resolve(i)
                if len(found) == 1 and self._registry.is_a(found[0], ("Organization", "Country")):
                    return found[0]
        return None

    def _arguments_of_verb(self, token: int) -> frozenset[str]:
        """Entities that are the subject of the verb whose object the pronoun is: "X met him" does not mean X."""
        p = self._p
        verb = p.heads[token]
        if p.deps[token] not in ("dobj", "pobj") or p.poses[verb] not in ("VERB", "ADP"):
            return frozenset()
        verb = p.heads[verb] if p.poses[verb] == "ADP" else verb
        while p.kid(verb, "nsubj", "nsubjpass") < 0 and p.deps[verb] in ("advcl", "conj", "xcomp") and p.heads[verb] != verb:
            verb = p.heads[verb]  # "Clinton received Blair, calling him a friend"
        subjects = [k for k in p.kids[verb] if p.deps[k] in ("nsubj", "nsubjpass")]
        named = [self.by_mention[p.mention_of[k]] for k in subjects if p.mention_of[k] >= 0]
        return frozenset(d.id for draft in named for d in (draft, self._registry.country_of(draft)))

    def _author(self, kinds: tuple[str, ...]) -> tuple[Draft, ...]:
        """Who issues a text in the first person: the first person named, or the body most often a subject."""
        drafts = self._registry.drafts
        issuer = self._issuer() if kinds == ("Person",) else None
        if issuer is not None:
            return (issuer,)
        counts = {e: n for e, n in self._salience.prominence().items() if drafts[e].type in kinds or self._registry.is_a(drafts[e], kinds)}
        if not counts:
            return ()
        first = next((e for e in counts if counts[e] >= SUBJECT), "")  # who opens the text as a subject issues it
        if kinds == ("Person",):
            return (drafts[first or next(iter(counts))],)
        opens = first and any(place.entity == first and place.weight == 3 and place.sentence <= 1 for place in self._salience.places)
        return (drafts[first],) if opens else ()

    def _issuer(self) -> Draft | None:
        """For "Statement by Foreign Minister X on the ban": whom the headline names as the one who speaks."""
        p = self._p
        for i, m in enumerate(p.mentions):
            if p.sentences[p.sentence_of[m.start]].kind is not BlockKind.HEADLINE:
                return None
            # By the words, not the grammar: the parser seldom knows headlines.
            prep = next((x for x in range(m.start - 1, max(0, m.start - _TITLE_WORDS), -1) if p.lowers[x] in ("by", "from")), 0)
            if prep and m.type == "Person" and p.lemmas[prep - 1] in self._words["spoken_noun"]:
                return self.by_mention[i]
        return None

    def _plural(self, token: int) -> tuple[Draft, ...]:
        """For "they", "their": the nearest list of names before, else the last body."""
        p = self._p
        for s in (p.sentence_of[token], p.sentence_of[token] - 1):
            for place in sorted((x for x in self._salience.before(token) if x.sentence == s), key=lambda x: (-x.weight, x.token)):
                group = self._salience.list_at(place.token)
                if len(group) > 1:
                    return group
        found = self._salience.back(token, ("AgentGroup", "Organization", "Country"), 1)
        return (found,) if found else ()

    # ------------------------------------------------------------------ definite descriptions
    def _description(self, token: int) -> tuple[Draft, ...]:
        p = self._p
        lemma = p.lemmas[token]
        named = self._named_beside(token)
        if named is not None:
            return (named,)
        determiner = next((p.lowers[k] for k in p.kids[token] if p.deps[k] in ("det", "predet") and k < token), "")
        plural = p.tags[token] in ("NNS", "NNPS")
        number = {p.lowers[k] for k in p.kids[token]} & _NUMBERS if plural else frozenset()
        if plural and (number or lemma == "side" or determiner == "both") and self._groups.is_countable(lemma):
            return self._groups.named(token, lemma, 3 if "three" in number else 2)
        if lemma == "both" or (p.lowers[token] == "both" and p.tags[token] == "DT"):
            return self._epithets.both(token) or self._groups.named(token, "country", 2)
        if p.lowers[token] in ("latter", "former") and determiner == "the":
            return self._epithets.one_of_two(token)
        if token in self._x.positions and not plural:
            of = self._x.positions[token][2]
            possessed = of >= 0
            if determiner in ("the", "") and (determiner or possessed or p.deps[token] == "nsubj"):
                person = self.holders.of(token, self.resolve)
                return (person,) if person is not None else ()
        if determiner not in ("the", "this", "that") or plural:
            return ()
        if any(p.deps[k] in ("prep", "relcl", "acl", "poss") and not self._is_aside(k) for k in p.kids[token]) and lemma != "country":
            return ()
        return self._typed(token, lemma)

    def _named_beside(self, token: int) -> Draft | None:
        """For "her host, Mwai Kibaki, told ...": the name set beside a noun for a person or a body."""
        p = self._p
        for k in p.kids[token]:
            if p.deps[k] != "appos" or k < token:
                continue
            if (m := p.mention_at(k)) is None:
                continue
            classes = self._lexicon.nouns.get(p.lemmas[token], frozenset())
            if (m.type == "Person" and (classes & {"person", "relation_noun"} or token in self._x.positions)) or (
                m.type in (*_BODIES, "Entity") and "organization" in classes
            ):
                return self.by_mention[p.mention_of[k]]
        return None

    def _is_aside(self, k: int) -> bool:
        """Whether a clause on a noun is set off by a comma, and so does not say which one is meant."""
        p = self._p
        left = min(p.subtree(k))
        return p.deps[k] in ("relcl", "acl") and left > 0 and "," in (p.words[left], p.words[left - 1])

    def _typed(self, token: int, lemma: str) -> tuple[Draft, ...]:
        """For "the organization", "the country", "the airline", "the Union": the last entity of that kind or with that word."""
        p = self._p
        modifiers = [p.lowers[k] for k in p.kids[token] if p.deps[k] in ("compound", "amod", "nummod")]
        word = lemma.capitalize()
        traits = self._epithets.by_traits(token, lemma)
        if traits is not None:
            return traits
        told = [(i, d) for i, d in self._called.get(lemma, ()) if i < token]
        if told:
            return (told[-1][1],)
        for place in self._salience.back_with_word(token, word):
            draft = self._registry.drafts[place.entity]
            if draft.type in (*_BODIES, "Instrument", "Meeting") and all(
                m.capitalize() in draft.label.split() or m in ("smaller", "same") for m in modifiers
            ):
                return (draft,)
        if (
            set(modifiers) - self._words["empty_modifier"] - ({"international"} if lemma == "organization" else set())
            and lemma not in self._words["country_word"]
        ):
            return ()
        if lemma in self._words["country_word"] and lemma != "state":
            found = self._salience.back(token, ("Country",), 6)
        elif lemma in self._words["bloc_word"]:
            found = self._salience.back(token, ("InternationalOrganization",), 6) or self._salience.back(token, ("Organization",), 3)
        elif lemma in self._words["special_body"]:
            found = None  # "the court" is no company that was named
        elif lemma in self._words["firm_word"]:
            found = self._salience.back(token, ("Organization",), 4)
        elif lemma in self._words["text_word"]:
            found = self._salience.back(token, ("Instrument",), 6)
        else:
            found = None
        return (found,) if found else ()
