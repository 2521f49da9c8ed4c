"""An empty database with every table, made as `occ migrate` makes it."""

from __future__ import annotations

from cryptography.fernet import Fernet

from occ.core.db import Database
from occ.core.secrets import Vault
from occ.migrations import schema


def create(url: str) -> None:
    database = Database(url, Vault([Fernet.generate_key()]))
    schema.upgrade(database)
    if database.is_sqlite:
        # The file is copied for each test, so all of it must stand in the one file.
        with database.engine.connect() as connection:
            connection.connection.dbapi_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
