"""An administrator saves a page of settings; the journal keeps what changed, but no secret."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from occ.journal import entries as journal
from occ.messaging import credential_forms, fetches, funds, halts
from occ.routing import queue
from occ.settings import store
from occ.settings.pages import SMSAPI, SmsSettings, TwilioSettings
from occ.settings.store import Page


def save(session: Session, actor_id: int | None, settings: Page, now: datetime) -> bool:
    """True where something changed.

    A changed account lets halted senders try again and has its lists read at once.
    """
    before = store.load(session, type(settings))
    if before == settings and not store.sealed_elsewhere(session, type(settings)):
        return False
    store.save(session, settings, now)
    journal.write(
        session,
        actor_id,
        "settings_saved",
        journal.Subject("settings", type(settings).PAGE),
        now,
        before=_facts(before),
        after=_facts(settings),
    )
    if isinstance(settings, TwilioSettings):
        halts.lift(session)
        fetches.soon(session, now)
    if isinstance(before, SmsSettings) and isinstance(settings, SmsSettings):
        # A token, name or number that was mended may send again.
        for sender in (
            halts.account_of(SMSAPI),
            before.sender_name,
            settings.sender_name,
            settings.twilio_number,
        ):
            halts.lift(session, sender)
        fetches.soon(session, now, *funds.LISTS.values())
    queue.touch_all(session)
    return True


def _facts(settings: Page) -> dict[str, Any]:
    values = asdict(settings)
    for each in fields(type(settings)):
        if each.metadata.get("secret") or _may_be_secret(each.name, values[each.name]):
            secret = values[each.name]
            values[each.name] = f"…{secret[-4:]}" if secret else ""
    return values


def _may_be_secret(name: str, value: Any) -> bool:
    """A token lands in the field of the SID too easily to write down what is no SID."""
    return name == "account_sid" and not credential_forms.is_sid(value)
