"""Test that queries are answered, limited, stopped and refused as promised."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Store
from tests.unit.graph import sample_reading as sample

from newsgraph.errors import QueryError
from newsgraph.graph import quads
from newsgraph.namespaces import FACTS_GRAPH, ID, LINKS_GRAPH, NG
from newsgraph.query import Answer, QuerySession, Rows, Triples, run_query, shipped_query
from newsgraph.query.text import bare_words
from newsgraph.store import EmbeddedStore, serialize

CHAIRS = "SELECT ?who WHERE { ?who ng:chairs ?what }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }"


def column(answer: Answer, name: str) -> list[str]:
    """Return one column as strings."""
    assert isinstance(answer, Rows)
    return [row[name] for row in answer.texts()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the sample's quads in every format, and as a store."""
    found = quads(sample.reading(), run=sample.RUN)
    for name in ("trig", "nq", "ttl", "jsonld"):
        (tmp_path / f"sample.{name}").write_bytes(serialize(found, name))
    with EmbeddedStore(tmp_path / "store") as store:
        store.replace_article(found, sample.article().key)
    return tmp_path


@pytest.mark.parametrize("name", ["sample.trig", "sample.nq", "sample.ttl", "sample.jsonld", "store"])
def test_files_and_folders_are_asked(name: str, folder: Path) -> None:
    """Every format gives the same answer; the usual prefixes need no declaration."""
    answer = run_query(CHAIRS, store=folder / name) if name == "store" else run_query(CHAIRS, files=[folder / name])
    assert column(answer, "who") == [ID + "Kyrgyzstan"]


def test_answers_have_the_kind_of_their_question(session: QuerySession) -> None:
    assert session.run("ASK { id:Kyrgyzstan ng:chairs ?x }") is True
    assert session.run("ASK { id:Astana ng:chairs ?x }") is False
    triples = session.run("CONSTRUCT { ?o ng:relatedTo ?s } WHERE { ?s ng:partOf|ng:chairs ?o }")
    assert isinstance(triples, Triples)
    assert [str(each.object) for each in triples.triples] == [f"<{ID}CSTO_Council>", f"<{ID}Kyrgyzstan>"]
    described = session.run("DESCRIBE id:Astana")
    assert isinstance(described, Triples)
    assert len(described) == 4


def test_rows_without_order_are_sorted_and_with_order_are_kept(session: QuerySession) -> None:
    unordered = column(session.run("SELECT ?c WHERE { ?c a ng:Country }"), "c")
    assert unordered == sorted(unordered)
    assert len(unordered) == 3
    assert column(session.run("SELECT ?c WHERE { ?c a ng:Country } ORDER BY DESC(?c)"), "c") == unordered[::-1]


def test_rows_are_cut_and_say_so(session: QuerySession) -> None:
    cut = session.run("SELECT ?c WHERE { ?c a ng:Country } ORDER BY ?c", max_rows=2)
    assert isinstance(cut, Rows)
    assert (len(cut), cut.is_cut) == (2, True)
    whole = session.run("SELECT ?c WHERE { ?c a ng:Country } ORDER BY ?c", max_rows=3)
    assert isinstance(whole, Rows)
    assert (len(whole), whole.is_cut) == (3, False)
    graph = session.run("CONSTRUCT { ?c a ng:Place } WHERE { ?c a ng:Country }", max_rows=1)
    assert isinstance(graph, Triples)
    assert (len(graph), graph.is_cut) == (1, True)


def test_a_dataset_of_the_query_is_obeyed(session: QuerySession) -> None:
    """FROM narrows the graphs; the union is only the default. The protocol's graphs go before FROM."""
    count = "SELECT (COUNT(*) AS ?n) {} WHERE {{ ?s owl:sameAs ?o }}"
    assert column(session.run(count.format("")), "n") == ["4"]
    assert column(session.run(count.format(f"FROM <{LINKS_GRAPH}>")), "n") == ["4"]
    assert column(session.run(count.format(f"FROM <{FACTS_GRAPH}>")), "n") == ["0"]
    assert column(session.run(count.format(""), default_graphs=[FACTS_GRAPH]), "n") == ["0"]
    assert column(session.run(count.format(f"FROM <{FACTS_GRAPH}>"), default_graphs=[LINKS_GRAPH]), "n") == ["4"]
    named = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert column(session.run(named, named_graphs=[LINKS_GRAPH]), "g") == [LINKS_GRAPH]
    assert column(session.run("SELECT ('FROM <x>' AS ?word) (COUNT(*) AS ?n) WHERE { ?s owl:sameAs ?o }"), "n") == ["4"]


def test_a_runaway_query_is_stopped(store: EmbeddedStore) -> None:
    """The process is gone soon after the limit, and the session answers the next question."""
    with QuerySession(store=store) as session:
        session.run("ASK {}")
        assert session._process is not None
        child = session._process._child
        start = time.monotonic()
        with pytest.raises(QueryError, match=r"took longer than 0\.5 s and was stopped"):
            session.run(RUNAWAY, timeout_s=0.5)
        assert time.monotonic() - start < 5
        assert child.returncode is not None
        assert session.run("ASK { id:Kyrgyzstan ng:chairs ?x }") is True


def test_a_runaway_query_ends_without_its_asker(folder: Path) -> None:
    """If the asking process is killed, the answering one does not run on for ever."""
    script = (
        "import sys; sys.path[:] = {path!r}; from newsgraph.query import QuerySession; from pathlib import Path; "
        "s = QuerySession(files=[Path({file!r})]); s.run('ASK {{}}'); print(s._process._child.pid, flush=True); s.run({query!r}, timeout_s=0.2)"
    ).format(path=sys.path, file=str(folder / "sample.nq"), query=RUNAWAY)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as asker:
        assert asker.stdout is not None
        pid = int(asker.stdout.readline())
        time.sleep(0.1)
        asker.kill()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and is_running(pid):
        time.sleep(0.2)
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    """Tell whether a process exists and is not a leftover entry."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { service silent<http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:1/>{?a ?b ?c} }",
    "SELECT * { ?s ?p trueSERVICE ?x{?a ?b ?c} }",
    "PREFIX x: <http://127.0.0.1:1/> SELECT * { SERVICE # a comment {\n x:y #another\n {?a ?b ?c} }",
    "PREFIX : <http://127.0.0.1:1/> SELECT * { {SERVICE:x{?a ?b ?c}} }",
    "SELECT * { ?a ?b ?c FILTER(?a <'>') SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } FILTER(?b > '') }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o OPTIONAL { SERVICE SILENT ?where { ?s ?q ?r } } }",
]
HARMLESS = [
    "SELECT ?service { ?service ng:chairs ?o }",
    "SELECT * { ?s ng:service ?o . ?o ng:x ?y }",
    "SELECT * { ?s rdfs:label ?l FILTER(CONTAINS(?l, 'SERVICE <x>')) } # SERVICE",
    "PREFIX service: <http://x.example/> SELECT * { ?s service:of ?o }",
]


@pytest.mark.parametrize("sparql", SERVICES)
def test_service_is_refused(sparql: str, session: QuerySession) -> None:
    """No spelling of it reaches the network."""
    assert len(SERVICES) == 9
    with pytest.raises(QueryError, match="SERVICE would call another server"):
        session.run(sparql)


@pytest.mark.parametrize("sparql", HARMLESS)
def test_the_word_service_is_not_refused(sparql: str, session: QuerySession) -> None:
    assert isinstance(session.run(sparql), Rows)


@pytest.mark.parametrize(
    "sparql", ["INSERT DATA { <a:a> <a:b> <a:c> }", "PREFIX a: <b:>\nDELETE WHERE { ?s ?p ?o }", "# x\nDROP ALL", "LOAD <http://a.example/>"]
)
def test_updates_are_refused(sparql: str, session: QuerySession) -> None:
    with pytest.raises(QueryError, match="changes a graph; only SELECT"):
        session.run(sparql)


def test_errors_say_where_and_what(session: QuerySession, tmp_path: Path, folder: Path) -> None:
    with pytest.raises(QueryError, match=r"^the query is not valid SPARQL at line 2, column 14, before '}': it cannot be read on"):
        session.run("SELECT ?x {\n?x ng:chairs }")
    for sparql in ("SELECT * { ?s nx:p ?o }", "PREFIX ny: <y:> SELECT * { ?s ny:q 'ng:' ; nx:p ?o }"):
        with pytest.raises(QueryError, match=r"the prefix nx: is not declared; add PREFIX nx: <"):
            session.run(sparql)
    with pytest.raises(QueryError, match=r"after '.*': The SELECT contains a variable that is unbound$"):
        session.run("SELECT ?x (COUNT(?y) AS ?z) { ?x ?y ?y }")
    with pytest.raises(QueryError, match=r"cannot be answered: The custom function <http://f\.example/> is not supported"):
        session.run("SELECT (<http://f.example/>(1) AS ?x) {}")
    with pytest.raises(QueryError, match="give exactly one"):
        run_query("ASK {}")
    with pytest.raises(QueryError, match="give exactly one"):
        run_query("ASK {}", store=folder / "store", files=[folder / "sample.nq"])
    with pytest.raises(QueryError, match=r"there is no .*none\.nq"):
        run_query("ASK {}", files=[tmp_path / "none.nq"])
    (tmp_path / "bad.nq").write_text("<a")
    with pytest.raises(QueryError, match=r"nothing to ask: cannot read .*bad\.nq"):
        run_query("ASK {}", files=[tmp_path / "bad.nq"])
    (tmp_path / "bad.txt").write_text("")
    with pytest.raises(QueryError, match=r"bad\.txt has no RDF suffix"):
        run_query("ASK {}", files=[tmp_path / "bad.txt"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(QueryError, match="there is no store in"):
        run_query("ASK {}", store=tmp_path / "empty")
    with pytest.raises(QueryError, match="answers nothing"):
        session.run("ASK {}", timeout_s=0)


def test_changes_are_seen_by_the_next_query(folder: Path) -> None:
    """A store in memory, a store in a folder that is being written, and a file."""
    count = "SELECT (COUNT(DISTINCT ?a) AS ?n) WHERE { ?a a ng:Article }"
    more = sample.another_article("More.", [("kyrgyzstan", "chairs", "csto", sample.FACT)])
    for store in (EmbeddedStore(), EmbeddedStore(folder / "store")):
        store.load([folder / "sample.nq"])
        with QuerySession(store=store) as session:
            assert column(session.run(count), "n") == ["1"]
            first = session._process
            assert column(session.run(count), "n") == ["1"]
            assert session._process is first or store.path is not None  # a writer may tidy up its folder at any time
            store.replace_article(quads(more, run=sample.RUN), more.article.key)
            assert column(session.run(count), "n") == ["2"]
        store.close()
    with QuerySession(files=[folder / "sample.nq"]) as session:
        assert column(session.run(count), "n") == ["1"]
        (folder / "sample.nq").write_bytes(b"")
        assert column(session.run(count), "n") == ["0"]


def test_a_killed_answering_process_is_replaced(store: EmbeddedStore) -> None:
    with QuerySession(store=store) as session:
        session.run("ASK {}")
        assert session._process is not None
        session._process._child.kill()
        session._process._child.wait()
        assert session.run("ASK { id:Kyrgyzstan ng:chairs ?x }") is True


def test_an_answering_process_that_dies_is_reported(store: EmbeddedStore) -> None:
    """As when it runs out of memory in the middle of a query."""
    with QuerySession(store=store) as session:
        session.run("ASK {}")
        assert session._process is not None
        threading.Timer(0.3, session._process._child.kill).start()
        with pytest.raises(QueryError, match="ended with code -9; it may have run out of memory"):
            session.run(RUNAWAY, timeout_s=20)


VALUES = [  # values of an entity parameter, the chairs found
    ("CSTO", 1),
    ("csto", 1),
    (" Collective Security Treaty Organization ", 1),
    ("id:Collective_Security_Treaty_Organization", 1),
    (f"<{ID}Collective_Security_Treaty_Organization>", 1),
    (ID + "Collective_Security_Treaty_Organization", 1),
    ("wd:Q318693", 1),
    ("http://www.wikidata.org/entity/Q318693", 1),
    ("Kyrgyzstan", 0),
    ("wd:Q1", 0),
]


@pytest.mark.parametrize(("value", "n_rows"), VALUES)
def test_an_entity_may_be_named_in_many_ways(value: str, n_rows: int, session: QuerySession) -> None:
    answer = session.run(shipped_query("who-chairs"), params={"organization": value})
    assert isinstance(answer, Rows)
    assert len(answer) == n_rows
    assert answer.notes == ()
    assert len(VALUES) == 10


def test_an_unknown_name_gives_no_rows_and_a_note(session: QuerySession) -> None:
    answer = session.run(shipped_query("who-chairs"), params={"organization": "Security Council"})
    assert isinstance(answer, Rows)
    assert len(answer) == 0
    near = "regional security, Collective Security Treaty Organization, strengthen the collective security of the CSTO countries"
    assert answer.notes == (f"nothing here is called 'Security Council'; near it: {near}",)
    answer = session.run(shipped_query("who-chairs"), params={"organization": "Zzz"})
    assert isinstance(answer, Rows)
    assert answer.notes == ("nothing here is called 'Zzz'",)


WRONG = [
    ("who-chairs", {"body": "CSTO"}, "has no parameter 'body': it has organization"),
    ("who-chairs-on-date", {"date": "tomorrow"}, "date='tomorrow' is not a day; write it as 2019-06-30"),
    ("evidence-of", {"relation": "?x } #"}, "is not the name of a relation; write for example chairs"),
    ("evidence-of", {"relation": "<not an iri>"}, "is not an IRI"),
    ("mentions", {"name": "\ud800"}, "lone surrogate"),
    ("who-chairs", {"organization": "\udfff"}, "lone surrogate"),
]


@pytest.mark.parametrize(("name", "params", "message"), WRONG)
def test_wrong_parameters_are_refused(name: str, params: dict[str, str], message: str, session: QuerySession) -> None:
    with pytest.raises(QueryError, match=message.replace("?", r"\?")):
        session.run(shipped_query(name), params=params)
    assert len(WRONG) == 6


def test_own_queries_may_have_parameters(session: QuerySession) -> None:
    """A VALUES block is enough; the value is taken for what it looks like."""
    text = "SELECT ?x ?y WHERE { VALUES ?x { UNDEF } BIND(?x AS ?y) }"
    for value, expected in [
        ("3", "3"),
        ("2019-06-30", "2019-06-30"),
        ("ng:chairs", NG + "chairs"),
        ("Astana", ID + "Astana"),
    ]:
        assert column(session.run(text, params={"x": value}), "y") == [expected]
    typed = "# params:\n#   n | integer | 7 | a number\n#   c | class | any | a class\nSELECT ?n ?c WHERE { VALUES ?n { 7 } VALUES ?c { UNDEF } }"
    assert column(session.run(typed, params={"c": "international organization"}), "c") == [NG + "InternationalOrganization"]
    assert column(session.run(typed, params={"n": "+08"}), "n") == ["8"]
    assert column(session.run(typed), "n") == ["7"]
    with pytest.raises(QueryError, match="is not a whole number"):
        session.run(typed, params={"n": "eight"})
    with pytest.raises(QueryError, match="it has none"):
        session.run("ASK {}", params={"x": "1"})
    with pytest.raises(QueryError, match="has no block VALUES"):
        session.run("# params:\n#   n | integer | 7 | a number\nASK {}")


@settings(deadline=None, max_examples=150)
@given(
    st.text(st.characters(codec="utf-8"), max_size=30), st.sampled_from(["", "' } ", '" ) } ', "VALUES ?other { UNDEF }", "\\u0022", "*/ #", "<x>"])
)
def test_no_value_changes_the_query(session: QuerySession, value: str, tail: str) -> None:
    """Words come back as they went in, whatever they are made of."""
    text = "# params:\n#   words | text | any | any\n#   other | text | any | any\nSELECT ?words ?other WHERE { VALUES ?words { UNDEF } VALUES ?other { UNDEF } }"
    sent = (value + tail).strip()
    answer = session.run(text, params={"words": value + tail, "other": '" } VALUES ?words { UNDEF }'})
    assert isinstance(answer, Rows)
    assert answer.rows == ((Literal(sent) if sent else None, Literal('" } VALUES ?words { UNDEF }')),)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["CSTO", "capacity", "e", "the", "'", "%", "ü", "(", "collective FORCES"]), st.sampled_from(["", "Sooronbai Jeenbekov"]))
def test_words_find_what_python_finds(session: QuerySession, words: str, who: str) -> None:
    everything = session.run(shipped_query("proposals"))
    assert isinstance(everything, Rows)
    expected = {row["proposal"] for row in everything.texts() if words.lower() in row["proposal"].lower() and who in {"", row["proposer"]}}
    found = session.run(shipped_query("proposals"), params={"containing": words, "who": who})
    assert set(column(found, "proposal")) == expected


def test_bare_words_are_those_outside_names_and_strings() -> None:
    text = 'PREFIX a: <http://FROM> SELECT ?FROM { a:FROM ?p \'FROM\', "FROM"@en, \'\'\'it\'s FROM\'\'\' , """FROM "x" """ } # FROM\nORDER BY ?x'
    assert bare_words(text) == ("PREFIX", "SELECT", "ORDER", "BY")


def test_importing_costs_little() -> None:
    """Asking needs neither rdflib nor spaCy nor pyshacl; pyoxigraph is enough."""
    script = "import sys; import newsgraph.query; print(sorted({'rdflib', 'spacy', 'pyshacl', 'numpy', 'networkx'} & set(sys.modules)))"
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {script}"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_answers_are_the_same_under_any_hash_seed(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from newsgraph.query import *\n"
        "with QuerySession(files=[Path(sys.argv[1])]) as s:\n"
        "    for q in catalog(): print(render(s.run(q), 'json'))\n"
        "    print(render(s.run('SELECT * { ?s ?p ?o }'), 'tsv'), render(s.run('CONSTRUCT WHERE { ?s ?p ?o }'), 'turtle'))\n"
    )
    outputs = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{script}", str(folder / "sample.trig")]
        outputs.add(subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout)
    assert len(outputs) == 1
    assert len(outputs.pop()) > 100_000


def test_the_union_flag_is_set_in_one_place() -> None:
    """One switch decides how many rows there are."""
    source = Path(sys.modules["newsgraph.query.run"].__file__ or "").parent
    users = [path.name for path in source.rglob("*.py") if "use_default_graph_as_union" in path.read_text(encoding="utf-8")]
    assert users == ["run.py"]


def test_a_foreign_store_in_memory_may_be_asked() -> None:
    """Whatever gives its quads and a revision is a source."""

    class Other:
        path: Path | None = None
        revision = 0

        def nquads(self) -> bytes:
            store = Store()
            store.update("INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 'x'@en } }")
            return store.dump(format=RdfFormat.N_QUADS) or b""

    answer = run_query("SELECT ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }", store=Other())
    assert isinstance(answer, Rows)
    assert answer.rows == ((Literal("x", language="en"), NamedNode("a:g")),)
