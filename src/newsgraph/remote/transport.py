"""Send requests that may fail: with limits of time, repeats where they do no harm, and one clear line when it is over.

What is repeated: requests that change nothing when they come twice (GET, HEAD, PUT, DELETE, queries), after a broken connection, a
time-out, or an answer that says "later" (408, 425, 429, 502, 503, 504). Others are repeated only if the server surely did not begin:
no connection came about. Pauses double from `first_pause_s`, without chance; `Retry-After` wins.

Source: https://www.rfc-editor.org/rfc/rfc9110 (9.2.2 Idempotent Methods, 10.2.3 Retry-After, 15.4 Redirection)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from typing import Literal as OneOf
from urllib.parse import urljoin, urlsplit

from newsgraph import __version__
from newsgraph.errors import RemoteError, ResourceError
from newsgraph.remote.credentials import NOBODY, Credentials
from newsgraph.remote.endpoint import is_loopback
from newsgraph.remote.replies import Reply, refusal

if TYPE_CHECKING:
    import httpx

__all__ = ["Limits", "Transport"]

INSTALL = "other stores are spoken to by httpx, which is not installed; pip install 'newsgraph[remote]'"
REPEATABLE = frozenset({"GET", "HEAD", "PUT", "DELETE"})
LATER = frozenset({408, 425, 429, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long to wait, and how often to try.

    Attributes:
        timeout_s: Seconds without a byte after which a request is given up.
        connect_s: Seconds for a connection to come about.
        attempts: How often a request is sent at most, at least 1.
        first_pause_s, max_pause_s: The pause after the first failure, which doubles, and its limit.
        max_wait_s: The longest `Retry-After` that is waited for.
    """

    timeout_s: float = 60.0
    connect_s: float = 10.0
    attempts: int = 5
    first_pause_s: float = 0.5
    max_pause_s: float = 30.0
    max_wait_s: float = 120.0

    def pause_s(self, attempt: int) -> float:
        """Return the pause after the failure of an attempt, counted from 1."""
        return float(min(self.first_pause_s * 2 ** (attempt - 1), self.max_pause_s))


class Transport:
    """A connection to one server.

    Args:
        address: Any address of the server; requests go to its scheme, host and port only.
        auth: How a user and password are sent.
        credentials: Who we are. A password or token is not sent in plain words over an unencrypted connection to another machine.
        is_plain_allowed: Allow just that.
        ca_file: Certificates of authorities to trust instead of the usual ones.
        limits: Times and attempts.
        sleep: Called with seconds between attempts.

    Raises:
        ResourceError: httpx is not installed.
        RemoteError: The credentials would be sent unencrypted, or `ca_file` cannot be used.
    """

    def __init__(
        self,
        address: str,
        *,
        auth: OneOf["basic", "digest"] = "basic",
        credentials: Credentials = NOBODY,
        is_plain_allowed: bool = False,
        ca_file: Path | None = None,
        limits: Limits = Limits(),  # frozen
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        is_readable = urlsplit(address).scheme == "http" and not is_loopback(address) and not (auth == "digest" and credentials.user)
        if credentials.is_given and is_readable and not is_plain_allowed:
            raise RemoteError(f"a password or token would travel unencrypted to {urlsplit(address).hostname}; use https, or allow it by --plain-http")
        self._limits, self._sleep, self._credentials = limits, sleep, credentials
        self._origin = _origin(address)
        self._client = _client(auth, credentials, ca_file, limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        is_repeatable: bool | None = None,
    ) -> Reply:
        """Send a request and return the answer, whatever its status, once it is none that says "later".

        Args:
            method: GET, HEAD, PUT, POST or DELETE.
            url: An absolute address at this server.
            params: Appended to the address.
            content: The body.
            headers: Such as `Accept` and `Content-Type`.
            is_repeatable: Whether sending it twice does no harm; by default as the method says.

        Raises:
            RemoteError: The server cannot be reached, does not answer in time, or sends us elsewhere. One line, without secrets.
        """
        import httpx  # noqa: PLC0415  # an extra

        request = self._client.build_request(method, url, params=dict(params or {}) or None, content=content, headers=dict(headers or {}))
        may_repeat = method in REPEATABLE if is_repeatable is None else is_repeatable
        for attempt in range(1, self._limits.attempts + 1):
            is_last = attempt == self._limits.attempts
            try:
                reply = self._followed(request)
            except httpx.TransportError as error:
                if is_last or not (may_repeat or isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)) or _is_certificate(error):
                    raise RemoteError(self._credentials.hide(_broken(error, url, attempt))) from None
                self._sleep(self._limits.pause_s(attempt))
                continue
            if reply.status not in LATER or is_last or not may_repeat:
                return reply
            self._sleep(self._pause(reply, attempt))
        raise AssertionError  # pragma: no cover  # the last attempt returns or raises

    def refused(self, doing: str, reply: Reply) -> RemoteError:
        """Return the error for an answer that is none; what the server says is quoted without secrets."""
        return RemoteError(self._credentials.hide(refusal(doing, reply, host=self._origin)))

    def _followed(self, request: httpx.Request) -> Reply:
        """Send a request once; follow redirects within the server, with everything, and no others.

        Raises:
            RemoteError: We are sent to another server, or in a circle.
        """
        for _ in range(MAX_REDIRECTS + 1):
            response = self._client.send(request)
            if response.status_code not in REDIRECTS or "location" not in response.headers:
                return Reply(status=response.status_code, headers=dict(response.headers), body=response.content)
            try:
                target = urljoin(str(request.url), response.headers["location"])
            except ValueError:
                raise RemoteError(f"{self._origin} sends us to an invalid address; check the path of the endpoint") from None
            if _origin(target) != self._origin:
                raise RemoteError(
                    f"{self._origin} sends us to {self._credentials.hide(_origin(target))}; nothing was sent there: name that address as the "
                    "endpoint if you trust it"
                )
            if response.status_code in {301, 302, 303} and request.method not in {"GET", "HEAD"}:
                raise RemoteError(f"{self._origin} answers {request.method} by sending us to another page; check the path of the endpoint")
            request = self._client.build_request(request.method, target, content=request.content or None, headers=_kept_headers(request))
        raise RemoteError(f"{self._origin} sends us in a circle; check the path of the endpoint")

    def _pause(self, reply: Reply, attempt: int) -> float:
        """Return the seconds to wait after an answer that says "later".

        Raises:
            RemoteError: It is longer than we wait.
        """
        asked = _retry_after(reply.headers)
        if asked is not None and asked > self._limits.max_wait_s:
            raise RemoteError(f"{self._origin} is busy ({reply.status}) and asks to come back in {asked:.0f} s; run again then")
        return self._limits.pause_s(attempt) if asked is None else asked


def _origin(address: str) -> str:
    """Return scheme, host and port, the usual port left out."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    host = parts.hostname or ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{'' if port in {None, usual} else f':{port}'}"


def _kept_headers(request: httpx.Request) -> dict[str, str]:
    """Return what a redirected request takes along; who we are is added again, because the server is the same."""
    return {name: value for name, value in request.headers.items() if name in {"accept", "content-type"}}


def _client(auth: str, credentials: Credentials, ca_file: Path | None, limits: Limits) -> httpx.Client:
    """Return a client that trusts no environment: no proxies, no certificates and no netrc but those it was given."""
    try:
        import httpx  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise ResourceError(INSTALL) from error
    import ssl  # noqa: PLC0415  # slow to import

    class Bearer(httpx.Auth):
        def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
            request.headers["Authorization"] = f"Bearer {credentials.token}"
            yield request

    proof: httpx.Auth | None = None
    if credentials.token:
        proof = Bearer()
    elif credentials.user:
        proof = (httpx.DigestAuth if auth == "digest" else httpx.BasicAuth)(credentials.user, credentials.password)
    try:
        verify: ssl.SSLContext | bool = ssl.create_default_context(cafile=str(ca_file)) if ca_file is not None else True
    except (OSError, ssl.SSLError) as error:
        raise RemoteError(f"{ca_file} holds no certificates that can be used: {error.strerror or error}; name a file in PEM format") from error
    return httpx.Client(
        auth=proof,
        verify=verify,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(limits.timeout_s, connect=limits.connect_s),
        headers={"User-Agent": f"newsgraph/{__version__}"},
    )


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that `Retry-After` asks for, None if it asks for nothing that can be understood.

    A day and time is taken relative to the server's own clock, its header `Date`.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - parsedate_to_datetime(headers["date"])).total_seconds())
    except (KeyError, TypeError, ValueError):
        return None


def _is_certificate(error: Exception) -> bool:
    return "CERTIFICATE_VERIFY_FAILED" in str(error)


def _broken(error: httpx.TransportError, url: str, attempt: int) -> str:
    """Return one line for a connection that failed."""
    import httpx  # noqa: PLC0415  # an extra

    where = _origin(url)
    tried = "" if attempt == 1 else f" (tried {attempt} times)"
    if _is_certificate(error):
        return f"the certificate of {where} cannot be verified, so nothing was sent: {error}; name its authority by --ca-file"
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return f"{where} cannot be reached in time{tried}; check the address and the network"
    if isinstance(error, httpx.ConnectError):
        return f"{where} cannot be reached{tried}: {error}; check that it runs, and the address"
    if isinstance(error, httpx.TimeoutException):
        return f"{where} does not answer in time{tried}; allow more by --timeout, or run again: what was sent is not sent again"
    return f"the connection to {where} broke{tried}: {error or type(error).__name__}; run again: what was sent is not sent again"
