"""Have what is missing of a day fetched from Twilio."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock
from occ.core.errors import NotFound
from occ.core.words import say
from occ.messaging import reconciliation
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.who import me

bp = Blueprint("reconciliation", __name__)


@bp.post("/system/reconciliation")
@allowed(Permission.ADMINISTER)
def fetch() -> ResponseReturnValue:
    number = request.form.get("number", "")
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        raise NotFound(say("There is no such day.")) from None
    product().run(reconciliation.ask, me().id, number, day, clock.now())
    product().wake("reconciliation")
    flash(_("It is being fetched from Twilio; look again in a moment."))
    return redirect(url_for("system.page") + "#reconciliation")
