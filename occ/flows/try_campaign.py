"""A test to oneself: the text as it will leave, by the same door as to all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing.payer import Purpose
from occ.campaigns import contents, recipients
from occ.campaigns.models import Campaign, Flag, Recipient, Run
from occ.core.address import Identity
from occ.core.errors import Invalid
from occ.core.words import say
from occ.flows import campaign_routes, queue_message
from occ.flows.queue_message import Outgoing, Refused
from occ.messaging.merge_fields import COMPANY, NAME
from occ.messaging.models import Message
from occ.settings import store
from occ.settings.pages import CompanySettings
from occ.users.models import User


@dataclass(frozen=True)
class Sample:
    """What stands for the merge fields in a test."""

    fields: Mapping[str, str]
    phone: str | None
    """Whose they are: the first's who gets it; None: of who looks, as long as there is nobody."""


def sample(session: Session, user_id: int, run: Run) -> Sample:
    first = _first(session, run, [Flag.PENDING]) or _first(session, run, _WRITTEN_TO)
    if first is not None:
        return Sample(first.fields, first.phone)
    company = store.load(session, CompanySettings).name
    return Sample({NAME: session.get_one(User, user_id).name, COMPANY: company}, None)


# Who is left out is nobody's example: nothing of what is shown would go to them.
_WRITTEN_TO = [flag for flag in Flag if flag not in (Flag.PENDING, Flag.SKIPPED)]


def _first(session: Session, run: Run, flags: Sequence[Flag]) -> Recipient | None:
    """By flag, then position: as their index has them, however many there are."""
    theirs = select(Recipient).where(Recipient.run_id == run.id, Recipient.flag.in_(flags))
    return session.scalars(theirs.order_by(Recipient.flag, Recipient.position).limit(1)).first()


def send(session: Session, user_id: int, campaign: Campaign, phone: str, now: datetime) -> Message:
    """To one number of one's own, paid by who asks for it.

    Raises Invalid, NotAllowed and Refused: a test asks for all that a campaign's message needs,
    consent and the do-not-write list too, so that nobody is written to by way of it.
    """
    route = campaign_routes.of(campaign)
    if route is None:
        raise Invalid({"phone": say("Choose a sender first: there is none yet.")})
    text = contents.of(session, campaign)
    fields = sample(session, user_id, recipients.of(session, campaign)).fields
    try:
        return queue_message.queue(
            session,
            Outgoing(
                purpose=Purpose.CAMPAIGN,
                starter_id=user_id,
                route=route,
                recipient=Identity(campaign.channel, phone=phone),
                body=text.to(fields),
                template=text.template_to(fields),
                cause=f"test:{campaign.key}",
            ),
            now,
        )
    except Refused as refused:
        if refused.code in _NEXT:
            raise Invalid({"phone": _NEXT[refused.code]}) from refused
        raise


_NEXT = {
    "no_consent": say(
        "There is no consent to write to this number, and a test needs it as every message does."
        " Record it on the number's contact, under Contacts, then send the test again."
    ),
    "do_not_write": say(
        "This number stands on the do-not-write list, and no test goes there either. Use another"
        " one, or take it off the list first."
    ),
}
