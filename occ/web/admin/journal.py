"""The change log: who did what and who saw what, by person, kind and day; a page at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from occ.core.words import Words, say
from occ.flows import name_subjects
from occ.journal import entries
from occ.journal.entries import Sought, Subject
from occ.journal.models import JournalEntry
from occ.product import product
from occ.users import listing
from occ.users.permissions import Permission
from occ.web import earlier, formats
from occ.web.access import allowed
from occ.web.admin import journal_words
from occ.web.fields import Fields

bp = Blueprint("journal", __name__)
PAGE = 100
NOBODY = "system"
KINDS: dict[str, Words] = {
    "user": say("Users"),
    "conversation": say("Conversations"),
    "contact": say("Contacts"),
    "contractor": say("Contractors"),
    "number": say("Telephone numbers"),
    "import": say("Import"),
    "campaign": say("Campaigns"),
    "message": say("Messages"),
    "service": say("Services"),
    "widget": say("Widgets"),
    "settings": say("Settings"),
    "batch": say("WhatsApp batches"),
    "account": say("Accounts"),
    "segment": say("Segments"),
    "canned_reply": say("Replies"),
    "webhook": say("Webhooks"),
}
_PAGES = {
    "user": "user.page",
    "conversation": "conversations.page",
    "contact": "contact.page",
    "contractor": "contractors.page",
    "campaign": "campaign_page.page",
    "service": "services.page",
    "account": "accounts.page",
    "webhook": "dead_letters.page",
}


@bp.get("/journal")
@allowed(Permission.ADMINISTER)
def page() -> ResponseReturnValue:
    fields = Fields(request.args)
    day = fields.day("day")
    person, kind = fields.text("person"), fields.text("kind")
    before = fields.text("before")
    with product().run.reading() as session:
        people = [*listing.found(session), *listing.found(session, programs=True)]
        ids = {each.key: each.id for each in people}
        sought = Sought(
            ids.get(person),
            by_nobody=person == NOBODY,
            kind=kind if kind in KINDS else None,
            since=_begins(day) if day else None,
            until=_begins(day + timedelta(days=1)) if day else None,
        )
        found = entries.search(
            session, sought, int(before) if before.isdecimal() else None, PAGE + 1
        )
        names = listing.names(session, {each.actor_id for each in found if each.actor_id})
        about = name_subjects.names(session, map(_subject, found))
    lines = [_line(each, names, about) for each in found[:PAGE]]
    asked = {"person": person, "kind": kind, "day": day.isoformat() if day else ""}
    last = found[PAGE - 1].id if len(found) > PAGE else None
    return render_template(
        "journal.html",
        lines=lines,
        people=people,
        kinds=KINDS,
        nobody=NOBODY,
        asked=asked,
        more=earlier.address(asked, last) if last else None,
        newest=earlier.address(asked),
        is_first=not before,
    )


def _line(
    entry: JournalEntry, names: dict[int, str], about: dict[Subject, str]
) -> journal_words.Line:
    opens = _PAGES.get(entry.subject_kind)
    address = url_for(opens, key=entry.subject_key) if opens else None
    line = journal_words.line(entry, names)
    named = about.get(_subject(entry))
    # Who did it to themselves is named once.
    return replace(line, address=address, about=named if named != line.actor else None)


def _subject(entry: JournalEntry) -> Subject:
    return Subject(entry.subject_kind, entry.subject_key)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), formats.zone())
