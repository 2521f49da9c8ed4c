"""System state: what waits, what failed, what is halted, and how each is mended."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

import occ
from occ.core import clock
from occ.flows import recount_seats
from occ.messaging import dead_letters, reconciliation
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.admin import alarms, job_words, system_state
from occ.web.admin.dead_letters import reason
from occ.web.formats import number
from occ.web.who import me

bp = Blueprint("system", __name__)


@bp.get("/system")
@allowed(Permission.ADMINISTER)
def page() -> ResponseReturnValue:
    before = request.args.get("before", type=int)
    with product().run.reading() as session:
        state = system_state.read(session, product(), clock.now())
        letters, more = dead_letters.page(session, before)
    return render_template(
        "system/index.html",
        state=state,
        now=state.now,
        inbox=state.inbox,
        halted=state.halted,
        alarms=alarms.raised(state),
        receiving=state.receiving,
        span_of=reconciliation.span,
        most_counted=reconciliation.MOST,
        letters=letters,
        more=more,
        reason=reason,
        job_does=job_words.does,
        version=occ.__version__,
        redis_url=product().config.redis_url,
        public_url=product().config.public_url,
    )


@bp.post("/system/recount")
@allowed(Permission.ADMINISTER)
def recount() -> ResponseReturnValue:
    mended = product().run(recount_seats.recount, me().id, clock.now())
    flash(
        ngettext(
            "Counted anew: %(count)s user was mended.",
            "Counted anew: %(count)s users were mended.",
            mended,
            count=number(mended),
        )
    )
    return redirect(url_for(".page"))
