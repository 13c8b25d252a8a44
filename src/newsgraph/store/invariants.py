"""Check what shapes cannot say or say slowly: where triples stand, that no claim is a fact, that spans are the article's words.

Each rule is one function from an `Index` of the quads to violations; `RULES` is the list of them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from newsgraph.namespaces import BASE, FACTS_GRAPH, NG, OWL, RDF

__all__ = ["RULES", "Index", "Violation", "index"]

TYPE = RDF + "type"
FACTUAL = NG + "FactualStatement"
FACTUAL_STANCE = (("modality", NG + "Actual"), ("polarity", NG + "Affirmative"), ("voice", NG + "AuthorVoice"))


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Violation:
    """One broken rule: its name, the node it was seen at ("" for the whole), and what is wrong."""

    rule: str
    node: str
    message: str


@dataclass(slots=True, kw_only=True)
class Index:
    """The quads of a file or store, by what the rules ask for.

    Attributes:
        values: Object strings by subject and predicate, whatever the graph.
        graphs: Graph names by triple; the default graph is "".
        relations: IRIs of `ng:relatedTo` and the relations below it.
        text: The article's text if the caller gave it.
        has_graphs: Whether the format keeps named graphs, so that their rules apply.
    """

    quads: list[Quad]
    values: dict[str, dict[str, list[str]]]
    graphs: dict[Triple, list[str]]
    relations: frozenset[str]
    text: str | None
    has_graphs: bool
    spoken: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def first(self, node: str, name: str) -> str:
        """Return one value of an `ng:` property, "" if there is none."""
        return next(iter(self.values[node].get(NG + name, ())), "") if node in self.values else ""

    def of_type(self, name: str) -> Iterator[str]:
        """Yield the nodes of an `ng:` class."""
        return (node for node, pairs in self.values.items() if NG + name in pairs.get(TYPE, ()))

    def is_factual(self, statement: str) -> bool:
        """Tell whether a statement is actual, affirmative and in the article's own voice, whatever its type says."""
        return all(self.first(statement, name) == value for name, value in FACTUAL_STANCE)


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def index(quads: Iterable[Quad], relations: frozenset[str], *, text: str | None, has_graphs: bool) -> Index:
    """Return the quads by subject, by triple and by spoken triple."""
    rows = list(quads)
    values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    graphs: dict[Triple, list[str]] = defaultdict(list)
    for quad in rows:
        values[_text(quad.subject)][quad.predicate.value].append(_text(quad.object))
        graphs[quad.triple].append("" if isinstance(quad.graph_name, DefaultGraph) else _text(quad.graph_name))
    found = Index(quads=rows, values=dict(values), graphs=dict(graphs), relations=relations, text=text, has_graphs=has_graphs)
    for node in found.of_type("Statement"):
        parts = [found.values[node].get(RDF + name, [""])[0] for name in ("subject", "predicate", "object")]
        found.spoken.setdefault((parts[0], parts[1], parts[2]), []).append(node)
    return found


def no_blank_nodes(found: Index) -> Iterator[Violation]:
    """Blank nodes cannot be merged, replaced or linked."""
    for quad in found.quads:
        if any(isinstance(term, BlankNode) for term in (quad.subject, quad.object, quad.graph_name)):
            yield Violation(rule="blank-node", node="", message=f"a blank node in: {quad.triple}")


def one_graph(found: Index) -> Iterator[Violation]:
    """A triple of two graphs is counted twice by a union."""
    for triple, graphs in found.graphs.items():
        if len(graphs) > 1:
            yield Violation(
                rule="one-graph", node=_text(triple.subject), message=f"{triple} stands in {len(graphs)} graphs: {' '.join(sorted(graphs))}"
            )
        elif found.has_graphs and not graphs[0]:
            yield Violation(rule="one-graph", node=_text(triple.subject), message=f"{triple} stands in no named graph")


def facts_have_statements(found: Index) -> Iterator[Violation]:
    """A bare relation needs a factual statement, and has one home."""
    for triple, graphs in found.graphs.items():
        if triple.predicate.value not in found.relations:
            continue
        key = (_text(triple.subject), triple.predicate.value, _text(triple.object))
        statements = found.spoken.get(key, [])
        if not any(found.is_factual(each) for each in statements):
            why = "only hedged, negated or reported statements say it" if statements else "no statement says it"
            yield Violation(rule="fact-without-statement", node=key[0], message=f"bare fact {triple}, but {why}")
        if found.has_graphs and graphs[0] not in {"", FACTS_GRAPH}:
            yield Violation(rule="fact-outside-facts", node=key[0], message=f"bare fact {triple} stands in {graphs[0]}, not in {FACTS_GRAPH}")


def no_hedged_fact(found: Index) -> Iterator[Violation]:
    """What is called factual must be actual, affirmative and in the article's own voice."""
    for node in found.of_type("FactualStatement"):
        if not found.is_factual(node):
            stance = " ".join(found.first(node, name).removeprefix(NG) or "?" for name, _ in FACTUAL_STANCE)
            yield Violation(rule="hedged-fact", node=node, message=f"called factual, but its stance is {stance}")


def spans_fit_their_offsets(found: Index) -> Iterator[Violation]:
    """A span is as long as its offsets say, and its IRI says the same offsets."""
    for node in found.of_type("TextSpan"):
        start, end = found.first(node, "startOffset"), found.first(node, "endOffset")
        if not (start.isdecimal() and end.isdecimal()):
            yield Violation(rule="span-length", node=node, message=f"offsets {start!r}, {end!r} are not numbers")
        elif len(found.first(node, "text")) != int(end) - int(start):
            yield Violation(
                rule="span-length", node=node, message=f"{len(found.first(node, 'text'))} characters of text for offsets {start} to {end}"
            )
        if not node.endswith(f"#char={start},{end}"):
            yield Violation(rule="span-iri", node=node, message=f"the IRI does not end in #char={start},{end}")


def spans_are_the_articles_words(found: Index) -> Iterator[Violation]:
    """Every span is cut from the article text, if that was given."""
    if found.text is None:
        return
    digest = hashlib.sha256(found.text.encode("utf-8", "surrogatepass")).hexdigest()
    articles = [node for node in found.of_type("Article") if found.first(node, "textHash") == digest]
    if not articles:
        hashes = sorted(found.first(node, "textHash") for node in found.of_type("Article"))
        yield Violation(
            rule="text-hash", node="", message=f"the given text has SHA-256 {digest}; the graph was read from {' '.join(hashes) or 'nothing'}"
        )
    for node in found.of_type("TextSpan"):
        start, end = found.first(node, "startOffset"), found.first(node, "endOffset")
        if found.first(node, "inArticle") in articles and start.isdecimal() and end.isdecimal():
            words = found.text[int(start) : int(end)].encode("utf-8", "replace").decode("utf-8")
            if found.first(node, "text").replace("\ufffd", "?") != words.replace("\ufffd", "?"):
                yield Violation(rule="span-text", node=node, message=f"the article reads {words!r}, the span {found.first(node, 'text')!r}")


def one_identity(found: Index) -> Iterator[Violation]:
    """One IRI stands for one thing: two registry entries mean that two things were merged."""
    for node, pairs in found.values.items():
        same = sorted(value for value in set(pairs.get(OWL + "sameAs", ())) if value.startswith("http://www.wikidata.org/entity/"))
        if len(same) > 1 and node.startswith(BASE):
            yield Violation(rule="two-identities", node=node, message=f"is the same as {' and '.join(same)}")


RULES: tuple[Callable[[Index], Iterator[Violation]], ...] = (
    no_blank_nodes,
    one_graph,
    facts_have_statements,
    no_hedged_fact,
    spans_fit_their_offsets,
    spans_are_the_articles_words,
    one_identity,
)
