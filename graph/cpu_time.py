"""How long another process has run on a processor.

In: its id. Out: seconds, of which only differences mean anything.
"""

from __future__ import annotations

import sys
import time
from typing import Final

_SCHEDULED: Final = 2  # CPUCLOCK_SCHED. Source: Linux include/linux/posix-timers.h


def cpu_s(process: int) -> float:
    """Processor time of a process so far; wall time where the system does not tell."""
    if sys.platform == "linux":
        try:
            return time.clock_gettime(~process << 3 | _SCHEDULED)
        except OSError:
            pass  # it has ended
    return time.monotonic()
