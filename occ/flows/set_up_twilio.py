"""An administrator enters the Twilio account (A1); a secret not typed again stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from occ.core.errors import Invalid
from occ.core.words import Words, say
from occ.flows import set_up
from occ.messaging import credential_forms
from occ.settings import store
from occ.settings.pages import TwilioSettings

_SEALED_ELSEWHERE = say("This was sealed on another installation. Enter it again to send.")


@dataclass(frozen=True)
class TwilioForm:
    """As entered. A token of None is kept, an empty second one is taken away."""

    whatsapp: bool
    account_sid: str
    auth_token: str | None = field(default=None, repr=False)
    second_token: str | None = field(default=None, repr=False)
    receive: str | None = None
    """One of `RECEIVE`; None: as it is."""
    typing: bool | None = None


def save(session: Session, actor_id: int | None, form: TwilioForm, now: datetime) -> TwilioSettings:
    """Raises Invalid where the token can't be read here and was not typed again (C9), and where
    the SID is none: it is shown and journalled, and what was mistyped there may be a token.
    """
    stored = store.load(session, TwilioSettings)
    token = form.auth_token or stored.auth_token
    if form.account_sid and (wrong := credential_forms.about_sid(form.account_sid, token)):
        raise Invalid({"account_sid": wrong})
    lost = store.sealed_elsewhere(session, TwilioSettings)
    if form.whatsapp and form.auth_token is None and "auth_token" in lost:
        raise Invalid({"auth_token": _SEALED_ELSEWHERE})
    settings = replace(stored, whatsapp=form.whatsapp, account_sid=form.account_sid)
    if form.receive is not None:
        settings = replace(settings, receive=form.receive)
    if form.typing is not None:
        settings = replace(settings, typing=form.typing)
    if form.auth_token is not None:
        settings = replace(settings, auth_token=form.auth_token)
    if form.second_token is not None:
        settings = replace(settings, second_token=form.second_token)
    set_up.save(session, actor_id, settings, now)
    return settings


def apply(session: Session, entered: Mapping[str, Any], now: datetime) -> bool:
    """What a file says of the account, by the fields of `TwilioSettings`; True where it changed.

    Stricter than the page, where a hint stands beside an odd field: nobody looks at a file again.
    A token of another form alone is taken, since Twilio may change it. Raises Invalid.
    """
    cleaned: dict[str, Any] = {
        name: credential_forms.cleaned(value) if isinstance(value, str) else value
        for name, value in entered.items()
    }
    settings = replace(store.load(session, TwilioSettings), **cleaned)
    lost = store.sealed_elsewhere(session, TwilioSettings)
    wrong = {
        "account_sid": _about_sid(settings),
        "auth_token": _about_token(settings, "auth_token" in lost),
        "second_token": _about_second(settings.second_token),
    }
    if any(wrong.values()):
        raise Invalid({name: words for name, words in wrong.items() if words})
    return set_up.save(session, None, settings, now)


def _about_sid(settings: TwilioSettings) -> Words | None:
    if not settings.account_sid and not settings.whatsapp:
        return None
    return credential_forms.about_sid(settings.account_sid, settings.auth_token)


def _about_token(settings: TwilioSettings, is_lost: bool) -> Words | None:
    if settings.auth_token:
        return _about_second(settings.auth_token)
    if not settings.whatsapp:
        return None
    return _SEALED_ELSEWHERE if is_lost else credential_forms.about_token("")


def _about_second(token: str) -> Words | None:
    return credential_forms.about_token(token) if credential_forms.is_sid(token) else None
