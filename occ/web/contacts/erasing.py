"""Erase a contact: what goes and what stays is said before, and a number of theirs is typed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.contacts import editing
from occ.core import clock
from occ.flows import erase_contact
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("erasing", __name__)


@bp.get("/contacts/<key>/erase")
@allowed(Permission.ADMINISTER)
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        contact = editing.contact(session, key)
        held = erase_contact.held(session, contact)
    return render_template(
        "contacts/erase.html", contact=contact, held=held, entry=entry or Entry()
    )


@bp.post("/contacts/<key>/erase")
@allowed(Permission.ADMINISTER)
@or_again(page)
def erase(key: str) -> ResponseReturnValue:
    typed = Fields(request.form).text("typed")
    product().run(erase_contact.begin, me().id, key, typed, clock.now())
    product().wake("erasures")
    flash(_("Erased. What is left of their texts and files goes within minutes."))
    return redirect(url_for("contacts.index"))
