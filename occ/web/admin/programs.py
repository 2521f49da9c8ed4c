"""Programs: the list, a new one, and the tokens of one (D1)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock
from occ.flows import programs
from occ.product import product
from occ.services import listing as services
from occ.users import accounts, listing, tokens
from occ.users.permissions import Permission
from occ.users.tokens import LASTS_DAYS, TokenForm
from occ.web.access import allowed
from occ.web.admin.scope_words import SCOPES
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("programs", __name__)


@bp.get("/users/programs")
@allowed(Permission.ADMINISTER)
def index() -> ResponseReturnValue:
    sought = request.args.get("q", "")
    with product().run.reading() as session:
        found = listing.found(session, sought, programs=True)
        open_ones = tokens.of_all(session, clock.now())
    return render_template("programs/index.html", programs=found, tokens=open_ones, sought=sought)


@bp.get("/users/programs/new", endpoint="new")
@allowed(Permission.ADMINISTER)
def new(entry: Entry | None = None) -> ResponseReturnValue:
    return render_template("programs/new.html", entry=entry or Entry())


@bp.post("/users/programs/new")
@allowed(Permission.ADMINISTER)
@or_again(new)
def add() -> ResponseReturnValue:
    name = Fields(request.form).text("name")
    program = product().run(accounts.add_program, me().id, name, clock.now())
    return redirect(url_for(".page", key=program.key))


@bp.get("/users/<key>/tokens")
@allowed(Permission.ADMINISTER)
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        program = programs.find(session, key)
        found, offered = tokens.of(session, program.id), services.live(session)
    return render_template(
        "programs/page.html",
        user=program,
        tokens=found,
        services=offered,
        names={each.key: each.name for each in offered},
        scopes=SCOPES,
        lasts=LASTS_DAYS,
        now=clock.now(),
        soon=tokens.ENDS_SOON,
        entry=entry or Entry.of({"lasts_days": 90}),
    )


@bp.post("/users/<key>/tokens")
@allowed(Permission.ADMINISTER)
@or_again(page)
def give(key: str) -> ResponseReturnValue:
    """The answer shows the secret, this one time."""
    fields = Fields(request.form)
    lasts = fields.one_of("lasts_days", [str(days) for days in LASTS_DAYS])
    fields.check()
    form = TokenForm(
        fields.text("name"), fields.chosen("scopes"), int(lasts), fields.chosen("services")
    )
    token, secret = product().run(programs.give_token, me().id, key, form, clock.now())
    with product().run.reading() as session:
        program = programs.find(session, key)
    url = product().config.public_url
    return render_template("programs/token.html", user=program, token=token, secret=secret, url=url)


@bp.post("/users/<key>/tokens/<token>/revoke")
@allowed(Permission.ADMINISTER)
@or_again(lambda key, token, entry: page(key=key, entry=entry))
def revoke(key: str, token: str) -> ResponseReturnValue:
    product().run(programs.revoke_token, me().id, key, token, clock.now())
    flash(_("The token is revoked: from now on it opens nothing."))
    return redirect(url_for(".page", key=key))
