"""Settings → SMS: provider, sender, subscription (C1, C2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from occ.billing import limits, subscription
from occ.core import clock
from occ.core.address import read_number, readable
from occ.core.checks import Check
from occ.flows import check_sms, set_up_sms
from occ.flows.set_up_sms import SmsForm
from occ.product import product, twilio_credentials
from occ.settings import pages, store
from occ.settings.pages import TWILIO, SmsSettings
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.admin import own_numbers
from occ.web.admin.own_numbers import OwnNumbers
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("sms", __name__)
_PROVIDERS = ("", TWILIO)


@bp.get("/settings/sms")
@allowed(Permission.ADMINISTER)
def page(
    entry: Entry | None = None,
    numbers: OwnNumbers | None = None,
    asked: Sequence[Check] | None = None,
) -> ResponseReturnValue:
    now = clock.now()
    with product().run.reading() as session:
        settings = store.load(session, SmsSettings)
        checks = check_sms.look(session, now)
        present = subscription.of(settings, limits.today(session, now))
    return render_template(
        "settings/sms.html",
        entry=entry or Entry.of(_stored(settings)),
        settings=settings,
        present=present,
        numbers=numbers,
        checks=[*checks, *(asked or ())],
        asked=asked is not None,
        bounds=pages,
    )


@bp.post("/settings/sms")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save() -> ResponseReturnValue:
    product().run(set_up_sms.save, me().id, _read(request.form), clock.now())
    product().wake_senders()
    flash(_("Saved."))
    return redirect(url_for(".page"))


@bp.post("/settings/sms/numbers")
@allowed(Permission.ADMINISTER)
def numbers() -> ResponseReturnValue:
    """The same page, with what was entered so far and the account's numbers to pick from."""
    return page(Entry(request.form), own_numbers.ask(for_sms=True))


@bp.post("/settings/sms/verify")
@allowed(Permission.ADMINISTER)
def verify() -> ResponseReturnValue:
    """Of what stands in the fields, saved or not."""
    with product().run.reading() as session:
        known = twilio_credentials(session)
    number = _number(Fields(request.form))
    asked = check_sms.ask_twilio(product().twilio, known, read_number(number) or number)
    return page(Entry(request.form), asked=asked)


def _stored(settings: SmsSettings) -> dict[str, object]:
    values = asdict(settings)
    del values["api_token"]
    return values | {"twilio_number": readable(settings.twilio_number)}


def _read(form: MultiDict[str, str]) -> SmsForm:
    fields = Fields(form)
    entered = SmsForm(
        service=fields.ticked("service"),
        version=fields.text("version"),
        support_ends=fields.day("support_ends"),
        provider=fields.one_of("provider", _PROVIDERS),
        twilio_number=_number(fields),
        most_parts=fields.whole("most_parts", pages.SMS_PARTS),
    )
    fields.check()
    return entered


def _number(fields: Fields) -> str:
    return fields.text("picked_number") or fields.text("twilio_number")
