from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.core.db import Database
from occ.core.run import Runner
from occ.core.secrets import Vault
from occ.core.words import say
from occ.flows import set_up
from occ.journal import entries as journal
from occ.messaging import halts
from occ.messaging.halts import ACCOUNT
from occ.routing import queue
from occ.settings import store
from occ.settings.models import SettingsPage
from occ.settings.pages import RoutingSettings, TwilioSettings
from tests.builders import NOW

TWILIO = TwilioSettings(True, "AC" + "0" * 32, "the auth token 1234")


def test_what_nobody_saved_has_its_defaults(run: Runner) -> None:
    with run.reading() as session:
        assert store.load(session, RoutingSettings) == RoutingSettings()


def test_a_page_is_read_as_it_was_saved(run: Runner) -> None:
    run(set_up.save, None, TWILIO, NOW)

    with run.reading() as session:
        assert store.load(session, TwilioSettings) == TWILIO


def test_a_field_that_is_new_has_its_default_and_one_that_is_gone_harms_nobody(
    run: Runner,
) -> None:
    run(set_up.save, None, RoutingSettings(offer_seconds=10), NOW)
    run(rewrite, "routing", {"offer_seconds": 10, "a_field_of_yesterday": 1})

    with run.reading() as session:
        assert store.load(session, RoutingSettings) == RoutingSettings(offer_seconds=10)


def test_a_value_of_the_wrong_kind_is_the_default_and_is_logged(
    run: Runner, caplog: pytest.LogCaptureFixture
) -> None:
    run(set_up.save, None, RoutingSettings(offer_seconds=10), NOW)
    run(set_up.save, None, TWILIO, NOW)
    run(rewrite, "routing", {"offer_seconds": "10", "grace_seconds": True, "rest_seconds": 7})
    run(rewrite, "twilio", {"whatsapp": "yes", "account_sid": None, "auth_token": 5})

    with run.reading() as session:
        assert store.load(session, RoutingSettings) == RoutingSettings(rest_seconds=7)
        assert store.load(session, TwilioSettings) == TwilioSettings()
        assert store.sealed_elsewhere(session, TwilioSettings) == []
    assert "routing.offer_seconds holds no int" in caplog.text


def rewrite(session: Session, page: str, values: dict[str, object]) -> None:
    session.execute(update(SettingsPage).where(SettingsPage.page == page).values(values=values))


def test_a_secret_stands_nowhere_in_the_database(run: Runner) -> None:
    run(set_up.save, None, TWILIO, NOW)

    with run.reading() as session:
        [values] = session.scalars(select(SettingsPage.values))
        [line] = journal.of(session, journal.Subject("settings", "twilio"))
    assert "the auth token" not in str(values)
    assert line.after["auth_token"] == "…1234"
    assert "the auth token" not in repr(TWILIO)


@pytest.fixture
def moved(run: Runner, db: Database) -> Runner:
    """The same database on another server, which has a key of its own."""
    run(set_up.save, None, TWILIO, NOW)
    elsewhere = Database(
        db.url.render_as_string(hide_password=False), Vault([Fernet.generate_key()])
    )
    yield Runner(elsewhere, queue.drain, lambda _events: None)
    elsewhere.close()


def test_on_another_server_the_secret_must_be_entered_again(moved: Runner) -> None:  # C9
    with moved.reading() as session:
        assert store.sealed_elsewhere(session, TwilioSettings) == ["auth_token"]
        there = store.load(session, TwilioSettings)

    assert (there.account_sid, there.auth_token) == (TWILIO.account_sid, "")


def test_entered_again_it_is_used_there(moved: Runner) -> None:  # C9
    run = moved

    assert run(set_up.save, None, TWILIO, NOW) is True

    with run.reading() as session:
        assert store.sealed_elsewhere(session, TwilioSettings) == []
        assert store.load(session, TwilioSettings) == TWILIO


def test_on_its_own_server_it_still_opens(moved: Runner, run: Runner) -> None:  # C9
    with run.reading() as session:
        assert store.sealed_elsewhere(session, TwilioSettings) == []


def test_saving_the_same_again_is_no_change(run: Runner) -> None:
    run(set_up.save, None, TWILIO, NOW)

    assert run(set_up.save, None, TWILIO, NOW) is False

    with run.reading() as session:
        assert len(journal.of(session, journal.Subject("settings", "twilio"))) == 1


def test_new_credentials_let_halted_senders_try_again(run: Runner) -> None:
    run(halts.halt, ACCOUNT, "20003", say("The account is suspended."), NOW)

    run(set_up.save, None, TWILIO, NOW)

    with run.reading() as session:
        assert halts.present(session) == []
