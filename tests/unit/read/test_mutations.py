"""Damaged files of every format: each gives articles or a clear line, in no time. benchmarks/mutations.py reads thousands."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.support.mutation import DAMAGES, check, mutants  # noqa: E402  # after the path is set

FORMATS = ROOT / "tests" / "data" / "formats"
MAX_S = 20.0
"""For any of them, on a busy machine; measured: under 3 s."""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # libraries have their own troubles with damaged files
def test_damaged_files_give_articles_or_one_line(tmp_path: Path) -> None:
    n_files = n_articles = n_failures = 0
    for what, name, content in mutants(FORMATS, 1):
        path = tmp_path / name
        path.write_bytes(content)
        begin = time.monotonic()
        try:
            articles, failures = check(path)
        except BaseException as error:
            error.add_note(what)
            raise
        assert time.monotonic() - begin < MAX_S, what
        n_files, n_articles, n_failures = n_files + 1, n_articles + articles, n_failures + failures
        path.unlink()
    assert n_files == 20 * len(DAMAGES) == 240
    assert n_articles > 100
    assert n_failures > 100
