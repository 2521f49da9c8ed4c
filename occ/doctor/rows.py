"""The database: reachable, of this version, its secrets ours; and what its rows tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from occ.config import Config
from occ.core import clock, database_facts, turns
from occ.core.db import Database, read_url
from occ.core.secrets import KEY_FILE, UnreadableKey, Vault, open_vault
from occ.doctor.findings import Finding, bad, ok, warn
from occ.messaging import dead_letters, halts
from occ.migrations import schema
from occ.migrations.schema import Schema
from occ.settings import lost, store
from occ.settings.pages import SmsSettings, TwilioSettings

_RESTORE = "Stop OCC, move the file away and restore a backup."
_NEAR_SECONDS, _FAR_SECONDS = 2, 30
_SEALING = (TwilioSettings, SmsSettings)


def open_database(config: Config) -> Database | None:
    """The database as it is; None where there is none, and none is made. Raises ArgumentError."""
    url = read_url(config.database_url)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        return None
    return Database(config.database_url, vault(config.home))


def look(database: Database | None, config: Config) -> Iterator[Finding]:
    if database is None:
        file = read_url(config.database_url).database
        yield warn("Database", f"{file} is not there yet.", "occ serve makes it.")
        return
    named = _named(config)
    try:
        state = schema.state(database)
        with database.reading() as session:
            yield ok("Database", f"{named}, {database_facts.kind(session)}")
            yield from _clock(session)
            if wrong := database_facts.damage(session):
                yield bad("Database", f"{named} is damaged: {wrong}", _RESTORE)
        yield _schema(state)
        if state is Schema.CURRENT:
            with database.reading() as session:
                yield from _rows(session)
    except (SQLAlchemyError, ArgumentError, ModuleNotFoundError) as error:
        yield unusable(config, error)


def unusable(config: Config, error: Exception) -> Finding:
    why = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    mend = _RESTORE if database_facts.is_damaged(error) else "Start it, or mend OCC_DATABASE_URL."
    return bad("Database", f"{_named(config)} can't be used: {why}", mend)


def is_sealed(database: Database | None) -> bool:
    """Whether it holds secrets, which this key may open or not; False where it can't be read."""
    if database is None:
        return False
    try:
        with database.reading() as session:
            return any(store.sealed(session, page) for page in _SEALING)
    except (SQLAlchemyError, ArgumentError, ModuleNotFoundError):
        return False


def polls(database: Database | None) -> bool:
    """Whether Twilio's lists are read and it need not call; False where that can't be read."""
    if database is None:
        return False
    try:
        with database.reading() as session:
            return store.load(session, TwilioSettings).polls
    except (SQLAlchemyError, ModuleNotFoundError):
        return False


def _named(config: Config) -> str:
    return read_url(config.database_url).render_as_string(hide_password=True)


def is_current(database: Database | None) -> bool:
    try:
        return database is not None and schema.state(database) is Schema.CURRENT
    except SQLAlchemyError:
        return False


def _schema(state: Schema) -> Finding:
    match state:
        case Schema.EMPTY:
            return warn(
                "Schema", "The database is empty.", "occ serve fills it, or run: occ migrate"
            )
        case Schema.OLDER:
            says = "The database was made by another version."
            return bad("Schema", says, "Back it up, then run: occ migrate")
    return ok("Schema", "of this version")


def _clock(session: Session) -> Iterator[Finding]:
    ahead = database_facts.ahead_seconds(session)
    if abs(ahead) < _NEAR_SECONDS:
        return
    way = "ahead of" if ahead > 0 else "behind"
    says = f"This machine's clock is {abs(ahead):.0f} s {way} the database's."
    level = bad if abs(ahead) > _FAR_SECONDS else warn
    yield level("Clock", says, "Let both keep time by NTP: offers and leases end by it.")


def _rows(session: Session) -> Iterator[Finding]:
    if names := lost.named(lost.providers(session)):
        says = f"The key does not fit what is sealed here: the credentials of {names}."
        mend = "Put back the key this database had, or enter them again in the settings."
        yield bad("Secrets", says, mend)
    else:
        yield ok("Secrets", "whatever is sealed can be opened with this key")
    for halt in halts.present(session):
        says = f"Sending is stopped ({halt.sender}, {halt.code}): {halt.reason['text']}"
        yield bad("Sending", says, "Mend the cause, then press Send again in System state.")
    dead = dead_letters.standing(session).count
    if dead:
        yield warn("Dead letters", f"{dead} could not be handled.", "Replay them: System state.")


def jobs(session: Session) -> Finding:
    """Only where a server runs: then its jobs should, too."""
    now, known = clock.now(), turns.present(session)
    late = [job.job for job in known if job.is_late(now)]
    failing = [f"{job.job} ({job.error})" for job in known if job.is_failing]
    if turns.nobody_runs(known, now):
        return bad("Jobs", "None runs.", "Start occ serve, or occ jobs beside it.")
    if late or failing:
        says = f"Late: {', '.join(late) or 'none'}. Failing: {', '.join(failing) or 'none'}."
        return bad("Jobs", says, "The log says why; they go on by themselves.")
    return ok("Jobs", "all of them run")


def vault(home: Path) -> Vault:
    """No key is made here; without one, what is sealed can't be opened, as it will be told."""
    try:
        if (home / KEY_FILE).exists():
            return open_vault(home)
    except UnreadableKey:
        pass
    return Vault([Fernet.generate_key()])
