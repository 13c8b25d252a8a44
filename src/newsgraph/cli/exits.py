"""Name the exit codes; no code has two meanings."""

from __future__ import annotations

__all__ = ["DONE", "FAULT", "INTERRUPTED", "NO", "PARTLY", "PIPE_CLOSED", "STOPPED", "UNUSABLE", "USAGE"]

DONE = 0
NO = 1
"""Ran, and the answer is no."""
USAGE = 2
"""Called wrongly; click's own code."""
UNUSABLE = 3
"""Input or settings cannot be used; nothing was written."""
PARTLY = 4
"""Some articles failed, the rest is written."""
STOPPED = 5
"""A build into a store stopped before its end; what is done is kept."""
FAULT = 70
"""A fault of the program; EX_SOFTWARE of sysexits.h."""
INTERRUPTED = 130
"""Stopped by Ctrl-C, as shells report it."""
PIPE_CLOSED = 141
"""Whoever read the output went away (`| head`), as shells report it."""
