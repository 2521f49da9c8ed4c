"""The name of a provider and what stands behind it: the only place that lists them."""

from __future__ import annotations

from occ.messaging.ports import Provider
from occ.providers.smsapi.provider import SmsapiProvider
from occ.providers.twilio.provider import TwilioProvider

# Twilio answers a send in well under a second; a webhook's answer never waits for one.
TIMEOUT_SECONDS = 10.0


def build(twilio_url: str | None, timeout: float = TIMEOUT_SECONDS) -> dict[str, Provider]:
    """`twilio_url` is OCC_TWILIO_API_URL: one base for all of Twilio, None for Twilio itself."""
    return {"twilio": TwilioProvider(twilio_url, timeout)}


def smsapi(base_url: str | None) -> SmsapiProvider:
    """`base_url` is OCC_SMSAPI_API_URL, None for SMSAPI itself; the settings say how long a call
    may take.
    """
    return SmsapiProvider(base_url)
