"""The lines of SMS's check-list, one a fact (pure)."""

from __future__ import annotations

from occ.billing.subscription import Standing, Subscription
from occ.core.checks import Check, Level
from occ.core.words import Words, say
from occ.settings.pages import SmsSettings

UNSEEN_NUMBER = Check("number", Level.SKIPPED, say("The number that SMS leave from"))


def of_subscription(settings: SmsSettings, present: Subscription) -> Check:
    level = {Standing.CURRENT: Level.OK, Standing.GRACE: Level.WARN}.get(
        present.standing, Level.BAD
    )
    cure = _RENEW if level is not Level.OK and present.standing is not Standing.OFF else None
    return Check("service", level, _said(settings, present), cure)


_RENEW = say("Enter a version whose basic support is current, and save.")


def _said(settings: SmsSettings, present: Subscription) -> Words:
    ends, last = str(present.support_ends), str(present.last_day)
    match present.standing:
        case Standing.OFF:
            return say("SMS is switched off: nothing is sent.")
        case Standing.ENDED:
            return say("SMS ended on %(day)s, the last day of its grace.", day=last)
        case Standing.GRACE:
            return say(
                "SMS is in grace: basic support ended on %(ends)s, the last day is %(day)s.",
                ends=ends,
                day=last,
            )
    if present.support_ends is None:
        return say("SMS is on for version %(version)s.", version=settings.version)
    return say(
        "SMS is on for version %(version)s, whose basic support lasts to %(ends)s.",
        version=settings.version,
        ends=ends,
    )
