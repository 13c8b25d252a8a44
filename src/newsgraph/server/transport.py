"""Speak HTTP/1.1, and let go of clients that keep a connection without asking anything."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["HEAD_LIMIT_S", "Transport"]

HEAD_LIMIT_S = 10.0
"""Seconds from the first byte of a connection, or of a further request on it, to the end of the headers."""


class Transport(H11Protocol):
    """uvicorn's protocol with a clock: a request whose headers drip in, or a connection that says nothing, is ended in time."""

    _clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the class above
        """Start the clock."""
        super().connection_made(transport)
        self._start()

    def data_received(self, data: bytes) -> None:
        """Start the clock at the first bytes of a request, and stop it when its headers are complete."""
        if self._clock is None and self._is_idle():
            self._start()
        super().data_received(data)
        if not self._is_idle():
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Leave the time between requests to the keep-alive clock of uvicorn."""
        self._stop()
        super().on_response_complete()

    def _is_idle(self) -> bool:
        """Whether no request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def _start(self) -> None:
        self._clock = self.loop.call_later(HEAD_LIMIT_S, self._end)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _end(self) -> None:
        self._clock = None
        if self._is_idle() and not self.transport.is_closing():
            self.transport.close()
