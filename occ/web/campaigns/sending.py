"""Check and send, and what follows: confirm, pause, go on, reset (E2, E6, E7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.campaigns import listing, recipients
from occ.campaigns.models import Preparing, State
from occ.core import clock
from occ.core.address import read_phone
from occ.core.errors import Invalid
from occ.core.words import say
from occ.flows import (
    add_numbers,
    check_campaign,
    pause_campaign,
    prepare_campaign,
    reset_campaign,
    start_campaign,
    try_campaign,
)
from occ.product import product
from occ.web.campaigns import door, words
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("campaign_sending", __name__)
_SLICES = 4


@bp.get("/campaigns/<key>/check")
@door.writers
def check(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    door.demand(key)
    for _each in range(_SLICES):
        # A small sending is counted by the time its page is shown; the rest is the job's.
        if not product().run(prepare_campaign.step, key, clock.now()):
            break
    with product().run.reading() as session:
        campaign = door.find(session, key)
        checked = check_campaign.check(session, me().id, campaign, clock.now())
    return render_template(
        "campaigns/check.html",
        campaign=campaign,
        checked=checked,
        words=words,
        entry=entry or Entry(),
        me=me(),
    )


@bp.get("/campaigns/<key>/state")
@door.writers
def state(key: str) -> ResponseReturnValue:
    """For a page that waits: whether its recipients are counted."""
    with product().run.reading() as session:
        campaign = door.find(session, key)
        run = recipients.of(session, campaign)
    is_broken_off = run.preparing is Preparing.READING and "file" not in run.source
    counted = run.preparing is Preparing.READY or is_broken_off
    return jsonify(state="counted" if counted else "counting")


@bp.post("/campaigns/<key>/send")
@door.writers
@or_again(check)
def send(key: str) -> ResponseReturnValue:
    door.demand(key)
    version = Fields(request.form).whole("version", range(1, 2**31))
    campaign = product().run(start_campaign.send, me().id, key, version, clock.now())
    product().wake("campaigns")
    flash(_waits_for(campaign.state) or _("It is being sent."))
    return redirect(url_for("campaign_page.page", key=key))


@bp.post("/campaigns/<key>/confirm")
@door.campaigners
@or_again(check)
def confirm(key: str) -> ResponseReturnValue:
    return _do(key, start_campaign.confirm, _("Agreed: it is being sent, or will be at its time."))


@bp.post("/campaigns/<key>/take-back")
@door.writers
def take_back(key: str) -> ResponseReturnValue:
    return _do(key, start_campaign.take_back, _("It is a draft again, and nothing is sent."))


@bp.post("/campaigns/<key>/pause")
@door.writers
def pause(key: str) -> ResponseReturnValue:
    return _do(key, pause_campaign.pause, _("Paused."))


@bp.post("/campaigns/<key>/cancel")
@door.writers
def cancel(key: str) -> ResponseReturnValue:
    return _do(key, pause_campaign.cancel, _("Cancelled."))


@bp.post("/campaigns/<key>/rebuild")
@door.writers
@or_again(check)
def rebuild(key: str) -> ResponseReturnValue:
    """Go on with those not yet sent to, and only those (E7)."""
    door.demand(key)
    campaign = product().run(start_campaign.rebuild, me().id, key, clock.now())
    product().wake("campaigns")
    product().wake("resolve")
    flash(_waits_for(campaign.state) or _("It goes on with those not yet sent to."))
    return redirect(url_for("campaign_page.page", key=key))


@bp.get("/campaigns/<key>/reset")
@door.writers
def reset_page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        campaign = door.find(session, key)
        row = listing.row(session, campaign)
        checked = check_campaign.check(session, me().id, campaign, clock.now())
    return render_template(
        "campaigns/reset.html",
        campaign=campaign,
        row=row,
        cost=_cost_again(row, checked),
        entry=entry or Entry(),
        words=words,
    )


@bp.post("/campaigns/<key>/reset")
@door.writers
@or_again(reset_page)
def reset(key: str) -> ResponseReturnValue:
    door.demand(key)
    version = Fields(request.form).whole("version", range(1, 2**31))
    product().run(reset_campaign.reset, me().id, key, version, clock.now())
    product().wake("campaign_audience")
    flash(_("All its numbers are ready again. Check it, then send it."))
    return redirect(url_for(".check", key=key))


@bp.post("/campaigns/<key>/test")
@door.writers
@or_again(check)
def try_out(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        campaign = door.find(session, key)
        home = add_numbers.home_of(session)
    phone = read_phone(request.form.get("phone", ""), home)
    if phone is None:
        raise Invalid(
            {"phone": say("Enter a number with its country code, such as +48 500 100 200.")}
        )
    product().run(try_campaign.send, me().id, campaign, phone, clock.now())
    product().wake("messages")
    flash(_("The test is on its way."))
    return redirect(url_for(".check", key=key))


def _waits_for(state: State) -> str | None:
    """Why it does not begin at once."""
    return {
        State.CONFIRMING: _("A second person has to agree now."),
        State.SCHEDULED: _("It is scheduled."),
    }.get(state)


def _do(key: str, flow: Callable[..., Any], said: str) -> ResponseReturnValue:
    door.demand(key)
    product().run(flow, me().id, key, clock.now())
    product().wake("campaigns")
    flash(said)
    return redirect(url_for("campaign_page.page", key=key))


def _cost_again(row: listing.Row, checked: check_campaign.Checked) -> int | None:
    """About what sending to all costs: what is left, and what it has cost so far."""
    if checked.available is None:
        return None
    return checked.expected.cost + row.accepted.spent
