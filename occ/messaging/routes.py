"""The route an SMS leaves by, provider and sender together, and why there is none today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from occ.billing import subscription
from occ.billing.subscription import Standing
from occ.core.words import Words, say
from occ.settings import lost, store
from occ.settings.pages import SMSAPI, TWILIO, SmsSettings, TwilioSettings


@dataclass(frozen=True)
class Route:
    provider: str
    sender: str
    """As messages keep it: `+48…`, or a name such as FIRMA."""


def sms(session: Session) -> Route | None:
    """As set in Settings → SMS; None where provider or sender is missing.

    Whether it may be used today is `why_not_sms`.
    """
    settings = store.load(session, SmsSettings)
    sender = {TWILIO: settings.twilio_number, SMSAPI: settings.sender_name}.get(settings.provider)
    return Route(settings.provider, sender) if sender else None


def why_not_sms(session: Session, today: date) -> Words | None:
    """Why no SMS may leave today, in the company's zone; None where one may.

    Reports, incoming messages and Check delivery do not ask.
    """
    settings = store.load(session, SmsSettings)
    present = subscription.of(settings, today)
    if present.standing is Standing.OFF:
        return say("SMS is switched off. An administrator can switch it on in Settings → SMS.")
    if present.standing is Standing.ENDED:
        return say(
            "The SMS service ended on %(day)s, the last day of its grace."
            " Renew it in Settings → SMS; reports and Check delivery go on.",
            day=str(present.last_day),
        )
    return _about_credentials(session, settings) or _about_sender(settings)


def _about_credentials(session: Session, settings: SmsSettings) -> Words | None:
    if not settings.provider:
        return say(
            "No SMS can be sent: no provider is chosen. An administrator chooses it in"
            " Settings → SMS."
        )
    provider = lost.named([settings.provider])
    if settings.provider in lost.providers(session):
        return say(
            "The sign-in details of %(provider)s were sealed on another installation."
            " An administrator must enter the token again before anything is sent.",
            provider=provider,
        )
    twilio = store.load(session, TwilioSettings)
    known = twilio.account_sid and twilio.auth_token
    if known if settings.provider == TWILIO else settings.api_token:
        return None
    return say(
        "No SMS can be sent: %(provider)s's credentials are missing. An administrator enters them"
        " in the settings.",
        provider=provider,
    )


def _about_sender(settings: SmsSettings) -> Words | None:
    if settings.provider == TWILIO and not settings.twilio_number:
        return say(
            "No SMS can be sent: no number of the Twilio account is chosen. An administrator"
            " chooses it in Settings → SMS."
        )
    if settings.provider == SMSAPI and not settings.sender_name:
        return say(
            "No SMS can be sent: no sender name is chosen. An administrator chooses it in"
            " Settings → SMS."
        )
    return None
