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
    *("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "MALLOC_ARENA_MAX"),
)


def child_environment(ours: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What a child gets of our environment; Python finds our packages first."""
    paths = [str(_ROOT), *([ours["PYTHONPATH"]] if ours.get("PYTHONPATH") else [])]
    passed = {name: ours[name] for name in _PASSED_ON if name in ours}
    return {**passed, "PYTHONPATH": os.pathsep.join(paths)}
