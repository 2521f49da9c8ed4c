"""The first administrator, made once; the start page leads there while there is none."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from occ.core import clock
from occ.core.errors import NotFound
from occ.core.words import say
from occ.flows import people
from occ.product import product
from occ.users import accounts, administrators
from occ.web import language, new_password, who
from occ.web.access import public
from occ.web.entry import Entry, or_again
from occ.web.start import is_next as first_steps_are_next

bp = Blueprint("first", __name__)
bp.after_request(language.remember_choice)


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    if not _is_made():
        return redirect(url_for("first.page"))
    return redirect(url_for("start.page" if first_steps_are_next() else "conversations.page"))


@bp.get("/first")
@public
def page(entry: Entry | None = None) -> ResponseReturnValue:
    _demand_none()
    return render_template("first.html", entry=entry or Entry())


@bp.post("/first")
@public
@or_again(page)
def make() -> ResponseReturnValue:
    _demand_none()
    name, email = accounts.check(request.form.get("name", ""), request.form.get("email", ""))
    password_hash = new_password.hashed(request.form)
    spoken = language.current()
    user = product().run(
        people.first_administrator, name, email, password_hash, spoken, clock.now()
    )
    who.sign_in(user)
    return redirect(url_for("start.page"))


def _demand_none() -> None:
    if _is_made():
        raise NotFound(say("There is an administrator already. Sign in."))


def _is_made() -> bool:
    with product().run.reading() as session:
        return administrators.was_made(session)
