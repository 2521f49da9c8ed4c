"""Which service a number leads to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from occ.core.address import Channel, Identity
from occ.core.db import plain
from occ.services.models import UNASSIGNED_KEY, Service


def reached(session: Session, recipient: Identity) -> tuple[int, bool]:
    """The live service of the number that was written to, and whether it is a real one.

    Anything else goes to "Unassigned" (False): a customer's words are never dropped.
    """
    if recipient.channel is not Channel.WHATSAPP:
        return unassigned(session), False
    connection, _ = plain(session)
    service_id = connection.execute(_LIVE, {"number": recipient.phone}).scalar()
    if service_id is not None:
        return service_id, True
    return unassigned(session), False


def live_numbers(session: Session) -> Sequence[str]:
    """Our numbers that lead to a service, as the provider writes them."""
    found = session.scalars(
        select(Service.whatsapp_number)
        .where(Service.archived_at.is_(None), Service.chat, Service.whatsapp)
        .order_by(Service.whatsapp_number)
    )
    return [str(Identity(Channel.WHATSAPP, phone=number)) for number in found if number]


def unassigned(session: Session) -> int:
    return session.execute(select(Service.id).where(Service.key == UNASSIGNED_KEY)).scalar_one()


_LIVE = select(Service.id).where(
    Service.whatsapp_number == bindparam("number"),
    Service.archived_at.is_(None),
    Service.chat,
    Service.whatsapp,
)
