"""Contacts who are blocked or asked about: their list, and the forms that block and unblock."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.contacts import blocks
from occ.core import clock
from occ.flows import block_contact
from occ.product import product
from occ.users import listing as users
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.contacts import contact
from occ.web.entry import or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("blocked", __name__)


@bp.get("/contacts/blocked")
@allowed(Permission.OVERSEE)
def page() -> ResponseReturnValue:
    with product().run.reading() as session:
        found = blocks.listed(session)
        people = {
            number
            for each in found
            for number in (each.block.asked_by_id, each.block.blocked_by_id)
            if number is not None
        }
        names = users.names(session, people)
    return render_template("contacts/blocked.html", rows=found, users=names)


@bp.post("/contacts/<key>/ask-block")
@allowed(Permission.SEE_CONTACTS)
@or_again(contact.page)
def ask(key: str) -> ResponseReturnValue:
    reason = Fields(request.form).text("reason")
    product().run(block_contact.ask, me().id, key, reason, clock.now())
    flash(_("Asked: a supervisor decides."))
    return redirect(url_for("contact.page", key=key))


@bp.post("/contacts/<key>/block")
@allowed(Permission.OVERSEE)
@or_again(contact.page)
def put(key: str) -> ResponseReturnValue:
    reason = Fields(request.form).text("reason")
    product().run(block_contact.block, me().id, key, reason, clock.now())
    flash(_("Blocked: what they write is stored, and nobody is offered it."))
    return redirect(url_for("contact.page", key=key))


@bp.post("/contacts/<key>/unblock")
@allowed(Permission.OVERSEE)
def lift(key: str) -> ResponseReturnValue:
    product().run(block_contact.lift, me().id, key, clock.now())
    flash(_("Not blocked: what they write next is offered as ever."))
    return redirect(url_for("contact.page", key=key))
