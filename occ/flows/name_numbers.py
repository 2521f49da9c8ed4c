"""A program names the numbers of a campaign itself, with what stands for their merge fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from occ.campaigns import lifecycle, recipients
from occ.campaigns.audience import Source
from occ.campaigns.lifecycle import Step
from occ.campaigns.models import Campaign, Preparing
from occ.campaigns.recipients import Person
from occ.core.address import Channel, country_of, read_phone
from occ.core.errors import Conflict, Invalid
from occ.core.words import Words, say
from occ.flows import edit_campaign
from occ.flows.add_numbers import LONGEST_VALUE, MOST_FIELDS
from occ.flows.edit_campaign import Draft

Named = Sequence[tuple[str, Mapping[str, str]]]
"""Numbers in E.164, each with its fields."""


def create(
    session: Session, owner_id: int, channel: Channel, draft: Draft, named: Named, now: datetime
) -> Campaign:
    """A new campaign to them. Raises Invalid: `numbers.3.phone`."""
    people = _people(named)
    source = {"kind": Source.NUMBERS, "fields": _fields((), people)}
    campaign = edit_campaign.create(session, owner_id, channel, draft, source, now)
    recipients.add(session, recipients.of(session, campaign), people)
    return campaign


def add(session: Session, user_id: int, key: str, named: Named, now: datetime) -> Campaign:
    """More of them, as long as nothing was sent. Raises NotFound, Conflict, Invalid."""
    people = _people(named)
    campaign = lifecycle.locked(session, key)
    edit_campaign.demand_unbegun(campaign)
    run = recipients.of(session, campaign)
    if run.source["kind"] != Source.NUMBERS or run.preparing in _BEING_READ:
        raise Conflict(
            say("Its recipients were chosen in another way, or a file of them is being read."),
            "other_recipients",
        )
    run.source = {**run.source, "fields": _fields(run.source.get("fields", ()), people)}
    run.agreed = 0
    recipients.add(session, run, people)
    edit_campaign.measure_again(run)
    lifecycle.take(session, campaign, Step.EDIT, user_id, now)
    return campaign


def _people(named: Named) -> list[Person]:
    wrong: dict[str, Words] = {}
    for place, (phone, fields) in enumerate(named):
        if read_phone(phone, None) != phone:
            wrong[f"numbers.{place}.phone"] = say(
                "Enter a telephone number, such as +48 500 100 200."
            )
        if any(len(value) > LONGEST_VALUE for value in fields.values()):
            wrong[f"numbers.{place}.fields"] = say(
                "A field has at most %(most)s characters.", most=LONGEST_VALUE
            )
    if wrong:
        raise Invalid(wrong)
    return [Person(phone, country_of(phone) or "", dict(fields)) for phone, fields in named]


def _fields(known: Sequence[str], people: Sequence[Person]) -> list[str]:
    """Known and new ones, each once. Raises Invalid."""
    found = list(dict.fromkeys([*known, *(name for each in people for name in each.fields)]))
    if len(found) > MOST_FIELDS:
        raise Invalid(
            {"numbers": say("All numbers together have at most %(most)s fields.", most=MOST_FIELDS)}
        )
    return found


_BEING_READ = (Preparing.EMPTY, Preparing.READING)
