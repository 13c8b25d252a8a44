"""Propose which things may be the same, because they have a name and a kind in common; people decide.

A file of proposals is a table (`.tsv`) whose first column is the decision: "same", "different", or "?" as long as nobody has decided; or
Turtle (`.ttl`) with `owl:sameAs` and `owl:differentFrom`.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from newsgraph.errors import StoreError
from newsgraph.exchange.terms import DIFFERENT, EXACT_MATCH, IDENTITY, LINKS, NAMES, SAME_AS, TYPE, WIKIDATA, is_shared_entity, key_of_subject
from newsgraph.exchange.vocabulary import Vocabulary
from newsgraph.namespaces import BASE
from newsgraph.store import parsed

__all__ = ["Decisions", "Proposal", "decisions_from", "proposals_between", "proposals_table"]

COLUMNS = ("decision", "ours", "theirs", "name", "our_type", "their_type")
SAME, OTHER, OPEN = "same", "different", "?"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Proposal:
    """Two IRIs that may mean one thing, and what they have in common."""

    ours: str
    theirs: str
    name: str
    our_type: str
    their_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What people decided: pairs of IRIs."""

    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    links: frozenset[Quad] = field(default_factory=frozenset)


def proposals_between(target: Store, source: Store, vocabulary: Vocabulary) -> tuple[Proposal, ...]:
    """Return the pairs of a newsgraph entity and another thing, one here and one in the source, that have a name and a kind in common.

    Left out: what is linked already, what is known to be different, and what Wikidata tells apart.
    """
    ours = _named(target)
    found: dict[tuple[str, str], Proposal] = {}
    for name, nodes in sorted(_named(source).items()):
        for theirs in nodes:
            for node in ours.get(name, ()):
                pair = (node.value, theirs.value)
                if pair in found or not _may_be_one(node, theirs, target, source):
                    continue
                kinds = _types(target, node), _types(source, theirs)
                if vocabulary.fits(*kinds):
                    shown = nodes[theirs]
                    found[pair] = Proposal(ours=node.value, theirs=theirs.value, name=shown, our_type=min(kinds[0]), their_type=min(kinds[1]))
    return tuple(sorted(found.values()))


def _named(store: Store) -> dict[str, dict[NamedNode, str]]:
    """Return things by their names in one case, with the name as it is written; nothing that belongs to a single article."""
    found: dict[str, dict[NamedNode, str]] = defaultdict(dict)
    for predicate in NAMES:
        for quad in store.quads_for_pattern(None, predicate, None):
            node = quad.subject
            if isinstance(quad.object, Literal) and isinstance(node, NamedNode) and not key_of_subject(node):
                name = " ".join(unicodedata.normalize("NFC", quad.object.value).split())
                if name and (is_shared_entity(node) or not node.value.startswith(BASE)):
                    found[name.casefold()].setdefault(node, name)
    return found


def _may_be_one(ours: NamedNode, theirs: NamedNode, target: Store, source: Store) -> bool:
    if ours == theirs or not (is_shared_entity(ours) or is_shared_entity(theirs)):
        return False
    if any(_links(store, theirs) & {ours} or _links(store, ours) & {theirs} for store in (target, source)):
        return False
    if _knows(source, ours):  # it knows both and keeps them apart
        return False
    items = [{each for each in _links(store, node) if each.value.startswith(WIKIDATA)} for store, node in ((target, ours), (source, theirs))]
    return not (all(items) and not items[0] & items[1])


def _knows(store: Store, node: NamedNode) -> bool:
    return any(quad.predicate not in IDENTITY for quad in store.quads_for_pattern(node, None, None))


def _links(store: Store, node: NamedNode) -> set[NamedNode]:
    quads = (quad for predicate in (SAME_AS, EXACT_MATCH, DIFFERENT) for quad in store.quads_for_pattern(node, predicate, None))
    return {quad.object for quad in quads if isinstance(quad.object, NamedNode)}


def _types(store: Store, node: NamedNode) -> set[str]:
    return {quad.object.value for quad in store.quads_for_pattern(node, TYPE, None) if isinstance(quad.object, NamedNode)} or {""}


def proposals_table(proposals: Iterable[Proposal], *, is_turtle: bool = False) -> bytes:
    """Return a file to decide in, UTF-8: a table, or Turtle in whose comments the proposals stand until somebody decides."""
    rows = sorted(proposals)
    if is_turtle:
        lines = [
            "@prefix owl: <http://www.w3.org/2002/07/owl#> .",
            "# Take the # away from what is the same; write owl:differentFrom for what is not.",
        ]
        lines += [f"# {NamedNode(each.ours)} owl:sameAs {NamedNode(each.theirs)} .  # {each.name}" for each in rows]
    else:
        lines = ["\t".join(COLUMNS)]
        lines += [f"{OPEN}\t{each.ours}\t{each.theirs}\t{each.name}\t{each.our_type}\t{each.their_type}" for each in rows]
    return ("\n".join(lines) + "\n").encode()


def decisions_from(path: Path) -> Decisions:
    """Read what people decided.

    Raises:
        StoreError: The file cannot be read, or a line of it makes no sense.
    """
    pairs = list(_turtle_decisions(path) if path.suffix.lower() != ".tsv" else _table_decisions(path))
    same = tuple(sorted((one, other) for word, one, other in pairs if word == SAME))
    different = tuple(sorted((one, other) for word, one, other in pairs if word == OTHER))
    links = frozenset(Quad(NamedNode(one), DIFFERENT, NamedNode(other), LINKS) for one, other in different)
    return Decisions(same=same, different=different, links=links)


def _turtle_decisions(path: Path) -> Iterator[tuple[str, str, str]]:
    words = {SAME_AS: SAME, DIFFERENT: OTHER}
    for quad in parsed(path):
        if quad.predicate in words and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            yield words[quad.predicate], quad.subject.value, quad.object.value


def _table_decisions(path: Path) -> Iterator[tuple[str, str, str]]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"cannot read the decisions in {path}: {error}; check the name") from error
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip() or cells[0] == COLUMNS[0]:
            continue
        word = cells[0].lower() or OPEN
        if word not in {SAME, OTHER, OPEN} or len(cells) < len(("decision", "ours", "theirs")):
            raise StoreError(f"{path}:{number}: {cells[0]!r} is no decision; write {SAME}, {OTHER} or {OPEN}, and two IRIs, with tabs between them")
        if word != OPEN:
            yield word, _iri(cells[1], path, number), _iri(cells[2], path, number)


def _iri(text: str, path: Path, number: int) -> str:
    try:
        return NamedNode(text.strip("<>")).value
    except ValueError as error:
        raise StoreError(f"{path}:{number}: {text!r} is not an IRI: {error}") from error
