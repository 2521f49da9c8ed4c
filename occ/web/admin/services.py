"""Services: what customers reach, by which number, and who serves it (A2)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from occ.core import clock
from occ.core.address import readable
from occ.flows import check_service, save_service
from occ.product import product
from occ.services import editing, listing, senders
from occ.services.editing import ServiceForm
from occ.settings import store
from occ.settings.pages import TwilioSettings
from occ.users import listing as users
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.admin import own_numbers
from occ.web.admin.own_numbers import OwnNumbers
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("services", __name__)


@bp.get("/services")
@allowed(Permission.ADMINISTER)
def index() -> ResponseReturnValue:
    with product().run.reading() as session:
        rows = [
            (
                service,
                editing.members(session, service.id),
                listing.takers(session, service.id),
                listing.widgets(session, service.id),
            )
            for service in listing.live(session)
        ]
        offline = senders.offline(session)
    return render_template("services/index.html", rows=rows, offline=offline)


@bp.get("/services/new")
@bp.get("/services/<key>")
@allowed(Permission.ADMINISTER)
def page(
    key: str | None = None, entry: Entry | None = None, numbers: OwnNumbers | None = None
) -> ResponseReturnValue:
    with product().run.reading() as session:
        shown = _shown(session, key)
        people = users.enabled(session)
        holders = {each.whatsapp_number: each for each in listing.live(session)}
    return render_template(
        "services/page.html",
        **{**shown, "entry": entry or shown["entry"]},
        people=people,
        numbers=numbers,
        holders=holders,
    )


@bp.post("/services/new")
@bp.post("/services/<key>")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save(key: str | None = None) -> ResponseReturnValue:
    service = product().run(save_service.save, me().id, key, _read(), clock.now())
    product().wake("senders")
    flash(_("Saved."))
    return redirect(url_for(".page", key=service.key))


@bp.post("/services/new/numbers")
@bp.post("/services/<key>/numbers")
@allowed(Permission.ADMINISTER)
def numbers(key: str | None = None) -> ResponseReturnValue:
    """The same page, with what was entered so far and the account's numbers to pick from."""
    return page(key, Entry(request.form), own_numbers.ask())


def _shown(session: Session, key: str | None) -> dict[str, object]:
    if key is None:
        return {"service": None, "entry": Entry.of({"chat": True}), "takers": 0}
    service = editing.by_key(session, key)
    stored = editing.facts(session, service) | {
        "whatsapp_number": readable(service.whatsapp_number or ""),
        "members": [user.key for user in editing.members(session, service.id)],
    }
    return {
        "service": service,
        "entry": Entry.of(stored),
        "takers": listing.takers(session, service.id),
        "widgets": listing.widgets(session, service.id),
        "offline": senders.among(session, [service]).get(service),
        "checks": [
            *check_service.look(session, service, clock.now()),
            *check_service.unseen(session, service, store.load(session, TwilioSettings).polls),
        ],
    }


def _read() -> ServiceForm:
    fields = Fields(request.form)
    return ServiceForm(
        name=fields.text("name"),
        chat=fields.ticked("chat"),
        whatsapp=fields.ticked("whatsapp"),
        number=fields.text("picked_number") or fields.text("whatsapp_number"),
        members=fields.chosen("members"),
    )
