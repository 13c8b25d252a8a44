"""Offer `newsgraph stats`: how much there is, by relation, stance, speaker, source and year; and who is named with whom."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgraph.cli.options import PATH, data_files, data_options, debug_option
from newsgraph.cli.terminal import print_result

if TYPE_CHECKING:
    from newsgraph.corpus.stats import Stats
    from newsgraph.store import EmbeddedStore

__all__ = ["stats"]

EPILOG = """\b
Examples:
  newsgraph stats --store news
  newsgraph stats --data output/article.trig --top 5 -F json
  newsgraph stats --store news --network people.graphml --min-articles 3"""

TABLES = ("relations", "modalities", "polarities", "voices", "speakers", "sources", "years")


@click.command(epilog=EPILOG)
@data_options
@click.option("--top", type=click.IntRange(1), default=10, show_default=True, metavar="N", help="Rows of each table.")
@click.option("-F", "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print.")
@click.option("--network", type=PATH, metavar="FILE", help="Write who is named with whom, with centrality, as GraphML.")
@click.option("--min-articles", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Articles that make an edge of the network.")
@debug_option
def stats(data: tuple[Path, ...], store: Path | None, top: int, form: str, network: Path | None, min_articles: int) -> None:
    """Count what a store or files hold.

    Agency copy that several papers print counts once.
    """
    files = data_files(data, store)
    from newsgraph.corpus.stats import stats as count  # noqa: PLC0415  # loads pyoxigraph

    with _opened(store, files) as opened:
        found = count(opened.oxigraph)
        if network is not None:
            _write_network(opened, network, min_articles)
    print_result(_json(found, top) if form == "json" else _table(found, top))


def _opened(store: Path | None, files: tuple[Path, ...]) -> EmbeddedStore:
    from newsgraph.store import EmbeddedStore  # noqa: PLC0415  # as above

    if store is not None:
        return EmbeddedStore(store, read_only=True)
    opened = EmbeddedStore()
    opened.load(files)
    return opened


def _write_network(opened: EmbeddedStore, path: Path, min_articles: int) -> None:
    from newsgraph.corpus.comention import co_mentions, graphml_of  # noqa: PLC0415  # loads networkx
    from newsgraph.store import write_files  # noqa: PLC0415  # as above

    write_files({path: graphml_of(co_mentions(opened.oxigraph, min_articles=min_articles))})


def _rows(counts: Counter[str], top: int, *, is_year: bool) -> list[tuple[str, int]]:
    """Return the largest counts, equal ones by name; years all, in order."""
    if is_year:
        return sorted(counts.items())
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:top]


def _totals(found: Stats) -> dict[str, int]:
    return {name: getattr(found, name) for name in ("articles", "copies", "statements", "factual", "facts", "entities")}


def _json(found: Stats, top: int) -> str:
    tables = {name: dict(_rows(getattr(found, name), top, is_year=name == "years")) for name in (*TABLES, "articles_by_source", "articles_by_year")}
    return json.dumps({**_totals(found), **tables}, ensure_ascii=False, indent=1) + "\n"


def _table(found: Stats, top: int) -> str:
    lines = [
        f"{found.articles} articles, and {found.copies} copies of some of them, which are not counted below",
        f"{found.statements} statements, {found.factual} of them said to be so by the article itself: {found.facts} different facts",
        f"{found.entities} entities",
    ]
    for name in TABLES:
        rows = _rows(getattr(found, name), top, is_year=name == "years")
        if rows:
            width = max(len(key) for key, _ in rows)
            lines += ["", f"{name} (statements)", *(f"  {key:{width}}  {n:>8}" for key, n in rows)]
    return "\n".join(lines) + "\n"
