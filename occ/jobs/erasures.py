"""What is left of erased contacts goes, and erased files leave the disk, slice by slice."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from occ.contacts import import_rows
from occ.contacts.imports import work
from occ.core import blocking, clock, files
from occ.flows import empty_erased
from occ.messaging import emptying
from occ.product import Product

_FILES = 100


def empty(product: Product) -> bool:
    with product.run.reading() as session:
        erasure_id = empty_erased.due(session, clock.now())
    return erasure_id is not None and product.run(empty_erased.go_on, erasure_id, clock.now())


def take_files(product: Product) -> bool:
    """First off the disk, then off the list: whoever is killed between finds them there again."""
    with product.run.reading() as session:
        found = emptying.files_left(session, clock.now(), _FILES)
        tables = import_rows.left(session)
    media, imports = product.config.media, product.config.imports
    blocking.run(_remove, [files.place(media, name) for _, name in found])
    brought = [files.place(imports, name) for name in tables]
    blocking.run(_remove, [*brought, *map(work.beside, brought)])
    if found:
        product.run(emptying.files_gone, [number for number, _ in found])
    if tables:
        product.run(import_rows.gone, tables)
    return len(found) == _FILES


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
        path.with_suffix(".part").unlink(missing_ok=True)
