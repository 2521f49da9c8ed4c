"""Backup, restore and copy: what was there is there, elsewhere, and the key is not."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from occ.billing import drift, prices
from occ.billing.price_models import PricedChannel
from occ.billing.prices import PriceLine
from occ.config import Config
from occ.contacts.models import Address, Contact
from occ.core import files
from occ.core.db import Database
from occ.core.run import Runner
from occ.core.secrets import KEY_FILE, Vault, open_vault
from occ.core.types import Base
from occ.messaging.models import Message
from occ.migrations import copying, schema
from occ.migrations.copying import CannotCopy
from occ.migrations.metadata import metadata
from occ.moving import backup
from occ.routing import queue
from occ.serving import CannotStart
from occ.settings import lost, store
from occ.settings.pages import TwilioSettings
from occ.users.models import User
from tests import servers
from tests.billing.purse import a_wallet
from tests.builders import NOW, a_program, a_service, an_agent, talks
from tests.commands.conftest import Typed
from tests.flows.sending.first import a_batch

TOKEN = "f" * 32


def furnish(run: Runner) -> None:
    """People, a conversation, credit, a batch, a token, and an address that points at a later."""
    run(an_agent, "Ana")
    run(a_service)
    talks(run)
    run(a_wallet, 10)
    run(a_batch, 500)
    run(a_program)
    run(store.save, TwilioSettings(True, "AC" + "0" * 32, TOKEN), NOW)
    run(prices.keep, [PriceLine(PricedChannel.SMS, "48", date(2026, 1, 1), 1500)])
    run(merge_forward)


def merge_forward(session: Any) -> None:
    contact = session.scalars(select(Contact)).first()
    named = {"contact_id": contact.id, "channel": "whatsapp", "created_at": NOW}
    row = {"id": 901, "key": "adr_1", "merged_into_id": 902, **named}
    later = {"id": 902, "key": "adr_2", "phone": "+48500999999", **named}
    session.execute(insert(Address), [later])
    session.execute(insert(Address), [row])


def content(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    with database.reading() as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


@pytest.fixture
def elsewhere(dialect: str, tmp_path: Path, vault: Vault) -> Iterator[Database]:
    """An empty database of the other kind."""
    if dialect == "postgresql":
        database = Database(f"sqlite:///{tmp_path / 'elsewhere.db'}", vault)
        yield database
        database.close()
        return
    with servers.database(servers.postgres()) as url:
        database = Database(url, vault)
        yield database
        database.close()


def test_every_row_arrives_in_the_other_kind_of_database(run: Runner, elsewhere: Database) -> None:
    furnish(run)

    copied = copying.copy(run.database, elsewhere)

    assert content(elsewhere) == content(run.database)
    assert copied == sum(len(rows) for rows in content(elsewhere).values()) > 20
    with elsewhere.reading() as session:
        assert drift.drift(session) == []
        assert store.load(session, TwilioSettings).auth_token == TOKEN


def test_numbers_go_on_where_they_were(run: Runner, elsewhere: Database) -> None:  # B1
    furnish(run)
    run(a_batch, 100)
    run(
        lambda session: session.execute(
            Base.metadata.tables["messages"]
            .delete()
            .where(
                Message.id
                == session.scalar(select(Message.id).order_by(Message.id.desc()).limit(1))
            )
        )
    )
    copying.copy(run.database, elsewhere)
    there = Runner(elsewhere, queue.drain, lambda _events: None, lambda: NOW)

    assert there(a_batch, 100) == run(a_batch, 100)
    for one in (run, there):
        talks(one, 2)
    assert content(run.database)["messages"][-1][0] == content(elsewhere)["messages"][-1][0]
    assert there(an_agent, "Ben").id == run(an_agent, "Ben").id


def test_a_target_with_anything_in_it_is_refused(run: Runner, elsewhere: Database) -> None:
    schema.upgrade(elsewhere)
    copying.copy(run.database, elsewhere)
    with elsewhere.writing() as session:
        an_agent(session, "Ben", online=False)

    with pytest.raises(CannotCopy, match="not empty"):
        copying.copy(run.database, elsewhere)


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    return settled(tmp_path / "here", database_url)


def settled(home: Path, url: str) -> Config:
    return Config(home, url, None, "127.0.0.1", 5000, "http://x", "threading", None, None)


def a_file(config: Config) -> Path:
    path = files.place(config.media, files.new_name())
    with files.writing(path) as out:
        out.write(b"a photo")
    return path


def test_a_backup_is_restored_elsewhere_and_can_not_send_there(
    run: Runner, config: Config, tmp_path: Path, dialect: str
) -> None:  # C9
    vault = open_vault(config.home)
    run.database.vault, before = vault, run.database.vault
    furnish(run)
    photo, packed = a_file(config), tmp_path / "packed.tar"
    (photo.parent / "half.part").write_bytes(b"x")

    backup.back_up(config, run.database, packed)

    key = (config.home / KEY_FILE).read_bytes().strip()
    assert key not in packed.read_bytes() and TOKEN.encode() not in packed.read_bytes()
    with tarfile.open(packed) as tar:
        assert all("key" not in name and "part" not in name for name in tar.getnames())
    there = settled(tmp_path / "there", f"sqlite:///{tmp_path / 'there' / 'occ.db'}")
    database = Database(there.database_url, open_vault(there.home))
    backup.restore(there, database, packed)
    assert content(database) == content(run.database)
    assert files.place(there.media, photo.name).read_bytes() == b"a photo"
    with database.reading() as session:
        assert lost.named(lost.providers(session)) == "Twilio"
    database.close()
    # With the key beside it all is as it was.
    again = Database(there.database_url, vault)
    with again.reading() as session:
        assert lost.providers(session) == []
    again.close()
    run.database.vault = before


def test_a_backup_fills_a_postgresql_too(
    run: Runner, config: Config, tmp_path: Path, elsewhere: Database
) -> None:
    furnish(run)
    backup.back_up(config, run.database, tmp_path / "packed.tar")

    there = settled(tmp_path / "there", str(elsewhere.url))
    there.home.mkdir()
    backup.restore(there, elsewhere, tmp_path / "packed.tar")

    assert content(elsewhere) == content(run.database)


def test_a_backup_waits_for_nobody_and_holds_what_was_committed(
    run: Runner, config: Config, tmp_path: Path
) -> None:
    run(an_agent, "Ana")
    with run.database.writing() as session:
        an_agent(session, "Ben")
        backup.back_up(config, run.database, tmp_path / "packed.tar")

    there = settled(tmp_path / "there", f"sqlite:///{tmp_path / 'there' / 'occ.db'}")
    database = Database(there.database_url, open_vault(there.home))
    backup.restore(there, database, tmp_path / "packed.tar")

    with database.reading() as session:
        assert session.scalars(select(User.name)).all() == ["Ana"]
    database.close()


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_nothing_is_written_over(run: Runner, config: Config, tmp_path: Path) -> None:
    packed = tmp_path / "packed.tar"
    config.home.mkdir()
    backup.back_up(config, run.database, packed)
    run(an_agent, "Ana")

    with pytest.raises(CannotStart, match="there already"):
        backup.back_up(config, run.database, packed)
    with pytest.raises(CannotStart, match="not empty"):
        backup.restore(config, run.database, packed)


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("cut", [12_000, 60_000])
def test_a_backup_that_is_cut_short_restores_nothing(
    run: Runner, config: Config, tmp_path: Path, cut: int
) -> None:
    packed = tmp_path / "packed.tar"
    backup.back_up(config, run.database, packed)
    packed.write_bytes(packed.read_bytes()[:-cut])
    there = settled(tmp_path / "there", f"sqlite:///{tmp_path / 'there' / 'occ.db'}")
    database = Database(there.database_url, open_vault(there.home))

    with pytest.raises(CannotStart, match="cut short"):
        backup.restore(there, database, packed)

    database.close()
    assert sorted(path.name for path in there.home.iterdir()) in (
        [KEY_FILE, "occ.db.lock"],
        [KEY_FILE, "occ.db", "occ.db.lock"],
    )


def test_an_archive_of_somebody_elses_takes_nothing_out_of_its_folder(
    tmp_path: Path, typed: Typed, refused: Typed
) -> None:
    evil = tmp_path / "evil.tar"
    (tmp_path / "x").write_text("x")
    with tarfile.open(evil, "w") as tar:
        tar.add(tmp_path / "x", "../outside")

    assert "no backup of OCC" in refused("restore", str(evil))
    assert not (tmp_path / "outside").exists()


def test_an_operator_types_it(typed: Typed, refused: Typed, tmp_path: Path) -> None:
    typed("user", "add", "ana@example.com")
    packed, other = tmp_path / "packed.tar", tmp_path / "other"

    assert "not the key" in typed("backup", str(packed))
    assert "Restored" in typed("restore", str(packed), OCC_HOME=str(other))
    assert "not empty" in refused("restore", str(packed))
    copied = typed("db", "copy", f"sqlite:///{tmp_path / 'copy.db'}")
    assert "rows were copied" in copied
    assert "mysql://there can't be copied to" in refused("db", "copy", "mysql://there")
    assert "Nobody" not in typed("user", "new-password", "ana@example.com", OCC_HOME=str(other))


def test_a_home_may_be_called_anything(typed: Typed, tmp_path: Path) -> None:
    home = str(tmp_path / "our home #1, 100%")
    typed("user", "add", "ana@example.com", OCC_HOME=home)

    typed("backup", str(tmp_path / "packed.tar"), OCC_HOME=home)

    restored = typed("restore", str(tmp_path / "packed.tar"), OCC_HOME=f"{home} anew")
    assert "Restored" in restored


def test_users_are_found_by_their_word(run: Runner, elsewhere: Database) -> None:
    """Words of an enumeration arrive as words."""
    furnish(run)
    copying.copy(run.database, elsewhere)

    with elsewhere.reading() as session:
        assert {user.role.value for user in session.scalars(select(User))} == {"agent", "program"}
