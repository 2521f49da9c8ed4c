"""Find contacts and conversations: by number, by name, or by a word that was said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import countries, finding, phone_numbers
from occ.contacts.finding import Filter
from occ.contacts.models import Address, Contact
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
    said = {number: search_words.excerpt(session, number, words) for number in by_word}
    return {
        "contacts": [_contact(session, one) for one in contacts],
        "conversations": [
            {"row": row, "excerpt": said.get(row["number"], "")}
            for row in queries.summaries(session, found)
        ],
    }


def _contact(session: Session, contact: Contact) -> dict[str, Any]:
    phones = [number.phone for number in phone_numbers.of(session, contact.id) if number.phone]
    return {
        "key": contact.key,
        "name": contact.name,
        "address": readable(phones[0]) if phones else None,
    }
