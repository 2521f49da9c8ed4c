"""A service's page "Its queue": who is served first, by whom, and where long waits go."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock
from occ.core.priority import HEAD_START, NAMES, Priority, name_of
from occ.flows import set_queue_rules
from occ.product import product
from occ.services import editing, queue_rules
from occ.services.queue_rules import QueueRules
from occ.users.permissions import Permission
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("service_queue", __name__)


@bp.get("/services/<key>/queue")
@allowed(Permission.ADMINISTER)
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    with product().run.reading() as session:
        service = editing.by_key(session, key)
        rules = queue_rules.of(session, service)
        targets = queue_rules.targets(session, service)
    stored = Entry.of(asdict(rules) | {"priority": name_of(rules.priority)})
    return render_template(
        "services/queue.html",
        service=service,
        targets=targets,
        entry=entry or stored,
        bounds=queue_rules,
        head_start=HEAD_START,
    )


@bp.post("/services/<key>/queue")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save(key: str) -> ResponseReturnValue:
    fields = Fields(request.form)
    rules = QueueRules(
        priority=NAMES.get(fields.one_of("priority", NAMES), Priority.NORMAL),
        overflow_to=fields.text("overflow_to"),
        overflow_after_minutes=fields.whole("overflow_after_minutes", queue_rules.OVERFLOW_MINUTES),
        sticky_hours=fields.whole("sticky_hours", queue_rules.STICKY_HOURS),
        returns_parked=fields.ticked("returns_parked"),
        target_percent=fields.whole("target_percent", queue_rules.TARGET_PERCENT),
        target_seconds=fields.whole("target_seconds", queue_rules.TARGET_SECONDS),
    )
    fields.check()
    product().run(set_queue_rules.save, me().id, key, rules, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page", key=key))
