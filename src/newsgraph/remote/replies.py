"""Hold what a server answered, and say in one line why it is not what was asked for."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Reply", "refusal"]

QUOTED_CHARS = 200
TAG = re.compile(r"(?s)<(?:!--.*?--|(?:script|style|head)\b.*?</(?:script|style|head)|[^>]*)>")

HINTS: Mapping[int, str] = {
    400: "check the profile and the path of the endpoint",
    401: "set NEWSGRAPH_USER and NEWSGRAPH_PASSWORD or NEWSGRAPH_TOKEN, or write them into netrc",
    403: "the user may not do this; ask for the right to write",
    404: "check the path of the endpoint",
    405: "the server does not offer this there; check the profile and the path of the endpoint",
    406: "the server cannot give this format; check the profile",
    408: "run again later",
    413: "the server takes only smaller requests; raise its limit",
    415: "the server does not read this format; check the profile",
    429: "run again later",
    501: "the server does not offer this; check the profile",
    503: "run again later",
    507: "the server's disk is full",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to a request: `headers` with names in lower case, `body` as it stands after decompression."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_good(self) -> bool:
        """Whether it was done: a status of 2xx, and not a page for people, which some stores send with 200 when they did nothing.

        Virtuoso labels its empty answers as HTML too; those are good.
        """
        return 200 <= self.status < 300 and not (self.media_type in {"text/html", "application/xhtml+xml"} and self.body.strip())

    @property
    def media_type(self) -> str:
        """The type without its parameters, in lower case; "" if none is told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def refusal(doing: str, reply: Reply, *, host: str) -> str:
    """Return one line that says what was refused, by whom, how, in the server's words, and what to do."""
    words = _words(reply)
    if 200 <= reply.status < 300:
        return f"{host} did not {doing}: it answered {reply.status} with {_kind(reply)}; check the path of the endpoint and the profile"
    said = f": {words}" if words else ""
    return f"{host} did not {doing}: it answered {reply.status}{said}; {HINTS.get(reply.status, 'look into its log')}"


def _kind(reply: Reply) -> str:
    title = re.search(rb"(?is)<title>(.*?)</title>", reply.body)
    named = f" ({' '.join(html.unescape(title[1].decode('utf-8', 'replace')).split())[:QUOTED_CHARS]})" if title else ""
    return f"a page for people{named}" if "html" in reply.media_type else f"{reply.media_type or 'something without a type'}"


def _words(reply: Reply) -> str:
    """Return the beginning of what the server says, without tags and control characters, on one line."""
    text = reply.body[: 50 * QUOTED_CHARS].decode("utf-8", "replace")
    if "html" in reply.media_type or text.lstrip()[:1] == "<":
        text = html.unescape(TAG.sub(" ", text))
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text[:QUOTED_CHARS] + ("…" if len(text) > QUOTED_CHARS else "")
