"""Score graphs against probes: short texts of which it is known what must and what must not be read from them.

tests/data/README.md says how a probe is written. Gold articles are scored by `newsgraph.evaluate`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from newsgraph.namespaces import FACTS_GRAPH, NG, RDF, RDFS, SKOS

__all__ = ["Probe", "ProbeScore", "load_probes", "score_probe"]

SYMMETRIC = frozenset({"meetsWith", "cooperatesWith"})
SMALL_WORDS = frozenset("a an the of to in on at for by with and or its their his her".split())
WANTED = frozenset("subject relation object modality polarity voice attributedTo startDate endDate place flat".split())
UNWANTED = frozenset("subject relation object why scope".split())
LEAST_SHARE = 0.6
"""Of the words of a described thing, so many must be in the label."""
LEAST_PREFIX = 4
"""Two forms of a word (suspend, suspension) begin with at least so many equal letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One text and what is expected and forbidden of it, as the file has it; each expectation is a tuple of alternatives."""

    id: str
    text: str
    day: str
    expect: tuple[tuple[dict[str, Any], ...], ...]
    forbid: tuple[dict[str, Any], ...]
    aliases: dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeScore:
    """How one graph met one probe.

    Attributes:
        n_found: Expectations whose subject, relation and object are there, whatever the stance.
        n_met: Expectations that are met in full.
        forbidden: What is there and must not be, in words.
    """

    n_expected: int
    n_found: int
    n_met: int
    forbidden: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether everything expected and nothing forbidden is there."""
        return self.n_met == self.n_expected and not self.forbidden


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    subject: str
    relation: str
    object: str
    values: dict[str, frozenset[str]]


def load_probes(path: Path) -> list[Probe]:
    """Return the probes of a JSON Lines file, in its order.

    Raises:
        ValueError: A probe asks for something that is not scored here.
    """
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    for row in rows:
        wanted = [way for each in row["expect"] for way in each.get("anyOf", [each])]
        if any(set(each) - WANTED for each in wanted) or any(set(each) - UNWANTED for each in row["forbid"]):
            raise ValueError(f"{path}: the probe {row['id']} has a key that is not scored")
    return [
        Probe(
            id=row["id"],
            text=row["text"],
            day=row["date"],
            expect=tuple(tuple(each.get("anyOf", [each])) for each in row["expect"]),
            forbid=tuple(row["forbid"]),
            aliases=row["aliases"],
        )
        for row in rows
    ]


def score_probe(probe: Probe, quads: Iterable[Quad]) -> ProbeScore:
    """Return how the graph of a probe's text meets it; one statement can meet one expectation."""
    graph = _Graph(quads, probe.aliases)
    found = [[i for i, said in enumerate(graph.statements) if any(graph.says(said, w) for w in ways)] for ways in probe.expect]
    met = [
        [i for i in options if any(graph.says(s, w) and graph.suits(s, w) for s in [graph.statements[i]] for w in ways)]
        for ways, options in zip(probe.expect, found, strict=True)
    ]
    bare = [said for said in graph.statements if "true" in said.values["flat"]] + graph.alone
    forbidden = [
        f"{line['subject']} {line['relation']} {line.get('object', '*')}: {line['why']}"
        for line in probe.forbid
        if any(graph.says(said, line) for said in (graph.statements if line.get("scope") == "statement" else bare))
    ]
    return ProbeScore(n_expected=len(probe.expect), n_found=_assigned(found), n_met=_assigned(met), forbidden=tuple(forbidden))


class _Graph:
    """The statements of a graph, the names of its nodes, and the bare triples that no statement says."""

    def __init__(self, quads: Iterable[Quad], aliases: dict[str, list[str]]) -> None:
        self._aliases = aliases
        self._values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        facts: set[tuple[str, str, str]] = set()
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                self._values[quad.subject.value][quad.predicate.value].append(quad.object.value)
                if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value == FACTS_GRAPH and isinstance(quad.object, NamedNode):
                    facts.add((quad.subject.value, quad.predicate.value, quad.object.value))
        nodes = sorted(node for node, values in self._values.items() if RDF + "subject" in values)
        self.statements = [self._said(node, facts) for node in nodes]
        told = {(said.subject, said.relation, said.object) for said in self.statements}
        self.alone = [
            _Said(subject=s, relation=_local(p), object=o, values={})
            for s, p, o in sorted(facts)
            if p.startswith(NG) and (s, _local(p), o) not in told
        ]

    def _said(self, node: str, facts: set[tuple[str, str, str]]) -> _Said:
        values = self._values[node]
        triple = values[RDF + "subject"][0], values[RDF + "predicate"][0], values[RDF + "object"][0]
        subject, predicate, obj = triple
        around = [node, subject, obj, *values[NG + "saidAt"], *values[NG + "event"]]
        around += [e for agent in (subject, obj) for e in self._values[agent][NG + "participatesIn"]]
        places = [place for each in around for name in ("place", "locatedIn") for place in self._values[each][NG + name]]
        return _Said(
            subject=subject,
            relation=_local(predicate),
            object=obj,
            values={
                **{name: frozenset(map(_local, values[NG + name])) for name in ("modality", "polarity", "voice")},
                **{name: frozenset(v for each in around for v in self._values[each][NG + name]) for name in ("startDate", "endDate")},
                "attributedTo": frozenset(values[NG + "attributedTo"]),
                "place": frozenset(places),
                "flat": frozenset({"true"} if triple in facts else ()),
            },
        )

    def says(self, said: _Said, want: dict[str, Any]) -> bool:
        """Whether subject, relation and object agree."""
        if said.relation not in _many(want["relation"]) and "*" not in _many(want["relation"]):
            return False
        ends = [(said.subject, said.object), *([(said.object, said.subject)] if said.relation in SYMMETRIC else [])]
        return any(self._is_called(s, want["subject"]) and ("object" not in want or self._is_called(o, want["object"])) for s, o in ends)

    def suits(self, said: _Said, want: dict[str, Any]) -> bool:
        """Whether stance, time, place and bare triple are as wanted."""
        for name in ("modality", "polarity", "voice", "startDate", "endDate"):
            if name in want and not said.values[name] & set(_many(want[name])):
                return False
        for name in ("attributedTo", "place"):
            if name in want and not any(self._is_called(node, want[name]) for node in said.values[name]):
                return False
        return not want.get("flat") or bool(said.values["flat"])

    def _is_called(self, node: str, patterns: object) -> bool:
        names = [*self._values[node][RDFS + "label"], *self._values[node][SKOS + "altLabel"]]
        return any(self._is_name(pattern, name) for pattern in _many(patterns) for name in names)

    def _is_name(self, pattern: str, name: str) -> bool:
        if pattern.startswith("~"):
            return _is_described(pattern, name)
        return pattern == "*" or _plain(name) in {_plain(each) for each in (pattern, *self._aliases.get(pattern, ()))}


def _many(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]


def _plain(name: str) -> str:
    letters = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", letters.replace("isation", "ization"))
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def _is_described(pattern: str, label: str) -> bool:
    """Whether most words of a description are in a label, in any form, and the label does not say much else."""
    wanted, left = ([w for w in _plain(text).split() if w not in SMALL_WORDS] for text in (pattern, label))
    size, hits = len(left), 0
    for word in wanted:
        match = next((each for each in left if _is_form(word, each)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return bool(wanted) and hits >= LEAST_SHARE * len(wanted) and 4 * hits >= size


def _is_form(one: str, other: str) -> bool:
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one == other or shared >= max(LEAST_PREFIX, 0.6 * max(len(one), len(other)))


def _assigned(options: Sequence[Sequence[int]]) -> int:
    """Return how many expectations can have a statement of their own."""
    taken: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in options[i]:
            if j not in seen:
                seen.add(j)
                if j not in taken or place(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    return sum(place(i, set()) for i in range(len(options)))
