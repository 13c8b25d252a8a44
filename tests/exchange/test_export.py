"""What is exported can be read again, whole, by its own reader and by others; nothing depends on the clock."""

from __future__ import annotations

import csv
import io
import subprocess
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, Triple

from newsgraph.cli import export as command
from newsgraph.cli import options
from newsgraph.cli.main import run
from newsgraph.errors import StoreError
from newsgraph.exchange import EXPORT_FORMATS, canonical_nquads, difference, export_files, export_format, with_reifiers
from newsgraph.exchange.neo4j import SEPARATOR
from newsgraph.namespaces import BASE, NG, RDF
from newsgraph.store import READABLE, EmbeddedStore, check_quads, parsed, parsed_bytes

WITH_GRAPHS, WITHOUT = ("trig", "nq", "jsonld", "rdfc"), ("ttl", "nt", "rdf")
DATASET = NamedNode(BASE + "dataset")
VOID = "http://rdfs.org/ns/void#"


@pytest.fixture(scope="module")
def quads(built: Path) -> set[Quad]:
    return parsed(built / "csto-2018.nq")


def read(content: bytes, form: str) -> set[Quad]:
    return parsed_bytes(content, form="nq" if form == "rdfc" else form, name=form)


def test_the_command_knows_every_format() -> None:
    assert command.FORMATS == EXPORT_FORMATS
    assert len(EXPORT_FORMATS) == 10
    assert options.RDF_FORMATS == READABLE


@pytest.mark.parametrize("form", [*WITH_GRAPHS, *WITHOUT])
@pytest.mark.parametrize("is_rdf12", [False, True], ids=["1.1", "1.2"])
def test_rdf_is_read_again_whole(form: str, is_rdf12: bool, quads: set[Quad]) -> None:  # noqa: FBT001
    path = Path(f"x.{form}")
    chosen = export_format(form, path)
    if is_rdf12 and form == "jsonld":
        with pytest.raises(StoreError, match="jsonld holds no triple terms"):
            export_files(quads, path, chosen, is_rdf12=True)
        return
    (content,) = export_files(quads, path, chosen, is_rdf12=is_rdf12).values()
    assert export_files(sorted(quads, key=str, reverse=True), path, chosen, is_rdf12=is_rdf12) == {path: content}
    wanted = with_reifiers(quads) if is_rdf12 else quads
    assert difference(wanted, read(content, form), names=("A", "B"), is_union=form in WITHOUT).is_same
    n_terms = sum(isinstance(quad.object, Triple) for quad in read(content, form))
    assert n_terms == (sum(quad.predicate.value == RDF + "subject" for quad in quads) if is_rdf12 else 0)


def test_a_statement_reifies_its_triple(quads: set[Quad]) -> None:
    found = {quad.object for quad in with_reifiers(quads) - quads}
    csto = NamedNode(BASE + "id/Collective_Security_Treaty_Organization")
    assert Triple(NamedNode(BASE + "id/Kyrgyzstan"), NamedNode(NG + "chairs"), csto) in found
    assert len(found) > 20


@pytest.mark.parametrize(
    ("form", "reader"), [("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"), ("jsonld", "json-ld"), ("trig", "trig"), ("nq", "nquads")]
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own readers use it
def test_rdflib_reads_as_many_triples(form: str, reader: str, quads: set[Quad]) -> None:
    (content,) = export_files(quads, Path("x"), export_format(form, Path("x"))).values()
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(io.BytesIO(content), format=reader)
    assert len(set(dataset.triples((None, None, None)))) == len({quad.triple for quad in quads})


def test_canonical_nquads_are_the_golden_form(quads: set[Quad]) -> None:
    (content,) = export_files(quads, Path("x.nq"), "rdfc").values()
    assert content == canonical_nquads(quads)
    assert content.count(b"\n") == len(quads)


def test_what_xml_cannot_hold_is_told() -> None:
    for bad in (Literal("a\x01b"), Literal("c")):
        predicate = NamedNode("http://example.org/p" if bad.value != "c" else "http://example.org/")
        with pytest.raises(StoreError, match="RDF/XML cannot hold all of it"):
            export_files([Quad(DATASET, predicate, bad)], Path("x.rdf"), "rdf")


def test_records_of_merges_stay_at_home(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "store"
    assert run(["merge", str(built / "csto-2018.nq"), "--into", str(store), "-q"]) == 0
    assert run(["export", "--store", str(store), "-o", str(tmp_path / "all.nq")]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'all.nq'}\n"
    assert (tmp_path / "all.nq").read_bytes() == (built / "csto-2018.nq").read_bytes()
    assert run(["export", "--store", str(store), "-o", str(tmp_path / "all.foo")]) == 3
    assert "names no format; choose one of trig" in capsys.readouterr().err


def test_tables_and_networks_are_those_of_build(built: Path, tmp_path: Path) -> None:
    for name, made in (("t.csv", ("nodes.csv", "edges.csv")), ("t.graphml", ("graphml",))):
        assert run(["export", "--data", str(built / "csto-2018.trig"), "-o", str(tmp_path / name), "-q"]) == 0
        for each in made:
            assert (tmp_path / f"t.{each}").read_bytes() == (built / f"csto-2018.{each}").read_bytes()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_neo4j_tables_hold_together_and_the_scripts_name_them(built: Path, tmp_path: Path, quads: set[Quad]) -> None:
    folder = tmp_path / "neo4j"
    assert run(["export", "--store", str(built / "store"), "-o", str(folder), "--format", "neo4j", "-q"]) == 0
    nodes, articles, statements, about = (rows(folder / f"{name}.csv") for name in ("nodes", "articles", "statements", "about"))
    ids = {row["iri:ID"] for row in nodes}
    assert len(ids) == len(nodes) > 30
    assert len(articles) == 1
    assert all(row[":START_ID"] in ids and row[":END_ID"] in ids for row in (*statements, *about))
    assert {row["article"] for row in statements} == {articles[0]["iri:ID"]}
    assert len(statements) == len({quad.subject for quad in quads if quad.object == NamedNode(NG + "Statement")})
    chairs = [row for row in statements if row[":TYPE"] == "CHAIRS"]
    assert [(row["start:date"], row["end:date"], row["modality"]) for row in chairs] == [("2019-01-01", "2019-12-31", "Actual")]
    country = next(row for row in nodes if row["label"] == "Kyrgyzstan")
    assert country[":LABEL"].split(SEPARATOR) == ["Entity", "Country"]
    assert len(country["aliases:string[]"].split(SEPARATOR)) > 3
    script = (folder / "load.cypher").read_text("utf-8")
    assert script.count(";\n") == 2 + 1 + len({row[":LABEL"] for row in nodes}) + 1 + len({row[":TYPE"] for row in statements}) + 1
    assert subprocess.run(["sh", "-n", str(folder / "load.sh")], check=False).returncode == 0


def test_the_shell_script_gives_every_table_to_the_importer(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "neo4j"
    run(["export", "--data", str(built / "csto-2018.trig"), "-o", str(folder), "--format", "neo4j", "-q"])
    result = subprocess.run(
        ["sh", str(folder / "load.sh"), "news"], env={"NEO4J_ADMIN": "echo", "PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=True
    )
    words = result.stdout.split()
    assert words[:4] == ["database", "import", "full", "news"]
    assert sorted(word.partition("=")[2] for word in words if "s=" in word) == ["about.csv", "articles.csv", "nodes.csv", "statements.csv"]


def count(quads: set[Quad], name: str) -> str:
    (found,) = {quad.object.value for quad in quads if quad.subject == DATASET and quad.predicate.value == VOID + name}  # type: ignore[union-attr]
    return found


def test_a_description_counts_and_does_not_count_itself(quads: set[Quad]) -> None:
    (content,) = export_files(quads, Path("all.trig"), "trig", is_described=True).values()
    found = read(content, "trig")
    assert quads < found
    assert int(count(found, "triples")) == len(quads)
    assert count(found, "documents") == "1"
    assert export_files(found, Path("all.trig"), "trig", is_described=True) == {Path("all.trig"): content}
    classes = Counter(quad.object for quad in quads if quad.predicate.value == RDF + "type")
    part = NamedNode(BASE + "dataset#class-Country")
    assert {quad.object.value for quad in found if quad.subject == part} == {NG + "Country", str(classes[NamedNode(NG + "Country")])}  # type: ignore[union-attr]
    assert check_quads(found, name="described").conforms
    (other,) = export_files(found, Path("all.trig"), "trig").values()
    assert read(other, "trig") == found


def test_a_description_in_a_store_goes_when_something_changes(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, article = tmp_path / "store", built / "csto-2018.trig"
    run(["merge", str(article), "--into", str(store), "-q"])
    assert run(["describe", "--store", str(store), "--write"]) == 0
    first = capsys.readouterr().out
    assert run(["describe", "--store", str(store)]) == 0
    assert capsys.readouterr().out == first
    assert "void:triples 865" in first or "void:triples" in first
    assert run(["diff", str(store), str(article), "--summary"]) == 1
    (tmp_path / "more.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    run(["merge", str(tmp_path / "more.ttl"), "--into", str(store), "-q"])
    with EmbeddedStore(store) as opened:
        assert not [quad for quad in opened if VOID + "triples" in str(quad.predicate)]
        key = opened.articles()[0]
    run(["merge", "--undo", "merge-2", "--into", str(store), "-q"])
    with EmbeddedStore(store) as opened:
        assert [quad for quad in opened if VOID + "triples" in str(quad.predicate)]
        opened.remove_article(key)
        assert not [quad for quad in opened if VOID + "triples" in str(quad.predicate)]
    assert run(["describe", "--data", str(article), "--write"]) == 2
    assert run(["describe", "--store", str(tmp_path / "none"), "--write"]) == 3
