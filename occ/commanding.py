"""What every command needs: the configuration, the database, and refusals as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from occ.config import Config
    from occ.core.db import Database


def configured() -> Config:
    from occ.config import BadConfig, from_environment

    try:
        return from_environment()
    except BadConfig as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def opened() -> Iterator[Database]:
    from occ.core.db import Database
    from occ.core.secrets import open_vault

    config = configured()
    database = Database(config.database_url, open_vault(config.home))
    try:
        yield database
    finally:
        database.close()


@contextmanager
def prepared() -> Iterator[Database]:
    """Made where there is none. Raises CannotStart where it is another version's."""
    from occ import serving

    with opened() as database:
        serving.prepare(database)
        yield database


def or_explain(work: Callable[[], None]) -> None:
    """A refusal ends the command with its sentence, not with a stack trace."""
    from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

    from occ.core import database_facts
    from occ.core.errors import Invalid, OccError
    from occ.core.secrets import UnreadableKey
    from occ.serving import CannotStart

    try:
        work()
    except Invalid as error:
        lines = [f"{field}: {words}" for field, words in error.fields.items()]
        raise click.ClickException("\n".join([str(error), *lines])) from None
    except (OccError, CannotStart, UnreadableKey) as error:
        raise click.ClickException(str(error)) from None
    except (ArgumentError, ModuleNotFoundError) as error:
        raise click.ClickException(
            f"OCC_DATABASE_URL can't be used ({error}). Begin it with postgresql:// or sqlite:///."
        ) from None
    except DatabaseError as error:
        if database_facts.is_damaged(error):
            raise click.ClickException(
                f"The database can't be used: {error.orig}. Move it away and restore a backup."
            ) from None
        if not isinstance(error, OperationalError):
            raise
        raise click.ClickException(f"The database can't be used: {error.orig}") from None
