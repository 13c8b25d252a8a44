"""Show that no text keeps any power: not in a script element, in XML, in a spreadsheet or in a link."""

from __future__ import annotations

import base64
import hashlib
import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.view.inert import content_hash, csv_cell, json_for_html, plain_line, web_address, xml_text

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(st.recursive(st.none() | st.booleans() | ANY_TEXT, lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner)))
def test_json_in_a_page_is_harmless_and_loses_nothing(value: object) -> None:
    written = json_for_html(value)
    assert not set("<>&\u2028\u2029") & set(written)
    written.encode("utf-8")
    assert json.loads(written) == value


@given(ANY_TEXT)
def test_xml_takes_any_text(text: str) -> None:
    element = ET.Element("data")
    element.text = xml_text(text)
    assert ET.fromstring(ET.tostring(element, encoding="utf-8")).tag == "data"  # noqa: S314  # our own bytes


@given(ANY_TEXT)
def test_a_line_has_no_control_and_no_direction_marks(text: str) -> None:
    line = plain_line(text)
    assert not [char for char in line if char < " " or char in "\u202e\u202d\u2066\u200f"]
    assert plain_line(line) == line


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_csv_runs_no_formula(text: str) -> None:
    assert csv_cell(text) == "'" + text


def test_csv_leaves_words_alone() -> None:
    assert csv_cell("Kyrgyzstan = chair") == "Kyrgyzstan = chair"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://example.org/\"onclick='x'", False),
        (" https://example.org", False),
        ("https://example.org/\x00", False),
        ("", False),
    ],
)
def test_only_web_addresses_are_links(address: str, *, kept: bool) -> None:
    assert bool(web_address(address)) is kept


def test_content_hash_is_the_policys() -> None:
    assert content_hash("alert(1)") == "'sha256-" + base64.b64encode(hashlib.sha256(b"alert(1)").digest()).decode() + "'"
