"""The folder everything stands on: the home, its key, the room on its disk."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from occ.core.secrets import KEY_FILE, UnreadableKey, open_vault
from occ.doctor.findings import Finding, bad, ok, warn

_LEAST_BYTES = 500_000_000


def look(home: Path, is_sealed: bool) -> Iterator[Finding]:
    """`is_sealed`: the database holds secrets, so a key was there."""
    if home.exists() and not home.is_dir():
        mend = "Move it away, or set OCC_HOME to a folder."
        yield bad("Home", f"{home} is a file, not a folder.", mend)
        return
    if not home.is_dir():
        if is_sealed:
            yield _gone(home / KEY_FILE)
        yield warn("Home", f"{home} is not there yet.", "occ serve makes it, or set OCC_HOME.")
        return
    yield _home(home)
    yield _key(home / KEY_FILE, is_sealed)
    free = shutil.disk_usage(home).free
    if free < _LEAST_BYTES:
        room = f"Only {free // 1_000_000} MB are free on the disk of {home}."
        yield warn("Disk", room, "Make room: a full disk stops everything that comes in.")


def _home(home: Path) -> Finding:
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        return bad("Home", f"{home} can't be written to.", "chown it to the user that runs OCC.")
    if _others(home):
        says = f"{home} is open to other users of this machine."
        return warn("Home", says, f"chmod 700 {home}")
    return ok("Home", f"{home}, writable, closed to others")


def _gone(path: Path) -> Finding:
    says = f"{path} is gone, and what is sealed in the database opens with nothing else."
    mend = "Put it back from your copy; without it, enter every secret again."
    return bad("Key", says, mend)


def _key(path: Path, is_sealed: bool) -> Finding:
    if not path.exists() and is_sealed:
        return _gone(path)
    if not path.exists():
        return warn("Key", f"{path} is not there yet.", "occ serve makes it; then copy it away.")
    try:
        open_vault(path.parent)
    except UnreadableKey as error:
        return bad("Key", f"{path} can't be used.", str(error))
    if _others(path):
        return bad("Key", f"{path} can be read by other users.", f"chmod 600 {path}")
    return ok("Key", f"{path}, closed to others")


def _others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO))
