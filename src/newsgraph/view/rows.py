"""Turn a store into a `ViewGraph`: rows from SPARQL become plain values, checked and put in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgraph.errors import QueryError
from newsgraph.namespaces import DCTERMS, NG, OWL, PROV, RDF, RDFS, SCHEMA, SKOS
from newsgraph.view.look import local_name, look_from, pick_label, plain_kind
from newsgraph.view.queries import all_rows, rows_of, statements_around
from newsgraph.view.viewgraph import Term, ViewArticle, ViewGraph, ViewLink, ViewNode, ViewSpan, ViewStatement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from newsgraph.view.queries import Rows, Values
    from newsgraph.view.viewgraph import Kind, Look

__all__ = ["view_graph"]

_DAY = re.compile(r"-?\d{4,6}-\d{2}-\d{2}")
_LINKS = (OWL + "sameAs", SKOS + "exactMatch")


def view_graph(store: ox.Store, ontology_files: Sequence[Path], *, around: Collection[str] = (), only: Collection[str] | None = None) -> ViewGraph:
    """Read everything a picture needs from a store.

    Args:
        store: Quads in newsgraph's layout; all graphs are read as one.
        ontology_files: Turtle files with labels and look; `ontology/view.ttl` must be among them.
        around: IRIs of things; if any, only statements that name one of them are read, so that a part of a big store is soon seen.
        only: IRIs of statements; if given, only these are read, whatever `around` says.

    Raises:
        OntologyError: An ontology file is broken or no status is defined.
        QueryError: A statement lacks its subject, predicate or object, a span its article or offsets, or `around` holds no IRI.
    """
    look = look_from(ontology_files)
    wanted = only if only is not None else statements_around(store, around) if around else None
    rows = all_rows(store, "statements") if wanted is None else rows_of(store, wanted)
    wanted_spans = {value for row in rows.values() for value, _ in row.get(NG + "evidence", ())}
    spans = _spans(all_rows(store, "spans") if wanted is None else rows_of(store, wanted_spans), wanted_spans)
    wanted_articles = {span.article for span in spans.values()}
    articles = _articles(all_rows(store, "articles") if wanted is None else rows_of(store, wanted_articles), wanted_articles)
    statements = [_statement(iri, row, look, spans) for iri, row in rows.items()]
    statements.sort(key=lambda statement: _text_order(statement, articles, spans))
    named = _named(statements)
    things = all_rows(store, "things") if wanted is None else rows_of(store, named)
    named |= {about for iri in named for about in _all(things.get(iri, {}), NG + "about")}
    if wanted is not None:
        things.update(rows_of(store, named - set(things)))
    nodes, kinds = _nodes(things, named, look)
    return _trimmed(statements, nodes, kinds, articles, spans, look)


def _all(row: Values, prop: str) -> tuple[str, ...]:
    return tuple(sorted({value for value, _ in row.get(prop, ())}))


def _first(row: Values, *props: str) -> str:
    for prop in props:
        if prop in row:
            return min(row[prop])[0]
    return ""


def _day(row: Values, prop: str) -> str:
    value = _first(row, prop)
    return value if _DAY.fullmatch(value) else ""


def _need(iri: str, row: Values, prop: str) -> str:
    value = _first(row, prop)
    if not value:
        raise QueryError(f"<{iri}> has no {local_name(prop)}; check the data with the shapes in ontology/shapes.ttl")
    return value


def _spans(rows: Rows, wanted: set[str]) -> dict[str, ViewSpan]:
    spans = {}
    for iri in sorted(wanted):
        row = rows.get(iri, {})
        start, end = _need(iri, row, NG + "startOffset"), _need(iri, row, NG + "endOffset")
        if not (re.fullmatch(r"\d{1,12}", start) and re.fullmatch(r"\d{1,12}", end)):
            raise QueryError(f"<{iri}> has offsets {start!r} and {end!r}; they must be whole numbers from 0")
        spans[iri] = ViewSpan(
            iri=iri, article=_need(iri, row, NG + "inArticle"), start_char=int(start), end_char=int(end), text=_first(row, NG + "text")
        )
    return spans


def _articles(rows: Rows, wanted: set[str]) -> dict[str, ViewArticle]:
    articles = {}
    for iri in sorted(wanted | set(rows)):
        row = rows.get(iri, {})
        articles[iri] = ViewArticle(
            iri=iri,
            title=pick_label(row.get(DCTERMS + "title", ())) or local_name(iri),
            issued=_day(row, DCTERMS + "issued"),
            url=_first(row, SCHEMA + "url", DCTERMS + "source", SCHEMA + "mainEntityOfPage"),
            publisher=_first(row, DCTERMS + "publisher", SCHEMA + "publisher", SCHEMA + "sourceOrganization"),
            identifier=_first(row, DCTERMS + "identifier"),
            text_hash=_first(row, NG + "textHash"),
        )
    return articles


def _statement(iri: str, row: Values, look: Look, spans: dict[str, ViewSpan]) -> ViewStatement:
    axes = [_first(row, NG + name) for name in ("modality", "polarity", "voice")]
    confidence = _first(row, NG + "confidence")
    evidence = sorted(
        (spans[value] for value in _all(row, NG + "evidence")), key=lambda span: (span.article, span.start_char, span.end_char, span.iri)
    )
    return ViewStatement(
        iri=iri,
        subject=_need(iri, row, RDF + "subject"),
        predicate=_need(iri, row, RDF + "predicate"),
        object=_need(iri, row, RDF + "object"),
        status=_status(axes, look),
        modality=axes[0],
        polarity=axes[1],
        voice=axes[2],
        speakers=_all(row, NG + "attributedTo"),
        said_at=_first(row, NG + "saidAt"),
        place=_first(row, NG + "place"),
        event=_first(row, NG + "event"),
        start=_day(row, NG + "startDate"),
        end=_day(row, NG + "endDate"),
        time_text=_first(row, NG + "timeText"),
        predicate_text=_first(row, NG + "predicateText"),
        cue_text=_first(row, NG + "cueText"),
        confidence=float(confidence) if re.fullmatch(r"[01](\.\d+)?", confidence) else -1.0,
        rule=_rule(row),
        evidence=tuple(span.iri for span in evidence),
    )


def _rule(row: Values) -> str:
    """Return the rule that made a statement: a literal as it stands, an IRI by its last part."""
    value = _first(row, NG + "rule", PROV + "wasGeneratedBy", PROV + "wasAttributedTo")
    return local_name(value) if value.startswith(("http://", "https://", "urn:")) else value


def _status(axes: Sequence[str], look: Look) -> str:
    known = [look.weights[axis] for axis in axes if axis in look.weights]
    if known:
        return max(known)[1]
    return min(look.statuses.values(), key=lambda status: (status.order, status.iri)).iri


def _text_order(statement: ViewStatement, articles: dict[str, ViewArticle], spans: dict[str, ViewSpan]) -> tuple[str, str, int, int, str]:
    if not statement.evidence:
        return ("", "", 0, 0, statement.iri)
    span = spans[statement.evidence[0]]
    return (articles[span.article].issued, span.article, span.start_char, span.end_char, statement.iri)


def _named(statements: Iterable[ViewStatement]) -> set[str]:
    """Return the things that statements name."""
    named: set[str] = set()
    for statement in statements:
        named.update((statement.subject, statement.object, *statement.speakers))
        named.update(iri for iri in (statement.said_at, statement.place, statement.event) if iri)
    return named


def _nodes(rows: Rows, wanted: Collection[str], look: Look) -> tuple[dict[str, ViewNode], dict[str, Kind]]:
    nodes, kinds = {}, {}
    for iri in sorted(wanted):
        row = rows.get(iri, {})
        kind = _kind(_all(row, RDF + "type"), look)
        kinds[kind.iri] = kind
        label = pick_label(row.get(RDFS + "label", ())) or local_name(iri)
        nodes[iri] = ViewNode(
            iri=iri,
            label=label,
            kind=kind.iri,
            aliases=tuple(alias for alias in _all(row, SKOS + "altLabel") if alias != label),
            links=tuple(ViewLink(predicate=prop, iri=value) for prop in _LINKS for value in _all(row, prop)),
            about=tuple(about for about in _all(row, NG + "about") if about in wanted),
            start=_day(row, NG + "startDate"),
            end=_day(row, NG + "endDate"),
            time_text=_first(row, NG + "timeText"),
        )
    return nodes, kinds


def _kind(types: Sequence[str], look: Look) -> Kind:
    """Choose the first drawn class in legend order; of a class and one above it, the more special one has the later order."""
    drawn = [look.kinds[iri] for iri in types if iri in look.kinds]
    if drawn:
        return max(drawn, key=lambda kind: (kind.iri != NG + "Entity", kind.order, kind.iri))
    return plain_kind(types[0]) if types else look.kinds.get(NG + "Entity", plain_kind(NG + "Entity", "Entity"))


def _trimmed(
    statements: Sequence[ViewStatement],
    nodes: dict[str, ViewNode],
    kinds: dict[str, Kind],
    articles: dict[str, ViewArticle],
    spans: dict[str, ViewSpan],
    look: Look,
) -> ViewGraph:
    used_statuses = {statement.status for statement in statements}
    axes = {axis for statement in statements for axis in (statement.modality, statement.polarity, statement.voice) if axis}
    predicates = {statement.predicate for statement in statements}
    return ViewGraph(
        nodes=nodes,
        statements=tuple(statements),
        articles=articles,
        spans=spans,
        kinds={kind.iri: kind for kind in sorted(kinds.values(), key=lambda kind: (kind.order, kind.label, kind.iri))},
        statuses={
            status.iri: status
            for status in sorted(look.statuses.values(), key=lambda status: (status.order, status.iri))
            if status.iri in used_statuses
        },
        relations={iri: look.terms.get(iri, Term(iri=iri, label=local_name(iri))) for iri in sorted(predicates)},
        terms={iri: look.terms.get(iri, Term(iri=iri, label=local_name(iri))) for iri in sorted(axes)},
    )
