"""One user: agent profile, role, and whether they may come in."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from occ.core import clock
from occ.credentials import register
from occ.credentials.models import What
from occ.flows import change_profile, people, send_credentials, turn_on_codes
from occ.flows.change_profile import ProfileChange
from occ.flows.send_credentials import HandOut
from occ.product import product
from occ.services import listing as services
from occ.users import accounts, codes
from occ.users.models import MAX_INTERACTIONS, PEOPLE, Role
from occ.users.permissions import Permission, demand
from occ.web.access import allowed, allowed_or_self
from occ.web.admin import handing
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.language import LANGUAGES
from occ.web.who import me

bp = Blueprint("user", __name__)
_CHANGED = "profile_changed"


@bp.get("/users/<key>")
@allowed_or_self(Permission.SEE_USERS)
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as rows:
        user = accounts.by_key(rows, key)
        if user.role is Role.PROGRAM:
            is_mine = me().may(Permission.ADMINISTER)
            return redirect(url_for("programs.page" if is_mine else "user_events.page", key=key))
        chosen_for = services.names_by_user(rows).get(user.id, [])
        open_ways, closed = handing.choices(rows)
        phone = register.last_phone(rows, user.id)
        has_codes = codes.is_on(rows, user.id)
    changed = session.pop(_CHANGED, None)
    return render_template(
        "users/page.html",
        user=user,
        has_codes=has_codes,
        services=chosen_for,
        changes=[changed] if changed and changed["key"] == key else None,
        entry=entry or Entry.of(change_profile.facts(user)),
        # Of a form of its own: what was refused in the other is not repeated here.
        handing_entry=Entry.of(handing.stored(user.language, phone)),
        open_ways=open_ways,
        closed=closed,
        languages=LANGUAGES,
    )


@bp.post("/users/<key>")
@allowed(Permission.SET_PROFILES)
@or_again(page)
def save(key: str) -> ResponseReturnValue:
    wanted = _wanted(request.form)
    if wanted.role is not None:
        demand(me().role, Permission.ADMINISTER)
    [changed] = product().run(change_profile.change, me().id, [key], wanted, clock.now())
    # Shown by the page that comes next, once.
    session[_CHANGED] = asdict(changed)
    flash(_("Saved."))
    return redirect(url_for(".page", key=key))


@bp.post("/users/<key>/codes/off")
@allowed(Permission.ADMINISTER)
@or_again(page)
def codes_off(key: str) -> ResponseReturnValue:
    product().run(turn_on_codes.turn_off_for, me().id, key, clock.now())
    flash(_("Sign-in codes are off: the password alone signs this user in."))
    return redirect(url_for(".page", key=key))


@bp.post("/users/<key>/disable")
@allowed(Permission.ADMINISTER)
@or_again(page)
def disable(key: str) -> ResponseReturnValue:
    product().run(people.set_disabled, me().id, key, True, clock.now())
    flash(_("Disabled: this user can't sign in."))
    return redirect(url_for(".page", key=key))


@bp.post("/users/<key>/enable")
@allowed(Permission.ADMINISTER)
@or_again(page)
def enable(key: str) -> ResponseReturnValue:
    product().run(people.set_disabled, me().id, key, False, clock.now())
    flash(_("Enabled: this user can sign in again."))
    return redirect(url_for(".page", key=key))


@bp.post("/users/<key>/password-link")
@allowed(Permission.ADMINISTER)
@or_again(page)
def password_link(key: str) -> ResponseReturnValue:
    """A one-time link, by the way that is chosen."""
    with product().run.reading() as rows:
        user = accounts.by_key(rows, key)
    fields = Fields(request.form)
    how = handing.chosen(fields, user.language)
    fields.check()
    asked = HandOut(me().id, What.LINK, name=user.name, user_id=user.id, **vars(how))
    handed = product().run(send_credentials.hand_out, asked, product().wording, clock.now())
    return handing.answer(handed)


def _wanted(form: MultiDict[str, str]) -> ProfileChange:
    """The whole profile as it stands in the form; the role where it does."""
    fields = Fields(form)
    role = fields.one_of("role", PEOPLE) if "role" in form else None
    most = fields.whole("max_interactions", MAX_INTERACTIONS)
    fields.check()
    return ProfileChange(
        chat=fields.ticked("chat"),
        whatsapp=fields.ticked("whatsapp"),
        max_interactions=most,
        auto_accept=fields.ticked("auto_accept"),
        role=Role(role) if role else None,
    )
