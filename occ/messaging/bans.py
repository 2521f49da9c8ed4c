"""Refusals that speak of the person and not of the message, whichever provider they come from."""

from __future__ import annotations

from enum import StrEnum

from occ.settings.pages import SMSAPI, TWILIO


class Ban(StrEnum):
    BLACKLISTED = "blacklisted"
    """On a list that the operators or the provider keep; ours, do-not-write, is another thing."""
    OPTED_OUT = "opted_out"
    """They wrote STOP."""


_BANS = {
    (TWILIO, "21610"): Ban.OPTED_OUT,
    (TWILIO, "30004"): Ban.BLACKLISTED,
    (TWILIO, "63014"): Ban.BLACKLISTED,
    (SMSAPI, "57"): Ban.BLACKLISTED,
    (SMSAPI, "59"): Ban.OPTED_OUT,
    (SMSAPI, "412"): Ban.OPTED_OUT,
}


def of(provider: str, code: str | None) -> Ban | None:
    """By the provider and the code that stands at the message; None: it is no ban."""
    return _BANS.get((provider, code or ""))
