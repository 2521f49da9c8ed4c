from __future__ import annotations

import pytest

from occ.messaging.ports import Delivery, Scope
from occ.providers.twilio import status
from occ.providers.twilio.errors import UNNAMED
from tests.providers.forms import captured


@pytest.mark.parametrize(
    ("form", "delivery"),
    [
        ("status_sent", Delivery.SENT),
        ("status_delivered", Delivery.DELIVERED),
        ("status_read", Delivery.READ),
    ],
)
def test_a_report_moves_the_message_on(form: str, delivery: Delivery) -> None:
    report = status.read(captured(form), "att_1")

    assert (report.sid, report.attempt) == ("SM" + "1" * 32, "att_1")
    assert (report.delivery, report.refused, report.reason) == (delivery, False, None)


def test_outside_the_window_the_report_says_what_to_do() -> None:
    report = status.read(captured("status_outside_window"), None)

    assert (report.delivery, report.error_code) == (Delivery.UNDELIVERED, "63016")
    assert "can open them again by writing." in str(report.reason)
    assert report.scope is Scope.MESSAGE


def test_an_account_that_is_suspended_meanwhile_is_told_as_such() -> None:
    report = status.read(captured("status_account_suspended"), "att_1")

    assert (report.delivery, report.refused, report.error_code) == (None, True, "30002")
    assert report.scope is Scope.ACCOUNT


def test_an_sms_report_is_read_alike() -> None:
    report = status.read(captured("status_sms_out_of_reach"), None)

    assert (report.delivery, report.error_code) == (Delivery.UNDELIVERED, "30003")


@pytest.mark.parametrize("name", ["queued", "accepted", "scheduled", "sending", "of_tomorrow"])
def test_a_status_that_tells_no_delivery_says_only_that_twilio_has_it(name: str) -> None:
    report = status.read(captured("status_sent", MessageStatus=name), None)

    assert (report.delivery, report.refused, report.reason) == (None, False, None)


@pytest.mark.parametrize("code", [None, "", "0", "29999"])
def test_a_failure_without_a_known_code_still_has_words(code: str | None) -> None:
    report = status.read(captured("status_sent", MessageStatus="failed", ErrorCode=code), None)

    assert report.refused
    assert report.reason == UNNAMED.reason


def test_a_code_on_a_message_that_arrived_is_no_reason() -> None:
    report = status.read(captured("status_delivered", ErrorCode="30003"), None)

    assert (report.error_code, report.reason, report.scope) == (None, None, Scope.MESSAGE)


def test_the_older_names_of_the_parameters_do_too() -> None:
    report = status.read(captured("status_read", MessageSid=None, MessageStatus=None), None)

    assert (report.sid, report.delivery) == ("SM" + "1" * 32, Delivery.READ)


@pytest.mark.parametrize(
    "changes",
    [
        {"MessageSid": None, "SmsSid": None},
        {"MessageStatus": "", "SmsStatus": None},
        {"MessageStatus": "received"},
    ],
)
def test_what_is_no_report_is_refused(changes: dict[str, str | None]) -> None:
    with pytest.raises(ValueError):
        status.read(captured("status_sent", **changes), None)
