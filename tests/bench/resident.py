"""Resident memory of this process in megabytes: now, and at most since its mark was set back."""

from __future__ import annotations

import re
from pathlib import Path


def set_back() -> float:
    """What there is now: from here on the highest counts anew."""
    Path("/proc/self/clear_refs").write_text("5")
    return _megabytes("VmRSS")


def at_most() -> float:
    return _megabytes("VmHWM")


def _megabytes(name: str) -> float:
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    assert found
    return int(found[1]) / 1024
