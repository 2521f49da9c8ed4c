"""Settings → Templates: what WhatsApp lets us write first, as Twilio lists it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock
from occ.core.errors import Conflict
from occ.core.words import say
from occ.messaging import fetches, templates
from occ.messaging.ports import Approval, Unreachable
from occ.product import product, twilio_credentials
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.entry import Entry, or_again

bp = Blueprint("templates_page", __name__)
APPROVALS = {
    Approval.UNSUBMITTED: say("not submitted"),
    Approval.RECEIVED: say("received by WhatsApp"),
    Approval.PENDING: say("waits for WhatsApp"),
    Approval.APPROVED: say("approved"),
    Approval.REJECTED: say("rejected"),
    Approval.PAUSED: say("paused by WhatsApp"),
    Approval.DISABLED: say("disabled by WhatsApp"),
}


@bp.get("/settings/templates", endpoint="page")
@allowed(Permission.ADMINISTER)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        known = templates.present(session)
    return render_template(
        "settings/templates.html", entry=entry or Entry(), known=known, approvals=APPROVALS
    )


@bp.post("/settings/templates")
@allowed(Permission.ADMINISTER)
@or_again(page)
def refresh() -> ResponseReturnValue:
    """Asks Twilio now, whoever else is about to."""
    with product().run.reading() as session:
        credentials = twilio_credentials(session)
    if credentials is None:
        raise Conflict(say("Enter the Twilio account first, then its templates are known."))
    # Nobody has read it since now, so it is ours.
    claim = product().run(fetches.claim, templates.LIST, clock.now(), clock.now())
    if claim is None:
        raise Conflict(say("The list is being read at this moment. Look again."))
    try:
        listed = product().twilio.templates(credentials)
    except Unreachable as why:
        due_at = clock.now() + templates.READ_EVERY
        product().run(fetches.failed, claim, why.reason, due_at)
        raise Conflict(why.reason) from None
    product().run(templates.keep, claim, listed, clock.now())
    flash(_("The list is as Twilio has it now."))
    return redirect(url_for(".page"))
