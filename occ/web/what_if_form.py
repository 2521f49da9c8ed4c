"""What is to be otherwise in the replay of a past day, as its form has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from occ.core.numerals import in_latin
from occ.core.words import say
from occ.routing.past_day import Person
from occ.routing.what_if import Changes
from occ.users.models import MAX_INTERACTIONS
from occ.web.entry import Entry
from occ.web.fields import Fields

MOST_ADDED = 200
_ADDED_LIMIT = 3


def unchanged(people: Sequence[Person]) -> Entry:
    return Entry.of(
        {"here": [person.key for person in people], "added": 0, "added_limit": _ADDED_LIMIT}
    )


def is_by_agent(entry: Entry, people: Sequence[Person]) -> bool:
    """Whether anything was entered for single agents."""
    return any(
        entry.get(f"limit-{person.key}") or not entry.has("here", person.key) for person in people
    )


def read(fields: Fields, people: Sequence[Person]) -> Changes:
    """Raises Invalid."""
    here = fields.chosen("here")
    limits = {person.id: _limit(fields, f"limit-{person.key}") for person in people}
    changes = Changes(
        limit=_limit(fields, "limit"),
        limits={user_id: limit for user_id, limit in limits.items() if limit is not None},
        without={person.id for person in people if person.key not in here},
        added=fields.whole("added", range(MOST_ADDED + 1)),
        added_limit=fields.whole("added_limit", MAX_INTERACTIONS),
        hours=_hours(fields),
    )
    fields.check()
    return changes


def _limit(fields: Fields, name: str) -> int | None:
    """None where the field is left empty."""
    return fields.whole(name, MAX_INTERACTIONS) if fields.text(name) else None


def _hours(fields: Fields) -> tuple[time, time] | None:
    typed = [in_latin(fields.text(name)) for name in ("from", "to")]
    if not any(typed):
        return None
    try:
        begins, ends = map(time.fromisoformat, typed)
        if begins.tzinfo is None and (begins < ends or ends == time(0)):
            return begins, ends
    except ValueError:
        pass
    fields.errors["from"] = say("Enter both times, such as 09:00 and 17:30, the earlier one first.")
    return None
