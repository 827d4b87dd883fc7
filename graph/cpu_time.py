"""How long another process has run on a processor.

In: its id. Out: seconds, of which only differences mean anything.
"""

from __future__ import annotations

import sys
import time
from typing import Final

_SCHEDULED: Final = 2  # CPUCLOCK_SCHED. Source: Linux include/linux/posix-timers.h


def cpu_s(process: int) -> float:
    """Processor time of a process so far, 0 once it has ended; wall time on other systems."""
    if sys.platform != "linux":
        return time.monotonic()
    try:
        return time.clock_gettime(~process << 3 | _SCHEDULED)
    except OSError:
        return 0.0
