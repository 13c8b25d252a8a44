"""Write `run.json`, which says what lies in an output folder: articles, what they were read with, their files, and what failed.

A run adds to what earlier runs said: their articles stay as long as their files lie there unchanged by this run.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.store import write_files

if TYPE_CHECKING:
    from newsgraph.graph import Run

__all__ = ["MANIFEST", "Manifest"]

MANIFEST = "run.json"


class Manifest:
    """The manifest of an output folder.

    Args:
        folder: The output.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / MANIFEST
        self._articles: dict[str, dict[str, object]] = {}
        self._names: set[str] = set()
        self._failures: list[str] = []

    def __bool__(self) -> bool:
        """Whether any article was written."""
        return bool(self._articles)

    def add(self, key: str, files: tuple[str, ...], **more: object) -> None:
        """Note an article and the names of its files."""
        self._articles[key] = {"article": key, "files": list(files), **more}
        self._names |= set(files)

    def fail(self, reason: str) -> None:
        """Note an article or source that could not be used."""
        self._failures.append(reason)

    def write(self, run: Run) -> None:
        """Write the file.

        Args:
            run: What the articles of this run were read with.

        Raises:
            StoreError: The folder does not take it.
        """
        record = {
            "newsgraph": run.version,
            "model": run.model,
            "settings": dict(run.settings),
            "run": run.iri,
            "articles": [*self._kept(), *({**each, "run": run.iri} for each in self._articles.values())],
            "failed": self._failures,
        }
        text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        write_files({self._path: text.encode("utf-8", "replace")})

    def complete(self) -> frozenset[str]:
        """Return the keys of the articles whose files of earlier runs lie there."""
        return frozenset(str(each["article"]) for each in self._before() if self._is_kept(set(each["files"])))

    def _kept(self) -> list[dict[str, list[str]]]:
        return [each for each in self._before() if str(each["article"]) not in self._articles and self._is_kept(set(each["files"]))]

    def _before(self) -> list[dict[str, list[str]]]:
        """Return what earlier runs said of articles; nothing, if the manifest is none."""
        try:
            found = json.loads(self._path.read_text("utf-8"))["articles"]
        except (OSError, ValueError, KeyError, TypeError):
            return []
        return (
            [each for each in found if isinstance(each, dict) and isinstance(each.get("files"), list) and "article" in each]
            if isinstance(found, list)
            else []
        )

    def _is_kept(self, names: set[str]) -> bool:
        return bool(names) and not names & self._names and all((self._path.parent / name).is_file() for name in names)
