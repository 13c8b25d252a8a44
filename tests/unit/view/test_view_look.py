"""Show that names and colours come from the ontology, that they can be told apart, and that broken ones are refused."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from newsgraph.errors import OntologyError
from newsgraph.namespaces import NG
from newsgraph.view.look import NGV, local_name, look_from, pick_label

PAGE = ("#faf9f6", "#12151c")
ON_COLOR = ("#ffffff", "#10131a")
HEAD = f"@prefix ng: <{NG}> . @prefix ngv: <{NGV}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"


def luminance(color: str) -> float:
    """Source: WCAG 2.2, relative luminance."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_class_of_things_has_a_look_of_its_own(ontology: list[Path]) -> None:
    look = look_from(ontology)
    labels = {kind.label for kind in look.kinds.values()}
    assert {"Person", "Country", "International organization", "Meeting", "Measure", "Topic"} <= labels
    drawn = [(kind.color, kind.icon) for kind in look.kinds.values()]
    assert len(set(drawn)) == len(drawn) >= 14


def test_colors_can_be_seen(ontology: list[Path]) -> None:
    look = look_from(ontology)
    drawn = [(kind.label, kind.color, kind.color_dark) for kind in look.kinds.values()]
    drawn += [(status.label, status.color, status.color_dark) for status in look.statuses.values()]
    for label, *both in drawn:
        for color, paper, icon in zip(both, PAGE, ON_COLOR, strict=True):
            assert contrast(color, paper) >= 3, f"{label}: {color} on the page"
            assert contrast(color, icon) >= 3, f"{label}: {color} behind its icon"


def test_words_in_the_color_of_a_status_can_be_read(ontology: list[Path]) -> None:
    for status in look_from(ontology).statuses.values():
        for color, paper in zip((status.color, status.color_dark), PAGE, strict=True):
            assert contrast(color, paper) >= 4.5, f"{status.label}: {color}"


def test_statuses_differ_without_color(ontology: list[Path]) -> None:
    statuses = look_from(ontology).statuses.values()
    assert len(statuses) == 5
    for one, other in combinations(statuses, 2):
        assert (one.dash, bool(one.symbol)) != (other.dash, bool(other.symbol)) or one.symbol != other.symbol
    assert [status.label for status in statuses if not status.symbol and not status.dash] == ["Stated as fact"]


def test_every_modality_polarity_and_voice_has_a_status(ontology: list[Path]) -> None:
    assert len(look_from(ontology).weights) == 12


def test_a_new_class_takes_the_look_of_the_one_above(ontology: list[Path], tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(HEAD + 'ng:Bank a owl:Class ; rdfs:subClassOf ng:Organization ; rdfs:label "Bank"@en .', encoding="utf-8")
    kinds = look_from([*ontology, mine]).kinds
    bank, above = kinds[NG + "Bank"], kinds[NG + "Organization"]
    assert bank.label == "Bank"
    assert (bank.color, bank.icon, bank.order) == (above.color, above.icon, above.order)


@pytest.mark.parametrize(
    ("turtle", "word"),
    [
        ('ng:Bank a owl:Class ; rdfs:subClassOf ng:Entity ; ngv:color "red" ; ngv:colorDark "#ffffff" .', "color"),
        ('ng:Bank a owl:Class ; rdfs:subClassOf ng:Entity ; ngv:color "#112233" .', "colorDark"),
        ('ng:Bank a owl:Class ; rdfs:subClassOf ng:Entity ; ngv:color "#112233" ; ngv:colorDark "#ffffff" ; ngv:icon "<script>" .', "icon"),
        ("ng:Actual ngv:status ng:Measure .", "no ngv:Status"),
        ("this is not Turtle", "Turtle"),
    ],
)
def test_a_broken_look_is_refused(ontology: list[Path], tmp_path: Path, turtle: str, word: str) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(HEAD + turtle, encoding="utf-8")
    with pytest.raises(OntologyError, match=word):
        look_from([*ontology, mine])


def test_without_statuses_the_file_to_add_is_named(ontology: list[Path]) -> None:
    with pytest.raises(OntologyError, match=r"view\.ttl"):
        look_from(ontology[:1])


def test_a_missing_file_is_named(ontology: list[Path]) -> None:
    with pytest.raises(OntologyError, match="nowhere"):
        look_from([*ontology, Path("nowhere.ttl")])


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ([], ""),
        ([("Kirgistan", "de"), ("Kyrgyzstan", "en")], "Kyrgyzstan"),
        ([("Kirgistan", "de"), ("plain", "")], "plain"),
        ([("b", "fr"), ("a", "fr"), ("c", "de")], "c"),
    ],
)
def test_pick_label(values: list[tuple[str, str]], label: str) -> None:
    assert pick_label(values) == label


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://example.org/id/Middle_East", "Middle East"),
        ("https://example.org/terms#sails", "sails"),
        ("urn:x", "urn:x"),
        ("https://example.org/a%20b/", "a b"),
    ],
)
def test_local_name(iri: str, name: str) -> None:
    assert local_name(iri) == name
