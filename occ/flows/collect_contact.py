"""All that is held of a contact, as plain values: for a machine to read, and for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from occ.campaigns.models import Campaign, Recipient, Run
from occ.contacts import blocks, consents, erasing, operators_blacklist, phone_numbers, tags
from occ.contacts.models import Address, Contact, Contractor
from occ.contacts.number_models import DoNotWrite, PhoneNumber
from occ.conversations import came_from, labels
from occ.conversations.labels import Label
from occ.conversations.models import Conversation
from occ.conversations.notes import Note
from occ.core.clock import iso
from occ.credentials.models import Account
from occ.journal.models import JournalEntry
from occ.messaging.messages import shown_status
from occ.messaging.models import FileState, MediaFile, Message
from occ.services.models import Service
from occ.users.models import User

Facts = dict[str, Any]


@dataclass(frozen=True)
class Collected:
    facts: Facts
    files: Sequence[tuple[str, str]]
    """Name on our disk, and in what is handed over."""


def of(session: Session, contact_id: int) -> Collected:
    contact = session.get_one(Contact, contact_id)
    known = erasing.theirs(session, contact_id)
    addresses = session.scalars(select(Address).where(Address.contact_id == contact_id)).all()
    talks = session.scalars(
        select(Conversation)
        .where(Conversation.address_id.in_([each.id for each in addresses]))
        .order_by(Conversation.id)
    ).all()
    said = Message.conversation_id.in_([each.id for each in talks])
    first = Message.conversation_id.is_(None) & Message.recipient.in_(known.written)
    messages = session.scalars(select(Message).where(or_(said, first)).order_by(Message.id)).all()
    files, places = _files(session, messages)
    told = [(each.conversation_id, _message(each, files.get(each.id, []))) for each in messages]
    numbers = phone_numbers.of(session, contact_id)
    keys = [contact.key, *(each.key for each in numbers), *(each.key for each in talks)]
    return Collected(
        {
            "contact": _contact(session, contact),
            "numbers": [_number(session, each) for each in numbers],
            "addresses": [
                {
                    "channel": each.channel,
                    "phone": each.phone,
                    "whatsapp_user_id": each.bsuid,
                    "calls_themselves": each.profile_name,
                    "known_since": iso(each.created_at),
                }
                for each in addresses
            ],
            "conversations": [
                {**_talk(session, each), "messages": [one for of, one in told if of == each.id]}
                for each in talks
            ],
            "written_first": [one for of, one in told if of is None],
            "campaigns": _campaigns(session, known.phones),
            "accounts": _accounts(session, known.phones),
            "events": _events(session, keys),
        },
        places,
    )


def _contact(session: Session, contact: Contact) -> Facts:
    block = blocks.of(session, contact.id)
    company = session.get(Contractor, contact.contractor_id) if contact.contractor_id else None
    return {
        "key": contact.key,
        "name": contact.name,
        "contractor": company.name if company else None,
        "language": contact.language,
        "note": contact.note,
        "tags": tags.of(session, [contact.id]).get(contact.id, []),
        "known_since": iso(contact.created_at),
        "blocked": block and {"reason": block.reason, "since": iso(block.blocked_at)},
    }


def _number(session: Session, number: PhoneNumber) -> Facts:
    held = session.scalars(select(DoNotWrite).where(DoNotWrite.number_id == number.id)).all()
    return {
        "phone": number.phone,
        "country": number.country,
        "consents": [
            {
                "channel": each.channel.value,
                "purpose": each.purpose.value,
                "granted": each.granted,
                "at": iso(each.at),
                "how": each.how.value,
                "words": each.words,
            }
            for each in consents.history(session, [number.id])
        ],
        "do_not_write": [
            {
                "why": each.origin.value,
                "reason": each.reason,
                "since": iso(each.since),
                "until": iso(each.lifted_at),
            }
            for each in held
        ],
        "operators_blacklist": [
            {"provider": each.provider, "code": each.code, "reported_at": iso(each.reported_at)}
            for each in operators_blacklist.entries(session, [number.id])
        ],
    }


def _talk(session: Session, talk: Conversation) -> Facts:
    outcome = session.get(Label, talk.outcome_id) if talk.outcome_id else None
    page = came_from.of(session, talk.id)
    noted = session.execute(
        select(Note, User.name)
        .join(User, User.id == Note.author_id)
        .where(Note.conversation_id == talk.id, Note.body != "")
        .order_by(Note.id)
    ).all()
    return {
        "key": talk.key,
        "service": session.get_one(Service, talk.service_id).name,
        "our_number": talk.our_address,
        "state": talk.state.value,
        "opened_at": iso(talk.opened_at),
        "closed_at": iso(talk.closed_at),
        "outcome": outcome.name if outcome else None,
        "came_from_page": page and {"title": page.title, "address": page.address},
        "tags": [each["name"] for each in labels.tags_of(session, [talk.id])[talk.id]],
        "notes": [{"at": iso(note.at), "by": name, "body": note.body} for note, name in noted],
    }


def _message(message: Message, files: list[Facts]) -> Facts:
    return {
        "key": message.key,
        "at": iso(message.at),
        "direction": message.direction.value,
        "from": message.sender,
        "to": message.recipient,
        "kind": message.kind.value,
        "body": message.body,
        "details": message.details,
        "status": shown_status(message),
        "purpose": message.purpose.value,
        "files": files,
    }


def _files(
    session: Session, messages: Sequence[Message]
) -> tuple[dict[int, list[Facts]], list[tuple[str, str]]]:
    """By message, and those that are here."""
    found: dict[int, list[Facts]] = {}
    places: list[tuple[str, str]] = []
    ids = [each.id for each in messages]
    for begin in range(0, len(ids), 500):
        part = MediaFile.message_id.in_(ids[begin : begin + 500])
        for row in session.scalars(select(MediaFile).where(part).order_by(MediaFile.id)):
            place = None
            if row.state is FileState.READY:
                place = f"media/{row.key}{_ending(row.name)}"
                places.append((row.file, place))
            fact = {"name": row.name, "type": row.content_type, "size": row.size, "file": place}
            found.setdefault(row.message_id, []).append(fact)
    return found, places


def _ending(name: str | None) -> str:
    """Of a stranger's file name no more than some letters."""
    _, dot, ending = (name or "").rpartition(".")
    return f".{ending.lower()}" if dot and ending.isascii() and ending.isalnum() else ""


def _campaigns(session: Session, phones: Sequence[str]) -> list[Facts]:
    # Run by run: places are found by run and number.
    runs = session.execute(
        select(Run.id, Run.number, Campaign.title, Campaign.channel)
        .join(Campaign, Campaign.id == Run.campaign_id)
        .order_by(Run.id)
    ).all()
    return [
        {
            "campaign": title,
            "run": number,
            "channel": channel.value,
            "phone": each.phone,
            "fields": each.fields,
            "became": each.flag.value,
            "reason": each.reason,
        }
        for run_id, number, title, channel in runs
        for each in session.scalars(
            select(Recipient).where(Recipient.run_id == run_id, Recipient.phone.in_(phones))
        )
    ]


def _accounts(session: Session, phones: Sequence[str]) -> list[Facts]:
    found = session.scalars(select(Account).where(Account.phone.in_(phones)).order_by(Account.id))
    return [
        {
            "name": each.name,
            "phone": each.phone,
            "for": each.system,
            "way": each.way.value if each.way else None,
            "state": each.state.value,
            "created_at": iso(each.created_at),
        }
        for each in found
    ]


def _events(session: Session, keys: Sequence[str]) -> list[Facts]:
    rows = session.execute(
        select(JournalEntry, User.name)
        .outerjoin(User, User.id == JournalEntry.actor_id)
        .where(JournalEntry.subject_key.in_(keys))
        .order_by(JournalEntry.id)
    )
    return [
        {
            "at": iso(each.at),
            "by": name,
            "action": each.action,
            "about": f"{each.subject_kind} {each.subject_key}",
            "before": each.before,
            "after": each.after,
        }
        for each, name in rows
    ]
