"""What is odd about the account's stored fields by their looks alone; nothing is demanded."""

from __future__ import annotations

from occ.core.words import Words, say
from occ.messaging import credential_forms as forms
from occ.settings.pages import TwilioSettings


def of(settings: TwilioSettings) -> dict[str, Words]:
    """A sentence a field."""
    hints = {"account_sid": _about_sid(settings), "auth_token": _about_token(settings)}
    return {name: words for name, words in hints.items() if words}


def _about_sid(settings: TwilioSettings) -> Words | None:
    if settings.account_sid:
        return forms.about_sid(settings.account_sid, settings.auth_token)
    if settings.whatsapp:
        return say("WhatsApp is on, but without the Account SID nothing comes in or goes out.")
    return None


def _about_token(settings: TwilioSettings) -> Words | None:
    if settings.auth_token:
        return forms.about_token(settings.auth_token)
    if settings.whatsapp and settings.account_sid:
        return say("WhatsApp is on, but without the auth token nothing comes in or goes out.")
    return None
