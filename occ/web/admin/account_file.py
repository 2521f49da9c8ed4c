"""The log of accounts as a file."""

from __future__ import annotations

from flask_babel import gettext as _

from occ.core import clock
from occ.credentials.listing import Line
from occ.web.admin.account_words import STATES, WAYS
from occ.web.language import from_row, translate
from occ.web.messages import DELIVERIES, HANDED_OVER


def header() -> tuple[str, ...]:
    return (
        _("When"),
        _("Who"),
        _("For"),
        _("Number"),
        _("Language"),
        _("Way"),
        _("State"),
        _("Reason"),
        _("Hand-over status"),
        _("Delivery status"),
        _("Batch ID"),
        _("Handed out by"),
        _("Account"),
    )


def row(line: Line) -> tuple[object, ...]:
    account, message = line.account, line.message
    hand_over = message.hand_over if message else None
    delivery = message.delivery if message else None
    return (
        clock.iso(account.created_at),
        line.user.name if line.user else account.name,
        account.system,
        account.phone or "",
        account.language,
        translate(WAYS[account.way]) if account.way else "",
        translate(STATES[account.state]),
        translate(from_row(account.reason)) if account.reason else "",
        translate(HANDED_OVER[hand_over]) if hand_over else "",
        translate(DELIVERIES[delivery]) if delivery else "",
        message.batch_id or "" if message else "",
        line.starter.name,
        account.key,
    )
