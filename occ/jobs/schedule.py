"""The jobs there are and how often each has its turn."""

from __future__ import annotations

from occ.jobs import (
    accounts,
    campaigns,
    deadlines,
    erasures,
    exports,
    funds,
    import_files,
    imports,
    inbox,
    media,
    messages,
    recover,
    replenishment,
    resolve,
    retention,
    safety,
    search,
    senders,
    sms_statuses,
    status_poll,
    templates,
    uploads,
)
from occ.jobs.runner import Job

JOBS = (
    # A turn lasts as long as its slowest call: the others send what comes meanwhile.
    Job("messages", 1.0, messages.send_due, threads=4),
    Job("outbox", 1.0, messages.send_rest, threads=2),
    # The message is on the screen already; somebody waits for its picture.
    Job("media", 0.5, media.fetch_due, threads=3),
    Job("inbox", 1.0, inbox.handle_left),
    Job("imports", 1.0, imports.work_on_due),
    Job("campaigns", 0.25, campaigns.feed, threads=campaigns.CLAIMS),
    Job("campaign_figures", 0.5, campaigns.settle),
    Job("campaign_audience", 5.0, campaigns.prepare),
    Job("campaign_checks", 2.0, campaigns.check),
    Job("deadlines", 1.0, deadlines.sweep),
    Job("silence", 60.0, deadlines.park_silent),
    Job("long waits", 5.0, deadlines.end_long_waits),
    Job("search", 5.0, search.index),
    Job("resolve", 2.0, resolve.resolve_lost),
    # Each list has its own due time.
    Job("recover", 1.0, recover.fetch_due),
    Job("statuses", 1.0, status_poll.look_up),
    Job("sms statuses", 5.0, sms_statuses.look_up),
    Job("senders", 30.0, senders.look),
    Job("templates", 30.0, templates.refresh_due),
    Job("funds", 30.0, funds.refresh_due),
    Job("queues", 15.0, safety.drain_all),
    Job("drift", 60.0, safety.look_for_drift),
    Job("events", 300.0, safety.forget_events),
    Job("uploads", 600.0, uploads.forget),
    Job("import files", 3600.0, import_files.forget),
    Job("erasures", 5.0, erasures.empty),
    Job("erased files", 5.0, erasures.take_files),
    Job("retention", 600.0, retention.empty),
    Job("exports", 5.0, exports.make),
    Job("old exports", 60.0, exports.forget),
    Job("calls", 600.0, safety.forget_calls),
    Job("replenishment", 30.0, replenishment.pay_due),
    Job("accounts", 10.0, accounts.go_on),
    Job("credit", 86_400.0, safety.check_credit),
)
