"""Hold what proves who we are, and keep it out of everything that is shown or written."""

from __future__ import annotations

import base64
import netrc
import stat
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus, urlsplit

from newsgraph.errors import RemoteError

__all__ = ["NOBODY", "Credentials", "credentials_from_netrc"]

HIDDEN = "***"
MIN_SECRET_CHARS = 4
"""Shorter words occur in messages by chance; blotting them out would only show where they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A user and password, or a token, or neither; none of them is shown by `repr`.

    Raises:
        RemoteError: A user without a password or a password without a user, both a password and a token, or one that cannot stand in
            a header.
    """

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse what makes no sense; the message never holds the value."""
        if bool(self.user) != bool(self.password):
            missing = "user" if self.password else "password"
            raise RemoteError(f"a {'password' if self.password else 'user'} is given without a {missing}; give both, or a token, or nothing")
        if self.token and self.user:
            raise RemoteError("both a password and a token are given; give one of them")
        if ":" in self.user:
            raise RemoteError("a user name may not have a colon in it; HTTP could not tell it from the password")
        if any(char in "\r\n\0" for char in self.user + self.password) or not self.token.isascii() or any(map(str.isspace, self.token)):
            raise RemoteError("a user, password or token has a line end, or a token has blanks or other than ASCII letters; check how it was set")

    @property
    def is_given(self) -> bool:
        """Whether there is anything to send."""
        return bool(self.user or self.token)

    def hide(self, text: str) -> str:
        """Return a text with everything secret blotted out: password, token, and how they look in headers and addresses."""
        pair = f"{self.user}:{self.password}".encode() if self.user else b""
        secrets = {self.password, self.token, base64.b64encode(pair).decode("ascii"), base64.urlsafe_b64encode(pair).decode("ascii")}
        secrets |= {form(each) for each in (self.password, self.token) for form in (quote, quote_plus, repr)}
        secrets |= {each[1:-1] for each in secrets if each[:1] in {"'", '"'}}
        for each in sorted(secrets, key=len, reverse=True):
            if len(each) >= MIN_SECRET_CHARS:
                text = text.replace(each, HIDDEN)
        return text


NOBODY = Credentials()
"""Says nothing about who we are."""


def credentials_from_netrc(path: Path, address: str) -> Credentials:
    """Return what a netrc file holds for the host of an address; `NOBODY` if the file or an entry is missing.

    The entry `default` is not used: it would send its password to any host.

    Raises:
        RemoteError: The file is malformed or others can read it.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            return NOBODY
        found = netrc.netrc(str(path)).hosts.get(urlsplit(address).hostname or "")
    except FileNotFoundError:
        return NOBODY
    except OSError as error:
        raise RemoteError(f"cannot read {path}: {error.strerror or 'no access'}; check its rights") from None
    except (netrc.NetrcParseError, UnicodeDecodeError) as error:
        line = getattr(error, "lineno", None)
        raise RemoteError(f"{path} is not a valid netrc file{f' at line {line}' if line else ''}; correct it") from None
    if found is None:
        return NOBODY
    if mode & (stat.S_IRGRP | stat.S_IROTH):
        raise RemoteError(f"{path} holds passwords and others can read it; run chmod 600 on it")
    user, _, password = found
    return Credentials(user=user, password=password or "")
