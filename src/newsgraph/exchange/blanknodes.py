"""Name blank nodes by what is said of them, so that the same graph has the same names whoever wrote it.

Blank nodes are looked at in groups that hang together. A group is named after the hash of all its triples, so a triple added elsewhere
in a file renames nothing, and merging a file twice finds everything in place.

Sources: https://www.w3.org/TR/rdf-canon/ (RDFC-1.0), https://www.w3.org/TR/rdf11-concepts/#section-skolemization
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, Triple

from newsgraph.errors import StoreError
from newsgraph.namespaces import BASE

__all__ = ["GENID", "canonical_nquads", "skolemized"]

GENID = BASE + ".well-known/genid/"
"""Below it stand the names that blank nodes get. Source: https://www.w3.org/TR/rdf11-concepts/#section-skolemization"""

NAME_DIGITS = 24
"""Hexadecimal digits of a name: 96 bits, enough for every group of every file that is ever merged into one store."""

MAX_ALIKE = 6
"""RDFC-1.0 tries every order of blank nodes that cannot be told apart: six such take 60 ms, eight take 4 s, ten take minutes."""

MAX_UNTOLD = 100
"""It takes a tenth of a second for a hundred nodes that only their neighbours tell apart, and grows with the third power."""

MAX_ONE_BY_ONE = 50

Colours = dict[str, str]


def canonical_nquads(quads: Iterable[Quad]) -> bytes:
    """Return the canonical N-Quads of RDFC-1.0: equal bytes if and only if the datasets are isomorphic.

    Raises:
        StoreError: So many blank nodes look alike that the algorithm would not end.
    """
    dataset = Dataset(quads)
    for group in _groups(dataset):
        if not _is_quick(group):
            raise StoreError("too many blank nodes look alike for a canonical form; give them IRIs (merge the file into a store and export that)")
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(f"{line} .\n" for line in sorted(map(str, dataset))).encode()


def skolemized(quads: Iterable[Quad]) -> set[Quad]:
    """Return quads with an IRI below `GENID` for every blank node; no information is lost.

    Names depend on the group's triples alone. Of several equal groups in one file, the second and later get a number.
    """
    rows = set(quads)
    groups = _groups(rows)
    result = rows.difference(*groups)
    seen: Counter[str] = Counter()
    for group in groups:
        told, colours = _told_apart(group)
        digest = _hash("\n".join(sorted(_line(quad, colours) for quad in told)))
        seen[digest] += 1
        copy = "" if seen[digest] == 1 else f"-{seen[digest]}"
        result |= _renamed(told, {label: f"{GENID}{_hash(digest + colour)[:NAME_DIGITS]}{copy}" for label, colour in colours.items()})
    return result


def _renamed(rows: Iterable[Quad], names: Mapping[str, str]) -> set[Quad]:
    def term(each: object) -> object:
        if isinstance(each, BlankNode):
            return NamedNode(names[each.value])
        if isinstance(each, Triple):
            return Triple(term(each.subject), each.predicate, term(each.object))  # type: ignore[arg-type]  # IRIs for blank nodes
        return each

    return {
        Quad(term(quad.subject), quad.predicate, term(quad.object), term(quad.graph_name))  # type: ignore[arg-type]  # as above
        for quad in rows
    }


def _blanks(quad: Quad | Triple) -> Iterator[str]:
    terms: list[object] = [quad.subject, quad.object, *([quad.graph_name] if isinstance(quad, Quad) else ())]
    for each in terms:
        if isinstance(each, BlankNode):
            yield each.value
        elif isinstance(each, Triple):
            yield from _blanks(each)


def _groups(quads: Iterable[Quad]) -> list[list[Quad]]:
    """Return the quads that hold blank nodes, those together that share one."""
    home: dict[str, str] = {}

    def find(label: str) -> str:
        while home.setdefault(label, label) != label:
            home[label] = label = home[home[label]]
        return label

    rows = [(quad, found) for quad in quads if (found := list(_blanks(quad)))]
    for _, labels in rows:
        for other in labels[1:]:
            home[find(other)] = find(labels[0])
    groups: dict[str, list[Quad]] = defaultdict(list)
    for quad, labels in rows:
        groups[find(labels[0])].append(quad)
    return list(groups.values())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _line(quad: Quad, colours: Mapping[str, str], own: str | None = None) -> str:
    """Return a quad with colours in the place of blank nodes, `_:a` for the one that is looked at."""

    def word(each: object) -> str:
        if isinstance(each, BlankNode):
            return "_:a" if each.value == own else f"_:z{colours[each.value]}"
        if isinstance(each, Triple):
            return f"<<( {word(each.subject)} {each.predicate} {word(each.object)} )>>"
        return str(each)

    return f"{word(quad.subject)} {quad.predicate} {word(quad.object)} {word(quad.graph_name)}"


def _refined(group: list[Quad], colours: Colours, *, rounds: int | None = None) -> Colours:
    """Colour every blank node by its triples and its neighbours' colours until no more of them can be told apart."""
    around: dict[str, list[Quad]] = defaultdict(list)
    for quad in group:
        for label in set(_blanks(quad)):
            around[label].append(quad)
    n_colours = len(set(colours.values()))
    while rounds is None or rounds > 0:
        new = {label: _hash(colours[label] + "\n".join(sorted(_line(quad, colours, label) for quad in around[label]))) for label in colours}
        n_new = len(set(new.values()))
        if n_new == n_colours and rounds is None:
            return colours
        colours, n_colours = new, n_new
        rounds = rounds - 1 if rounds is not None else None
    return colours


def _start(group: list[Quad]) -> Colours:
    return _refined(group, dict.fromkeys({label for quad in group for label in _blanks(quad)}, ""), rounds=1)


def _alike(colours: Colours) -> list[list[str]]:
    """Return the labels of each colour that several nodes share, the smallest colour first."""
    by_colour: dict[str, list[str]] = defaultdict(list)
    for label, colour in colours.items():
        by_colour[colour].append(label)
    return [sorted(labels) for _, labels in sorted(by_colour.items()) if len(labels) > 1]


def _is_quick(group: list[Quad]) -> bool:
    """Tell whether RDFC-1.0 will be done with a group in a moment."""
    first = _start(group)
    if sum(map(len, _alike(first))) > MAX_UNTOLD:
        return False
    return max(map(len, _alike(_refined(group, first))), default=0) <= MAX_ALIKE


def _told_apart(group: list[Quad]) -> tuple[list[Quad], Colours]:
    """Return a group, perhaps with other labels, and a colour of its own for each of its blank nodes.

    Where neighbours do not tell nodes apart, the labels of RDFC-1.0 do, or, where that would not end, the order of the labels in the
    file: such nodes are nearly always interchangeable.
    """
    colours = _refined(group, _start(group))
    if not _alike(colours):
        return group, colours
    if _is_quick(group):
        dataset = Dataset(group)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        group = list(dataset)
        colours = _refined(group, _start(group))
    while alike := _alike(colours):
        labels = sorted(alike[0], key=lambda label: (len(label), label))
        chosen = labels[:1] if len(labels) <= MAX_ONE_BY_ONE else labels
        colours = {**colours, **{label: _hash(f"{colours[label]} {number}") for number, label in enumerate(chosen)}}
        colours = _refined(group, colours)
    return group, colours
