"""Senders that may not send until an administrator has mended the cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from occ.core.db import insert
from occ.core.words import Words
from occ.messaging.models import Message, SenderHalt
from occ.messaging.ports import Scope
from occ.settings.pages import SMSAPI, TWILIO

ACCOUNT = "account"
"""The halt of every sender of a provider at once: Twilio's. Another's is told apart by its name."""
PROVIDERS = (TWILIO, SMSAPI)


def account_of(provider: str) -> str:
    """No sender can be called so: none has a colon."""
    return ACCOUNT if provider == TWILIO else f"{ACCOUNT}:{provider}"


def stopped(message: Message, scope: Scope) -> str:
    """What a refusal of that scope stops: the account of the message's provider, or its sender."""
    return account_of(message.provider) if scope is Scope.ACCOUNT else message.sender


def halt(session: Session, sender: str, code: str, reason: Words, now: datetime) -> None:
    session.execute(
        insert(session, SenderHalt.__table__)
        .values(sender=sender, code=code, reason=reason.as_json(), since=now)
        .on_conflict_do_nothing()
    )


def lift(session: Session, sender: str | None = None) -> None:
    """Let one sender, or all of them, send again."""
    every = delete(SenderHalt)
    session.execute(every if sender is None else every.where(SenderHalt.sender == sender))


def present(session: Session) -> Sequence[SenderHalt]:
    return session.scalars(select(SenderHalt).order_by(SenderHalt.since)).all()


def of(session: Session, provider: str) -> Sequence[SenderHalt]:
    """The halt of that provider's whole account, if there is one."""
    stopped = SenderHalt.sender == account_of(provider)
    return session.scalars(select(SenderHalt).where(stopped)).all()


def told(session: Session) -> list[dict[str, Any]]:
    """For screens: the sender, None for all of them, and Words that say why nothing leaves."""
    return [
        {"sender": None if halt.sender.startswith(ACCOUNT) else halt.sender, "reason": halt.reason}
        for halt in present(session)
    ]
