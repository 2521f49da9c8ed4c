"""SMSAPI's adapter hands over: one idx an attempt, and what each answer means."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from occ.campaigns import flags
from occ.campaigns.models import Flag
from occ.core import clock
from occ.core.address import parse
from occ.messaging import bans
from occ.messaging.bans import Ban
from occ.messaging.ports import (
    AnswerLost,
    Delivery,
    Outbound,
    Scope,
    SendRefused,
    Sent,
    TryLater,
    Unreachable,
)
from occ.messaging.sms_account import SmsAccess
from occ.providers.simulator.server import Simulator
from occ.providers.smsapi.errors import FAULTS, Meaning
from occ.providers.smsapi.provider import SmsapiProvider
from tests.live import until
from tests.providers import neighbours


def test_an_sms_leaves_by_the_sender_name_and_its_parts_come_back(
    smsapi: SmsapiProvider, simulator: Simulator, access: SmsAccess, sms: Outbound
) -> None:  # C1
    long = replace(sms, body="ż" * 71, status_callback="https://chat.example.com/told")

    sent = smsapi.send(access, long)

    [row] = simulator.smsapi.sent
    assert sent == Sent(row.id, 2, Decimal("0.32"))
    assert (row.sender, row.number, row.idx) == ("FIRMA", "48500100200", "att_1")
    assert (row.message, row.notify_url) == ("ż" * 71, "https://chat.example.com/told")


def test_polish_letters_are_replaced_at_smsapi_where_that_is_asked(
    smsapi: SmsapiProvider, simulator: Simulator, access: SmsAccess, sms: Outbound
) -> None:  # C6
    sent = smsapi.send(access, replace(sms, body="ż" * 71, plain_letters=True))

    assert sent.parts == 1 and simulator.smsapi.sent[0].message == "z" * 71


def test_more_parts_than_are_allowed_are_refused_and_nothing_leaves(
    smsapi: SmsapiProvider, simulator: Simulator, access: SmsAccess, sms: Outbound
) -> None:  # C6
    assert smsapi.send(access, replace(sms, body="a" * 1071)).parts == 7

    with pytest.raises(SendRefused) as refused:
        smsapi.send(access, replace(sms, body="a" * 1072, attempt="att_2"))

    assert (refused.value.code, refused.value.scope) == ("12", Scope.MESSAGE)
    assert len(simulator.smsapi.sent) == 1


def test_the_same_attempt_is_never_sent_twice(
    smsapi: SmsapiProvider, simulator: Simulator, access: SmsAccess, sms: Outbound
) -> None:
    smsapi.send(access, sms)

    assert smsapi.send(access, sms) == Sent(None)

    assert len(simulator.smsapi.sent) == 1 and simulator.smsapi.repeats == 1
    assert smsapi.send(access, replace(sms, attempt="att_2")).sid


@pytest.mark.parametrize(
    "code", [code for code, fault in FAULTS.items() if code < 400 or code > 900]
)
def test_every_code_comes_to_what_its_line_says(
    smsapi: SmsapiProvider, simulator: Simulator, access: SmsAccess, sms: Outbound, code: int
) -> None:
    simulator.smsapi.behave(fail=code)
    meaning = FAULTS[code].meaning
    expected = {Meaning.LATER: TryLater, Meaning.UNSURE: AnswerLost}.get(meaning, SendRefused)

    if meaning is Meaning.SENT:
        assert smsapi.send(access, sms) == Sent(None)
        return
    with pytest.raises(expected) as raised:
        smsapi.send(access, sms)

    assert raised.value.code == str(code)
    if isinstance(raised.value, SendRefused):
        scopes = {Meaning.ACCOUNT: Scope.ACCOUNT, Meaning.SENDER: Scope.SENDER}
        assert raised.value.scope is scopes.get(meaning, Scope.MESSAGE)
    assert simulator.smsapi.sent == []


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (13, Meaning.RECIPIENT),
        (112, Meaning.RECIPIENT),
        (57, Meaning.OPT_OUT),
        (59, Meaning.OPT_OUT),
        (11, Meaning.TEXT),
        (12, Meaning.TEXT),
        (14, Meaning.SENDER),
        (52, Meaning.LATER),
        (202, Meaning.LATER),
        (203, Meaning.LATER),
        # "Internal error" does not say that nothing left.
        (201, Meaning.UNSURE),
        (999, Meaning.UNSURE),
        (53, Meaning.SENT),
        (98, Meaning.ACCOUNT),
        (101, Meaning.ACCOUNT),
        (103, Meaning.ACCOUNT),
        (105, Meaning.ACCOUNT),
        (110, Meaning.ACCOUNT),
        (70, Meaning.ACCOUNT),
    ],
)
def test_the_codes_that_need_a_branch_have_it(code: int, meaning: Meaning) -> None:
    assert FAULTS[code].meaning is meaning


def test_bans_are_known_by_provider_and_code() -> None:
    assert bans.of("smsapi", "57") is Ban.BLACKLISTED
    assert bans.of("smsapi", "59") is bans.of("twilio", "21610") is Ban.OPTED_OUT
    assert bans.of("twilio", "63014") is Ban.OPTED_OUT
    assert bans.of("twilio", "57") is bans.of("smsapi", None) is None


@pytest.mark.parametrize(
    ("provider", "code"),
    [("smsapi", "412"), ("twilio", "63032"), ("twilio", "30032"), ("twilio", "30007")],
)
def test_what_speaks_of_the_message_or_of_us_bans_nobody(provider: str, code: str) -> None:
    assert bans.of(provider, code) is None
    assert flags.of(provider, None, Delivery.UNDELIVERED, code) is Flag.UNDELIVERED


def test_what_really_stands_in_the_way_is_told_by_its_own_code(
    smsapi: SmsapiProvider, simulator: Simulator, access: SmsAccess, sms: Outbound
) -> None:
    office = simulator.smsapi
    office.blacklist.add("48500100201")
    office.opted_out.add("48500100202")
    codes = []
    for number, sender in (
        ("+48500100201", "FIRMA"),
        ("+48500100202", "FIRMA"),
        ("+98912345678", "FIRMA"),
        ("72323", "FIRMA"),
        ("+48500100200", "Sklep"),
        ("+48500100200", "Nobody"),
    ):
        with pytest.raises(SendRefused) as refused:
            smsapi.send(access, replace(sms, recipient=parse(number), sender=parse(sender)))
        codes.append(refused.value.code)
    office.points = Decimal("0.15")
    with pytest.raises(SendRefused) as broke:
        smsapi.send(access, sms)

    assert codes == ["57", "59", "112", "13", "14", "14"]
    assert (broke.value.code, broke.value.scope) == ("103", Scope.ACCOUNT)
    with pytest.raises(SendRefused) as token:
        smsapi.send(SmsAccess("wrong"), sms)
    assert (token.value.code, token.value.scope) == ("101", Scope.ACCOUNT)


@pytest.mark.parametrize(
    ("trouble", "taken"),
    [
        ({"lose_answers": "close"}, 1),
        ({"lose_answers": "silence"}, 1),
        ({"http": 503, "broken_when": "before"}, 0),
        ({"http": 502, "broken_when": "after"}, 1),
        ({"fail": 999}, 0),
    ],
)
def test_after_a_lost_answer_the_same_attempt_tells_whether_it_was_taken(
    smsapi: SmsapiProvider,
    simulator: Simulator,
    access: SmsAccess,
    sms: Outbound,
    trouble: dict[str, object],
    taken: int,
) -> None:
    simulator.smsapi.behave(**trouble, times=1)
    began = clock.now()
    with pytest.raises(AnswerLost):
        smsapi.send(replace(access, timeout_seconds=0.5), sms)
    assert len(simulator.smsapi.sent) == taken

    found = smsapi.find_sent(access, sms, began)

    assert found is not None and found.attempt == "att_1"
    assert len(simulator.smsapi.sent) == 1 and simulator.smsapi.repeats == taken


@pytest.mark.parametrize("code", [202, 999, 103, 14])
def test_what_stops_the_second_look_is_no_answer_about_the_first(
    smsapi: SmsapiProvider, simulator: Simulator, access: SmsAccess, sms: Outbound, code: int
) -> None:
    """The first may have gone, and may even have taken the last points."""
    simulator.smsapi.behave(fail=code)

    with pytest.raises(Unreachable):
        smsapi.find_sent(access, sms, clock.now())


def test_a_number_that_is_refused_now_was_not_taken_before(
    smsapi: SmsapiProvider, access: SmsAccess, sms: Outbound
) -> None:
    with pytest.raises(SendRefused):
        smsapi.find_sent(access, replace(sms, recipient=parse("72323")), clock.now())


def test_after_an_hour_it_is_not_handed_over_again(
    smsapi: SmsapiProvider, simulator: Simulator, access: SmsAccess, sms: Outbound
) -> None:
    assert smsapi.find_sent(access, sms, clock.now() - timedelta(minutes=61)) is None
    assert simulator.smsapi.sent == []


@pytest.mark.parametrize(
    "neighbour", [neighbours.nobody, neighbours.no_name, neighbours.plain_where_tls_is_asked]
)
def test_what_certainly_did_not_leave_goes_later_or_is_looked_up(
    access: SmsAccess, sms: Outbound, neighbour: neighbours.Neighbour
) -> None:
    with neighbour() as url, pytest.raises((TryLater, AnswerLost)):
        SmsapiProvider(url).send(access, sms)


def test_a_portal_in_smsapis_place_leaves_the_fate_open(access: SmsAccess, sms: Outbound) -> None:
    with neighbours.portal() as url, pytest.raises(AnswerLost):
        SmsapiProvider(url).send(access, sms)


def test_no_call_takes_longer_than_the_timeout_also_where_the_name_is_looked_up_for_ever(
    access: SmsAccess, sms: Outbound, monkeypatch: pytest.MonkeyPatch
) -> None:  # C1
    found = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found.wait(60))
    began = time.monotonic()

    with pytest.raises(TryLater):
        SmsapiProvider("http://slow.example").send(replace(access, timeout_seconds=0.2), sms)

    took = time.monotonic() - began
    found.set()
    assert took < 30


def test_an_answer_that_comes_too_late_is_given_up_at_the_timeout(
    access: SmsAccess, sms: Outbound, simulator: Simulator
) -> None:  # C1
    simulator.smsapi.behave(slow=3.0)
    began = time.monotonic()

    with pytest.raises(AnswerLost):
        provider = SmsapiProvider(simulator.smsapi_url)
        provider.send(replace(access, timeout_seconds=0.3), sms)

    assert time.monotonic() - began < 3
    # It was taken all the same, by this test's account and not by the next one's.
    until(lambda: len(simulator.smsapi.sent) == 1)


def test_what_became_of_an_sms_is_asked_by_its_id(
    smsapi: SmsapiProvider, simulator: Simulator, access: SmsAccess, sms: Outbound
) -> None:  # C7
    simulator.smsapi.behave(sent_after=60, ended_after=60)
    sid = smsapi.send(access, sms).sid
    assert sid is not None
    row = simulator.smsapi.sent[0]
    queued = smsapi.report_of(access, sid)
    row.status = 404
    delivered = smsapi.report_of(access, sid)
    row.status = 402
    expired = smsapi.report_of(access, sid)

    assert queued is not None and queued.delivery is None
    assert delivered is not None and delivered.delivery is Delivery.DELIVERED
    assert expired is not None and expired.delivery is Delivery.UNDELIVERED
    assert expired.error_code == "402" and expired.attempt == "att_1"
    assert smsapi.report_of(access, "F" * 24) is None
    simulator.smsapi.behave(down=True)
    with pytest.raises(Unreachable):
        smsapi.report_of(access, sid)
