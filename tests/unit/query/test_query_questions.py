"""Test that the shipped queries answer what readers of the sample article want to know."""

from __future__ import annotations

import pytest

from newsgraph.query import QuerySession, Rows, shipped_query

SPEAKER = "Sooronbai Jeenbekov"

QUESTIONS: list[tuple[str, str, dict[str, str], str, set[str]]] = [  # question, query, parameters, column, what must be in it
    ("Who presides over the CSTO in 2019?", "who-chairs-on-date", {"organization": "CSTO", "date": "2019-05-01"}, "chair", {"Kyrgyzstan"}),
    ("Who is President of Kyrgyzstan?", "offices", {"office": "President of Kyrgyzstan"}, "holder", {SPEAKER}),
    ("Where was the session held?", "meetings", {"meeting": "session of the CSTO Council in Astana"}, "where", {"Astana"}),
    ("In which country was that?", "meetings", {"meeting": "session of the CSTO Council in Astana"}, "country", {"Kazakhstan"}),
    (
        "How many priority areas?",
        "proposals",
        {"containing": "priority areas"},
        "proposal",
        {"six priority areas of work for the CSTO for the coming year"},
    ),
    ("For which organization?", "proposals", {"containing": "priority areas"}, "concerns", {"Collective Security Treaty Organization"}),
    ("For which year?", "proposals", {"containing": "priority areas"}, "from", {"2019-01-01"}),
    (
        "What will Kyrgyzstan make every effort to do?",
        "commitments",
        {"who": "Kyrgyzstan"},
        "measure",
        {"further enhance the capacity of the CSTO", "improve the image of the CSTO in the international arena"},
    ),
    (
        "What harms regional security?",
        "affects",
        {"effect": "regional security"},
        "what",
        {"growing uncertainty in international politics", "hotbeds of tension"},
    ),
    ("Where are the hotbeds?", "statements-about", {"containing": "hotbeds", "entity": "Middle East"}, "object", {"Middle East"}),
    ("Which threats do not decrease?", "negated", {"entity": "terrorist threat"}, "subject", {"terrorist threat"}),
    (
        "Which problems remain at a high volume?",
        "statements-about",
        {"containing": "remain high"},
        "subject",
        {"volumes of illegal drug trafficking", "volumes of illegal migration", "volumes of crimes in cyberspace"},
    ),
    (
        "What do the threats make necessary?",
        "statements-about",
        {"containing": "need for"},
        "object",
        {"active interaction of the CSTO countries, including foreign policy coordination"},
    ),
    (
        "What are the priorities of the presidency?",
        "priorities",
        {"about": "Kyrgyzstan"},
        "object",
        {
            "increase of the capacity of the CSTO",
            "completion of legal registration of the CSTO Crisis Response Center",
            "switch to the daily work of the CSTO Crisis Response Center",
        },
    ),
    (
        "What is proposed for the defense industry?",
        "proposals",
        {"who": SPEAKER, "containing": "defense industry"},
        "proposal",
        {"develop cooperation between enterprises and organizations of the defense industry"},
    ),
    (
        "And for weapons?",
        "proposals",
        {"who": SPEAKER, "containing": "weapons"},
        "proposal",
        {"create service centers for the repair and maintenance of weapons and military equipment"},
    ),
    (
        "What should be continued?",
        "necessary",
        {"containing": "continue"},
        "what",
        {
            "continue the formation of a common antiterrorist space",
            "continue the formation of a single list of organizations recognized as terrorist and extremist in the CSTO countries",
            "continue the formation of a single registry of organizations recognized as terrorist and extremist in the CSTO countries",
        },
    ),
    (
        "Which UN document should be implemented?",
        "statements-about",
        {"entity": "UN Global Counter-Terrorism Strategy"},
        "object",
        {"promote measures to implement the UN Global Counter-Terrorism Strategy"},
    ),
    (
        "Which dialogue should be supported?",
        "necessary",
        {"containing": "dialogue"},
        "what",
        {"support efforts to promote an inter-Afghan peaceful political dialogue"},
    ),
    (
        "With whom should cooperation grow?",
        "proposals",
        {"containing": "expand"},
        "proposal",
        {
            "consistently expand the CSTO cooperation with interested countries",
            "consistently expand the CSTO cooperation with international structures",
        },
    ),
    (
        "What is said about the areas?",
        "claims-by-speaker",
        {"containing": "priority areas"},
        "object",
        {"interests of all the CSTO countries", "strengthen the collective security of the CSTO countries"},
    ),
    (
        "With which certainty?",
        "claims-by-speaker",
        {"speaker": SPEAKER, "containing": "serve to strengthen"},
        "modality",
        {"https://w3id.org/newsgraph/ontology#Predicted"},
    ),
    (
        "What should be done with the collective forces?",
        "necessary",
        {"containing": "collective forces"},
        "what",
        {"improve the preparation of the collective forces of the CSTO", "improve the use of the collective forces of the CSTO"},
    ),
    ("Is improving the image a fact?", "status-of", {"subject": "Kyrgyzstan", "containing": "image"}, "fact", {"false"}),
    ("Who says so?", "status-of", {"subject": "Kyrgyzstan", "containing": "image"}, "speaker", {SPEAKER}),
    ("Are the USA mentioned?", "mentions", {"name": "USA"}, "entity", set()),
    ("Is China mentioned?", "mentions", {"name": "China"}, "entity", set()),
    ("Is anything said about Russia?", "statements-about", {"entity": "Russia"}, "subject", set()),
    ("Is Kazakhstan mentioned?", "mentions", {"name": "kazakhstan"}, "called", {"Kazakhstan"}),
]


@pytest.mark.parametrize(("question", "name", "params", "column", "expected"), QUESTIONS, ids=[row[0] for row in QUESTIONS])
def test_question_is_answered(question: str, name: str, params: dict[str, str], column: str, expected: set[str], session: QuerySession) -> None:
    answer = session.run(shipped_query(name), params=params)
    assert isinstance(answer, Rows), question
    assert {row[column] for row in answer.texts()} == expected


def test_questions_are_all_there() -> None:
    assert len(QUESTIONS) == 29
