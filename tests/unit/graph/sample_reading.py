"""Build by hand a reading of the sample article, and small variations of it, for the tests of graph, store and query.

It holds what a careful reader would write down of the article, in the relations of the ontology; no extractor is involved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from newsgraph.graph import Run
from newsgraph.model import Article, Block, BlockKind, Entity, Evidence, Interval, Link, Modality, Polarity, Reading, Scope, Statement, Voice
from newsgraph.namespaces import NG

ARTICLE_FILE = Path(__file__).parents[2] / "data" / "articles" / "csto-2018.txt"
RUN = Run(version="0.1.0", model="by hand", settings=(("closed", "no"),))

SPEAKER = "jeenbekov"
IN_2019 = Interval(start=date(2019, 1, 1), end=date(2019, 12, 31), text="in 2019")
COMING_YEAR = Interval(start=date(2019, 1, 1), end=date(2019, 12, 31), text="for the coming year")

SHARED = {  # id: label, type, identity, alias
    SPEAKER: ("Sooronbai Jeenbekov", "Person", "", "Jeenbekov"),
    "kyrgyzstan": ("Kyrgyzstan", "Country", "Q813", "Kyrgyz Republic"),
    "kazakhstan": ("Kazakhstan", "Country", "Q232", ""),
    "afghanistan": ("Afghanistan", "Country", "Q889", ""),
    "csto": ("Collective Security Treaty Organization", "InternationalOrganization", "Q318693", "CSTO"),
    "council": ("CSTO Council", "Organization", "", ""),
    "office": ("President of Kyrgyzstan", "Position", "", ""),
    "astana": ("Astana", "Place", "", ""),
    "middle-east": ("Middle East", "Place", "", ""),
    "strategy": ("UN Global Counter-Terrorism Strategy", "Instrument", "", ""),
    "security": ("regional security", "Topic", "", ""),
    "uncertainty": ("growing uncertainty in international politics", "Topic", "", ""),
    "hotbeds": ("hotbeds of tension", "Topic", "", ""),
    "threat": ("terrorist threat", "Topic", "", ""),
    "drugs": ("volumes of illegal drug trafficking", "Topic", "", ""),
    "migration": ("volumes of illegal migration", "Topic", "", ""),
    "cyber": ("volumes of crimes in cyberspace", "Topic", "", ""),
    "defense": ("overall defense capability", "Topic", "", ""),
    "interests": ("interests of all the CSTO countries", "Topic", "", ""),
}
LOCAL = {  # id: label, type, about
    "session": ("session of the CSTO Council in Astana", "Meeting", ("council",)),
    "members": ("member states of the CSTO", "AgentGroup", ("csto",)),
    "decrease": ("decrease of the terrorist threat", "Event", ("threat",)),
    "high": ("high level", "Event", ()),
    "areas": ("six priority areas of work for the CSTO for the coming year", "Measure", ("csto",)),
    "capacity": ("further enhance the capacity of the CSTO", "Measure", ("csto",)),
    "image": ("improve the image of the CSTO in the international arena", "Measure", ("csto",)),
    "interaction": ("active interaction of the CSTO countries, including foreign policy coordination", "Measure", ("csto",)),
    "presidency": ("priorities of the Kyrgyz presidency over the CSTO", "Measure", ("csto", "kyrgyzstan")),
    "increase": ("increase of the capacity of the CSTO", "Measure", ("csto",)),
    "registration": ("completion of legal registration of the CSTO Crisis Response Center", "Measure", ("csto",)),
    "switch": ("switch to the daily work of the CSTO Crisis Response Center", "Measure", ("csto",)),
    "preparation": ("improve the preparation of the collective forces of the CSTO", "Measure", ("csto",)),
    "use": ("improve the use of the collective forces of the CSTO", "Measure", ("csto",)),
    "industry": ("develop cooperation between enterprises and organizations of the defense industry", "Measure", ()),
    "service": ("create service centers for the repair and maintenance of weapons and military equipment", "Measure", ()),
    "space": ("continue the formation of a common antiterrorist space", "Measure", ()),
    "list": (
        "continue the formation of a single list of organizations recognized as terrorist and extremist in the CSTO countries",
        "Measure",
        ("csto",),
    ),
    "registry": (
        "continue the formation of a single registry of organizations recognized as terrorist and extremist in the CSTO countries",
        "Measure",
        ("csto",),
    ),
    "implement": ("promote measures to implement the UN Global Counter-Terrorism Strategy", "Measure", ("strategy",)),
    "dialogue": ("support efforts to promote an inter-Afghan peaceful political dialogue", "Measure", ("afghanistan",)),
    "expand-countries": ("consistently expand the CSTO cooperation with interested countries", "Measure", ("csto",)),
    "expand-structures": ("consistently expand the CSTO cooperation with international structures", "Measure", ("csto",)),
    "collective-security": ("strengthen the collective security of the CSTO countries", "Measure", ("csto",)),
}
LINKS = {
    "kyrgyzstan": (Link(predicate="owl:sameAs", iri="http://www.wikidata.org/entity/Q813"),),
    "kazakhstan": (Link(predicate="owl:sameAs", iri="http://www.wikidata.org/entity/Q232"),),
    "afghanistan": (Link(predicate="owl:sameAs", iri="http://www.wikidata.org/entity/Q889"),),
    "csto": (Link(predicate="owl:sameAs", iri="http://www.wikidata.org/entity/Q318693"),),
    "astana": (Link(predicate="skos:exactMatch", iri="http://www.wikidata.org/entity/Q1520"),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """How a line of the table is meant."""

    modality: Modality = Modality.ACTUAL
    polarity: Polarity = Polarity.AFFIRMATIVE
    voice: Voice = Voice.AUTHOR
    cue: str = ""


FACT = Stance()
REPORTED = Stance(voice=Voice.INDIRECT, cue="According to him")
NEGATED = Stance(voice=Voice.INDIRECT, polarity=Polarity.NEGATIVE, cue="does not")
NEEDED = Stance(voice=Voice.INDIRECT, modality=Modality.NECESSARY, cue="it is necessary to")
INTENDED = Stance(voice=Voice.DIRECT, modality=Modality.INTENDED, cue="said")
QUOTED = Stance(voice=Voice.DIRECT, cue="summed up")
SURE = Stance(voice=Voice.DIRECT, modality=Modality.PREDICTED, cue="I am sure")

TABLE: list[tuple[str, str, str, str, Stance, str]] = [  # subject, relation, object, words of the relation, stance, first words of the evidence
    (SPEAKER, "holdsPosition", "office", "President", FACT, "The President of Kyrgyzstan Soo"),
    ("office", "positionIn", "kyrgyzstan", "of", FACT, "The President of Kyrgyzstan Soo"),
    (SPEAKER, "heads", "kyrgyzstan", "President of", FACT, "The President of Kyrgyzstan Soo"),
    (SPEAKER, "advocates", "areas", "outlined", FACT, "The President of Kyrgyzstan Soo"),
    ("kyrgyzstan", "chairs", "csto", "chairs", FACT, "Kyrgyzstan chairs"),
    (SPEAKER, "participatesIn", "session", "said at the session", FACT, "«Kyrgyzstan will"),
    ("session", "organizedBy", "council", "session of", FACT, "«Kyrgyzstan will"),
    ("session", "locatedIn", "astana", "in", FACT, "«Kyrgyzstan will"),
    ("astana", "locatedIn", "kazakhstan", "Astana (Kazakhstan)", FACT, "«Kyrgyzstan will"),
    ("council", "partOf", "csto", "CSTO Council", FACT, "«Kyrgyzstan will"),
    (SPEAKER, "commitsTo", "capacity", "will make every effort", FACT, "«Kyrgyzstan will"),
    (SPEAKER, "commitsTo", "image", "will make every effort", FACT, "«Kyrgyzstan will"),
    ("kyrgyzstan", "undertakes", "capacity", "will make every effort to", INTENDED, "«Kyrgyzstan will"),
    ("kyrgyzstan", "undertakes", "image", "will make every effort to", INTENDED, "«Kyrgyzstan will"),
    ("uncertainty", "affects", "security", "continue to negatively affect", REPORTED, "According to him"),
    ("hotbeds", "affects", "security", "continue to negatively affect", REPORTED, "According to him"),
    ("hotbeds", "locatedIn", "middle-east", "especially in", REPORTED, "According to him"),
    ("hotbeds", "locatedIn", "afghanistan", "especially in", REPORTED, "According to him"),
    (SPEAKER, "raises", "defense", "highlighted", FACT, "In this regard"),
    ("threat", "undergoes", "decrease", "decrease", NEGATED, "The terrorist threat"),
    ("drugs", "relatedTo", "high", "remain high", REPORTED, "The terrorist threat"),
    ("migration", "relatedTo", "high", "remain high", REPORTED, "The terrorist threat"),
    ("cyber", "relatedTo", "high", "remain high", REPORTED, "The terrorist threat"),
    ("threat", "relatedTo", "interaction", "dictates the need for", REPORTED, "All this dictates"),
    ("presidency", "relatedTo", "increase", "were", REPORTED, "The head of state"),
    ("presidency", "relatedTo", "registration", "were", REPORTED, "The head of state"),
    ("presidency", "relatedTo", "switch", "were", REPORTED, "The head of state"),
    ("csto", "undertakes", "preparation", "it is necessary to improve", NEEDED, "In addition, it is necessary to develop"),
    ("csto", "undertakes", "use", "it is necessary to improve", NEEDED, "In addition, it is necessary to develop"),
    (SPEAKER, "advocates", "industry", "It is necessary to", FACT, "It is necessary to develop coop"),
    (SPEAKER, "advocates", "service", "It is necessary to", FACT, "It is necessary to develop coop"),
    ("csto", "undertakes", "industry", "It is necessary to develop", NEEDED, "It is necessary to develop coop"),
    ("csto", "undertakes", "service", "It is necessary to create", NEEDED, "It is necessary to develop coop"),
    ("csto", "undertakes", "space", "it is necessary to continue", NEEDED, "In the sphere of"),
    ("csto", "undertakes", "list", "it is necessary to continue", NEEDED, "In the sphere of"),
    ("csto", "undertakes", "registry", "it is necessary to continue", NEEDED, "In the sphere of"),
    ("csto", "undertakes", "implement", "it is necessary to promote", NEEDED, "In addition, it is necessary to promote"),
    ("csto", "undertakes", "dialogue", "it is necessary to support", NEEDED, "In addition, it is necessary to promote"),
    (SPEAKER, "advocates", "expand-countries", "consider it expedient", FACT, "I consider it"),
    (SPEAKER, "advocates", "expand-structures", "consider it expedient", FACT, "I consider it"),
    ("areas", "relatedTo", "interests", "meet", QUOTED, "«I am sure"),
    ("areas", "relatedTo", "collective-security", "will serve to strengthen", SURE, "«I am sure"),
]


def article() -> Article:
    """Read the sample article and mark its header and paragraphs."""
    text = ARTICLE_FILE.read_text(encoding="utf-8")
    head = text.index("The President")
    blocks = [Block(kind=BlockKind.HEADER, start_char=1, end_char=head - 1)]
    for paragraph in text[head:].split("\n\n"):
        start = text.index(paragraph)
        blocks.append(Block(kind=BlockKind.PARAGRAPH, start_char=start, end_char=start + len(paragraph)))
    return Article(text=text, blocks=tuple(blocks), issued=date(2018, 11, 9), stem="csto-2018")


def entities() -> dict[str, Entity]:
    """Return every entity of the tables, by id."""
    found = {
        key: Entity(
            id=key, label=label, type=kind, scope=Scope.SHARED, identity=identity, aliases=(alias,) if alias else (), links=LINKS.get(key, ())
        )
        for key, (label, kind, identity, alias) in SHARED.items()
    }
    for key, (label, kind, about) in LOCAL.items():
        when = COMING_YEAR if key == "areas" else None
        found[key] = Entity(id=key, label=label, type=kind, scope=Scope.ARTICLE, about=about, when=when)
    return found


def evidence(text: str, first_words: str) -> Evidence:
    """Return the sentence that starts with `first_words`; it mentions each shared entity whose label or alias stands in it."""
    start = text.index(first_words)
    end = min(text.find(stop, start) + 1 for stop in (".", ".\n") if text.find(stop, start) >= 0)
    names = {key: {row[0], row[3]} - {""} for key, row in SHARED.items()}
    mentions = sorted(key for key, forms in names.items() if any(form in text[start:end] for form in forms))
    return Evidence(start_char=start, end_char=end, mentions=tuple(mentions))


def statement(text: str, row: tuple[str, str, str, str, Stance, str]) -> Statement:
    """Return one line of the table as a statement."""
    subject, relation, value, words, stance, first_words = row
    return Statement(
        subject=subject,
        predicate=NG + relation,
        object=value,
        modality=stance.modality,
        polarity=stance.polarity,
        voice=stance.voice,
        attributed_to=() if stance.voice is Voice.AUTHOR else (SPEAKER,),
        said_at="session" if stance is INTENDED else "",
        when=IN_2019 if relation == "chairs" else None,
        predicate_text=words,
        cue_text=stance.cue,
        confidence=0.9,
        rule=f"hand.{relation}.v1",
        evidence=(evidence(text, first_words),),
    )


def reading() -> Reading:
    """Return the whole reading of the sample article."""
    source = article()
    statements = tuple(statement(source.text, row) for row in TABLE)
    return Reading(article=source, entities=entities(), statements=statements, sentences=())


def another_article(text: str, rows: list[tuple[str, str, str, Stance]], *, identifier: str = "") -> Reading:
    """Return a reading of a one-sentence article about entities of the sample: subject, relation, object, stance."""
    source = Article(text=text, issued=date(2019, 3, 1), title=text, identifier=identifier)
    span = Evidence(start_char=0, end_char=len(text))
    statements = tuple(
        replace(statement(article().text, (subject, relation, value, relation, stance, "Kyrgyzstan chairs")), evidence=(span,), said_at="", when=None)
        for subject, relation, value, stance in rows
    )
    named = {each for row in rows for each in (row[0], row[2])} | {SPEAKER}
    found = {key: entity for key, entity in entities().items() if key in named or key in {a for n in named for a in entities()[n].about}}
    return Reading(article=source, entities=found, statements=statements)
