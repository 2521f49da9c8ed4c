"""Files that no import and no campaign has any more leave the disk: discarded, or never listed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from occ.contacts import import_rows
from occ.core import blocking, clock, files
from occ.flows import add_numbers, import_contacts
from occ.product import Product

AT_ONCE = 500
_YOUNG = 86_400
"""Seconds. A file stands on the disk a moment before its import is listed."""


def forget(product: Product) -> bool:
    more = bool(product.run(import_contacts.discard_old, clock.now()))
    found = _old(product.config.imports)
    while paths := blocking.run(_some, found):
        with product.run.reading() as session:
            names = {path.stem for path in paths}
            kept = import_rows.kept(session, names) | add_numbers.kept(session, names)
        blocking.run(_remove, [path for path in paths if path.stem not in kept])
    return more


def _old(folder: Path) -> Iterator[Path]:
    """Files, and the work files beside them."""
    before = time.time() - _YOUNG
    for path in folder.glob("??/*"):
        if files.is_name(path.stem) and path.stat().st_mtime < before:
            yield path


def _some(found: Iterator[Path]) -> list[Path]:
    return list(islice(found, AT_ONCE))


def _remove(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
