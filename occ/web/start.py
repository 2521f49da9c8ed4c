"""First steps: what is missing until a first message was answered; administrators begin here."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from occ.contacts import countries
from occ.core import clock
from occ.flows import first_steps
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.who import is_signed_in, me

bp = Blueprint("start", __name__)


@bp.get("/start")
@allowed(Permission.ADMINISTER)
def page() -> ResponseReturnValue:
    with product().run.reading() as session:
        found = first_steps.look(session, clock.now())
        chosen = countries.chosen(session)
    return render_template("start.html", found=found, sms_countries=sorted(chosen))


def is_next() -> bool:
    """Whether the signed-in user has first steps left. Once done, nobody is asked again."""
    if not is_signed_in() or not me().may(Permission.ADMINISTER) or product().has_begun:
        return False
    with product().run.reading() as session:
        product().has_begun = first_steps.are_done(session)
    return not product().has_begun
