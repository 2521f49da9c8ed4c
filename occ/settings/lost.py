"""Providers whose credentials were sealed with a key that this installation does not have (C9)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from occ.settings import store
from occ.settings.pages import SMSAPI, TWILIO, SmsSettings, TwilioSettings

_PAGES = {TWILIO: TwilioSettings, SMSAPI: SmsSettings}
_NAMES = {TWILIO: "Twilio", SMSAPI: "SMSAPI"}


def providers(session: Session) -> Sequence[str]:
    """`TWILIO` and `SMSAPI`, as far as something must be entered again."""
    return [name for name, page in _PAGES.items() if store.sealed_elsewhere(session, page)]


def named(providers: Sequence[str]) -> str:
    """As people know them; empty where there is none."""
    return ", ".join(_NAMES[name] for name in providers)
