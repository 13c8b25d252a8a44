"""Write articles for benchmarks: distinct texts from our own templates, the same for the same number.

python benchmarks/newsroom.py 1000 > news.jsonl
"""

from __future__ import annotations

import json
import random
import sys
from datetime import date, timedelta

COUNTRIES = "Peru Chile Mali Kenya Cuba Nepal Ghana Japan Fiji Laos Togo Oman Brazil Norway Egypt Poland India Canada Turkey Serbia Jordan Georgia Kazakhstan Uruguay Vietnam".split()
BODIES = [
    "the United Nations",
    "the African Union",
    "the European Union",
    "NATO",
    "the CSTO",
    "ASEAN",
    "the World Bank",
    "the OSCE",
    "the Arab League",
    "the IMF",
]
FIRST = "Amara Rosa Jonas Leila Tomas Ingrid Kofi Mei Pavel Nadia Omar Elena Samuel Aiko Viktor Zara".split()
LAST = "Selle Quispe Mbeki Haddad Lund Novak Tanaka Okoro Silva Petrov Castell Rahman Keita Borg Dlamini Varga Osei Marin Falk Duarte".split()
OFFICES = ["President", "Prime Minister", "Foreign Minister", "Defence Minister", "Finance Minister"]
TOPICS = ["border trade", "fishing rights", "a prisoner exchange", "visa rules", "grain exports", "water use", "airspace safety", "cyber security", "migration", "nuclear energy",
          "railway transit", "tax treaties", "arms control", "disaster relief"]  # fmt: skip
THINGS = [
    "a joint commission",
    "a new fund",
    "common standards",
    "a treaty",
    "an early-warning centre",
    "a working group",
    "a free trade zone",
    "regular consultations",
]
SENTENCES = [
    "{office} {who} of {c} met the foreign minister of {d} in {e} on {day} to discuss {topic}.",
    '"{C} will not leave {body}," {who} said after the talks. "We want to establish {thing} before the end of {year}."',
    "{d} chairs {body} in {year}.",
    "{other}, who leads the delegation of {d}, proposed to create {thing} for {topic} with a budget of {n} million dollars.",
    "{d} may join {body2}, officials said on condition of anonymity.",
    "According to {other}, the parliament of {c} is expected to vote on the agreement by {month} {year}.",
    "{c} and {d} signed an agreement on {topic} worth {n} million dollars in {year}.",
    "The minister denied that {c} had suspended its membership of {body}.",
    "If {e} agrees, {n} observers from {body2} will monitor the elections in {d}.",
    "{body} called on {d} to respect the ruling on {topic}, but {who} rejected the demand.",
    "{c} imposed sanctions on {n} companies from {e} after the incident of {month} {m}.",
    "{other} became ambassador of {d} to {e} in {year}, replacing {third}.",
    "The volume of trade between {c} and {e} grew by {m} percent to {n} million dollars, the ministry reported.",
    "{who} thanked {other} for the support of {d} in the dispute over {topic}.",
    "Talks on {topic} between {d} and {e} failed last week, {third} told reporters in the capital of {c}.",
    "{C} supports the plan of {body2} to build {thing}, although {third} warned of costs of {n} million dollars.",
]


def text_of(number: int, n_sentences: int = 14) -> str:
    chance = random.Random(number)
    c, d, e = chance.sample(COUNTRIES, 3)
    people = [f"{chance.choice(FIRST)} {chance.choice(LAST)}" for _ in range(3)]
    paragraphs = []
    for start in range(0, n_sentences, 3):
        sentences = []
        for _ in range(min(3, n_sentences - start)):
            body, body2 = chance.sample(BODIES, 2)
            sentence = chance.choice(SENTENCES).format(
                office=chance.choice(OFFICES), who=people[0], other=people[1], third=people[2], c=c, C=c, d=d, e=e, body=body, body2=body2, topic=chance.choice(TOPICS),
                thing=chance.choice(THINGS), year=chance.randint(1998, 2026), n=chance.randint(2, 9000), m=chance.randint(2, 28), day=chance.choice(["Monday", "Tuesday", "Friday"]),
                month=chance.choice(["March", "June", "October"]),
            )  # fmt: skip
            sentences.append(sentence[0].upper() + sentence[1:])
        paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs)


def record(number: int, n_sentences: int = 14) -> dict[str, str]:
    day = date(2015, 1, 1) + timedelta(days=number % 3650)
    return {"id": f"bench-{number:08d}", "date": day.isoformat(), "text": text_of(number, n_sentences), "source": f"Agency {number % 7}"}


if __name__ == "__main__":
    for each in range(int(sys.argv[1])):
        print(json.dumps(record(each)))
