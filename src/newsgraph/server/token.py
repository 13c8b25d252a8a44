"""Read the secret of those who may write, from a file that nobody else can read."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from newsgraph.errors import SettingsError

__all__ = ["MIN_CHARACTERS", "read_token"]

MIN_CHARACTERS = 20
"""Too many to be guessed over a network: 20 letters and digits at random are 119 bits."""

BEARER = re.compile(r"[A-Za-z0-9._~+/-]+=*")
"""Source: the token68 of https://www.rfc-editor.org/rfc/rfc9110#section-11.2"""

MAX_BYTES = 4096
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_token(path: Path) -> str:
    """Return the token in a file, without the blanks around it.

    Raises:
        SettingsError: The file is missing, somebody else could read or change it, or what it holds cannot be a token; the message never
            shows what it holds.
    """
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SettingsError(f"cannot read the token file {path}: {error.strerror or error}; check the name") from error
    if not stat.S_ISREG(status.st_mode):
        raise SettingsError(f"the token file {path} is not a plain file")
    if os.name == "posix" and status.st_mode & OTHERS:
        raise SettingsError(f"others may read or change the token file {path}; take their rights away: chmod 600 {path}")
    if os.name == "posix" and status.st_uid not in {0, os.geteuid()}:
        raise SettingsError(f"the token file {path} belongs to another user; make one of your own")
    token = content.decode("ascii", errors="replace").strip()
    if len(content) > MAX_BYTES or not BEARER.fullmatch(token):
        raise SettingsError(f"the token file {path} must hold one line of letters, digits and . _ ~ + / - (no more than {MAX_BYTES} bytes)")
    if len(token) < MIN_CHARACTERS:
        raise SettingsError(f"the token in {path} is too short to be safe; give it at least {MIN_CHARACTERS} characters at random")
    return token
