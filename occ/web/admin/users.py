"""Users: the list, with profiles of several changed at once (A3), and new ones."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from occ.core import clock
from occ.credentials.models import What
from occ.flows import change_profile, invite_user
from occ.flows.change_profile import Changed, ProfileChange
from occ.flows.send_credentials import HandOut
from occ.product import product
from occ.services import listing as services
from occ.users import leases, listing
from occ.users.models import MAX_INTERACTIONS, PEOPLE, Role
from occ.users.permissions import Permission, demand
from occ.web.access import allowed
from occ.web.admin import handing
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.language import LANGUAGES, company
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
    with product().run.reading() as session:
        open_ways, closed = handing.choices(session)
    stored = Entry.of({"role": Role.AGENT, **handing.stored(company().language)})
    return render_template(
        "users/new.html",
        entry=entry or stored,
        open_ways=open_ways,
        closed=closed,
        languages=LANGUAGES,
    )


@bp.post("/users/new")
@allowed(Permission.ADMINISTER)
@or_again(new)
def add() -> ResponseReturnValue:
    fields = Fields(request.form)
    role, how = fields.one_of("role", PEOPLE), handing.chosen(fields, company().language)
    fields.check()
    asked = HandOut(me().id, What.LINK, **vars(how))
    person = (fields.text("name"), fields.text("email"), Role(role))
    handed = product().run(invite_user.invite, person, asked, product().wording, clock.now())
    return handing.answer(handed)


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
