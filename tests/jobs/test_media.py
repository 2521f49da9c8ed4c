"""A customer's file comes from Twilio to the screen, whatever breaks off on the way."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.orm import Session

from occ.core import clock
from occ.flows import fetch_media
from occ.jobs import media as job
from occ.messaging import media
from occ.messaging.models import FileState
from occ.providers.simulator.samples import FILES
from occ.providers.simulator.server import Simulator
from occ.settings import store
from occ.settings.pages import POLLING, TwilioSettings
from occ.users.models import Role
from tests.builders import an_agent
from tests.jobs.marta import CUSTOMER, Marta
from tests.jobs.polling import everything_is_read, receive_by

PICTURE = FILES["image/png"]
# What goes on before a row is written is the same with either database.
on_one_database = pytest.mark.parametrize("dialect", ["sqlite"])


def test_a_picture_is_fetched_and_the_screens_are_told(marta: Marta) -> None:
    marta.sends(body="FV-2231")
    [waiting] = marta.shown()

    assert job.fetch_due(marta.product)

    [ready] = marta.shown()
    assert (waiting["state"], waiting["shape"], waiting["size"]) == ("waiting", "image", None)
    assert ready == {**waiting, "state": "ready", "size": len(PICTURE)}
    assert marta.place.read_bytes() == PICTURE
    assert stat.S_IMODE(os.stat(marta.place).st_mode) == 0o600
    assert not job.fetch_due(marta.product)


def test_the_token_goes_to_twilio_and_not_where_the_file_lies(
    marta: Marta, simulator: Simulator
) -> None:
    marta.sends()

    marta.fetched()

    # The simulator's API demands it, and the other host complains where it is shown any.
    assert marta.state() == "ready"
    assert simulator.exchange.alerts == []


@pytest.mark.parametrize("trouble", ["missing", "broken", "expired", "cut"])
def test_a_fetch_that_fails_is_repeated_and_nobody_is_troubled(
    marta: Marta, simulator: Simulator, trouble: str
) -> None:
    marta.sends()
    simulator.behave(media=trouble, media_times=1)

    marta.fetched()
    assert (marta.state(), marta.kept()) == ("waiting", [])
    marta.fetched()

    assert marta.state() == "ready"
    assert marta.place.read_bytes() == PICTURE


def test_a_fetch_that_fails_waits_a_little_longer_each_time(
    marta: Marta, simulator: Simulator
) -> None:
    marta.sends()
    simulator.behave(media="missing")

    for seconds in media.BACK_OFF:
        marta.fetched()
        assert not job.fetch_due(marta.product)
        ahead = (marta.row().due_at - clock.now()).total_seconds()
        assert seconds - 1 < ahead <= seconds


def test_what_can_not_be_had_says_so_and_is_fetched_once_more_where_somebody_asks(
    marta: Marta, simulator: Simulator
) -> None:
    sofia = marta.run(_supervisor)
    marta.sends()
    simulator.behave(media="missing")
    marta.fetched(1 + len(media.BACK_OFF))
    [failed] = marta.shown()

    simulator.calm()
    marta.run(fetch_media.again, sofia, failed["key"], clock.now())
    marta.fetched()

    assert failed["state"] == "failed"
    assert failed["reason"]["text"].startswith("Twilio does not have this file")
    assert (marta.state(), marta.shown()[0]["reason"]) == ("ready", None)


@contextmanager
def dying() -> Iterator[None]:
    """The process ends here, in the middle of it."""
    try:
        yield
    except SystemExit:
        pass
    else:
        raise AssertionError("it lived on")


def test_a_crash_between_the_file_and_its_row_shows_nothing_and_leaves_nothing_behind(
    marta: Marta, monkeypatch: pytest.MonkeyPatch
) -> None:
    marta.sends()
    with dying(), monkeypatch.context() as patched:
        patched.setattr(fetch_media, "settle", lambda *_: (_ for _ in ()).throw(SystemExit))
        job.fetch_due(marta.product)
    assert marta.place.exists()
    assert marta.state() == "waiting"
    # Whoever claimed it may still be at it, and is given its time.
    assert not job.fetch_due(marta.product)

    marta.fetched()

    assert marta.state() == "ready"
    assert marta.kept() == [marta.row().file]


def test_a_crash_in_the_middle_of_a_file_leaves_no_half_of_it(
    marta: Marta, monkeypatch: pytest.MonkeyPatch
) -> None:
    marta.sends()
    with dying(), monkeypatch.context() as patched:
        patched.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(SystemExit))
        job.fetch_due(marta.product)
    assert not marta.place.exists()

    marta.fetched()

    assert (marta.state(), marta.kept()) == ("ready", [marta.row().file])


def test_a_file_that_every_process_dies_of_is_given_up(marta: Marta) -> None:
    marta.sends()
    for _ in range(1 + len(media.BACK_OFF)):
        marta.is_due()
        assert marta.run(fetch_media.claim, clock.now())
    marta.is_due()

    assert marta.run(fetch_media.claim, clock.now()) is None

    assert marta.state() == "failed"


def test_ten_files_of_one_message_come_in_their_order(marta: Marta, simulator: Simulator) -> None:
    account = simulator.exchange.account.sid
    api = f"{simulator.url}/2010-04-01/Accounts/{account}/Messages/{{sid}}/Media/ME"
    kinds = [("image/png", "text/vcard")[number % 2] for number in range(10)]
    many = {f"MediaUrl{number}": f"{api}{number:032x}" for number in range(10)}
    many |= {f"MediaContentType{number}": kind for number, kind in enumerate(kinds)}
    marta.sends(**many, NumMedia="10")

    for _ in kinds:
        assert job.fetch_due(marta.product)

    assert [one["shape"] for one in marta.shown()] == ["image", "contacts"] * 5
    assert {one["state"] for one in marta.shown()} == {"ready"}


def test_a_contact_card_is_read_once_it_is_here(marta: Marta) -> None:
    marta.sends("contacts")

    marta.fetched()

    [card] = marta.shown()[0]["cards"]
    assert (card["name"], card["phones"]) == ("Piotr Nowak", ["+48500100201"])


@on_one_database
def test_a_full_disk_is_said_and_the_file_comes_when_there_is_room(
    marta: Marta, monkeypatch: pytest.MonkeyPatch
) -> None:
    marta.sends()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space")))
        marta.fetched()
    assert marta.row().reason["text"].startswith("The server could not keep")  # type: ignore[index]
    assert marta.kept() == []

    marta.fetched()

    assert marta.row().state is FileState.READY


@on_one_database
def test_without_credentials_files_wait(marta: Marta) -> None:
    marta.sends()
    marta.run(_forget_account)

    assert not job.fetch_due(marta.product)

    assert marta.state() == "waiting"


def _forget_account(session: Session) -> None:
    store.save(session, TwilioSettings(True, "", ""), clock.now())


def _supervisor(session: Session) -> int:
    return an_agent(session, "Sofia", role=Role.SUPERVISOR, now=clock.now()).id


def test_a_file_that_no_webhook_told_of_is_fetched_as_well(
    marta: Marta, simulator: Simulator
) -> None:
    receive_by(marta.product, simulator, POLLING)
    simulator.write(CUSTOMER, "Look", kind="image")
    everything_is_read(marta.product)

    marta.fetched()

    assert marta.state() == "ready"
