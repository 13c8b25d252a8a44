"""Write the view as columns of plain values: what the page's scripts read.

Columns, not records: at 50,000 things the keys of records would be half the page. Things stand in order of weight, so that a
thing's number is its rank; statements, articles and spans in the view's order. IRIs below newsgraph's base start with "~".
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from newsgraph.errors import InputError
from newsgraph.namespaces import BASE, PREFIXES
from newsgraph.view.inert import web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsgraph.view.drawing import Drawing
    from newsgraph.view.fold import Folding
    from newsgraph.view.viewgraph import Kind, Status, Term, ViewGraph

__all__ = ["payload"]

Json = Any
"""What `json.dumps` takes."""


def payload(graph: ViewGraph, folding: Folding, drawing: Drawing, texts: Mapping[str, str]) -> dict[str, Json]:
    """Return the page's data.

    Args:
        graph: What to show.
        folding, drawing: Made from `graph`.
        texts: Characters of articles by article IRI; articles without one show their evidence only.

    Raises:
        InputError: A text is not the one the article was read from.
    """
    number = {iri: index for index, iri in enumerate(folding.order)}
    for iri, text in texts.items():
        _check_text(graph, iri, text)
    return {
        "base": BASE,
        "prefixes": PREFIXES,
        "kinds": [_kind(kind) for kind in graph.kinds.values()],
        "statuses": [_status(status) for status in graph.statuses.values()],
        "relations": [_term(term) for term in graph.relations.values()],
        "terms": [_term(term) for term in graph.terms.values()],
        "articles": _articles(graph, texts),
        "spans": _spans(graph, texts),
        "things": _things(graph, folding, drawing, number),
        "statements": _statements(graph, number),
        "levels": [{"x": level.x, "y": level.y} for number, level in enumerate(drawing.levels) if number != drawing.start],
        "start": drawing.start,
    }


def _check_text(graph: ViewGraph, iri: str, text: str) -> None:
    article = graph.articles.get(iri)
    if article is None or not article.text_hash:
        return
    found = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if found != article.text_hash:
        raise InputError(f"the text given for <{iri}> has SHA-256 {found}, the one that was read has {article.text_hash}; read the article again")


def _short(iri: str) -> str:
    return "~" + iri.removeprefix(BASE) if iri.startswith(BASE) else iri


def _kind(kind: Kind) -> Json:
    return {"iri": _short(kind.iri), "label": kind.label, "comment": kind.comment, "color": [kind.color, kind.color_dark], "icon": kind.icon}


def _status(status: Status) -> Json:
    color, dash = [status.color, status.color_dark], list(status.dash)
    return {"iri": _short(status.iri), "label": status.label, "comment": status.comment, "color": color, "dash": dash, "symbol": status.symbol}


def _term(term: Term) -> Json:
    return {"iri": _short(term.iri), "label": term.label, "comment": term.comment}


def _articles(graph: ViewGraph, texts: Mapping[str, str]) -> Json:
    rows = graph.articles.values()
    return {
        "iri": [_short(row.iri) for row in rows],
        "title": [row.title for row in rows],
        "issued": [row.issued for row in rows],
        "url": [web_address(row.url) or web_address(row.identifier) for row in rows],
        "publisher": [row.publisher for row in rows],
        "identifier": [row.identifier for row in rows],
        "text": [texts.get(row.iri, 0) for row in rows],
    }


def _spans(graph: ViewGraph, texts: Mapping[str, str]) -> Json:
    """Leave out what the page can tell itself (0): texts that an article's text holds, IRIs that follow the usual form."""
    article = {iri: index for index, iri in enumerate(graph.articles)}
    rows = graph.spans.values()
    return {
        "article": [article[row.article] for row in rows],
        "start": [row.start_char for row in rows],
        "end": [row.end_char for row in rows],
        "text": [0 if row.article in texts and texts[row.article][row.start_char : row.end_char] == row.text else row.text for row in rows],
        "iri": [0 if row.iri == f"{row.article}#char={row.start_char},{row.end_char}" else _short(row.iri) for row in rows],
    }


def _things(graph: ViewGraph, folding: Folding, drawing: Drawing, number: Mapping[str, int]) -> Json:
    rows = [graph.nodes[iri] for iri in folding.order]
    kind = {iri: index for index, iri in enumerate(graph.kinds)}
    return {
        "iri": [_short(row.iri) for row in rows],
        "label": [row.label for row in rows],
        "lines": [0 if lines == (row.label,) else "\n".join(lines) for row, lines in zip(rows, drawing.labels, strict=True)],
        "kind": [kind[row.kind] for row in rows],
        "aliases": _sparse(list(row.aliases) for row in rows),
        "links": _sparse([[_short(link.predicate), link.iri] for link in row.links] for row in rows),
        "about": _sparse([number[iri] for iri in row.about] for row in rows),
        "when": _sparse([row.start, row.end, row.time_text] if row.start or row.end or row.time_text else [] for row in rows),
        "degree": list(folding.degrees),
        "parent": list(folding.parents),
        "size": list(drawing.sizes),
    }


def _statements(graph: ViewGraph, number: Mapping[str, int]) -> Json:
    rows = graph.statements
    relation = {iri: index for index, iri in enumerate(graph.relations)}
    status = {iri: index for index, iri in enumerate(graph.statuses)}
    term = {iri: index for index, iri in enumerate(graph.terms)}
    span = {iri: index for index, iri in enumerate(graph.spans)}
    return {
        "iri": [_short(row.iri) for row in rows],
        "subject": [number[row.subject] for row in rows],
        "relation": [relation[row.predicate] for row in rows],
        "object": [number[row.object] for row in rows],
        "status": [status[row.status] for row in rows],
        "axes": [[term.get(axis, -1) for axis in (row.modality, row.polarity, row.voice)] for row in rows],
        "speakers": _sparse([number[iri] for iri in row.speakers] for row in rows),
        "scene": _sparse(
            [number.get(iri, -1) for iri in scene] if any(scene) else [] for scene in ((row.said_at, row.place, row.event) for row in rows)
        ),
        "from": [row.start for row in rows],
        "to": [row.end for row in rows],
        "timeText": [row.time_text for row in rows],
        "words": [row.predicate_text for row in rows],
        "cue": [row.cue_text for row in rows],
        "confidence": [row.confidence for row in rows],
        "rule": [row.rule for row in rows],
        "evidence": [[span[iri] for iri in row.evidence] for row in rows],
    }


def _sparse(values: Iterable[Json]) -> list[Json]:
    return [value or 0 for value in values]
