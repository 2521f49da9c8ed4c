"""We write first, or a template: may it leave, who pays, and into the outbox it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from occ.billing import limits, payer, prices
from occ.billing.payer import By, Payer, Purpose
from occ.billing.prices import NoPrice, PriceList
from occ.core import ids
from occ.core.address import Channel, Identity, country_of
from occ.core.errors import Conflict
from occ.flows import ask_gate
from occ.flows.ask_gate import Wish
from occ.messaging import parts, payment, sealed
from occ.messaging.gate import Refusal
from occ.messaging.models import Direction, HandOver, Message
from occ.messaging.ports import Kind, TemplateUse
from occ.messaging.routes import Route
from occ.messaging.texts import storable

RANKS = {
    Purpose.REPLY: 0,
    Purpose.CREDENTIALS_BY_SMS: 1,
    Purpose.CREDENTIALS_BY_WHATSAPP: 1,
    Purpose.CAMPAIGN: 2,
}
"""What we write first leaves after every reply, and credentials before all bulk.

Of replies only templates come this way.
"""


@dataclass(frozen=True)
class Outgoing:
    """A message that answers nobody.

    `body` is the text; of a template, what it says, for people to read. `secret` is a one-time
    link or code: `{secret}` stands for it in body and variables, and it is kept sealed until the
    message's fate is known. `cause` names what its credit is spent for, such as a campaign's run.
    """

    purpose: Purpose
    starter_id: int
    route: Route
    recipient: Identity
    body: str
    template: TemplateUse | None = None
    secret: str = ""
    client_id: str | None = None
    """The starter's own id of it: the same again queues nothing."""
    cause: str | None = None
    conversation_id: int | None = None


class Refused(Conflict):
    """The gate's answer, as an error."""


def queue(session: Session, outgoing: Outgoing, now: datetime) -> Message:
    """Queue one message; the one queued before where its `client_id` is known.

    Raises Refused, NotAllowed.
    """
    [made] = queue_all(session, [outgoing], now)
    if isinstance(made, Refusal):
        raise Refused(made.words, made.code)
    return made


def queue_all(
    session: Session, outgoing: Sequence[Outgoing], now: datetime
) -> list[Message | Refusal]:
    """Queue many; of each, in their order, the message or why it may not leave.

    Raises NotAllowed where who started them may send nothing.
    """
    made: dict[object, Message | Refusal] = dict(_queued_before(session, outgoing))
    fresh = {_own_id(each): each for each in outgoing if _own_id(each) not in made}
    payers = {
        (purpose, starter): payer.who_pays(session, purpose, starter)
        for purpose, starter in {(each.purpose, each.starter_id) for each in fresh.values()}
    }
    needs_price = any(who.by is By.WALLET for who in payers.values())
    refusals = ask_gate.ask(session, [_wish(each) for each in fresh.values()], now)
    listed = prices.on(session, limits.today(session, now)) if needs_price else None
    rows: dict[object, dict[str, Any]] = {}
    for (own_id, each), refusal in zip(fresh.items(), refusals, strict=True):
        who = payers[each.purpose, each.starter_id]
        if refusal is None and listed and who.by is By.WALLET:
            refusal = _unpriced(listed, each)
        if refusal is None:
            rows[own_id] = _row(session, each, who, now)
        else:
            made[own_id] = refusal
    if rows:
        added = session.scalars(_ADD, list(rows.values()))
        made |= zip(rows, added, strict=True)
    return [made[_own_id(each)] for each in outgoing]


def _own_id(each: Outgoing) -> object:
    """The same for the same message; one without an id of its starter's is its own."""
    return (each.starter_id, each.client_id) if each.client_id is not None else id(each)


def _queued_before(session: Session, outgoing: Sequence[Outgoing]) -> dict[object, Message]:
    named = [each for each in outgoing if each.client_id is not None]
    if not named:
        return {}
    rows = session.scalars(
        select(Message).where(
            Message.author_id.in_({each.starter_id for each in named}),
            Message.client_id.in_({each.client_id for each in named}),
        )
    )
    return {(row.author_id, row.client_id): row for row in rows}


def _wish(each: Outgoing) -> Wish:
    template = each.template.sid if each.template else None
    return Wish(each.purpose, each.route.sender, each.recipient, template)


def _unpriced(listed: PriceList, each: Outgoing) -> Refusal | None:
    try:
        payment.price_of(listed, each.recipient)
    except NoPrice as missing:
        return Refusal(missing.code, missing.words)
    return None


_ADD = insert(Message).returning(Message, sort_by_parameter_order=True)


def _row(session: Session, each: Outgoing, who: Payer, now: datetime) -> dict[str, Any]:
    body = storable(each.body)
    return dict(
        key=ids.new("msg"),
        conversation_id=each.conversation_id,
        direction=Direction.OUT,
        kind=Kind.TEXT,
        body=body,
        at=now,
        author_id=each.starter_id,
        client_id=each.client_id,
        sender=each.route.sender,
        recipient=str(each.recipient),
        hand_over=HandOver.WAITING,
        due_at=now,
        purpose=each.purpose,
        provider=each.route.provider,
        rank=RANKS[each.purpose],
        template=each.template and {"sid": each.template.sid, "variables": _plain(each.template)},
        sealed=sealed.seal(session, each.secret),
        country=country_of(each.recipient.phone) if each.recipient.phone else None,
        paid_by=who.by,
        wallet_id=who.wallet_id,
        parts=_parts(each, body),
        cause=each.cause,
    )


def _plain(template: TemplateUse) -> dict[str, str]:
    return {name: storable(value) for name, value in template.variables.items()}


def _parts(each: Outgoing, body: str) -> int:
    """WhatsApp bills a message as one, however long."""
    if each.recipient.channel is not Channel.SMS:
        return 1
    return max(1, parts.count(sealed.fill(body, each.secret or None)).parts)
