"""A small real HTTP server on the loopback interface that answers as it is told, also badly."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What to answer to one request.

    `fault`: "" for none; "drop" closes the connection without a word; "drop-body" closes it while the request's body is on its way;
    "cut" announces ten bytes more than it sends; "silence" does not answer for `delay_s`.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    fault: Literal["", "drop", "drop-body", "cut", "silence"] = ""
    delay_s: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A request that came; names of headers in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class FaultyServer:
    """Answers the requests that come by the script, its last answer for ever."""

    def __init__(self, *script: Answer, certificate: tuple[Path, Path] | None = None) -> None:
        self.script = list(script) or [Answer()]
        self.seen: list[Seen] = []
        self.stop = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self._scheme = "https"

    @property
    def url(self) -> str:
        """Its address."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}"

    def next_answer(self) -> Answer:
        """Take the next answer of the script."""
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    @contextmanager
    def running(self) -> Iterator[FaultyServer]:
        """Serve while the block runs."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.stop.set()
            self._server.shutdown()
            self._server.server_close()
            thread.join()


def _handler(server: FaultyServer) -> type[BaseHTTPRequestHandler]:  # noqa: C901  # one short method after another
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            answer = server.next_answer()
            length = int(self.headers.get("Content-Length") or 0)
            if answer.fault == "drop-body":
                server.seen.append(
                    Seen(
                        method=self.command,
                        target=self.path,
                        headers={name.lower(): value for name, value in self.headers.items()},
                        body=self.rfile.read(length // 2),
                    )
                )
                self.hang_up()
                return
            seen = Seen(
                method=self.command,
                target=self.path,
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(length),
            )
            server.seen.append(seen)
            if answer.fault == "silence":
                server.stop.wait(answer.delay_s)
            if answer.fault in {"drop", "silence"}:
                self.hang_up()
                return
            self.give(answer)

        def give(self, answer: Answer) -> None:
            """Send status, headers and body, cut if it shall be."""
            self.send_response_only(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) + (10 if answer.fault == "cut" else 0)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            if answer.fault == "cut":
                self.wfile.flush()
                self.hang_up()

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any  # noqa: N815  # the names that http.server calls

        def hang_up(self) -> None:
            """Close the connection at once."""
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as http.server calls it
            """Say nothing."""

        def handle(self) -> None:
            """Serve a connection; one that the other side closes is no fault of this server."""
            try:
                super().handle()
            except (ConnectionError, OSError, ssl.SSLError):
                self.close_connection = True

    return Handler
