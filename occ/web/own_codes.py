"""My profile → Sign-in codes: turned on with an app, off again, and the backup codes."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from occ.core import clock
from occ.core.secrets import SealedElsewhere
from occ.flows import enter_code, turn_on_codes
from occ.product import product
from occ.services import links
from occ.users import codes
from occ.users.permissions import Permission
from occ.web import language, own_password
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.who import me

bp = Blueprint("own_codes", __name__)


@bp.get("/me/codes")
@allowed(Permission.CONVERSE)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        on, left = codes.is_on(session, me().id), codes.backups_left(session, me().id)
        try:
            secret = codes.waiting(session, me().id, clock.now())
        except SealedElsewhere:
            secret = None
    return render_template(
        "own_codes.html",
        entry=entry or Entry(),
        on=on,
        left=left,
        secret=secret,
        code=secret and _code(secret),
    )


@bp.post("/me/codes")
@allowed(Permission.CONVERSE)
@or_again(page)
def prepare() -> ResponseReturnValue:
    own_password.prove(request.form.get("present", ""))
    product().run(turn_on_codes.prepare, me().id, clock.now())
    return redirect(url_for(".page"))


@bp.post("/me/codes/on")
@allowed(Permission.CONVERSE)
@or_again(page)
def turn_on() -> ResponseReturnValue:
    return _told(product().run(turn_on_codes.turn_on, me().id, _tried(), clock.now()))


@bp.post("/me/codes/backups")
@allowed(Permission.CONVERSE)
@or_again(page)
def new_backups() -> ResponseReturnValue:
    return _told(product().run(turn_on_codes.new_backups, me().id, _tried(), clock.now()))


@bp.post("/me/codes/off")
@allowed(Permission.CONVERSE)
@or_again(page)
def turn_off() -> ResponseReturnValue:
    own_password.prove(request.form.get("present", ""))
    product().run(turn_on_codes.turn_off, me().id, _tried(), clock.now())
    flash(_("Sign-in codes are off: your password alone signs you in."))
    return redirect(url_for("own_profile.page"))


def _tried() -> str:
    """The code that was typed; the try is counted. Raises TooMany."""
    product().run(enter_code.count_try, me().id, clock.now())
    return request.form.get("code", "")


def _told(backups: Sequence[str]) -> ResponseReturnValue:
    """The one time they are shown."""
    return render_template("backup_codes.html", backups=backups)


def _code(secret: str) -> Markup:
    address = codes.address(secret, me().email, language.company().name)
    return Markup(links.qr_svg(address).decode())
