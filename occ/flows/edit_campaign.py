"""A campaign is written: made, changed, and once it was begun changed in five things only (E2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.campaigns import audience, contents, lifecycle, recipients
from occ.campaigns.contents import Text
from occ.campaigns.lifecycle import Step
from occ.campaigns.models import Campaign, Preparing, Run, State
from occ.campaigns.rate import Rate
from occ.core import ids
from occ.core.address import Channel
from occ.core.errors import Conflict, Invalid
from occ.core.words import Words, say
from occ.flows import campaign_routes
from occ.journal import entries as journal
from occ.messaging import merge_fields
from occ.messaging.ports import Approval
from occ.messaging.routes import Route
from occ.messaging.template_models import Template
from occ.messaging.texts import storable

LONGEST_TITLE = 120
LONGEST_TEXT = 2000
MOST_PICKED = 10_000
MOST_COUNT = 10_000_000
MOST_RATE = 60_000


@dataclass(frozen=True)
class Draft:
    """What the page lets one enter. `route` is what `campaign_routes.name` makes of one."""

    title: str
    text: Text
    route: str = ""
    count_to_send: int | None = None
    due_at: datetime | None = None
    zone: str | None = None
    quiet: bool = True
    rate: Rate | None = None
    """Its own, below its sender's. Once it was sent to somebody: None leaves it as it is."""


def create(
    session: Session,
    owner_id: int,
    channel: Channel,
    draft: Draft,
    source: Mapping[str, Any],
    now: datetime,
) -> Campaign:
    """Save a new one; nothing is sent. Raises Invalid."""
    route = _checked(session, channel, draft, source, None, now)
    campaign = Campaign(
        key=ids.new("cmp"),
        title=_title(draft),
        channel=channel,
        owner_id=owner_id,
        provider=route.provider if route else None,
        sender=route.sender if route else None,
        state=State.DRAFT,
        version=1,
        content_version=1,
        run=1,
        begun=False,
        count_to_send=draft.count_to_send,
        due_at=draft.due_at,
        zone=draft.zone,
        quiet=draft.quiet,
        **_columns(draft.rate),
        made_at=now,
    )
    session.add(campaign)
    session.flush()
    contents.add(session, campaign.id, 1, draft.text, now)
    session.add(
        Run(
            campaign_id=campaign.id,
            number=1,
            source=dict(source),
            preparing=Preparing.AUDIENCE,
            cursor=0,
            people=0,
            doubled=0,
            invalid=0,
            handed=0,
            estimate={},
            made_at=now,
        )
    )
    journal.write(
        session,
        owner_id,
        "campaign_made",
        journal.Subject("campaign", campaign.key),
        now,
        after={"title": campaign.title, "channel": channel},
    )
    session.flush()
    return campaign


def edit(
    session: Session, user_id: int, key: str, draft: Draft, version: int | None, now: datetime
) -> Campaign:
    """Change title, count to send, text, route and schedule. Raises NotFound, Conflict, Invalid.

    What was sent stays as it was sent: a changed text is another version, for those to come.
    """
    campaign = lifecycle.locked(session, key)
    lifecycle.demand_version(campaign, version)
    run = recipients.of(session, campaign)
    route = _checked(session, campaign.channel, draft, run.source, campaign, now)
    changes: dict[str, Any] = {
        "title": _title(draft),
        "count_to_send": draft.count_to_send,
        "provider": route.provider if route else campaign.provider,
        "sender": route.sender if route else campaign.sender,
        "due_at": draft.due_at,
        "zone": draft.zone,
        "quiet": draft.quiet,
        **({} if campaign.begun else _columns(draft.rate)),
    }
    text = contents.of(session, campaign)
    if draft.text != text:
        changes["content_version"] = campaign.content_version + 1
        contents.add(session, campaign.id, campaign.content_version + 1, draft.text, now)
        measure_again(run)
    had_agreed = bool(run.agreed)
    if draft.text != text or changes["sender"] != campaign.sender:
        run.agreed = 0
    step = Step.EDIT
    is_cut_off = draft.due_at is None or (had_agreed and not run.agreed)
    if campaign.state is State.SCHEDULED and is_cut_off:
        step = lifecycle.back(run)
    lifecycle.take(session, campaign, step, user_id, now, **changes)
    return campaign


def measure_again(run: Run) -> None:
    if run.preparing is Preparing.READY:
        run.preparing = Preparing.MEASURE
    if run.preparing is Preparing.MEASURE:
        run.cursor, run.estimate = 0, {}


def demand_unbegun(campaign: Campaign) -> None:
    """Raises Conflict."""
    if campaign.begun:
        raise Conflict(
            say("It was sent already: its recipients stay as they are. Make a new sending."),
            "begun",
        )


def choose(
    session: Session, user_id: int, key: str, source: Mapping[str, Any], now: datetime
) -> Campaign:
    """Another audience, as long as nothing was sent. Raises NotFound, Conflict, Invalid."""
    campaign = lifecycle.locked(session, key)
    demand_unbegun(campaign)
    text = contents.of(session, campaign)
    missing = merge_fields.unknown(text.body, audience.fields(source))
    if missing:
        raise Invalid({"source": _no_field(missing)})
    run = recipients.of(session, campaign)
    run.source, run.agreed, run.read_until = dict(source), 0, None
    run.preparing, run.cursor, run.estimate = Preparing.EMPTY, 0, {}
    lifecycle.take(session, campaign, Step.EDIT, user_id, now)
    return campaign


def pick(
    session: Session,
    user_id: int,
    key: str,
    positions: Sequence[int],
    picked: bool,
    now: datetime,
) -> int:
    """Leave people out by hand or take them in again (C5), as long as nothing was sent.

    Raises NotFound, Conflict.
    """
    campaign = lifecycle.locked(session, key)
    demand_unbegun(campaign)
    lifecycle.take(session, campaign, Step.EDIT, user_id, now)
    run = recipients.of(session, campaign)
    changed = recipients.pick(session, run, positions, picked)
    measure_again(run)
    return changed


def _checked(
    session: Session,
    channel: Channel,
    draft: Draft,
    source: Mapping[str, Any],
    campaign: Campaign | None,
    now: datetime,
) -> Route | None:
    """The route that was chosen. Raises Invalid."""
    wrong: dict[str, Words] = {}
    if not 1 <= len(_title(draft)) <= LONGEST_TITLE:
        wrong["title"] = say("Enter a subject of 1 to %(most)s characters.", most=LONGEST_TITLE)
    if draft.text.template is not None:
        if _approved(session, str(draft.text.template["sid"])) is None:
            wrong["template"] = say("Choose a template that WhatsApp has approved.")
    elif channel is Channel.WHATSAPP:
        wrong["template"] = say("Choose a template: who has not written lately gets no other text.")
    elif len(draft.text.body) > LONGEST_TEXT:
        wrong["body"] = say("This is too long: at most %(most)s characters.", most=LONGEST_TEXT)
    missing = merge_fields.unknown(draft.text.body, audience.fields(source))
    if missing:
        wrong["body"] = _no_field(missing)
    present = {
        campaign_routes.name(each): each for each in campaign_routes.present(session, channel)
    }
    kept = campaign_routes.of(campaign) if campaign else None
    if kept:
        present.setdefault(campaign_routes.name(kept), kept)
    if draft.route and draft.route not in present:
        wrong["route"] = say("Choose one of the list.")
    if (
        draft.due_at is not None
        and draft.due_at <= now
        and (campaign is None or draft.due_at != campaign.due_at)
    ):
        wrong["at"] = say("This moment is over. Choose a later one, or send at once.")
    refused = _wrong_rate(draft.rate, campaign, campaign_routes.rate(session, channel))
    if refused:
        wrong["rate"] = refused
    if wrong:
        raise Invalid(wrong)
    return present.get(draft.route)


def _wrong_rate(rate: Rate | None, campaign: Campaign | None, sender: Rate) -> Words | None:
    kept = campaign.own_rate if campaign else None
    if rate is None or rate == kept:
        return None
    if campaign and campaign.begun:
        return say("It was sent already: its rate stays as it is.")
    if rate.is_above(sender):
        return say("Its sender takes at most %(most)s parts a second.", most=sender.parts)
    return None


def _columns(rate: Rate | None) -> dict[str, Any]:
    return {"rate": rate.parts if rate else None, "rate_per": rate.per if rate else None}


def _approved(session: Session, sid: str) -> Template | None:
    return session.scalars(
        select(Template).where(
            Template.sid == sid, Template.approval == Approval.APPROVED, Template.gone_at.is_(None)
        )
    ).one_or_none()


def _no_field(missing: Sequence[str]) -> Words:
    return say(
        "Nothing is known to put in place of %(field)s. Take it out, or choose recipients from a"
        " file with such a column.",
        field=", ".join(f"{{{each}}}" for each in missing),
    )


def _title(draft: Draft) -> str:
    return " ".join(storable(draft.title).split())
