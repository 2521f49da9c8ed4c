"""One campaign: how far it is, what can be done, what happened to it."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from occ.campaigns import contents, listing
from occ.core import clock
from occ.flows import check_campaign
from occ.journal import entries as journal
from occ.product import product
from occ.web.admin import journal_words
from occ.web.campaigns import door, words
from occ.web.who import me

bp = Blueprint("campaign_page", __name__)


@bp.get("/campaigns/<key>")
@door.writers
def page(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        campaign = door.find(session, key)
        row = listing.row(session, campaign)
        checked = check_campaign.check(session, me().id, campaign, clock.now())
        text = contents.of(session, campaign)
        happened = journal_words.lines(session, journal.Subject("campaign", campaign.key))
    return render_template(
        "campaigns/page.html",
        campaign=campaign,
        row=row,
        checked=checked,
        expected=checked.expected,
        text=text,
        happened=happened,
        words=words,
        me=me(),
    )
