"""Send SMS to the contacts of the selected contractors: a draft with them as recipients (C5)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from occ.campaigns.contents import Text
from occ.core import clock
from occ.core.address import Channel
from occ.flows import campaign_audiences, campaign_routes, edit_campaign
from occ.flows.edit_campaign import Draft
from occ.product import product
from occ.web import formats
from occ.web.campaigns import door
from occ.web.who import me

bp = Blueprint("sendings", __name__)


@bp.post("/sendings/new")
@door.writers
def create() -> ResponseReturnValue:
    """`contractor` and `contact` name who was selected, by their keys."""
    with product().run.reading() as session:
        source = _source(session)
        routes = campaign_routes.present(session, Channel.SMS)
    now = clock.now()
    draft = Draft(
        title=_("SMS of %(day)s", day=formats.day(now)),
        text=Text(""),
        route=campaign_routes.name(routes[0]) if routes else "",
    )
    made = product().run(edit_campaign.create, me().id, Channel.SMS, draft, source, now)
    product().wake("campaign_audience")
    flash(_("Saved as a draft. Write the text, see the recipients, then check and send."))
    return redirect(url_for("campaign_writing.edit", key=made.key))


def _source(session: Session) -> dict[str, Any]:
    """Raises OccError where nobody was selected."""
    keys = request.form.getlist("contractor")[: edit_campaign.MOST_PICKED]
    if keys:
        return campaign_audiences.of_contractors(session, keys)
    picked = request.form.getlist("contact")[: edit_campaign.MOST_PICKED]
    return campaign_audiences.of_contacts(session, picked)
