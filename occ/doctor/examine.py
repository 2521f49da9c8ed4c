"""The whole examination, from the ground up."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import ArgumentError

from occ.config import Config
from occ.doctor import ground, rows, surroundings, twilio
from occ.doctor.findings import Finding, bad
from occ.providers import registry


def examine(config: Config, offline: bool) -> Iterator[Finding]:
    """`offline`: nothing is asked of Twilio. The database and Redis are part of us."""
    yield from ground.look(config.home)
    try:
        database = rows.open_database(config)
    except (ArgumentError, ModuleNotFoundError) as error:
        says = f"OCC_DATABASE_URL can't be used: {error}"
        yield bad("Database", says, "Begin it with postgresql:// or sqlite:///.")
        return
    serves = surroundings.answers(config)
    try:
        yield from rows.look(database, config)
        if database is not None and rows.is_current(database):
            with database.reading() as session:
                if serves:
                    yield rows.jobs(session)
                if not offline:
                    provider = registry.build(config.twilio_api_url)["twilio"]
                    yield twilio.look(session, provider)
    finally:
        if database is not None:
            database.close()
    yield from surroundings.look(config, serves)
