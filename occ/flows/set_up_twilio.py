"""An administrator enters the Twilio account (A1); a secret not typed again stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from occ.core.errors import Invalid
from occ.core.words import say
from occ.flows import set_up
from occ.messaging import credential_forms
from occ.settings import store
from occ.settings.pages import TwilioSettings


@dataclass(frozen=True)
class TwilioForm:
    """As entered. A token of None is kept, an empty second one is taken away."""

    whatsapp: bool
    account_sid: str
    auth_token: str | None = field(default=None, repr=False)
    second_token: str | None = field(default=None, repr=False)
    receive: str | None = None
    """One of `RECEIVE`; None: as it is."""


def save(session: Session, actor_id: int | None, form: TwilioForm, now: datetime) -> TwilioSettings:
    """Raises Invalid where the token can't be read here and was not typed again (C9), and where
    a token stands in the field of the SID: that one is no secret, shown here and in the journal.
    """
    stored = store.load(session, TwilioSettings)
    if credential_forms.is_token(form.account_sid):
        token = form.auth_token or stored.auth_token
        wrong = credential_forms.about_sid(form.account_sid, token)
        raise Invalid({"account_sid": wrong} if wrong else {})
    lost = store.sealed_elsewhere(session, TwilioSettings)
    if form.whatsapp and form.auth_token is None and "auth_token" in lost:
        raise Invalid(
            {"auth_token": say("This was sealed on another installation. Enter it again to send.")}
        )
    settings = replace(stored, whatsapp=form.whatsapp, account_sid=form.account_sid)
    if form.receive is not None:
        settings = replace(settings, receive=form.receive)
    if form.auth_token is not None:
        settings = replace(settings, auth_token=form.auth_token)
    if form.second_token is not None:
        settings = replace(settings, second_token=form.second_token)
    set_up.save(session, actor_id, settings, now)
    return settings
