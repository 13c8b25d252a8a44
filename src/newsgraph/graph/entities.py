"""Describe entities: what they are, what they are called, what they are about, and which other data sets know them.

A shared entity stands in `graph/facts`, an article-scoped one in its article's graph, links to other data sets in `graph/links`.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode, Quad

from newsgraph.errors import ModelError
from newsgraph.graph.iri import canonical
from newsgraph.graph.terms import date_literal, english, named, string, term
from newsgraph.model import Entity, Interval, Scope
from newsgraph.namespaces import FACTS_GRAPH, LINKS_GRAPH, NG

__all__ = ["entity_quads", "look_up", "time_pairs"]

LINK_PREDICATES = ("owl:sameAs", "skos:exactMatch")


def look_up(iris: Mapping[str, NamedNode], entity_id: str, *, whose: str) -> NamedNode:
    """Return the IRI of an entity.

    Raises:
        ModelError: The reading has no entity of that id; `whose` says who named it.
    """
    try:
        return iris[entity_id]
    except KeyError:
        raise ModelError(f"{whose} names the entity {entity_id!r}, which the reading does not hold; add it to Reading.entities") from None


def time_pairs(when: Interval | None) -> list[tuple[str, Literal]]:
    """Return the properties of a time: start, end and words, each only if known."""
    if when is None:
        return []
    pairs: list[tuple[str, Literal]] = []
    if when.start:
        pairs.append(("ng:startDate", date_literal(when.start)))
    if when.end:
        pairs.append(("ng:endDate", date_literal(when.end)))
    if when.text:
        pairs.append(("ng:timeText", string(when.text)))
    return pairs


def entity_quads(entities: Mapping[str, Entity], iris: Mapping[str, NamedNode], graph: NamedNode) -> list[Quad]:
    """Return the description of every entity; `graph` is the article's.

    Two entities of one IRI (one identity under two ids) are described once, with the later names as aliases.

    Raises:
        ModelError: A type or link is no IRI, a link predicate is unknown, or `about` names a missing entity.
    """
    found: list[Quad] = []
    labels: dict[str, str] = {}
    for entity in sorted(entities.values(), key=lambda each: (iris[each.id].value, each.label, each.id)):
        node = iris[entity.id]
        home = NamedNode(FACTS_GRAPH) if entity.scope is Scope.SHARED else graph
        label = labels.setdefault(node.value, canonical(entity.label))
        names = {canonical(alias) for alias in (*entity.aliases, entity.label)} - {label, ""}
        found.append(
            Quad(node, term("rdf:type"), named(entity.type if ":" in entity.type else NG + entity.type, what=f"the type of {label!r}"), home)
        )
        found.append(Quad(node, term("rdfs:label"), english(label), home))
        found += [Quad(node, term("skos:altLabel"), english(name), home) for name in names]
        found += [Quad(node, term("ng:about"), look_up(iris, other, whose=f"the entity {label!r}"), home) for other in entity.about]
        found += [Quad(node, term(predicate), value, home) for predicate, value in time_pairs(entity.when)]
        found += _links(entity, node)
    return found


def _links(entity: Entity, node: NamedNode) -> list[Quad]:
    for link in entity.links:
        if link.predicate not in LINK_PREDICATES:
            raise ModelError(f"{entity.label!r} is linked by {link.predicate!r}; use {' or '.join(LINK_PREDICATES)}")
    return [Quad(node, term(link.predicate), named(link.iri, what=f"a link of {entity.label!r}"), NamedNode(LINKS_GRAPH)) for link in entity.links]
