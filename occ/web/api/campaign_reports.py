"""What a campaign of a program would do, and what became of it, number by number (C7, E3, E4)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from occ.campaigns import counts, recipients, report
from occ.core.words import say
from occ.flows import check_campaign, look_after_campaign, try_campaign
from occ.users.scopes import Scope
from occ.web.api import campaign_answers as answers
from occ.web.api.asked import Asked, Nothing
from occ.web.api.campaign_answers import (
    CampaignCheck,
    CampaignReport,
    DeliveryCheck,
    RecipientPage,
)
from occ.web.api.campaign_asks import CampaignTest, OfRun, RecipientsSought
from occ.web.api.campaign_drafts import named_as_asked
from occ.web.api.campaigns import READS, own
from occ.web.api.messages import Message, told
from occ.web.api.operations import read, write
from occ.web.api.paging import number_before

bp = Blueprint("api_campaign_reports", __name__)


@read(bp, "/campaigns/<key>/check", say("What starting a campaign would do"), READS, CampaignCheck)
def check(session: Session, asked: Asked[Nothing], key: str) -> CampaignCheck:
    campaign, user_id = own(session, asked, key), asked.caller.user_id
    return answers.check(check_campaign.check(session, user_id, campaign, asked.now))


@read(bp, "/campaigns/<key>/report", say("A campaign's report"), READS, CampaignReport, OfRun)
def figures(session: Session, asked: Asked[OfRun], key: str) -> CampaignReport:
    run = recipients.of(session, own(session, asked, key), asked.what.run)
    by_flag = counts.of(session, [run.id])[run.id]
    return answers.report_of(run, by_flag, counts.reasons(session, run.id))


@read(
    bp,
    "/campaigns/<key>/recipients",
    say("A campaign's recipients, in their order, with both statuses"),
    READS,
    RecipientPage,
    RecipientsSought,
)
def index(session: Session, asked: Asked[RecipientsSought], key: str) -> Any:
    wanted = asked.what
    run = recipients.of(session, own(session, asked, key), wanted.run)
    after, most = number_before(wanted.after) or 0, wanted.limit
    found = report.lines(session, run, wanted.flag, after, most + 1, wanted.phone or "")
    more = str(found[most - 1].recipient.position) if len(found) > most else None
    return RecipientPage(tuple(answers.recipient(each) for each in found[:most]), more)


@write(
    bp,
    "/campaigns/<key>/tests",
    say("Send a campaign's text to one number, as the first recipient gets it"),
    Scope.CAMPAIGNS_SEND,
    Message,
    CampaignTest,
    wakes=("messages",),
)
def try_out(session: Session, asked: Asked[CampaignTest], key: str) -> Message:
    """Paid by the program, by the same door as to all."""
    campaign, user_id = own(session, asked, key), asked.caller.user_id
    with named_as_asked():
        sent = try_campaign.send(session, user_id, campaign, asked.what.to, asked.now)
    return told(sent, None, None)


@write(
    bp,
    "/campaigns/<key>/delivery-checks",
    say("Ask the provider about all of a campaign that are on the way"),
    Scope.CAMPAIGNS_SEND,
    DeliveryCheck,
    OfRun,
    wakes=("campaign_checks", "statuses", "sms statuses"),
)
def check_delivery(session: Session, asked: Asked[OfRun], key: str) -> DeliveryCheck:
    own(session, asked, key)
    return DeliveryCheck(
        look_after_campaign.check_delivery(session, key, asked.what.run, asked.now)
    )
