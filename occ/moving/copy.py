"""`occ db copy`: from SQLite to PostgreSQL when one process is not enough, or back."""

from __future__ import annotations

from sqlalchemy.exc import ArgumentError

from occ.core.db import Database
from occ.migrations import copying
from occ.migrations.copying import CannotCopy
from occ.serving import CannotStart, alone


def copy(source: Database, url: str) -> str:
    """A line for the operator. Raises CannotStart."""
    try:
        target = Database(url, source.vault)
    except (ArgumentError, ModuleNotFoundError) as error:
        raise CannotStart(
            f"{url} can't be copied to ({error}). Begin it with postgresql:// or sqlite:///."
        ) from None
    try:
        if target.url == source.url:
            raise CannotStart("This is the database itself. Name another one.")
        # What is written to it from now on would stay behind.
        with alone(source):
            count = copying.copy(source, target)
    except CannotCopy as error:
        raise CannotStart(str(error)) from None
    finally:
        target.close()
    shown = target.url.render_as_string(hide_password=True)
    return (
        f"{count} rows were copied. Set OCC_DATABASE_URL to {shown} (with its password) and start."
    )
