"""The folder `output` holds what a build makes of the sample, byte for byte; `pytest --update-golden tests/test_output.py` makes it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgraph.cli.main import run

pytestmark = pytest.mark.model

FORMATS = "trig,ttl,jsonld,html"
NAMES = ("csto-2018.html", "csto-2018.jsonld", "csto-2018.trig", "csto-2018.ttl", "run.json")
BY_HAND = ("README.md", "csto-2018.png")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, root: Path, sample: Path, is_update: bool) -> Path:  # noqa: FBT001  # a fixture
    folder = tmp_path_factory.mktemp("output")
    assert run(["build", str(sample), "-o", str(folder), "--formats", FORMATS, "--quiet"]) == 0
    if is_update:
        for name in NAMES:
            (root / "output" / name).write_bytes((folder / name).read_bytes())
    return folder


def test_output_holds_what_is_made_and_little_else(root: Path, made: Path) -> None:
    assert sorted(each.name for each in made.iterdir()) == list(NAMES)
    assert sorted(each.name for each in (root / "output").iterdir() if not each.name.startswith(".")) == sorted((*NAMES, *BY_HAND))
    assert (root / "output" / "csto-2018.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", NAMES)
def test_output_is_what_a_build_makes(root: Path, made: Path, name: str) -> None:
    is_same = (root / "output" / name).read_bytes() == (made / name).read_bytes()
    assert is_same, f"output/{name} is not what is made now; look at the difference after: pytest --update-golden tests/test_output.py"


def test_output_is_made_by_the_command_of_the_readme(root: Path) -> None:
    assert f" build tests/data/articles/csto-2018.txt -o output --formats {FORMATS}\n" in (root / "README.md").read_text("utf-8")


def test_output_keeps_its_promises(root: Path, sample: Path) -> None:
    assert run(["check", str(root / "output" / "csto-2018.trig"), "--text", str(sample), "--quiet"]) == 0
