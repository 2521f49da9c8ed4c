"""`occ backup` and `occ restore`: everything but the key, in one file, also while it serves."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic.util import CommandError

import occ
from occ.config import Config
from occ.core import clock, files
from occ.core.db import Database
from occ.migrations import copying, schema
from occ.migrations.copying import CannotCopy
from occ.migrations.schema import Schema
from occ.moving import archive
from occ.moving.archive import NoBackup
from occ.serving import CannotStart, alone


def back_up(config: Config, database: Database, file: Path) -> str:
    """Write `file`, whole or not at all; a line for the operator. Raises CannotStart."""
    if file.exists():
        raise CannotStart(f"{file} is there already. Name another file.")
    if schema.state(database) is Schema.EMPTY:
        raise CannotStart("There is no database yet, and so nothing to back up.")
    file.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=file.parent, prefix=".occ-backup-") as folder:
        snapshot = Path(folder) / archive.DATABASE
        _snapshot(database, snapshot)
        # After the database: what a row in it says is there, is there.
        media = sorted(path for path in config.media.glob("??/*") if files.is_name(path.name))
        with files.writing(file) as out:
            count = archive.write(out, clock.now().isoformat(), occ.__version__, snapshot, media)
    return f"{file} holds the database and {count} files, and not the key: keep that elsewhere."


def restore(config: Config, database: Database, file: Path) -> str:
    """Fill an installation that holds nothing; a line for the operator. Raises CannotStart."""
    if schema.state(database) is not Schema.EMPTY and not _is_unused(database):
        raise CannotStart("The database here is not empty: restore into a new OCC_HOME.")
    if any(config.media.glob("??/*")):
        raise CannotStart(f"{config.media} holds files: restore into a new OCC_HOME.")
    with alone(database), TemporaryDirectory(dir=config.home, prefix=".restoring-") as folder:
        try:
            label = archive.unpack(file, Path(folder))
            _take_database(Path(folder) / archive.DATABASE, database)
        except (NoBackup, CannotCopy) as error:
            raise CannotStart(str(error)) from None
        _take_media(Path(folder) / archive.MEDIA, config.media)
    return (
        f"Restored what was backed up on {label.made_at[:16].replace('T', ' ')} UTC, with"
        f" {label.files} files. Put the key file of that installation into {config.home}, or"
        " enter the credentials again."
    )


def _is_unused(database: Database) -> bool:
    return schema.state(database) is Schema.CURRENT and copying.is_unused(database)


def _snapshot(database: Database, into: Path) -> None:
    """The whole database as it is at one moment, as an SQLite file without a log beside it."""
    if database.is_sqlite:
        place = Path(str(database.url.database)).resolve()
        source = sqlite3.connect(f"{place.as_uri()}?mode=ro", uri=True)
        target = sqlite3.connect(into)
        # In one go: a reader holds up no writer, and pages in portions begin anew at each write.
        source.backup(target)
        source.close()
        target.close()
    else:
        target_db = Database(f"sqlite:///{into}", database.vault)
        try:
            copying.copy(database, target_db)
        except CannotCopy as error:
            raise CannotStart(str(error)) from None
        finally:
            target_db.close()
    _in_one_file(into)


def _in_one_file(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


def _take_database(unpacked: Path, database: Database) -> None:
    restored = Database(f"sqlite:///{unpacked}", database.vault)
    try:
        schema.upgrade(restored)
        if not database.is_sqlite:
            copying.copy(restored, database)
            return
    except CommandError as error:
        raise CannotStart(
            f"The backup was made by a version that is newer than this one ({error}). "
            "Install that version."
        ) from None
    finally:
        restored.close()
    _in_one_file(unpacked)
    place = Path(str(database.url.database))
    database.close()
    for left in ("-wal", "-shm"):
        place.with_name(place.name + left).unlink(missing_ok=True)
    os.replace(unpacked, place)


def _take_media(unpacked: Path, media: Path) -> None:
    if unpacked.is_dir():
        for folder in list(unpacked.iterdir()):
            media.mkdir(mode=0o700, exist_ok=True)
            folder.rename(media / folder.name)
