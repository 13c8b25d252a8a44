"""Find names: runs of capitalised words, cut by the authority tables and offices, typed by their head noun or the model.

Precise evidence goes first: an authority name, a head noun that says what it is ("... Agreement", "Ministry of ..."), an office or
honorific before it, a given name; the statistical model decides only what is left. A second pass gives single words the
type of the full name they are part of ("Jordan" after "Jim Jordan").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from newsgraph.annotate.titles import CALENDAR, has_office, is_tag, lead, portfolio
from newsgraph.annotate.tokens import Tokens
from newsgraph.authority import Authority
from newsgraph.lexicon import Lexicon
from newsgraph.model import BlockKind
from newsgraph.parse import Mention, Sentence

__all__ = ["NameFinder"]

_MODEL_TYPES = {"PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Place", "EVENT": "Event", "LAW": "Instrument"}
_NOT_NAME_TAGS = frozenset(
    {
        "DT",
        "PRP",
        "PRP$",
        "IN",
        "CC",
        "MD",
        "WDT",
        "WP",
        "WP$",
        "WRB",
        "EX",
        "TO",
        "PDT",
        "UH",
        "RB",
        "VBZ",
        "VBD",
        "VBP",
        "VB",
        ".",
        ",",
        ":",
        "``",
        "''",
    }
)
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_HEADLINE_SHARE = 0.7
_MIN_HEADLINE_WORDS = 4
_TITLE_SHARE = 0.8
_MIN_TITLE_WORDS = 7
"""A line of a page that is no headline is a title if so many words, and nearly all, have capitals."""
_MAX_NAME_WORDS = 4
_MAX_SYLLABLE = 5
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


class NameFinder:
    """Finds the mentions of names in one article after another."""

    def __init__(self, authority: Authority, lexicon: Lexicon) -> None:
        self._authority = authority
        self._lexicon = lexicon
        self._particles = lexicon.words["name_particle"]
        self._offices = lexicon.offices
        self._countries: set[str] = set()

    def find(self, tokens: Tokens, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
        """Return the mentions in text order, without overlaps."""
        found: list[Mention] = []
        self._countries = {key for match in tokens.matches for key in match[2][:1] if key.startswith("country:")}
        for s in sentences:
            found.extend(self._in_sentence(tokens, s))
        return tuple(self._retype(found))

    # ------------------------------------------------------------------ runs of capitalised words
    def _in_sentence(self, t: Tokens, s: Sentence) -> Iterator[Mention]:
        gaz = {m[0]: m for m in t.matches[bisect_left(t.matches, (s.start,)) : bisect_left(t.matches, (s.end,))]}
        model = [e for e in t.entities[bisect_left(t.entities, (s.start,)) : bisect_left(t.entities, (s.end,))] if e[2] in _MODEL_TYPES]
        capitals = [i for i in range(s.start, s.end) if t.words[i][:1].isalpha()]
        n_upper = sum(t.words[i][:1].isupper() for i in capitals)
        least, share = (_MIN_HEADLINE_WORDS, _HEADLINE_SHARE) if s.kind is BlockKind.HEADLINE else (_MIN_TITLE_WORDS, _TITLE_SHARE)
        is_title = len(capitals) >= least and n_upper / len(capitals) >= share and t.words[s.end - 1] not in ".!?"
        runs = self._title_runs(gaz) if is_title else self._runs(t, s, gaz, model)
        last = s.start
        for a, b in runs:
            for m in self._cut(t, a, b, gaz, model):
                if m.start >= last and not self._is_adjective(t, m):
                    last = m.end
                    yield m

    def _is_adjective(self, t: Tokens, m: Mention) -> bool:
        """Whether a name of no known kind only describes the noun after it: "Western leaders", "Parliamentary elections"."""
        if m.type != "Entity" or m.end - m.start > 1 or t.tags[m.start] not in ("JJ", "JJS", "CD") or m.end >= len(t.words):
            return False
        return t.words[m.end].isalpha() and t.words[m.end].islower() and t.tags[m.end] in ("NN", "NNS", "JJ")

    def _title_runs(self, gaz: dict[int, tuple[int, int, tuple[str, ...], bool]]) -> list[tuple[int, int]]:
        spans = [(m[0], m[1]) for m in gaz.values()]
        kept: list[tuple[int, int]] = []
        for a, b in sorted(spans):
            if not kept or a >= kept[-1][1]:
                kept.append((a, b))
        return kept

    def _is_capital(self, t: Tokens, i: int, s: Sentence, inside: set[int]) -> bool:
        word = t.words[i]
        if not (word[:1].isupper() and word[:1].isalpha()):
            return False
        if i in inside:
            return True
        if t.tags[i] in _NOT_NAME_TAGS and not (
            t.tags[i] in ("VB", "VBP", "VBD", "VBZ", "IN", "RB") and i > s.start and t.words[i - 1][:1].isupper() and i - 1 > s.start
        ):
            return False
        if i == s.start or t.words[i - 1] in "“\"'”:":
            return t.tags[i] in _NAME_TAGS or (i + 1 < s.end and t.words[i + 1][:1].isupper() and t.tags[i + 1] in _NAME_TAGS)
        return True

    def _runs(
        self, t: Tokens, s: Sentence, gaz: dict[int, tuple[int, int, tuple[str, ...], bool]], model: list[tuple[int, int, str]]
    ) -> list[tuple[int, int]]:
        inside = {i for a, b, *_ in gaz.values() for i in range(a, b)}
        people = {i for a, b, label in model if label == "PERSON" for i in range(a, b) if t.words[i] != "'s"}
        runs: list[tuple[int, int]] = []
        i = s.start
        while i < s.end:
            if not (self._is_capital(t, i, s, inside | people) or i in inside) or self._is_opening(t, i, s, inside, people):
                i += 1
                continue
            j = i + 1
            while j < s.end and (step := self._step(t, i, j, s, inside, people)):
                j += step
            runs.append((i, j))
            i = j
        return runs

    def _is_opening(self, t: Tokens, i: int, s: Sentence, inside: set[int], people: set[int]) -> bool:
        """Whether a capital only opens the sentence: "Appointing Ambassador Goldberg is ...", "Meeting Xi Jinping, ..."."""
        if i != s.start or t.tags[i] != "VBG" or i in inside or i + 1 >= s.end:
            return False
        return i + 1 in people or i + 1 in inside or self._lexicon.office_at(t.lowers, t.spaces, i + 1, s.end)[0] > 0

    def _step(self, t: Tokens, first: int, j: int, s: Sentence, inside: set[int], people: set[int]) -> int:
        """How many tokens from `j` on go on with the run that began at `first`; 0 if it ends."""
        if j in inside and j - 1 in inside:
            return 1
        if t.lowers[j] in _WEEKDAYS and j - 1 in inside:
            return 0  # "opened in Addis Ababa Sunday"
        if self._is_capital(t, j, s, inside | people) or (j in people and j - 1 in people):
            return 1 if t.words[j] != "'s" else 0
        following = j + 1 < s.end and self._is_capital(t, j + 1, s, inside | people)
        word = t.lowers[j]
        if word == "-" and not t.spaces[j] and not t.spaces[j - 1]:
            return 2 if following or (j + 1 in people and j - 1 in people) or self._is_second_syllable(t, first, j + 1) else 0
        if (word in self._particles and following) or (word == "&" and following):
            return 2
        if word in ("of", "for", "on") and self._is_head(t, first, j) and not (word == "on" and j - 1 in inside):
            if following and t.lowers[j + 1] not in CALENDAR:
                return 2
            if j + 2 < s.end and t.lowers[j + 1] == "the" and self._is_capital(t, j + 2, s, inside | people):
                return 3
        if word == "and" and following and not (inside | people) & {j - 1, j + 1} and self._is_double(t, first, j):
            return 2
        if t.words[j].isdigit() and t.spaces[j - 1] and self._takes_number(t, j):
            return 1
        return 0

    def _is_double(self, t: Tokens, first: int, j: int) -> bool:
        """Whether "and" at `j` stands inside a name: "the Partnership and Cooperation Agreement", "Ministry of Trade and Industry"."""
        end = j + 1
        while end < len(t.words) and end - j <= _MAX_NAME_WORDS and t.words[end][:1].isupper() and t.tags[end] in (*_NAME_TAGS, "JJ", "NN", "NNS"):
            end += 1
        is_head = self._is_head(t, j + 1, end)
        if any(t.lowers[i] in ("of", "for", "on") for i in range(first, j)):
            return not is_head and self._is_head(t, first, j)
        return end - j > 2 and not self._is_head(t, first, j) and self._lexicon.is_noun(t.lowers[end - 1], "instrument")

    def _is_second_syllable(self, t: Tokens, first: int, j: int) -> bool:
        """Whether a word after a hyphen ends a given name ("Moon Jae-in"), and is no suffix ("the Kim Young Sam-era law")."""
        word = t.words[j] if j < len(t.words) else ""
        return j - first > 2 and word.isalpha() and word.islower() and len(word) <= _MAX_SYLLABLE and word not in self._lexicon.words["hyphen_suffix"]

    def _takes_number(self, t: Tokens, j: int) -> bool:
        lemma = t.lowers[j - 1]
        return any(self._lexicon.is_noun(lemma, kind) for kind in ("instrument", "meeting"))

    def _is_head(self, t: Tokens, first: int, end: int) -> bool:
        """Whether a word of the run so far can head a name that goes on with "of"."""
        for i in range(first, end):
            lower = t.lowers[i]
            if lower in self._offices or any(self._lexicon.is_noun(lower, k) for k in ("organization", "instrument", "meeting", "group")):
                return True
        return False

    # ------------------------------------------------------------------ cutting and typing one run
    def _cut(
        self, t: Tokens, a: int, b: int, gaz: dict[int, tuple[int, int, tuple[str, ...], bool]], model: list[tuple[int, int, str]]
    ) -> Iterator[Mention]:
        whole = gaz.get(a)
        if self._is_given_country(t, a, b, gaz):
            yield self._mention(t, a, b, "Person")
            return
        if whole and whole[1] == b:
            person = any(x <= a and y >= b and y - x > b - a and label == "PERSON" for x, y, label in model)
            if not person:
                yield self._from_gazetteer(t, whole)
                return
        if self._is_person(t, a, b, gaz, model):
            yield self._mention(t, a + lead(t.lowers, a, b, self._lexicon), b, "Person")  # "Dr Murrison" is Murrison
            return
        if all(t.lowers[i] in CALENDAR or t.words[i].isdigit() for i in range(a, b)):
            return
        if b - a == 1 and a not in gaz and any(self._lexicon.is_noun(t.lowers[a], k) for k in ("organization", "instrument", "meeting", "event")):
            return  # "the Union", "Parliament": a description, not a name
        if b - a == 1 and a not in gaz and (self._is_describer(t.lowers[a]) or is_tag(t.words[a]) or t.lowers[a] in self._lexicon.words["no_name"]):
            return  # "Incoming minister ...", "(D-Calif.)", "TV"
        kind = self._kind_of_head(t, a, b) or ("Place" if self._is_place_of(t, a, b, gaz) else "")
        office = self._office_at(t, a, b)
        if kind and not office:
            yield self._mention(t, a, b, kind)
            return
        yield from self._pieces(t, a, b, gaz, model)

    def _is_given_country(self, t: Tokens, a: int, b: int, gaz: dict[int, tuple[int, int, tuple[str, ...], bool]]) -> bool:
        """Whether a run is a person whose given name is a country ("Israel Katz"), and no body, place or office of that country."""
        if b - a != 2 or t.lowers[a] not in self._lexicon.words["given_country"] or a + 1 in gaz or (a in gaz and gaz[a][1] != a + 1):
            return False
        last = t.lowers[a + 1]
        classes = self._lexicon.nouns.get(last, frozenset()) | self._lexicon.nouns.get(last.removesuffix("s"), frozenset())
        return t.words[a + 1].isalpha() and t.tags[a + 1] in _NAME_TAGS and not classes and not self._office_at(t, a + 1, b) and last not in CALENDAR

    def _pieces(
        self, t: Tokens, a: int, b: int, gaz: dict[int, tuple[int, int, tuple[str, ...], bool]], model: list[tuple[int, int, str]]
    ) -> Iterator[Mention]:
        i = a
        after_title = False
        while i < b:
            match = gaz.get(i)
            size = self._office_at(t, i, b)
            if not match and not size and not after_title and self._is_unknown_person(t, i, b, gaz):
                yield self._mention(t, i, b, "Person")
                return
            if match and match[1] <= b and not (after_title and match[1] - i == 1 and match[1] < b and t.tags[match[1]] in _NAME_TAGS):
                yield self._from_gazetteer(t, match)
                i, after_title = match[1], False
            elif size:
                i, after_title = i + size, True
            elif self._lexicon.is_noun(t.lowers[i].rstrip("."), "honorific") or (
                i + 1 < b and self._lexicon.is_noun(t.lowers[i], "person") and t.words[i] not in self._lexicon.genders
            ):
                i, after_title = i + 1, True
            elif (
                (i + 1 < b and self._is_describer(t.lowers[i]) and (self._office_at(t, i + 1, b) or t.lowers[i + 1] == "-"))
                or t.lowers[i] in ("of", "the", "for", "on", "-", "&")
                or not t.words[i][:1].isalnum()
            ):
                i, after_title = i + 1, False
            else:
                j = i + 1
                while j < b and (j not in gaz or after_title) and not self._office_at(t, j, b) and t.lowers[j] not in ("of", "for", "on"):
                    j += 1
                while j - 1 > i and t.lowers[j - 1] in ("of", "the", "for", "on", "-"):
                    j -= 1
                i = portfolio(t.words, t.lowers, i, j, self._lexicon) if j - i > 2 else i
                kind = self._leftover_kind(t, i, j, model, after_title=after_title)
                yield self._mention(t, i + (lead(t.lowers, i, j, self._lexicon) if kind == "Person" else 0), j, kind)
                i, after_title = j, False

    def _is_describer(self, lower: str) -> bool:
        """Whether a word before an office says how or when it is held, and is no part of a name: "Incoming Foreign Minister"."""
        return lower in self._lexicon.words["office_describer"] or lower in self._lexicon.words["office_denier"]

    def _is_unknown_person(self, t: Tokens, i: int, b: int, gaz: dict[int, tuple[int, int, tuple[str, ...], bool]]) -> bool:
        """Whether the rest of a run is a name whose last word is also a place ("Kirsty Coventry"), not a part of that place."""
        last = gaz.get(b - 1)
        if not 2 <= b - i <= 3 or last is None or last[3] or self._authority.entries[last[2][0]].type != "Place":
            return False
        return (
            t.lowers[i] not in self._lexicon.words["place_prefix"]
            and not self._lexicon.is_noun(t.lowers[i], "person")
            and all(t.tags[k] in _NAME_TAGS and t.words[k].isalpha() for k in range(i, b))
            and not any(k in gaz for k in range(i, b - 1))
        )

    def _leftover_kind(self, t: Tokens, i: int, j: int, model: list[tuple[int, int, str]], *, after_title: bool) -> str:
        if after_title:
            return "Person"
        kind = self._kind_of_head(t, i, j)
        if kind:
            return kind
        if (t.words[i] in self._lexicon.genders and j - i > 1) or self._is_apposed(t, i, j):
            return "Person"
        if has_office(t.words, t.lowers, t.spaces, i, j, self._lexicon):
            return "Person"
        overlap = [(min(j, y) - max(i, x), label) for x, y, label in model if x < j and y > i]
        return _MODEL_TYPES[max(overlap)[1]] if overlap else "Entity"

    def _is_place_of(self, t: Tokens, a: int, b: int, gaz: dict[int, tuple[int, int, tuple[str, ...], bool]]) -> bool:
        """Whether a run is a place called after a country or town: "the Jordan Valley"."""
        return b - a == 2 and a in gaz and gaz[a][1] == a + 1 and t.lowers[a + 1] in self._lexicon.words["landform"]

    def _is_apposed(self, t: Tokens, i: int, j: int) -> bool:
        """Whether a name of two or three words stands between commas after an office in small letters: "the prime minister, X Y, said"."""
        if not 2 <= j - i <= _MAX_NAME_WORDS - 1 or i < 2 or t.words[i - 1] != "," or j >= len(t.words) or t.words[j] not in ",.":
            return False
        return t.lowers[i - 2] in self._offices and t.words[i - 2].islower()

    def _is_person(
        self, t: Tokens, a: int, b: int, gaz: dict[int, tuple[int, int, tuple[str, ...], bool]], model: list[tuple[int, int, str]]
    ) -> bool:
        """Whether the whole run is a person although a part of it is also a place ("Kerry Washington")."""
        if self._is_apposed(t, a, b) and not self._kind_of_head(t, a, b):
            return True  # "Kenya's defence minister, Aden Duale, said": also if the first name is a city
        if b - a < 2 or self._office_at(t, a, b) or (a in gaz and not gaz[a][3] and t.words[a] not in self._lexicon.genders):
            return False
        if self._kind_of_head(t, a, b) or any(self._office_at(t, i, b) for i in range(a, b)):
            return False
        if t.words[a] in self._lexicon.genders:
            return not any(m[1] - m[0] > 1 for i, m in gaz.items() if a <= i < b)
        return any(x <= a and y >= b and label == "PERSON" for x, y, label in model) and not any(a <= i < b for i in gaz)

    def _kind_of_head(self, t: Tokens, a: int, b: int) -> str:
        """Type by the head noun: the last word, or the one before the first "of", "for" or "on"."""
        if b - a < 2:
            return ""
        end = b - 1 if t.words[b - 1].isdigit() else b
        cut = next((i for i in range(a + 1, end) if t.lowers[i] in ("of", "for", "on", "to", "against")), end)
        for i in (cut - 1, end - 1):
            lower = t.lowers[i]
            singular = lower.removesuffix("s") if t.lemmas[i].lower() == lower else t.lemmas[i].lower()
            for kind, name in (("instrument", "Instrument"), ("meeting", "Meeting"), ("organization", "Organization")):
                if lower in self._lexicon.words["instrument_name"]:
                    return "Instrument"  # "the Budapest Appeal"
                if self._lexicon.is_noun(lower, kind) or (self._lexicon.is_noun(singular, kind) and lower.startswith(singular)):
                    return name
            if i == end - 1 and (lower in self._lexicon.words["instrument_name"] or singular in self._lexicon.words["instrument_name"]):
                return "Instrument"  # "the Budapest Appeal"
        return ""

    def _office_at(self, t: Tokens, i: int, b: int) -> int:
        """Length in tokens of the longest office that begins at `i` and ends by `b`, or 0."""
        return self._lexicon.office_at(t.lowers, t.spaces, i, b)[0] if t.words[i][:1].isupper() else 0

    def _from_gazetteer(self, t: Tokens, match: tuple[int, int, tuple[str, ...], bool]) -> Mention:
        start, end, keys, is_demonym = match
        entry = self._authority.entries[keys[0]]
        many = keys if len(keys) > 1 else ()
        kind = "Demonym" if is_demonym else entry.type
        surface = t.surface(start, end)
        if (
            surface in entry.ambiguous
            and entry.key.startswith("organization:")
            and entry.country
            and "country:" + entry.country not in self._countries
        ):
            return Mention(start=start, end=end, type=entry.type, name=surface, surface=surface)  # another country's Senate
        return Mention(start=start, end=end, type=kind, name=entry.name, surface=surface, key=entry.key, identity=entry.identity, candidates=many)

    def _mention(self, t: Tokens, a: int, b: int, kind: str) -> Mention:
        surface = t.surface(a, b)
        return Mention(start=a, end=b, type=kind, name=surface, surface=surface)

    def _retype(self, mentions: list[Mention]) -> Iterator[Mention]:
        """Second pass: a single word that is the first or last word of a person's full name is that person."""
        parts: set[str] = set()
        votes: dict[str, int] = {}
        for m in mentions:
            words = m.surface.split()
            if m.type == "Person" and len(words) > 1:
                parts.update((words[0], words[-1]))
            elif len(words) == 1 and not m.key and m.type in ("Person", "Organization", "Place"):
                votes[m.surface] = votes.get(m.surface, 0) + (1 if m.type == "Person" else -1)
        parts.update(surface for surface, vote in votes.items() if vote > 0)  # the model calls "Trump" now a person, now a body
        for m in mentions:
            if m.type != "Person" and m.surface in parts and m.type != "Demonym":
                yield Mention(start=m.start, end=m.end, type="Person", name=m.surface, surface=m.surface)
            else:
                yield m
