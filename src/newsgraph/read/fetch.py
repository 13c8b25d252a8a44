"""Fetch pages from the network: only when asked to, only as much as a page may have, and only from where it is safe.

A name is resolved once; the address it gives is checked, and that address is what is connected to, so that a name cannot mean one
thing when it is checked and another when it is used. Every redirect is checked like the first address.

Sources: https://www.rfc-editor.org/rfc/rfc9110#section-15.4 (redirects), https://www.rfc-editor.org/rfc/rfc9309 (robots.txt)
"""

from __future__ import annotations

import io
import re
import socket  # noqa: TID251  # names are resolved here and nowhere else
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from newsgraph import __version__
from newsgraph.errors import InputError
from newsgraph.read.opening import buffered, stem_and_suffix, unpacked
from newsgraph.read.origin import Origin, ReadOptions, needed
from newsgraph.read.robots import MAX_ROBOTS_BYTES, allows

if TYPE_CHECKING:
    import httpx

__all__ = ["Fetcher", "is_public", "resolved"]

AGENT = "newsgraph"
MAX_BYTES = 10_000_000
MAX_REDIRECTS = 5
TIMEOUT_S = 10.0
"""For connecting, and for any pause while reading."""
TOTAL_S = 30.0
PAUSE_S = 1.0
"""Between two requests to one host."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_NAT64 = ip_network("64:ff9b::/96")
_REDIRECTS = (301, 302, 303, 307, 308)
_VAGUE = ("", "text/plain", "application/octet-stream", "application/gzip", "application/x-gzip")
"""Kinds of content that say less than the end of a name."""

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    address: str
    status: int
    content: bytes
    content_type: str


def resolved(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the system knows them."""
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str) -> bool:
    """Return whether an address is one of the public network: not of this machine, a private or local network, nor one that hides such a one."""
    found = ip_address(address.partition("%")[0])
    return all(each.is_global and not each.is_multicast for each in (found, *_inside(found)))


def _inside(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """Return the IPv4 addresses that an IPv6 address stands for or goes through."""
    if isinstance(address, IPv4Address):
        return []
    found = [each for each in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if each is not None]
    return [*found, IPv4Address(int(address) & 0xFFFFFFFF)] if address in _NAT64 else found


class Fetcher:
    """Fetches pages one after the other and remembers what their sites allow.

    Args:
        options: Whether pages may be fetched, and from where.
        resolve: Gives the addresses of a host.
        pause_s: Seconds between two requests to one host; None for the usual.
    """

    def __init__(self, options: ReadOptions, *, resolve: Resolve = resolved, pause_s: float | None = None) -> None:
        self._options = options
        self._resolve = resolve
        self._pause_s = PAUSE_S if pause_s is None else pause_s
        self._robots: dict[str, str | None] = {}
        self._last: dict[str, float] = {}

    def origin(self, address: str) -> Origin:
        """Return what stands at an address, as a source to read.

        Raises:
            InputError: Fetching was not asked for, or the page may not or cannot be fetched.
            ResourceError: httpx is not installed.
        """
        if not self._options.fetch:
            raise InputError(f"{address} is on the network, and nothing is fetched without being asked to; say --fetch")
        answer = self._followed(address, is_page=True)
        if answer.status != 200:
            raise InputError(f"{address} cannot be fetched: the server answers {answer.status}; check the address")
        path = urlsplit(answer.address).path
        stem, suffix = stem_and_suffix(path.rstrip("/").rpartition("/")[2])
        media_type = answer.content_type.partition(";")[0].strip().lower()
        charset = _CHARSET.search(answer.content_type)
        return unpacked(
            Origin(
                name=address,
                stem=stem or urlsplit(answer.address).hostname or "page",
                suffix=suffix if media_type in _VAGUE else "",
                stream=buffered(io.BytesIO(answer.content)),
                charset=charset[1] if charset else "",
                media_type=media_type,
                url=answer.address,
            )
        )

    def _followed(self, address: str, *, is_page: bool) -> _Answer:
        """Return the answer of an address after all redirects, each checked."""
        current = address
        for _ in range(MAX_REDIRECTS + 1):
            if is_page:
                self._check_robots(current)
            answer = self._asked(current, MAX_BYTES if is_page else MAX_ROBOTS_BYTES, is_page=is_page)
            if answer.status not in _REDIRECTS:
                return answer
            current = urljoin(current, answer.address)
        raise InputError(f"{address} redirects more than {MAX_REDIRECTS} times; check the address")

    def _check_robots(self, address: str) -> None:
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._rules(site)
        rules = self._robots[site]
        if rules is None:
            raise InputError(f"{address} is not fetched: the robots.txt of {site} cannot be had, so nothing is allowed; try again later")
        if not allows(rules, AGENT, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")):
            raise InputError(f"{address} is not fetched: the robots.txt of {site} forbids it; ask the site")

    def _rules(self, site: str) -> str | None:
        """Return a site's robots.txt, "" if there is none; None if it cannot be had, which forbids all (RFC 9309 §2.3.1.4)."""
        self._target(site)
        try:
            answer = self._followed(f"{site}/robots.txt", is_page=False)
        except InputError:
            return None
        if answer.status >= 500:
            return None
        return answer.content.decode("utf-8", "replace") if answer.status == 200 else ""

    def _target(self, address: str) -> tuple[str, str, int]:
        """Return (host, address to connect to, port) of an address that may be fetched from.

        Raises:
            InputError: It may not.
        """
        try:
            parts = urlsplit(address)
            host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise InputError(f"{address} is no address of a page: {error}") from error
        if parts.scheme not in ("http", "https") or not host or parts.username is not None:
            raise InputError(f"{address} is not fetched; an address begins with http:// or https://, and holds no password")
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise InputError(f"{address} cannot be fetched: there is no host {host!r} ({error}); check the address and the network") from error
        if not found:
            raise InputError(f"{address} cannot be fetched: the host {host!r} has no address")
        if not self._options.allow_private and not all(map(is_public, found)):
            raise InputError(
                f"{address} is not fetched: {host} is an address of this machine or a private network; say --allow-private if it is meant"
            )
        return host, found[0], port

    def _asked(self, address: str, max_bytes: int, *, is_page: bool) -> _Answer:
        """Return a server's answer; the `address` of one that redirects is where to."""
        with needed("httpx", "a page from the network"):
            import httpx  # noqa: PLC0415  # takes 0.2 s to import
        host, pinned, port = self._target(address)
        self._wait(host)
        parts = urlsplit(address)
        headers = {"Host": parts.netloc, "User-Agent": f"{AGENT}/{__version__}", "Accept-Encoding": "identity", "Accept": "*/*"}
        try:
            url = httpx.URL(address).copy_with(host=pinned, port=port, fragment=None)
            with (
                httpx.Client(trust_env=False, follow_redirects=False, timeout=TIMEOUT_S) as client,
                client.stream("GET", url, headers=headers, extensions={"sni_hostname": host}) as response,
            ):
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    return _Answer(address=response.headers["location"], status=response.status_code, content=b"", content_type="")
                content = _body(response, address, max_bytes, is_whole=is_page)
                return _Answer(address=address, status=response.status_code, content=content, content_type=response.headers.get("content-type", ""))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise InputError(f"{address} cannot be fetched: {type(error).__name__} {error}; check the address and the network") from error

    def _wait(self, host: str) -> None:
        """Let some time go by between requests to one host."""
        now = time.monotonic()
        wait = self._last.get(host, now - self._pause_s) + self._pause_s - now
        if wait > 0:
            time.sleep(wait)
        self._last[host] = time.monotonic()


def _body(response: httpx.Response, address: str, max_bytes: int, *, is_whole: bool) -> bytes:
    """Return the content of an answer; of a page that is too long, nothing, of robots.txt the beginning.

    Raises:
        InputError: There is too much, or it comes too slowly.
    """
    content = bytearray()
    end = time.monotonic() + TOTAL_S
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > max_bytes:
            if is_whole:
                raise InputError(f"{address} is larger than {max_bytes // 1_000_000} MB, the limit for a page; it is not read")
            return bytes(content[:max_bytes])
        if time.monotonic() > end:
            raise InputError(f"{address} takes longer than {TOTAL_S:.0f} s; try again later")
    return bytes(content)
