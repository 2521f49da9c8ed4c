"""A user's Events: who did what, before and after (D1)."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from occ.journal import entries as journal
from occ.product import product
from occ.users import accounts, listing
from occ.users.permissions import Permission
from occ.web.access import allowed_or_self
from occ.web.admin import journal_words

bp = Blueprint("user_events", __name__)


@bp.get("/users/<key>/events")
@allowed_or_self(Permission.SEE_USERS)
def page(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        user = accounts.by_key(session, key)
        entries = journal.of(session, journal.Subject("user", user.key))
        actors = {entry.actor_id for entry in entries if entry.actor_id is not None}
        names = listing.names(session, actors)
    lines = [journal_words.line(entry, names) for entry in entries]
    return render_template("users/events.html", user=user, lines=lines)
