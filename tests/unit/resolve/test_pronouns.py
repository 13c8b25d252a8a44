"""Pronouns that go back to common nouns, and pronouns that must not."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.expectations import complaint, rows

from newsgraph.pipeline import Pipeline
from newsgraph.read import article

pytestmark = pytest.mark.model

ROWS: list[tuple[str, str, list[str], list[str]]] = [  # what, text, expected, forbidden
    (
        "they: the subject before",
        "The foreign ministers of Chile, Peru and Colombia met in Santiago. They welcomed the accession of Ecuador to the Pacific Alliance.",
        ["~foreign ministers of Chile | supports | ~accession of Ecuador"],
        ["Chile | supports | *", "Colombia | supports | *", "Pacific Alliance | supports | *"],
    ),
    (
        "they: two names as ever",
        "Kenya and Uganda signed a treaty. They support the African Union.",
        ["Kenya | supports | African Union", "Uganda | supports | African Union"],
        [],
    ),
    (
        "they: rebels, not the country",
        "The rebels left Goma on Friday, a day after Rwanda shut the border. They condemned the United Nations.",
        ["rebels | opposes | United Nations"],
        ["Rwanda | opposes | United Nations"],
    ),
    (
        "their: who is made to act",
        "The accord forces both governments to publish their tariffs.",
        [],
        ["* | * | ~accord's tariffs"],
    ),
    (
        "their: those turned back, not the country",
        "Hungary turns people back without examining their claims.",
        ["Hungary | relatedTo | people's claims | Negative"],
        ["* | * | Hungary's claims"],
    ),
    (
        "them: never the subject itself",
        "The rebels attacked the port. Sudan condemned them.",
        ["Sudan | opposes | rebels"],
        ["Sudan | opposes | Sudan"],
    ),
    (
        "he: a spokesman without a name",
        "A spokesman for the rebels spoke in Juba. He criticized the army.",
        ["~spokesman for rebels | opposes | army"],
        [],
    ),
    (
        "he: a name that stands out more",
        "Gabriel Boric met a delegation of miners. He criticized Peru.",
        ["Gabriel Boric | opposes | Peru"],
        ["~delegation | opposes | Peru"],
    ),
    (
        "she: the minister, unnamed",
        "The minister met Gabriel Boric in Lima. She criticized Argentina.",
        ["minister | opposes | Argentina"],
        ["Gabriel Boric | opposes | *"],
    ),
    (
        "it: the treaty, not the country",
        "The treaty was signed by Laos in May. It bans the sale of ivory.",
        ["treaty | relatedTo | ~ban sale of ivory"],
        ["Laos | relatedTo | *", "Laos | opposes | *"],
    ),
    (
        "it: the country, who acts",
        "Laos signed the treaty in May. It criticized Thailand.",
        ["Laos | opposes | Thailand"],
        ["treaty | opposes | *"],
    ),
    (
        "they: whom the text goes on about",
        "The ministers met in Lima. They called upon all parties to show restraint. They welcomed the accession of Ecuador to the OAS.",
        ["ministers | supports | ~accession of Ecuador"],
        ["~all parties | supports | *"],
    ),
    (
        "who did not say",
        "The minister promised that Malawi would refund the fees, but did not say when.",
        ["minister | commitsTo | ~Malawi refund fees"],
        ["* | commitsTo | ~not say", "Malawi | * | ~say"],
    ),
    (
        "group: ministers who meet",
        "EU energy ministers met in Prague on Monday.",
        ["~EU energy ministers | participatesIn | ~meeting of ministers | on 2021-06-14"],
        ["* | meetsWith | *"],
    ),
    (
        "group: two names who meet",
        "Chile and Peru met in Lima on Monday.",
        ["Chile | meetsWith | Peru"],
        ["* | participatesIn | ~meeting"],
    ),
    (
        "both: groups that are no countries",
        "Mali and Niger met in Dakar. Both rebel groups have been fighting government troops.",
        ["~rebel groups | attacks | government troops"],
        ["Mali | attacks | *", "Niger | attacks | *"],
    ),
    (
        "both: governments named before",
        "Mali and Niger met in Dakar. Both governments condemned the attack.",
        ["Mali | opposes | attack", "Niger | opposes | attack"],
        [],
    ),
    (
        "our: whose text it is, not who is spoken of",
        'The United Kingdom summoned the envoy. Our ambassador condemned the arrest. "Iran must understand this," he said.',
        ["* | opposes | arrest"],
        ["~Iran | opposes | *"],
    ),
    (
        "list: each with its own article",
        "The rebels and the government of Sudan condemned the attack.",
        ["rebels | opposes | attack", "government of Sudan | opposes | attack"],
        ["~rebels of Sudan | * | *"],
    ),
    (
        "him: not the phrase he stands in",
        "Kyrgyzstan resigned as president of him. Kyrgyzstan chairs him.",
        ["Kyrgyzstan | * | *"],
        ["~president president | * | *"],
    ),
    (
        "their: people who flee their homes",
        "People fleeing their homes reached Chad. They condemned the army.",
        ["~people | opposes | army"],
        ["Chad | opposes | *"],
    ),
    (
        "title: a doctor is the same person",
        "The Minister, Dr Andrew Murrison, criticized Iran. Dr Murrison condemned the arrest. Mr. Murrison met Ban Ki-moon.",
        ["Andrew Murrison | opposes | Iran", "Andrew Murrison | opposes | arrest", "Andrew Murrison | meetsWith | Ban Ki-moon"],
        ["~Dr Murrison | * | *"],
    ),
    (
        "group: no meeting",
        "The envoys did not meet.",
        ["envoys | participatesIn | ~meeting of envoys | Negative"],
        ["* | * | * | fact"],
    ),
]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.mark.parametrize(("what", "text", "expect", "forbid"), ROWS, ids=[row[0] for row in ROWS])
def test_pronoun_means_what_it_should(what: str, text: str, expect: list[str], forbid: list[str], pipeline: Pipeline) -> None:
    (reading,) = pipeline.readings([article(text, name=what, day=date(2021, 6, 15))])
    problem = complaint(expect, forbid, rows(reading))
    assert not problem, problem


def test_any_number_of_sentences_may_go_on(pipeline: Pipeline) -> None:
    text = "A spokesman spoke in Juba. " + "He criticized the army. " * 1500
    (reading,) = pipeline.readings([article(text, name="he", day=date(2021, 6, 15))])
    assert not complaint(["spokesman | opposes | army"], ["~he | * | *"], rows(reading))


def test_table_is_complete() -> None:
    assert len(ROWS) == 23
