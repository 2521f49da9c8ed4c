"""Dead letters: what came and could not be handled, opened and replayed."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from occ.conversations import queries
from occ.core import clock
from occ.core.words import Words, say
from occ.flows import raw_message, replay_webhook
from occ.flows.handle_webhook import HandlingFailed
from occ.flows.inbound_message import AlreadyPlaced
from occ.messaging import dead_letters, webhook_log
from occ.messaging.inbox import STATUS
from occ.product import product
from occ.users.permissions import Permission
from occ.web import raw_forms
from occ.web.access import allowed
from occ.web.admin import journal_words, webhook_words
from occ.web.formats import number
from occ.web.who import me

bp = Blueprint("dead_letters", __name__)


@bp.get("/system/webhooks/<key>")
@allowed(Permission.ADMINISTER)
def page(key: str) -> ResponseReturnValue:
    webhook_id = dead_letters.number(key)
    with product().run.reading() as session:
        webhook = dead_letters.webhook(session, webhook_id)
        became = webhook_log.became(session, [webhook]).get(webhook.id)
        placed = queries.key_of(session, became.conversation_id) if became else None
        lines = journal_words.lines(session, replay_webhook.subject(webhook_id))
    fate = webhook_log.fate(webhook)
    if not webhook.is_emptied:
        product().run(raw_message.seen, me().id, webhook_id, clock.now())
    return render_template(
        "system/letter.html",
        webhook=webhook,
        came=raw_forms.shown(webhook),
        reason=reason,
        fate=fate,
        fate_words=webhook_words.FATES[fate],
        kind=webhook_words.KINDS.get(webhook.kind, webhook.kind),
        provider=webhook_words.PROVIDERS.get(webhook.provider, webhook.provider),
        is_report=webhook.kind == STATUS,
        became=became,
        placed=placed,
        lines=lines,
    )


@bp.post("/system/webhooks/<key>/replay")
@allowed(Permission.ADMINISTER)
def replay(key: str) -> ResponseReturnValue:
    webhook_id = dead_letters.number(key)
    try:
        _replay(webhook_id, clock.now())
    except HandlingFailed as failure:
        cause = failure.__cause__
        error = f"{type(cause).__name__}: {cause}"
        product().run(replay_webhook.failed, me().id, webhook_id, error, clock.now())
        flash(_("It failed again, and is kept as it was. The reason stands below."), "bad")
    else:
        flash(_("Handled."))
    return redirect(url_for(".page", key=key))


@bp.post("/system/webhooks/replay")
@allowed(Permission.ADMINISTER)
def replay_all() -> ResponseReturnValue:
    taken = product().run(replay_webhook.replay_all, me().id, clock.now())
    product().wake("inbox")
    flash(
        ngettext(
            "%(count)s is tried again, oldest first. What fails again comes back here.",
            "%(count)s are tried again, oldest first. What fails again comes back here.",
            taken,
            count=number(taken),
        )
    )
    return redirect(url_for("system.page"))


def reason(error: str | None) -> Words:
    """What went wrong, as far as the exception's name tells."""
    kind = (error or "").partition(":")[0]
    if kind == "ValueError":
        return say("What came can't be read.")
    if kind in ("IntegrityError", "OperationalError", "DataError", "ProgrammingError"):
        return say("The database refused it.")
    return say("Handling it broke off, and the fault is ours.")


def _replay(webhook_id: int, now: datetime) -> None:
    """Raises HandlingFailed."""

    def once() -> None:
        product().run(replay_webhook.replay, me().id, webhook_id, product().readers, now)

    try:
        once()
    except HandlingFailed as failure:
        # A copy was placed in the same instant: the next look finds it there.
        if not isinstance(failure.__cause__, AlreadyPlaced):
            raise
        once()
