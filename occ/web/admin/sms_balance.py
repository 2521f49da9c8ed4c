"""Settings → SMS → Account balance: what the provider's account still holds (C8)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.billing import limits, subscription
from occ.core import clock
from occ.core.errors import Conflict
from occ.core.words import say
from occ.messaging import funds, halts, points
from occ.product import product
from occ.settings import lost, store
from occ.settings.pages import SmsSettings
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.admin.sms import PANEL
from occ.web.entry import Entry, or_again

bp = Blueprint("sms_balance", __name__)
MOST_COUNTRIES = 5


@bp.get("/settings/sms/balance")
@allowed(Permission.ADMINISTER)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    now = clock.now()
    with product().run.reading() as session:
        settings, known = store.load(session, SmsSettings), funds.present(session)
        halted = halts.of(session, settings.provider)
        present = subscription.of(settings, limits.today(session, now))
        lasts = [
            (country, points.buys(known, price))
            for country, price in sorted(points.a_part(session, settings.provider).items())
            if known.funds and known.funds.amount is not None
        ]
    return render_template(
        "settings/sms_balance.html",
        entry=entry or Entry(),
        settings=settings,
        provider=lost.named([settings.provider] if settings.provider else []),
        present=present,
        funds=known,
        halted=halted,
        lasts=lasts[:MOST_COUNTRIES],
        panel=PANEL,
    )


@bp.post("/settings/sms/balance")
@allowed(Permission.ADMINISTER)
@or_again(page)
def refresh() -> ResponseReturnValue:
    """Asks the provider now, whoever else is about to."""
    began = clock.now()
    with product().run.reading() as session:
        provider = store.load(session, SmsSettings).provider
    product().read_funds(provider, began)
    with product().run.reading() as session:
        known = funds.present(session)
    if known.error:
        raise Conflict(known.error)
    if known.at is None or known.at < began:
        raise Conflict(say("Nobody could be asked: enter the provider's credentials first."))
    flash(_("The balance is as the provider has it now."))
    return redirect(url_for(".page"))
