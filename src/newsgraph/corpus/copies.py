"""Link articles of a store that are one text in several papers, so that no count takes agency copy for many voices."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import NamedNode

from newsgraph.corpus.ledger import Ledger
from newsgraph.errors import StoreError
from newsgraph.graph.copies import copy_quads
from newsgraph.namespaces import LINKS_GRAPH, NG
from newsgraph.read.duplicates import Entry, Signature, find_copies
from newsgraph.store import EmbeddedStore

__all__ = ["link_copies"]

COPY_OF = NamedNode(NG + "copyOf")
LINKS = NamedNode(LINKS_GRAPH)


def link_copies(store: EmbeddedStore, ledger: Ledger, folder: Path) -> int:
    """Make the links between copies of a store those that its articles have now, in one transaction; return how many there are.

    The answer depends on the articles alone, not on when they were read.

    Args:
        store: Open for writing.
        ledger: Knows the signature of every article.
        folder: A folder on a disk with 2 kB for each article, for the time being.

    Raises:
        StoreError: The disk does not take it.
    """
    try:
        working = Path(tempfile.mkdtemp(prefix="copies-", dir=folder))
    except OSError as error:
        raise StoreError(f"cannot write to {folder}: {error.strerror or error}; make room") from error
    try:
        links = set(copy_quads(find_copies(_entries(ledger), working)))
    except OSError as error:
        raise StoreError(f"cannot write to {folder}: {error.strerror or error}; make room") from error
    finally:
        shutil.rmtree(working, ignore_errors=True)
    there = set(store.oxigraph.quads_for_pattern(None, COPY_OF, None, LINKS))
    if there != links:
        store.change(removed=there - links, added=links - there)
        store.flush()
    return len(links)


def _entries(ledger: Ledger) -> Iterator[Entry]:
    for key, issued, signature in ledger.signatures():
        yield Entry(key=key, issued=date.fromisoformat(issued) if issued else None, signature=Signature.from_bytes(signature))
