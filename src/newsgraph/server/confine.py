"""Take from a worker what it does not need: sockets, memory without end, a life after its service.

What follows is a second wall. The first is that nothing that would reach out is given to the engine (`query.text`, `tasks`).

Sources: https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html and the system call tables of Linux
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

__all__ = ["confine"]

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SIGKILL = 9
SECCOMP_MODE_FILTER = 2
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 13
"""Refuse means: the call fails with EACCES (13)."""

AF_UNIX = 1
OFFSET_OF_CALL, OFFSET_OF_MACHINE, OFFSET_OF_FIRST_ARGUMENT = 0, 4, 16
X32_CALLS = 0x40000000
"""On x86-64 a call above this number is one of the x32 interface, by which the filter could be passed."""

MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Name to audit number and number of the call `socket`."""


def confine(max_memory_bytes: int) -> bool:
    """Confine this process for good, as far as the system can; call it before anything from outside is read.

    It then dies with the process that started it, takes no more memory than given, and (Linux on x86-64 and ARM64) can make no socket
    but one of this machine's own kind, AF_UNIX.

    Returns:
        Whether sockets are refused.
    """
    if resource is not None:
        for kind in ("RLIMIT_DATA", "RLIMIT_CORE"):
            limit = max_memory_bytes if kind == "RLIMIT_DATA" else 0
            _, hard = resource.getrlimit(getattr(resource, kind))
            if hard == resource.RLIM_INFINITY or limit < hard:
                resource.setrlimit(getattr(resource, kind), (limit, limit))
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    machine = MACHINES.get(platform.machine())
    if machine is None:
        return False
    program = _no_sockets(*machine)
    buffer = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("@HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    return bool(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 and libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, head, 0, 0) == 0)


def _no_sockets(machine: int, call: int) -> bytes:
    """Return a filter that refuses calls of another machine's numbering, and `socket` for all but AF_UNIX.

    A step is (code, steps to skip if true, steps to skip if false, number).
    """
    steps = (
        (LOAD, 0, 0, OFFSET_OF_MACHINE),
        (JUMP_EQUAL, 0, 6, machine),
        (LOAD, 0, 0, OFFSET_OF_CALL),
        (JUMP_AT_LEAST, 4, 0, X32_CALLS),
        (JUMP_EQUAL, 0, 2, call),
        (LOAD, 0, 0, OFFSET_OF_FIRST_ARGUMENT),
        (JUMP_EQUAL, 0, 1, AF_UNIX),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    )
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
