"""What a backup is: a tar of the database as an SQLite file, the customers' files, and a label.

The key that opens the secrets is not in it, so that whoever finds it can send nothing (C9).
"""

from __future__ import annotations

import io
import json
import re
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from occ.core import files

LABEL, DATABASE, MEDIA = "about.json", "occ.db", "media"
KIND = "OCC backup"
_OURS = re.compile(rf"{LABEL}|{re.escape(DATABASE)}|{MEDIA}/[0-9a-f]{{2}}/[0-9a-f]{{48}}")


class NoBackup(Exception):
    """A sentence for the operator: the file is none of ours, or is cut short."""


@dataclass(frozen=True)
class Label:
    """`made_at` in ISO 8601; `version` is OCC's."""

    made_at: str
    version: str
    files: int
    kind: str = KIND


def write(out: BinaryIO, made_at: str, version: str, database: Path, media: list[Path]) -> int:
    """`media` are kept files, by their full path; how many went in.

    The label comes last: a backup without one was cut short.
    """
    count = 0
    with tarfile.open(fileobj=out, mode="w") as tar:
        tar.add(database, DATABASE, filter=_of_nobody)
        for path in media:
            try:
                tar.add(path, f"{MEDIA}/{path.parent.name}/{path.name}", filter=_of_nobody)
            except FileNotFoundError:
                # Deleted meanwhile, since what it came with was.
                continue
            count += 1
        told = json.dumps(asdict(Label(made_at, version, count)), indent=2).encode()
        entry = tarfile.TarInfo(LABEL)
        entry.size = len(told)
        tar.addfile(_of_nobody(entry), io.BytesIO(told))
    return count


def unpack(file: Path, folder: Path) -> Label:
    """Into the empty `folder`; only what we would have put there is taken. Raises NoBackup."""
    label = None
    try:
        with tarfile.open(file) as tar:
            for entry in tar:
                if not entry.isfile() or not _OURS.fullmatch(entry.name):
                    raise NoBackup(f"{file} is no backup of OCC: it holds {entry.name[:80]!r}.")
                read = tar.extractfile(entry)
                assert read is not None
                if entry.name == LABEL:
                    label = _label(read.read(64 * 1024))
                    continue
                with files.writing(folder / entry.name) as kept:
                    while chunk := read.read(1024 * 1024):
                        kept.write(chunk)
    except (tarfile.TarError, EOFError, ValueError, TypeError) as error:
        raise NoBackup(f"{file} is no backup of OCC, or is cut short ({error}).") from None
    if label is None or label.kind != KIND or not (folder / DATABASE).is_file():
        raise NoBackup(f"{file} is no backup of OCC, or is cut short.")
    found = sum(path.is_file() for path in (folder / MEDIA).rglob("*"))
    if found != label.files:
        raise NoBackup(f"{file} is cut short: it has {found} of {label.files} files.")
    return label


def _label(told: bytes) -> Label:
    return Label(**json.loads(told))


def _of_nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whose account it was here says nothing elsewhere."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry
