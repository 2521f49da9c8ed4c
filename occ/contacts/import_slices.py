"""Store a slice of an import's lines, and tell beforehand what would become of them.

One contact a number. What a line says of somebody who is known already replaces what we knew,
and what it leaves empty stays; tags are added. Consent that somebody took back after the day
the file names (or ever, where it names none) is not given anew by a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from occ.contacts import consents, erased_numbers, phone_numbers, tags, words
from occ.contacts.consents import Said
from occ.contacts.imports.reading import Line
from occ.contacts.models import Contact, ContactWord, Contractor, ContractorWord
from occ.contacts.number_models import Consent, How, PhoneNumber
from occ.core import ids
from occ.core.address import Channel, readable
from occ.core.db import plain


@dataclass(frozen=True)
class Wording:
    """What those who agreed were shown, the user who imports, and when: now."""

    words: str
    actor_id: int
    at: datetime


@dataclass
class _Known:
    """What there is already of the slice's numbers."""

    owners: dict[str, int] = field(default_factory=dict)
    """Contacts by number."""
    contacts: dict[int, Contact] = field(default_factory=dict)
    tags: dict[int, list[str]] = field(default_factory=dict)
    contractors: dict[int, Contractor] = field(default_factory=dict)
    number_ids: dict[str, int] = field(default_factory=dict)
    standing: dict[tuple[int, Channel], Consent] = field(default_factory=dict)


def foresee(session: Session, lines: Sequence[Line], wording: Wording) -> Counter[str]:
    """How many would be `added`, `updated`, the `same`, and whose consent `withheld`."""
    known = _known(session, lines)
    found: Counter[str] = Counter()
    for line in lines:
        found[_outcome(line, known, wording)] += 1
        found["withheld"] += bool(_consents(line, known, wording)[1])
    return found


def store(session: Session, lines: Sequence[Line], wording: Wording) -> Counter[str]:
    """The same, done; `refused` are those who were erased since the check."""
    now = wording.at
    erased = erased_numbers.among(session, {line.phone for line in lines})
    refused = [line for line in lines if line.phone in erased]
    lines = [line for line in lines if line.phone not in erased]
    phone_numbers.rows(session, [line.phone for line in lines], now)
    known = _known(session, lines)
    found = Counter(_outcome(line, known, wording) for line in lines)
    found["refused"] = len(refused)
    contractors = _contractors(session, lines, now)
    new = [line for line in lines if line.phone not in known.owners]
    made = _add(session, new, contractors, now)
    phone_numbers.belong(
        session, {known.number_ids[phone]: contact for phone, contact in made.items()}
    )
    _update(session, [line for line in lines if line.phone in known.owners], known, contractors)
    _tag(session, lines, known.owners | made)
    said: dict[int, list[Said]] = {}
    for line in lines:
        given, withheld = _consents(line, known, wording)
        found["withheld"] += bool(withheld)
        if given:
            said[known.number_ids[line.phone]] = given
    consents.record(session, said, now)
    return found


def _known(session: Session, lines: Sequence[Line]) -> _Known:
    phones = [line.phone for line in lines]
    rows = session.execute(
        select(PhoneNumber.phone, PhoneNumber.id, PhoneNumber.contact_id).where(
            PhoneNumber.phone.in_(phones)
        )
    ).all()
    if not rows:
        return _Known()
    owners = {str(phone): contact for phone, _, contact in rows if contact is not None}
    number_ids = {str(phone): number for phone, number, _ in rows}
    contacts = {
        each.id: each
        for each in session.scalars(select(Contact).where(Contact.id.in_(owners.values())))
    }
    belong = {each.contractor_id for each in contacts.values() if each.contractor_id}
    query = select(Contractor).where(Contractor.id.in_(belong))
    return _Known(
        owners,
        contacts,
        tags.of(session, list(contacts)),
        {each.id: each for each in session.scalars(query)},
        number_ids,
        consents.standing(session, list(number_ids.values())),
    )


def _outcome(line: Line, known: _Known, wording: Wording) -> str:
    owner = known.owners.get(line.phone)
    if owner is None:
        return "added"
    is_same = _is_same(line, known, owner) and not _consents(line, known, wording)[0]
    return "same" if is_same else "updated"


def _is_same(line: Line, known: _Known, owner: int) -> bool:
    contact = known.contacts[owner]
    contractor = known.contractors.get(contact.contractor_id or 0)
    has = {tag.casefold() for tag in known.tags.get(owner, ())}
    return (
        line.name in ("", contact.name)
        and line.language in ("", contact.language)
        and line.note in ("", contact.note)
        and line.contractor_code in ("", contractor.code if contractor else None)
        and (line.contractor_code != "" or line.contractor in ("", contractor and contractor.name))
        and {tag.casefold() for tag in line.tags} <= has
    )


def _consents(line: Line, known: _Known, wording: Wording) -> tuple[list[Said], list[Channel]]:
    """What is new, and the channels whose consent a file does not give anew."""
    new, withheld = [], []
    number = known.number_ids.get(line.phone)
    for channel, granted in ((Channel.SMS, line.sms), (Channel.WHATSAPP, line.whatsapp)):
        standing = known.standing.get((number or 0, channel))
        if granted is None or (standing is not None and standing.granted is granted):
            continue
        if granted and standing is not None and not _is_later(line, standing):
            withheld.append(channel)
        elif granted or standing is not None:
            new.append((channel, granted))
    said = [
        Said(
            channel,
            granted,
            _moment(line, wording),
            How.IMPORT,
            wording.words if granted else "",
            wording.actor_id,
        )
        for channel, granted in new
    ]
    return said, withheld


def _is_later(line: Line, withdrawal: Consent) -> bool:
    return line.said_on is not None and line.said_on > withdrawal.at.date()


def _moment(line: Line, wording: Wording) -> datetime:
    """Noon of the day the file names; without one, when we learnt it."""
    if line.said_on is None:
        return wording.at
    return min(datetime.combine(line.said_on, time(12), UTC), wording.at)


def _contractors(session: Session, lines: Iterable[Line], now: datetime) -> dict[str, int]:
    """Those the lines name, by `_calls`; by code where there is one, else by exact name."""
    wanted = {_calls(line): line for line in lines if line.contractor or line.contractor_code}
    codes = {line.contractor_code for line in wanted.values() if line.contractor_code}
    names = {line.contractor for line in wanted.values() if not line.contractor_code}
    of_code = select(Contractor.code, Contractor.id).where(Contractor.code.in_(codes))
    of_name = select(Contractor.name, Contractor.id).where(Contractor.name.in_(names))
    by_code = {str(code): id_ for code, id_ in session.execute(of_code)} if codes else {}
    by_name: dict[str, int] = {}
    if names:
        # Of several the one that was there first.
        rows = session.execute(of_name.order_by(Contractor.id.desc()))
        by_name = {name: id_ for name, id_ in rows}
    found, new = {}, []
    for calls, line in wanted.items():
        code, name = line.contractor_code, line.contractor
        present = by_code.get(code) if code else by_name.get(name)
        if present is None:
            new.append((calls, name or code, code))
        else:
            found[calls] = present
    return found | _found(session, new, now)


def _found(session: Session, new: Sequence[tuple[str, str, str]], now: datetime) -> dict[str, int]:
    """New contractors, each with what it is called by, its name and its code."""
    if not new:
        return {}
    rows = [
        {"key": ids.new("ctr"), "name": name, "code": code or None, "note": "", "created_at": now}
        for _, name, code in new
    ]
    made = _made(session, Contractor, rows)
    named = {each: f"{name} {code}" for each, (_, name, code) in zip(made, new, strict=True)}
    words.keep(session, ContractorWord, named, new=True)
    return {calls: each for each, (calls, _, _) in zip(made, new, strict=True)}


def _made(
    session: Session, table: type[Contact] | type[Contractor], rows: Sequence[Mapping[str, object]]
) -> Sequence[int]:
    """The ids of new rows, in their order."""
    connection, _ = plain(session)
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return connection.scalars(statement, rows).all()


def _calls(line: Line) -> str:
    return f"code {line.contractor_code}" if line.contractor_code else f"name {line.contractor}"


def _add(
    session: Session, lines: Sequence[Line], contractors: Mapping[str, int], now: datetime
) -> dict[str, int]:
    """New contacts: their ids by number."""
    if not lines:
        return {}
    rows = [
        {
            "key": ids.new("ctc"),
            "name": line.name or readable(line.phone),
            "contractor_id": contractors.get(_calls(line)),
            "language": line.language or None,
            "note": line.note,
            "created_at": now,
        }
        for line in lines
    ]
    made = _made(session, Contact, rows)
    named = {contact: str(row["name"]) for contact, row in zip(made, rows, strict=True)}
    words.keep(session, ContactWord, named, new=True)
    return {line.phone: contact for line, contact in zip(lines, made, strict=True)}


def _update(
    session: Session, lines: Sequence[Line], known: _Known, contractors: Mapping[str, int]
) -> None:
    renamed = {}
    rows = []
    for line in lines:
        contact = known.contacts[known.owners[line.phone]]
        if _is_same(line, known, contact.id):
            continue
        name = line.name or contact.name
        if name != contact.name:
            renamed[contact.id] = name
        rows.append(
            {
                "id": contact.id,
                "name": name,
                "contractor_id": contractors.get(_calls(line), contact.contractor_id),
                "language": line.language or contact.language,
                "note": line.note or contact.note,
            }
        )
    if rows:
        session.execute(update(Contact), rows)
    if renamed:
        words.keep(session, ContactWord, renamed)


def _tag(session: Session, lines: Sequence[Line], owners: Mapping[str, int]) -> None:
    names = {tag for line in lines for tag in line.tags}
    if not names:
        return
    tag_ids = tags.rows(session, names)
    pairs = {(tag_ids[tag], owners[line.phone]) for line in lines for tag in line.tags}
    tags.attach(session, pairs)
