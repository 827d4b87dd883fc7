"""The environment of the processes that run queries and updates of others: no keys, no tokens.

In: our own environment. Out: the few variables a Python process needs, and the way to our code.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parent.parent
_PASSED_ON: Final = (  # all else stays behind: it may hold a token, a key or an address
    *("PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL", "LC_CTYPE"),
    *("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONHASHSEED", "PYTHONUTF8", "PYTHONFAULTHANDLER"),
    *("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "MALLOC_ARENA_MAX", "GLIBC_TUNABLES"),
)
# The engine makes and frees many small things for each query. With more of them kept for the next
# one (127 of a size, not 7; at most 4 MB) it takes half the time. Other C libraries ignore this.
# Source: glibc manual, "Memory Allocation Tunables"; 127 is the most that old versions take.
_ALLOCATOR: Final = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=127"}


def child_environment(ours: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What a child gets of our environment; Python finds our packages first."""
    paths = [str(_ROOT), *([ours["PYTHONPATH"]] if ours.get("PYTHONPATH") else [])]
    passed = {name: ours[name] for name in _PASSED_ON if name in ours}
    return {**_ALLOCATOR, **passed, "PYTHONPATH": os.pathsep.join(paths)}
