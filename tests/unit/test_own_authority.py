"""Names of the user's own: what a table of them does, and which tables are refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgraph.authority import load_authority
from newsgraph.errors import OntologyError
from newsgraph.pipeline import Pipeline
from newsgraph.read import article
from newsgraph.settings import Settings

HEAD = "label,type,aliases,iri\n"
REFUSED: list[tuple[str, str, str]] = [  # what, table, message
    ("no columns", "name,kind\nAmber Pact,Instrument\n", r":1: .*needs the columns 'label' and 'type'"),
    ("empty file", "", r":1: .*found \[\]"),
    ("no label", HEAD + ",Instrument,,\n", r":2: an authority row needs a 'label'"),
    ("no type", HEAD + "Amber Pact,Instrument,,\nAmber Plan,,,\n", r":3: an authority row needs"),
    ("no IRI", HEAD + "Amber Pact,Instrument,,amber pact\n", r":2: 'amber pact' is not an absolute IRI"),
    ("a blank in the IRI", HEAD + "Amber Pact,Instrument,,http://example.org/a b\n", r":2: .*is not an absolute IRI"),
    ("twice", HEAD + "Amber Pact,Instrument,,\n\nAmber Pact,Event,,\n", r":4: 'Amber Pact' stands already in .*:2"),
    ("unknown type", HEAD + "Amber Pact,Dragon,,\n", r":2: 'Dragon' is no class of things .*Instrument"),
    ("no class of things", HEAD + "Amber Pact,Modality,,\n", r":2: 'Modality' is no class of things"),
]


def table(folder: Path, text: str) -> Path:
    path = folder / "own.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(("what", "text", "message"), REFUSED, ids=[row[0] for row in REFUSED])
def test_broken_table_is_told_by_file_and_line(what: str, text: str, message: str, tmp_path: Path) -> None:
    path = table(tmp_path, text)
    with pytest.raises(OntologyError, match=message) as caught:
        _ = Pipeline(Settings(authority=(path,))).authority
    assert str(path) in str(caught.value), what


def test_names_aliases_and_links_are_taken(tmp_path: Path) -> None:
    path = table(tmp_path, HEAD + "Amber Pact, ng:Instrument , AMBAC | Amber Accord,http://www.wikidata.org/entity/Q42\n")
    entry = load_authority((path,)).entries["own:Amber Pact"]
    assert (entry.type, entry.aliases, entry.identity, entry.where) == ("Instrument", ("AMBAC", "Amber Accord"), "Q42", f"{path}:2")


@pytest.mark.model
def test_a_name_is_read_where_it_stands(tmp_path: Path) -> None:
    path = table(tmp_path, HEAD + "Amber Pact,Instrument,AMBAC,\n")
    pipeline = Pipeline(Settings(authority=(path,)))
    (reading,) = pipeline.readings([article("Peru signed the Amber Pact in 2019. Chile rejected AMBAC.", name="pact", day=None)])
    things = {entity.label: entity.type for entity in reading.entities.values()}
    assert things["Amber Pact"] == "Instrument"
    assert "AMBAC" not in things


def test_table_is_complete() -> None:
    assert len(REFUSED) == 9
