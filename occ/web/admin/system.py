"""System state: what waits, what failed, what is halted."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

import occ
from occ.core import clock
from occ.messaging import backlog, dead_letters, halts
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.admin.dead_letters import reason

bp = Blueprint("system", __name__)


@bp.get("/system")
@allowed(Permission.ADMINISTER)
def page() -> ResponseReturnValue:
    before = request.args.get("before", type=int)
    with product().run.reading() as session:
        inbox, halted = backlog.read(session), halts.present(session)
        letters, more = dead_letters.page(session, before)
    database = "SQLite" if product().run.database.is_sqlite else "PostgreSQL"
    return render_template(
        "system/index.html",
        now=clock.now(),
        inbox=inbox,
        letters=letters,
        more=more,
        reason=reason,
        halted=halted,
        version=occ.__version__,
        database=database,
    )
