"""What stands in a command's way is said in a sentence."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from occ import serving
from occ.core import clock
from occ.core.db import Database
from occ.core.errors import NotFound
from occ.core.secrets import open_vault
from occ.users import accounts
from occ.users.code_models import SignInCode
from occ.users.links import owner
from tests.commands.conftest import Typed

ADD = ("user", "add", "eva@example.com")


def test_the_first_command_makes_the_database_and_its_key(typed: Typed, home: Path) -> None:
    printed = typed(*ADD, "--role", "administrator", OCC_PUBLIC_URL="https://chat.example.com")

    assert "https://chat.example.com/password/" in printed
    assert (home / "key").stat().st_mode & 0o777 == 0o600


def test_a_link_is_for_the_one_it_was_made_for_and_a_newer_one_ends_it(
    typed: Typed, home: Path
) -> None:
    first = typed(*ADD).split("/")[-1].strip()
    second = typed("user", "new-password", "eva@example.com").split("/")[-1].strip()

    database = Database(f"sqlite:///{home / 'occ.db'}", open_vault(home))
    with database.reading() as session:
        assert owner(session, second, clock.now()).email == "eva@example.com"
        with pytest.raises(NotFound):
            owner(session, first, clock.now())
    database.close()


def test_somebody_who_is_there_already_is_not_added_again(typed: Typed, refused: Typed) -> None:
    typed(*ADD)

    assert "eva@example.com signs in somebody already" in refused(*ADD)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "OCC_DATABASE_URL"),
        ("oracle9://db/occ", "OCC_DATABASE_URL"),
        ("postgresql+pg8001://db/occ", "OCC_DATABASE_URL"),
        ("sqlite:////nowhere/at/all/occ.db", "unable to open"),
        ("postgresql://occ:secret@127.0.0.1:1/occ", "Connection refused"),
    ],
)
def test_a_database_that_can_not_be_had_is_named_and_its_password_is_not(
    refused: Typed, url: str, said: str
) -> None:
    for command in (ADD, ("migrate",), ("apply", __file__)):
        told = refused(*command, OCC_DATABASE_URL=url)
        assert said in told
        assert "secret" not in told


def test_psycopg_3_is_refused_where_it_would_stop_the_loop(refused: Typed) -> None:
    told = refused(*ADD, OCC_DATABASE_URL="postgresql+psycopg://db/occ", OCC_ASYNC_MODE="eventlet")

    assert "psycopg 3" in told


def test_codes_are_turned_off_for_who_has_lost_the_app(
    typed: Typed, refused: Typed, home: Path
) -> None:
    typed(*ADD)
    off = "user", "codes-off", "eva@example.com"
    assert "Sign-in codes of eva are off." in refused(*off)
    assert "Nobody signs in with adam@example.com." in refused(*off[:2], "adam@example.com")
    database = Database(f"sqlite:///{home / 'occ.db'}", open_vault(home))
    with database.writing() as session:
        eva = accounts.by_email(session, "eva@example.com")
        assert eva is not None
        session.add(SignInCode(user_id=eva.id, sealed="", is_on=True, made_at=clock.now()))
    database.close()

    assert "eva signs in with the password alone." in typed(*off)

    assert "Sign-in codes of eva are off." in refused(*off)


@pytest.mark.parametrize("key", ["", "short"])
def test_a_key_that_is_none_is_named_and_left_as_it_is(
    typed: Typed, refused: Typed, home: Path, key: str
) -> None:
    typed(*ADD)
    (home / "key").write_text(key)

    assert str(home / "key") in refused("user", "new-password", "eva@example.com")

    assert (home / "key").read_text() == key


def test_a_database_of_a_newer_version_is_not_migrated(
    typed: Typed, refused: Typed, home: Path
) -> None:
    typed("migrate")
    newer(home)

    assert "newer than this one" in refused("migrate")
    assert "another version" in refused(*ADD)


def newer(home: Path) -> None:
    with sqlite3.connect(home / "occ.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()


def test_a_migration_twice_is_one(typed: Typed) -> None:
    assert "was empty" in typed("migrate")
    assert "was current" in typed("migrate")


def test_a_database_that_is_being_served_is_not_migrated(
    typed: Typed, refused: Typed, home: Path
) -> None:
    typed("migrate")
    database = Database(f"sqlite:///{home / 'occ.db'}", open_vault(home))

    with serving.alone(database):
        assert "is running on" in refused("migrate")
        assert "chooses a password here" in typed(*ADD)
    database.close()


@pytest.mark.parametrize("home_is", ["file", "below a file"])
def test_a_home_that_is_a_file_is_named(
    refused: Typed, home: Path, tmp_path: Path, home_is: str
) -> None:
    home.write_text("a file")
    place = home if home_is == "file" else home / "below"

    for command in (ADD, ("migrate",), ("serve",)):
        told = refused(*command, OCC_HOME=str(place))
        assert str(place) in told and "Set OCC_HOME to a folder" in told


def test_a_database_that_is_none_is_named_with_what_to_do(
    typed: Typed, refused: Typed, home: Path
) -> None:
    typed(*ADD)
    (home / "occ.db").write_bytes(b"this is no database at all" * 100)

    for command in (ADD, ("migrate",), ("serve",)):
        assert "restore a backup" in refused(*command)
