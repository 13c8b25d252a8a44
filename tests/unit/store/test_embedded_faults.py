"""Whatever is wrong with the folder of a store, every command says so in one line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.graph import sample_reading as sample

from newsgraph.cli.main import run
from newsgraph.errors import StoreError
from newsgraph.graph import quads
from newsgraph.store import EmbeddedStore


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that was closed in order; not to be changed."""
    path = tmp_path_factory.mktemp("whole") / "store"
    with EmbeddedStore(path) as store:
        store.replace_article(quads(sample.reading(), run=sample.RUN), sample.reading().article.key)
    return path


def flip(content: bytes) -> bytes:
    """Turn every seventh byte round."""
    return bytes(byte ^ 0xFF if number % 7 == 0 else byte for number, byte in enumerate(content))


FAULTS: dict[str, Callable[[bytes], bytes | None]] = {
    "cut": lambda content: content[:10],
    "flipped": flip,
    "zeros": lambda content: bytes(len(content)),
    "gone": lambda _: None,
}


def damaged(whole: Path, target: Path, pattern: str, fault: str) -> Path:
    """Return a copy with one kind of file damaged."""
    shutil.copytree(whole, target)
    for path in target.glob(pattern):
        content = FAULTS[fault](path.read_bytes())
        path.unlink()
        if content is not None:
            path.write_bytes(content)
    return target


def commands(store: Path, tmp_path: Path) -> list[list[str]]:
    return [
        ["query", "who-chairs", "--store", str(store)],
        ["check", str(store)],
        ["export", "--store", str(store), "-o", str(tmp_path / "x.nq")],
        ["view", "--store", str(store), "-o", str(tmp_path / "x.html")],
    ]


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that has to fail; return its one line."""
    assert run(arguments) == 3, arguments
    captured = capsys.readouterr()
    assert not captured.out
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("newsgraph: ")
    return captured.err


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("pattern", ["CURRENT", "MANIFEST-*", "*.sst"])
def test_damage_is_told_in_one_line(pattern: str, fault: str, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = damaged(whole, tmp_path / "store", pattern, fault)
    writing = [["merge", str(whole), "--into", str(store)]]
    for arguments in [*commands(store, tmp_path)[:2], *writing]:
        line = said(arguments, capsys)
        assert str(store) in line
        assert "damaged" in line or ("there is no store in" in line and (pattern, fault) == ("CURRENT", "gone"))
    assert not (tmp_path / "x.nq").exists()


def test_folders_that_are_no_stores_are_told_by_every_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_text("x")
    (tmp_path / "file").write_text("x")
    for name, message in [("empty", "there is no store in"), ("other", "there is no store in"), ("none", "there is no"), ("file", "file")]:
        for arguments in commands(tmp_path / name, tmp_path):
            assert message in said(arguments, capsys)
    assert "holds other files and is not a store" in said(["merge", str(tmp_path / "empty"), "--into", str(tmp_path / "other")], capsys)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["empty", "file", "other"]


def test_a_store_that_another_writes_to_is_told(whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "store"
    shutil.copytree(whole, path)
    with EmbeddedStore(path):
        assert "is open in another process; close it there" in said(["merge", str(whole), "--into", str(path)], capsys)
        assert run(["query", "who-chairs", "--store", str(path)]) == 0
        assert run(["diff", str(whole), str(path)]) == 0
    capsys.readouterr()


def test_folders_above_are_made(without_rights: Path) -> None:
    with EmbeddedStore(without_rights / "a" / "b" / "store") as store:
        assert len(store) == 0
    (without_rights / "shut").mkdir()
    (without_rights / "shut").chmod(0o500)
    with pytest.raises(StoreError, match="cannot make the folder"):
        EmbeddedStore(without_rights / "shut" / "a" / "store")
