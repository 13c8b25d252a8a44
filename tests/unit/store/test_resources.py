"""Test that data folders are found in a checkout and in an installed package, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgraph.errors import ResourceError
from newsgraph.resources import DataKind, data_path


def test_checkout_folders_are_found() -> None:
    """In a checkout the folders stand at the top."""
    found = data_path("ontology")
    assert (found / "newsgraph.ttl").is_file()
    assert found.is_absolute()


@pytest.mark.parametrize(("kind", "name"), [("ontology", "newsgraph.ttl"), ("queries", "who-chairs.rq")])
def test_installed_folders_come_first(kind: DataKind, name: str, tmp_path: Path) -> None:
    """In a wheel they stand inside the package; a folder beside the package is another project's."""
    package = tmp_path / "site" / "pkgs" / "newsgraph"
    inside, beside = package / "_data" / kind, tmp_path / "site" / kind
    for folder in (inside, beside):
        folder.mkdir(parents=True)
        (folder / name).touch()
    assert data_path(kind, package=package) == inside


def test_folder_without_our_files_is_not_ours(tmp_path: Path) -> None:
    """Say where it looked and what to do."""
    (tmp_path / "queries").mkdir()
    with pytest.raises(ResourceError, match=r"'queries' with \*\.rq is missing: looked in .* install newsgraph again"):
        data_path("queries", package=tmp_path / "src" / "newsgraph")


def test_unknown_kind_is_refused() -> None:
    """Name the kinds there are."""
    with pytest.raises(ResourceError, match="the kinds are ontology, queries"):
        data_path("lexicon")  # type: ignore[arg-type]  # what a caller without types may write
