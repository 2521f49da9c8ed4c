"""My profile: name, language, choices for the console, password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh

from occ.core import clock
from occ.core.words import Words
from occ.flows import own_profile, people
from occ.product import product
from occ.users import codes, sessions
from occ.users.models import OFFER_TIMES, Theme, User
from occ.users.permissions import Permission
from occ.web import new_password, own_password, who
from occ.web.access import allowed
from occ.web.admin import own_words
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.language import LANGUAGES, translate
from occ.web.who import me

bp = Blueprint("own_profile", __name__)


@bp.get("/me")
@allowed(Permission.CONVERSE)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        user = session.get_one(User, me().id)
        signed_in = sessions.of(session, me().id)
        has_codes = codes.is_on(session, me().id)
    stored = Entry.of(asdict(own_profile.of(user)))
    return render_template(
        "own_profile.html",
        user=user,
        entry=entry or stored,
        stored=stored,
        languages=LANGUAGES,
        themes=_in_words(own_words.THEMES),
        offer_times=_in_words(own_words.OFFER_TIMES),
        sessions=signed_in,
        has_codes=has_codes,
    )


@bp.post("/me")
@allowed(Permission.CONVERSE)
@or_again(page)
def save() -> ResponseReturnValue:
    fields = Fields(request.form)
    language = fields.one_of("language", LANGUAGES)
    theme = fields.one_of("theme", list(Theme))
    offer_times = fields.whole("offer_times", OFFER_TIMES)
    fields.check()
    own = own_profile.Own(
        name=fields.text("name"),
        language=language,
        single_keys=fields.ticked("single_keys"),
        enter_sends=fields.ticked("enter_sends"),
        notice_words=fields.ticked("notice_words"),
        theme=Theme(theme),
        dense=fields.ticked("dense"),
        offer_times=offer_times,
    )
    product().run(own_profile.save, me().id, own, clock.now())
    who.look_again()
    refresh()
    flash(_("Saved."))
    return redirect(url_for(".page"))


@bp.post("/me/password")
@allowed(Permission.CONVERSE)
@or_again(page)
def change_password() -> ResponseReturnValue:
    own_password.prove(request.form.get("present", ""))
    password_hash = new_password.hashed(request.form)
    user = product().run(own_profile.change_password, me().id, password_hash, clock.now())
    who.sign_in(user)
    flash(_("Your password is changed. Other browsers are signed out."))
    return redirect(url_for(".page"))


@bp.post("/me/sessions/sign-out-others")
@allowed(Permission.CONVERSE)
def sign_out_others() -> ResponseReturnValue:
    product().run(people.sign_out_others, me().id, me().session_id, clock.now())
    flash(_("Signed out everywhere else."))
    return redirect(url_for(".page"))


def _in_words(choices: Mapping[str, Words]) -> list[tuple[str, str]]:
    return [(value, translate(words)) for value, words in choices.items()]
