"""What a line of the journal says to a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from occ.core.numerals import in_digits_of
from occ.core.words import Words
from occ.journal import entries as journal
from occ.journal.models import JournalEntry
from occ.users import listing
from occ.web import formats, language
from occ.web.admin import service_fields
from occ.web.admin.action_words import ACTIONS
from occ.web.admin.change_words import FIELDS, VALUES
from occ.web.admin.service_fields import Change
from occ.web.language import LANGUAGES

_FIGURE = re.compile(r"\d+(\.\d+)?")
_CREDITS = {"available", "amount", "limit_day", "limit_week", "limit_month"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$")


@dataclass(frozen=True)
class Line:
    at: datetime
    actor: str | None
    """None for what the system or a command did."""
    action: Words | str
    changes: list[Change]
    address: str | None = None
    """Of the page that says more."""
    about: str | None = None
    """Whom or what it was done to, where the page does not say so by itself."""


def lines(session: Session, subject: journal.Subject, before: datetime | None = None) -> list[Line]:
    """Of the subject's journal, the newest first, of those before a moment."""
    entries = journal.of(session, subject, before=before)
    actors = {entry.actor_id for entry in entries if entry.actor_id is not None}
    names = listing.names(session, actors)
    return [line(entry, names) for entry in entries]


def line(entry: JournalEntry, names: Mapping[int, str]) -> Line:
    actor = names.get(entry.actor_id) if entry.actor_id is not None else None
    action = ACTIONS.get(entry.action, entry.action)
    return Line(entry.at, actor, action, changes(entry.before, entry.after))


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> list[Change]:
    """Only what differs, in the order of `after`."""
    names = dict.fromkeys([*after, *before])
    found = [_change(name, before.get(name), after.get(name)) for name in names]
    return [change for change in found if change.before != change.after]


def _change(name: str, was: object, now: object) -> Change:
    told = Change(FIELDS.get(name, name), _value(was, name), _value(now, name))
    return service_fields.change(name, was, now) or told


def _value(fact: object, name: str) -> Words | str | None:
    if fact is None or fact == "" or fact == []:
        return None
    if isinstance(fact, list):
        return formats.comma().join(map(str, fact))
    said = str(fact)
    if _FIGURE.fullmatch(said):
        plain = in_digits_of(language.current(), said)
        return formats.number(Decimal(said)) if name in _CREDITS else plain
    if _MOMENT.match(said):
        return formats.plain_moment(datetime.fromisoformat(said))
    return VALUES.get(said) or LANGUAGES.get(said) or said
