"""A customer's message as the provider posted it, for who oversees."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from occ.core import clock
from occ.flows import raw_message
from occ.product import product
from occ.users.permissions import Permission
from occ.web import raw_forms
from occ.web.access import allowed
from occ.web.who import me

bp = Blueprint("raw_message", __name__)


@bp.get("/messages/<key>/raw")
@allowed(Permission.OVERSEE)
def page(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        conversation, webhook = raw_message.read(session, me().id, key)
    product().run(raw_message.seen, me().id, webhook.id, clock.now())
    return render_template(
        "raw_message.html",
        conversation=conversation,
        webhook=webhook,
        came=raw_forms.shown(webhook),
    )
