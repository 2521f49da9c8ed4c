"""Settings → Advanced → Chat channel: the Twilio account (A1)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from occ.core import clock
from occ.flows import lift_halt, set_up_twilio
from occ.flows.set_up_twilio import TwilioForm
from occ.messaging import halts
from occ.product import product
from occ.settings import store
from occ.settings.pages import TwilioSettings
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.admin import twilio_hints
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("chat_channel", __name__)


@bp.get("/settings/advanced/chat")
@allowed(Permission.ADMINISTER)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        settings = store.load(session, TwilioSettings)
        halted = halts.present(session)
    stored = {"whatsapp": settings.whatsapp, "account_sid": settings.account_sid}
    return render_template(
        "settings/chat_channel.html",
        entry=entry or Entry.of(stored),
        settings=settings,
        halted=halted,
        hints=twilio_hints.of(settings),
        public_url=product().config.public_url,
        is_reachable=twilio_hints.is_public(product().config.public_url),
    )


@bp.post("/settings/advanced/chat")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save() -> ResponseReturnValue:
    product().run(set_up_twilio.save, me().id, _read(request.form), clock.now())
    product().wake("messages")
    flash(_("Saved."))
    return redirect(url_for(".page"))


@bp.post("/settings/advanced/chat/resume")
@allowed(Permission.ADMINISTER)
def resume() -> ResponseReturnValue:
    product().run(lift_halt.lift, me().id, request.form.get("sender", ""), clock.now())
    product().wake("messages")
    flash(_("Sending goes on."))
    return redirect(url_for(".page"))


def _read(form: MultiDict[str, str]) -> TwilioForm:
    fields = Fields(form)
    second = fields.text("second_token") or None
    return TwilioForm(
        fields.ticked("whatsapp"),
        fields.text("account_sid"),
        fields.text("auth_token") or None,
        "" if fields.ticked("remove_second_token") and not second else second,
    )
