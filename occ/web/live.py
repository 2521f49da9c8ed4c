"""The page that carries the live view."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from occ.users.permissions import Permission
from occ.web import language, static_files
from occ.web.access import allowed

bp = Blueprint("live", __name__)


@bp.get("/live")
@allowed(Permission.OVERSEE)
def page() -> ResponseReturnValue:
    spoken = language.current()
    boot = {
        "language": spoken,
        "direction": language.direction(),
        "zone": language.company().zone,
        "words": static_files.catalog(spoken),
        "urls": {
            "sign_in": url_for("sign_in.page"),
            "conversations": url_for("conversations.page"),
            "contacts": url_for("contacts.index"),
        },
    }
    return render_template("live.html", boot=boot)
