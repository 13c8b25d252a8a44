"""Answer SPARQL, hand out graphs and show pages over HTTP: on loopback, read-only unless told otherwise.

The service itself (starlette, uvicorn) runs in one process and never evaluates a query. Queries run in worker processes that hold the
store and can be killed (`pool`, `worker`, `tasks`); writes go through one more such process, one at a time.
"""

from __future__ import annotations

from newsgraph.server.settings import ServiceSettings

__all__ = ["ServiceSettings"]
