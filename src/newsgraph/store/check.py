"""Check a graph: against the shapes of the ontology, and against the promises that newsgraph makes of its files.

| rule | broken when |
|---|---|
| `shape` | a SHACL shape of `ontology/shapes.ttl` is violated |
| `fact-without-statement` | a bare relation has no factual statement behind it |
| `fact-outside-facts` | a bare relation stands outside `graph/facts` |
| `hedged-fact` | a statement is called factual though it is hedged, negated or reported |
| `span-length`, `span-iri` | a span's text or IRI does not fit its offsets |
| `span-text`, `text-hash` | a span's text is not the article's (only if the article is given) |
| `blank-node` | there is a blank node |
| `one-graph` | a triple stands in two graphs, or in none |
| `two-identities` | one entity is the same as two Wikidata items |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from newsgraph.errors import StoreError
from newsgraph.namespaces import NG, RDFS
from newsgraph.resources import data_path
from newsgraph.store.embedded import EmbeddedStore
from newsgraph.store.invariants import RULES, Violation, index
from newsgraph.store.parsing import parsed
from newsgraph.store.shacl import shacl_violations

__all__ = ["CheckReport", "Violation", "check", "check_quads"]

CORE_ONTOLOGY = "newsgraph.ttl"
WITHOUT_GRAPHS = (".ttl", ".nt", ".rdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a check found.

    Attributes:
        n_quads, n_statements, n_facts: Sizes of what was checked; facts are factual statements.
        violations: Sorted by rule, node and message; empty if all is well.
    """

    name: str
    n_quads: int
    n_statements: int
    n_facts: int
    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing was found."""
        return not self.violations

    def text(self) -> str:
        """Return the report for people: a line for each violation, then the sum; ends with a line end."""
        lines = [f"{each.rule}: {each.node}\n    {each.message}" if each.node else f"{each.rule}: {each.message}" for each in self.violations]
        verdict = "conforms" if self.conforms else f"has {len(self.violations)} violation{'s' if len(self.violations) > 1 else ''}"
        lines.append(f"{self.name} {verdict}: {self.n_quads} quads, {self.n_statements} statements, {self.n_facts} of them facts")
        if not self.n_statements:
            lines.append("there is no statement in it, so nothing that newsgraph promises of statements could be looked at")
        return "\n".join(lines) + "\n"


def check(path: Path, *, text: str | None = None, ontology_files: Sequence[Path] = ()) -> CheckReport:
    """Check an RDF file, or a store's folder.

    Args:
        path: A file that newsgraph wrote in any format, or the folder of a store.
        text: The article's text; if given, spans must be its characters.
        ontology_files: Turtle files with the user's own relations and classes, beside the shipped ontology.

    Raises:
        StoreError: The file, store or ontology cannot be read.
        ResourceError: pyshacl is not installed.
    """
    if path.is_dir():
        with EmbeddedStore(path, read_only=True) as store:
            quads = set(store)
    else:
        quads = parsed(path)
    return check_quads(quads, name=str(path), text=text, ontology_files=ontology_files, has_graphs=path.suffix.lower() not in WITHOUT_GRAPHS)


def check_quads(
    quads: Iterable[Quad], *, name: str, text: str | None = None, ontology_files: Sequence[Path] = (), has_graphs: bool = True
) -> CheckReport:
    """Check quads; `name` is what the report calls them, the rest is as in `check`."""
    rows = set(quads)
    core = data_path("ontology") / CORE_ONTOLOGY
    files = [core, *(each for each in ontology_files if each.resolve() != core.resolve())]
    found = index(rows, _relations(files), text=text, has_graphs=has_graphs)
    violations = {each for rule in RULES for each in rule(found)} | set(shacl_violations(rows, files))
    return CheckReport(
        name=name,
        n_quads=len(rows),
        n_statements=sum(1 for _ in found.of_type("Statement")),
        n_facts=sum(1 for _ in found.of_type("FactualStatement")),
        violations=tuple(sorted(violations)),
    )


def _relations(files: Iterable[Path]) -> frozenset[str]:
    """Return `ng:relatedTo` and every property that the files put below it, at any depth."""
    parents: set[tuple[str, str]] = set()
    for path in files:
        try:
            triples = list(parse(path=path, format=RdfFormat.TURTLE))
        except (OSError, SyntaxError, ValueError) as error:
            raise StoreError(f"cannot read the ontology file {path}: {error}") from error
        for each in triples:
            if each.predicate.value == RDFS + "subPropertyOf" and isinstance(each.subject, NamedNode) and isinstance(each.object, NamedNode):
                parents.add((each.subject.value, each.object.value))
    found = {NG + "relatedTo"}
    while new := {child for child, parent in parents if parent in found} - found:
        found |= new
    return frozenset(found)
