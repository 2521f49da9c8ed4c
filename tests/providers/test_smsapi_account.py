"""Questions about the account at SMSAPI: profile, points, sender names (C1, C8)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from occ.messaging.account import Step, Trouble
from occ.messaging.sms_account import NameState, Profile, SenderName, SmsAccess
from occ.providers.simulator.server import Simulator
from occ.providers.smsapi.provider import SmsapiProvider
from tests.providers import neighbours


def test_the_profile_tells_the_points_and_whether_it_is_a_trial(
    smsapi: SmsapiProvider, simulator: Simulator, access: SmsAccess
) -> None:  # C8
    simulator.smsapi.points = Decimal("1204.16")
    assert smsapi.profile(access) == Profile("firma", "prepaid", Decimal("1204.16"))
    assert not smsapi.profile(access).is_trial

    simulator.smsapi.payment_type, simulator.smsapi.points = "trial", None

    assert smsapi.profile(access) == Profile("firma", "trial", None)
    assert smsapi.profile(access).is_trial


def test_sender_names_come_with_what_smsapi_thinks_of_them(
    smsapi: SmsapiProvider, access: SmsAccess
) -> None:  # C1
    assert smsapi.sender_names(access) == [
        SenderName("FIRMA", NameState.ACTIVE, is_default=True),
        SenderName("Sklep", NameState.PENDING),
        SenderName("WYGRANA", NameState.REJECTED),
    ]


@pytest.mark.parametrize(
    ("refuse", "step", "words"),
    [
        (101, Step.CREDENTIALS, "SMSAPI refused the API token"),
        (1000, Step.CREDENTIALS, "This API token may not do that."),
        (105, Step.ACCOUNT, "its IP filter is on"),
        (98, Step.ACCOUNT, "may not send at present"),
        (202, Step.BUSY, "too many requests"),
    ],
)
def test_a_refused_question_says_where_the_fault_is(
    smsapi: SmsapiProvider,
    simulator: Simulator,
    access: SmsAccess,
    refuse: int,
    step: Step,
    words: str,
) -> None:  # C1
    simulator.smsapi.behave(refuse=refuse)

    with pytest.raises(Trouble) as trouble:
        smsapi.profile(access)

    assert (trouble.value.step, trouble.value.code) == (step, str(refuse))
    assert words in str(trouble.value.words)


def test_the_network_is_told_apart_from_the_account(
    simulator: Simulator, access: SmsAccess, smsapi: SmsapiProvider
) -> None:  # C1
    for neighbour, step in (
        (neighbours.nobody, Step.CONNECTION),
        (neighbours.no_name, Step.NAME),
        (neighbours.portal, Step.ANSWER),
    ):
        with neighbour() as url, pytest.raises(Trouble) as trouble:
            SmsapiProvider(url).profile(access)
        assert trouble.value.step is step
    simulator.smsapi.behave(down=True)
    with pytest.raises(Trouble) as busy:
        smsapi.profile(access)
    assert busy.value.step is Step.BUSY
