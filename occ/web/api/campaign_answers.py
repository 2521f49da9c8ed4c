"""What is told of campaigns: money is credits as text, and figures go by flag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from occ.billing import credits
from occ.campaigns import counts, report
from occ.campaigns.contents import Text
from occ.campaigns.listing import Row
from occ.campaigns.models import Flag, Preparing, Run, State
from occ.core.address import Channel
from occ.core.words import say
from occ.flows import campaign_routes
from occ.flows.check_campaign import Checked
from occ.messaging.models import HandOver
from occ.messaging.ports import Delivery
from occ.web.api.campaign_asks import CampaignRate
from occ.web.api.credit_shapes import Amount
from occ.web.api.paging import page_of
from occ.web.language import from_row, translate


@dataclass(frozen=True)
class CampaignFigures:
    people: int
    parts: int
    spent: Amount


@dataclass(frozen=True)
class Campaign:
    key: str
    title: str
    channel: Channel
    state: State
    reason: Annotated[str | None, say("Why it stopped, or waits.")]
    reason_code: str | None
    route: str | None
    text: Annotated[str, say("As it is written; of a template, what it says.")]
    plain_letters: bool
    template: str | None
    variables: dict[str, str]
    count_to_send: int | None
    due_at: datetime | None
    zone: str | None
    quiet: bool
    rate: Annotated[CampaignRate | None, say("Its own; null: as its sender.")]
    version: int
    run: Annotated[int, say("One more than how often it was reset.")]
    is_counted: Annotated[bool, say("Whether its recipients are counted and priced.")]
    people: Annotated[int, say("In this run.")]
    handed: Annotated[int, say("To how many of them it was sent, or is being.")]
    left: Annotated[int, say("To how many it could still be sent.")]
    figures: Annotated[dict[str, CampaignFigures], say("Of this run, by flag.")]
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    archived_at: datetime | None


@dataclass(frozen=True)
class CampaignRoute:
    route: str
    channel: Channel
    provider: str
    sender: str
    rate: Annotated[int, say("Parts a second that it takes, of all campaigns together.")]


@dataclass(frozen=True)
class CampaignRoutes:
    items: tuple[CampaignRoute, ...]


@dataclass(frozen=True)
class CampaignCheck:
    """What starting it now would do."""

    is_counted: Annotated[bool, say("While it is false the figures still grow: ask again.")]
    why_not: Annotated[str | None, say("Why it can't be started as it is.")]
    needs_second_person: Annotated[bool, say("On the pages: no program agrees to so many.")]
    recipients: int
    doubled: Annotated[int, say("Numbers that were named before: left out.")]
    invalid: Annotated[int, say("Lines that were no telephone number.")]
    left_out: Annotated[dict[str, int], say("How many, by reason.")]
    parts: int
    fewest_parts: Annotated[int, say("That a recipient's message takes.")]
    median_parts: int
    most_parts: int
    plain_letters_save: Annotated[int, say("Parts that plain letters would save.")]
    cost: Annotated[str | None, say("Credits; null: nobody pays.")]
    credit: Annotated[str | None, say("What the program has.")]
    credit_after: str | None
    rate: Annotated[CampaignRate, say("Its own, or its sender's.")]
    ends_at: Annotated[datetime | None, say("At that rate, the nights left out.")]


@dataclass(frozen=True)
class CampaignReport:
    run: int
    people: int
    handed: int
    doubled: int
    invalid: int
    left_out: Annotated[dict[str, int], say("How many were skipped, by reason.")]
    figures: Annotated[
        dict[str, CampaignFigures], say("By flag; `accepted` has all that the provider took.")
    ]
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Recipient:
    phone: str
    fields: dict[str, str]
    flag: Flag
    hand_over: Annotated[HandOver | None, say("Whether the provider has it.")]
    delivery: Annotated[Delivery | None, say("What the provider reported.")]
    parts: int
    spent: Amount
    at: datetime | None
    reason: str | None
    reason_code: Annotated[str | None, say("Why it was skipped, not sent, or did not arrive.")]


CampaignPage = page_of(Campaign)
RecipientPage = page_of(Recipient)


@dataclass(frozen=True)
class DeliveryCheck:
    asked: Annotated[int, say("About how many messages the provider is asked.")]


def campaign(row: Row, written: Text) -> Campaign:
    found, use = row.campaign, written.template or {}
    route, own = campaign_routes.of(found), found.own_rate
    return Campaign(
        key=found.key,
        title=found.title,
        channel=found.channel,
        state=found.state,
        reason=_words(found.reason),
        reason_code=found.reason_code,
        route=campaign_routes.name(route) if route else None,
        text=written.body,
        plain_letters=written.plain_letters,
        template=use.get("sid"),
        variables=dict(use.get("variables", {})),
        count_to_send=found.count_to_send,
        due_at=found.due_at,
        zone=found.zone,
        quiet=found.quiet,
        rate=CampaignRate(own.parts, own.per) if own else None,
        version=found.version,
        run=found.run,
        is_counted=row.run.preparing is Preparing.READY,
        people=row.run.people,
        handed=row.run.handed,
        left=row.left,
        figures=_figures(row.figures),
        made_at=found.made_at,
        started_at=found.started_at,
        ended_at=found.ended_at,
        archived_at=found.archived_at,
    )


def check(found: Checked) -> CampaignCheck:
    run, expected = found.row.run, found.expected
    is_paid = found.available is not None
    return CampaignCheck(
        is_counted=run.preparing is Preparing.READY,
        why_not=translate(found.why_not) if found.why_not else None,
        needs_second_person=found.needs_second,
        recipients=expected.people,
        doubled=run.doubled,
        invalid=run.invalid,
        left_out=dict(found.left_out),
        parts=expected.parts,
        fewest_parts=expected.fewest,
        median_parts=expected.median,
        most_parts=expected.most,
        plain_letters_save=found.saved_parts,
        cost=credits.text(expected.cost) if is_paid else None,
        credit=_credits(found.available),
        credit_after=_credits(found.after),
        rate=CampaignRate(found.rate.parts, found.rate.per),
        ends_at=found.ends_at,
    )


def report_of(
    run: Run, by_flag: Mapping[str, counts.Figures], reasons: Mapping[str, int]
) -> CampaignReport:
    return CampaignReport(
        run=run.number,
        people=run.people,
        handed=run.handed,
        doubled=run.doubled,
        invalid=run.invalid,
        left_out=dict(reasons),
        figures=_figures(by_flag),
        started_at=run.started_at,
        ended_at=run.ended_at,
    )


def recipient(line: report.Line) -> Recipient:
    person = line.recipient
    return Recipient(
        person.phone,
        dict(person.fields),
        person.flag,
        line.hand_over,
        line.delivery,
        person.parts,
        credits.text(person.spent),
        line.at,
        _words(line.reason),
        line.reason_code or person.reason,
    )


def _figures(by_flag: Mapping[str, counts.Figures]) -> dict[str, CampaignFigures]:
    return {
        flag: CampaignFigures(each.people, each.parts, credits.text(each.spent))
        for flag, each in by_flag.items()
    }


def _credits(amount: int | None) -> str | None:
    return None if amount is None else credits.text(amount)


def _words(row: dict[str, Any] | None) -> str | None:
    return translate(from_row(row)) if row else None
