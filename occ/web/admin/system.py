"""System state: what waits, what failed, what is halted."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

import occ
from occ.messaging import backlog, halts
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import allowed

bp = Blueprint("system", __name__)


@bp.get("/system")
@allowed(Permission.ADMINISTER)
def page() -> ResponseReturnValue:
    with product().run.reading() as session:
        webhooks, halted = backlog.read(session), halts.present(session)
    database = "SQLite" if product().run.database.is_sqlite else "PostgreSQL"
    return render_template(
        "system.html", webhooks=webhooks, halted=halted, version=occ.__version__, database=database
    )
