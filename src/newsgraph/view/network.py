"""Stand between pyvis and our page: `NewsNetwork` is a pyvis network that writes a page of its own.

What a pyvis user knows still works: `add_node`, `add_edge`, `set_options`, `nodes`, `edges`, `generate_html`, `write_html`, `show`.
What is different: nothing is loaded from a network, all text is escaped, scripts run by hash only, no folder is written beside the page.
"""

from __future__ import annotations

import os
import re
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from pyvis.network import Network  # type: ignore[import-untyped]  # pyvis ships no types

from newsgraph.errors import ResourceError
from newsgraph.view.inert import content_hash, json_for_html, plain_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["SCRIPTS", "STYLES", "NewsNetwork", "page_policy"]

VIS_NETWORK = "templates/lib/vis-9.1.2/vis-network.min.js"
"""Path inside pyvis of the vis-network build it draws with."""
STYLES = ("base.css", "frame.css", "panel.css", "small.css")
SCRIPTS = (
    "dom.js",
    "data.js",
    "state.js",
    "filter.js",
    "visible.js",
    "place.js",
    "graph.js",
    "labels.js",
    "marks.js",
    "legend.js",
    "details.js",
    "article.js",
    "table.js",
    "search.js",
    "export.js",
    "picture.js",
    "main.js",
)
"""Scripts of the page, in the order in which they are joined into one."""


class NewsNetwork(Network):  # type: ignore[misc]  # pyvis ships no types
    """A pyvis network with our page around the canvas.

    Attributes:
        model: Data of the page, as from `payload`; JSON values only.
        heading: Title of the page.
    """

    def __init__(self, model: Mapping[str, Any], *, heading: str) -> None:
        super().__init__(height="100%", width="100%", directed=True, cdn_resources="in_line", heading=heading)
        self.model = model
        # pyvis' own environment has autoescape off.
        self.templateEnv = Environment(loader=PackageLoader("newsgraph.view", "assets"), autoescape=True, undefined=StrictUndefined)
        self.path = "page.html"
        self.set_options('{"physics": {"enabled": false}, "layout": {"improvedLayout": false}}')

    def add_drawn(self, things: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, Any]]) -> None:
        """Take many nodes and edges in pyvis' own form; `add_node` and `add_edge` search all earlier ones for each new one."""
        self.nodes.extend(dict(thing) for thing in things)
        self.node_ids.extend(thing["id"] for thing in things)
        self.node_map.update({thing["id"]: thing for thing in self.nodes})
        self.edges.extend(dict(line) for line in lines)

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002 -- pyvis' signature
        """Return the whole page; the arguments are pyvis' and change nothing.

        Raises:
            ResourceError: The installed pyvis holds no vis-network of the version the page is written for.
        """
        nodes, _, heading, _, _, _ = self.get_network_data()
        library, program = _library(), _joined("js", SCRIPTS)
        style = _joined("css", STYLES)
        self.html = self.templateEnv.get_template(self.path).render(
            title=plain_line(heading),
            policy=_policy((library, program), (style,)),
            style=style,
            library=library,
            program=program,
            data=json_for_html({**self.model, "title": plain_line(heading), "vis": {"nodes": nodes}}),
        )
        return self.html

    def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 -- pyvis' signature
        """Write the page to `name`, whole or not at all, UTF-8; pyvis' version also makes a folder `lib` where it stands."""
        target = Path(name)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
                out.write(self.generate_html())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        if open_browser:
            import webbrowser  # noqa: PLC0415 -- only who asks for a browser needs it

            webbrowser.open(target.resolve().as_uri())


def page_policy() -> str:
    """Return the content security policy of every page, for a service that says it in a header too."""
    return _policy((_library(), _joined("js", SCRIPTS)), (_joined("css", STYLES),))


def _library() -> str:
    source = files("pyvis") / VIS_NETWORK
    if not source.is_file():
        raise ResourceError(f"the installed pyvis holds no {VIS_NETWORK}; install pyvis 0.3.2")
    text = source.read_text("utf-8")
    if re.search(r"</script", text, re.IGNORECASE):
        raise ResourceError(f"{VIS_NETWORK} of the installed pyvis cannot stand in a page; install pyvis 0.3.2")
    return text


def _joined(folder: str, names: Sequence[str]) -> str:
    """Join our scripts or styles; scripts become one function body in strict mode, so that nothing of theirs is global."""
    root = files("newsgraph.view") / "assets" / folder
    text = "\n".join((root / name).read_text("utf-8") for name in names)
    return f'(() => {{\n"use strict";\n{text}\n}})();' if folder == "js" else text


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Return a content security policy that runs and styles exactly these texts and lets nothing be loaded or sent."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(content_hash(text) for text in scripts),
            "style-src " + " ".join(content_hash(text) for text in styles),
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
