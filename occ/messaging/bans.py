"""Refusals that speak of the person and not of the message, whichever provider they come from."""

from __future__ import annotations

from enum import StrEnum

from occ.settings.pages import SMSAPI, TWILIO


class Ban(StrEnum):
    BLACKLISTED = "blacklisted"
    """On a list that the operators or the provider keep; ours, do-not-write, is another thing."""
    OPTED_OUT = "opted_out"
    """They wrote STOP, or blocked us: no campaign goes to them any more."""


_BANS = {
    (TWILIO, "21610"): Ban.OPTED_OUT,
    (TWILIO, "30004"): Ban.BLACKLISTED,
    (TWILIO, "63014"): Ban.OPTED_OUT,
    (SMSAPI, "57"): Ban.BLACKLISTED,
    (SMSAPI, "59"): Ban.OPTED_OUT,
}
# SMSAPI's 412 "STOP" is a message stopped at SMSAPI, WhatsApp's 63032 and 63049 spare people
# advertising, and Twilio's 30032 is about our own number: none of them is the person's word.


def of(provider: str, code: str | None) -> Ban | None:
    """By the provider and the code that stands at the message; None: it is no ban."""
    return _BANS.get((provider, code or ""))
