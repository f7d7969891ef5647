"""Whether a process is still the one whose number was written down."""

from __future__ import annotations

import math
import os


def start_of(number: int) -> float | None:
    """When the process with this number began, in seconds since 1970; None where there is none.

    One that has ended, and that nobody has asked after yet, is none. Where the system does not say
    when it began: not a number, so that no comparison with it holds.
    """
    import psutil  # slow to load, and only for those who write

    try:
        process = psutil.Process(number)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except (psutil.NoSuchProcess, ValueError, OverflowError):
        return None
    except psutil.Error:
        return math.nan


def own_start() -> float | None:
    """When this process began."""
    return start_of(os.getpid())
