"""Describe entities: what they are, what they are called, what they are about, and which other data sets know them.

A shared entity stands in `graph/facts`, an article-scoped one in its article's graph, links to other data sets in `graph/links`.
"""

from __future__ import annotations

from collections.abc import Mapping

from newsgraph.errors import ModelError
from newsgraph.graph.iri import canonical
from newsgraph.graph.terms import Triples, date_literal, english, named, ref, string, term
from newsgraph.model import Entity, Interval, Scope
from newsgraph.namespaces import FACTS_GRAPH, LINKS_GRAPH, NG

__all__ = ["entity_triples", "look_up", "time_pairs"]

LINK_PREDICATES = ("owl:sameAs", "skos:exactMatch")


def look_up(known: Mapping[str, str], entity_id: str, *, whose: str) -> str:
    """Return the IRI of an entity, or the term for it, whichever `known` has.

    Raises:
        ModelError: The reading has no entity of that id; `whose` says who named it.
    """
    try:
        return known[entity_id]
    except KeyError:
        raise ModelError(f"{whose} names the entity {entity_id!r}, which the reading does not hold; add it to Reading.entities") from None


def time_pairs(when: Interval | None) -> list[tuple[str, str]]:
    """Return the properties of a time: start, end and words, each only if known; names and terms."""
    if when is None:
        return []
    pairs: list[tuple[str, str]] = []
    if when.start:
        pairs.append(("ng:startDate", date_literal(when.start)))
    if when.end:
        pairs.append(("ng:endDate", date_literal(when.end)))
    if when.text:
        pairs.append(("ng:timeText", string(when.text)))
    return pairs


def entity_triples(entities: Mapping[str, Entity], nodes: Mapping[str, str], graph: str) -> Triples:
    """Yield the description of every entity; `nodes` are their IRIs by id, `graph` the article's, all as terms.

    Two entities of one IRI (one identity under two ids) are described once, with the later names as aliases.

    Raises:
        ModelError: A type or link is no IRI, a link predicate is unknown, or `about` names a missing entity.
    """
    labels: dict[str, str] = {}
    facts, links = ref(FACTS_GRAPH), ref(LINKS_GRAPH)
    is_a, has_label, has_name, is_about = term("rdf:type"), term("rdfs:label"), term("skos:altLabel"), term("ng:about")
    for entity in sorted(entities.values(), key=lambda each: (nodes[each.id], each.label, each.id)):
        node = nodes[entity.id]
        home = facts if entity.scope is Scope.SHARED else graph
        label = labels.setdefault(node, canonical(entity.label))
        kind = named(entity.type if ":" in entity.type else NG + entity.type, what=f"the type of {label!r}")
        found = [f"{node} {is_a} {kind}", f"{node} {has_label} {english(label)}"]
        names = {canonical(alias) for alias in entity.aliases}
        names.add(canonical(entity.label))
        if len(names) > 1 or label not in names:
            found += [f"{node} {has_name} {english(name)}" for name in names if name and name != label]
        if entity.about:
            found += [f"{node} {is_about} {look_up(nodes, other, whose=f'the entity {label!r}')}" for other in entity.about]
        if entity.when is not None:
            found += [f"{node} {term(predicate)} {value}" for predicate, value in time_pairs(entity.when)]
        yield home, found
        if entity.links:
            yield links, [f"{node} {predicate} {value}" for predicate, value in _links(entity)]


def _links(entity: Entity) -> list[tuple[str, str]]:
    for link in entity.links:
        if link.predicate not in LINK_PREDICATES:
            raise ModelError(f"{entity.label!r} is linked by {link.predicate!r}; use {' or '.join(LINK_PREDICATES)}")
    return [(term(link.predicate), named(link.iri, what=f"a link of {entity.label!r}")) for link in entity.links]
