"""Run the application on a port until it is told to stop."""

from __future__ import annotations

import signal
import socket  # noqa: TID251  here is where the service listens
from collections.abc import Callable
from types import FrameType

import uvicorn

from newsgraph.errors import SettingsError
from newsgraph.server.access import HEAD_BYTES
from newsgraph.server.app import create_app
from newsgraph.server.service import Service
from newsgraph.server.settings import ServiceSettings
from newsgraph.server.transport import Transport

__all__ = ["Server", "prepared", "serve"]

BACKLOG = 1024
KEEP_ALIVE_S = 15

CONNECTIONS = 1000
"""Beyond this many at once the answer is 503."""

FAREWELL_S = 5
"""What requests have left when the service is told to stop."""


class Server(uvicorn.Server):
    """A server that opens the store before it listens, tells when it listens, and ends all workers at its end.

    Args:
        service: What it serves.
        config: How uvicorn is to run; its lifespan must be off.
        told: Gets the address when the service answers.
    """

    def __init__(self, service: Service, config: uvicorn.Config, told: Callable[[str], None]) -> None:
        super().__init__(config)
        self.service = service
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the store, listen, tell the address.

        Raises:
            StoreError: The store cannot be opened.
        """
        await self.service.open()
        await super().startup(sockets)
        for each in sockets or ():
            host, port = each.getsockname()[:2]
            self._told(f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let requests end, then end the workers."""
        try:
            await super().shutdown(sockets)
        finally:
            await self.service.close()


def prepared(settings: ServiceSettings, told: Callable[[str], None]) -> tuple[Server, socket.socket]:
    """Return a server and the socket that it is to run on.

    Args:
        settings: What to serve, where, within which limits.
        told: Gets the address when the service answers.

    Raises:
        SettingsError: The port is in use or not allowed.
    """
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        http=Transport,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=FAREWELL_S,
        h11_max_incomplete_event_size=HEAD_BYTES,
        forwarded_allow_ips="127.0.0.1",
    )
    return Server(app.state.service, config, told), _listening(settings)


def serve(settings: ServiceSettings, told: Callable[[str], None]) -> None:
    """Serve until the process gets SIGTERM or SIGINT; then requests have some seconds to end, and no worker stays.

    Args:
        settings: As for `prepared`.
        told: As for `prepared`.

    Raises:
        SettingsError: The port is in use or not allowed.
        StoreError: The store cannot be opened.
    """
    server, listening = prepared(settings, told)
    before = signal.signal(signal.SIGTERM, _ignored)  # uvicorn raises the signal once more at its end: that is to do nothing
    try:
        server.run(sockets=[listening])
    finally:
        signal.signal(signal.SIGTERM, before)
        listening.close()


def _ignored(number: int, frame: FrameType | None) -> None:
    """Take a signal that has done its work."""
    del number, frame


def _listening(settings: ServiceSettings) -> socket.socket:
    """Return a socket bound to where the service listens.

    Raises:
        SettingsError: The system refuses.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # The protocol is named, because asyncio sets TCP_NODELAY only then; without it each answer waits 40 ms for an acknowledgement.
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((settings.host, settings.port))
    except OSError as error:
        found.close()
        raise SettingsError(
            f"cannot listen on {settings.host} port {settings.port}: {error.strerror or error}; choose another with --port"
        ) from error
    return found
