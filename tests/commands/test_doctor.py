"""`occ doctor`: what is wrong with an installation, and how to mend it."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from occ.core import clock, database_facts, turns
from occ.core.db import Database
from occ.core.secrets import open_vault
from occ.core.turns import Turns
from occ.core.words import say
from occ.doctor import rows
from occ.doctor.findings import Level
from occ.jobs.schedule import JOBS
from occ.messaging import halts, reach
from occ.providers.simulator.server import Simulator
from occ.settings import store
from occ.settings.pages import POLLING, TwilioSettings
from tests.commands.conftest import Typed, _run
from tests.company import company
from tests.live import Start, until
from tests.servers import free_port

PUBLIC = {"OCC_PUBLIC_URL": "https://chat.example.com", "OCC_PROXIES": "1"}
ROOT = text("SELECT rootpage FROM sqlite_master WHERE name = :name")
Examined = Callable[..., tuple[int, dict[str, str]]]


@pytest.fixture
def port() -> str:
    return str(free_port())


@pytest.fixture
def examined(home: Path, port: str) -> Examined:
    """The doctor's exit code, and by subject the level with what was said."""

    def run(*arguments: str, **environment: str) -> tuple[int, dict[str, str]]:
        around = {"OCC_PORT": port, **PUBLIC, **environment}
        status, said = _run(home, ("doctor", *arguments), around)
        assert "Traceback" not in said
        lines = re.findall(r"^(\w+) +(.{15}) (.+(?:\n +→.+)?)", said, re.MULTILINE)
        return status, {subject.strip(): f"{level} {says}" for level, subject, says in lines}

    return run


@pytest.fixture
def founded(typed: Typed, founded_home: Path, tmp_path: Path, simulator: Simulator) -> Database:
    """An installation with an account at Twilio that works."""
    account = simulator.credentials
    file = tmp_path / "company.toml"
    file.write_text(company(account.account_sid, account.auth_token, password=""), "utf-8")
    typed("apply", str(file))
    [number] = simulator.exchange.numbers
    assert number.sender
    number.sender.webhook["callback_url"] = f"{PUBLIC['OCC_PUBLIC_URL']}{reach.MESSAGES_PATH}"
    return Database(f"sqlite:///{founded_home / 'occ.db'}", open_vault(founded_home))


def test_a_sound_installation_is_told_to_be_one(
    examined: Examined, founded: Database, simulator: Simulator, port: str
) -> None:
    status, said = examined(OCC_TWILIO_API_URL=simulator.url)

    assert status == 0
    # Whether the world finds chat.example.com is not for a test.
    wrong = {subject for subject, line in said.items() if not line.startswith("OK")}
    assert wrong <= {"Public address"}
    assert said["Twilio"].startswith("OK the account answers")
    assert said["Port"] == f"OK 127.0.0.1:{port} is free"


def test_what_stands_in_the_account_is_told_as_verify_account_tells_it(
    examined: Examined, founded: Database, simulator: Simulator
) -> None:  # A1
    [number] = simulator.exchange.numbers
    assert number.sender
    number.sender.webhook.clear()

    status, said = examined(OCC_TWILIO_API_URL=simulator.url)
    assert status == 0 and said["Twilio webhook"].startswith("WARN WhatsApp senders whose webhook")

    simulator.behave(account_status="suspended")
    status, said = examined(OCC_TWILIO_API_URL=simulator.url)
    assert status == 1 and "the account is suspended" in said["Twilio"]
    assert "Billing" in said["Twilio"]


def test_nothing_is_made_where_nothing_is(examined: Examined, home: Path) -> None:
    status, said = examined("--offline")

    assert status == 0 and "occ serve makes it" in said["Home"]
    assert not home.exists()


def test_offline_asks_nothing_of_twilio(examined: Examined, founded: Database) -> None:
    status, said = examined("--offline", OCC_TWILIO_API_URL="http://127.0.0.1:9")

    assert status == 0 and "Twilio" not in said


def test_a_public_address_that_does_not_resolve_is_told_unless_offline(examined: Examined) -> None:
    nowhere = {"OCC_PUBLIC_URL": "https://chat.example.invalid"}

    status, said = examined(**nowhere)
    assert status == 0 and said["Public address"].startswith("WARN")
    assert "can't be resolved" in said["Public address"]

    assert examined("--offline", **nowhere)[1]["Public address"].startswith("OK")


def test_an_account_that_twilio_refuses_is_said_and_its_token_is_not(
    examined: Examined, founded: Database, simulator: Simulator
) -> None:
    with founded.writing() as session:
        account = store.load(session, TwilioSettings)
        wrong = TwilioSettings(True, account.account_sid, "0" * 32)
        store.save(session, wrong, clock.now())

    status, said = examined(OCC_TWILIO_API_URL=simulator.url)

    assert status == 1 and said["Twilio"].startswith("BAD")
    assert "0" * 32 not in str(said)


def test_by_polling_nobody_need_find_us(examined: Examined, founded: Database) -> None:
    near = {"OCC_PUBLIC_URL": "http://localhost:5000"}
    assert "Or receive by polling." in examined("--offline", **near)[1]["Public address"]

    with founded.writing() as session:
        store.save(session, TwilioSettings(receive=POLLING), clock.now())

    assert examined("--offline", **near)[1]["Public address"].startswith("OK")


def test_a_key_that_does_not_fit_or_is_open_to_others_is_bad(
    examined: Examined, founded: Database, home: Path
) -> None:
    key = home / "key"
    key.chmod(0o644)
    assert "chmod 600" in examined("--offline")[1]["Key"]

    key.unlink()
    open_vault(home)
    status, said = examined("--offline")
    assert status == 1 and said["Secrets"].startswith("BAD The key does not fit")

    key.write_text("no key")
    status, said = examined("--offline")
    assert status == 1 and said["Key"].startswith("BAD") and "Put back the file" in said["Key"]


def test_a_key_that_is_gone_is_not_made_anew_beside_what_it_sealed(
    examined: Examined, founded: Database, home: Path
) -> None:
    (home / "key").unlink()

    status, said = examined("--offline")

    assert status == 1 and said["Key"].startswith("BAD") and "occ serve" not in said["Key"]


def test_a_home_that_is_a_file_is_bad(examined: Examined, home: Path) -> None:
    home.write_text("a file")

    status, said = examined("--offline")

    assert status == 1 and said["Home"].startswith("BAD") and "OCC_HOME" in said["Home"]


@pytest.mark.parametrize("damage", ["no database", "cut"])
def test_a_database_that_is_damaged_asks_for_a_backup(
    examined: Examined, founded: Database, home: Path, damage: str
) -> None:
    founded.close()
    file = home / "occ.db"
    for beside in home.glob("occ.db-*"):
        beside.unlink()
    # Past the first page, which holds the schema's own.
    kept = b"" if damage == "no database" else file.read_bytes()[:4096]
    file.write_bytes(kept + b"nonsense" * 4096)

    status, said = examined("--offline")

    assert status == 1 and "restore a backup" in said["Database"]


def test_a_page_that_is_damaged_is_found_though_nothing_reads_it(
    examined: Examined, founded: Database, home: Path
) -> None:
    with founded.reading() as session:
        root = ROOT.bindparams(name="ix_messages_conversation")
        page, size = session.scalar(root), session.scalar(text("PRAGMA page_size"))
    founded.close()
    with (home / "occ.db").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"nonsense" * 8)

    status, said = examined("--offline")

    assert status == 1
    assert "is damaged:" in said["Database"] and "restore a backup" in said["Database"]


def test_an_older_database_names_the_command_that_mends_it(
    examined: Examined, founded: Database
) -> None:
    with founded.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    status, said = examined("--offline")

    assert status == 1 and "occ migrate" in said["Schema"]


def test_sending_that_is_stopped_is_said_with_its_reason(
    examined: Examined, founded: Database
) -> None:
    with founded.writing() as session:
        halts.halt(session, "account", "20003", say("Twilio refused the token."), clock.now())

    status, said = examined("--offline")

    assert status == 1 and "Twilio refused the token." in said["Sending"]


@pytest.mark.parametrize(
    ("environment", "subject", "said"),
    [
        ({"OCC_DATABASE_URL": "nonsense"}, "Database", "BAD"),
        ({"OCC_DATABASE_URL": "postgresql://occ:secret@127.0.0.1:1/occ"}, "Database", "BAD"),
        ({"OCC_REDIS_URL": "redis://:secret@127.0.0.1:1/0"}, "Redis", "BAD It does not answer"),
        ({"OCC_PUBLIC_URL": "https://ada@example.com"}, "Public address", "BAD"),
        ({"OCC_PUBLIC_URL": "https://example.com/occ"}, "Public address", "WARN"),
        ({"OCC_PUBLIC_URL": "http://chat.example.com"}, "Public address", "WARN"),
        ({"OCC_PUBLIC_URL": "https://192.168.1.7"}, "Public address", "WARN"),
        ({"OCC_PUBLIC_URL": "http://localhost:5000"}, "Public address", "WARN"),
        ({"OCC_PROXIES": "0"}, "Proxy", "WARN"),
        ({"OCC_HOST": "203.0.113.1"}, "Port", "BAD"),
    ],
)
def test_what_is_wrong_around_it_is_told_and_no_password(
    examined: Examined, environment: dict[str, str], subject: str, said: str
) -> None:
    status, lines = examined("--offline", **environment)

    assert lines[subject].startswith(said) and "→" in lines[subject]
    assert status == said.startswith("BAD")
    assert "secret" not in str(lines)


def test_something_else_on_the_port_is_told_from_occ(examined: Examined, port: str) -> None:
    with socket.create_server(("127.0.0.1", int(port))):
        status, said = examined("--offline")

    assert status == 1 and "that is not OCC listens" in said["Port"]


def jobs_told(database: Database) -> bool:
    with database.reading() as session:
        return bool(turns.present(session))


@pytest.mark.live
def test_beside_a_running_server_its_jobs_are_looked_at(start: Start) -> None:
    server = start()
    with server.database() as database:
        until(lambda: jobs_told(database))

    said = server.occ("doctor")

    assert "all of them run" in said
    assert f"OCC answers on {server.url.removeprefix('http://')}" in said


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_jobs_that_stopped_or_fail_are_bad(db: Database) -> None:
    now = clock.now()
    with db.writing() as session:
        assert rows.jobs(session).level is Level.BAD
        turns.tell(session, [Turns(job.name, job.every_seconds, now) for job in JOBS])
        assert rows.jobs(session).level is Level.OK
        long_ago = now - timedelta(hours=1)
        turns.tell(session, [Turns("inbox", 1.0, long_ago, now, "OperationalError: disk full")])
        assert "inbox (OperationalError: disk full)" in rows.jobs(session).says


def test_the_databases_clock_is_compared_with_ours(db: Database) -> None:
    with db.reading() as session:
        assert abs(database_facts.ahead_seconds(session)) < 1
        assert database_facts.size_bytes(session) > 10_000
