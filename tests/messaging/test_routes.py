"""The route an SMS leaves by, and why there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from cryptography.fernet import Fernet

from occ.core.run import Runner
from occ.core.secrets import Vault
from occ.messaging import routes
from occ.messaging.routes import Route
from occ.settings import lost, store
from occ.settings.pages import SmsSettings, TwilioSettings
from tests.builders import NOW

TODAY = date(2018, 12, 31)
BY_TWILIO = SmsSettings(
    service=True,
    version="7",
    support_ends="2018-10-09",
    provider="twilio",
    twilio_number="+48600100200",
)
BY_SMSAPI = replace(BY_TWILIO, provider="smsapi", api_token="token", sender_name="FIRMA")
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


def refusal(run: Runner, settings: SmsSettings, today: date = TODAY) -> str:
    run(store.save, settings, NOW)
    with run.reading() as session:
        return str(routes.why_not_sms(session, today) or "")


@pytest.fixture
def twilio(run: Runner) -> None:
    run(store.save, TwilioSettings(account_sid="AC" + "0a" * 16, auth_token="1b" * 16), NOW)


@pytest.mark.usefixtures("twilio")
def test_the_number_or_the_name_chosen_is_the_sender(run: Runner) -> None:  # C1
    for settings, route in (
        (BY_TWILIO, Route("twilio", "+48600100200")),
        (BY_SMSAPI, Route("smsapi", "FIRMA")),
        (replace(BY_SMSAPI, sender_name=""), None),
        (SmsSettings(service=True), None),
    ):
        run(store.save, settings, NOW)
        with run.reading() as session:
            assert routes.sms(session) == route


@pytest.mark.usefixtures("twilio")
def test_sms_may_leave_to_the_last_day_of_grace_and_not_after(run: Runner) -> None:  # C2
    for settings in (BY_TWILIO, BY_SMSAPI):
        assert refusal(run, settings) == ""
        assert "ended on 2018-12-31" in refusal(run, settings, date(2019, 1, 1))
        assert "switched off" in refusal(run, replace(settings, service=False))


@pytest.mark.usefixtures("twilio")
def test_what_is_missing_is_named(run: Runner) -> None:  # C1
    assert "no provider is chosen" in refusal(run, replace(BY_TWILIO, provider=""))
    assert "no number" in refusal(run, replace(BY_TWILIO, twilio_number=""))
    assert "no sender name" in refusal(run, replace(BY_SMSAPI, sender_name=""))
    assert "SMSAPI's credentials are missing" in refusal(run, replace(BY_SMSAPI, api_token=""))
    run(store.save, TwilioSettings(), NOW)
    assert "Twilio's credentials are missing" in refusal(run, BY_TWILIO)


@pytest.mark.usefixtures("twilio")
@pytest.mark.parametrize(("settings", "name"), [(BY_TWILIO, "Twilio"), (BY_SMSAPI, "SMSAPI")])
def test_credentials_sealed_elsewhere_must_be_entered_again_whoever_carries(
    run: Runner, monkeypatch: pytest.MonkeyPatch, settings: SmsSettings, name: str
) -> None:  # C9
    assert refusal(run, settings) == ""
    monkeypatch.setattr(run.database, "vault", Vault([Fernet.generate_key()]))

    with run.reading() as session:
        said = str(routes.why_not_sms(session, TODAY))
        assert name in lost.named(lost.providers(session))

    assert f"The sign-in details of {name} were sealed on another installation." in said
    assert "enter the token again" in said
