"""Settings → Advanced → Chat channel: the Twilio account (A1)."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from occ.core import clock
from occ.flows import lift_halt, set_up_twilio, verify_account
from occ.flows.set_up_twilio import TwilioForm
from occ.flows.verify_account import Place, Verification
from occ.messaging import credential_forms, halts, reach, verified
from occ.messaging.account import Credentials
from occ.product import product
from occ.settings import store
from occ.settings.pages import POLLING, RECEIVE, TwilioSettings
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.admin import tested_secrets, twilio_hints
from occ.web.admin.tested_secrets import Tested
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("chat_channel", __name__)


@bp.get("/settings/advanced/chat")
@allowed(Permission.ADMINISTER)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    """Also after a refusal: what was typed into the secret fields stays, sealed."""
    return _show(entry and _without_secrets(entry), _typed(request.form) if entry else Tested())


@bp.post("/settings/advanced/chat")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save() -> ResponseReturnValue:
    product().run(set_up_twilio.save, me().id, _read(request.form), clock.now())
    for job in ("messages", "recover", "senders"):
        product().wake(job)
    flash(_("Saved."))
    return redirect(url_for(".page"))


@bp.post("/settings/advanced/chat/verify")
@allowed(Permission.ADMINISTER)
def verify() -> ResponseReturnValue:
    """Of what stands in the fields, saved or not; an empty token field means the stored one."""
    with product().run.reading() as session:
        stored = store.load(session, TwilioSettings)
        called_at = verified.last_called(session)
    entry, typed = Entry(request.form), _typed(request.form)
    token = typed.auth_token or stored.auth_token
    tested = Credentials(_sid(request.form), token)
    public_url, polls = product().config.public_url, request.form.get("receive") == POLLING
    host = product().twilio.host
    place = Place(public_url, product().installation, called_at, host, polls)
    verification = verify_account.ask(product().twilio, product().reach, tested, place)
    product().run(verify_account.record, me().id, tested, verification, clock.now())
    if credential_forms.are_swapped(tested.account_sid, tested.auth_token):
        typed = replace(typed, auth_token=tested.account_sid)
        entry = Entry(_with(request.form, account_sid=tested.auth_token))
    return _show(_without_secrets(entry), typed, verification)


@bp.post("/settings/advanced/chat/resume")
@allowed(Permission.ADMINISTER)
def resume() -> ResponseReturnValue:
    product().run(lift_halt.lift, me().id, request.form.get("sender", ""), clock.now())
    product().wake_senders()
    flash(_("Sending goes on."))
    return redirect(url_for(".page"))


def _show(
    entry: Entry | None, typed: Tested, verification: Verification | None = None
) -> ResponseReturnValue:
    public_url = product().config.public_url
    with product().run.reading() as session:
        settings = store.load(session, TwilioSettings)
        halted, confirmed = halts.present(session), verified.present(session)
        refused_at = verified.refused_at(session)
    stored = {
        "whatsapp": settings.whatsapp,
        "account_sid": credential_forms.shown_sid(settings.account_sid),
        "receive": settings.receive,
        "typing": settings.typing,
    }
    return render_template(
        "settings/chat_channel.html",
        entry=entry or Entry.of(stored),
        settings=settings,
        halted=halted,
        hints={} if verification else twilio_hints.of(settings),
        public_url=public_url,
        not_public=reach.why_not_reached(public_url, product().twilio.host),
        verified=confirmed,
        refused_at=refused_at,
        verification=verification,
        typed=typed,
        tested=tested_secrets.seal(product().vault, me().key, typed, clock.now()),
    )


def _typed(form: MultiDict[str, str]) -> Tested:
    """The secrets of the fields, or those that were typed before and wait in the page."""
    fields = Fields(form)
    before = tested_secrets.unseal(product().vault, me().key, fields.text("tested"), clock.now())
    return Tested(
        credential_forms.cleaned(fields.text("auth_token")) or before.auth_token,
        credential_forms.cleaned(fields.text("second_token")) or before.second_token,
    )


def _sid(form: MultiDict[str, str]) -> str:
    return credential_forms.cleaned(Fields(form).text("account_sid"))


def _read(form: MultiDict[str, str]) -> TwilioForm:
    fields, typed = Fields(form), _typed(form)
    second = typed.second_token or None
    receive = fields.one_of("receive", RECEIVE) if "receive" in form else None
    fields.check()
    return TwilioForm(
        fields.ticked("whatsapp"),
        _sid(form),
        typed.auth_token or None,
        "" if fields.ticked("remove_second_token") and not second else second,
        receive,
        fields.ticked("typing"),
    )


def _without_secrets(entry: Entry) -> Entry:
    """What may be a token does not go back to the browser; a mistyped SID does."""
    kept = credential_forms.kept_sid(credential_forms.cleaned(entry.get("account_sid")))
    return replace(entry, values=_with(entry.values, account_sid=kept))


def _with(values: MultiDict[str, str], **more: str) -> MultiDict[str, str]:
    changed = MultiDict(values)
    for name, value in more.items():
        changed[name] = value
    return changed
