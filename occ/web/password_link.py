"""A one-time link opens the page where a user chooses a password."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from occ.core import clock
from occ.flows import people
from occ.product import product
from occ.users import links
from occ.web import language, new_password, sign_in_code, who
from occ.web.access import public
from occ.web.entry import Entry, or_again

bp = Blueprint("password_link", __name__)
bp.after_request(language.remember_choice)


@bp.get("/password/<token>")
@public
def page(token: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        user = links.owner(session, token, clock.now())
    return render_template("password_link.html", user=user, entry=entry or Entry())


@bp.post("/password/<token>")
@public
@or_again(page)
def choose(token: str) -> ResponseReturnValue:
    password_hash = new_password.hashed(request.form)
    spoken = language.current()
    user = product().run(people.choose_password, token, password_hash, spoken, clock.now())
    if sign_in_code.is_asked_of(user):
        return sign_in_code.ask(user, "/")
    who.sign_in(user)
    return redirect("/")
