"""What a program wrote of a campaign, as the flows take it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.campaigns import contents
from occ.campaigns.contents import Text
from occ.campaigns.rate import Rate
from occ.contacts import contractors
from occ.contacts.models import Contact
from occ.core.address import Channel
from occ.core.errors import Invalid
from occ.core.words import say
from occ.flows import campaign_audiences, campaign_routes
from occ.flows.edit_campaign import Draft
from occ.messaging import templates
from occ.routing import open_to
from occ.settings import store
from occ.settings.pages import CompanySettings
from occ.users.tokens import Caller
from occ.web.api.campaign_asks import Audience, CampaignChange, CampaignDraft, NamedNumber

_NAMES = {
    "body": "text",
    "at": "due_at",
    "source": "audience",
    "numbers": "audience.numbers",
    "phone": "to",
}
"""What the flows, and the page's form, call otherwise."""


@contextmanager
def named_as_asked() -> Iterator[None]:
    """Raises Invalid by the names of the API."""
    try:
        yield
    except Invalid as why:
        fields = {}
        for name, words in why.fields.items():
            first, *rest = name.split(".")
            fields[".".join([_NAMES.get(first, first), *rest])] = words
        raise Invalid(fields) from None


def draft(
    session: Session, caller: Caller, wanted: CampaignDraft | CampaignChange, channel: Channel
) -> Draft:
    """Raises Invalid."""
    due_at, zone = _time(session, wanted)
    return Draft(
        title=wanted.title,
        text=_text(session, wanted, channel),
        route=_route(session, caller, wanted, channel),
        count_to_send=wanted.count_to_send,
        due_at=due_at,
        zone=zone,
        quiet=wanted.quiet,
        rate=Rate(wanted.rate.parts, wanted.rate.per) if wanted.rate else None,
    )


def source(session: Session, caller: Caller, wanted: Audience) -> dict[str, Any]:
    """Of contacts whom the token may see. Raises Invalid, NotFound."""
    if caller.services and not wanted.contacts:
        raise Invalid(
            {"audience": say("This token is for some services: name contacts or numbers.")}
        )
    if wanted.everybody:
        return campaign_audiences.everybody()
    if wanted.segment is not None:
        return campaign_audiences.of_segment(session, wanted.segment)
    if wanted.contractors:
        known = {each.key for each in contractors.by_keys(session, wanted.contractors)}
        _demand_all("contractors", wanted.contractors, known)
        return campaign_audiences.of_contractors(session, wanted.contractors)
    query = select(Contact.key).where(Contact.key.in_(wanted.contacts), open_to.contacts(caller))
    _demand_all("contacts", wanted.contacts, set(session.scalars(query)))
    return campaign_audiences.of_contacts(session, wanted.contacts)


def named(numbers: Sequence[NamedNumber]) -> list[tuple[str, dict[str, str]]]:
    return [(each.phone, each.fields) for each in numbers]


def demand_one(wanted: Audience) -> None:
    """Raises Invalid where whom it goes to is said twice, or not at all."""
    ways = (
        wanted.everybody,
        wanted.segment is not None,
        wanted.contractors,
        wanted.contacts,
        wanted.numbers,
    )
    if sum(map(bool, ways)) != 1:
        raise Invalid(
            {"audience": say("Name one: everybody, a segment, contractors, contacts, or numbers.")}
        )


def _demand_all(noun: str, asked: Sequence[str], known: Collection[str]) -> None:
    for place, key in enumerate(asked):
        if key not in known:
            raise Invalid({f"audience.{noun}.{place}": say("Nobody has this key.")})


def _text(session: Session, wanted: CampaignDraft | CampaignChange, channel: Channel) -> Text:
    if channel is Channel.SMS:
        if wanted.template is not None:
            raise Invalid({"template": say("Templates are for WhatsApp. Give a text.")})
        return Text((wanted.text or "").replace("\r\n", "\n").strip(), wanted.plain_letters)
    if wanted.template is None:
        return Text("")
    if wanted.text is not None:
        raise Invalid({"text": say("Give a text or a template, not both.")})
    known = templates.by_sid(session, wanted.template)
    if known is None:
        raise Invalid({"template": say("No template has this SID. They stand in Settings.")})
    return contents.of_template(*templates.worded(known, wanted.variables))


def _route(
    session: Session, caller: Caller, wanted: CampaignDraft | CampaignChange, channel: Channel
) -> str:
    """Empty where none is named, and there is not just one: it stays as it is."""
    present = campaign_routes.present(session, channel, caller.services)
    names = [campaign_routes.name(each) for each in present]
    if wanted.route is None:
        return names[0] if len(names) == 1 and isinstance(wanted, CampaignDraft) else ""
    if caller.services and wanted.route not in names:
        raise Invalid({"route": say("Choose one of the list.")})
    return wanted.route


def _time(
    session: Session, wanted: CampaignDraft | CampaignChange
) -> tuple[datetime | None, str | None]:
    if wanted.zone is not None and wanted.zone not in available_timezones():
        raise Invalid({"zone": say("Choose one of the list.")})
    if wanted.due_at is None:
        return None, None
    zone = wanted.zone or store.load(session, CompanySettings).zone
    return wanted.due_at.astimezone(UTC), zone
