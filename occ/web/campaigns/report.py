"""Reports by flag, the send log, Check delivery, and the file of it (C7, E3, E4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from occ.campaigns import contents, counts, course, recipients, report
from occ.campaigns.counts import Figures
from occ.campaigns.measure import BLACKLISTED
from occ.campaigns.models import Campaign, Flag, Run
from occ.core import clock
from occ.core.address import read_phone
from occ.core.errors import NotFound
from occ.core.words import say
from occ.flows import add_numbers, look_after_campaign
from occ.product import product
from occ.web import csv_file, formats
from occ.web.campaigns import course_chart, door, words
from occ.web.who import me

bp = Blueprint("campaign_report", __name__)
PAGE = 50


@bp.get("/campaigns/<key>/report")
@door.writers
def page(key: str) -> ResponseReturnValue:
    flag = _flag()
    sought = request.args.get("q", "").strip()
    after = request.args.get("after", 0, type=int)
    with product().run.reading() as session:
        campaign = door.find(session, key)
        run = _run(session, campaign)
        phone = (read_phone(sought, add_numbers.home_of(session)) or sought) if sought else ""
        lines = report.lines(session, run, flag, after, PAGE + 1, phone)
        went = None if flag else course.of(session, run.id, formats.zone())
        figures = counts.of(session, [run.id])[run.id]
        reasons = counts.reasons(session, run.id) if flag in (Flag.SKIPPED, BLACKLISTED) else {}
    return render_template(
        "campaigns/report.html",
        campaign=campaign,
        run=run,
        flag=flag,
        lines=lines[:PAGE],
        has_more=len(lines) > PAGE,
        chart=course_chart.drawn(went) if went and went.stretches else None,
        figures=figures,
        none=Figures(),
        reasons=reasons if flag == Flag.SKIPPED else {},
        barred=reasons.get(BLACKLISTED, 0),
        sought=sought,
        words=words,
    )


@bp.get("/campaigns/<key>/report.csv")
@door.writers
def download(key: str) -> ResponseReturnValue:
    """Numbers stand without a plus, so that a spreadsheet keeps them and an import reads them."""
    flag = _flag()
    with product().run.reading() as session:
        campaign = door.find(session, key)
        run = _run(session, campaign)
        fields = [name for name in run.source.get("fields", ()) if name != "name"]
        header = (
            "number",
            "name",
            *fields,
            "flag",
            "sms_status",
            "delivery_status",
            "parts",
            "spent",
            "at",
            "reason",
        )

    def parts() -> Iterator[list[tuple[object, ...]]]:
        """Each read by itself, so that no transaction lasts as long as a download."""
        after = 0
        while True:
            with product().run.reading() as session:
                found = report.lines(session, run, flag, after, report.FILE_SLICE)
            if not found:
                return
            after = found[-1].recipient.position
            yield [_cells(line, fields) for line in found]

    return csv_file.stream(f"{campaign.key}-{run.number}-{flag or 'all'}", header, parts())


def _cells(line: report.Line, fields: Sequence[str]) -> tuple[object, ...]:
    recipient = line.recipient
    return (
        recipient.phone.lstrip("+"),
        recipient.fields.get("name", ""),
        *(recipient.fields.get(name, "") for name in fields),
        recipient.flag.value,
        line.hand_over or "",
        line.delivery or "",
        recipient.parts if line.is_out else 0,
        recipient.spent / 1000,
        clock.iso(line.at) if line.at else "",
        line.reason_code or recipient.reason or "",
    )


@bp.post("/campaigns/<key>/check-delivery")
@door.writers
def check_delivery(key: str) -> ResponseReturnValue:
    door.demand(key)
    number = request.form.get("run", type=int)
    asked = product().run(look_after_campaign.check_delivery, key, number, clock.now())
    for job in ("campaign_checks", "statuses", "sms statuses"):
        product().wake(job)
    flash(
        ngettext(
            "The provider is asked about %(count)s message.",
            "The provider is asked about %(count)s messages.",
            asked,
            count=formats.number(asked),
        )
        if asked
        else _("Nothing is on the way: there is nothing to ask.")
    )
    return redirect(url_for(".page", key=key, run=number))


@bp.post("/campaigns/<key>/look-again")
@door.writers
def look_again(key: str) -> ResponseReturnValue:
    door.demand(key)
    number = request.form.get("run", 0, type=int)
    product().run(look_after_campaign.look_again, me().id, key, number, clock.now())
    product().wake("resolve")
    flash(_("The provider's list is read once more."))
    return redirect(url_for(".page", key=key, run=number))


@bp.post("/campaigns/<key>/send-again")
@door.writers
def send_again(key: str) -> ResponseReturnValue:
    door.demand(key)
    product().run(look_after_campaign.send_again, me().id, key, clock.now())
    product().wake("campaigns")
    flash(_("They are sent to again, with those not yet sent to."))
    return redirect(url_for("campaign_page.page", key=key))


@bp.get("/campaigns/<key>/recipients/<place>")
@door.writers
def one(key: str, place: str) -> ResponseReturnValue:
    """Each attempt, status and cost of one person: `2-17` is the 17th of the second run."""
    match = re.fullmatch(r"([0-9]{1,6})-([0-9]{1,9})", place)
    if match is None:
        raise NotFound(say("There is nobody in this place."))
    number, position = map(int, match.groups())
    with product().run.reading() as session:
        campaign = door.find(session, key)
        run = recipients.of(session, campaign, number)
        recipient = recipients.at(session, run, position)
        [line] = report.lines(session, run, None, position - 1, 1)
        attempts = report.attempts(session, line.message_id) if line.message_id else []
        texts = contents.versions(session, campaign.id)
    text = texts.get(recipient.content_version or campaign.content_version)
    return render_template(
        "campaigns/recipient.html",
        campaign=campaign,
        run=run,
        line=line,
        attempts=attempts,
        text=text.to(recipient.fields) if text else "",
        words=words,
    )


def _run(session: Session, campaign: Campaign) -> Run:
    return recipients.of(session, campaign, request.args.get("run", type=int))


def _flag() -> str | None:
    named = request.args.get("flag", "")
    return named if named in words.FLAGS else None
