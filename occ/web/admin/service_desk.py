"""A service's page "At the desk": taking, parking, wrap-up, outcomes, forgotten customers."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock
from occ.product import product
from occ.services import desk_rules, editing
from occ.services.desk_rules import DeskRules
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("service_desk", __name__)


@bp.get("/services/<key>/desk")
@allowed(Permission.ADMINISTER)
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        service = editing.by_key(session, key)
    stored = Entry.of(asdict(desk_rules.of(service)))
    return render_template(
        "services/desk.html", service=service, entry=entry or stored, bounds=desk_rules
    )


@bp.post("/services/<key>/desk")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save(key: str) -> ResponseReturnValue:
    fields = Fields(request.form)
    rules = DeskRules(
        park_after_hours=fields.whole("park_after_hours", desk_rules.PARK_AFTER_HOURS),
        wrap_up_seconds=fields.whole("wrap_up_seconds", desk_rules.WRAP_UP_SECONDS),
        asks_outcome=fields.ticked("asks_outcome"),
        forgotten_after_minutes=fields.whole("forgotten_after_minutes", desk_rules.MINUTES),
        alert_after_minutes=fields.whole("alert_after_minutes", desk_rules.MINUTES),
        return_after_minutes=fields.whole("return_after_minutes", desk_rules.MINUTES),
        agents_take=fields.ticked("agents_take"),
    )
    fields.check()
    product().run(desk_rules.save, me().id, key, rules, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page", key=key))
