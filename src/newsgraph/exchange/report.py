"""Say what a merge did: for people as text, for programs as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from newsgraph.exchange.conflicts import Conflict
from newsgraph.exchange.identity import Clash, Same
from newsgraph.exchange.proposals import Proposal

__all__ = ["MergeReport", "reports_json"]

SHOWN = 20
"""Lines of each kind in the text; the JSON has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What came of one source.

    Attributes:
        run: Name of the run, for `--undo`; "" if nothing changed or nothing was to be changed.
        n_new, n_same, n_removed: Quads that came, that stood already, and that went (old versions of articles, old names).
        articles: Keys of articles that are "new", "replaced", "same" or "kept" (ours was preferred).
        n_same_names: How many things both sides call by the same IRI.
        same: Things that were merged under the IRI that is kept.
        clashes: Names that stand for two things.
        conflicts: What contradicts what.
        proposals: What may be the same, for people to decide.
        n_unsupported: Bare relations of the source that no statement stands behind; they are no facts.
    """

    source: str
    run: str
    is_dry: bool
    n_new: int
    n_same: int
    n_removed: int
    articles: dict[str, tuple[str, ...]]
    n_same_names: int
    same: tuple[Same, ...]
    clashes: tuple[Clash, ...]
    conflicts: tuple[Conflict, ...]
    proposals: tuple[Proposal, ...]
    n_unsupported: int

    def text(self) -> str:
        """Return the report for people; ends with a line end."""
        done = "would bring" if self.is_dry else "brought"
        lines = [f"{self.source} {done} {_n(self.n_new, 'new quad')}; {self.n_same} are there already, {self.n_removed} went"]
        told = [f"{len(keys)} {state}" for state, keys in self.articles.items() if keys]
        if told:
            lines.append(f"articles: {', '.join(told)}")
        lines.append(f"things known by the same IRI: {self.n_same_names}; by links or decision: {len(self.same)}")
        lines += _some([f"  {each.other} is {each.kept} ({each.why})" for each in self.same])
        if self.n_unsupported:
            lines.append(f"{_n(self.n_unsupported, 'bare relation')} without a factual statement: no fact, kept in a graph of its own")
        lines += _some([f"two things of one name: {each.name} ({' and '.join(each.items)}); {each.result}" for each in self.clashes])
        lines += _some([f"conflict ({each.kind}): {each.text}" for each in self.conflicts])
        if self.proposals:
            lines.append(f"{_n(len(self.proposals), 'pair')} may be the same and {'waits' if len(self.proposals) == 1 else 'wait'} for a decision:")
            lines += _some([f"  {each.name}: {each.ours} and {each.theirs}" for each in self.proposals])
        if self.run:
            lines.append(f"run: {self.run}")
        return "\n".join(lines) + "\n"


def _n(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _some(lines: list[str]) -> list[str]:
    more = [f"  ... and {len(lines) - SHOWN} more, see --report"] if len(lines) > SHOWN else []
    return lines[:SHOWN] + more


def reports_json(reports: Iterable[MergeReport]) -> bytes:
    """Return all of it as a JSON list, one object for each source, UTF-8."""
    return (json.dumps([asdict(each) for each in reports], ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8", "replace")
