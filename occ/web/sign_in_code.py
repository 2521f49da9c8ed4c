"""After the right password: a one-time code, where the user has turned them on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from occ.core import clock
from occ.flows import enter_code, people
from occ.product import product
from occ.users import codes
from occ.users.models import User
from occ.web import language, who
from occ.web.access import public
from occ.web.asked import own_path
from occ.web.entry import Entry, or_again

bp = Blueprint("sign_in_code", __name__)
bp.after_request(language.remember_choice)

WAITS = timedelta(minutes=10)
_PROVEN = "proven"
"""In the signed cookie: whose password was right, and when. It opens nothing but this page."""


def is_asked_of(user: User) -> bool:
    with product().run.reading() as session:
        return codes.is_on(session, user.id)


def ask(user: User, wanted: str) -> ResponseReturnValue:
    """Their password was right; nothing of an earlier session stays."""
    cookie.clear()
    cookie[_PROVEN] = [user.id, user.epoch, int(clock.now().timestamp())]
    return redirect(url_for("sign_in_code.page", next=wanted))


@bp.get("/sign-in/code")
@public
def page(entry: Entry | None = None) -> ResponseReturnValue:
    wanted = own_path(request.values.get("next", ""))
    if _proven() is None:
        return _from_the_start(wanted)
    return render_template("sign_in_code.html", entry=entry or Entry(), wanted=wanted)


@bp.post("/sign-in/code")
@public
@or_again(page)
def enter() -> ResponseReturnValue:
    wanted, proven = own_path(request.form.get("next", "")), _proven()
    if proven is None:
        return _from_the_start(wanted)
    ours, now = product(), clock.now()
    ours.run(enter_code.count_try, proven.id, now)
    typed, address = request.form.get("code", ""), request.remote_addr or ""
    try:
        user = ours.run(enter_code.enter, proven.id, proven.epoch, typed, address, now)
    except enter_code.WrongCode:
        ours.run(enter_code.was_wrong, proven.id, now)
        raise
    if user is None:
        cookie.clear()
        return _from_the_start(wanted)
    who.sign_in(user)
    return redirect(wanted)


def _from_the_start(wanted: str) -> ResponseReturnValue:
    return redirect(url_for("sign_in.page", next=None if wanted == "/" else wanted))


def _proven() -> User | None:
    """Whose password was right a moment ago, if it still is."""
    user_id, epoch, at = cookie.get(_PROVEN, (0, 0, 0))
    if clock.now() - datetime.fromtimestamp(at, UTC) > WAITS:
        return None
    with product().run.reading() as session:
        user = people.by_id(session, user_id)
    still = user is not None and user.epoch == epoch and user.disabled_at is None
    return user if still else None
