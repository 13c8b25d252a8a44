"""Write files whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from newsgraph.errors import StoreError

__all__ = ["write_files"]


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write several files so that after any failure either all of them are new or all are as before.

    Missing folders are made. A symbolic link is followed, and an existing file keeps its permissions. This guards against
    errors and interruption of the program, not against a power cut between two files.

    Raises:
        StoreError: A file cannot be written; nothing was changed.
    """
    with ExitStack() as stack:
        try:
            moves = [_stage(path, content, stack) for path, content in sorted(contents.items())]
            _commit(moves)
        except OSError as error:
            raise StoreError(f"cannot write {error.filename2 or error.filename}: {error.strerror}; nothing was written, check the folder") from error


def _stage(path: Path, content: bytes, stack: ExitStack) -> tuple[Path, Path]:
    """Write the content beside its target; return (staged file, target)."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise IsADirectoryError(0, "it is a folder", str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".newsgraph-", dir=target.parent))
    stack.callback(shutil.rmtree, work, ignore_errors=True)
    staged = work / "new"
    staged.write_bytes(content)
    if target.exists():
        shutil.copymode(target, staged)
    return staged, target


def _commit(moves: list[tuple[Path, Path]]) -> None:
    """Move every staged file to its target; undo all moves if one fails."""
    done: list[tuple[Path | None, Path]] = []
    try:
        for staged, target in moves:
            kept = staged.with_name("old") if target.exists() else None
            if kept is not None:
                shutil.copy2(target, kept)
            staged.replace(target)
            done.append((kept, target))
    except BaseException:
        for kept, target in reversed(done):
            if kept is None:
                target.unlink(missing_ok=True)
            else:
                kept.replace(target)
        raise
