"""A file that somebody sends, kept where it can be read as often as needed."""

from __future__ import annotations

import shutil
from pathlib import Path

from werkzeug.datastructures import FileStorage

from occ.core import blocking, files


def keep(sent: FileStorage, path: Path) -> int:
    """Whole, or not there; how many bytes it has."""
    with files.writing(path) as file:
        blocking.run(shutil.copyfileobj, sent.stream, file, 2**20)
        return file.tell()
