"""Settings → Company: name, language of what we say first, time zone."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock
from occ.flows import set_up
from occ.product import product
from occ.settings import company, store
from occ.settings.company import COUNTRIES, ZONES
from occ.settings.pages import CompanySettings
from occ.users.permissions import Permission
from occ.web import country_names
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.language import LANGUAGES
from occ.web.who import me

bp = Blueprint("company", __name__)


@bp.get("/settings/company")
@allowed(Permission.ADMINISTER)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        stored = Entry.of(asdict(store.load(session, CompanySettings)))
    return render_template(
        "settings/company.html",
        entry=entry or stored,
        languages=LANGUAGES,
        zones=[(zone, zone) for zone in ZONES],
        countries=[("", _("that of the time zone")), *country_names.all_by_name()],
    )


@bp.post("/settings/company")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save() -> ResponseReturnValue:
    fields = Fields(request.form)
    settings = CompanySettings(
        name=" ".join(fields.text("name").split()),
        language=fields.one_of("language", LANGUAGES),
        zone=fields.one_of("zone", ZONES),
        country=fields.one_of("country", ["", *COUNTRIES]),
    )
    fields.check(name=company.about_name(settings.name))
    product().run(set_up.save, me().id, settings, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page"))
