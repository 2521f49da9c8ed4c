"""Settings → Routing."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock
from occ.flows import set_up
from occ.product import product
from occ.settings import pages, store
from occ.settings.pages import RoutingSettings
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("routing", __name__)


@bp.get("/settings/routing")
@allowed(Permission.ADMINISTER)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        stored = Entry.of(asdict(store.load(session, RoutingSettings)))
    return render_template("settings/routing.html", entry=entry or stored, bounds=pages)


@bp.post("/settings/routing")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save() -> ResponseReturnValue:
    fields = Fields(request.form)
    settings = RoutingSettings(
        offer_seconds=fields.whole("offer_seconds", pages.OFFER_SECONDS),
        grace_seconds=fields.whole("grace_seconds", pages.GRACE_SECONDS),
        rest_seconds=fields.whole("rest_seconds", pages.REST_SECONDS),
        misses_until_away=fields.whole("misses_until_away", pages.MISSES_UNTIL_AWAY),
        target_seconds=fields.whole("target_seconds", pages.TARGET_SECONDS),
    )
    fields.check()
    product().run(set_up.save, me().id, settings, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page"))
