"""Test that every shipped query says what it asks, and gives the same rows in two engines."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from newsgraph.errors import QueryError
from newsgraph.namespaces import PREFIXES, XSD
from newsgraph.query import Query, QuerySession, Rows, catalog, parse_query, shipped_query
from newsgraph.query.parameters import bind
from newsgraph.store import EmbeddedStore

pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")

NAMES = (
    "affects claims-by-speaker commitments demands disagreements evidence-of meetings mentions necessary negated not-facts offices priorities proposals proposals-over-time "
    "sources-per-claim statements-about status-of timeline who-chairs who-chairs-on-date"
).split()

ASKED: list[tuple[str, dict[str, str], int]] = [  # query, parameters, rows on the four articles
    ("affects", {}, 2),
    ("affects", {"effect": "regional security"}, 2),
    ("affects", {"cause": "hotbeds of tension"}, 1),
    ("claims-by-speaker", {"speaker": "Sooronbai Jeenbekov"}, 28),
    ("claims-by-speaker", {"containing": "REMAIN high"}, 3),
    ("commitments", {}, 4),
    ("commitments", {"who": "Kyrgyz Republic"}, 2),
    ("demands", {}, 1),
    ("disagreements", {}, 1),
    ("disagreements", {"entity": "Kazakhstan"}, 0),
    ("evidence-of", {"relation": "chairs", "subject": "Kyrgyzstan"}, 2),
    ("evidence-of", {"relation": "holds position"}, 1),
    ("meetings", {}, 2),
    ("meetings", {"place": "Kazakhstan"}, 1),
    ("meetings", {"participant": "Sooronbai Jeenbekov"}, 1),
    ("meetings", {"participant": "Kazakhstan"}, 1),
    ("mentions", {"name": "csto"}, 9),
    ("mentions", {"name": "China"}, 0),
    ("necessary", {"who": "CSTO"}, 10),
    ("necessary", {"speaker": "Kazakhstan"}, 1),
    ("necessary", {"containing": "collective forces"}, 2),
    ("negated", {}, 3),
    ("negated", {"entity": "terrorist threat"}, 1),
    ("not-facts", {"modality": "Intended"}, 2),
    ("not-facts", {"entity": "Kyrgyzstan"}, 3),
    ("offices", {}, 1),
    ("offices", {"country": "wd:Q813"}, 1),
    ("offices", {"country": "Kazakhstan"}, 0),
    ("priorities", {}, 6),
    ("priorities", {"about": "Kyrgyzstan"}, 3),
    ("proposals", {}, 6),
    ("proposals", {"about": "CSTO"}, 3),
    ("proposals", {"who": "Kazakhstan"}, 1),
    ("proposals-over-time", {}, 6),
    ("proposals-over-time", {"who": "Kazakhstan"}, 1),
    ("proposals-over-time", {"since": "2018-11-09", "about": "CSTO"}, 3),
    ("proposals-over-time", {"until": "2000-01-01"}, 0),
    ("sources-per-claim", {}, 46),
    ("sources-per-claim", {"relation": "chairs"}, 3),
    ("statements-about", {"entity": "Astana"}, 2),
    ("statements-about", {"containing": "dictates the need"}, 1),
    ("status-of", {"subject": "Kyrgyzstan", "relation": "ng:undertakes"}, 2),
    ("timeline", {}, 2),
    ("timeline", {"since": "2020-01-01"}, 0),
    ("timeline", {"until": "2019-06-30", "entity": "CSTO"}, 2),
    ("who-chairs", {}, 1),
    ("who-chairs", {"organization": "CSTO"}, 1),
    ("who-chairs-on-date", {"date": "2019-06-30", "organization": "CSTO"}, 1),
    ("who-chairs-on-date", {"date": "2020-01-01"}, 0),
]

Cell = tuple[str, str, str] | None


@pytest.fixture(scope="module")
def other_engine(store: EmbeddedStore) -> rdflib.Dataset:
    """Return the same quads in rdflib, as a union."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(io.BytesIO(store.nquads()), format="nquads")
    return dataset


def oxigraph_cell(term: NamedNode | BlankNode | Literal | Triple | None) -> Cell:
    """Return (characters, datatype, language) of a term; IRIs have neither."""
    if isinstance(term, Literal):
        return term.value, term.datatype.value, term.language or ""
    return None if term is None else (str(term).strip("<>"), "", "")


def rdflib_cell(term: object) -> Cell:
    """Return the same of a term of rdflib."""
    if isinstance(term, rdflib.Literal):
        datatype = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString" if term.language else str(term.datatype or XSD + "string")
        return str(term), datatype, term.language or ""
    return None if term is None else (str(term), "", "")


def test_catalog_is_whole() -> None:
    assert [query.name for query in catalog()] == NAMES
    assert {name for name, _, _ in ASKED} == set(NAMES)
    assert len(ASKED) == 49


@pytest.mark.parametrize("query", catalog(), ids=NAMES)
def test_header_is_complete(query: Query) -> None:
    assert query.title
    assert not query.title.endswith(".")
    assert query.asks.endswith("?")
    assert query.expects.startswith("one row per ")
    assert query.parameters
    for parameter in query.parameters:
        default = f'"{parameter.default}"' if parameter.default else "UNDEF"
        assert f"VALUES ?{parameter.name} {{ {default} }}" in query.text
        assert parameter.description
    assert "ORDER BY" in query.text
    assert all(f"<{namespace}>" in query.text for prefix, namespace in PREFIXES.items() if f" {prefix}:" in query.text)


@pytest.mark.parametrize(("name", "params", "n_rows"), ASKED)
def test_two_engines_give_the_same_rows(name: str, params: dict[str, str], n_rows: int, session: QuerySession, other_engine: rdflib.Dataset) -> None:
    query = shipped_query(name)
    answer = session.run(query, params=params)
    assert isinstance(answer, Rows)
    text, _ = bind(query, params, session.entities)
    found = other_engine.query(text)
    assert [str(variable) for variable in found.vars or []] == list(answer.variables)
    rows = [tuple(oxigraph_cell(term) for term in row) for row in answer.rows]
    others = [tuple(rdflib_cell(term) for term in row) for row in found if isinstance(row, rdflib.query.ResultRow)]
    assert Counter(rows) == Counter(others)
    assert len(rows) == len(set(rows)) == n_rows


@pytest.mark.parametrize("query", catalog(), ids=NAMES)
def test_files_run_as_they_stand(query: Query, session: QuerySession) -> None:
    """Without parameters, UNDEF means any: the file itself gives what we give."""
    unbound = session.run(Query(name="", title="", asks="", expects="", parameters=(), text=query.text))
    assert unbound == session.run(query)


def test_unknown_query_offers_near_ones() -> None:
    with pytest.raises(QueryError, match="there is no query 'who-chair'; try who-chairs"):
        shipped_query("who-chair")
    with pytest.raises(QueryError, match="try affects, claims-by-speaker"):
        shipped_query("zzz")


def test_header_may_be_missing_or_wrapped(tmp_path: Path) -> None:
    bare = parse_query("SELECT * {}", name="x")
    assert (bare.title, bare.parameters, bare.text) == ("", (), "SELECT * {}")
    query = parse_query("# title: A\n# asks: One\n#   two?\n# params:\n#   n | integer | 3 | how many\n# expects: rows\nASK {}\n# title: B", name="x")
    assert (query.title, query.asks, query.expects) == ("A", "One two?", "rows")
    assert [(each.name, each.kind, each.default) for each in query.parameters] == [("n", "integer", "3")]
    (tmp_path / "own.rq").write_text("# title: Own\nASK {}")
    assert [each.title for each in catalog(tmp_path)] == ["Own"]


@pytest.mark.parametrize("line", ["n | integer | 3", "n | number | 3 | how many"])
def test_malformed_parameter_lines_are_refused(line: str) -> None:
    with pytest.raises(QueryError, match="is not of the form: name"):
        parse_query(f"# params:\n#   {line}\nASK {{}}", name="x")


def test_unreadable_files_are_reported(tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_bytes(b"\xff")
    with pytest.raises(QueryError, match=r"cannot read the query .*bad\.rq"):
        catalog(tmp_path)
