"""Settings → SMS: provider, sender, subscription (C1, C2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from occ.billing import limits, subscription
from occ.core import clock
from occ.core.address import read_number, readable
from occ.core.checks import Check
from occ.flows import check_sms, set_up_sms, sms_lines
from occ.messaging import credential_forms, funds
from occ.messaging.sms_account import NameState, SenderName, SmsAccess
from occ.product import product, smsapi_access, twilio_credentials
from occ.settings import pages, store
from occ.settings.pages import SMSAPI, SmsSettings
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.admin import own_numbers, tested_secrets
from occ.web.admin.own_numbers import OwnNumbers
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("sms", __name__)
_TESTED = "tested sms token"
PANEL = "https://ssl.smsapi.pl/"
"""Where SMSAPI's customers make tokens, register sender names and buy packages."""


@bp.get("/settings/sms")
@allowed(Permission.ADMINISTER)
def page(
    entry: Entry | None = None,
    numbers: OwnNumbers | None = None,
    names: Sequence[SenderName] = (),
    asked: Sequence[Check] | None = None,
) -> ResponseReturnValue:
    """Also after a refusal: a token that was typed stays, sealed."""
    now = clock.now()
    with product().run.reading() as session:
        settings = store.load(session, SmsSettings)
        checks = check_sms.look(session, now)
        present = subscription.of(settings, limits.today(session, now))
        known = funds.present(session)
    token = _typed_token() if entry else ""
    return render_template(
        "settings/sms.html",
        entry=replace(entry, values=_without_token(entry.values)) if entry else _stored(settings),
        settings=settings,
        present=present,
        funds=known,
        numbers=numbers,
        names=names,
        name_states=sms_lines.NAME_STATES,
        approved=NameState.ACTIVE,
        checks=[*checks, *(asked or ())],
        asked=asked is not None,
        typed_token=token,
        tested=tested_secrets.seal_all(product().vault, _TESTED, me().key, [token], now),
        messages_url=product().smsapi_url("messages"),
        panel=PANEL,
    )


@bp.post("/settings/sms")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save() -> ResponseReturnValue:
    product().run(set_up_sms.save, me().id, _read(request.form), clock.now())
    product().wake_senders()
    product().wake("funds")
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
    """Of what stands in the fields, saved or not; an empty token field means the stored one."""
    fields = Fields(request.form)
    if fields.text("provider") == SMSAPI:
        name, url = fields.text("sender_name"), product().config.public_url
        told = check_sms.ask_smsapi(product().smsapi, _tested_access(fields), name, url)
        return page(Entry(request.form), names=told.names, asked=told.checks)
    with product().run.reading() as session:
        known = twilio_credentials(session)
    number = _number(fields)
    asked = check_sms.ask_twilio(product().twilio, known, read_number(number) or number)
    return page(Entry(request.form), asked=asked)


def _tested_access(fields: Fields) -> SmsAccess | None:
    with product().run.reading() as session:
        stored = smsapi_access(session)
    token = _typed_token() or (stored.token if stored else "")
    seconds = fields.whole("timeout_seconds", pages.SMS_TIMEOUT_SECONDS)
    return SmsAccess(token, seconds) if token else None


def _typed_token() -> str:
    """Of the field, or what was typed before and waits in the page."""
    fields = Fields(request.form)
    before = tested_secrets.unseal_all(
        product().vault, _TESTED, me().key, fields.text("tested"), clock.now()
    )
    return credential_forms.cleaned(fields.text("api_token")) or "".join(before[:1])


def _without_token(values: MultiDict[str, str]) -> MultiDict[str, str]:
    kept = MultiDict(values)
    kept.pop("api_token", None)
    return kept


def _stored(settings: SmsSettings) -> Entry:
    values: dict[str, object] = asdict(settings)
    del values["api_token"]
    return Entry.of(values | {"twilio_number": readable(settings.twilio_number)})


def _read(form: MultiDict[str, str]) -> dict[str, Any]:
    fields = Fields(form)
    support_ends = fields.day("support_ends")
    entered = {
        "service": fields.ticked("service"),
        "version": " ".join(fields.text("version").split()),
        "support_ends": support_ends.isoformat() if support_ends else "",
        "provider": fields.one_of("provider", pages.SMS_PROVIDERS),
        "twilio_number": _number(fields),
        "sender_name": fields.text("sender_name"),
        "timeout_seconds": fields.whole("timeout_seconds", pages.SMS_TIMEOUT_SECONDS),
        "most_parts": fields.whole("most_parts", pages.SMS_PARTS),
        "low_balance": fields.whole("low_balance", pages.LOW_BALANCE),
    }
    fields.check()
    token = _typed_token()
    return entered | ({"api_token": token} if token else {})


def _number(fields: Fields) -> str:
    return fields.text("picked_number") or fields.text("twilio_number")
