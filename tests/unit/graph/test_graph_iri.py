"""Test that IRIs are stable, valid, bounded, and never shared by different things."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from newsgraph.graph.iri import MAX_SLUG_CHARS, entity_iris, slug, span_iri, statement_iri
from newsgraph.model import Entity, Scope
from newsgraph.namespaces import BASE, ID

KEY = "0123456789abcdef"
LABELS = st.text(min_size=1, max_size=400).filter(lambda text: text.strip())

SLUGS = [
    ("President of Kyrgyzstan", "President_of_Kyrgyzstan"),
    ("  two \n\t words\u00a0here ", "two_words_here"),
    ("Côte d'Ivoire", "Côte_d'Ivoire"),
    ("Co\u0302te", "Côte"),
    ("北京", "北京"),
    ("Ту-154 (самолёт)", "Ту-154_(самолёт)"),
    ("100% of <a>/b?#", "100%25_of_%3Ca%3E%2Fb%3F%23"),
    ("a~b", "a%7Eb"),
    ("..", "%2E%2E"),
    ("St. Petersburg", "St._Petersburg"),
    ("left\u200eright", "left%E2%80%8Eright"),
    ("\ue000", "%EE%80%80"),
    ("a_b", "a%5Fb"),
    ("US", "US"),
    ("us", "us"),
]


def shared(key: str, label: str, *, kind: str = "Country", identity: str = "") -> Entity:
    """Return a shared entity."""
    return Entity(id=key, label=label, type=kind, scope=Scope.SHARED, identity=identity)


def local(key: str, label: str, *, kind: str = "Measure") -> Entity:
    """Return an article-scoped entity."""
    return Entity(id=key, label=label, type=kind, scope=Scope.ARTICLE)


def names(*entities: Entity) -> dict[str, str]:
    """Return what follows `id/` in each entity's IRI."""
    return {key: iri.removeprefix(ID) for key, iri in entity_iris({each.id: each for each in entities}, KEY).items()}


def test_slug_table_is_whole() -> None:
    """Guard the table against silent shrinking."""
    assert len(SLUGS) == 15


@pytest.mark.parametrize(("label", "expected"), SLUGS)
def test_slug_keeps_script_and_case(label: str, expected: str) -> None:
    """Encode only what an IRI segment may not hold."""
    assert slug(label) == expected


@given(LABELS)
def test_slug_makes_a_valid_iri_of_any_label(label: str) -> None:
    """Accept any text; give one path segment."""
    made = slug(label)
    assert NamedNode(ID + made).value == ID + made
    assert made
    assert not set(made) & set("/?#<> ")
    assert len(unquote(made.partition("__")[0], errors="replace")) <= MAX_SLUG_CHARS


@given(LABELS.filter(lambda text: len(text) <= MAX_SLUG_CHARS), LABELS.filter(lambda text: len(text) <= MAX_SLUG_CHARS))
def test_slug_differs_when_words_differ(one: str, other: str) -> None:
    """Two labels share a slug only if they are the same words."""

    def words(text: str) -> str:
        return " ".join(unicodedata.normalize("NFC", text).split())

    assert (slug(one) == slug(other)) == (words(one) == words(other))


def test_slug_cuts_long_labels_at_a_word_and_keeps_them_apart() -> None:
    """A cut label ends with a whole word and a hash of all of it."""
    long_one = "establish " * 20 + "one"
    long_two = "establish " * 20 + "two"
    cut = slug(long_one)
    assert cut != slug(long_two)
    assert cut.partition("__")[0].endswith("_establish")
    assert len(cut) <= MAX_SLUG_CHARS + 10
    assert slug("x" * 130).startswith("x" * MAX_SLUG_CHARS + "__")


def test_entities_keep_the_bare_name_when_alone() -> None:
    """Write no type and no identity into the path."""
    assert names(shared("g", "Georgia", identity="Q230")) == {"g": "Georgia"}
    assert names(local("m", "visit Georgia")) == {"m": f"{KEY}/visit_Georgia"}


def test_entities_of_one_name_get_their_identity() -> None:
    """Suffix what is known; leave the unknown one bare."""
    country, state, unknown = shared("c", "Georgia", identity="Q230"), shared("s", "Georgia", identity="Q1428"), shared("u", "Georgia")
    assert names(country, state) == {"c": "Georgia~Q230", "s": "Georgia~Q1428"}
    assert names(country, unknown) == {"c": "Georgia~Q230", "u": "Georgia"}


def test_entities_of_one_name_and_no_identity_get_their_type() -> None:
    """Never give two different things one IRI."""
    person, place, other = shared("p", "Jordan", kind="Person"), shared("l", "Jordan", kind="Place"), shared("q", "Jordan", kind="Person")
    assert names(person, place) == {"p": "Jordan~Person", "l": "Jordan~Place"}
    assert names(person, place, other) == {"p": "Jordan~Person", "q": "Jordan~Person-2", "l": "Jordan~Place"}


def test_entities_of_one_identity_are_one() -> None:
    """Two ids of one registry entry share the IRI."""
    assert names(shared("a", "United Nations", identity="Q1065"), shared("b", "United Nations", identity="Q1065")) == {
        "a": "United_Nations",
        "b": "United_Nations",
    }


def test_article_scoped_entities_of_one_name_are_numbered_by_content() -> None:
    """Numbers follow type and label, not the order of the mapping."""
    first, second = local("x", "talks", kind="Event"), local("a", "talks", kind="Meeting")
    assert names(first, second) == names(second, first) == {"x": f"{KEY}/talks", "a": f"{KEY}/talks__2"}


ENTITY_LISTS = st.lists(
    st.tuples(st.sampled_from(["Georgia", "georgia", "Geo rgia", "Geo_rgia", "Geo~rgia"]), st.sampled_from(["Place", "Person"]), st.booleans()),
    max_size=8,
)


@given(ENTITY_LISTS, st.randoms(use_true_random=False))
def test_entity_iris_are_unique_and_independent_of_order(rows: list[tuple[str, str, bool]], random: object) -> None:
    """Every entity without identity has an IRI of its own, whatever the order of the mapping."""
    made = [
        Entity(id=f"e{number}", label=label, type=kind, scope=Scope.SHARED if is_shared else Scope.ARTICLE)
        for number, (label, kind, is_shared) in enumerate(rows)
    ]
    iris = entity_iris({each.id: each for each in made}, KEY)
    assert len(set(iris.values())) == len(made)
    random.shuffle(made)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert entity_iris({each.id: each for each in made}, KEY) == iris


def test_statement_iri_is_pinned() -> None:
    """The hash is part of the public format: a change of it breaks every stored link."""
    iri = statement_iri(KEY, ("s", "p", "o", ["a", "b"]))
    assert iri == f"{BASE}statement/{KEY}-7c4cbdd01b2926cb"
    assert statement_iri(KEY, ("s", "p", "o", ["a"])) != iri


def test_span_iri_counts_characters() -> None:
    """Follow RFC 5147."""
    assert span_iri(KEY, 3, 17) == f"{BASE}article/{KEY}#char=3,17"
