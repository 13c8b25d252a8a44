"""Test that answers are written as the W3C formats say, and readably."""

from __future__ import annotations

import csv
import io

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse, parse_query_results

from newsgraph.errors import QueryError
from newsgraph.namespaces import ID, NG, RDFS, XSD
from newsgraph.query import FORMATS, Format, Rows, Triples, render
from newsgraph.query.wire import from_wire, to_wire

ROWS = Rows(
    variables=("who", "words", "n"),
    rows=(
        (NamedNode(ID + "Kyrgyzstan"), Literal('say "a,\tb"\n2', language="en"), Literal("3", datatype=NamedNode(XSD + "integer"))),
        (BlankNode("x"), None, Literal("Кыргызстан")),
    ),
)
TRIPLE = Triple(NamedNode(ID + "Astana"), NamedNode(RDFS + "label"), Literal("Astana", language="en"))
OXIGRAPH = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}

CHARACTERS = st.characters(codec="utf-8")
XML_CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff")
WORDS = st.text(CHARACTERS, max_size=12)
TERMS = st.one_of(
    st.none(),
    st.sampled_from([NamedNode(ID + "Kyrgyzstan"), NamedNode("http://x.example/?a=1&b=<2>".replace("<2>", "2")), BlankNode("b1")]),
    st.builds(Literal, WORDS),
    st.builds(lambda words: Literal(words, language="en-gb"), WORDS),
    st.builds(lambda words: Literal(words, datatype=NamedNode(XSD + "date")), WORDS),
)
TABLES = st.builds(lambda rows: Rows(variables=("a", "b"), rows=tuple(rows)), st.lists(st.tuples(TERMS, TERMS), max_size=5))


def read_back(text: str, form: str) -> list[tuple[object, ...]]:
    """Return what pyoxigraph reads."""
    solutions = parse_query_results(text, format=OXIGRAPH[form])
    assert isinstance(solutions, QuerySolutions)
    return [tuple(solution) for solution in solutions]


@settings(deadline=None)
@given(TABLES)
def test_json_and_tsv_keep_every_term(table: Rows) -> None:
    for form in ("json", "tsv"):
        assert read_back(render(table, form), form) == list(table.rows), form


@settings(deadline=None)
@given(TABLES)
def test_xml_keeps_what_xml_can_hold(table: Rows) -> None:
    found = read_back(render(table, "xml"), "xml")
    for row, other in zip(found, table.rows, strict=True):
        for term, expected in zip(row, other, strict=True):
            if not isinstance(expected, Literal) or all(char >= " " and char not in "\ufffe\uffff" for char in expected.value):
                assert term == expected


@settings(deadline=None)
@given(TABLES)
def test_csv_has_the_bare_characters(table: Rows) -> None:
    rows = list(csv.reader(io.StringIO(render(table, "csv"), newline="")))
    assert rows[0] == ["a", "b"]
    plain = [list(row.values()) for row in table.texts()]
    assert [row for row in rows[1:] if row != []] == plain


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rdflib_reads_the_formats(form: Format) -> None:
    result = rdflib.query.Result.parse(io.BytesIO(render(ROWS, form).encode("utf-8")), format=form)
    assert [str(each) for each in result.vars or []] == ["who", "words", "n"]
    first = result.bindings[0]
    assert str(first[rdflib.Variable("who")]) == ID + "Kyrgyzstan"
    assert str(first[rdflib.Variable("words")]) == 'say "a,\tb"\n2'


def test_csv_and_tsv_look_as_recommended() -> None:
    assert render(ROWS, "csv") == f'who,words,n\r\n{ID}Kyrgyzstan,"say ""a,\tb""\n2",3\r\n_:x,,Кыргызстан\r\n'
    assert render(ROWS, "tsv").splitlines()[0] == "?who\t?words\t?n"
    assert render(ROWS, "tsv").splitlines()[1] == f'<{ID}Kyrgyzstan>\t"say \\"a,\\tb\\"\\n2"@en\t"3"^^<{XSD}integer>'


def test_table_is_readable() -> None:
    """Short names, one line a row, columns in line whatever the script, a count."""
    assert render(ROWS, "table") == (
        "who            words         n\n"
        "-------------  ------------  ----------\n"
        'id:Kyrgyzstan  say "a, b" 2  3\n'
        "_:x                          Кыргызстан\n"
        "(2 rows)\n"
    )
    wide = Rows(variables=("x", "y"), rows=((Literal("北京"), Literal("a")), (Literal("Pe\u0301kin"), Literal("b"))), is_cut=True)
    assert render(wide, "table").splitlines() == ["x      y", "-----  -", "北京   a", "Pe\u0301kin  b", "(2 rows, and there are more)"]
    assert render(Rows(variables=("x",), rows=()), "table") == "x\n-\n(0 rows)\n"


def test_booleans_are_written() -> None:
    for answer in (True, False):
        assert render(answer, "table") == render(answer, "csv") == f"{answer}\n".lower()
        assert bool(parse_query_results(render(answer, "json"), format=QueryResultsFormat.JSON)) is answer
        assert bool(parse_query_results(render(answer, "xml"), format=QueryResultsFormat.XML)) is answer


def test_graphs_are_written() -> None:
    answer = Triples(triples=(TRIPLE,))
    assert render(answer, "turtle") == (f'@prefix id: <{ID}> .\n@prefix rdfs: <{RDFS}> .\n\nid:Astana rdfs:label "Astana"@en .\n')
    assert [each.triple for each in parse(render(answer, "nt"), format=RdfFormat.N_TRIPLES)] == [TRIPLE]
    assert "id:Astana  rdfs:label  Astana" in render(answer, "table")
    assert render(Triples(triples=()), "turtle") == ""


def test_answers_that_do_not_fit_are_refused() -> None:
    for answer, form, message in [
        (Triples(triples=(TRIPLE,)), "csv", "which csv cannot hold; choose turtle, nt or table"),
        (ROWS, "turtle", "which turtle cannot hold; choose table, csv"),
        (True, "nt", "which nt cannot hold"),
        (ROWS, "html", "there is no format 'html' for answers"),
    ]:
        with pytest.raises(QueryError, match=message):
            render(answer, form)  # type: ignore[arg-type]  # what a caller without types may write
    assert len(FORMATS) == 7


@given(TERMS.filter(lambda term: term is not None))
def test_terms_cross_the_wire(term: NamedNode | BlankNode | Literal) -> None:
    assert from_wire(to_wire(term)) == term
    nested = Triple(NamedNode("a:s"), NamedNode("a:p"), Triple(NamedNode("a:s"), NamedNode("a:p"), term))
    assert from_wire(to_wire(nested)) == nested


def test_a_broken_wire_is_reported() -> None:
    with pytest.raises(QueryError, match="which is no RDF term"):
        from_wire(["what", "ever"])


def test_triple_terms_are_written() -> None:
    """RDF 1.2 statements about statements come back from JSON and XML."""
    rows = Rows(variables=("t",), rows=((TRIPLE,),))
    assert read_back(render(rows, "json"), "json") == [(TRIPLE,)]
    assert read_back(render(rows, "xml"), "xml") == [(TRIPLE,)]
    assert NG not in render(rows, "table")
