"""Send SMS to the selected contacts, or to those of the selected contractors (C5)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.campaigns.contents import Text
from occ.contacts import contractors, picking
from occ.contacts.models import Contact
from occ.core import clock
from occ.core.address import Channel
from occ.flows import campaign_audiences, campaign_routes, edit_campaign
from occ.flows.edit_campaign import Draft
from occ.product import product
from occ.web import formats
from occ.web.campaigns import door
from occ.web.who import me

bp = Blueprint("sendings", __name__)


@bp.post("/sendings/selected")
@door.writers
def selected() -> ResponseReturnValue:
    """Who of them can get an SMS, and why the others can't; from here it is written."""
    keys, now = _keys("contractor"), clock.now()
    with product().run.reading() as session:
        if keys:
            companies = contractors.by_keys(session, keys)
            names = [each.name for each in companies]
            picked = picking.of_contractors(session, [each.id for each in companies], now)
        else:
            people = session.scalars(select(Contact).where(Contact.key.in_(_keys("contact")))).all()
            names = [each.name for each in people]
            picked = picking.of_contacts(session, [each.id for each in people], now)
    if not names:
        flash(_("Select somebody first: nobody was."))
        return redirect(
            url_for("contractors.index" if "contractors" in request.form else "contacts.index")
        )
    return render_template(
        "contacts/selected.html",
        names=names,
        picked=picked,
        contractors=keys,
        contacts=_keys("contact"),
    )


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
    keys = _keys("contractor")
    if keys:
        return campaign_audiences.of_contractors(session, keys)
    return campaign_audiences.of_contacts(session, _keys("contact"))


def _keys(name: str) -> list[str]:
    return request.form.getlist(name)[: edit_campaign.MOST_PICKED]
