"""Files of contacts leave the disk once nobody needs them, and no others do."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from occ.contacts import import_rows
from occ.contacts.import_models import Import, ImportState
from occ.contacts.imports import tables, work
from occ.contacts.imports.tables import Shape
from occ.core import clock, files
from occ.core.run import Runner
from occ.flows import import_contacts
from occ.jobs import import_files
from occ.product import Product
from tests.builders import an_agent

DONE, STOPPED, RUNNING = ImportState.DONE, ImportState.STOPPED, ImportState.RUNNING


def brought(session: Session, user_id: int, state: ImportState, days: int, name: str) -> str:
    """The key of an import that is over for so many days."""
    rows = [["Telefon"], ["+48500100200"]]
    shape, then = Shape(tables.CSV, "utf-8", ";"), clock.now() - timedelta(days=days)
    made = import_contacts.bring(session, user_id, ("people.csv", name), shape, rows, then)
    made.state, made.added = state, 1
    made.ended_at = then if state is DONE else None
    return made.key


def put(product: Product, name: str) -> list[Path]:
    file = files.place(product.config.imports, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    for path in (file, work.beside(file)):
        path.touch()
        os.utime(path, (0, 0))
    return [file, work.beside(file)]


def found(run: Runner, key: str) -> Import:
    with run.reading() as session:
        return import_rows.by_key(session, key)


def test_what_was_over_for_a_month_or_discarded_goes_and_the_rest_stays(
    product: Product, run: Runner
) -> None:
    user = run(an_agent, "Sofia", online=False)
    ends = [(DONE, 31), (STOPPED, 31), (DONE, 29), (RUNNING, 31), (DONE, 1)]
    names = [files.new_name() for _ in ends]
    keys = [run(brought, user.id, *end, name) for end, name in zip(ends, names, strict=True)]
    run(import_contacts.discard, user.id, keys[4], clock.now())
    paths = [put(product, name) for name in names]
    put(product, files.new_name())
    [fresh, _] = put(product, files.new_name())
    os.utime(fresh)

    import_files.forget(product)

    left = {path for path in product.config.imports.glob("??/*") if path.is_file()}
    assert left == {*paths[2], *paths[3], fresh}
    states = [found(run, key).state for key in keys]
    assert states == [ImportState.DISCARDED] * 2 + [DONE, RUNNING, ImportState.DISCARDED]
    old = found(run, keys[0])
    assert (old.sample, old.added) == ([], 1)
    import_files.forget(product)
    assert {path for path in product.config.imports.glob("??/*")} == left
