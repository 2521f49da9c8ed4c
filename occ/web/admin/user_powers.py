"""A user's Powers: which there are, a new one (D1, D2), and the page of one without credit."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.billing import powers
from occ.billing.power_models import PowerKind
from occ.core import clock
from occ.flows import give_power
from occ.product import product
from occ.users import accounts
from occ.users.permissions import Permission
from occ.web.access import allowed, allowed_or_self
from occ.web.admin import credit_words
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("user_powers", __name__)


@bp.get("/users/<key>/powers")
@allowed_or_self(Permission.SEE_USERS)
def index(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        user = accounts.by_key(session, key)
        present = powers.of(session, user.id)
    given = {power.kind for power in present}
    return render_template(
        "users/powers.html",
        user=user,
        powers=present,
        kinds=[kind for kind in PowerKind if kind not in given],
        words=credit_words.POWERS,
        allows=credit_words.ALLOWS,
        entry=entry or Entry(),
    )


@bp.post("/users/<key>/powers")
@allowed(Permission.ADMINISTER)
@or_again(index)
def give(key: str) -> ResponseReturnValue:
    fields = Fields(request.form)
    kind = fields.one_of("kind", list(PowerKind))
    fields.check()
    power = product().run(give_power.give, me().id, key, PowerKind(kind), clock.now())
    return redirect(url_for("credit.page", key=key, power=power.key))


@bp.post("/users/<key>/powers/<power>/withdraw")
@allowed(Permission.ADMINISTER)
@or_again(lambda key, power, entry: index(key=key, entry=entry))
def withdraw(key: str, power: str) -> ResponseReturnValue:
    product().run(give_power.withdraw, me().id, key, power, clock.now())
    flash(_("The power is withdrawn."))
    return redirect(url_for(".index", key=key))
