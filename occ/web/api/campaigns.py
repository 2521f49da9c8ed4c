"""Campaigns of a program: made, changed, sent, put away (C5, E).

The pages do the same by the same flows; a second person agrees there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from occ.campaigns import contents, lifecycle, listing, models
from occ.core import pages
from occ.core.address import Channel
from occ.core.errors import Invalid
from occ.core.words import say
from occ.flows import (
    campaign_routes,
    edit_campaign,
    look_after_campaign,
    name_numbers,
    pause_campaign,
    prepare_campaign,
    reset_campaign,
    start_campaign,
)
from occ.users.scopes import Scope
from occ.web.api import campaign_answers as answers
from occ.web.api import campaign_drafts as drafts
from occ.web.api.asked import Asked, Nothing
from occ.web.api.campaign_answers import Campaign, CampaignPage, CampaignRoute, CampaignRoutes
from occ.web.api.campaign_asks import (
    CampaignChange,
    CampaignDraft,
    CampaignsSought,
    CampaignStep,
    CampaignSteps,
    MoreNumbers,
)
from occ.web.api.operations import read, write

bp = Blueprint("api_campaigns", __name__)
READS = (Scope.CAMPAIGNS_READ, Scope.CAMPAIGNS_SEND)
_COUNTING = ("campaign_audience",)
_STEPS: dict[CampaignSteps, Callable[..., Any]] = {
    CampaignSteps.TAKE_BACK: start_campaign.take_back,
    CampaignSteps.PAUSE: pause_campaign.pause,
    CampaignSteps.CANCEL: pause_campaign.cancel,
    CampaignSteps.REBUILD: start_campaign.rebuild,
    CampaignSteps.SEND_AGAIN: look_after_campaign.send_again,
    CampaignSteps.ARCHIVE: reset_campaign.archive,
    CampaignSteps.UNARCHIVE: reset_campaign.unarchive,
}


@read(bp, "/campaigns", say("List campaigns"), READS, CampaignPage, CampaignsSought)
def index(session: Session, asked: Asked[CampaignsSought]) -> Any:
    wanted = asked.what
    query = listing.those(
        archived=wanted.archived, owner_id=asked.caller.user_id, state=wanted.state
    )
    rows, more = pages.newest(session, query, models.Campaign, wanted.after, wanted.limit)
    found = listing.with_figures(session, [campaign for (campaign,) in rows])
    return CampaignPage(tuple(_told(session, row) for row in found), more)


@read(bp, "/campaigns/routes", say("Routes a campaign can leave by"), READS, CampaignRoutes)
def routes(session: Session, asked: Asked[Nothing]) -> CampaignRoutes:
    return CampaignRoutes(
        tuple(
            CampaignRoute(
                campaign_routes.name(each),
                channel,
                each.provider,
                each.sender,
                campaign_routes.rate(session, channel).parts,
            )
            for channel in Channel
            for each in campaign_routes.present(session, channel, asked.caller.services)
        )
    )


@read(bp, "/campaigns/<key>", say("One campaign"), READS, Campaign)
def show(session: Session, asked: Asked[Nothing], key: str) -> Campaign:
    return _shown(session, own(session, asked, key))


@write(
    bp,
    "/campaigns",
    say("Make a campaign"),
    Scope.CAMPAIGNS_SEND,
    Campaign,
    CampaignDraft,
    wakes=_COUNTING,
)
def make(session: Session, asked: Asked[CampaignDraft]) -> Campaign:
    """A draft: nothing leaves before it is started."""
    wanted, caller, now = asked.what, asked.caller, asked.now
    drafts.demand_one(wanted.audience)
    draft = drafts.draft(session, caller, wanted, wanted.channel)
    owner, channel = caller.user_id, wanted.channel
    with drafts.named_as_asked():
        if wanted.audience.numbers:
            numbers = drafts.named(wanted.audience.numbers)
            made = name_numbers.create(session, owner, channel, draft, numbers, now)
        else:
            source = drafts.source(session, caller, wanted.audience)
            made = edit_campaign.create(session, owner, channel, draft, source, now)
    return _counted(session, asked, made.key)


@write(
    bp,
    "/campaigns/<key>",
    say("Change a campaign: title, count to send, text, route, schedule"),
    Scope.CAMPAIGNS_SEND,
    Campaign,
    CampaignChange,
    method="PUT",
    wakes=_COUNTING,
)
def change(session: Session, asked: Asked[CampaignChange], key: str) -> Campaign:
    wanted, found = asked.what, own(session, asked, key)
    stays = {
        "channel": wanted.channel not in (None, found.channel),
        "audience": wanted.audience is not None,
    }
    if any(stays.values()):
        refusal = say("Channel and recipients stay as they are. Make another campaign.")
        raise Invalid({name: refusal for name, is_other in stays.items() if is_other})
    draft = drafts.draft(session, asked.caller, wanted, found.channel)
    with drafts.named_as_asked():
        edit_campaign.edit(session, asked.caller.user_id, key, draft, wanted.version, asked.now)
    return _counted(session, asked, key)


@write(
    bp,
    "/campaigns/<key>/numbers",
    say("Add numbers to a campaign that was not started"),
    Scope.CAMPAIGNS_SEND,
    Campaign,
    MoreNumbers,
    wakes=_COUNTING,
)
def add_numbers(session: Session, asked: Asked[MoreNumbers], key: str) -> Campaign:
    own(session, asked, key)
    numbers = drafts.named(asked.what.numbers)
    name_numbers.add(session, asked.caller.user_id, key, numbers, asked.now)
    return _counted(session, asked, key)


@write(
    bp,
    "/campaigns/<key>/steps",
    say("Start a campaign, pause it, go on, reset it, put it away"),
    Scope.CAMPAIGNS_SEND,
    Campaign,
    CampaignStep,
    wakes=("campaigns", "resolve", *_COUNTING),
)
def step(session: Session, asked: Asked[CampaignStep], key: str) -> Campaign:
    wanted, user_id, now = asked.what, asked.caller.user_id, asked.now
    lifecycle.demand_version(own(session, asked, key), wanted.version)
    match wanted.step:
        case CampaignSteps.START:
            start_campaign.send(session, user_id, key, wanted.version, now)
        case CampaignSteps.LOOK_AGAIN:
            look_after_campaign.look_again(session, user_id, key, None, now)
        case CampaignSteps.RESET:
            reset_campaign.reset(session, user_id, key, wanted.version, now)
        case other:
            _STEPS[other](session, user_id, key, now)
    return _counted(session, asked, key)


def own(session: Session, asked: Asked[Any], key: str) -> models.Campaign:
    """Raises NotFound, also for somebody else's."""
    return lifecycle.find(session, key, asked.caller.user_id)


def _counted(session: Session, asked: Asked[Any], key: str) -> Campaign:
    found = lifecycle.find(session, key)
    if found.state is not models.State.RUNNING:
        prepare_campaign.begin(session, key, asked.now)
    return _shown(session, found)


def _shown(session: Session, campaign: models.Campaign) -> Campaign:
    return _told(session, listing.row(session, campaign))


def _told(session: Session, row: listing.Row) -> Campaign:
    return answers.campaign(row, contents.of(session, row.campaign))
