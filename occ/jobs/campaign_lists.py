"""Lists of numbers are read into their campaigns: off the loop, written in slices on it (C5)."""

from __future__ import annotations

import logging
from pathlib import Path

from occ.contacts.imports import tables
from occ.core import blocking, clock, files
from occ.core.errors import Invalid
from occ.flows import add_numbers
from occ.flows.add_numbers import Reading
from occ.product import Product

log = logging.getLogger(__name__)


def read_due(product: Product) -> bool:
    """One list, to its end or until other recipients are chosen."""
    with product.run.reading() as session:
        run_id = add_numbers.due(session, clock.now())
        home = add_numbers.home_of(session)
    if run_id is None:
        return False
    reading = product.run(add_numbers.claim, run_id, clock.now())
    if reading is None:
        return False
    path = files.place(product.config.imports, reading.file)
    try:
        is_whole = _read(product, reading, path, home)
    except (Invalid, OSError):
        log.exception("the list of campaign %s could not be read to its end", reading.key)
        is_whole = False
    product.run(add_numbers.finish, reading, is_whole=is_whole, now=clock.now())
    blocking.run(path.unlink, missing_ok=True)
    product.wake("campaign_audience")
    return True


def _read(product: Product, reading: Reading, path: Path, home: str | None) -> bool:
    """Whether to its end. Raises Invalid, OSError."""
    at = reading.done
    with tables.whole(path, reading.shape) as rows:
        table = blocking.run(add_numbers.read, rows, home)
        every = add_numbers.parts(table, home, at)
        while part := blocking.run(next, every, None):
            if not product.run(add_numbers.add, reading, at, part, clock.now()):
                return False
            at += part.rows
    return True
