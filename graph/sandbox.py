"""Takes rights away from this process: no sockets, no programs, little memory, no life of its own.

In: nothing but the wish. Out: a process that can only read open files and answer over the
sockets it already holds. Never gives a right back. Linux on x86-64 and aarch64; elsewhere the
socket filter is left out and logged.
"""

from __future__ import annotations

import ctypes
import logging
import os
import platform
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import Final

_LOG: Final = logging.getLogger(__name__)

# Source: Linux include/uapi/linux/prctl.h, seccomp.h, filter.h, audit.h.
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_LOAD_WORD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_JUMP_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_JUMP_AT_LEAST: Final = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K
_ALLOW: Final = 0x7FFF0000
_DENY: Final = 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
_KILL: Final = 0x80000000  # SECCOMP_RET_KILL_PROCESS
_X32: Final = 0x40000000  # calls of the x32 ABI would get round the numbers below

# Numbers of socket, socketpair, connect, bind, listen, accept, accept4, execve, execveat,
# ptrace, process_vm_writev, io_uring_setup, by machine. Source: Linux system call tables.
_CALLS: Final = {
    "x86_64": (0xC000003E, (41, 53, 42, 49, 50, 43, 288, 59, 322, 101, 311, 425)),
    "aarch64": (0xC00000B7, (198, 199, 203, 200, 201, 202, 242, 221, 281, 117, 271, 425)),
}


def close_network() -> bool:
    """Deny this process, and all it starts, new sockets and programs. False when it cannot."""
    machine = platform.machine().lower().replace("arm64", "aarch64").replace("amd64", "x86_64")
    if sys.platform != "linux" or machine not in _CALLS:
        _LOG.warning(
            "no socket filter on %s %s: SERVICE is refused by words only", sys.platform, machine
        )
        return False
    audit, calls = _CALLS[machine]
    program = _program(audit, calls, x32=machine == "x86_64")
    libc = ctypes.CDLL(None, use_errno=True)
    held = ctypes.create_string_buffer(program)
    header = struct.pack("@HxxxxxxP", len(program) // 8, ctypes.addressof(held))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        pointer = ctypes.create_string_buffer(header)
        if libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, pointer, 0, 0) == 0:
            return True
    _LOG.warning("no socket filter: %s", os.strerror(ctypes.get_errno()))
    return False


def _program(audit: int, calls: tuple[int, ...], *, x32: bool) -> bytes:
    """The filter: another machine's calls kill, the listed calls are denied, the rest is fine."""

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    checks = [step(_JUMP_EQUAL, call, len(calls) - index) for index, call in enumerate(calls)]
    over = [step(_JUMP_AT_LEAST, _X32, len(calls) + 1)] if x32 else []
    return b"".join(
        [
            step(_LOAD_WORD, 4),
            step(_JUMP_EQUAL, audit, 1),
            step(_RETURN, _KILL),
            step(_LOAD_WORD, 0),
            *over,
            *checks,
            step(_RETURN, _ALLOW),
            step(_RETURN, _DENY),
        ]
    )


def limit_memory(extra_mb: int) -> None:
    """Let this process take at most this much beyond what it has now; no core files."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if extra_mb > 0:
        most = _address_space() + extra_mb * 1024 * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _address_space() -> int:
    """Bytes of address space in use now; 0 where the system does not tell."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return 0
    return int(status.read_text().split()[0]) * resource.getpagesize()


def die_with_parent(parent: int) -> None:
    """Let the kernel kill this process when its parent (with this id) dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
