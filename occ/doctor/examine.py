"""The whole examination, from the ground up."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from occ.config import Config
from occ.core.db import Database
from occ.doctor import ground, rows, surroundings, twilio
from occ.doctor.findings import Finding, bad
from occ.flows.verify_account import Place
from occ.messaging.reach import Reached
from occ.product import twilio_credentials
from occ.providers import outside, registry


def examine(config: Config, offline: bool) -> Iterator[Finding]:
    """`offline`: nothing is asked of the world. The database and Redis are part of us."""
    try:
        database = rows.open_database(config)
    except (ArgumentError, ModuleNotFoundError) as error:
        yield from ground.look(config.home, False)
        says = f"OCC_DATABASE_URL can't be used: {error}"
        yield bad("Database", says, "Begin it with postgresql:// or sqlite:///.")
        return
    serves, polls = surroundings.answers(config), rows.polls(database)
    try:
        yield from ground.look(config.home, rows.is_sealed(database))
        yield from rows.look(database, config)
        if database is not None and rows.is_current(database):
            yield from _account(database, config, serves, polls, offline)
    except SQLAlchemyError as error:
        yield rows.unusable(config, error)
    finally:
        if database is not None:
            database.close()
    vault = rows.vault(config.home)

    def called(url: str) -> Reached:
        return outside.reach(url, vault.installation)

    yield from surroundings.look(config, serves, polls, None if offline else called)


def _account(
    database: Database, config: Config, serves: bool, polls: bool, offline: bool
) -> Iterator[Finding]:
    with database.reading() as session:
        credentials = twilio_credentials(session)
        if serves:
            yield rows.jobs(session)
    if not offline:
        provider = registry.build(config.twilio_api_url)["twilio"]
        place = Place(config.public_url, "", None, provider.host, polls)
        yield from twilio.look(provider, credentials, place)
