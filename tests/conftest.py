"""Offer what several rooms' tests need: the sample, its graph, a folder without rights."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOBODY = 65534
"""User id without rights, on every Unix."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that makes committed results again (read the difference before committing), and that of a long search for faults."""
    parser.addoption("--update-golden", action="store_true", help="write output/ and the examples of README.md again")
    parser.addoption("--fuzz-examples", type=int, metavar="N", help="try N texts of each kind in tests/test_fuzz.py, not the usual few")


@pytest.fixture(scope="session")
def is_update(request: pytest.FixtureRequest) -> bool:
    """Whether committed results are to be made again."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample article."""
    return ROOT / "tests" / "data" / "articles" / "csto-2018.txt"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Path:
    """A folder with the sample's graph in every form and in a store, made by the command; not to be changed."""
    from newsgraph.cli.main import run
    from newsgraph.output import FORMATS

    folder = tmp_path_factory.mktemp("built")
    assert run(["build", str(sample), "-o", str(folder), "--formats", ",".join(FORMATS), "--store", "--quiet"]) == 0
    return folder


@pytest.fixture
def without_rights(tmp_path: Path) -> Iterator[Path]:
    """Give a folder to a user who is not root, even where the tests run as root."""
    if os.geteuid() != 0:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        os.seteuid(NOBODY)
        try:
            if not _is_readable():
                pytest.skip("the checkout or the interpreter lies in a folder that only root may enter")
            yield folder
        finally:
            os.seteuid(0)


def _is_readable() -> bool:
    """Whether the user of this moment can read our code and the installed packages."""
    try:
        return all(path.read_bytes() for path in (Path(__file__), Path(pytest.__file__)))
    except OSError:
        return False
