"""A user's Events: who did what, before and after (D1)."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from occ.journal.entries import Subject
from occ.product import product
from occ.users import accounts
from occ.users.permissions import Permission
from occ.web.access import allowed_or_self
from occ.web.admin import journal_words

bp = Blueprint("user_events", __name__)


@bp.get("/users/<key>/events")
@allowed_or_self(Permission.SEE_USERS)
def page(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        user = accounts.by_key(session, key)
        lines = journal_words.lines(session, Subject("user", user.key))
    return render_template("users/events.html", user=user, lines=lines)
