"""Sign in with e-mail and password, back to where one was; sign out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from occ.core import blocking, clock
from occ.core.errors import OccError
from occ.core.words import say
from occ.flows import people
from occ.product import product
from occ.users import accounts, administrators, passwords
from occ.users.models import User
from occ.web import language, sign_in_code, who
from occ.web.access import public
from occ.web.asked import own_path
from occ.web.entry import Entry, or_again

bp = Blueprint("sign_in", __name__)
bp.after_request(language.remember_choice)


class WrongPassword(OccError):
    status = 422
    code = "wrong_password"


@bp.get("/sign-in", endpoint="page")
@public
def page(entry: Entry | None = None) -> ResponseReturnValue:
    """`?out=1` after signing out: the page clears the device of what the server has, too."""
    wanted = own_path(request.values.get("next", ""))
    if who.is_signed_in():
        return redirect(wanted)
    with product().run.reading() as session:
        if not administrators.was_made(session):
            return redirect(url_for("first.page"))
    return render_template("sign_in.html", entry=entry or Entry(), wanted=wanted)


@bp.post("/sign-in")
@public
@or_again(page)
def sign_in() -> ResponseReturnValue:
    email = request.form.get("email", "")[: accounts.LONGEST_EMAIL]
    password = request.form.get("password", "")
    product().run(people.count_try, email, request.remote_addr or "", clock.now())
    user = _proven(email, password)
    wanted = own_path(request.form.get("next", ""))
    if sign_in_code.is_asked_of(user):
        return sign_in_code.ask(user, wanted)
    product().run(people.signed_in, user.id, request.remote_addr or "", clock.now())
    who.sign_in(user)
    return redirect(wanted)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    if who.is_signed_in():
        product().run(people.sign_out, who.me().id, [who.me().session_id], clock.now())
    logout_user()
    cookie.clear()
    return redirect(url_for("sign_in.page", out="1"))


def _proven(email: str, password: str) -> User:
    """Raises WrongPassword, in the same time for an address that nobody has."""
    with product().run.reading() as session:
        user = accounts.by_email(session, email)
    right = blocking.run(passwords.is_password, user.password_hash if user else None, password)
    if user is None or not right:
        raise WrongPassword(say("E-mail and password do not belong together. Try again."))
    if user.disabled_at:
        raise WrongPassword(say("This user is disabled. Ask an administrator."))
    return user
