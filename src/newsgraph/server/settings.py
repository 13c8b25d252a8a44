"""Hold what a service is told at its start: the store, where it listens, what it allows, and its limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from newsgraph.errors import SettingsError

__all__ = ["LOOPBACK", "ServiceSettings"]

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Names under which this machine knows itself."""

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """What a service is told at its start.

    Attributes:
        store: Folder of the store; it must be there, except for a service that writes.
        host: Address to listen on.
        port: Port to listen on; 0 for any free one.
        token: Secret of those who may write; "" for a service that only reads. It is never shown.
        timeout_s: Seconds a query may run, and wait for a worker.
        write_timeout_s: Seconds an update or a graph that is put may take.
        max_rows: Rows or triples an answer may have.
        max_bytes: Bytes an answer may have.
        max_query_bytes: Bytes the body of a query may have.
        max_write_bytes: Bytes the body of an update or a graph may have.
        max_memory_bytes: Memory a worker may take, where the system can limit it.
        max_kept_bytes: Bytes of answers that are kept for those who ask the same again; 0 keeps none.
        max_waiting: Queries that may wait for a worker.
        workers: Processes that answer queries.
        cors: Origins whose pages may read answers, as browsers spell them; "*" for all.
        allowed_hosts: Further names under which the service may be called, for one behind a proxy.

    Raises:
        SettingsError: A value makes no sense.
    """

    store: Path
    host: str = "127.0.0.1"
    port: int = 7878
    token: str = field(default="", repr=False)
    timeout_s: float = 30.0
    write_timeout_s: float = 120.0
    max_rows: int = 100_000
    max_bytes: int = 64 * MEBIBYTE
    max_query_bytes: int = MEBIBYTE
    max_write_bytes: int = 64 * MEBIBYTE
    max_memory_bytes: int = 2048 * MEBIBYTE
    max_kept_bytes: int = 64 * MEBIBYTE
    max_waiting: int = 1000
    workers: int = 4
    cors: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("timeout_s", "write_timeout_s", "max_rows", "max_bytes", "max_query_bytes", "max_write_bytes", "max_memory_bytes", "workers"):
            if getattr(self, name) <= 0:
                raise SettingsError(f"{name} is {getattr(self, name)}; give a number above 0")
        if not 0 <= self.port <= 65535:
            raise SettingsError(f"there is no port {self.port}; give one from 0 (any free one) to 65535")
        for origin in self.cors:
            if origin != "*" and (not origin.startswith(("http://", "https://")) or origin.count("/") != len("//")):
                raise SettingsError(f"{origin!r} is not an origin; write it as browsers do, such as https://example.org, without a path")

    @property
    def can_write(self) -> bool:
        """Whether updates are allowed, to those who know the token."""
        return bool(self.token)

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the service."""
        return self.host in LOOPBACK

    @property
    def hosts(self) -> frozenset[str]:
        """The names, in lower case and without port, that the Host header of a request may have."""
        own = (self.host,) if self.host not in {"0.0.0.0", "::", ""} else ()  # noqa: S104  compared, not bound
        return frozenset(name.lower() for name in (*LOOPBACK, *own, *self.allowed_hosts))
