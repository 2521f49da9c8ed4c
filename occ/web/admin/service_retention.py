"""How long a service keeps what was said, and what that empties tonight."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock
from occ.flows import retain
from occ.product import product
from occ.services import editing, retention
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("service_retention", __name__)
SHOWN = (3, 6, 12, 24, 36)
"""Months of which the page says beforehand how much would go."""


@bp.get("/services/<key>/retention")
@allowed(Permission.ADMINISTER)
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    now = clock.now()
    with product().run.reading() as session:
        service = editing.by_key(session, key)
        months = service.retain_months
        shown = sorted({*SHOWN, *([months] if months else [])})
        over = [(each, retain.over(session, service, each, now)) for each in shown]
    return render_template(
        "services/retention.html",
        service=service,
        over=over,
        most=retention.MONTHS.stop - 1,
        entry=entry or Entry.of({"retain_months": months}),
    )


@bp.post("/services/<key>/retention")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save(key: str) -> ResponseReturnValue:
    fields = Fields(request.form)
    months = fields.whole("retain_months", retention.MONTHS)
    fields.check()
    product().run(retention.save, me().id, key, months, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page", key=key))
