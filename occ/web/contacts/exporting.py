"""Ask for all that is held of a contact, and take the file."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock, files
from occ.core.errors import NotFound
from occ.core.words import say
from occ.flows import export_contact
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("exporting", __name__)


@bp.post("/contacts/<key>/export")
@allowed(Permission.ADMINISTER)
def ask(key: str) -> ResponseReturnValue:
    product().run(export_contact.ask, me().id, key, clock.now())
    product().wake("exports")
    flash(_("It is being put together. In a moment it stands here, for a week."))
    return redirect(url_for("contact.page", key=key))


@bp.get("/contacts/exports/<key>")
@allowed(Permission.ADMINISTER)
def take(key: str) -> Response:
    signature = Fields(request.args).text("signature")
    found = product().run(export_contact.take, me().id, key, signature, clock.now())
    path = files.place(product().config.exports, found.file)
    if not path.is_file():
        raise NotFound(say("This file is not here any more. Export the contact again."))
    response = send_file(
        path,
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"contact-{found.asked_at:%Y-%m-%d}.zip",
    )
    response.headers["Cache-Control"] = "no-store"
    return response
