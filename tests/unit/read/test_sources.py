"""What a source gives, and the one line that says why it cannot be read."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest

from newsgraph.errors import InputError
from newsgraph.model import Article, BlockKind
from newsgraph.read import STDIN, article, read_sources, text_of
from newsgraph.read.content import MAX_BYTES
from newsgraph.read.language import english_words

DAY = date(2020, 2, 1)
GERMAN = (
    "Der Präsident von Kirgisistan hat am Freitag in Astana sechs vorrangige Arbeitsbereiche der Organisation für das kommende Jahr vorgestellt. "
    "Die wachsende Unsicherheit in der internationalen Politik und die Spannungsherde in der Welt wirken sich weiter negativ auf die regionale Sicherheit aus."
)
DUTCH = (
    "De minister was in Brussel en heeft gezegd dat het land meer zal doen. Het is niet de eerste keer dat er over de toekomst van het verdrag is gesproken; "
    "er was al eerder een poging. We have geen idee wat er nu gaat gebeuren met de president van het land."
)


def read(*paths: Path, **options: object) -> list[Article]:
    return list(read_sources(paths, **options))  # type: ignore[arg-type]  # a table of options


def write_lines(path: Path, *records: object) -> Path:
    path.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in records), "utf-8")
    return path


def test_text_file_is_one_article_with_its_own_characters(tmp_path: Path) -> None:
    path = tmp_path / "peru-2020.txt"
    path.write_bytes("\ufeffPeru votes\r\n\r\n2020-02-01\r\n\r\nPeru voted.".encode())
    (found,) = read(path)
    assert found.text == "Peru votes\r\n\r\n2020-02-01\r\n\r\nPeru voted."
    assert (found.stem, found.title, found.issued, found.identifier) == ("peru-2020", "Peru votes", DAY, "")
    assert [block.kind for block in found.blocks] == [BlockKind.HEADLINE, BlockKind.HEADER, BlockKind.PARAGRAPH]
    assert text_of(path) == found.text


def test_given_day_wins_over_every_other(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("date 2018-11-09 Peru voted.")
    lines = write_lines(tmp_path / "b.jsonl", {"text": "date 2018-11-09 Chile voted.", "date": "2019-01-01"})
    assert [each.issued for each in read(text, lines)] == [date(2018, 11, 9), date(2019, 1, 1)]
    assert [each.issued for each in read(text, lines, day=DAY)] == [DAY, DAY]


def test_json_line_gives_all_that_it_knows(tmp_path: Path) -> None:
    record = {
        "text": "Peru voted.",
        "id": "x/1",
        "date": "2020-02-01T10:00:00Z",
        "title": "Peru\nvotes",
        "url": "https://example.org/1",
        "source": "Andes Wire",
        "other": [1],
    }
    (found,) = read(write_lines(tmp_path / "a.jsonl", record))
    assert (found.identifier, found.stem, found.issued) == ("x/1", "x/1", DAY)
    assert (found.title, found.url, found.source) == ("Peru votes", "https://example.org/1", "Andes Wire")


def test_json_line_is_named_by_id_else_url_else_its_place(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "a.jsonl",
        {"text": "Peru voted.", "id": 7},
        "",
        {"text": "Chile voted.", "url": "https://example.org/1", "id": None},
        {"text": "Cuba voted."},
    )
    assert [(each.identifier, each.stem) for each in read(path)] == [("7", "7"), ("https://example.org/1", "a-3"), ("", "a-4")]


def test_folder_gives_its_files_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Peru voted.")
    write_lines(tmp_path / "a.jsonl", {"text": "Chile voted.", "id": "chile"})
    (tmp_path / "notes.log").write_text("no article")
    (tmp_path / "deeper.txt").mkdir()
    assert [each.stem for each in read(tmp_path)] == ["chile", "b"]


def test_standard_input_is_one_article() -> None:
    (found,) = read(STDIN, stdin=io.BytesIO(b"Peru voted."))
    assert (found.stem, found.text) == ("stdin", "Peru voted.")


BAD_FILES = {
    "empty": ("a.txt", b"", "a.txt is empty"),
    "blank": ("a.txt", b" \n ", "a.txt is empty"),
    "binary": ("a.txt", b"\x7fELF\0\0", "is a binary file (byte 4 is NUL)"),
    "broken UTF-8": ("a.txt", "Perú votó. Sí".encode() + b"\xff", "is not UTF-8 text (byte 0xff at 16)"),
    "cut UTF-8": ("a.txt", "Perú".encode()[:-1], "is not UTF-8 text (byte 0xc3 at 3)"),
    "half UTF-16": ("a.txt", "Peru voted.".encode("utf-16")[:-1], "begins as UTF-16-LE text, but byte 20 does not fit"),
    "no encoding": ("a.txt", bytes(range(128, 160)) * 3, "and in no other encoding of English"),
    "too big": ("a.txt", b"Peru voted.\n" * (MAX_BYTES // 12 + 1), "is larger than 1 MB"),
    "no sentences": ("a.txt", b"12 34 * 56\n", "has no sentences"),
    "only a date": ("a.txt", b"2018-11-09\n", "has no sentences"),
    "not English": ("a.txt", GERMAN.encode(), "does not look like English (0 of its first"),
    "other kind": ("a.log", b"Peru voted.", "is of no kind that can be read; give a file that ends in .txt, "),
    "broken kind": ("a.pdf", b"%PDF-1.7", "cannot be read as a PDF file"),
    "no records": ("a.jsonl", b"\n\n", "a.jsonl is empty"),
}


@pytest.mark.parametrize(("name", "content", "message"), BAD_FILES.values(), ids=BAD_FILES)
def test_bad_file_is_one_clear_line(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


BAD_LINES = {
    "no JSON": ("{text: 1}", "a.jsonl:2 is not JSON"),
    "no object": (["Peru voted."], "a.jsonl:2 is not a JSON object"),
    "nested": ("[" * 100_000, "a.jsonl:2 is"),
    "no text": ({"title": "Peru"}, "a.jsonl:2 has no text"),
    "text is a list": ({"text": ["Peru voted."]}, "the field 'text' must be a string"),
    "empty text": ({"text": ""}, "a.jsonl:2 is empty"),
    "wrong date": ({"text": "Peru voted.", "date": "2018-02-30"}, "the date '2018-02-30' is not a day of the calendar"),
    "date is a number": ({"text": "Peru voted.", "date": 2018}, "the field 'date' must be a string"),
    "id is a truth value": ({"text": "Peru voted.", "id": True}, "the field 'id' must be a string"),
    "NUL": ({"text": "Peru\0voted."}, "holds characters that are no text"),
    "half a pair": ('{"text": "Peru \\ud800 voted."}', "holds characters that are no text"),
    "half a pair in the title": ('{"text": "Peru voted.", "title": "\\udfff"}', "the field 'title' holds characters"),
    "not English": ({"text": DUTCH}, "does not look like English"),
    "the id is named": ({"text": "1 2", "id": "x1"}, "a.jsonl:2 (x1) has no sentences"),
}


@pytest.mark.parametrize(("line", "message"), BAD_LINES.values(), ids=BAD_LINES)
def test_bad_line_is_told_with_its_number_and_stops_nothing(tmp_path: Path, line: object, message: str) -> None:
    path = write_lines(tmp_path / "a.jsonl", {"text": "Peru voted."}, line, {"text": "Chile voted."})
    with pytest.raises(InputError) as caught:
        read(path)
    assert message in str(caught.value)
    errors: list[InputError] = []
    assert [each.text for each in read(path, on_error=errors.append)] == ["Peru voted.", "Chile voted."]
    assert [str(each) for each in errors] == [str(caught.value)]


def test_line_that_is_not_utf_8_is_told_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "Peru voted."}\n{"text": "Per\xc3\xba voted, P\xfa"}\n')
    errors: list[InputError] = []
    assert len(read(path, on_error=errors.append)) == 1
    assert "a.jsonl:2 is not UTF-8 text" in str(errors[0])


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.txt does not exist"):
        read(tmp_path / "gone.txt")
    with pytest.raises(InputError, match=r"gone\.jsonl does not exist"):
        read(tmp_path / "gone.jsonl")
    with pytest.raises(InputError, match=r"holds no file that can be read; newsgraph reads \.txt, "):
        read(tmp_path)


def test_bad_source_stops_no_other(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Peru voted.")
    errors: list[InputError] = []
    found = read(tmp_path / "gone.txt", good, tmp_path / "gone", on_error=errors.append)
    assert [each.stem for each in found] == ["good"]
    assert len(errors) == 2


def test_unreadable_file_and_folder(without_rights: Path) -> None:
    file, shut = without_rights / "a.txt", without_rights / "shut"
    file.write_text("Peru voted.")
    shut.mkdir()
    file.chmod(0)
    shut.chmod(0)
    errors: list[InputError] = []
    found = read(file, shut, on_error=errors.append)
    shut.chmod(0o700)
    assert found == []
    assert [str(each) for each in errors] == [f"{each} cannot be read: permission denied; ask its owner or copy it" for each in (file, shut)]


def test_short_text_in_another_language_passes() -> None:
    """Forty words are needed to tell; names alone must not stop a line."""
    assert article("Emmanuel Macron, Olaf Scholz, Giorgia Meloni.", name="x").text.startswith("Emmanuel")


@pytest.mark.parametrize(("text", "share"), [(GERMAN, 0.0), (DUTCH, 0.06)])
def test_other_languages_share_few_words_with_english(text: str, share: float) -> None:
    n_english, n_words = english_words(text)
    assert n_english <= share * n_words


def test_title_given_wins_over_headline() -> None:
    assert article("Peru votes\n\nIt did.", name="x", title="Given").title == "Given"
    assert article("Peru votes\n\nIt did.", name="x").title == "Peru votes"
