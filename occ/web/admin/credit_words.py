"""Powers and credit in words."""

from __future__ import annotations

from occ.billing.credit_log import Shown
from occ.billing.models import EntryKind, Filling, LedgerEntry
from occ.billing.periods import Every
from occ.billing.power_models import PowerKind
from occ.core.words import Words, say

POWERS: dict[str, Words] = {
    PowerKind.CREDITS: say("Credits"),
    PowerKind.CAMPAIGNS: say("Campaigns"),
    PowerKind.WRITING_FIRST: say("Writing first"),
    PowerKind.LOADING_BATCHES: say("Loading batches"),
    PowerKind.EXPORTING: say("Exporting"),
}
ALLOWS: dict[PowerKind, Words] = {
    PowerKind.CREDITS: say("Their messages are paid from a balance of their own, within limits."),
    PowerKind.CAMPAIGNS: say("They open campaigns and send them."),
    PowerKind.WRITING_FIRST: say("They write to a customer who has not written."),
    PowerKind.LOADING_BATCHES: say("They load WhatsApp batches."),
    PowerKind.EXPORTING: say("They download what they see as a file, such as their credit log."),
}
FILLINGS: dict[str, Words] = {
    Filling.FILL_UP: say("fill up to"),
    Filling.ADD: say("add"),
}
PERIODS: dict[str, Words] = {
    Every.DAY: say("every day"),
    Every.WEEK: say("every week"),
    Every.MONTH: say("every month"),
}
SHOWN: dict[Shown, Words] = {
    Shown.ALL: say("All that changed the balance"),
    Shown.ADDED: say("Added and taken"),
    Shown.SPENT: say("Spent by messages"),
    Shown.SET_ASIDE: say("Set aside and given back"),
}
_KINDS = {
    EntryKind.ADDED: say("Added by hand"),
    EntryKind.TAKEN: say("Taken by hand"),
    EntryKind.REPLENISHED: say("Replenishment by the plan"),
    EntryKind.HELD: say("Set aside for a message"),
    EntryKind.CAPTURED: say("Message"),
    EntryKind.RELEASED: say("Given back"),
    EntryKind.REFUNDED: say("Refund of a message"),
}


def said(entry: LedgerEntry) -> Words:
    return _KINDS[entry.kind]
