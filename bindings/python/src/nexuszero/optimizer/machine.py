"""The processor and the library that something was measured with."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

from nexuszero import version


def machine() -> dict[str, Any]:
    """What the JSON file of a data set says of a run."""
    return {
        "library": version(),
        "processor": {"model": _model(), "architecture": platform.machine(), "cores": cores()},
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
    }


def cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())
