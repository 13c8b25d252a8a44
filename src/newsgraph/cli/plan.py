"""Hold what a build into a store was told to do, as plain values that outlive the process, so that it can be gone on with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from newsgraph.cli.reading import ReadingOptions, lasting
from newsgraph.cli.run_corpus import Readers, StoreBuild
from newsgraph.corpus import interrupted
from newsgraph.errors import SettingsError, StoreError
from newsgraph.read import STDIN
from newsgraph.settings import DEFAULT_MODEL, Settings

__all__ = ["Plan", "Readers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The choices that decide what a build gives; how many processes do it is no part of it."""

    sources: tuple[str, ...]
    output: Path | None = None
    issued: date | None = None
    formats: tuple[str, ...] = ()
    model: str = DEFAULT_MODEL
    ontology: tuple[Path, ...] = ()
    authority: tuple[Path, ...] = ()
    closed: bool = False
    reading: ReadingOptions = field(default_factory=ReadingOptions)

    def resumed(self, store: Path, *, is_given: bool) -> Plan:
        """Return the plan of the build into a store that was stopped; this one, if it names sources itself.

        Raises:
            SettingsError: It read standard input, which is gone.
            StoreError: No build into the store was stopped.
        """
        if is_given:
            return self
        kept = interrupted(store)
        if not kept:
            raise StoreError(f"no build into {store} was stopped before its end; give the sources to build, without --resume")
        plan = Plan(
            sources=tuple(str(each) for each in _list(kept["sources"])),
            output=Path(str(kept["output"])) if kept["output"] else None,
            issued=date.fromisoformat(str(kept["issued"])) if kept["issued"] else None,
            formats=tuple(str(each) for each in _list(kept["formats"])),
            model=str(kept["model"]),
            ontology=_paths(kept["ontology"]),
            authority=_paths(kept["authority"]),
            closed=bool(kept["closed"]),
            reading=_reading(kept.get("reading")),
        )
        if {str(STDIN), f"@{STDIN}"} & set(plan.sources):
            raise SettingsError("the build that was stopped read standard input, which cannot be read again; give the sources once more")
        return plan

    def run(self, store: Path, *, readers: Readers, prune: bool, quiet: bool) -> int:
        """Build and return the exit code.

        Raises:
            NewsgraphError: Nothing more can be done; what is done is kept.
        """
        if self.output is not None and self.output.exists() and not self.output.is_dir():
            raise StoreError(f"the output {self.output} is a file, not a folder; name another")
        settings = Settings(model=self.model, ontology=self.ontology, authority=self.authority, closed=self.closed)
        task = StoreBuild(
            settings,
            store,
            readers=readers,
            output=self.output,
            formats=self.formats,
            prune=prune,
            quiet=quiet,
            command=self._kept(),
            reading=self.reading,
        )
        return task.run(self.sources, self.issued)

    def _kept(self) -> dict[str, object]:
        return {
            "sources": [lasting(each) for each in self.sources],
            "output": str(self.output.absolute()) if self.output else "",
            "issued": str(self.issued or ""),
            "formats": list(self.formats),
            "model": self.model,
            "ontology": [str(each.absolute()) for each in self.ontology],
            "authority": [str(each.absolute()) for each in self.authority],
            "closed": self.closed,
            "reading": {"fields": dict(self.reading.fields), "fetch": self.reading.fetch, "allow_private": self.reading.allow_private},
        }


def _reading(value: object) -> ReadingOptions:
    """Return the options of reading; lists are among the sources, and a kept text is one of the formats."""
    kept = value if isinstance(value, dict) else {}
    fields = kept.get("fields")
    names = {str(ours): str(theirs) for ours, theirs in fields.items()} if isinstance(fields, dict) else {}
    return ReadingOptions(fields=names, fetch=bool(kept.get("fetch")), allow_private=bool(kept.get("allow_private")))


def _list(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else ()


def _paths(value: object) -> tuple[Path, ...]:
    return tuple(Path(str(each)) for each in _list(value))
