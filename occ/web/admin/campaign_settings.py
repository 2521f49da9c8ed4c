"""Settings → Campaigns: pace, nights, whom a second person is asked for, who is left out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock
from occ.core.numerals import in_latin
from occ.core.words import say
from occ.flows import set_up
from occ.product import product
from occ.settings import pages, store
from occ.settings.pages import CampaignSettings
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("campaign_settings", __name__)


@bp.get("/settings/campaigns")
@allowed(Permission.ADMINISTER)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        stored = Entry.of(asdict(store.load(session, CampaignSettings)))
    return render_template("settings/campaigns.html", entry=entry or stored)


@bp.post("/settings/campaigns")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save() -> ResponseReturnValue:
    fields = Fields(request.form)
    settings = CampaignSettings(
        sms_rate=fields.whole("sms_rate", pages.SENDER_RATES),
        whatsapp_rate=fields.whole("whatsapp_rate", pages.SENDER_RATES),
        second_person_above=fields.whole("second_person_above", pages.SECOND_PERSON_ABOVE),
        quiet_from=_hour(fields, "quiet_from"),
        quiet_until=_hour(fields, "quiet_until"),
        blacklist_days=fields.whole("blacklist_days", pages.BLACKLIST_DAYS),
    )
    fields.check()
    product().run(set_up.save, me().id, settings, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page"))


def _hour(fields: Fields, name: str) -> str:
    try:
        return time.fromisoformat(in_latin(fields.text(name))).strftime("%H:%M")
    except ValueError:
        fields.errors[name] = say("Enter a time such as 21:00.")
        return "00:00"
