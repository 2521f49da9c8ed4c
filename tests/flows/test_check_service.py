"""Each service's check-list, every line with its cure (A1, A2, A3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import update

from occ.core.checks import Check, Level
from occ.core.run import Runner
from occ.core.words import say
from occ.flows import check_service, set_up, verify_account
from occ.messaging import fetches, reach
from occ.messaging.account import Account, Credentials
from occ.messaging.fetches import Reading
from occ.providers.simulator.account import Number
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.server import Simulator, serve_in_thread
from occ.providers.twilio.provider import TwilioProvider
from occ.services.models import Service
from occ.settings.pages import POLLING, TwilioSettings
from occ.users.models import Presence
from tests.builders import NOW, SALES_NUMBER, a_service, an_agent, at, writes

URL = "https://chat.example.com"
LIST = f"whatsapp:{SALES_NUMBER}"
SID, TOKEN = "AC" + "0" * 32, "1" * 32


def look(run: Runner, service: Service, now: datetime = NOW) -> dict[str, Check]:
    with run.reading() as session:
        return {check.name: check for check in check_service.look(session, service, now)}


def read(run: Runner, now: datetime, missed: int = 0) -> None:
    claim = run(fetches.claim, LIST, now, now)
    run(fetches.done, claim, Reading(now, now, True, missed), now)


def told(check: Check) -> str:
    return f"{check.words} {check.cure or ''}"


def test_a_service_that_is_ready_is_right_in_every_line_but_the_widgets(run: Runner) -> None:
    service = run(a_service)
    run(set_up.save, None, TwilioSettings(True, SID, TOKEN), NOW)
    tested = verify_account.Verification([], Account("Firm", "active", False))
    run(verify_account.record, None, Credentials(SID, TOKEN), tested, NOW)
    run(an_agent, "Ana")
    writes(run)

    found = look(run, service)

    wrong = {name for name, check in found.items() if check.level is not Level.OK}
    assert wrong == {"widget"}
    assert found["receiving"].at == NOW
    assert "Free to take a conversation now: 1" in told(found["free"])


@pytest.mark.parametrize(
    ("agent", "sentence"),
    [
        ({"chat": False, "whatsapp": False}, "Nobody takes WhatsApp in this service."),
        ({"online": False}, "Nobody who serves it is signed in."),
        ({"presence": Presence.AWAY}, "Everybody who serves it is away or offline."),
        ({"most": 1, "seats_taken": 1}, "as many conversations as they may."),
    ],
)
def test_why_nobody_could_take_it_now_is_said(
    run: Runner, agent: dict[str, object], sentence: str
) -> None:  # A3
    service = run(a_service)
    run(an_agent, "Ana", **agent)

    found = look(run, service)

    assert sentence in f"{told(found['agents'])} {told(found['free'])}"


def test_whatsapp_off_and_no_account_are_named(run: Runner) -> None:
    service = run(a_service)
    run(set_up.save, None, TwilioSettings(False), NOW)

    found = look(run, service)

    assert "WhatsApp is switched off for the whole company." in told(found["channel"])
    assert "There is no Twilio account yet." in told(found["account"])
    run(lambda session: session.execute(update(Service).values(whatsapp_number=None)))
    service.whatsapp_number = None
    assert "The service has no number on WhatsApp." in told(look(run, service)["channel"])


def test_by_polling_the_line_tells_of_the_list(run: Runner) -> None:
    service = run(a_service)
    run(set_up.save, None, TwilioSettings(True, SID, TOKEN, receive=POLLING), NOW)

    assert "the list has not been read yet" in told(look(run, service)["receiving"])
    read(run, NOW)
    assert look(run, service, at(60))["receiving"].level is Level.OK

    def line(now: datetime) -> tuple[Level, str, datetime | None]:
        found = look(run, service, now)["receiving"]
        return found.level, told(found), found.at

    late = line(at(1000))
    assert late[0] is Level.BAD and late[2] == NOW
    for _ in range(fetches.FAILING_AFTER):
        claim = run(fetches.claim, LIST, NOW, at(100))
        run(fetches.failed, claim, say("Twilio is away."), at(100))
    failing = line(at(100))
    assert failing[0] is Level.BAD and "Twilio is away." in failing[1]


def test_where_webhooks_miss_what_is_written_to_this_number_its_line_warns(run: Runner) -> None:
    service = run(a_service)
    other = run(a_service, "Support", "+48500100200")
    run(set_up.save, None, TwilioSettings(True, SID, TOKEN), NOW)
    writes(run)
    read(run, NOW, missed=1)

    found = look(run, service)["receiving"]

    assert (found.level, found.repair, found.at) == (Level.WARN, "point", NOW)
    assert look(run, other)["receiving"].level is Level.OK
    assert look(run, service, at(86400))["receiving"].level is Level.OK


def test_an_account_that_twilio_has_refused_is_not_called_one_that_nobody_verified(
    run: Runner,
) -> None:
    service = run(a_service)
    run(set_up.save, None, TwilioSettings(True, SID, TOKEN), NOW)
    refused = verify_account.Verification([], is_refused=True)

    run(verify_account.record, None, Credentials(SID, "2" * 32), refused, NOW)
    assert "Nobody has verified this account" in told(look(run, service)["account"])
    run(verify_account.record, None, Credentials(SID, TOKEN), refused, NOW)

    found = look(run, service)["account"]
    assert (found.level, found.at) == (Level.BAD, NOW)
    assert "Twilio refused this account when it was asked last:" in told(found)
    right = verify_account.Verification([], Account("Firm", "active", False))
    run(verify_account.record, None, Credentials(SID, TOKEN), right, NOW)
    assert look(run, service)["account"].level is Level.OK


@pytest.fixture
def exchange() -> Iterator[tuple[Simulator, Number]]:
    with serve_in_thread(exchange=Exchange(phones=(SALES_NUMBER,))) as simulator:
        yield simulator, simulator.exchange.numbers[0]


def ask(simulator: Simulator, number: str | None = SALES_NUMBER, polls: bool = False) -> list[str]:
    twilio = TwilioProvider(simulator.url, 2.0)
    lines = check_service.ask(twilio, simulator.credentials, number, URL, polls)
    return [f"{line.level} {told(line)}" for line in lines.checks]


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_twilio_is_asked_for_the_sender_and_its_webhook(
    exchange: tuple[Simulator, Number], dialect: str
) -> None:  # A2
    simulator, number = exchange
    assert number.sender

    [sender, webhook] = ask(simulator)
    assert sender.startswith("ok") and "bad It has no webhook" in webhook
    assert len(ask(simulator, polls=True)) == 1

    number.sender.webhook["callback_url"] = "https://crm.example.com/in"
    assert "Its webhook points elsewhere" in ask(simulator)[1]
    number.sender.webhook["callback_url"] = reach.wanted(URL).fallback
    assert ask(simulator)[1].startswith("ok Its webhook points here")
    number.sender.webhook["callback_method"] = "GET"
    assert ask(simulator)[1].startswith("bad Its webhook points here, but by GET:")

    number.sender.status = "OFFLINE"
    number.sender.offline_reasons = [{"code": "63020", "message": "Invitation not accepted"}]
    assert (
        "bad The sender is not online on WhatsApp: “Invitation not accepted”" in ask(simulator)[0]
    )
    assert "is no WhatsApp sender of the account" in ask(simulator, "+48500100200")[0]
    simulator.behave(down=True)
    assert "Twilio is out of order" in ask(simulator)[0]


def test_an_agent_is_counted_only_where_they_serve(run: Runner) -> None:  # A8
    ben = run(an_agent, "Ben", online=False)
    service = run(a_service, members=(ben,))
    run(an_agent, "Ana")

    assert "Nobody who serves it is signed in." in told(look(run, service)["free"])
