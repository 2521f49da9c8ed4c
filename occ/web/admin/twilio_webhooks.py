"""Where Twilio sends what comes in: what stands there, what should, and a button to set it (A1)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock
from occ.flows import point_webhooks
from occ.flows.point_webhooks import Done, Row
from occ.messaging import reach
from occ.messaging.account import Credentials, Trouble, Urls
from occ.product import product, twilio_credentials
from occ.services import listing
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.who import me

bp = Blueprint("twilio_webhooks", __name__)


@bp.get("/settings/advanced/chat/webhooks")
@allowed(Permission.ADMINISTER)
def page(done: Done | None = None) -> ResponseReturnValue:
    """Asks Twilio, so never inside a transaction."""
    rows, trouble = _look()
    with product().run.reading() as session:
        services = {each.whatsapp_number: each for each in listing.live(session)}
    return render_template(
        "settings/webhooks.html",
        rows=rows,
        trouble=trouble,
        has_account=_credentials() is not None,
        done=done,
        wanted=_wanted(),
        services=services,
        not_public=reach.why_not_reached(product().config.public_url, product().twilio.host),
    )


@bp.post("/settings/advanced/chat/webhooks")
@allowed(Permission.ADMINISTER)
def point() -> ResponseReturnValue:
    """`hook`: the SIDs that were ticked; `seen-<sid>`: the address that was shown beside each."""
    credentials = _credentials()
    if credentials is None:
        return redirect(url_for(".page"))
    seen = {sid: request.form.get(f"seen-{sid}", "") for sid in request.form.getlist("hook")}
    try:
        rows = point_webhooks.look(product().twilio, credentials, _wanted())
    except Trouble:
        return redirect(url_for(".page"))
    done = point_webhooks.point(product().twilio, credentials, rows, seen, _wanted())
    product().run(point_webhooks.record, me().id, done, _wanted(), clock.now())
    if done.refused:
        return page(done)
    if done.pointed:
        flash(_("Twilio sends the messages of these numbers here now."))
    return redirect(url_for(".page"))


def _look() -> tuple[list[Row], Trouble | None]:
    credentials = _credentials()
    if credentials is None:
        return [], None
    try:
        return point_webhooks.look(product().twilio, credentials, _wanted()), None
    except Trouble as trouble:
        return [], trouble


def _wanted() -> Urls:
    return reach.wanted(product().config.public_url)


def _credentials() -> Credentials | None:
    with product().run.reading() as session:
        return twilio_credentials(session)
