"""Files kept under names that nobody guesses: whole, or not there."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from occ.core import blocking

_NAME = re.compile(r"[0-9a-f]{48}")


def new_name() -> str:
    return secrets.token_hex(24)


def place(folder: Path, name: str) -> Path:
    """Where a file of `new_name` stands, or will. Raises ValueError for any other name."""
    if not is_name(name):
        raise ValueError("no name of a kept file")
    return folder / name[:2] / name


def is_name(name: str) -> bool:
    """Whether `new_name` may have made it."""
    return bool(_NAME.fullmatch(name))


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """What is written stands at `path` once the block has ended, on the disk and complete.

    A crash or an exception leaves nothing at `path`; the next try overwrites what it left beside.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    try:
        with open(draft, "wb", opener=_for_us_alone) as file:
            yield file
            file.flush()
            blocking.run(os.fsync, file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    blocking.run(_sync_folder, path.parent)


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    """Else the name itself may be gone after a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
