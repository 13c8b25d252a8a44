"""Open built pages in a real Chromium; skip, with the reason, where Chromium or Playwright is missing.

Chromium is looked for under $NEWSGRAPH_CHROMIUM, then as `chromium`, `chromium-browser` and `google-chrome` on the path.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Store

from newsgraph.graph import quads
from newsgraph.view import ViewGraph, page, view_graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.unit.graph.sample_reading import RUN, reading  # noqa: E402  # needs the path above

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ONTOLOGY = [ROOT / "ontology" / "newsgraph.ttl", ROOT / "ontology" / "view.ttl"]
OWN_WARNING = "willReadFrequently"
"""What Chromium says when a test reads pixels back; the page itself never does."""
DESK = (1440, 900)
PHONE = (390, 844)


def chromium() -> str:
    """Return the path of a Chromium, or "" if there is none."""
    asked = os.environ.get("NEWSGRAPH_CHROMIUM", "")
    return asked or next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), "")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright")
    path = chromium()
    if not path:
        pytest.skip("no Chromium found: apt-get install chromium, or set NEWSGRAPH_CHROMIUM")
    with playwright.sync_playwright() as play:
        found = play.chromium.launch(executable_path=path, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(scope="session")
def sample() -> ViewGraph:
    """The hand-made reading of the sample article."""
    store = Store()
    store.extend(quads(reading(), run=RUN))
    return view_graph(store, ONTOLOGY)


@pytest.fixture(scope="session")
def sample_page(sample: ViewGraph) -> str:
    return page(sample, title="Kyrgyzstan and the CSTO", texts=dict.fromkeys(sample.articles, reading().article.text))


@dataclass
class Opened:
    """A page in the browser, and everything it complained of or asked the network for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Note from now on what the page complains of."""

        def told(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"} and OWN_WARNING not in message.text:
                self.complaints.append(message.text)

        def asked(dialog: Dialog) -> None:
            self.complaints.append("dialog: " + dialog.message)
            dialog.dismiss()

        self.page.on("console", told)
        self.page.on("dialog", asked)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def drawn(self, what: str) -> list[dict[str, Any]]:
        """Return what is drawn now: "things", "lines", "labels" or "badges"."""
        return list(self.page.evaluate(f"newsgraph.{what}()"))

    def thing(self, label: str) -> dict[str, Any]:
        """Return the drawn thing of that label."""
        return next(each for each in self.drawn("things") if each["label"] == label)

    def line(self, sentence: str) -> dict[str, Any]:
        """Return the drawn line whose first statement reads so."""
        return next(each for each in self.drawn("lines") if each["sentence"] == sentence)

    def click(self, drawn: dict[str, Any]) -> None:
        """Click a drawn thing, line or badge."""
        self.page.mouse.click(drawn["x"], drawn["y"])

    def hash(self) -> str:
        """Return the state in the address."""
        return str(self.page.evaluate("decodeURIComponent(location.hash)"))

    def text(self, selector: str) -> str:
        """Return the visible text of an element, on one line."""
        return " ".join(self.page.inner_text(selector).split())

    def calm(self) -> None:
        """Fail if the page complained or asked for anything."""
        assert self.complaints == []
        assert self.requests == []


Open = Callable[..., Opened]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Give a function that writes a page to a file and opens it; at the end every page must have been calm."""
    opened: list[Opened] = []

    def opener(content: str, state: str = "", *, size: tuple[int, int] = DESK, dark: bool = False, name: str = "page.html") -> Opened:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        context: Any = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light", accept_downloads=True, reduced_motion="reduce"
        )
        found = Opened(context.new_page())
        found.listen()
        own = path.as_uri()
        found.page.on("request", lambda request: found.requests.append(request.url) if not request.url.startswith((own, "blob:", "data:")) else None)
        found.page.goto(own + state)
        found.page.wait_for_selector("html[data-ready='1']")
        opened.append(found)
        return found

    yield opener
    for each in opened:
        each.calm()
        each.page.context.close()
