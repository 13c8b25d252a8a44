"""Test that files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsgraph.errors import StoreError
from newsgraph.store.serialize import write_files


def listing(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_and_folders_are_made_and_nothing_else(tmp_path: Path) -> None:
    """New folders, replaced content, no leftovers."""
    (tmp_path / "a.nq").write_bytes(b"old")
    write_files({tmp_path / "a.nq": b"new", tmp_path / "deep" / "er" / "b.nq": b"b"})
    assert listing(tmp_path) == {"a.nq": b"new", "deep/er/b.nq": b"b"}


def test_nothing_changes_when_a_target_is_a_folder(tmp_path: Path) -> None:
    """The failure is found before the first file is touched."""
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "z").mkdir()
    with pytest.raises(StoreError, match=r"cannot write .*z: it is a folder; nothing was written"):
        write_files({tmp_path / "a": b"new", tmp_path / "z": b"new"})
    assert listing(tmp_path) == {"a": b"old"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a", "z"]


def test_moves_are_undone_when_a_later_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old content comes back and new files vanish when the disk fails between two moves."""
    (tmp_path / "a").write_bytes(b"old")
    real = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if Path(target).name == "c" and self.name == "new":
            raise OSError(5, "Input/output error", str(self), None, str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(StoreError, match=r"cannot write .*c: Input/output error"):
        write_files({tmp_path / "a": b"new", tmp_path / "b": b"new", tmp_path / "c": b"new"})
    assert listing(tmp_path) == {"a": b"old"}
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    """A replaced file keeps its mode; a link still points at the new content; a new file follows the umask."""
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    (tmp_path / "plain").write_bytes(b"x")
    write_files({link: b"new", tmp_path / "other": b"new"})
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "other").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_closed_folder_is_reported(tmp_path: Path) -> None:
    """Say which folder."""
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="Permission denied"):
        write_files({tmp_path / "a": b"x"})
    tmp_path.chmod(0o700)


def test_a_file_in_place_of_a_folder_is_reported(tmp_path: Path) -> None:
    """A parent that is a file cannot hold files."""
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(StoreError, match="nothing was written"):
        write_files({tmp_path / "a" / "b": b"x"})
    assert listing(tmp_path) == {"a": b"x"}
