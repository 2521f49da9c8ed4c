"""Whom and what the lines of the journal are about, as these are called now."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from occ.campaigns.models import Campaign
from occ.contacts.models import Address, Contact, Contractor
from occ.contacts.segments import Segment
from occ.conversations.models import Conversation
from occ.journal.entries import Subject
from occ.services.models import Service, Widget
from occ.users.models import User


def names(session: Session, subjects: Iterable[Subject]) -> dict[Subject, str]:
    """Without those that have none: who was erased is named nowhere."""
    by_kind: dict[str, set[str]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.kind, set()).add(subject.key)
    return {
        Subject(kind, key): name
        for kind, keys in by_kind.items()
        if kind in _NAMED
        for key, name in session.execute(_NAMED[kind].where(_KEYS[kind].in_(keys)))
        if name
    }


_KEYS = {
    "user": User.key,
    "service": Service.key,
    "widget": Widget.key,
    "contact": Contact.key,
    "contractor": Contractor.key,
    "segment": Segment.key,
    "campaign": Campaign.key,
    "conversation": Conversation.key,
}
_NAMED: dict[str, Select[str, str]] = {
    "user": select(User.key, User.name),
    "service": select(Service.key, Service.name),
    "widget": select(Widget.key, Widget.name),
    "contact": select(Contact.key, Contact.name),
    "contractor": select(Contractor.key, Contractor.name),
    "segment": select(Segment.key, Segment.name),
    "campaign": select(Campaign.key, Campaign.title),
    "conversation": select(Conversation.key, Contact.name)
    .join(Address, Address.id == Conversation.address_id)
    .join(Contact, Contact.id == Address.contact_id),
}
