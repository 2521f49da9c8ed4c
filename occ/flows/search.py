"""Find contacts and conversations: by number, by name, or by a word that was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import countries, finding
from occ.contacts.finding import Filter
from occ.contacts.models import Address
from occ.contacts.number_models import PhoneNumber
from occ.conversations import search_words
from occ.conversations.models import Conversation
from occ.core.address import readable
from occ.routing import access, queries
from occ.users.models import User

MOST_CONTACTS = 8
MOST_CONVERSATIONS = 20


def search(session: Session, user: User, sought: str) -> dict[str, Any]:
    """Contacts, and conversations of what the user may see: theirs, and those with the words."""
    words = sorted(search_words.of(sought))
    if not words:
        return {"contacts": [], "conversations": []}
    home = countries.home_of(session)
    contacts = finding.page(session, Filter(words=sought), None, MOST_CONTACTS, home)
    of_them = select(Address.id).where(Address.contact_id.in_([one.id for one in contacts]))
    newest = (
        select(Conversation.id)
        .where(access.readable(user))
        .order_by(Conversation.last_at.desc(), Conversation.id.desc())
        .limit(MOST_CONVERSATIONS)
    )
    by_contact = session.scalars(newest.where(Conversation.address_id.in_(of_them))).all()
    by_word = session.scalars(newest.where(search_words.carrying(words))).all()
    found = list(dict.fromkeys([*by_contact, *by_word]))[:MOST_CONVERSATIONS]
    worded = set(by_word)
    said = search_words.excerpts(session, [each for each in found if each in worded], words)
    phones = _phones(session, [one.id for one in contacts])
    return {
        "contacts": [
            {"key": one.key, "name": one.name, "address": phones.get(one.id)} for one in contacts
        ],
        "conversations": [
            {"row": row, "excerpt": said.get(row["number"], "")}
            for row in queries.summaries(session, found)
        ],
    }


def _phones(session: Session, contact_ids: Sequence[int]) -> dict[int, str]:
    """The first number of each, as it is read."""
    rows = session.execute(
        select(PhoneNumber.contact_id, PhoneNumber.phone)
        .where(PhoneNumber.contact_id.in_(contact_ids), PhoneNumber.phone.is_not(None))
        .order_by(PhoneNumber.id.desc())
    )
    return {owner: readable(phone) for owner, phone in rows if owner is not None and phone}
