"""One sample file of every format: what is read of it, block by block."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from newsgraph.errors import InputError
from newsgraph.model import Article, BlockKind
from newsgraph.read import FORMATS, STDIN, Context, ReadOptions, kept_text, read_items, read_sources, text_of

FOLDER = Path(__file__).parents[2] / "data" / "formats"
DAY = date(2020, 3, 4)
TITLE = "Peru and Chile agree on a fishing treaty"
LETTERS = {"headline": "h", "header": "d", "dateline": "l", "byline": "b", "caption": "c", "paragraph": "p"}
PAGE = "hlppphpp"
SAMPLES: dict[str, tuple[list[tuple[str, str, date | None, str]], list[str], list[str]]] = {
    # name: articles (title, kinds of blocks, day, identifier), failures, notes
    "plain.txt": ([(TITLE, "hdlppp", DAY, "")], [], []),
    "plain-1252.txt": ([(TITLE, "hdlppp", DAY, "")], [], ["is read as windows-1252"]),
    "plain-utf16.txt": ([(TITLE, "hdlppp", DAY, "")], [], ["is read as utf-16"]),
    "packed.txt.gz": ([(TITLE, "hdlppp", DAY, "")], [], []),
    "packed.html.bz2": ([(TITLE, PAGE, DAY, "https://andes.example/2020/packed")], [], []),
    "story.md": ([(TITLE, "hbpphppp", DAY, "https://andes.example/2020/fishing-md")], [], []),
    "page.html": ([(TITLE, PAGE, DAY, "https://andes.example/2020/fishing")], [], []),
    "page-1252.html": ([(TITLE, PAGE, DAY, "https://andes.example/2020/legacy")], [], ["is read as windows-1252"]),
    "feed.xml": (
        [(TITLE, "hppp", DAY, "andes-1"), ("Bolivia recalls its ambassador", "hp", date(2020, 3, 5), "https://andes.example/2020/bolivia")],
        ["feed.xml, entry 3 has no text ('Pictures of the week')"],
        [],
    ),
    "feed.atom": ([(TITLE, "hpp", DAY, "urn:andes:2")], [], []),
    "records.json": (
        [(TITLE, "ppp", DAY, "https://andes.example/2020/17"), ("Bolivia recalls its ambassador", "p", date(2020, 3, 5), "18")],
        [],
        ["taking text from 'body', date from 'published', title from 'headline', id from 'uid', url from 'link', author from 'authors'"],
    ),
    "array.json": (
        [(TITLE, "ppp", DAY, "https://andes.example/2020/17"), ("Bolivia recalls its ambassador", "p", date(2020, 3, 5), "18")],
        [],
        ["taking text from 'body'"],
    ),
    "lines.jsonl": (
        [(TITLE, "ppp", DAY, "https://andes.example/2020/17"), ("Bolivia recalls its ambassador", "p", date(2020, 3, 5), "18")],
        [],
        ["taking text from 'body'"],
    ),
    "table.csv": (
        [(TITLE, "ppp", DAY, "1"), ("Bolivia recalls its ambassador", "p", date(2020, 3, 5), "2")],
        [],
        ["taking text from 'story', date from 'day', title from 'headline'; say otherwise with --fields"],
    ),
    "paper.pdf": ([(TITLE, "hppp", None, "")], [], []),
    "scan.pdf": ([], ["scan.pdf holds no text (its 2 pages are pictures)"], []),
    "letter.docx": ([(TITLE, "hblpphppcp", None, "")], [], []),
    "crawl.warc": (
        [
            (TITLE, PAGE, DAY, "https://andes.example/2020/warc-1"),
            (TITLE + ", again", PAGE, DAY, "https://andes.example/2020/warc-2"),
            (TITLE, "hppp", None, "https://andes.example/2020/warc-6"),
        ],
        ["crawl.warc, record 5 (https://andes.example/) holds no text of an article"],
        ["record 4 (https://andes.example/2020/warc-2) is read as windows-1252"],
    ),
    "crawl.warc.gz": (
        [
            (TITLE, PAGE, DAY, "https://andes.example/2020/warc-1"),
            (TITLE + ", again", PAGE, DAY, "https://andes.example/2020/warc-2"),
            (TITLE, "hppp", None, "https://andes.example/2020/warc-6"),
        ],
        ["crawl.warc.gz, record 5 (https://andes.example/) holds no text of an article"],
        ["record 4"],
    ),
    "table.parquet": (
        [(TITLE, "ppp", DAY, ""), ("Bolivia recalls its ambassador", "p", date(2020, 3, 5), "")],
        ["table.parquet, row 2 has no text: 'content' is empty"],
        ["taking text from 'content', date from 'publish_date'"],
    ),
}


def read(*sources: Path | str, options: ReadOptions | None = None, stdin: bytes | None = None) -> tuple[list[Article], list[str], list[str]]:
    """Return articles, failures and notes."""
    notes: list[str] = []
    context = Context(options=options or ReadOptions(), note=lambda _, message: notes.append(message))
    items = list(read_items(sources, context, stdin=None if stdin is None else io.BytesIO(stdin)))
    return [each for each in items if isinstance(each, Article)], [str(each) for each in items if isinstance(each, InputError)], notes


def kinds(article: Article) -> str:
    return "".join(LETTERS[block.kind] for block in article.blocks)


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_gives_its_articles(name: str) -> None:
    wanted, failures, notes = SAMPLES[name]
    articles, errors, told = read(FOLDER / name)
    assert [(each.title, kinds(each), each.issued, each.identifier) for each in articles] == wanted
    assert len(errors) == len(failures)
    assert all(part in error for part, error in zip(failures, errors, strict=True))
    assert len(told) == len(notes)
    assert all(part in line for part, line in zip(notes, told, strict=True))
    assert all("\n" not in line for line in [*errors, *told])


def test_samples_are_all_read_and_cover_every_format() -> None:
    there = {path.name for path in FOLDER.iterdir() if path.suffix != ".py" and path.is_file()}
    assert there == set(SAMPLES)
    assert len(SAMPLES) == 20
    suffixes = {suffix for name in SAMPLES for suffix in Path(name).suffixes}
    assert all(suffixes & set(each.suffixes) for each in FORMATS)


def test_samples_are_what_their_script_makes(tmp_path: Path) -> None:
    """Parquet and Word files name the version of the library that wrote them, and zlib may pack otherwise; these are only compared by name."""
    subprocess.run([sys.executable, str(FOLDER / "make.py"), str(tmp_path)], check=True, capture_output=True)
    assert {path.name for path in tmp_path.iterdir()} == set(SAMPLES)
    for name in SAMPLES:
        if not name.endswith((".parquet", ".docx", ".gz", ".bz2")):
            assert (FOLDER / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_web_page_tells_all_about_itself() -> None:
    ((found,), _, _) = read(FOLDER / "page.html")
    assert (found.url, found.source, found.authors) == ("https://andes.example/2020/fishing", "Andes Wire", ("Maria Keller",))
    assert (found.media_type, found.encoding, found.stem) == ("text/html", "utf-8", "page")
    assert "resigned" not in found.text
    assert "Most read" not in found.text
    assert found.text.startswith(f"{TITLE}\n\nLIMA, March 4 (Andes Wire) - Peru and Chile signed")


def test_markdown_keeps_its_text_and_hides_its_marks() -> None:
    ((found,), _, _) = read(FOLDER / "story.md")
    assert found.text == (FOLDER / "story.md").read_text("utf-8")
    first = next(block for block in found.blocks if block.kind is BlockKind.PARAGRAPH)
    hidden = [found.text[start:end] for start, end in first.hidden]
    assert hidden == ["**", "**", "[", "](https://andes.example/lima)"]
    assert "resigned" not in "".join(found.text[block.start_char : block.end_char] for block in found.blocks)


def test_pdf_joins_lines_and_leaves_running_titles_out() -> None:
    ((found,), _, _) = read(FOLDER / "paper.pdf")
    assert "The two governments will inspect boats that carry more than ten tons, and non-resident captains" in found.text
    assert "Foreign Minister Rosa Quispe told reporters." in found.text
    assert "Andes Wire" not in found.text
    assert not any(char.isdigit() for char in found.text)


def test_pdf_with_an_endless_word_takes_no_endless_time() -> None:
    from newsgraph.read.pdf import join_lines

    assert join_lines("A" * 300_000 + "-\n" + "ab-\n" * 1_000).startswith("AAA")


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "scan.pdf" and not name.endswith(".parquet")])
def test_standard_input_is_read_as_what_it_holds(name: str) -> None:
    """By name only can CSV, Markdown and lists of JSON be told from text; all else shows itself."""
    content = (FOLDER / name).read_bytes()
    articles, _, _ = read(STDIN, stdin=content)
    wanted = SAMPLES[name][0]
    if name.endswith((".csv", ".json", ".jsonl", ".md")):
        assert len(articles) <= 1
    else:
        assert [each.title for each in articles] == [title for title, _, _, _ in wanted]


def test_parquet_is_no_stream() -> None:
    _, (error,), _ = read(STDIN, stdin=(FOLDER / "table.parquet").read_bytes())
    assert error == "stdin is Parquet inside something else; save it as a file of its own"


def test_content_counts_more_than_the_name(tmp_path: Path) -> None:
    for name, kind in (
        ("page.html", "a.txt"),
        ("paper.pdf", "b.html"),
        ("feed.xml", "c.html"),
        ("letter.docx", "d.txt"),
        ("crawl.warc", "e"),
        ("page.html", "f.dat"),
    ):
        (tmp_path / kind).write_bytes((FOLDER / name).read_bytes())
        articles, _, _ = read(tmp_path / kind)
        assert [each.title for each in articles] == [title for title, _, _, _ in SAMPLES[name][0]]


def test_given_day_wins_everywhere() -> None:
    articles, _, _ = read(FOLDER, options=ReadOptions(day=date(1999, 1, 1)))
    assert len(articles) > 20
    assert {each.issued for each in articles} == {date(1999, 1, 1)}


def test_kept_text_gives_the_same_characters(tmp_path: Path) -> None:
    articles, _, _ = read(FOLDER)
    for number, each in enumerate(articles):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(kept_text(each))
        assert text_of(path) == each.text
    path.write_bytes(kept_text(Article(text="\ufeffPeru voted.\r\n")))
    assert text_of(path) == "\ufeffPeru voted.\r\n"


def test_fields_are_taken_by_the_names_that_are_given(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": {"b": "Peru voted."}, "text": "no", "when": "5 March 2020", "id": 1}\n')
    options = ReadOptions(fields={"text": "a.b", "date": "when", "id": ""})
    ((found,), errors, notes) = read(path, options=options)
    assert (found.text, found.issued, found.identifier, errors, notes) == ("Peru voted.", date(2020, 3, 5), "", [], [])
    _, (error,), _ = read(path, options=ReadOptions(fields={"text": "body"}))
    assert error == f"{path}:1 has no text: no field 'body' among a, text, when, id; name it with --fields text=NAME"
    _, (error,), _ = read(FOLDER / "table.csv", options=ReadOptions(fields={"text": "body"}))
    assert error.endswith("table.csv has no column 'body' among id, day, headline, story; name it with --fields text=COLUMN")


def test_html_in_a_field_is_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "<p>Peru <b>voted</b>.</p><script>x</script><ul><li>Chile did not.</li></ul>"}\n')
    ((found,), errors, (note,)) = read(path)
    assert (found.text, found.media_type, errors) == ("Peru voted.\n\nChile did not.", "text/html", [])
    assert "holds HTML" in note


DATES = {
    "2020-03-04": DAY, "2020-03-04T23:00:00-05:00": DAY, "Wed, 04 Mar 2020 09:30:00 GMT": DAY, "March 4, 2020": DAY, "04.03.2020": DAY, "": None,
}  # fmt: skip


@pytest.mark.parametrize("value", DATES)
def test_dates_of_records_are_read_as_they_are_written(tmp_path: Path, value: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'text,date\nPeru voted.,"{value}"\n')
    ((found,), _, _) = read(path)
    assert found.issued == DATES[value]


@pytest.mark.parametrize("value", ["1583314200", "1583314200000"])
def test_seconds_and_milliseconds_since_1970_are_days(tmp_path: Path, value: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "Peru voted.", "timestamp": {value}}}')
    ((found,), _, _) = read(path)
    assert found.issued == DAY


def test_folder_is_read_to_its_depth_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    for name in ("b/c/deep.txt", "a.txt", "b/x.txt", ".hidden/x.txt", "b/.y.txt", "b/photo.jpg", "b/photo2.jpg", "noname", "out/own.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Peru voted.")
    (tmp_path / "loop").symlink_to(tmp_path)
    articles, errors, (note,) = read(tmp_path, options=ReadOptions(exclude=(tmp_path / "out",)))
    assert ([each.stem for each in articles], errors) == (["a", "deep", "x"], [])
    assert note == f"the folder {tmp_path}: 3 files of kinds that are not read are left out (2 .jpg, 1 without ending)"


def test_folder_leaves_out_what_build_wrote_there(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("Peru voted.")
    for name in ("run.json", "a.html", "kept.txt", "a.nodes.csv"):
        (tmp_path / name).write_text('{"newsgraph": "0.1", "articles": [{"files": ["a.html", "kept.txt"]}]}')
    assert [each.stem for each in read(tmp_path)[0]] == ["own"]
    (tmp_path / "run.json").write_text('{"text": "Chile voted."}')
    assert "run" in [each.stem for each in read(tmp_path)[0]]


def test_pattern_and_list_mean_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("x/a.txt", "x/y/b.txt", "c.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("Peru voted.")
    assert [each.stem for each in read("**/*.txt")[0]] == ["c", "a", "b"]
    Path("list").write_text("# these\n\nx/y/b.txt\r\ngone.txt\nx\n", "utf-8")
    articles, errors, _ = read("@list")
    assert ([each.stem for each in articles], errors) == (["b", "a", "b"], ["gone.txt does not exist; check the name"])
    assert [each.stem for each in read("@-", stdin=b"c.txt\n")[0]] == ["c"]
    Path("none").write_text("# nothing\n")
    assert read("@none")[1] == ["the list none names no source; give it one file, folder or address a line"]
    assert read("*.pdf")[1] == ["no file fits *.pdf; check the pattern"]


MISSING = [("page.html", "trafilatura", "a web page"), ("paper.pdf", "pypdf", "PDF"), ("letter.docx", "python-docx", "a Word document"),
           ("feed.xml", "feedparser", "a feed"), ("crawl.warc", "warcio", "a web archive"), ("table.parquet", "pyarrow", "Parquet")]  # fmt: skip


@pytest.mark.parametrize(("name", "package", "kind"), MISSING)
def test_missing_extra_is_one_line(name: str, package: str, kind: str) -> None:
    module = {"python-docx": "docx"}.get(package, package)
    code = f"import sys; sys.modules[{module!r}] = None\nfrom newsgraph.read import read_items, Context\nfor each in read_items([{str(FOLDER / name)!r}, {str(FOLDER / 'plain.txt')!r}], Context()): print(each if isinstance(each, Exception) else each.title)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == [f"{FOLDER / name}: reading {kind} needs the package {package}; pip install 'newsgraph[sources]'", TITLE]


def test_text_formats_need_no_extra() -> None:
    heavy = ["trafilatura", "lxml", "pypdf", "docx", "feedparser", "warcio", "pyarrow", "httpx", "charset_normalizer"]
    names = [str(FOLDER / name) for name in ("plain.txt", "story.md", "lines.jsonl", "array.json", "table.csv", "packed.txt.gz")]
    code = f"import sys\nfrom newsgraph.read import read_sources\nn = len(list(read_sources({names!r})))\nprint(n, [name for name in {heavy!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "9 []\n"


BOMBS = {
    "xml entities": ("a.xml", b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>', "declares XML entities"),
    "gzip": ("a.jsonl.gz", gzip.compress((b" " * 999 + b"\n") * 100_000, 9), "unpacks to more than 250 times its size"),
    "gzip of text": ("a.txt.gz", gzip.compress(b"a" * 100_000_000, 9), "is larger than 1 MB"),
    "gzip in gzip": ("a.txt.gz", gzip.compress(gzip.compress(b"Peru voted.")), "is compressed twice"),
    "truncated gzip": ("a.txt.gz", gzip.compress(b"Peru voted." * 1000)[:60], "is a damaged or truncated compressed file"),
    "long line": ("a.jsonl", b'{"text": "' + b"x" * 7_000_000, "a.jsonl:1 is larger than 1 MB"),
    "long field": ("a.csv", b'text\n"' + b"x\n" * 4_000_000, "is a quotation mark missing there?"),
    "deep array": ("a.json", b"[" * 200_000, "nested too deeply"),
    "deep object": ("a.json", b'{"a":' * 200_000, "nested too deeply"),
    "deep page": ("a.html", b"<html><body>" + b"<div>" * 400_000 + b"Peru voted.", "a.html"),
    "many tags": ("a.html", b"<html><body>" + b"<b>" * 600_000, "has more than 500,000 tags"),
    "long number": ("a.jsonl", b'{"text": ' + b"9" * 10_000 + b"}", "is not JSON that can be read"),
    "old Word": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is an old Office file; save it as .docx"),
    "zip": ("a.docx", b"PK\x03\x04" + b"x" * 100, "cannot be read as a Word document"),
    "picture": ("a.html", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "is a picture"),
    "other XML": ("a.xml", b"<?xml version='1.0'?><svg><text>Peru</text></svg>", "is XML, but neither RSS nor Atom"),
    "row too long": ("a.csv", b"text,date\nPeru voted, too,2020-01-01\n", "has 3 fields, but there are 2 columns"),
    "no such kind": ("a.log", b"Peru voted.", "is of no kind that can be read"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), BOMBS.values(), ids=BOMBS)
def test_bomb_is_one_clear_line(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    articles, errors, _ = read(tmp_path / name)
    assert articles == []
    assert message in errors[0]
    assert all("\n" not in each and len(each) < 500 for each in errors)


def test_word_bomb_is_refused_by_the_sizes_it_gives(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"a" * 40_000_000)
    _, (error,), _ = read(path)
    assert error == f"{path} unpacks to 40 MB; it is no document of an article"


def test_bad_item_stops_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("text,date\nPerú voted.,2020-01-01\n12 34,\nChile voted.,2020-13-45\n".encode() + b"Per\xc3 voted.,\nCuba voted.,2020-01-02\n")
    articles, errors, _ = read(path)
    assert [each.text for each in articles] == ["Perú voted.", "Cuba voted."]
    assert [each.removeprefix(str(path))[:7] for each in errors] == [", row 3", ", row 4", ", row 5"]


def test_json_that_breaks_off_gives_what_stands_before(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for content, message in (
        ('[{"text": "Peru voted."}, {"text": "Chile', "breaks off in record 2"),
        ('[{"text": "Peru voted."}, {"text": oops, "and": "so on and so forth"}, {"text": "Cuba voted."}]', "record 2 is not JSON: Expecting value"),
    ):
        path.write_text(content)
        articles, (error,), _ = read(path)
        assert [each.text for each in articles] == ["Peru voted."]
        assert message in error


def test_large_files_are_read_as_streams(tmp_path: Path) -> None:
    """Two hundred records in an array, lines and a table: 20 MB each, read with less than 15 MB."""
    text = "Peru voted on the treaty. " * 4_000
    (tmp_path / "a.json").write_text("[" + ",".join([f'{{"text": "{text}"}}'] * 200) + "]")
    (tmp_path / "a.jsonl").write_text(f'{{"text": "{text}"}}\n' * 200)
    (tmp_path / "a.csv").write_text("text\n" + f'"{text}"\n' * 200)
    code = f"""
import resource
from newsgraph.read import read_sources
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
n = sum(1 for _ in read_sources([{str(tmp_path)!r}]))
print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base < 15_000)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "600 True\n"


def test_first_error_raises_where_nobody_listens() -> None:
    with pytest.raises(InputError, match="holds no text"):
        list(read_sources([FOLDER / "scan.pdf"]))
