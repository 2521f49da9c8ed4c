"""Campaigns: the dashboard with figures and Facilities (E1), and the archive (E5)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.campaigns import listing
from occ.campaigns.models import State
from occ.core import clock
from occ.core.address import Channel
from occ.flows import campaign_routes, reset_campaign
from occ.product import product
from occ.web.campaigns import door, words
from occ.web.who import me

bp = Blueprint("campaigns", __name__)
PAGE = 25


@bp.get("/campaigns")
@door.writers
def index() -> ResponseReturnValue:
    return _page(archived=False)


@bp.get("/campaigns/archived")
@door.writers
def archived() -> ResponseReturnValue:
    return _page(archived=True)


@bp.post("/campaigns/<key>/archive")
@door.writers
def archive(key: str) -> ResponseReturnValue:
    door.demand(key)
    product().run(reset_campaign.archive, me().id, key, clock.now())
    flash(_("Archived. It stands under Archived, and can be taken back."))
    return redirect(url_for(".index"))


@bp.post("/campaigns/<key>/unarchive")
@door.writers
def unarchive(key: str) -> ResponseReturnValue:
    door.demand(key)
    product().run(reset_campaign.unarchive, me().id, key, clock.now())
    flash(_("Back on the dashboard."))
    return redirect(url_for(".index"))


def _page(*, archived: bool) -> ResponseReturnValue:
    sought = request.args.get("q", "").strip()
    named = request.args.get("state", "")
    state = State(named) if named in set(State) else None
    with product().run.reading() as session:
        asked = listing.those(
            archived=archived, owner_id=door.only_own(), state=state, sought=sought
        )
        before = request.args.get("before", type=int)
        found = listing.newest(session, asked, before, PAGE + 1)
        put_away = listing.archived_count(session, door.only_own())
        rates = {channel: campaign_routes.rate(session, channel) for channel in Channel}
    return render_template(
        "campaigns/index.html",
        rows=found[:PAGE],
        has_more=len(found) > PAGE,
        archived=archived,
        put_away=put_away,
        sought=sought,
        state=state,
        rates=rates,
        words=words,
    )
