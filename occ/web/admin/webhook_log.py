"""The list of every raw webhook with its fate."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from occ.conversations import queries
from occ.messaging import webhook_log
from occ.messaging.inbox import STATUS
from occ.messaging.webhook_log import Fate, Sought
from occ.product import product
from occ.users.permissions import Permission
from occ.web import earlier
from occ.web.access import allowed
from occ.web.admin.webhook_words import FATES, KINDS, PROVIDERS
from occ.web.fields import Fields

bp = Blueprint("webhook_log", __name__)
LONGEST = 200


@bp.get("/system/webhooks")
@allowed(Permission.ADMINISTER)
def page() -> ResponseReturnValue:
    fields = Fields(request.args)
    fate, kind, of = fields.text("state"), fields.text("kind"), fields.text("of")[:LONGEST]
    before = request.args.get("before", type=int)
    sought = Sought(Fate(fate) if fate in list(Fate) else None, kind if kind in KINDS else "", of)
    with product().run.reading() as session:
        found, more = webhook_log.page(session, sought, before)
        became = webhook_log.became(session, found)
        held = {each.conversation_id for each in became.values() if each.conversation_id}
        conversations = queries.keys_of(session, held)
    asked = {"state": sought.fate.value if sought.fate else "", "kind": sought.kind, "of": of}
    return render_template(
        "system/webhooks.html",
        webhooks=found,
        became=became,
        conversations=conversations,
        fate=webhook_log.fate,
        fates=FATES,
        kinds=KINDS,
        providers=PROVIDERS,
        report=STATUS,
        asked=asked,
        longest=LONGEST,
        is_first=before is None,
        newest=earlier.address(asked),
        more=earlier.address(asked, found[-1].id) if more else None,
    )
