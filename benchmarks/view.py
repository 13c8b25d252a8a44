"""Measure how soon a page can be used, and its heap, at several sizes, beside stock pyvis on the same graph.

Usage: python benchmarks/view.py [--sizes 50 1000 10000 50000] [--stock-up-to 1000] [--chromium /usr/bin/chromium]

Usable is: the drawing stands and answers. For our page that is the first frame after everything is drawn (`data-ready`); for
stock pyvis the end of its stabilization, before which a bar covers the canvas. Both from the start of the navigation, from a
local file, in the same headless Chromium. Graphs are made by arithmetic, so that every run measures the same ones.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from newsgraph.namespaces import BASE, DCTERMS, NG, RDF, RDFS, XSD
from newsgraph.view import page, to_networkx, view_graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.view import ViewGraph

ONTOLOGY = [Path(__file__).parent.parent / "ontology" / name for name in ("newsgraph.ttl", "view.ttl")]
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    "--enable-precise-memory-info",
)
KINDS = ("Person", "Country", "Organization", "Place", "Measure", "Topic", "Meeting", "Instrument")
RELATIONS = ("meetsWith", "supports", "opposes", "advocates", "commitsTo", "participatesIn", "locatedIn", "memberOf")
AXES = (
    ("Actual", "Affirmative", "AuthorVoice"),
    ("Actual", "Affirmative", "IndirectSpeech"),
    ("Proposed", "Affirmative", "DirectQuote"),
    ("Actual", "Negative", "AuthorVoice"),
)
STATEMENTS_PER_ARTICLE = 20
WORDS = "council border treaty summit northern delegation minister energy security reform river alliance agency trade observer session".split()
PANS = 20
POLL_MS = 20
STOCK_LIMIT_S = 300
STOCK_READY = """(() => {
  const bar = document.getElementById("loadingBar");
  return bar ? bar.style.opacity === "0" : typeof network !== "undefined" && Boolean(network) && network.physics.stabilized === true;
})()"""
"""Up to 100 things pyvis shows no bar; then its own flag tells."""


class Dice:
    """A linear congruential generator: chance without a random source."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def below(self, n: int) -> int:
        """Return the next number from 0 to n - 1."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def skewed(self, n: int) -> int:
        """Return a number from 0 to n - 1, small ones far more often, as names are in the news."""
        share = (self.below(1_000_000) + 1) / 1_000_000
        return min(n - 1, int(n * share**4))


def synthetic_store(n_nodes: int) -> ox.Store:
    """Return a store in newsgraph's layout with `n_nodes` things and one and a half times as many statements."""
    store = ox.Store()
    store.bulk_extend(_quads(n_nodes))
    return store


def _quads(n_nodes: int) -> Iterator[ox.Quad]:
    facts, dice = ox.NamedNode(BASE + "graph/facts"), Dice(n_nodes)
    things = [ox.NamedNode(f"{BASE}id/thing_{index}") for index in range(n_nodes)]
    for index, thing in enumerate(things):
        name = f"{WORDS[index % 16]} {WORDS[(index // 16) % 16]} {index}".title()
        yield ox.Quad(thing, ox.NamedNode(RDF + "type"), ox.NamedNode(NG + KINDS[index % len(KINDS)]), facts)
        yield ox.Quad(thing, ox.NamedNode(RDFS + "label"), ox.Literal(name, language="en"), facts)
    for number in range(n_nodes * 3 // 2):
        first = number if number < n_nodes else dice.skewed(n_nodes)
        yield from _statement(number, things[first], things[dice.skewed(n_nodes)], dice)


def _statement(number: int, subject: ox.NamedNode, target: ox.NamedNode, dice: Dice) -> Iterator[ox.Quad]:
    key = f"{number // STATEMENTS_PER_ARTICLE:016x}"
    graph, article = ox.NamedNode(f"{BASE}graph/{key}"), ox.NamedNode(f"{BASE}article/{key}")
    start = (number % STATEMENTS_PER_ARTICLE) * 120
    words = (
        f"The {WORDS[number % 16]} of the {WORDS[dice.below(16)]} said on Monday that the {WORDS[dice.below(16)]} would meet again, number {number}."
    )
    span, statement = ox.NamedNode(f"{article.value}#char={start},{start + len(words)}"), ox.NamedNode(f"{BASE}statement/{key}-{number:016x}")
    modality, polarity, voice = AXES[dice.below(8) % 4 if dice.below(2) else 0]
    day = f"20{10 + dice.below(15)}-{1 + dice.below(12):02d}-{1 + dice.below(28):02d}"
    if number % STATEMENTS_PER_ARTICLE == 0:
        yield ox.Quad(article, ox.NamedNode(RDF + "type"), ox.NamedNode(NG + "Article"), graph)
        yield ox.Quad(article, ox.NamedNode(DCTERMS + "title"), ox.Literal(f"Article {number // STATEMENTS_PER_ARTICLE}", language="en"), graph)
        yield ox.Quad(article, ox.NamedNode(DCTERMS + "issued"), ox.Literal(day, datatype=ox.NamedNode(XSD + "date")), graph)
    for prop, value in (
        (NG + "inArticle", article),
        (NG + "startOffset", _integer(start)),
        (NG + "endOffset", _integer(start + len(words))),
        (NG + "text", ox.Literal(words)),
    ):
        yield ox.Quad(span, ox.NamedNode(prop), value, graph)
    pairs: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF + "type", ox.NamedNode(NG + "Statement")),
        (RDF + "subject", subject),
        (RDF + "predicate", ox.NamedNode(NG + RELATIONS[dice.below(len(RELATIONS))])),
        (RDF + "object", target),
        (NG + "modality", ox.NamedNode(NG + modality)),
        (NG + "polarity", ox.NamedNode(NG + polarity)),
        (NG + "voice", ox.NamedNode(NG + voice)),
        (NG + "predicateText", ox.Literal("would meet")),
        (NG + "confidence", ox.Literal("0.9", datatype=ox.NamedNode(XSD + "decimal"))),
        (NG + "evidence", span),
    ]
    if voice != "AuthorVoice":
        pairs.append((NG + "attributedTo", subject))
    for prop, term in pairs:
        yield ox.Quad(statement, ox.NamedNode(prop), term, graph)


def _integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))


def stock_page(graph: ViewGraph, path: Path) -> None:
    """Write the graph with stock pyvis, as its documentation shows."""
    from pyvis.network import Network  # type: ignore[import-untyped]

    network = Network(directed=True, cdn_resources="in_line")
    number = {iri: index for index, iri in enumerate(graph.nodes)}
    for iri, node in graph.nodes.items():
        network.add_node(number[iri], label=node.label)
    for source, target, edge in to_networkx(graph).edges(data=True):
        network.add_edge(number[source], number[target], title=edge["relation"])
    path.write_text(network.generate_html(), encoding="utf-8")


def measure(browser: Any, path: Path, ready: str, *, limit_s: float) -> dict[str, float]:
    """Open a page and return seconds until `ready` holds, heap in megabytes and milliseconds per frame while panning."""
    tab = browser.new_page(viewport={"width": 1440, "height": 900})
    tab.route("http*://**", lambda route: route.abort())
    started = time.perf_counter()
    tab.goto(path.as_uri(), wait_until="commit")
    while not tab.evaluate(ready):
        if time.perf_counter() - started > limit_s:
            tab.close()
            return {"usable_s": float("inf"), "heap_mb": float("nan"), "frame_ms": float("nan")}
        tab.wait_for_timeout(POLL_MS)
    usable = time.perf_counter() - started
    heap = float(tab.evaluate("performance.memory.usedJSHeapSize / 1e6"))
    frame = _pan(tab)
    tab.close()
    return {"usable_s": usable, "heap_mb": heap, "frame_ms": frame}


def _pan(tab: Any) -> float:
    """Drag the empty corner of the canvas about and return the mean time from frame to frame, which is 16.7 at best."""
    tab.mouse.move(460, 760)
    tab.mouse.down()
    tab.evaluate(
        "() => { window.__frames = []; const tick = (t) => { window.__frames.push(t); requestAnimationFrame(tick); }; requestAnimationFrame(tick); }"
    )
    for step in range(PANS):
        tab.mouse.move(460 + step * 8, 760 - step * 6)
        tab.wait_for_timeout(16)
    tab.mouse.up()
    return float(tab.evaluate("(() => { const f = window.__frames; return f.length < 2 ? 1e4 : (f[f.length - 1] - f[0]) / (f.length - 1); })()"))


def main(arguments: list[str]) -> int:
    """Print one line per size and maker."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 1000, 10_000, 50_000])
    parser.add_argument("--stock-up-to", type=int, default=1000)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args(arguments)
    from playwright.sync_api import sync_playwright

    out = sys.stdout
    out.write("maker      things statements  query s  build s  html MB  usable s  heap MB  frame ms\n")
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = play.chromium.launch(executable_path=options.chromium, args=list(CHROMIUM_FLAGS))
        for size in options.sizes:
            store = synthetic_store(size)
            started = time.perf_counter()
            graph = view_graph(store, ONTOLOGY)
            queried = time.perf_counter()
            target = Path(folder) / f"page-{size}.html"
            target.write_text(page(graph, title=f"{size} things"), encoding="utf-8")
            built = time.perf_counter()
            found = measure(browser, target, "document.documentElement.dataset.ready === '1'", limit_s=STOCK_LIMIT_S)
            out.write(_line("newsgraph", graph, queried - started, built - queried, target, found))
            if size <= options.stock_up_to:
                target = Path(folder) / f"stock-{size}.html"
                started = time.perf_counter()
                stock_page(graph, target)
                built = time.perf_counter()
                out.write(_line("stock pyvis", graph, 0.0, built - started, target, measure(browser, target, STOCK_READY, limit_s=STOCK_LIMIT_S)))
            out.flush()
        browser.close()
    return 0


def _line(maker: str, graph: ViewGraph, query_s: float, build_s: float, path: Path, found: dict[str, float]) -> str:
    size = path.stat().st_size / 1e6
    return (
        f"{maker:<11}{len(graph.nodes):>6} {len(graph.statements):>10} {query_s:>8.2f} {build_s:>8.2f} {size:>8.1f} "
        f"{found['usable_s']:>9.2f} {found['heap_mb']:>8.0f} {found['frame_ms']:>9.1f}\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
