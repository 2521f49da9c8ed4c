"""What is odd about the account's fields by their looks alone; nothing is demanded."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from occ.core.words import Words, say
from occ.settings.pages import TwilioSettings

_SID = re.compile(r"AC[0-9a-fA-F]{32}")
_TOKEN = re.compile(r"[0-9a-fA-F]{32}")
_OWN_HOSTS = re.compile(r"localhost|127\..*|10\..*|192\.168\..*|\[?::1\]?|.*\.local")


def of(settings: TwilioSettings) -> dict[str, Words]:
    """A sentence a field."""
    hints = {"account_sid": _about_sid(settings), "auth_token": _about_token(settings)}
    return {name: words for name, words in hints.items() if words}


def is_public(public_url: str) -> bool:
    """Whether Twilio may be able to call this address."""
    return not _OWN_HOSTS.fullmatch(urlsplit(public_url).hostname or "")


def _about_sid(settings: TwilioSettings) -> Words | None:
    sid = settings.account_sid
    if _TOKEN.fullmatch(sid) and _SID.fullmatch(settings.auth_token):
        return say("Account SID and auth token stand in each other's field. Enter them again.")
    if sid.startswith("SK"):
        return say("This is an API key. The Account SID begins with AC.")
    if sid and not _SID.fullmatch(sid):
        return say("An Account SID is AC and 32 more characters. Copy it again, whole.")
    if settings.whatsapp and not sid:
        return say("WhatsApp is on, but without the Account SID nothing comes in or goes out.")
    return None


def _about_token(settings: TwilioSettings) -> Words | None:
    token = settings.auth_token
    if _SID.fullmatch(token):
        return say("This looks like an Account SID. The auth token stands beside it at Twilio.")
    if token and not _TOKEN.fullmatch(token):
        return say("An auth token has 32 characters, 0–9 and a–f. Copy it again, whole.")
    if settings.whatsapp and settings.account_sid and not token:
        return say("WhatsApp is on, but without the auth token nothing comes in or goes out.")
    return None
