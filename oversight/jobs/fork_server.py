"""Imported by the fork server alone, before anything heavy: one thread a pool, and an end with the run.

Children are forked from this process. When the run that started it is killed, it kills every child with all
that the child started (an OCR program), which the child's own end by the kernel would leave behind.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from oversight.jobs.watch import ONE_THREAD, PR_SET_PDEATHSIG, kill_group


def end(number: int, frame: FrameType | None) -> None:
    """Kill the children's groups and leave, unless it was only the starting thread that ended."""
    if os.getppid() == PARENT:
        return
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    for pid in listed.read_text().split() if listed.exists() else ():
        kill_group(int(pid))
    os._exit(0)


PARENT = os.getppid()
os.environ.update(ONE_THREAD)
signal.signal(signal.SIGTERM, end)
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
