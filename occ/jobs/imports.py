"""Check files of contacts and store them: read off the loop, written in slices on it."""

from __future__ import annotations

import csv
import logging
from collections import Counter
from datetime import datetime
from pathlib import Path

from occ.contacts import countries, erased_numbers, import_rows, import_slices
from occ.contacts.import_models import Import, ImportState
from occ.contacts.import_slices import Wording
from occ.contacts.imports import work
from occ.contacts.imports.columns import Field
from occ.contacts.imports.reading import How, Line
from occ.contacts.imports.tables import Shape
from occ.contacts.imports.work import Checker
from occ.core import blocking, clock, files
from occ.core.words import Words, say
from occ.flows import import_contacts
from occ.product import Product

log = logging.getLogger(__name__)
STORED_AT_ONCE = 400
"""Lines a transaction: some 30 ms, for which nobody else writes."""
_ERASED = say("This person was erased at their wish, and is not imported again.")


def work_on_due(product: Product) -> bool:
    """One import at a time, to its end or until it is stopped."""
    with product.run.reading() as session:
        import_id = import_rows.due(session, clock.now())
    if import_id is None:
        return False
    found = product.run(import_rows.claim, import_id, clock.now())
    if found is None:
        return False
    if found.state is ImportState.CHECKING:
        _check(product, found)
    else:
        _store(product, found)
    return True


def _paths(product: Product, name: str) -> tuple[Path, Path]:
    """The file of an import, and beside it what was found in it."""
    file = files.place(product.config.imports, name)
    return file, work.beside(file)


def _check(product: Product, found: Import) -> None:
    problem: Words | None = None
    try:
        problem = _read_all(product, found)
    except (csv.Error, ValueError, KeyError, OSError) as error:
        log.exception("import %s could not be read", found.key)
        problem = say("This file can't be read as a table: %(error)s", error=str(error)[:200])
    product.run(import_rows.checked, found.id, problem)


def _read_all(product: Product, found: Import) -> Words | None:
    file, into = _paths(product, found.file)
    with product.run.reading() as session:
        how = _how(found, countries.chosen(session), clock.now())
    checker = blocking.run(Checker, file, Shape(**found.shape), how, into)
    figures: Counter[str] = Counter()
    try:
        while True:
            before = checker.read
            lines = blocking.run(checker.next)
            if checker.read == before:
                return None
            if checker.read > work.MOST_LINES:
                return say(
                    "A file may have %(most)s lines at most. Divide this one.",
                    most=work.MOST_LINES,
                )
            erased = _erased(product, lines)
            blocking.run(checker.refuse, [each.number for each in erased], _ERASED)
            figures += _foreseen(product, found, [each for each in lines if each not in erased])
            noted = {name: figures[name] for name in ("added", "updated", "same", "withheld")}
            noted |= {"position": checker.read, "total": checker.read, "refused": checker.refused}
            if not product.run(import_rows.note, found.id, noted, clock.now()):
                return None
    finally:
        blocking.run(checker.close)


def _erased(product: Product, lines: list[Line]) -> list[Line]:
    with product.run.reading() as session:
        phones = erased_numbers.among(session, {line.phone for line in lines})
    return [line for line in lines if line.phone in phones]


def _foreseen(product: Product, found: Import, lines: list[Line]) -> Counter[str]:
    figures: Counter[str] = Counter()
    wording = Wording(found.words, found.user_id, clock.now())
    for begin in range(0, len(lines), STORED_AT_ONCE):
        with product.run.reading() as session:
            part = lines[begin : begin + STORED_AT_ONCE]
            figures += import_slices.foresee(session, part, wording)
    return figures


def _store(product: Product, found: Import) -> None:
    _, into = _paths(product, found.file)
    position = found.position
    while True:
        several = blocking.run(work.lines, into, position, STORED_AT_ONCE * 10)
        for begin in range(0, max(len(several), 1), STORED_AT_ONCE):
            part = several[begin : begin + STORED_AT_ONCE]
            now = clock.now()
            if not product.run(import_contacts.store, found.id, position, part, now) or not part:
                return
            position = part[-1].number


def _how(found: Import, allowed: frozenset[str], now: datetime) -> How:
    fields = {int(place): Field(field) for place, field in found.columns.items()}
    return How(fields, found.home, allowed, now.date())
