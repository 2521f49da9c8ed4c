"""States, flags and reasons in words."""

from __future__ import annotations

from flask_babel import gettext as _

from occ.campaigns.models import Flag, State
from occ.campaigns.rate import Per, Rate
from occ.core.words import Words, say
from occ.web import formats

STATES: dict[str, Words] = {
    State.DRAFT: say("draft"),
    State.CONFIRMING: say("waits for a second person"),
    State.SCHEDULED: say("scheduled"),
    State.RUNNING: say("running"),
    State.PAUSED: say("paused"),
    State.STOPPED_CREDIT: say("stopped, no credit"),
    State.STOPPED_ERROR: say("stopped"),
    State.CANCELLED: say("cancelled"),
    State.FINISHED: say("finished"),
}
LOOKS: dict[str, str] = {
    State.RUNNING: "ok",
    State.STOPPED_CREDIT: "bad",
    State.STOPPED_ERROR: "bad",
    State.PAUSED: "warn",
    State.CONFIRMING: "warn",
}
FLAGS: dict[str, Words] = {
    "accepted": say("accepted"),
    Flag.DELIVERED: say("delivered"),
    Flag.BLACKLISTED: say("operators' blacklist"),
    Flag.UNDELIVERED: say("undelivered"),
    Flag.OPTED_OUT: say("opted out"),
    Flag.FAILED: say("failed"),
    Flag.ON_THE_WAY: say("on the way"),
    Flag.UNKNOWN: say("unknown"),
    Flag.SKIPPED: say("skipped"),
    Flag.SENDING: say("being handed over"),
    Flag.PENDING: say("not yet sent to"),
}
REASONS: dict[str, Words] = {
    "unpicked": say("left out by hand"),
    "do_not_write": say("on the do-not-write list"),
    "no_consent": say("no consent"),
    "blacklisted": say("held by the operators' blacklist lately"),
    "country": say("a country that may not be written to"),
    "too_long": say("the text is too long with their fields filled in"),
    "no_price": say("no price for their country"),
    "no_sms": say("the SMS service was not available"),
    "not_approved": say("WhatsApp has not approved the template"),
    "no_template": say("no approved template"),
    "no_credit": say("no credit"),
    "erased": say("erased"),
}


def pers() -> list[tuple[Per, str]]:
    return [(Per.SECOND, _("a second")), (Per.MINUTE, _("a minute"))]


def rate(found: Rate) -> str:
    """In the reader's language and digits."""
    count = formats.number(found.parts)
    if found.per is Per.MINUTE:
        return str(_("%(rate)s parts a minute", rate=count))
    return str(_("%(rate)s parts a second", rate=count))


def reason(code: str | None) -> Words | str:
    return REASONS.get(code or "", code or "")
