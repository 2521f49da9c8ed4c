"""Ask the gate about messages that answer nobody, once for many of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from occ.billing.payer import Purpose
from occ.contacts.models import Address
from occ.conversations.models import Conversation
from occ.core.address import Channel, Identity
from occ.messaging import gate
from occ.messaging.gate import Leaving, Refusal


@dataclass(frozen=True)
class Wish:
    """What would leave: why, from which sender of ours, to whom, and by which template."""

    purpose: Purpose
    sender: str
    recipient: Identity
    template: str | None


def ask(session: Session, wishes: Sequence[Wish], now: datetime) -> list[Refusal | None]:
    """Why each may not leave now, in their order."""
    heard = _heard(session, wishes)
    leaving = [
        Leaving(
            wish.purpose,
            wish.recipient,
            wish.template,
            heard.get((wish.sender, wish.recipient.phone or wish.recipient.bsuid or "")),
        )
        for wish in wishes
    ]
    known = gate.know(session, leaving, now)
    return [gate.against(each, known, now) for each in leaving]


def _heard(session: Session, wishes: Collection[Wish]) -> dict[tuple[str, str], datetime]:
    """When they last wrote to which sender of ours, for those to whom free text would leave."""
    asking = [
        wish
        for wish in wishes
        if wish.recipient.channel is Channel.WHATSAPP and wish.template is None
    ]
    if not asking:
        return {}
    rows = session.execute(
        select(
            Conversation.our_address,
            Address.phone,
            Address.bsuid,
            func.max(Conversation.last_inbound_at),
        )
        .join(Address, Address.id == Conversation.address_id)
        .where(
            Address.channel == Channel.WHATSAPP,
            Conversation.our_address.in_({wish.sender for wish in asking}),
            or_(
                Address.phone.in_({wish.recipient.phone for wish in asking}),
                Address.bsuid.in_({wish.recipient.bsuid for wish in asking}),
            ),
        )
        .group_by(Conversation.our_address, Address.phone, Address.bsuid)
    )
    return {
        (sender, name): at
        for sender, phone, bsuid, at in rows
        for name in (phone, bsuid)
        if name is not None and at is not None
    }
