"""Users: the list, with profiles of several changed at once (A3), and new ones."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from occ.core import clock
from occ.flows import change_profile, people
from occ.flows.change_profile import Changed, ProfileChange
from occ.product import product
from occ.services import listing as services
from occ.users import leases, listing
from occ.users.models import MAX_INTERACTIONS, PEOPLE, Role
from occ.users.permissions import Permission, demand
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("users", __name__)


@bp.get("/users")
@allowed(Permission.SEE_USERS)
def index(entry: Entry | None = None, changes: list[Changed] | None = None) -> ResponseReturnValue:
    if request.args.get("kind") == Role.PROGRAM:
        return redirect(url_for("programs.index"))
    sought = request.args.get("q", "")
    with product().run.reading() as session:
        users, chosen_for = listing.found(session, sought), services.names_by_user(session)
        reached = leases.with_live(session, clock.now())
    return render_template(
        "users/index.html",
        users=users,
        chosen_for=chosen_for,
        reached=reached,
        entry=entry or Entry(),
        changes=changes,
        sought=sought,
    )


@bp.post("/users")
@allowed(Permission.SET_PROFILES)
@or_again(index)
def change() -> ResponseReturnValue:
    keys, wanted = request.form.getlist("users"), _wanted(request.form)
    if wanted.role is not None:
        demand(me().role, Permission.ADMINISTER)
    changes = product().run(change_profile.change, me().id, keys, wanted, clock.now())
    return index(changes=changes)


@bp.get("/users/new")
@allowed(Permission.ADMINISTER)
def new(entry: Entry | None = None) -> ResponseReturnValue:
    return render_template("users/new.html", entry=entry or Entry.of({"role": Role.AGENT}))


@bp.post("/users/new")
@allowed(Permission.ADMINISTER)
@or_again(new)
def add() -> ResponseReturnValue:
    fields = Fields(request.form)
    role = fields.one_of("role", PEOPLE)
    fields.check()
    user, token = product().run(
        people.invite, me().id, fields.text("name"), fields.text("email"), Role(role), clock.now()
    )
    return render_template("users/link.html", user=user, link=link_to(token), is_new=True)


def link_to(token: str) -> str:
    """Absolute: it is handed to somebody elsewhere."""
    return product().config.public_url + url_for("password_link.page", token=token)


def _wanted(form: MultiDict[str, str]) -> ProfileChange:
    fields = Fields(form)
    is_limit_left = not fields.text("max_interactions")
    limit = None if is_limit_left else fields.whole("max_interactions", MAX_INTERACTIONS)
    role = fields.one_of("role", ["", *PEOPLE])
    fields.check()
    return ProfileChange(
        chat=fields.switch("chat"),
        whatsapp=fields.switch("whatsapp"),
        max_interactions=limit,
        auto_accept=fields.switch("auto_accept"),
        role=Role(role) if role else None,
    )
