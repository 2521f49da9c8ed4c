"""Settings → SMS → Countries that may be written to (C4)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.contacts import countries
from occ.core import clock
from occ.core.errors import Invalid
from occ.core.words import say
from occ.flows import set_up
from occ.product import product
from occ.settings.company import COUNTRIES
from occ.settings.pages import ContactSettings
from occ.users.permissions import Permission
from occ.web import country_names
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.who import me

bp = Blueprint("sms_countries", __name__)


@bp.get("/settings/sms/countries")
@allowed(Permission.ADMINISTER)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        chosen = countries.chosen(session)
        home = countries.home_of(session)
    return render_template(
        "settings/sms_countries.html",
        entry=entry or Entry(),
        chosen=sorted(chosen, key=country_names.name),
        countries=[pair for pair in country_names.all_by_name() if pair[0] not in chosen],
        home=home,
    )


@bp.post("/settings/sms/countries")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save() -> ResponseReturnValue:
    """Those that stay ticked, and one more."""
    wanted = {code for code in request.form.getlist("country") if code}
    if not wanted <= set(COUNTRIES):
        raise Invalid({"country": say("Choose one of the list.")})
    settings = ContactSettings(countries=" ".join(sorted(wanted)))
    product().run(set_up.save, me().id, settings, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page"))
