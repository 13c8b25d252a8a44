"""Turn news about politics and diplomacy into an RDF knowledge graph.

    import newsgraph

    graph = newsgraph.build("article.txt")
    for statement in graph.statements:
        print(statement.subject, statement.relation, statement.object)

Importing this costs little: the language model and the RDF libraries are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph.api import Graph, build, load
    from newsgraph.library import Store
    from newsgraph.settings import Settings

__all__ = ["Graph", "Settings", "Store", "__version__", "build", "load"]

__version__ = "0.1.0"

_HOMES = {
    "Graph": "newsgraph.api",
    "Settings": "newsgraph.settings",
    "Store": "newsgraph.library",
    "build": "newsgraph.api",
    "load": "newsgraph.api",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'newsgraph' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  # only when something is used

    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
