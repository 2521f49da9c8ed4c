"""Find contacts and conversations: by number, by name, by a word that was said, or by all three."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, union
from sqlalchemy.orm import Session

from occ.contacts import countries, finding
from occ.contacts.finding import Filter
from occ.contacts.models import Address
from occ.contacts.number_models import PhoneNumber
from occ.conversations import search_words
from occ.conversations.models import Conversation, State
from occ.core.address import readable
from occ.routing import access, queries
from occ.users.models import User

MOST_CONTACTS = 8
MOST_CONVERSATIONS = 20
MOST_NAMED = 2_000
"""Of a commoner name the conversations of the newest contacts are looked at, and what the user has
in hand.
"""


def search(session: Session, user: User, sought: str) -> dict[str, Any]:
    """Contacts, and conversations of what the user may see: theirs, those with the words, and those
    of somebody some of the words name in which the others were said.
    """
    words = sorted(search_words.of(sought))
    if not words:
        return {"contacts": [], "conversations": []}
    wanted, home = Filter(words=sought), countries.home_of(session)
    contacts = finding.page(session, wanted, None, MOST_CONTACTS, home)
    in_hand = session.scalars(_in_hand(user, wanted, home)).all()
    named = finding.newest(session, wanted, MOST_NAMED, home).subquery()
    of_them = select(Address.id).where(Address.contact_id.in_(select(named.c[0])))
    newest = (
        select(Conversation.id)
        .where(access.readable(user))
        .order_by(Conversation.last_at.desc(), Conversation.id.desc())
        .limit(MOST_CONVERSATIONS)
    )
    by_contact = session.scalars(newest.where(Conversation.address_id.in_(of_them))).all()
    by_word = session.scalars(newest.where(search_words.carrying(words))).all()
    by_both: Sequence[int] = []
    if len(words) > 1:
        both = newest.join(Address, Address.id == Conversation.address_id)
        by_both = session.scalars(both.where(*_named_or_said(session, words, home))).all()
    found = list(dict.fromkeys([*in_hand, *by_contact, *by_both, *by_word]))[:MOST_CONVERSATIONS]
    worded = {*by_both, *by_word}
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


def _named_or_said(
    session: Session, words: Sequence[str], home: str | None
) -> list[ColumnElement[bool]]:
    """Each word names the contact or was said; led by whom one of them names, who are few."""
    each = [Filter(words=word) for word in words]
    named = [finding.newest(session, one, MOST_NAMED, home).subquery() for one in each]
    of_them = Address.contact_id.in_(union(*(select(one.c[0]) for one in named)))
    fits = (
        or_(finding.fits(Address.contact_id, one, home), search_words.carrying([word]))
        for one, word in zip(each, words, strict=True)
    )
    return [of_them, and_(*fits)]


def _in_hand(user: User, wanted: Filter, home: str | None) -> Select[int]:
    """What the user has now with whoever fits."""
    return (
        select(Conversation.id)
        .join(Address, Address.id == Conversation.address_id)
        .where(
            Conversation.user_id == user.id,
            Conversation.state != State.CLOSED,
            finding.fits(Address.contact_id, wanted, home),
        )
        .order_by(Conversation.last_at.desc(), Conversation.id.desc())
        .limit(MOST_CONVERSATIONS)
    )


def _phones(session: Session, contact_ids: Sequence[int]) -> dict[int, str]:
    """The first number of each, as it is read."""
    rows = session.execute(
        select(PhoneNumber.contact_id, PhoneNumber.phone)
        .where(PhoneNumber.contact_id.in_(contact_ids), PhoneNumber.phone.is_not(None))
        .order_by(PhoneNumber.id.desc())
    )
    return {owner: readable(phone) for owner, phone in rows if owner is not None and phone}
