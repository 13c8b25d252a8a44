"""Answer queries in a process of its own, so that a query that runs away can be killed.

It reads JSON lines from stdin and writes one JSON line to stdout for each: first what to open (`files`, a store's `folder`, or the
number of bytes of N-Quads that follow), then queries. It ends when stdin does. Nothing but `process.py` talks to it.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import RdfFormat, Store

from newsgraph.query.run import evaluate
from newsgraph.snapshot import open_snapshot

__all__ = ["main"]

SUFFIXES = {
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}

GRACE_S = 2.0
"""The asking process kills this one on time; should it be gone itself, the alarm clock does so this much later."""


def main() -> None:
    """Serve until stdin ends."""
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    store: Store | None = None
    for line in incoming:
        request = json.loads(line)
        try:
            if store is None:
                store = _opened(request, incoming)
                reply: dict[str, object] = {"ready": True}
            else:
                _set_alarm(request["timeout_s"])
                reply = evaluate(store, request)
                _set_alarm(None)
        except (OSError, RuntimeError, SyntaxError, ValueError) as error:
            _set_alarm(None)
            reply = {"error": str(error), "kind": type(error).__name__}
        outgoing.write(json.dumps(reply).encode("ascii") + b"\n")
        outgoing.flush()


def _set_alarm(timeout_s: float | None) -> None:
    """Let the operating system end this process some time after the limit, where it can."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, timeout_s + GRACE_S if timeout_s else 0)


def _opened(request: dict[str, object], incoming: BinaryIO) -> Store:
    folder = request.get("folder")
    if isinstance(folder, str):
        return open_snapshot(Path(folder))
    store = Store()
    size = request.get("n_bytes")
    if isinstance(size, int):
        store.load(input=incoming.read(size), format=RdfFormat.N_QUADS)
    files = request.get("files")
    for path in files if isinstance(files, list) else ():
        form = SUFFIXES.get(path.rpartition(".")[2].lower())
        if form is None:
            raise ValueError(f"{path} has no RDF suffix; name it .{' .'.join(SUFFIXES)}")
        try:
            store.load(path=path, format=form)
        except (OSError, SyntaxError, ValueError) as error:
            raise ValueError(f"cannot read {path}: {error}") from error
    return store
