"""Segments: filters that were saved, and how many contacts each holds now."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.contacts import countries, finding, segments
from occ.core import clock
from occ.flows import keep_segments
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.contacts.listing import asked_for
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("segments", __name__)


@bp.get("/contacts/segments")
@allowed(Permission.KEEP_CONTACTS)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        home = countries.home_of(session)
        found = segments.all_of_them(session)
        counted = {each.id: finding.count(session, each.filter, home) for each in found}
    return render_template(
        "contacts/segments.html",
        segments=found,
        counted=counted,
        most=finding.COUNTED,
        entry=entry or Entry(),
    )


@bp.post("/contacts/segments")
@allowed(Permission.KEEP_CONTACTS)
@or_again(page)
def save() -> ResponseReturnValue:
    name = " ".join(Fields(request.form).text("name").split())
    product().run(keep_segments.save, me().id, name, asked_for(request.form), clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page"))


@bp.post("/contacts/segments/<key>/remove")
@allowed(Permission.KEEP_CONTACTS)
def remove(key: str) -> ResponseReturnValue:
    product().run(keep_segments.remove, me().id, key, clock.now())
    flash(_("Removed. The contacts stay."))
    return redirect(url_for(".page"))
