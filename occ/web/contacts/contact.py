"""One contact: what is known, the numbers, and what each agreed to, with its whole history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from occ.contacts import blocks, consents, editing, exports, operators_blacklist
from occ.contacts.consents import Said
from occ.contacts.exports import ContactExport
from occ.contacts.models import Contractor
from occ.contacts.number_models import Consent, How, OperatorsBlacklisted
from occ.conversations import queries
from occ.core import clock
from occ.core.address import Channel
from occ.core.words import say
from occ.flows import keep_contacts, keep_do_not_write, record_consent
from occ.product import product
from occ.users import listing as users
from occ.users.permissions import Permission
from occ.web import formats
from occ.web.access import allowed
from occ.web.contacts import lines
from occ.web.contacts.lines import NumberLine
from occ.web.contacts.listing import choices, form_of
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("contact", __name__)
HOW_WORDS = {
    How.FORM: say("on a form of a website"),
    How.PAPER: say("on paper"),
    How.SPOKEN: say("in a conversation"),
    How.KEYWORD: say("by a message of theirs"),
    How.IMPORT: say("by an imported file"),
    How.PROGRAM: say("told by another system"),
}
_BY_HAND = (How.FORM, How.PAPER, How.SPOKEN)


@dataclass(frozen=True)
class Exported:
    export: ContactExport
    signature: str


@dataclass(frozen=True)
class Seen:
    """A number with all that was said of it."""

    line: NumberLine
    standing: dict[Channel, Consent]
    history: Sequence[Consent]
    reported: Sequence[OperatorsBlacklisted]


@bp.get("/contacts/<key>")
@allowed(Permission.SEE_CONTACTS)
def page(key: str, number: str = "", entry: Entry | None = None) -> ResponseReturnValue:
    """`number`: the key of the one whose form was refused, and stands open."""
    with product().run.reading() as session:
        contact = editing.contact(session, key)
        [line] = lines.of(session, [contact])
        numbers = _numbers(session, line)
        actors = {each.actor_id for number in numbers for each in number.history if each.actor_id}
        names = users.names(session, actors)
        talks = queries.of_contact(session, contact.id, 10)
        exported = _exported(session, contact.id) if me().may(Permission.ADMINISTER) else []
        block = blocks.of(session, contact.id)
    stored = Entry.of(
        {
            "name": contact.name,
            "contractor": _called(line.contractor),
            "language": contact.language or "",
            "tags": ", ".join(line.tags),
            "note": contact.note,
            "day": clock.now().astimezone(formats.zone()).date().isoformat(),
        }
    )
    return render_template(
        "contacts/page.html",
        line=line,
        numbers=numbers,
        users=names,
        talks=talks,
        exported=exported,
        entry=stored.with_typed(entry) if entry else stored,
        opened=number,
        block=block,
        how_words=HOW_WORDS,
        by_hand=[(how.value, HOW_WORDS[how]) for how in _BY_HAND],
        channels=[Channel.SMS, Channel.WHATSAPP],
        **choices(),
    )


@bp.post("/contacts/<key>")
@allowed(Permission.SEE_CONTACTS)
@or_again(page)
def save(key: str) -> ResponseReturnValue:
    product().run(keep_contacts.contact, me().id, key, form_of(request.form), clock.now())
    return _back(key, _("Saved."))


@bp.post("/contacts/<key>/numbers")
@allowed(Permission.SEE_CONTACTS)
@or_again(page)
def add_number(key: str) -> ResponseReturnValue:
    typed = Fields(request.form).text("phone")
    product().run(keep_contacts.add_number, me().id, key, typed, clock.now())
    return _back(key, _("Added."))


@bp.post("/contacts/<key>/numbers/<number>/remove")
@allowed(Permission.SEE_CONTACTS)
@or_again(page)
def remove_number(key: str, number: str) -> ResponseReturnValue:
    product().run(keep_contacts.remove_number, me().id, key, number, clock.now())
    return _back(key, _("Removed. What was said of the number is kept."))


@bp.post("/contacts/<key>/numbers/<number>/consents")
@allowed(Permission.SEE_CONTACTS)
@or_again(page)
def record(key: str, number: str) -> ResponseReturnValue:
    product().run(record_consent.record, number, _said(), clock.now())
    return _back(key, _("Recorded."))


@bp.post("/contacts/<key>/numbers/<number>/do-not-write")
@allowed(Permission.SEE_CONTACTS)
@or_again(page)
def hold(key: str, number: str) -> ResponseReturnValue:
    """Nobody needs a right to spare a person: taking a number off the list is another matter."""
    with product().run.reading() as session:
        phone = lines.phone_of(session, number)
    reason = Fields(request.form).text("reason")
    product().run(keep_do_not_write.add, me().id, phone, reason, clock.now())
    return _back(key, _("No campaign is sent to this number from now on."))


def _exported(session: Session, contact_id: int) -> list[Exported]:
    return [
        Exported(each, exports.signature(session, each, me().key))
        for each in exports.of(session, contact_id)
    ]


def _called(contractor: Contractor | None) -> str:
    """As the form finds it again: two may have one name, but no two one code."""
    return (contractor.code or contractor.name) if contractor else ""


def _back(key: str, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for(".page", key=key))


def _said() -> Said:
    fields = Fields(request.form)
    channel = fields.one_of("channel", list(Channel))
    what = fields.one_of("what", ["granted", "withdrawn"])
    how = fields.one_of("how", [each.value for each in _BY_HAND])
    day = fields.day("day")
    fields.check()
    now = clock.now()
    at = now
    if day is not None and day != now.astimezone(formats.zone()).date():
        at = datetime.combine(day, time(12), formats.zone()).astimezone(UTC)
    words = fields.text("words")
    return Said(Channel(channel), what == "granted", at, How(how), words, me().id)


def _numbers(session: Session, line: lines.Line) -> list[Seen]:
    ids = [each.number.id for each in line.numbers]
    standing = consents.standing(session, ids)
    history = consents.history(session, ids)
    reported = operators_blacklist.entries(session, ids)
    return [
        Seen(
            each,
            {ch: found for (owner, ch), found in standing.items() if owner == each.number.id},
            [row for row in history if row.number_id == each.number.id],
            [row for row in reported if row.number_id == each.number.id],
        )
        for each in line.numbers
    ]
