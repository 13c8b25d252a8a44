"""The page to write queries on, served by the real service and opened in a real browser: it works, and asks nobody else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.server.running import Running, filled, running

from newsgraph.query import catalog
from newsgraph.server.settings import ServiceSettings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

RUN = ".yasqe_queryButton:visible"


@dataclass
class Watched:
    """The page, what it complained of, and every address it asked for."""

    page: Page
    service: Running
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def ready(self) -> None:
        self.page.wait_for_selector("html[data-ready='1']")

    def write(self, sparql: str) -> None:
        """Put a query into the open tab."""
        self.page.evaluate("text => yasgui.getTab().getYasqe().setValue(text)", sparql)

    def ask(self) -> None:
        with self.page.expect_response(re.compile(r"/sparql$")):
            self.page.click(RUN)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(ServiceSettings(store=filled(tmp_path_factory.mktemp("editor") / "store"), port=0, workers=1)) as found:
        yield found


@pytest.fixture
def editor(browser: Browser, served: Running) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    found = Watched(context.new_page(), served)
    found.page.on("console", lambda message: found.complaints.append(message.text) if message.type in {"error", "warning"} else None)
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    context.on("request", lambda request: found.requests.append(request.url))
    found.page.goto(served.url)
    found.ready()
    yield found
    cookies = context.cookies()
    context.close()
    assert found.complaints == []
    assert [url for url in found.requests if not url.startswith((served.url, "data:", "blob:"))] == []
    assert cookies == []


def test_shipped_queries_are_tabs_and_answer(editor: Watched) -> None:
    titles = [query.title for query in catalog()]
    shown = [text.replace("✖", "").strip() for text in editor.page.locator(".tabsList .tab").all_inner_texts()]
    assert shown[: len(titles)] == titles
    editor.page.get_by_role("tab", name="Who chairs what").or_(editor.page.locator(".tab", has_text="Who chairs what")).first.click()
    editor.ask()
    editor.page.wait_for_selector(".yasr table:visible")
    assert "Kyrgyzstan" in editor.page.inner_text(".yasr table:visible")


def test_all_that_can_be_shown_comes_from_here(editor: Watched) -> None:
    for sparql in (
        "SELECT * { ?s ng:chairs ?o }",
        "ASK { ?s ng:chairs ?o }",
        "CONSTRUCT WHERE { ?s ng:chairs ?o }",
        "SELECT ?x { VALUES ?x { 'just words' <http://example.org/picture.png> <javascript:alert(1)> } }",
    ):
        editor.write(sparql)
        editor.ask()
        for plugin in editor.page.locator(".yasr_btnGroup button:visible").all():
            if plugin.is_enabled():
                plugin.click()
    assert "alert" in editor.page.inner_text(".yasr:visible")


def test_markup_in_the_data_runs_nothing_and_fetches_nothing(editor: Watched) -> None:
    """The editor's table parses literals as HTML when it makes them searchable (DataTables); the page's policy is what stops them."""
    dialogs: list[str] = []
    editor.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    editor.write("SELECT ?x { VALUES ?x { '<img src=//example.org/x.png onerror=alert(1)>' '<script>alert(2)</script>' } }")
    editor.ask()
    editor.page.wait_for_selector(".yasr table:visible")
    assert "onerror" in editor.page.inner_text(".yasr table:visible")
    assert dialogs == []
    assert all("Content Security Policy" in each for each in editor.complaints)
    editor.complaints.clear()


def test_mistakes_are_shown_where_they_are(editor: Watched) -> None:
    editor.write("SELECT * { ?s ?p")
    with editor.page.expect_response(re.compile(r"/sparql$")) as told:
        editor.page.evaluate("yasgui.getTab().query().catch(() => null)")
    assert told.value.status == 400
    editor.page.wait_for_selector(".yasr:visible >> text=line 1, column 17")
    assert len(editor.complaints) == 1
    assert "400" in editor.complaints.pop()  # the browser's own note


def test_names_of_the_ontology_are_offered_while_one_writes(editor: Watched) -> None:
    editor.write("PREFIX ng: <https://w3id.org/newsgraph/ontology#>\nSELECT * { ?s ng:chai")
    editor.page.evaluate("(e => { e.focus(); e.setCursor(1, 21); e.autocomplete(false) })(yasgui.getTab().getYasqe())")
    editor.page.wait_for_selector(".CodeMirror-hints")
    assert "ng:chairs" in editor.page.inner_text(".CodeMirror-hints")
    editor.write("PREFIX fo")
    editor.page.evaluate("(e => { e.focus(); e.setCursor(0, 9); e.autocomplete(false) })(yasgui.getTab().getYasqe())")


def test_own_queries_are_still_there_after_a_reload(editor: Watched) -> None:
    editor.write("SELECT * { ?mine ?p ?o } LIMIT 1")
    editor.page.evaluate("yasgui.getTab().getYasqe().emit('blur', yasgui.getTab().getYasqe())")
    editor.ask()
    editor.page.reload()
    editor.ready()
    assert editor.page.locator(".tabsList .tab a").count() >= len(catalog())
    assert "?mine" in editor.page.evaluate("yasgui.getTab().getYasqe().getValue()")


def test_the_policy_lets_nothing_else_in(editor: Watched) -> None:
    policy = editor.service.client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "connect-src 'self';" in policy
    blocked = editor.page.evaluate("fetch('https://example.org/').then(() => 'reached', error => 'blocked')")
    assert blocked == "blocked"
    assert any("Content Security Policy" in each or "violates" in each for each in editor.complaints)
    editor.complaints.clear()


def test_the_build_of_the_editor_is_the_published_one(root: Path) -> None:
    assets = root / "src" / "newsgraph" / "server" / "assets"
    known = {
        "yasgui.min.js": "55034eaac74c55f55fbd1eeed008ae38a79053651cbed2b453f1fcfd895a4b75",
        "yasgui.min.css": "085b94556b97f9928981bdedb6848fd11ad4d8d950e821f0d698c58ca538fc55",
    }
    for name, digest in known.items():
        assert hashlib.sha256((assets / name).read_bytes()).hexdigest() == digest
    notices = (assets / "yasgui.NOTICES.txt").read_text("utf-8")
    assert all(name in notices for name in ("@zazuko/yasgui 4.6.2", "codemirror", "jquery", "dompurify", "datatables.net", "n3 ", "lodash-es"))
