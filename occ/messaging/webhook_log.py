"""Every raw webhook with its fate, a page at a time: what came, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, literal, select, union
from sqlalchemy.orm import Session

from occ.core.address import Channel, Identity, read_number
from occ.messaging.models import Message, Webhook, WebhookState

PAGE = 50


class Fate(StrEnum):
    HANDLED = "handled"
    WAITING = "waiting"
    FAILED = "failed"
    """It is due again."""
    DEAD = "dead"
    REPEATED = "repeated"
    """The same was posted again, whatever became of it."""


@dataclass(frozen=True)
class Sought:
    """What fits all of this; what is empty is not asked."""

    fate: Fate | None = None
    kind: str = ""
    of: str = ""
    """A number as a person types it, a WhatsApp user id, or the provider's id of a message."""


@dataclass(frozen=True)
class Became:
    """The message a webhook brought, or tells of. `conversation_id`: None where it has none."""

    message: str
    conversation_id: int | None


def fate(webhook: Webhook) -> Fate:
    if webhook.state is WebhookState.NEW:
        return Fate.FAILED if webhook.tries else Fate.WAITING
    return Fate.DEAD if webhook.state is WebhookState.DEAD else Fate.HANDLED


def page(
    session: Session, sought: Sought, before: int | None = None
) -> tuple[Sequence[Webhook], bool]:
    """The newest PAGE of them, or those before the id `before`; and whether more are."""
    found = session.scalars(query(sought, before).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def query(sought: Sought, before: int | None) -> Select[Webhook]:
    found = select(Webhook).order_by(Webhook.id.desc())
    if sought.fate is not None:
        found = found.where(_FATES[sought.fate])
    if sought.kind:
        found = found.where(Webhook.kind == sought.kind)
    if sought.of:
        found = found.where(Webhook.id.in_(_speaking_of(sought.of)))
    if before is not None:
        found = found.where(Webhook.id < before)
    return found


def became(session: Session, webhooks: Sequence[Webhook]) -> dict[int, Became]:
    """By the ids of the webhooks; those that led to no message are left out."""
    sids = {each.id: each.dedupe or each.address for each in webhooks}
    rows = session.execute(
        select(Message.provider_sid, Message.key, Message.conversation_id).where(
            Message.provider_sid.in_([sid for sid in sids.values() if sid])
        )
    )
    messages = {sid: Became(key, conversation_id) for sid, key, conversation_id in rows}
    return {number: messages[sid] for number, sid in sids.items() if sid in messages}


def _speaking_of(typed: str) -> ColumnElement[int]:
    """Their ids, each part by an index of its own. A report's address is the message's id."""
    addresses = {typed, f"whatsapp:{typed}"}
    if phone := read_number(typed):
        whatsapp = str(Identity(Channel.WHATSAPP, phone=phone))
        addresses |= {phone, phone.removeprefix("+"), whatsapp}
    return union(
        select(Webhook.id).where(Webhook.dedupe == typed),
        select(Webhook.id).where(Webhook.address.in_(sorted(addresses))),
    ).scalar_subquery()


def _new(is_so: ColumnElement[bool]) -> ColumnElement[bool]:
    """Few at any time: their own index is read, not the whole log from its end."""
    return Webhook.id.in_(select(Webhook.id).where(Webhook.state == WebhookState.NEW, is_so))


_FATES: dict[Fate, ColumnElement[bool]] = {
    Fate.HANDLED: Webhook.state == WebhookState.DONE,
    Fate.WAITING: _new(Webhook.tries == 0),
    Fate.FAILED: _new(Webhook.tries > 0),
    Fate.DEAD: Webhook.state == WebhookState.DEAD,
    # Written into the statement: SQLite takes a partial index only for what it can read there.
    Fate.REPEATED: Webhook.repeats > literal(0, literal_execute=True),
}
