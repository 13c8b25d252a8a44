"""Tell whether a site lets a program fetch a page.

Source: https://www.rfc-editor.org/rfc/rfc9309
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote_to_bytes

__all__ = ["MAX_ROBOTS_BYTES", "allows"]

MAX_ROBOTS_BYTES = 512_000
"""RFC 9309 §2.5: at least 500 kibibytes must be read."""

_LINE = re.compile(r"[ \t]*([A-Za-z-]+)[ \t]*:[ \t]*([^#]*)")
ANYONE = "*"


def allows(robots: str, agent: str, target: str) -> bool:
    """Return whether the rules for a program, else those for anyone, let it fetch a page.

    Args:
        robots: The content of robots.txt.
        agent: The program's product token; case does not count.
        target: Path of the page, with the query; begins with "/".

    The longest rule that fits decides; of two of one length, the one that allows.
    """
    target = _normal(target)
    if target == "/robots.txt":
        return True
    groups = _groups(robots)
    rules = groups.get(agent.lower(), groups.get(ANYONE, []))
    fitting = [(len(pattern), is_allowed) for pattern, is_allowed in rules if pattern and _fits(pattern, target)]
    return max(fitting, default=(0, True))[1]


def _groups(robots: str) -> dict[str, list[tuple[str, bool]]]:
    """Return (pattern, whether it allows) by product token in small letters; groups of one token are one."""
    found: dict[str, list[tuple[str, bool]]] = {}
    agents: list[str] = []
    is_open = False
    for key, value in _lines(robots):
        if key == "user-agent":
            agents = [*agents, value.lower()] if is_open else [value.lower()]
            is_open = True
            found.setdefault(value.lower(), [])
        elif key in ("allow", "disallow"):
            is_open = False
            for agent in agents:
                found[agent].append((_normal(value), key == "allow"))
    return found


def _lines(robots: str) -> Iterator[tuple[str, str]]:
    for line in robots.removeprefix("\ufeff").splitlines():
        if match := _LINE.match(line):
            yield match[1].lower(), match[2].strip()


def _normal(path: str) -> str:
    """Return a path or pattern in one spelling of its percent-encoded characters."""
    return "%2A".join(quote(unquote_to_bytes(part), safe="/?&=;:@+,!$'()*~-._") for part in re.split("%2[aA]", path))


def _fits(pattern: str, target: str) -> bool:
    """Return whether a path begins as the pattern says; `*` stands for any characters, `$` at the end for the end."""
    is_anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    at = len(first)
    for number, part in enumerate(rest):
        if is_anchored and number == len(rest) - 1:
            return target.endswith(part) and len(target) - len(part) >= at
        at = target.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return not is_anchored or at == len(target)
